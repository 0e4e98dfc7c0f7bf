/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the variables of macros are, and what the macros give. */

#include "lib/cel/check.h"

/* What is gone through: index or key, and element or value. */
typedef struct {
	const CelType *key, *value;
	gboolean is_map;
} Range;

static Range
check_range(CelChecker *checker, const CelNode *node, const CelType *type)
{
	const CelType *dyn = cel_check_dyn();

	type = cel_unifier_resolve(&checker->types, type);
	switch (type->kind) {
	case CEL_TYPE_LIST:
		return (Range){cel_type_simple(CEL_TYPE_INT), type->parameters[0], FALSE};
	case CEL_TYPE_MAP:
		return (Range){type->parameters[0], type->parameters[1], TRUE};
	case CEL_TYPE_OBJECT:
		return (Range){cel_type_simple(CEL_TYPE_STRING), dyn, TRUE};
	case CEL_TYPE_DYN:
		break;
	case CEL_TYPE_VARIABLE:
		(void)cel_unifier_assign(&checker->types, dyn, type);
		break;
	default: {
		g_autofree char *found = cel_check_print(checker, type);

		cel_check_mismatch(checker, node->children[0]->span,
				   "found %s, expected a list or a map to go through with %s()",
				   found, node->name);
	}
	}
	return (Range){dyn, dyn, FALSE};
}

/* sortBy() needs an order of what it goes through, which a map has not. */
static void
check_sorted(CelChecker *checker, const CelNode *node, const CelType *range, const Range *parts)
{
	g_autofree char *found = NULL;

	if (node->fold != CEL_FOLD_SORT || !parts->is_map)
		return;
	found = cel_check_print(checker, range);
	cel_check_mismatch(checker, node->children[0]->span,
			   "found %s, expected a list to sort with sortBy()", found);
}

/* The key that is sorted by: of a type that `<` goes with. */
static void
check_sort_key(CelChecker *checker, const CelNode *key, const CelType *type)
{
	const CelType *resolved = cel_unifier_resolve(&checker->types, type);
	const guint sortable = 1u << CEL_TYPE_DYN | 1u << CEL_TYPE_BOOL | 1u << CEL_TYPE_INT |
			       1u << CEL_TYPE_UINT | 1u << CEL_TYPE_DOUBLE | 1u << CEL_TYPE_STRING |
			       1u << CEL_TYPE_BYTES | 1u << CEL_TYPE_TIMESTAMP |
			       1u << CEL_TYPE_DURATION | 1u << CEL_TYPE_VARIABLE;
	g_autofree char *found = NULL;

	if ((sortable >> resolved->kind & 1) != 0)
		return;
	found = cel_check_print(checker, type);
	cel_check_mismatch(checker, key->span,
			   "found %s, expected a key that has an order: a text, a number, a time",
			   found);
}

/* What an optional holds. */
static const CelType *
check_optional(CelChecker *checker, const CelNode *node, const CelType *type)
{
	const CelType *held = cel_unifier_fresh(&checker->types);

	if (cel_unifier_assign(&checker->types, type, cel_check_make_optional(checker, held)))
		return held;
	g_autofree char *found = cel_check_print(checker, type);

	cel_check_mismatch(checker, node->children[0]->span, "found %s, expected an optional",
			   found);
	return cel_check_dyn();
}

/* Values and not ranges are bound by these. */
static gboolean
binds_value(CelFold fold)
{
	return fold == CEL_FOLD_BIND || fold == CEL_FOLD_OPTIONAL || fold == CEL_FOLD_OPTIONAL_FLAT;
}

static void
push(CelChecker *checker, const char *name, const CelType *type)
{
	CelLocal local = {name, cel_unifier_substitute(&checker->types, type, FALSE)};

	g_array_append_val(checker->scope, local);
	checker->program->n_slots = MAX(checker->program->n_slots, checker->scope->len);
}

static void
check_entries(CelChecker *checker, const CelNode *node, const CelType *type)
{
	const CelType *resolved = cel_unifier_resolve(&checker->types, type);
	g_autofree char *found = NULL;

	if (resolved->kind == CEL_TYPE_MAP || resolved->kind == CEL_TYPE_DYN ||
	    resolved->kind == CEL_TYPE_OBJECT)
		return;
	found = cel_check_print(checker, type);
	cel_check_mismatch(checker, node->span, "found %s, expected a map of the new entries",
			   found);
}

/* `body` is the type of the last child. */
static const CelType *
result_of(CelChecker *checker, const CelNode *node, const CelType *range, const Range *parts,
	  const CelType *body)
{
	const CelNode *last = node->children[node->n_children - 1];

	switch (node->fold) {
	case CEL_FOLD_ALL:
	case CEL_FOLD_EXISTS:
	case CEL_FOLD_EXISTS_ONE:
		cel_check_bool(checker, last, body);
		return cel_type_simple(CEL_TYPE_BOOL);
	case CEL_FOLD_FILTER:
		cel_check_bool(checker, last, body);
		return cel_check_make(checker, CEL_TYPE_LIST,
				      parts->is_map ? parts->key : parts->value, NULL);
	case CEL_FOLD_MAP:
	case CEL_FOLD_FILTER_MAP:
		return cel_check_make(checker, CEL_TYPE_LIST, body, NULL);
	case CEL_FOLD_MAP_VALUES:
		return cel_check_make(checker, CEL_TYPE_MAP, parts->key, body);
	case CEL_FOLD_MAP_ENTRIES:
		check_entries(checker, last, body);
		return body;
	case CEL_FOLD_SORT:
		check_sort_key(checker, last, body);
		return parts->is_map ? cel_check_dyn() : range;
	case CEL_FOLD_BIND:
		return body;
	case CEL_FOLD_OPTIONAL:
		return cel_check_make_optional(checker, body);
	case CEL_FOLD_OPTIONAL_FLAT: {
		const CelType *held = cel_unifier_fresh(&checker->types);
		const CelType *type = cel_check_make_optional(checker, held);

		if (!cel_unifier_assign(&checker->types, body, type))
			cel_check_mismatch(checker, last->span,
					   "optFlatMap() makes an optional of an optional; use "
					   "optMap() for a plain value");
		return type;
	}
	default:
		return cel_check_dyn();
	}
}

const CelType *
cel_check_comprehension(CelChecker *checker, CelNode *node)
{
	const CelType *range = cel_check_node(checker, node->children[0]), *body;
	guint outer = checker->scope->len;
	Range parts = {NULL, NULL, FALSE};

	node->slot = outer;
	if (node->fold == CEL_FOLD_BIND)
		parts.value = range;
	else if (binds_value(node->fold))
		parts.value = check_optional(checker, node, range);
	else
		parts = check_range(checker, node, range);
	check_sorted(checker, node, range, &parts);
	if (node->two)
		push(checker, node->variables[0], parts.key);
	push(checker, node->variables[node->two],
	     parts.is_map && !node->two ? parts.key : parts.value);
	for (guint32 i = 1; i + 1 < node->n_children; i++)
		cel_check_bool(checker, node->children[i],
			       cel_check_node(checker, node->children[i]));
	body = cel_check_node(checker, node->children[node->n_children - 1]);
	g_array_set_size(checker->scope, outer);
	return result_of(checker, node, range, &parts, body);
}
