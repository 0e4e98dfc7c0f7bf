/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The extension "math" (cel-go ext/math.go), but for bits. */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/run.h"
#include "lib/cel/value.h"

#include <math.h>

static gboolean
is_number(const CelValue *value)
{
	return value->kind == CEL_INT || value->kind == CEL_UINT || value->kind == CEL_DOUBLE;
}

/* The number that stands `order` (1: greatest, -1: least) of all; among equal ones the first. */
static gboolean
choose(CelCall *call, const CelValue *arguments, gsize n_arguments, int order, CelValue *ret_value,
       GError **error)
{
	const CelValue *numbers = arguments, *chosen;
	gsize length = n_arguments;

	if (n_arguments == 1 && arguments[0].kind == CEL_LIST) {
		numbers = arguments[0].list->items;
		length = arguments[0].list->length;
		if (length == 0)
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "math.%s(): the list must not be empty",
					     order > 0 ? "greatest" : "least");
	}
	if (!cel_call_charge(call, length, error))
		return FALSE;
	chosen = numbers;
	for (gsize i = 0; i < length; i++) {
		int found = 0;
		gboolean unordered = FALSE;

		if (!is_number(&numbers[i]))
			return cel_call_no_overload(call, arguments, n_arguments, error);
		if (i > 0 && cel_value_compare(&numbers[i], chosen, &found, &unordered) &&
		    unordered)
			return cel_set_error(error, CEL_ERROR_EVALUATE, "NaN has no order");
		if (found == order)
			chosen = &numbers[i];
	}
	if (length == 0)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = *chosen;
	return TRUE;
}

CEL_OPERATOR(cel_function_greatest)
{
	return choose(call, arguments, n_arguments, 1, ret_value, error);
}

CEL_OPERATOR(cel_function_least)
{
	return choose(call, arguments, n_arguments, -1, ret_value, error);
}

static gboolean
apply(CelCall *call, const CelValue *arguments, gsize n_arguments, double (*change)(double),
      CelValue *ret_value, GError **error)
{
	if (n_arguments != 1 || arguments[0].kind != CEL_DOUBLE)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_double(change(arguments[0].real));
	return TRUE;
}

CEL_OPERATOR(cel_function_ceil)
{
	return apply(call, arguments, n_arguments, ceil, ret_value, error);
}

CEL_OPERATOR(cel_function_floor)
{
	return apply(call, arguments, n_arguments, floor, ret_value, error);
}

/* C's rounds half away from zero whatever the rounding mode, as cel-go does */
CEL_OPERATOR(cel_function_round)
{
	return apply(call, arguments, n_arguments, round, ret_value, error);
}

CEL_OPERATOR(cel_function_trunc)
{
	return apply(call, arguments, n_arguments, trunc, ret_value, error);
}

/* What the class of a double (fpclassify) must be for the answer to be true. */
static gboolean
is_of_class(CelCall *call, const CelValue *arguments, gsize n_arguments, int class,
	    CelValue *ret_value, GError **error)
{
	if (n_arguments != 1 || arguments[0].kind != CEL_DOUBLE)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_bool(fpclassify(arguments[0].real) == class);
	return TRUE;
}

CEL_OPERATOR(cel_function_is_nan)
{
	return is_of_class(call, arguments, n_arguments, FP_NAN, ret_value, error);
}

CEL_OPERATOR(cel_function_is_inf)
{
	return is_of_class(call, arguments, n_arguments, FP_INFINITE, ret_value, error);
}

CEL_OPERATOR(cel_function_is_finite)
{
	if (n_arguments != 1 || arguments[0].kind != CEL_DOUBLE)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_bool(isfinite(arguments[0].real));
	return TRUE;
}

CEL_OPERATOR(cel_function_abs)
{
	const CelValue *number = &arguments[0];

	if (n_arguments != 1 || !is_number(number))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (number->kind == CEL_INT && number->integer == G_MININT64)
		return cel_set_error(error, CEL_ERROR_EVALUATE, "integer overflow: out of 64 bits");
	if (number->kind == CEL_INT)
		*ret_value = cel_int(ABS(number->integer));
	else if (number->kind == CEL_DOUBLE)
		*ret_value = cel_double(fabs(number->real));
	else
		*ret_value = *number;
	return TRUE;
}

CEL_OPERATOR(cel_function_sign)
{
	const CelValue *number = &arguments[0];

	if (n_arguments != 1 || !is_number(number))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (number->kind == CEL_INT)
		*ret_value = cel_int((number->integer > 0) - (number->integer < 0));
	else if (number->kind == CEL_UINT)
		*ret_value = cel_uint(number->uinteger > 0);
	else if (isnan(number->real))
		*ret_value = *number;
	else
		*ret_value = cel_double((number->real > 0) - (number->real < 0));
	return TRUE;
}

CEL_OPERATOR(cel_function_sqrt)
{
	const CelValue *number = &arguments[0];

	if (n_arguments != 1 || !is_number(number))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = cel_double(sqrt(number->kind == CEL_INT    ? (double)number->integer
				     : number->kind == CEL_UINT ? (double)number->uinteger
								: number->real));
	return TRUE;
}
