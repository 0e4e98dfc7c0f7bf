/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/ast.h"

struct _CelProgram {
	CelEnv *env;
	CelArena *arena; /* of the tree, its texts and types */
	char *source;
	gsize length;
	CelNode *root;
	const CelType *type;
	GPtrArray *variables; /* char*, and a last NULL when it is compiled */
	GPtrArray *paths;     /* char*, likewise */
	GPtrArray *regexes;   /* CelRegex*, of constant patterns */
	guint n_slots;        /* variables of macros that live at once */
};

/*
 * Looks the names up and checks the types.  Fills type, variables, paths, regexes and n_slots.
 * FALSE with issues (of CelIssue) added.
 */
gboolean cel_check(CelProgram *program, GPtrArray *issues);
