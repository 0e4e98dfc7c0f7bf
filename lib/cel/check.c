/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/check.h"

#include "lib/cel/issue.h"

#include <string.h>

/* --- faults --- */

static void
report(CelChecker *checker, CelSpan span, const char *format, va_list arguments)
{
	g_autofree char *message = g_strdup_vprintf(format, arguments);

	if (checker->issues->len < CEL_MAX_ISSUES)
		cel_issues_add(checker->issues, CEL_ERROR_CHECK, span, message);
}

void
cel_check_mismatch(CelChecker *checker, CelSpan span, const char *format, ...)
{
	va_list arguments;

	if (checker->lenient)
		return;
	va_start(arguments, format);
	report(checker, span, format, arguments);
	va_end(arguments);
}

void
cel_check_fault(CelChecker *checker, CelSpan span, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report(checker, span, format, arguments);
	va_end(arguments);
}

char *
cel_check_suggest(const char *name, GPtrArray *candidates)
{
	const char *meant;

	g_ptr_array_add(candidates, NULL);
	meant = cel_nearest_name(name, (const char *const *)candidates->pdata);
	char *text = meant != NULL && strcmp(meant, name) != 0
			     ? g_strdup_printf("; did you mean '%s'?", meant)
			     : g_strdup("");

	g_ptr_array_unref(candidates);
	return text;
}

/* --- types --- */

const CelType *
cel_check_dyn(void)
{
	return cel_type_simple(CEL_TYPE_DYN);
}

const CelType *
cel_check_make(CelChecker *checker, CelTypeKind kind, const CelType *first, const CelType *second)
{
	const CelType *parameters[] = {first, second};
	const CelType *type =
		cel_type_make(checker->types.arena, kind, NULL, parameters, second != NULL ? 2 : 1);

	checker->types.spent |= type == NULL;
	return type != NULL ? type : cel_check_dyn();
}

const CelType *
cel_check_make_optional(CelChecker *checker, const CelType *held)
{
	const CelType *type = cel_type_optional(checker->types.arena, held);

	checker->types.spent |= type == NULL;
	return type != NULL ? type : cel_check_dyn();
}

const CelType *
cel_check_held(CelChecker *checker, const CelType *type)
{
	type = cel_unifier_resolve(&checker->types, type);
	return cel_type_is_optional(type) ? type->parameters[0] : NULL;
}

char *
cel_check_print(CelChecker *checker, const CelType *type)
{
	return cel_type_to_string(cel_unifier_substitute(&checker->types, type, TRUE));
}

void
cel_check_bool(CelChecker *checker, const CelNode *node, const CelType *type)
{
	if (cel_unifier_assign(&checker->types, type, cel_type_simple(CEL_TYPE_BOOL)))
		return;
	g_autofree char *found = cel_check_print(checker, type);

	cel_check_mismatch(checker, node->span,
			   "found %s, expected bool: something that is true or false", found);
}

const CelType *
cel_check_join(CelChecker *checker, const CelType *a, const CelType *b)
{
	if (a == NULL)
		return b;
	if (!cel_unifier_assign(&checker->types, a, b))
		return cel_check_dyn();
	return cel_unifier_most_general(&checker->types, a, b);
}

/* --- nodes --- */

static const CelType *
check_constant(CelChecker *checker, CelNode *node)
{
	static const CelTypeKind kinds[] = {
		[CEL_NULL] = CEL_TYPE_NULL,     [CEL_BOOL] = CEL_TYPE_BOOL,
		[CEL_INT] = CEL_TYPE_INT,       [CEL_UINT] = CEL_TYPE_UINT,
		[CEL_DOUBLE] = CEL_TYPE_DOUBLE, [CEL_STRING] = CEL_TYPE_STRING,
		[CEL_BYTES] = CEL_TYPE_BYTES,
	};

	return cel_type_simple(kinds[node->constant.kind]);
}

static const CelType *
check_logic(CelChecker *checker, CelNode *node)
{
	for (guint32 i = 0; i < node->n_children; i++)
		cel_check_bool(checker, node->children[i],
			       cel_check_node(checker, node->children[i]));
	return cel_type_simple(CEL_TYPE_BOOL);
}

/* Two kinds of objects, or an object and another map: what they have in common is to be maps. */
static gboolean
are_maps(CelChecker *checker, const CelType *a, const CelType *b)
{
	a = cel_unifier_resolve(&checker->types, a);
	b = cel_unifier_resolve(&checker->types, b);
	return (a->kind == CEL_TYPE_OBJECT || b->kind == CEL_TYPE_OBJECT) &&
	       (a->kind == CEL_TYPE_OBJECT || a->kind == CEL_TYPE_MAP) &&
	       (b->kind == CEL_TYPE_OBJECT || b->kind == CEL_TYPE_MAP);
}

static const CelType *
check_conditional(CelChecker *checker, CelNode *node)
{
	const CelType *condition = cel_check_node(checker, node->children[0]);
	const CelType *then, *other;

	cel_check_bool(checker, node->children[0], condition);
	then = cel_check_node(checker, node->children[1]);
	other = cel_check_node(checker, node->children[2]);
	if (!cel_unifier_assign(&checker->types, then, other)) {
		if (are_maps(checker, then, other))
			return cel_check_make(checker, CEL_TYPE_MAP,
					      cel_type_simple(CEL_TYPE_STRING), cel_check_dyn());
		g_autofree char *first = cel_check_print(checker, then);
		g_autofree char *second = cel_check_print(checker, other);

		cel_check_mismatch(checker, node->children[2]->span,
				   "found %s, expected %s, as before the ':'", second, first);
		return cel_check_dyn();
	}
	return cel_unifier_most_general(&checker->types, then, other);
}

/* An entry written with '?' is an optional, and what it holds goes into the list or map. */
static const CelType *
check_entry(CelChecker *checker, CelNode *node, gboolean optional)
{
	const CelType *type = cel_check_node(checker, node);
	const CelType *held = cel_unifier_fresh(&checker->types);

	if (!optional)
		return type;
	if (cel_unifier_assign(&checker->types, type, cel_check_make_optional(checker, held)))
		return held;
	g_autofree char *found = cel_check_print(checker, type);

	cel_check_mismatch(checker, node->span,
			   "found %s, expected an optional after '?'; take the '?' away", found);
	return type;
}

static const CelType *
check_list(CelChecker *checker, CelNode *node)
{
	const CelType *element = NULL;

	for (guint32 i = 0; i < node->n_children; i++) {
		CelNode *item = node->children[i];

		element = cel_check_join(checker, element,
					 check_entry(checker, item, item->optional_entry));
	}
	if (element == NULL)
		element = cel_unifier_fresh(&checker->types);
	return cel_check_make(checker, CEL_TYPE_LIST, element, NULL);
}

static const CelType *
check_map(CelChecker *checker, CelNode *node)
{
	const CelType *key = NULL, *value = NULL;

	for (guint32 i = 0; i < node->n_children; i += 2) {
		gboolean optional = node->children[i]->optional_entry;

		key = cel_check_join(checker, key, cel_check_node(checker, node->children[i]));
		value = cel_check_join(checker, value,
				       check_entry(checker, node->children[i + 1], optional));
	}
	if (key == NULL) {
		key = cel_unifier_fresh(&checker->types);
		value = cel_unifier_fresh(&checker->types);
	}
	return cel_check_make(checker, CEL_TYPE_MAP, key, value);
}

static const CelType *
check_message(CelChecker *checker, CelNode *node)
{
	cel_check_fault(checker, node->mark,
			"unknown message type '%s'; a map is written {'key': value}", node->name);
	return cel_check_dyn();
}

static const CelType *(*const checks[CEL_NODE_N_KINDS])(CelChecker *, CelNode *) = {
	[CEL_NODE_CONSTANT] = check_constant,
	[CEL_NODE_NAME] = cel_check_name,
	[CEL_NODE_SELECT] = cel_check_name,
	[CEL_NODE_HAS] = cel_check_name,
	[CEL_NODE_INDEX] = cel_check_index,
	[CEL_NODE_CALL] = cel_check_call,
	[CEL_NODE_UNARY] = cel_check_operator,
	[CEL_NODE_BINARY] = cel_check_operator,
	[CEL_NODE_AND] = check_logic,
	[CEL_NODE_OR] = check_logic,
	[CEL_NODE_CONDITIONAL] = check_conditional,
	[CEL_NODE_LIST] = check_list,
	[CEL_NODE_MAP] = check_map,
	[CEL_NODE_MESSAGE] = check_message,
	[CEL_NODE_COMPREHENSION] = cel_check_comprehension,
};

const CelType *
cel_check_node(CelChecker *checker, CelNode *node)
{
	/* what more there is would not be said */
	if (checker->issues->len >= CEL_MAX_ISSUES)
		return cel_check_dyn();
	if (node->kind != CEL_NODE_NAME && node->kind != CEL_NODE_SELECT)
		checker->key = NULL;
	return checks[node->kind](checker, node);
}

/* --- the whole --- */

/* The text as messages show it; issues come from the places they are of, in order. */
static int
by_place(gconstpointer a, gconstpointer b)
{
	const CelIssue *first = *(CelIssue *const *)a, *second = *(CelIssue *const *)b;

	return first->span.offset < second->span.offset   ? -1
	       : first->span.offset > second->span.offset ? 1
							  : 0;
}

gboolean
cel_check(CelProgram *program, GPtrArray *issues)
{
	g_autoptr(GArray) scope = g_array_new(FALSE, FALSE, sizeof(CelLocal));
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) overloads = g_ptr_array_new();
	CelChecker checker = {.program = program,
			      .scope = scope,
			      .seen_paths = seen,
			      .issues = issues,
			      .overloads = overloads,
			      .lenient = cel_env_is_lenient(program->env)};
	const CelType *type;

	cel_unifier_init(&checker.types, program->arena);
	type = cel_check_node(&checker, program->root);
	program->type = checker.lenient ? cel_check_dyn()
					: cel_unifier_substitute(&checker.types, type, TRUE);
	if (checker.types.spent && issues->len == 0)
		cel_issues_add(issues, CEL_ERROR_LIMIT, program->root->span,
			       "the types in this expression are too complex; split it");
	cel_unifier_clear(&checker.types);
	g_ptr_array_sort(issues, by_place);
	return issues->len == 0;
}
