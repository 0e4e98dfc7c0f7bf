/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/lexer.h"

/*
 * The value that a literal token stands for.  `negative`: a '-' stands before the number.  Text is
 * copied into the arena.  On failure *ret_span is the place, an escape for instance.
 */
gboolean cel_literal_read(const CelLexer *lexer, const CelToken *token, gboolean negative,
			  CelArena *arena, CelValue *ret_value, CelSpan *ret_span, GError **error);
