/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/ast.h"
#include "lib/cel/lexer.h"

/*
 * Text → tree, macros expanded, names not looked up.  Nodes, names and texts live in the arena.
 * `until_brace`: the expression ends before an unmatched '}' and *ret_end is its offset; else it
 * ends with the source and *ret_end is its length.
 */
CelNode *cel_parse(CelArena *arena, const char *source, gsize length, gboolean until_brace,
		   gsize *ret_end, CelSpan *ret_span, GError **error);
