/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The macros that go through a list or a map, or give a value a name. */

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
find_range(CelRun *run, const CelNode *node, const CelValue *value, Range *ret_range)
{
	GError *error = NULL;

	if (value->kind == CEL_LIST) {
		*ret_range = (Range){value->list->length, value->list->items, NULL};
		return TRUE;
	}
	if (value->kind == CEL_MAP) {
		*ret_range = (Range){value->map->length, NULL, value->map->entries};
		return TRUE;
	}
	cel_set_error(&error, CEL_ERROR_EVALUATE,
		      "a value of type %s cannot be gone through, only "
		      "a list or a map",
		      cel_kind_name(value->kind));
	return cel_evaluate_fault(run, node->children[0], error);
}

/* Binds element `i` to the variables; it is a step even where the body is nothing. */
static inline gboolean
bind_element(CelRun *run, const CelNode *node, const Range *range, gsize i)
{
	CelValue *local = &run->locals[node->slot];

	if (!cel_run_step(run))
		return cel_evaluate_spent(run, node);
	if (!node->two) {
		*local = range->entries == NULL ? range->items[i] : range->entries[i].key;
		return TRUE;
	}
	local[0] = range->entries == NULL ? cel_int((gint64)i) : range->entries[i].key;
	local[1] = range->entries == NULL ? range->items[i] : range->entries[i].value;
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
		if (!cel_evaluate_condition(run, node->children[1], &holds)) {
			if (!cel_evaluate_may_absorb(run))
				return FALSE;
			cel_pending_take(&pending, run);
		} else if (!holds == !decisive) {
			cel_set_bool(ret_value, decisive);
			return TRUE;
		}
	}
	if (pending.error != NULL)
		return cel_pending_raise(&pending, run);
	cel_set_bool(ret_value, !decisive);
	return TRUE;
}

static gboolean
fold_exists_one(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	gsize count = 0;
	gboolean holds = FALSE;

	for (gsize i = 0; i < range->length; i++) {
		if (!bind_element(run, node, range, i) ||
		    !cel_evaluate_condition(run, node->children[1], &holds))
			return FALSE;
		count += holds != FALSE;
	}
	*ret_value = cel_bool(count == 1);
	return TRUE;
}

/* The element is bound, and the condition holds where there is one. */
static gboolean
take_element(CelRun *run, const CelNode *node, const CelNode *condition, const Range *range,
	     gsize i, gboolean *ret_taken)
{
	*ret_taken = TRUE;
	return bind_element(run, node, range, i) &&
	       (condition == NULL || cel_evaluate_condition(run, condition, ret_taken));
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
	gboolean taken;

	if (items == NULL)
		return cel_evaluate_fault(run, node, error);
	for (gsize i = 0; i < range->length; i++) {
		if (!take_element(run, node, condition, range, i, &taken))
			return FALSE;
		if (!taken)
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

/* transformMap(): the keys stay, a condition may leave some out */
static gboolean
fold_values(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	const CelNode *condition = node->n_children == 3 ? node->children[1] : NULL;
	const CelNode *transform = node->children[node->n_children - 1];
	CelCall call = {run, node};
	GError *error = NULL;
	CelEntry *entries = cel_call_alloc(&call, range->length, sizeof *entries, &error);
	gsize length = 0;
	gboolean taken;

	if (entries == NULL)
		return cel_evaluate_fault(run, node, error);
	for (gsize i = 0; i < range->length; i++) {
		if (!take_element(run, node, condition, range, i, &taken))
			return FALSE;
		if (!taken)
			continue;
		entries[length].key = run->locals[node->slot];
		if (!cel_evaluate_node(run, transform, &entries[length].value))
			return FALSE;
		length++;
	}
	return cel_evaluate_finish_map(run, node, entries, length, ret_value, NULL);
}

/* Entries of the maps made so far. */
typedef struct {
	CelEntry *entries;
	gsize length, room;
} Entries;

/* FALSE with `error` when the arena is full. */
static gboolean
append_entries(CelCall *call, Entries *all, const CelMap *map, GError **error)
{
	if (!cel_call_charge(call, map->length, error))
		return FALSE;
	if (map->length > all->room - all->length) {
		gsize room = MAX(2 * all->room, all->length + map->length);
		CelEntry *entries = cel_call_alloc(call, room, sizeof *entries, error);

		if (entries == NULL)
			return FALSE;
		for (gsize i = 0; i < all->length; i++)
			entries[i] = all->entries[i];
		all->entries = entries;
		all->room = room;
	}
	for (gsize i = 0; i < map->length; i++)
		all->entries[all->length++] = map->entries[i];
	return TRUE;
}

/* transformMapEntry(): each body is a map of its own, and all of them together are the result */
static gboolean
fold_entries(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	const CelNode *condition = node->n_children == 3 ? node->children[1] : NULL;
	const CelNode *transform = node->children[node->n_children - 1];
	CelCall call = {run, node};
	Entries all = {NULL, 0, 0};
	GError *error = NULL;
	CelValue made;
	gboolean taken;

	for (gsize i = 0; i < range->length; i++) {
		if (!take_element(run, node, condition, range, i, &taken))
			return FALSE;
		if (!taken)
			continue;
		if (!cel_evaluate_node(run, transform, &made))
			return FALSE;
		if (made.kind != CEL_MAP)
			cel_set_error(&error, CEL_ERROR_EVALUATE,
				      "no such overload: a map is needed here, this is %s",
				      cel_kind_name(made.kind));
		if (error != NULL || !append_entries(&call, &all, made.map, &error))
			return cel_evaluate_fault(run, transform, error);
	}
	return cel_evaluate_finish_map(run, node, all.entries, all.length, ret_value, NULL);
}

/* --- sortBy() --- */

typedef struct {
	CelValue key, item;
	gsize place; /* keeps equal ones in their order */
} Sorted;

/* What a comparison, which cannot fail, found on the way. */
typedef struct {
	CelRun *run;
	GError *spent;
	gboolean incomparable;
} Sorting;

/* FALSE when the budget is spent: long texts that begin alike are long work. */
static gboolean
charge_comparison(Sorting *sorting, const CelValue *a, const CelValue *b)
{
	gboolean octets = a->kind == CEL_STRING || a->kind == CEL_BYTES;

	return sorting->spent == NULL &&
	       (!octets ||
		cel_run_charge(sorting->run, MIN(a->length, b->length) / CEL_BYTES_PER_STEP,
			       &sorting->spent));
}

static int
by_key(gconstpointer a, gconstpointer b, gpointer data)
{
	const Sorted *first = a, *second = b;
	Sorting *sorting = data;
	gboolean unordered = FALSE;
	int order = 0;

	if (charge_comparison(sorting, &first->key, &second->key) &&
	    (!cel_value_compare(&first->key, &second->key, &order, &unordered) || unordered)) {
		sorting->incomparable = TRUE;
		order = 0;
	}
	return order != 0 ? order : first->place < second->place ? -1 : 1;
}

/* FALSE and a fault when the keys have no order, or to find it takes too long. */
static gboolean
sort(CelRun *run, const CelNode *node, Sorted *sorted, gsize length)
{
	Sorting sorting = {.run = run};

	g_qsort_with_data(sorted, (gint)length, sizeof *sorted, by_key, &sorting);
	if (sorting.spent == NULL && sorting.incomparable)
		cel_set_error(&sorting.spent, CEL_ERROR_EVALUATE,
			      "no such overload: these keys have no order among them");
	return sorting.spent == NULL || cel_evaluate_fault(run, node->children[1], sorting.spent);
}

static gboolean
fold_sort(CelRun *run, const CelNode *node, const Range *range, CelValue *ret_value)
{
	CelCall call = {run, node};
	GError *error = NULL;
	CelValue *items;
	Sorted *sorted;

	if (range->entries != NULL) {
		cel_set_error(&error, CEL_ERROR_EVALUATE,
			      "no such overload: sortBy() goes with a list, this is map");
		return cel_evaluate_fault(run, node->children[0], error);
	}
	sorted = cel_call_alloc(&call, range->length, sizeof *sorted, &error);
	items = sorted != NULL ? cel_call_alloc(&call, range->length, sizeof *items, &error) : NULL;
	if (items == NULL || !cel_run_charge(run, 16 * (guint64)range->length, &error))
		return cel_evaluate_fault(run, node, error);
	for (gsize i = 0; i < range->length; i++) {
		if (!bind_element(run, node, range, i) ||
		    !cel_evaluate_node(run, node->children[1], &sorted[i].key))
			return FALSE;
		sorted[i].item = run->locals[node->slot];
		sorted[i].place = i;
	}
	if (!sort(run, node, sorted, range->length))
		return FALSE;
	for (gsize i = 0; i < range->length; i++)
		items[i] = sorted[i].item;
	if (!cel_call_make_list(&call, items, range->length, ret_value, &error))
		return cel_evaluate_fault(run, node, error);
	return TRUE;
}

/* --- one value with a name --- */

static gboolean
bind_optional(CelRun *run, const CelNode *node, const CelValue *value, CelValue *ret_value)
{
	GError *error = NULL;
	CelValue body;

	if (value->kind != CEL_OPTIONAL) {
		cel_set_error(&error, CEL_ERROR_EVALUATE,
			      "no such overload: %s() goes with an optional, this is %s",
			      node->name, cel_kind_name(value->kind));
		return cel_evaluate_fault(run, node->children[0], error);
	}
	if (value->optional == NULL) {
		*ret_value = *value;
		return TRUE;
	}
	run->locals[node->slot] = *value->optional;
	if (!cel_evaluate_node(run, node->children[1], &body))
		return FALSE;
	*ret_value = body;
	if (node->fold == CEL_FOLD_OPTIONAL)
		*ret_value = cel_optional(run->evaluation->arena, &body);
	if (ret_value->kind == CEL_OPTIONAL)
		return TRUE;
	if (node->fold == CEL_FOLD_OPTIONAL)
		cel_run_no_memory(&error);
	else
		cel_set_error(&error, CEL_ERROR_EVALUATE,
			      "no such overload: optFlatMap() makes an optional, this is %s",
			      cel_kind_name(body.kind));
	return cel_evaluate_fault(run, node->children[1], error);
}

static gboolean (*const folds[])(CelRun *, const CelNode *, const Range *, CelValue *) = {
	[CEL_FOLD_ALL] = fold_logic,
	[CEL_FOLD_EXISTS] = fold_logic,
	[CEL_FOLD_EXISTS_ONE] = fold_exists_one,
	[CEL_FOLD_MAP] = fold_list,
	[CEL_FOLD_FILTER] = fold_list,
	[CEL_FOLD_FILTER_MAP] = fold_list,
	[CEL_FOLD_MAP_VALUES] = fold_values,
	[CEL_FOLD_MAP_ENTRIES] = fold_entries,
	[CEL_FOLD_SORT] = fold_sort,
};

gboolean
cel_evaluate_comprehension(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	Range range = {0, NULL, NULL};
	CelValue value;

	if (!cel_evaluate_node(run, node->children[0], &value))
		return FALSE;
	if (node->fold == CEL_FOLD_OPTIONAL || node->fold == CEL_FOLD_OPTIONAL_FLAT)
		return bind_optional(run, node, &value, ret_value);
	if (node->fold == CEL_FOLD_BIND) {
		run->locals[node->slot] = value;
		return cel_evaluate_node(run, node->children[1], ret_value);
	}
	return find_range(run, node, &value, &range) &&
	       folds[node->fold](run, node, &range, ret_value);
}
