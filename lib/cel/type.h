/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Types: made, read from text, printed.  Unification is in unify.h. */

#include "lib/cel/cel.h"

typedef enum {
	CEL_TYPE_DYN,
	CEL_TYPE_NULL,
	CEL_TYPE_BOOL,
	CEL_TYPE_INT,
	CEL_TYPE_UINT,
	CEL_TYPE_DOUBLE,
	CEL_TYPE_STRING,
	CEL_TYPE_BYTES,
	CEL_TYPE_TIMESTAMP,
	CEL_TYPE_DURATION,
	CEL_TYPE_TYPE,      /* one parameter */
	CEL_TYPE_LIST,      /* one parameter */
	CEL_TYPE_MAP,       /* two parameters */
	CEL_TYPE_OPAQUE,    /* named, any number of parameters; optional_type is one */
	CEL_TYPE_OBJECT,    /* named; a map whose keys are declared */
	CEL_TYPE_PARAMETER, /* of a signature: `variable` is its letter, from 0 */
	CEL_TYPE_VARIABLE,  /* to be found out: `variable` is its number */
} CelTypeKind;

#define CEL_TYPE_MAX_PARAMETERS 8
#define CEL_TYPE_LETTERS 26

typedef struct {
	const char *name;
	GHashTable *fields; /* char* → CelType */
} CelObject;

struct _CelType {
	CelTypeKind kind;
	guint n_parameters;
	guint variable;
	const char *name; /* OPAQUE */
	const CelObject *object;
	const CelType *parameters[];
};

/* DYN to DURATION. */
const CelType *cel_type_simple(CelTypeKind kind);
/* With parameters; from the arena, NULL when it is full. `name` is borrowed, may be NULL. */
const CelType *cel_type_make(CelArena *arena, CelTypeKind kind, const char *name,
			     const CelType *const *parameters, guint n_parameters);
const CelType *cel_type_variable(CelArena *arena, guint number);
const CelType *cel_type_optional(CelArena *arena, const CelType *held);
gboolean cel_type_is_optional(const CelType *type);

/* In another arena; dyn when it is too large or there is no room. */
const CelType *cel_type_copy(CelArena *arena, const CelType *type);

/* "int" → its kind; FALSE when it is no type that has a name of its own. */
gboolean cel_type_kind_from_name(const char *name, gsize length, CelTypeKind *ret_kind);

/* What a name means that is no type of the language: an object type, or NULL. */
typedef const CelType *(*CelTypeLookup)(gpointer user_data, const char *name);
/*
 * Text → type; stops behind it and sets *ret_end.  Names that neither the language nor `lookup`
 * knows become opaque types.  NULL when the text is no type.
 */
const CelType *cel_type_read(CelArena *arena, const char *text, CelTypeLookup lookup,
			     gpointer user_data, const char **ret_end);
