/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The macros (langdef, "Macros"): calls that bind a name, or look at their argument unevaluated. */

#include "lib/cel/macro.h"
#include "lib/cel/parser-internal.h"

#include <string.h>

/* without the receiver, `n_arguments` are the variables and what follows them */
static const struct {
	const char *name;
	guint n_arguments, n_variables;
	CelFold fold;
} comprehensions[] = {
	{"all", 2, 1, CEL_FOLD_ALL},
	{"all", 3, 2, CEL_FOLD_ALL},
	{"exists", 2, 1, CEL_FOLD_EXISTS},
	{"exists", 3, 2, CEL_FOLD_EXISTS},
	{"exists_one", 2, 1, CEL_FOLD_EXISTS_ONE},
	{"exists_one", 3, 2, CEL_FOLD_EXISTS_ONE},
	{"existsOne", 2, 1, CEL_FOLD_EXISTS_ONE},
	{"existsOne", 3, 2, CEL_FOLD_EXISTS_ONE},
	{"map", 2, 1, CEL_FOLD_MAP},
	{"map", 3, 1, CEL_FOLD_FILTER_MAP},
	{"filter", 2, 1, CEL_FOLD_FILTER},
	{"transformList", 3, 2, CEL_FOLD_MAP},
	{"transformList", 4, 2, CEL_FOLD_FILTER_MAP},
	{"transformMap", 3, 2, CEL_FOLD_MAP_VALUES},
	{"transformMap", 4, 2, CEL_FOLD_MAP_VALUES},
	{"transformMapEntry", 3, 2, CEL_FOLD_MAP_ENTRIES},
	{"transformMapEntry", 4, 2, CEL_FOLD_MAP_ENTRIES},
	{"sortBy", 2, 1, CEL_FOLD_SORT},
	{"optMap", 2, 1, CEL_FOLD_OPTIONAL},
	{"optFlatMap", 2, 1, CEL_FOLD_OPTIONAL_FLAT},
};

/* clang-format off */
static const CelFunctionRow rows[] = {
	{"has(a.b) -> bool", "Is the field there? The operand before the last dot must be.", NULL},
	{"list(A).all(x, condition) -> bool", "Does the condition hold for every element? Of a map: for every key. With all(i, x, …): index or key, and element or value.", NULL},
	{"list(A).exists(x, condition) -> bool", "Does the condition hold for any element? Also exists(i, x, …).", NULL},
	{"list(A).exists_one(x, condition) -> bool", "Does the condition hold for exactly one element? Also existsOne, and with (i, x, …).", NULL},
	{"list(A).filter(x, condition) -> list(A)", "The elements for which the condition holds.", NULL},
	{"list(A).map(x, [condition,] expression) -> list(B)", "What the expression makes of each element for which the condition holds.", NULL},
	{"list(A).transformList(i, x, [condition,] expression) -> list(B)", "As map(), with the index, or key and value of a map.", NULL},
	{"map(A, B).transformMap(k, v, [condition,] expression) -> map(A, C)", "The same keys with new values.", NULL},
	{"map(A, B).transformMapEntry(k, v, [condition,] entries) -> map(C, D)", "A map of the entries made for each; a key that comes twice is an error.", NULL},
	{"list(A).sortBy(x, key) -> list(A)", "The elements in the order of their keys; equal ones stay as they are.", NULL},
	{"cel.bind(name, value, expression) -> A", "The expression, in which the name stands for the value.", NULL},
	{"optional_type(A).optMap(x, expression) -> optional_type(B)", "What the expression makes of the value, where there is one.", NULL},
	{"optional_type(A).optFlatMap(x, expression) -> optional_type(B)", "As optMap(), of an expression that is an optional itself.", NULL},
	{NULL},
};
/* clang-format on */

const CelFunctionRow *
cel_standard_macros(void)
{
	return rows;
}

/* "list(A).all(x, …)", "cel.bind(…)", "has(…)" → behind the receiver or namespace */
static const char *
name_in(const char *signature)
{
	const char *receiver = strstr(signature, ").");

	if (receiver != NULL)
		return receiver + strlen(").");
	return g_str_has_prefix(signature, "cel.") ? signature + strlen("cel.") : signature;
}

const char *
cel_macro_signature(const char *name)
{
	gsize length = strlen(name);

	for (const CelFunctionRow *row = rows; row->signature != NULL; row++) {
		const char *known = name_in(row->signature);

		if (strncmp(known, name, length) == 0 && known[length] == '(')
			return row->signature;
	}
	return NULL;
}

/* NULL on a fault; `name` is the macro's. */
static const char *
variable_name(CelParser *parser, const CelNode *variable, const char *name)
{
	if (variable->kind != CEL_NODE_NAME || variable->absolute)
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, variable->span,
				       "here %s() takes a plain name, one that stands for the "
				       "element in what follows",
				       name);
	return variable->name;
}

/* `range` and the bodies; the variables stand before the bodies in `arguments`. */
static CelNode *
comprehension_node(CelParser *parser, const CelNode *call, CelFold fold, CelNode *range,
		   CelNode *const *arguments, guint n_arguments, guint n_variables)
{
	CelNode *children[3] = {range};
	guint n_bodies = n_arguments - n_variables;
	const char *names[2] = {NULL};
	CelNode *node;

	for (guint i = 0; i < n_variables; i++) {
		names[i] = variable_name(parser, arguments[i], call->name);
		if (names[i] == NULL)
			return NULL;
	}
	if (n_variables == 2 && strcmp(names[0], names[1]) == 0)
		return cel_parser_fail(parser, CEL_ERROR_SYNTAX, arguments[1]->span,
				       "the two variables have one name, '%s'", names[1]);
	for (guint i = 0; i < n_bodies; i++)
		children[1 + i] = arguments[n_variables + i];
	node = cel_parser_node(parser, CEL_NODE_COMPREHENSION, call->span.offset, children,
			       1 + n_bodies);
	if (node == NULL)
		return NULL;
	node->mark = call->mark;
	node->name = call->name;
	node->fold = fold;
	node->two = n_variables == 2;
	memcpy(node->variables, names, sizeof names);
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

/* cel.bind(name, value, expression) */
static gboolean
is_bind(const CelNode *call)
{
	const CelNode *receiver = call->children[0];

	return call->n_children == 4 && strcmp(call->name, "bind") == 0 &&
	       receiver->kind == CEL_NODE_NAME && strcmp(receiver->name, "cel") == 0;
}

CelNode *
cel_macro_expand(CelParser *parser, CelNode *node)
{
	if (!node->member)
		return node->n_children == 1 && strcmp(node->name, "has") == 0
			       ? expand_has(parser, node)
			       : node;
	if (is_bind(node)) {
		CelNode *arguments[] = {node->children[1], node->children[3]};

		return comprehension_node(parser, node, CEL_FOLD_BIND, node->children[2], arguments,
					  2, 1);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(comprehensions); i++)
		if (comprehensions[i].n_arguments == node->n_children - 1 &&
		    strcmp(comprehensions[i].name, node->name) == 0)
			return comprehension_node(parser, node, comprehensions[i].fold,
						  node->children[0], node->children + 1,
						  node->n_children - 1,
						  comprehensions[i].n_variables);
	return node;
}
