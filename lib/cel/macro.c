/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The macros (langdef, "Macros"): calls that bind a name, or look at their argument unevaluated. */

#include "lib/cel/parser-internal.h"

#include <string.h>

static const struct {
	const char *name;
	guint n_arguments; /* without the receiver */
	CelFold fold;
} comprehensions[] = {
	{"all", 2, CEL_FOLD_ALL},
	{"exists", 2, CEL_FOLD_EXISTS},
	{"exists_one", 2, CEL_FOLD_EXISTS_ONE},
	{"existsOne", 2, CEL_FOLD_EXISTS_ONE},
	{"map", 2, CEL_FOLD_MAP},
	{"map", 3, CEL_FOLD_FILTER_MAP},
	{"filter", 2, CEL_FOLD_FILTER},
};

static CelNode *
expand_comprehension(CelParser *parser, CelNode *call, CelFold fold)
{
	const CelNode *variable = call->children[1];
	CelNode *children[3] = {call->children[0], call->children[2]};
	CelNode *node;

	if (variable->kind != CEL_NODE_NAME || variable->absolute)
		return cel_parser_fail(
			parser, CEL_ERROR_SYNTAX, variable->span,
			"the first argument of %s() is the name that stands for each element",
			call->name);
	if (call->n_children == 4)
		children[2] = call->children[3];
	node = cel_parser_node(parser, CEL_NODE_COMPREHENSION, call->span.offset, children,
			       call->n_children - 1);
	if (node == NULL)
		return NULL;
	node->mark = call->mark;
	node->fold = fold;
	node->name = variable->name;
	return node;
}

static CelNode *
expand_has(CelParser *parser, CelNode *call)
{
	CelNode *field = call->children[0];

	if (field->kind != CEL_NODE_SELECT)
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, field->span,
				       "has() asks for a field: write has(a.b)");
	field->kind = CEL_NODE_HAS;
	field->span = call->span;
	return field;
}

CelNode *
cel_macro_expand(CelParser *parser, CelNode *node)
{
	if (!node->member && node->n_children == 1 && strcmp(node->name, "has") == 0)
		return expand_has(parser, node);
	for (gsize i = 0; node->member && i < G_N_ELEMENTS(comprehensions); i++)
		if (comprehensions[i].n_arguments == node->n_children - 1 &&
		    strcmp(comprehensions[i].name, node->name) == 0)
			return expand_comprehension(parser, node, comprehensions[i].fold);
	return node;
}
