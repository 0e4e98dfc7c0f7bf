/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

typedef enum {
	CEL_TOKEN_END,
	CEL_TOKEN_NAME,
	CEL_TOKEN_QUOTED_NAME, /* `a-b`, span with the backquotes */
	CEL_TOKEN_RESERVED,    /* a word that may be a field, not a name */
	CEL_TOKEN_INT,         /* span without a sign */
	CEL_TOKEN_UINT,        /* span with the u */
	CEL_TOKEN_DOUBLE,
	CEL_TOKEN_STRING, /* span with prefix and quotes */
	CEL_TOKEN_BYTES,
	CEL_TOKEN_TRUE,
	CEL_TOKEN_FALSE,
	CEL_TOKEN_NULL,
	CEL_TOKEN_IN,
	CEL_TOKEN_EQUAL,
	CEL_TOKEN_NOT_EQUAL,
	CEL_TOKEN_LESS,
	CEL_TOKEN_LESS_EQUAL,
	CEL_TOKEN_GREATER,
	CEL_TOKEN_GREATER_EQUAL,
	CEL_TOKEN_AND,
	CEL_TOKEN_OR,
	CEL_TOKEN_NOT,
	CEL_TOKEN_PLUS,
	CEL_TOKEN_MINUS,
	CEL_TOKEN_TIMES,
	CEL_TOKEN_DIVIDE,
	CEL_TOKEN_REMAINDER,
	CEL_TOKEN_QUESTION,
	CEL_TOKEN_COLON,
	CEL_TOKEN_DOT,
	CEL_TOKEN_COMMA,
	CEL_TOKEN_OPEN_PAREN,
	CEL_TOKEN_CLOSE_PAREN,
	CEL_TOKEN_OPEN_BRACKET,
	CEL_TOKEN_CLOSE_BRACKET,
	CEL_TOKEN_OPEN_BRACE,
	CEL_TOKEN_CLOSE_BRACE,
} CelTokenKind;

typedef struct {
	CelTokenKind kind;
	CelSpan span;
} CelToken;

typedef struct {
	const char *source; /* valid UTF-8 */
	gsize length;
	gsize offset; /* where the next token is looked for */
} CelLexer;

/* FALSE on text that is no token, with *ret_span at it. */
gboolean cel_lexer_next(CelLexer *lexer, CelToken *ret_token, CelSpan *ret_span, GError **error);
/* "')'", "a name" …, for messages. */
const char *cel_token_kind_name(CelTokenKind kind);
