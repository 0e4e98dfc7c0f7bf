/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the extension "optionals": values that may be missing. */

#include "lib/cel/error.h"
#include "lib/cel/functions.h"
#include "lib/cel/run.h"
#include "lib/cel/value.h"

static gboolean
make_optional(CelCall *call, const CelValue *held, CelValue *ret_value, GError **error)
{
	*ret_value = cel_optional(cel_call_arena(call), held);
	return ret_value->kind == CEL_OPTIONAL || cel_run_no_memory(error);
}

CEL_OPERATOR(cel_function_optional_of)
{
	return make_optional(call, &arguments[0], ret_value, error);
}

CEL_OPERATOR(cel_function_optional_none)
{
	return make_optional(call, NULL, ret_value, error);
}

/* What a variable of the type is before it is given a value. */
static gboolean
is_zero(const CelValue *value)
{
	switch (value->kind) {
	case CEL_NULL:
		return TRUE;
	case CEL_BOOL:
		return !value->boolean;
	case CEL_INT:
	case CEL_UINT:
		return value->uinteger == 0;
	case CEL_DOUBLE:
		return value->real == 0;
	case CEL_STRING:
	case CEL_BYTES:
		return value->length == 0;
	case CEL_LIST:
		return value->list->length == 0;
	case CEL_MAP:
		return value->map->length == 0;
	case CEL_DURATION:
		return value->integer == 0 && value->length == 0;
	case CEL_TIMESTAMP:
		return value->integer == CEL_TIMESTAMP_MIN && value->length == 0;
	case CEL_OPTIONAL:
		return value->optional == NULL;
	default:
		return FALSE;
	}
}

CEL_OPERATOR(cel_function_optional_of_non_zero)
{
	return make_optional(call, is_zero(&arguments[0]) ? NULL : &arguments[0], ret_value, error);
}

CEL_OPERATOR(cel_function_has_value)
{
	if (arguments[0].kind != CEL_OPTIONAL)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_bool(arguments[0].optional != NULL);
	return TRUE;
}

CEL_OPERATOR(cel_function_value)
{
	if (arguments[0].kind != CEL_OPTIONAL)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (arguments[0].optional == NULL)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "optional.none() has no value; ask hasValue() first");
	*ret_value = *arguments[0].optional;
	return TRUE;
}

CEL_OPERATOR(cel_function_or)
{
	if (arguments[0].kind != CEL_OPTIONAL || arguments[1].kind != CEL_OPTIONAL)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = arguments[0].optional != NULL ? arguments[0] : arguments[1];
	return TRUE;
}

CEL_OPERATOR(cel_function_or_value)
{
	if (arguments[0].kind != CEL_OPTIONAL)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = arguments[0].optional != NULL ? *arguments[0].optional : arguments[1];
	return TRUE;
}

/* list(optional_type(A)) → list(A) of those that hold something */
CEL_OPERATOR(cel_function_unwrap)
{
	const CelList *list = arguments[0].list;
	CelValue *items;
	gsize length = 0;

	if (arguments[0].kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!cel_call_charge(call, list->length, error))
		return FALSE;
	items = cel_call_alloc(call, list->length, sizeof *items, error);
	if (items == NULL)
		return FALSE;
	for (gsize i = 0; i < list->length; i++) {
		if (list->items[i].kind != CEL_OPTIONAL)
			return cel_call_no_overload(call, arguments, n_arguments, error);
		if (list->items[i].optional != NULL)
			items[length++] = *list->items[i].optional;
	}
	return cel_call_make_list(call, items, length, ret_value, error);
}

CEL_OPERATOR(cel_function_first)
{
	const CelList *list = arguments[0].list;

	if (arguments[0].kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	return make_optional(call, list->length > 0 ? &list->items[0] : NULL, ret_value, error);
}

CEL_OPERATOR(cel_function_last)
{
	const CelList *list = arguments[0].list;

	if (arguments[0].kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	return make_optional(call, list->length > 0 ? &list->items[list->length - 1] : NULL,
			     ret_value, error);
}
