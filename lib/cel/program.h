/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/ast.h"

struct _CelProgram {
	CelEnv *env;
	CelArena *arena; /* of the tree and its texts */
	char *source;
	CelNode *root;
	GPtrArray *variables; /* char*, and a last NULL when it is compiled */
	GPtrArray *paths;     /* char*, likewise */
	GPtrArray *regexes;   /* CelRegex*, of constant patterns */
	guint n_slots;        /* variables of macros that live at once */
};

/*
 * Looks the names up: what is a variable, a type, a function of the environment or a macro's own.
 * Fills variables, paths, regexes and n_slots.
 */
gboolean cel_resolve(CelProgram *program, CelSpan *ret_span, GError **error);
