/* SPDX-License-Identifier: GPL-3.0-or-later */

/* all, exists, exists_one, map, filter over a list, or over the keys of a map. */

#include "lib/cel/evaluate.h"

#include "lib/cel/error.h"
#include "lib/cel/value.h"

/* What is gone through. */
typedef struct {
	gsize length;
	const CelValue *items;
	const CelEntry *entries; /* instead of items, of a map */
} Range;

static gboolean
find_range(CelRun *run, const CelNode *node, Range *ret_range)
{
	CelValue value;
	GError *error = NULL;

	if (!cel_evaluate_node(run, node->children[0], &value))
		return FALSE;
	if (value.kind == CEL_LIST) {
		*ret_range = (Range){value.list->length, value.list->items, NULL};
		return TRUE;
	}
	if (value.kind == CEL_MAP) {
		*ret_range = (Range){value.map->length, NULL, value.map->entries};
		return TRUE;
	}
	cel_set_error(&error, CEL_ERROR_EVALUATE,
		      "a value of type %s cannot be gone through, only "
		      "a list or a map",
		      cel_kind_name(value.kind));
	return cel_evaluate_fault(run, node->children[0], error);
}

/* Binds element `i` to the variable; it is a step even where the body is nothing. */
static gboolean
bind_element(CelRun *run, const CelNode *node, const Range *range, gsize i)
{
	GError *error = NULL;

	if (!cel_run_charge(run, 1, &error))
		return cel_evaluate_fault(run, node, error);
	run->locals[node->slot] = range->items != NULL ? range->items[i] : range->entries[i].key;
	return TRUE;
}

static gboolean
evaluate_condition(CelRun *run, const CelNode *condition, gboolean *ret_holds)
{
	CelValue value;

	if (!cel_evaluate_node(run, condition, &value))
		return FALSE;
	if (value.kind != CEL_BOOL)
		return cel_evaluate_not_bool(run, condition, &value);
	*ret_holds = value.boolean;
	return TRUE;
}

/* all() and exists() are && and || over the elements, with the same rules for errors. */
static gboolean
fold_logic(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	gboolean decisive = node->fold == CEL_FOLD_EXISTS;
	g_auto(CelPending) pending = {NULL};
	gboolean holds = FALSE;

	for (gsize i = 0; i < range->length; i++) {
		if (!bind_element(run, node, range, i))
			return FALSE;
		if (!evaluate_condition(run, node->children[1], &holds)) {
			if (!cel_evaluate_may_absorb(run))
				return FALSE;
			cel_pending_take(&pending, run);
		} else if (!holds == !decisive) {
			*ret_value = cel_bool(decisive);
			return TRUE;
		}
	}
	if (pending.error != NULL)
		return cel_pending_raise(&pending, run);
	*ret_value = cel_bool(!decisive);
	return TRUE;
}

static gboolean
fold_exists_one(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	gsize count = 0;
	gboolean holds = FALSE;

	for (gsize i = 0; i < range->length; i++) {
		if (!bind_element(run, node, range, i) ||
		    !evaluate_condition(run, node->children[1], &holds))
			return FALSE;
		count += holds != FALSE;
	}
	*ret_value = cel_bool(count == 1);
	return TRUE;
}

/* map() and filter(): a condition where there is one, a transformation where there is one. */
static gboolean
fold_list(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	const CelNode *condition = node->fold == CEL_FOLD_MAP ? NULL : node->children[1];
	const CelNode *transform =
		node->fold == CEL_FOLD_FILTER ? NULL : node->children[node->n_children - 1];
	CelCall call = {run, node};
	GError *error = NULL;
	CelValue *items = cel_call_alloc(&call, range->length, sizeof *items, &error);
	gsize length = 0;
	gboolean holds = TRUE;

	if (items == NULL)
		return cel_evaluate_fault(run, node, error);
	for (gsize i = 0; i < range->length; i++) {
		if (!bind_element(run, node, range, i) ||
		    (condition != NULL && !evaluate_condition(run, condition, &holds)))
			return FALSE;
		if (!holds)
			continue;
		items[length] = run->locals[node->slot];
		if (transform != NULL && !cel_evaluate_node(run, transform, &items[length]))
			return FALSE;
		length++;
	}
	if (!cel_call_make_list(&call, items, length, ret_value, &error))
		return cel_evaluate_fault(run, node, error);
	return TRUE;
}

static gboolean (*const folds[])(CelRun *, const CelNode *, const Range *, CelValue *) = {
	[CEL_FOLD_ALL] = fold_logic,
	[CEL_FOLD_EXISTS] = fold_logic,
	[CEL_FOLD_EXISTS_ONE] = fold_exists_one,
	[CEL_FOLD_MAP] = fold_list,
	[CEL_FOLD_FILTER] = fold_list,
	[CEL_FOLD_FILTER_MAP] = fold_list,
};

gboolean
cel_evaluate_comprehension(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	Range range = {0, NULL, NULL};

	if (!find_range(run, node, &range))
		return FALSE;
	return folds[node->fold](run, node, &range, ret_value);
}
