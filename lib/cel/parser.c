/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of langdef, "Syntax", from `expr` down to `unary`. */

#include "lib/cel/parser.h"

#include "lib/cel/error.h"
#include "lib/cel/parser-internal.h"

#include <string.h>

#define LONGEST_NAME 256

/* operators of two operands but && and ||; a higher level binds closer */
static const struct {
	CelTokenKind token;
	guint level;
	const char *name;
	const char *overloads;
	CelCompare compare;
} binaries[] = {
	{CEL_TOKEN_LESS, 1, "<", "_<_", CEL_COMPARE_LESS},
	{CEL_TOKEN_LESS_EQUAL, 1, "<=", "_<=_", CEL_COMPARE_LESS_EQUAL},
	{CEL_TOKEN_GREATER, 1, ">", "_>_", CEL_COMPARE_GREATER},
	{CEL_TOKEN_GREATER_EQUAL, 1, ">=", "_>=_", CEL_COMPARE_GREATER_EQUAL},
	{CEL_TOKEN_EQUAL, 1, "==", "_==_", CEL_COMPARE_EQUAL},
	{CEL_TOKEN_NOT_EQUAL, 1, "!=", "_!=_", CEL_COMPARE_NOT_EQUAL},
	{CEL_TOKEN_IN, 1, "in", "@in"},
	{CEL_TOKEN_PLUS, 2, "+", "_+_"},
	{CEL_TOKEN_MINUS, 2, "-", "_-_"},
	{CEL_TOKEN_TIMES, 3, "*", "_*_"},
	{CEL_TOKEN_DIVIDE, 3, "/", "_/_"},
	{CEL_TOKEN_REMAINDER, 3, "%", "_%_"},
};

void *
cel_parser_fail(CelParser *parser, CelErrorCode code, CelSpan span, const char *format, ...)
{
	va_list arguments;

	if (parser->error != NULL)
		return NULL;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	cel_set_error(&parser->error, code, "%s", message);
	parser->fault = span;
	return NULL;
}

gboolean
cel_parser_advance(CelParser *parser)
{
	parser->last_end = parser->token.span.offset + parser->token.span.length;
	return parser->error == NULL &&
	       cel_lexer_next(&parser->lexer, &parser->token, &parser->fault, &parser->error);
}

gboolean
cel_parser_accept(CelParser *parser, CelTokenKind kind)
{
	return parser->error == NULL && parser->token.kind == kind && cel_parser_advance(parser);
}

gboolean
cel_parser_expect(CelParser *parser, CelTokenKind kind)
{
	if (cel_parser_accept(parser, kind))
		return TRUE;
	cel_parser_fail(parser, CEL_ERROR_SYNTAX, parser->token.span, "found %s, expected %s",
			cel_token_kind_name(parser->token.kind), cel_token_kind_name(kind));
	return FALSE;
}

const char *
cel_parser_text(CelParser *parser, const CelToken *token)
{
	gsize quotes = token->kind == CEL_TOKEN_QUOTED_NAME;

	/* names are repeated in messages, and there may be one for each element of a list */
	if (token->span.length > LONGEST_NAME)
		return cel_parser_fail(parser, CEL_ERROR_LIMIT, token->span,
				       "a name has at most %d characters", LONGEST_NAME);
	const char *text =
		cel_arena_copy(parser->arena, parser->lexer.source + token->span.offset + quotes,
			       token->span.length - 2 * quotes);

	if (text == NULL)
		return cel_parser_fail(parser, CEL_ERROR_LIMIT, token->span,
				       "the expression is too large");
	return text;
}

CelNode *
cel_parser_node(CelParser *parser, CelNodeKind kind, gsize start, CelNode *const *children,
		gsize n_children)
{
	CelSpan span = {start, parser->last_end - start};
	CelNode *node = cel_arena_alloc(parser->arena, sizeof *node);
	guint height = 0;

	if (parser->error != NULL)
		return NULL;
	if (node != NULL)
		node->children = cel_arena_alloc(parser->arena, n_children * sizeof *children);
	if (node == NULL || node->children == NULL)
		return cel_parser_fail(parser, CEL_ERROR_LIMIT, span,
				       "the expression is too large");
	for (gsize i = 0; i < n_children; i++) {
		node->children[i] = children[i];
		height = MAX(height, children[i]->height);
	}
	if (height >= CEL_MAX_DEPTH)
		return cel_parser_fail(
			parser, CEL_ERROR_LIMIT, span,
			"the expression is nested or chained deeper than %d; split it",
			CEL_MAX_DEPTH);
	node->kind = kind;
	node->height = (guint16)(height + 1);
	node->n_children = (guint32)n_children;
	node->span = node->mark = span;
	return node;
}

static CelNode *
operation_node(CelParser *parser, const char *name, const char *overloads, CelSpan mark,
	       CelNode *const *operands, gsize n_operands, gsize start)
{
	CelNodeKind kind = n_operands == 1 ? CEL_NODE_UNARY : CEL_NODE_BINARY;
	CelNode *node = cel_parser_node(parser, kind, start, operands, n_operands);

	if (node == NULL)
		return NULL;
	node->name = name;
	node->overloads = overloads;
	node->mark = mark;
	return node;
}

/* `sign` is a run of ! or of -; the sign next to a number belongs to the number. */
static CelNode *
parse_unary(CelParser *parser)
{
	CelTokenKind sign = parser->token.kind;
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(CelSpan));
	CelNode *node;

	if (sign != CEL_TOKEN_NOT && sign != CEL_TOKEN_MINUS)
		return cel_parse_member(parser);
	do {
		g_array_append_val(marks, parser->token.span);
		if (marks->len > CEL_MAX_DEPTH)
			return cel_parser_fail(parser, CEL_ERROR_LIMIT, parser->token.span,
					       "more than %d operators in a row", CEL_MAX_DEPTH);
	} while (cel_parser_accept(parser, sign) && parser->token.kind == sign);
	if (sign == CEL_TOKEN_MINUS &&
	    (parser->token.kind == CEL_TOKEN_INT || parser->token.kind == CEL_TOKEN_DOUBLE)) {
		parser->negative = TRUE;
		g_array_set_size(marks, marks->len - 1);
	}
	node = cel_parse_member(parser);
	for (guint i = marks->len; node != NULL && i > 0; i--) {
		CelSpan mark = g_array_index(marks, CelSpan, i - 1);

		node = operation_node(parser, sign == CEL_TOKEN_NOT ? "!" : "-",
				      sign == CEL_TOKEN_NOT ? "!_" : "-_", mark, &node, 1,
				      mark.offset);
	}
	return node;
}

static gssize
find_binary(CelTokenKind token)
{
	for (gsize i = 0; i < G_N_ELEMENTS(binaries); i++)
		if (binaries[i].token == token)
			return (gssize)i;
	return -1;
}

/* Everything that binds at `level` or closer; recursion goes no deeper than there are levels. */
static CelNode *
parse_binary(CelParser *parser, guint level)
{
	gsize start = parser->token.span.offset;
	CelNode *left = parse_unary(parser);

	for (;;) {
		gssize row = find_binary(parser->token.kind);
		CelSpan mark = parser->token.span;

		if (left == NULL || row < 0 || binaries[row].level < level)
			return left;
		if (!cel_parser_advance(parser))
			return NULL;
		CelNode *right = parse_binary(parser, binaries[row].level + 1);

		if (right == NULL)
			return NULL;
		left = operation_node(parser, binaries[row].name, binaries[row].overloads, mark,
				      (CelNode *[]){left, right}, 2, start);
		if (left != NULL)
			left->compare = (guint8)binaries[row].compare;
	}
}

/* a && b && c is one node: a long list of conditions is no deep one */
static CelNode *
parse_logic(CelParser *parser, CelNodeKind kind)
{
	CelTokenKind operator= kind == CEL_NODE_OR ? CEL_TOKEN_OR : CEL_TOKEN_AND;
	gsize start = parser->token.span.offset;
	CelSpan mark = parser->token.span;
	g_autoptr(GPtrArray) operands = g_ptr_array_new();
	CelNode *node;

	do {
		node = kind == CEL_NODE_OR ? parse_logic(parser, CEL_NODE_AND)
					   : parse_binary(parser, 1);
		if (node == NULL)
			return NULL;
		g_ptr_array_add(operands, node);
		if (operands->len == 1)
			mark = parser->token.span;
	} while (cel_parser_accept(parser, operator));
	if (operands->len == 1)
		return node;
	node = cel_parser_node(parser, kind, start, (CelNode **)operands->pdata, operands->len);
	if (node != NULL)
		node->mark = mark;
	return node;
}

static CelNode *
parse_conditional(CelParser *parser)
{
	gsize start = parser->token.span.offset;
	CelNode *condition = parse_logic(parser, CEL_NODE_OR);
	CelSpan mark = parser->token.span;

	if (condition == NULL || !cel_parser_accept(parser, CEL_TOKEN_QUESTION))
		return parser->error == NULL ? condition : NULL;
	CelNode *then = parse_logic(parser, CEL_NODE_OR);

	if (then == NULL || !cel_parser_expect(parser, CEL_TOKEN_COLON))
		return NULL;
	CelNode *other = cel_parse_expression(parser);

	if (other == NULL)
		return NULL;
	CelNode *node = cel_parser_node(parser, CEL_NODE_CONDITIONAL, start,
					(CelNode *[]){condition, then, other}, 3);

	if (node != NULL)
		node->mark = mark;
	return node;
}

CelNode *
cel_parse_expression(CelParser *parser)
{
	CelNode *node;

	if (parser->depth >= CEL_MAX_DEPTH)
		return cel_parser_fail(parser, CEL_ERROR_LIMIT, parser->token.span,
				       "the expression is nested deeper than %d; split it",
				       CEL_MAX_DEPTH);
	parser->depth++;
	node = parse_conditional(parser);
	parser->depth--;
	return node;
}

/* What other languages call it. */
static const struct {
	const char *word, *sign;
} foreign[] = {{"and", "&&"}, {"or", "||"}, {"is", "=="}};

static void
fail_after(CelParser *parser)
{
	const char *text = parser->lexer.source + parser->token.span.offset;
	const char *hint = NULL;

	for (gsize i = 0; parser->token.kind == CEL_TOKEN_NAME && i < G_N_ELEMENTS(foreign); i++)
		if (strlen(foreign[i].word) == parser->token.span.length &&
		    memcmp(foreign[i].word, text, parser->token.span.length) == 0)
			hint = foreign[i].sign;
	cel_parser_fail(parser, CEL_ERROR_SYNTAX, parser->token.span,
			"found %s, expected an operator or the end%s%s%s",
			cel_token_kind_name(parser->token.kind), hint != NULL ? "; write '" : "",
			hint != NULL ? hint : "", hint != NULL ? "'" : "");
}

/* The whole expression and what must follow it. */
static CelNode *
parse_whole(CelParser *parser, gboolean until_brace)
{
	CelNode *node;

	if (!cel_parser_advance(parser))
		return NULL;
	if (parser->token.kind == (until_brace ? CEL_TOKEN_CLOSE_BRACE : CEL_TOKEN_END))
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, parser->token.span,
				       "there is no expression here");
	node = cel_parse_expression(parser);
	if (node == NULL)
		return NULL;
	if (until_brace && parser->token.kind == CEL_TOKEN_END)
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, parser->token.span,
				       "the '}' after the expression is missing");
	if (parser->token.kind == (until_brace ? CEL_TOKEN_CLOSE_BRACE : CEL_TOKEN_END))
		return node;
	fail_after(parser);
	return NULL;
}

CelNode *
cel_parse(CelArena *arena, const char *source, gsize length, gboolean until_brace, gsize *ret_end,
	  CelSpan *ret_span, GError **error)
{
	CelParser parser = {.arena = arena, .lexer = {.source = source, .length = length}};
	CelNode *node = parse_whole(&parser, until_brace);

	if (node == NULL) {
		*ret_span = parser.fault;
		g_propagate_error(error, parser.error);
		return NULL;
	}
	*ret_end = parser.token.span.offset;
	return node;
}
