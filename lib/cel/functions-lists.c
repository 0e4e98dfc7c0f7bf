/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The extension "lists" (cel-go ext/lists.go), but for sortBy(), which is a macro. */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/members.h"
#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

/* a list that nests deeper was not written by a person, and each level is one of C's stack */
#define FLATTEN_DEPTH 250

static gboolean
is_list(const CelValue *arguments, gsize n_arguments, gsize wanted)
{
	return n_arguments == wanted && arguments[0].kind == CEL_LIST;
}

static CelValue *
alloc_items(CelCall *call, gsize length, GError **error)
{
	if (!cel_call_charge(call, length, error))
		return NULL;
	return cel_call_alloc(call, length, sizeof(CelValue), error);
}

CEL_OPERATOR(cel_function_slice)
{
	const CelList *list = arguments[0].list;
	const char *fault = NULL;
	gint64 start, end;

	if (!is_list(arguments, n_arguments, 3) || arguments[1].kind != CEL_INT ||
	    arguments[2].kind != CEL_INT)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	start = arguments[1].integer;
	end = arguments[2].integer;
	if (start < 0 || end < 0)
		fault = "negative indexes not supported";
	else if (start > end)
		fault = "start index must be less than or equal to end index";
	if (fault != NULL)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "cannot slice(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "), %s",
				     start, end, fault);
	if ((guint64)end > list->length)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "cannot slice(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
				     "), list is length %" G_GSIZE_FORMAT,
				     start, end, list->length);
	if (start == end)
		return cel_call_make_list(call, NULL, 0, ret_value, error);
	return cel_call_make_list(call, list->items + start, (gsize)(end - start), ret_value,
				  error);
}

CEL_OPERATOR(cel_function_reverse_list)
{
	const CelList *list = arguments[0].list;
	CelValue *items;

	if (!is_list(arguments, n_arguments, 1))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	items = alloc_items(call, list->length, error);
	if (items == NULL)
		return FALSE;
	for (gsize i = 0; i < list->length; i++)
		items[i] = list->items[list->length - 1 - i];
	return cel_call_make_list(call, items, list->length, ret_value, error);
}

CEL_OPERATOR(cel_function_range)
{
	CelValue *items;
	gsize length;

	if (n_arguments != 1 || arguments[0].kind != CEL_INT)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (arguments[0].integer < 0)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "lists.range(): size must be non-negative, got "
				     "%" G_GINT64_FORMAT,
				     arguments[0].integer);
	length = (gsize)arguments[0].integer;
	items = alloc_items(call, length, error);
	if (items == NULL)
		return FALSE;
	for (gsize i = 0; i < length; i++)
		items[i] = cel_int((gint64)i);
	return cel_call_make_list(call, items, length, ret_value, error);
}

CEL_OPERATOR(cel_function_distinct)
{
	const CelList *list = arguments[0].list;
	CelMembers members;
	CelValue *items;
	gsize length = 0;

	if (!is_list(arguments, n_arguments, 1))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	items = alloc_items(call, list->length, error);
	if (items == NULL ||
	    !cel_members_init(&members, call, list, cel_members_has_doubles(list), error))
		return FALSE;
	for (gsize i = 0; i < list->length; i++) {
		gsize first;

		if (!cel_members_find(&members, &list->items[i], &first, error))
			return FALSE;
		/* NaN equals nothing, itself neither: it is never found, and each one stays */
		if (first >= i)
			items[length++] = list->items[i];
	}
	return cel_call_make_list(call, items, length, ret_value, error);
}

/* --- flatten --- */

typedef struct {
	CelCall *call;
	CelValue *items; /* NULL while they are counted */
	gsize length;
} Flattened;

/* The elements of `list`; `levels` of the lists among them are opened. */
static gboolean
flatten(Flattened *flattened, const CelList *list, gint64 levels, guint depth, GError **error)
{
	if (depth > FLATTEN_DEPTH)
		return cel_set_error(error, CEL_ERROR_LIMIT,
				     "flatten(): lists are nested deeper than %d", FLATTEN_DEPTH);
	if (!cel_call_charge(flattened->call, list->length, error))
		return FALSE;
	for (gsize i = 0; i < list->length; i++) {
		const CelValue *item = &list->items[i];

		if (levels > 0 && item->kind == CEL_LIST) {
			if (!flatten(flattened, item->list, levels - 1, depth + 1, error))
				return FALSE;
			continue;
		}
		if (flattened->items != NULL)
			flattened->items[flattened->length] = *item;
		flattened->length++;
	}
	return TRUE;
}

CEL_OPERATOR(cel_function_flatten)
{
	Flattened flattened = {.call = call};
	gint64 levels = 1;

	if (!is_list(arguments, n_arguments, MAX(n_arguments, 1)) || n_arguments > 2 ||
	    (n_arguments == 2 && arguments[1].kind != CEL_INT))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (n_arguments == 2)
		levels = arguments[1].integer;
	if (levels < 0)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "flatten(): level must be non-negative");
	if (!flatten(&flattened, arguments[0].list, levels, 0, error))
		return FALSE;
	flattened.items = cel_call_alloc(call, flattened.length, sizeof(CelValue), error);
	flattened.length = 0;
	if (flattened.items == NULL || !flatten(&flattened, arguments[0].list, levels, 0, error))
		return FALSE;
	return cel_call_make_list(call, flattened.items, flattened.length, ret_value, error);
}

/* --- sort --- */

static gboolean
check_sortable(const CelList *list, GError **error)
{
	const guint sortable = 1u << CEL_BOOL | 1u << CEL_INT | 1u << CEL_UINT | 1u << CEL_DOUBLE |
			       1u << CEL_STRING | 1u << CEL_BYTES | 1u << CEL_TIMESTAMP |
			       1u << CEL_DURATION;

	for (gsize i = 0; i < list->length; i++) {
		const CelValue *item = &list->items[i];

		if ((sortable >> item->kind & 1) == 0)
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "sort(): list elements must be comparable; element "
					     "%" G_GSIZE_FORMAT " is %s",
					     i, cel_kind_name(item->kind));
		if (item->kind != list->items[0].kind)
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "sort(): list elements must have the same type; "
					     "element %" G_GSIZE_FORMAT " is %s, the first %s",
					     i, cel_kind_name(item->kind),
					     cel_kind_name(list->items[0].kind));
		if (item->kind == CEL_DOUBLE && isnan(item->real))
			return cel_set_error(error, CEL_ERROR_EVALUATE, "NaN has no order");
	}
	return TRUE;
}

/* Steps that a comparison of the two is worth. */
static guint64
comparison_cost(const CelValue *a, const CelValue *b)
{
	gboolean octets = a->kind == CEL_STRING || a->kind == CEL_BYTES;

	return 1 + (octets ? MIN(a->length, b->length) / CEL_BYTES_PER_STEP : 0);
}

/* Two sorted runs, from[start] on and from[middle] on to before `end`, become one in `to`. */
static gboolean
merge(CelCall *call, const CelValue *from, CelValue *to, gsize start, gsize middle, gsize end,
      GError **error)
{
	gsize left = start, right = middle;

	for (gsize out = start; out < end; out++) {
		gboolean unordered;
		int order = 0;

		if (left == middle || right == end) {
			memcpy(&to[out], &from[left == middle ? right : left],
			       (end - out) * sizeof *to);
			break;
		}
		if (!cel_call_charge(call, comparison_cost(&from[left], &from[right]), error))
			return FALSE;
		(void)cel_value_compare(&from[left], &from[right], &order, &unordered);
		to[out] = order <= 0 ? from[left++] : from[right++];
	}
	return TRUE;
}

/* A merge sort of our own: qsort() cannot be stopped when the budget is spent. */
CEL_OPERATOR(cel_function_sort)
{
	const CelList *list = arguments[0].list;
	CelValue *items, *other;
	gsize length;

	if (!is_list(arguments, n_arguments, 1))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	length = list->length;
	items = alloc_items(call, length, error);
	other = items != NULL ? alloc_items(call, length, error) : NULL;
	if (other == NULL || !check_sortable(list, error))
		return FALSE;
	if (length > 0)
		memcpy(items, list->items, length * sizeof *items);
	for (gsize run = 1; run < length; run *= 2) {
		CelValue *sorted = other;

		for (gsize start = 0; start < length; start += 2 * run)
			if (!merge(call, items, other, start, MIN(start + run, length),
				   MIN(start + 2 * run, length), error))
				return FALSE;
		other = items;
		items = sorted;
	}
	return cel_call_make_list(call, items, length, ret_value, error);
}
