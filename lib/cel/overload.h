/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One overload of a function or operator: its row, read. */

#include "lib/cel/type.h"

typedef struct {
	const CelFunctionRow *row;
	const char *name; /* "contains", "math.least", "_+_" */
	gboolean member;
	gboolean variadic; /* the last parameter stands for any number, none too */
	guint n_parameters;
	const CelType *parameters[CEL_TYPE_MAX_PARAMETERS]; /* the receiver first */
	const CelType *result;
} CelOverload;

/* FALSE when the signature is malformed, or the arena full. */
gboolean cel_overload_read(const CelFunctionRow *row, CelArena *arena, CelTypeLookup lookup,
			   gpointer user_data, CelOverload *ret_overload);
/* It is called with so many arguments, the receiver among them. */
gboolean cel_overload_takes(const CelOverload *overload, gboolean member, guint n_arguments);
/* The parameter that argument `i` fills. */
const CelType *cel_overload_parameter(const CelOverload *overload, guint i);
/* An argument of this kind at run time can be one of this type; its elements are not looked at. */
gboolean cel_overload_fits_kind(const CelType *parameter, CelKind kind);
