/* SPDX-License-Identifier: GPL-3.0-or-later */

/* == != < <= > >= in ! */

#include "lib/cel/operators.h"
#include "lib/cel/run.h"
#include "lib/cel/value.h"

gboolean
cel_not(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	GError **error)
{
	if (arguments[0].kind != CEL_BOOL)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_bool(!arguments[0].boolean);
	return TRUE;
}

gboolean
cel_equal(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	  GError **error)
{
	gboolean equal;

	if (!cel_run_equal(call->run, &arguments[0], &arguments[1], &equal, error))
		return FALSE;
	*ret_value = cel_bool(equal);
	return TRUE;
}

gboolean
cel_not_equal(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	      GError **error)
{
	gboolean equal;

	if (!cel_run_equal(call->run, &arguments[0], &arguments[1], &equal, error))
		return FALSE;
	*ret_value = cel_bool(!equal);
	return TRUE;
}

/* TRUE when the order of the two is `wanted`, or `also`; never with NaN. */
static gboolean
compare(CelCall *call, const CelValue *arguments, int wanted, int also, CelValue *ret_value,
	GError **error)
{
	gboolean unordered;
	int order;

	if ((arguments[0].kind == CEL_STRING || arguments[0].kind == CEL_BYTES) &&
	    !cel_call_charge(call, arguments[0].length / CEL_BYTES_PER_STEP, error))
		return FALSE;
	if (!cel_value_compare(&arguments[0], &arguments[1], &order, &unordered))
		return cel_call_no_overload(call, arguments, 2, error);
	*ret_value = cel_bool(!unordered && (order == wanted || order == also));
	return TRUE;
}

gboolean
cel_less(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	 GError **error)
{
	return compare(call, arguments, -1, -1, ret_value, error);
}

gboolean
cel_less_equal(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	       GError **error)
{
	return compare(call, arguments, -1, 0, ret_value, error);
}

gboolean
cel_greater(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	    GError **error)
{
	return compare(call, arguments, 1, 1, ret_value, error);
}

gboolean
cel_greater_equal(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
		  GError **error)
{
	return compare(call, arguments, 1, 0, ret_value, error);
}

gboolean
cel_in(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
       GError **error)
{
	const CelValue *element = &arguments[0], *range = &arguments[1];
	gboolean found = FALSE;

	if (range->kind == CEL_MAP) {
		if (!cel_call_charge(call, cel_map_find_cost(range->map), error))
			return FALSE;
		*ret_value = cel_bool(cel_map_find(range->map, element) != NULL);
		return TRUE;
	}
	if (range->kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	for (gsize i = 0; i < range->list->length && !found; i++)
		if (!cel_run_equal(call->run, element, &range->list->items[i], &found, error))
			return FALSE;
	*ret_value = cel_bool(found);
	return TRUE;
}
