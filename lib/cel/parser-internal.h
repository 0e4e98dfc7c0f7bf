/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the parser's files share: parser.c (operators), primary.c (operands), macro.c. */

#include "lib/cel/ast.h"
#include "lib/cel/lexer.h"

typedef struct {
	CelArena *arena;
	CelLexer lexer;
	CelToken token; /* the one that is looked at */
	gsize last_end; /* end of the one before it */
	guint depth;
	gboolean negative; /* a sign was read that belongs to the number which comes now */
	CelSpan fault;
	GError *error; /* the first fault; everything returns NULL or FALSE after it */
} CelParser;

/* NULL, so that a parsing function can fail in one line. */
void *cel_parser_fail(CelParser *parser, CelErrorCode code, CelSpan span, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* To the next token. */
gboolean cel_parser_advance(CelParser *parser);
/* Advances when the token is of this kind; FALSE leaves it and is no fault. */
gboolean cel_parser_accept(CelParser *parser, CelTokenKind kind);
/* As accept, but a fault when it is another: "found …, expected …". */
gboolean cel_parser_expect(CelParser *parser, CelTokenKind kind);
/* Text of a token, without backquotes, in the arena. */
const char *cel_parser_text(CelParser *parser, const CelToken *token);

/* A node whose span runs from `start` to the end of the last token; children are copied. */
CelNode *cel_parser_node(CelParser *parser, CelNodeKind kind, gsize start, CelNode *const *children,
			 gsize n_children);

/* `expression` of the grammar. */
CelNode *cel_parse_expression(CelParser *parser);
/* `member` of the grammar: an operand with its selections, calls and indexes. */
CelNode *cel_parse_member(CelParser *parser);

/*
 * The call `node`, or what the macro of that name makes of it; NULL on a fault.
 */
CelNode *cel_macro_expand(CelParser *parser, CelNode *node);
