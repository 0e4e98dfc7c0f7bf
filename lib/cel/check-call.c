/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which overload a call, an operator or an index is of. */

#include "lib/cel/check.h"
#include "lib/cel/functions.h"
#include "lib/cel/macro.h"
#include "lib/cel/regex.h"

#include <string.h>

/* types of so many arguments fit on the stack; a call with more has no overload but a variadic one
 */
#define FEW_ARGUMENTS 8
#define LISTED_SIGNATURES 4

typedef struct {
	const char *name; /* as the environment knows it */
	gboolean member;
	guint n_arguments;
	const CelType **arguments;
} Query;

/*
 * The result when the overload takes the arguments, else NULL and nothing is bound.  *ret_exact:
 * they are of the very types it asks for, so no other needs to be looked at.
 */
static const CelType *
try_overload(CelChecker *checker, const Query *query, const CelOverload *overload,
	     gboolean *ret_exact)
{
	const CelType *letters[CEL_TYPE_LETTERS] = {NULL};
	guint mark = cel_unifier_mark(&checker->types);

	*ret_exact = TRUE;

	for (guint i = 0; i < query->n_arguments; i++) {
		const CelType *parameter = cel_unifier_instantiate(
			&checker->types, cel_overload_parameter(overload, i), letters);

		if (!cel_unifier_assign(&checker->types, query->arguments[i], parameter)) {
			cel_unifier_rewind(&checker->types, mark);
			return NULL;
		}
		*ret_exact &= cel_unifier_same(&checker->types, query->arguments[i], parameter);
	}
	return cel_unifier_substitute(
		&checker->types,
		cel_unifier_instantiate(&checker->types, overload->result, letters), FALSE);
}

/* What is left in `overloads` are those that could be called so; FALSE when none could. */
static gboolean
find_callable(CelChecker *checker, const Query *query)
{
	GPtrArray *overloads = checker->overloads;
	guint n = 0;

	g_ptr_array_set_size(overloads, 0);
	cel_env_collect_overloads(checker->program->env, query->name, overloads);
	for (guint i = 0; i < overloads->len; i++)
		if (cel_overload_takes(overloads->pdata[i], query->member, query->n_arguments))
			overloads->pdata[n++] = overloads->pdata[i];
	g_ptr_array_set_size(overloads, (gint)n);
	return n > 0;
}

/* Keeps those that take the arguments; their result, dyn when they differ, NULL when none does. */
static const CelType *
match(CelChecker *checker, const Query *query)
{
	GPtrArray *overloads = checker->overloads;
	const CelType *result = NULL;
	guint n = 0;

	for (guint i = 0; i < overloads->len; i++) {
		gboolean exact;
		const CelType *type = try_overload(checker, query, overloads->pdata[i], &exact);

		if (type == NULL)
			continue;
		if (exact) {
			overloads->pdata[0] = overloads->pdata[i];
			g_ptr_array_set_size(overloads, 1);
			return type;
		}
		overloads->pdata[n++] = overloads->pdata[i];
		if (result == NULL)
			result = type;
		else if (!cel_unifier_same(&checker->types, result, type))
			result = cel_check_dyn();
	}
	if (n > 0)
		g_ptr_array_set_size(overloads, (gint)n);
	return result;
}

/* The one function that all candidates have; else they are kept, to be told apart by kinds. */
static void
settle(CelChecker *checker, CelNode *node)
{
	const GPtrArray *overloads = checker->overloads;
	const CelOverload *first = overloads->pdata[0];
	const CelOverload **candidates;

	node->function = first->row->function;
	if (node->function == cel_function_or || node->function == cel_function_or_value)
		node->kind = CEL_NODE_OR_ELSE;
	for (guint i = 1; i < overloads->len; i++)
		if (((const CelOverload *)overloads->pdata[i])->row->function != node->function)
			node->function = NULL;
	if (node->function != NULL)
		return;
	candidates = cel_arena_alloc(checker->program->arena, overloads->len * sizeof *candidates);
	checker->types.spent |= candidates == NULL;
	if (candidates == NULL)
		return;
	memcpy(candidates, overloads->pdata, overloads->len * sizeof *candidates);
	node->candidates = candidates;
	node->n_candidates = overloads->len;
}

static char *
print_arguments(CelChecker *checker, const CelType *const *types, guint n)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		g_autofree char *type = cel_check_print(checker, types[i]);

		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", type);
	}
	return g_string_free(text, FALSE);
}

/* --- operators --- */

/* "int <= string", "!string" */
static char *
print_operation(CelChecker *checker, const CelNode *node, const CelType *const *types)
{
	g_autofree char *left = cel_check_print(checker, types[0]);

	if (node->n_children == 1)
		return g_strdup_printf("%s%s", node->name, left);
	g_autofree char *right = cel_check_print(checker, types[1]);

	return g_strdup_printf("%s %s %s", left, node->name, right);
}

/* What could stand there: with the left operand as it is, or with any where it goes with nothing. */
static char *
list_operations(CelChecker *checker, const CelNode *node, const CelType *left)
{
	const GPtrArray *overloads = checker->overloads;
	g_autoptr(GPtrArray) fitting = g_ptr_array_new();
	GString *text = g_string_new(NULL);
	guint mark = cel_unifier_mark(&checker->types);

	for (guint i = 0; i < overloads->len; i++) {
		const CelOverload *overload = overloads->pdata[i];
		const CelType *letters[CEL_TYPE_LETTERS] = {NULL};
		const CelType *parameter =
			cel_unifier_instantiate(&checker->types, overload->parameters[0], letters);

		if (cel_unifier_assign(&checker->types, left, parameter))
			g_ptr_array_add(fitting, overloads->pdata[i]);
		cel_unifier_rewind(&checker->types, mark);
	}
	const GPtrArray *shown = fitting->len > 0 ? fitting : overloads;

	for (guint i = 0; i < MIN(shown->len, LISTED_SIGNATURES); i++) {
		g_autofree char *operation = print_operation(
			checker, node, ((const CelOverload *)shown->pdata[i])->parameters);

		g_string_append_printf(text, "%s%s", i > 0 ? ", or " : "", operation);
	}
	if (shown->len > LISTED_SIGNATURES)
		g_string_append(text, ", …");
	return g_string_free(text, FALSE);
}

static void
fail_operator(CelChecker *checker, const CelNode *node, const CelType *const *types)
{
	g_autofree char *found = print_operation(checker, node, types);
	g_autofree char *expected = NULL;

	if (node->compare == CEL_COMPARE_EQUAL || node->compare == CEL_COMPARE_NOT_EQUAL)
		expected = g_strdup("two values of one type");
	else if (strcmp(node->overloads, "@in") == 0)
		expected = g_strdup("a value in a list of such values, or in a map with such keys");
	else
		expected = list_operations(checker, node, types[0]);
	cel_check_mismatch(checker, node->mark, "found %s, expected %s", found, expected);
}

const CelType *
cel_check_operator(CelChecker *checker, CelNode *node)
{
	const CelType *types[2];
	Query query = {node->overloads, FALSE, node->n_children, types};
	const CelType *result;

	for (guint32 i = 0; i < node->n_children; i++)
		types[i] = cel_check_node(checker, node->children[i]);
	(void)find_callable(checker, &query);
	result = match(checker, &query);
	settle(checker, node);
	if (result != NULL)
		return result;
	fail_operator(checker, node, types);
	/* what it would have given, where that is one thing: `a < 'x'` is a bool all the same */
	return strchr("<>=!i", node->name[0]) != NULL ? cel_type_simple(CEL_TYPE_BOOL)
						      : cel_check_dyn();
}

/* --- index --- */

static const char *
constant_text(const CelNode *node)
{
	return node->kind == CEL_NODE_CONSTANT && node->constant.kind == CEL_STRING
		       ? node->constant.text
		       : NULL;
}

/* unit['name'], with the name written down: as checked as unit.name */
static const CelType *
index_object(CelChecker *checker, const CelNode *node, const CelType *object, const CelType *index)
{
	const CelNode *key = node->children[1];
	const char *name = constant_text(key);

	if (name != NULL)
		return cel_check_object_field(checker, object, name, key->span);
	if (cel_unifier_assign(&checker->types, index, cel_type_simple(CEL_TYPE_STRING)))
		return cel_check_dyn();
	g_autofree char *found = cel_check_print(checker, index);

	cel_check_mismatch(checker, node->mark, "%s has fields by string, found %s",
			   object->object->name, found);
	return cel_check_dyn();
}

const CelType *
cel_check_index(CelChecker *checker, CelNode *node)
{
	const CelType *types[2];
	Query query = {node->optional ? "_[?_]" : "_[_]", FALSE, 2, types};
	const CelType *held, *object, *result;

	checker->key = constant_text(node->children[1]);
	types[0] = cel_check_node(checker, node->children[0]);
	types[1] = cel_check_node(checker, node->children[1]);
	types[0] = cel_unifier_resolve(&checker->types, types[0]);
	held = cel_check_held(checker, types[0]);
	object = cel_unifier_resolve(&checker->types, held != NULL ? held : types[0]);
	if (object->kind == CEL_TYPE_OBJECT) {
		result = index_object(checker, node, object, types[1]);
		return held != NULL || node->optional ? cel_check_make_optional(checker, result)
						      : result;
	}
	(void)find_callable(checker, &query);
	result = match(checker, &query);
	if (result != NULL)
		return result;
	g_autofree char *operand = cel_check_print(checker, types[0]);
	g_autofree char *index = cel_check_print(checker, types[1]);

	cel_check_mismatch(checker, node->mark,
			   "%s has no elements by %s; a list has them by int, a map by its keys",
			   operand, index);
	return cel_check_dyn();
}

/* --- calls --- */

static char *
list_signatures(const GPtrArray *overloads)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MIN(overloads->len, LISTED_SIGNATURES); i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", or " : "",
				       ((const CelOverload *)overloads->pdata[i])->row->signature);
	if (overloads->len > LISTED_SIGNATURES)
		g_string_append(text, ", …");
	return g_string_free(text, FALSE);
}

static void
fail_unknown_function(CelChecker *checker, const CelNode *node, const char *name, gboolean member)
{
	const CelEnv *env = checker->program->env;
	GPtrArray *names = g_ptr_array_new();

	g_ptr_array_set_size(checker->overloads, 0);
	cel_env_collect_overloads(env, name, checker->overloads);
	if (checker->overloads->len > 0) {
		g_autofree char *list = list_signatures(checker->overloads);

		g_ptr_array_unref(names);
		cel_check_fault(checker, node->mark, "%s() is not called like this; write %s", name,
				list);
		return;
	}
	cel_env_collect_functions(env, member, names);
	g_autofree char *hint = cel_check_suggest(name, names);

	cel_check_fault(checker, node->mark, "unknown function '%s'%s", name, hint);
}

static void
fail_arguments(CelChecker *checker, const CelNode *node, const Query *query)
{
	g_autofree char *found =
		print_arguments(checker, query->arguments + (query->member ? 1 : 0),
				query->n_arguments - (query->member ? 1 : 0));
	g_autofree char *receiver =
		query->member ? cel_check_print(checker, query->arguments[0]) : g_strdup("");
	g_autofree char *expected = list_signatures(checker->overloads);

	cel_check_mismatch(checker, node->mark, "found %s%s%s(%s), expected %s", receiver,
			   query->member ? "." : "", query->name, found, expected);
}

/* A pattern that is written down is compiled once, and its faults are found at once. */
static void
compile_pattern(CelChecker *checker, CelNode *node)
{
	g_autoptr(GError) error = NULL;
	const CelNode *pattern;
	CelRegex *regex;

	if (node->function != cel_function_matches)
		return;
	pattern = node->children[node->n_children - 1];
	if (pattern->kind != CEL_NODE_CONSTANT || pattern->constant.kind != CEL_STRING)
		return;
	regex = cel_regex_new(pattern->constant.text, pattern->constant.length, &error);
	if (regex == NULL) {
		cel_check_fault(checker, pattern->span, "%s", error->message);
		return;
	}
	g_ptr_array_add(checker->program->regexes, regex);
	node->regex = regex;
}

/*
 * list.exists(x > 1): a macro with other arguments than it takes is none.  What it was given is not
 * looked at: the names in it would be unknown.
 */
static gboolean
fail_macro(CelChecker *checker, const CelNode *node, const char *name)
{
	const char *signature = cel_macro_signature(name);

	if (signature == NULL || checker->lenient ||
	    cel_env_has_function(checker->program->env, name, node->member, node->n_children))
		return FALSE;
	cel_check_fault(checker, node->mark, "%s() is not called like this; write %s", name,
			signature);
	return TRUE;
}

static const CelType *
check_arguments(CelChecker *checker, CelNode *node, const char *name)
{
	const CelType *few[FEW_ARGUMENTS] = {NULL};
	g_autofree const CelType **many =
		node->n_children > FEW_ARGUMENTS ? g_new(const CelType *, node->n_children) : NULL;
	Query query = {name, node->member, node->n_children, many != NULL ? many : few};
	const CelType *result;

	for (guint32 i = 0; i < node->n_children; i++)
		query.arguments[i] = cel_check_node(checker, node->children[i]);
	if (!find_callable(checker, &query)) {
		if (!checker->lenient)
			fail_unknown_function(checker, node, name, node->member);
		return cel_check_dyn();
	}
	result = match(checker, &query);
	settle(checker, node);
	compile_pattern(checker, node);
	if (result != NULL)
		return result;
	fail_arguments(checker, node, &query);
	return cel_check_dyn();
}

/* math.max(1, 2): the receiver is a namespace, which has no such function */
static gboolean
fail_qualified(CelChecker *checker, const CelNode *node)
{
	g_autofree char *name = cel_check_unknown_qualified(checker, node);

	if (name == NULL)
		return FALSE;
	fail_unknown_function(checker, node, name, FALSE);
	return TRUE;
}

const CelType *
cel_check_call(CelChecker *checker, CelNode *node)
{
	const char *name = node->name;

	if (!node->member)
		name = cel_check_function_name(checker, node);
	else if (cel_check_find_qualified(checker, node, &name)) {
		node->member = FALSE;
		node->children++;
		node->n_children--;
	}
	if (fail_macro(checker, node, name) || (node->member && fail_qualified(checker, node)))
		return cel_check_dyn();
	return check_arguments(checker, node, name);
}
