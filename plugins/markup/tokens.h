/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * HTML and XML as a row of tags and texts, as a browser takes them apart (WHATWG, 13.2.5): nothing makes
 * it stop, and what is damaged is noted.  No tree is built, so depth costs nothing.
 */

#include "plugins/markup/references.h"

G_BEGIN_DECLS

#define TOKEN_MAX_NAME 47
#define TOKEN_MAX_ATTRIBUTES 64

typedef enum {
	TOKEN_START,
	TOKEN_END,
	TOKEN_TEXT,
} TokenKind;

/* Bytes of the document. */
typedef struct {
	const char *start;
	gsize length;
} Slice;

typedef struct {
	char name[TOKEN_MAX_NAME + 1]; /* without its prefix; lower case in HTML */
	Slice value;                   /* as it stands there */
} TokenAttribute;

typedef struct {
	TokenKind kind;
	char name[TOKEN_MAX_NAME + 1]; /* of a tag, as an attribute's */
	gboolean is_closed;            /* "<br/>": a start that is its own end, in XML */
	guint n_attributes;
	TokenAttribute attributes[TOKEN_MAX_ATTRIBUTES];
	const char *text; /* of TOKEN_TEXT: references resolved; until the next token */
} Token;

typedef struct _Tokens Tokens;

/* Borrows the text, valid UTF-8. */
Tokens *tokens_new(const char *text, gsize length, gboolean is_xml);
void tokens_free(Tokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tokens, tokens_free)

/* FALSE at the end. */
gboolean tokens_next(Tokens *tokens, Token *ret_token);
/* The text of an element that holds no tags, up to its end tag, which is taken: <script>, <title>. */
Slice tokens_raw(Tokens *tokens, const char *name);
/* The attribute with its references resolved, NULL when absent.  Caller frees. */
char *tokens_attribute(Tokens *tokens, const Token *token, const char *name);
gboolean token_has(const Token *token, const char *name);
/* The same as it stands in the document; length 0 when absent. */
Slice token_raw_attribute(const Token *token, const char *name);
References *tokens_references(Tokens *tokens);

/* Notes that something is wrong here; the first is kept. */
void tokens_damage(Tokens *tokens, const char *what);
/* "line 12: a comment never ends"; NULL when nothing is wrong.  Caller frees. */
char *tokens_fault(const Tokens *tokens);

G_END_DECLS
