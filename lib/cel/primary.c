/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of langdef, "Syntax": `member` and `primary`. */

#include "lib/cel/literal.h"
#include "lib/cel/parser-internal.h"

/* Expressions separated by commas up to `close`, which is taken; each may begin with '?'. */
static gboolean
parse_items(CelParser *parser, CelTokenKind close, gboolean is_list, GPtrArray *nodes)
{
	if (cel_parser_accept(parser, close))
		return TRUE;
	do {
		if (is_list && parser->token.kind == close)
			break;
		gboolean optional = is_list && cel_parser_accept(parser, CEL_TOKEN_QUESTION);
		CelNode *node = cel_parse_expression(parser);

		if (node == NULL)
			return FALSE;
		node->optional_entry = optional != FALSE;
		g_ptr_array_add(nodes, node);
	} while (cel_parser_accept(parser, CEL_TOKEN_COMMA));
	return cel_parser_expect(parser, close);
}

/* The '(' is the token; `receiver` may be NULL. */
static CelNode *
parse_call(CelParser *parser, CelNode *receiver, const CelToken *name, gsize start)
{
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	const char *text = cel_parser_text(parser, name);
	CelNode *node;

	if (receiver != NULL)
		g_ptr_array_add(nodes, receiver);
	if (text == NULL || !cel_parser_expect(parser, CEL_TOKEN_OPEN_PAREN) ||
	    !parse_items(parser, CEL_TOKEN_CLOSE_PAREN, FALSE, nodes))
		return NULL;
	node = cel_parser_node(parser, CEL_NODE_CALL, start, (CelNode **)nodes->pdata, nodes->len);
	if (node == NULL)
		return NULL;
	node->member = receiver != NULL;
	node->name = text;
	node->mark = name->span;
	return node;
}

/* After the '.': a field, an optional field or a method. */
static CelNode *
parse_selection(CelParser *parser, CelNode *operand, gsize start)
{
	gboolean optional = cel_parser_accept(parser, CEL_TOKEN_QUESTION);
	CelToken name = parser->token;
	CelNode *node;

	if (name.kind == CEL_TOKEN_NAME || name.kind == CEL_TOKEN_RESERVED) {
		if (!cel_parser_advance(parser))
			return NULL;
		if (!optional && parser->token.kind == CEL_TOKEN_OPEN_PAREN) {
			node = parse_call(parser, operand, &name, start);
			return node != NULL ? cel_macro_expand(parser, node) : NULL;
		}
	} else if (!cel_parser_accept(parser, CEL_TOKEN_QUOTED_NAME)) {
		return cel_parser_fail(
			parser, CEL_ERROR_SYNTAX, name.span,
			"found %s, expected the name of a field or function after '.'",
			cel_token_kind_name(name.kind));
	}
	node = cel_parser_node(parser, CEL_NODE_SELECT, start, &operand, 1);
	if (node == NULL)
		return NULL;
	node->name = cel_parser_text(parser, &name);
	if (node->name == NULL)
		return NULL;
	node->constant = cel_string(node->name);
	node->mark = name.span;
	node->optional = optional != FALSE;
	node->quoted = name.kind == CEL_TOKEN_QUOTED_NAME;
	return node;
}

/* After the '['. */
static CelNode *
parse_index(CelParser *parser, CelNode *operand, gsize start)
{
	gboolean optional = cel_parser_accept(parser, CEL_TOKEN_QUESTION);
	CelNode *index = cel_parse_expression(parser);
	CelNode *node;

	if (index == NULL || !cel_parser_expect(parser, CEL_TOKEN_CLOSE_BRACKET))
		return NULL;
	node = cel_parser_node(parser, CEL_NODE_INDEX, start, (CelNode *[]){operand, index}, 2);
	if (node == NULL)
		return NULL;
	node->mark = index->span;
	node->optional = optional != FALSE;
	return node;
}

/* a, a.b, .a.b: what may name the type of a message */
static gboolean
is_type_name(const CelNode *node)
{
	while (node->kind == CEL_NODE_SELECT && !node->optional && !node->quoted)
		node = node->children[0];
	return node->kind == CEL_NODE_NAME;
}

/* After the '{' that follows a type: field: value, … */
static CelNode *
parse_message(CelParser *parser, CelNode *type, gsize start)
{
	g_autoptr(GPtrArray) values = g_ptr_array_new();
	CelSpan mark = type->span;
	CelNode *node;

	while (parser->error == NULL && parser->token.kind != CEL_TOKEN_CLOSE_BRACE) {
		cel_parser_accept(parser, CEL_TOKEN_QUESTION);
		if (!cel_parser_accept(parser, CEL_TOKEN_QUOTED_NAME) &&
		    !cel_parser_accept(parser, CEL_TOKEN_RESERVED) &&
		    !cel_parser_expect(parser, CEL_TOKEN_NAME))
			return NULL;
		if (!cel_parser_expect(parser, CEL_TOKEN_COLON))
			return NULL;
		node = cel_parse_expression(parser);
		if (node == NULL)
			return NULL;
		g_ptr_array_add(values, node);
		if (!cel_parser_accept(parser, CEL_TOKEN_COMMA))
			break;
	}
	if (!cel_parser_expect(parser, CEL_TOKEN_CLOSE_BRACE))
		return NULL;
	node = cel_parser_node(parser, CEL_NODE_MESSAGE, start, (CelNode **)values->pdata,
			       values->len);
	if (node == NULL)
		return NULL;
	node->mark = mark;
	node->name = cel_arena_copy(parser->arena, parser->lexer.source + mark.offset, mark.length);
	if (node->name == NULL)
		return cel_parser_fail(parser, CEL_ERROR_LIMIT, mark,
				       "the expression is too large");
	return node;
}

/* After the '{' that begins an operand: key: value, … */
static CelNode *
parse_map(CelParser *parser, gsize start)
{
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();

	while (parser->error == NULL && parser->token.kind != CEL_TOKEN_CLOSE_BRACE) {
		gboolean optional = cel_parser_accept(parser, CEL_TOKEN_QUESTION);
		CelNode *key = cel_parse_expression(parser);
		CelNode *value;

		if (key == NULL || !cel_parser_expect(parser, CEL_TOKEN_COLON))
			return NULL;
		value = cel_parse_expression(parser);
		if (value == NULL)
			return NULL;
		key->optional_entry = optional != FALSE;
		g_ptr_array_add(nodes, key);
		g_ptr_array_add(nodes, value);
		if (!cel_parser_accept(parser, CEL_TOKEN_COMMA))
			break;
	}
	if (!cel_parser_expect(parser, CEL_TOKEN_CLOSE_BRACE))
		return NULL;
	return cel_parser_node(parser, CEL_NODE_MAP, start, (CelNode **)nodes->pdata, nodes->len);
}

static CelNode *
parse_list(CelParser *parser, gsize start)
{
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();

	if (!parse_items(parser, CEL_TOKEN_CLOSE_BRACKET, TRUE, nodes))
		return NULL;
	return cel_parser_node(parser, CEL_NODE_LIST, start, (CelNode **)nodes->pdata, nodes->len);
}

/* A name or the call of a function, both perhaps with a leading dot. */
static CelNode *
parse_name(CelParser *parser, gboolean absolute, gsize start)
{
	CelToken name = parser->token;
	CelNode *node;

	if (name.kind == CEL_TOKEN_RESERVED)
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, name.span,
				       "'%.*s' is a reserved word and cannot be a name",
				       (int)name.span.length,
				       parser->lexer.source + name.span.offset);
	if (!cel_parser_expect(parser, CEL_TOKEN_NAME))
		return NULL;
	if (parser->token.kind == CEL_TOKEN_OPEN_PAREN) {
		node = parse_call(parser, NULL, &name, start);
		if (node == NULL)
			return NULL;
		node->absolute = absolute != FALSE;
		return cel_macro_expand(parser, node);
	}
	node = cel_parser_node(parser, CEL_NODE_NAME, start, NULL, 0);
	if (node == NULL)
		return NULL;
	node->absolute = absolute != FALSE;
	node->name = cel_parser_text(parser, &name);
	return node->name != NULL ? node : NULL;
}

static CelNode *
parse_literal(CelParser *parser, gsize start)
{
	CelToken token = parser->token;
	gboolean negative = parser->negative;
	CelValue value = cel_null();
	CelNode *node;

	parser->negative = FALSE;
	if (!cel_parser_advance(parser))
		return NULL;
	if (token.kind == CEL_TOKEN_TRUE || token.kind == CEL_TOKEN_FALSE)
		value = cel_bool(token.kind == CEL_TOKEN_TRUE);
	else if (token.kind != CEL_TOKEN_NULL &&
		 !cel_literal_read(&parser->lexer, &token, negative, parser->arena, &value,
				   &parser->fault, &parser->error))
		return NULL;
	node = cel_parser_node(parser, CEL_NODE_CONSTANT, start, NULL, 0);
	if (node != NULL)
		node->constant = value;
	return node;
}

static CelNode *
parse_primary(CelParser *parser)
{
	gsize start = parser->token.span.offset;
	CelNode *node;

	switch (parser->token.kind) {
	case CEL_TOKEN_DOT:
		return cel_parser_advance(parser) ? parse_name(parser, TRUE, start) : NULL;
	case CEL_TOKEN_NAME:
	case CEL_TOKEN_RESERVED:
		return parse_name(parser, FALSE, start);
	case CEL_TOKEN_OPEN_PAREN:
		if (!cel_parser_advance(parser))
			return NULL;
		node = cel_parse_expression(parser);
		return node != NULL && cel_parser_expect(parser, CEL_TOKEN_CLOSE_PAREN) ? node
											: NULL;
	case CEL_TOKEN_OPEN_BRACKET:
		return cel_parser_advance(parser) ? parse_list(parser, start) : NULL;
	case CEL_TOKEN_OPEN_BRACE:
		return cel_parser_advance(parser) ? parse_map(parser, start) : NULL;
	case CEL_TOKEN_INT:
	case CEL_TOKEN_UINT:
	case CEL_TOKEN_DOUBLE:
	case CEL_TOKEN_STRING:
	case CEL_TOKEN_BYTES:
	case CEL_TOKEN_TRUE:
	case CEL_TOKEN_FALSE:
	case CEL_TOKEN_NULL:
		return parse_literal(parser, start);
	default:
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, parser->token.span,
				       "found %s, expected a value, a name or '('",
				       cel_token_kind_name(parser->token.kind));
	}
}

CelNode *
cel_parse_member(CelParser *parser)
{
	gsize start = parser->token.span.offset;
	gboolean in_parentheses = parser->token.kind == CEL_TOKEN_OPEN_PAREN;
	CelNode *node = parse_primary(parser);

	while (node != NULL && parser->error == NULL) {
		if (cel_parser_accept(parser, CEL_TOKEN_DOT))
			node = parse_selection(parser, node, start);
		else if (cel_parser_accept(parser, CEL_TOKEN_OPEN_BRACKET))
			node = parse_index(parser, node, start);
		else if (!in_parentheses && is_type_name(node) &&
			 cel_parser_accept(parser, CEL_TOKEN_OPEN_BRACE))
			node = parse_message(parser, node, start);
		else
			break;
	}
	return parser->error == NULL ? node : NULL;
}
