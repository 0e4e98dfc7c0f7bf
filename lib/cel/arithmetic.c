/* SPDX-License-Identifier: GPL-3.0-or-later */

/* + - * / % and their sign: exact, an overflow is an error (langdef, "Overflow"). */

#include "lib/cel/error.h"
#include "lib/cel/operators.h"
#include "lib/cel/run.h"
#include "lib/cel/timestamp.h"

#include <string.h>

static gboolean
overflow(GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE, "integer overflow: out of 64 bits");
}

static gboolean
both(const CelValue *arguments, CelKind kind)
{
	return arguments[0].kind == kind && arguments[1].kind == kind;
}

static gboolean
concatenate_text(CelCall *call, const CelValue *arguments, CelValue *ret_value, GError **error)
{
	gsize first = arguments[0].length, second = arguments[1].length;
	char *text = cel_call_alloc_text(call, first + second, error);

	if (text == NULL)
		return FALSE;
	memcpy(text, arguments[0].text, first);
	memcpy(text + first, arguments[1].text, second);
	*ret_value = arguments[0].kind == CEL_STRING ? cel_string_of(text, first + second)
						     : cel_bytes(text, first + second);
	return TRUE;
}

static gboolean
concatenate_lists(CelCall *call, const CelValue *arguments, CelValue *ret_value, GError **error)
{
	const CelList *a = arguments[0].list, *b = arguments[1].list;
	CelValue *items;

	if (!cel_call_charge(call, a->length + b->length, error))
		return FALSE;
	items = cel_call_alloc(call, a->length + b->length, sizeof *items, error);
	if (items == NULL)
		return FALSE;
	if (a->length > 0)
		memcpy(items, a->items, a->length * sizeof *items);
	if (b->length > 0)
		memcpy(items + a->length, b->items, b->length * sizeof *items);
	return cel_call_make_list(call, items, a->length + b->length, ret_value, error);
}

/* a moment moved by a duration, forward or back */
static gboolean
move_timestamp(const CelValue *timestamp, const CelValue *duration, gboolean back,
	       CelValue *ret_value, GError **error)
{
	gint32 nanoseconds = (gint32)duration->length;
	gint64 seconds;

	/* both may come from a caller who did not look at their range */
	if (back ? __builtin_sub_overflow(timestamp->integer, duration->integer, &seconds)
		 : __builtin_add_overflow(timestamp->integer, duration->integer, &seconds))
		seconds = G_MAXINT64 / 2;
	CelValue moved = cel_timestamp(seconds, (gint32)timestamp->length +
							(back ? -nanoseconds : nanoseconds));

	if (!cel_timestamp_in_range(moved.integer))
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "timestamp out of range: years 0001 to 9999");
	*ret_value = moved;
	return TRUE;
}

static gboolean
add_durations(const CelValue *a, const CelValue *b, gboolean subtract, CelValue *ret_value,
	      GError **error)
{
	gint64 first, second, sum;

	if (!cel_duration_to_nanos(a, &first) || !cel_duration_to_nanos(b, &second) ||
	    (subtract ? __builtin_sub_overflow(first, second, &sum)
		      : __builtin_add_overflow(first, second, &sum)))
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "duration out of range: at most 292 years");
	*ret_value = cel_duration_from_nanos(sum);
	return TRUE;
}

static gboolean
subtract_timestamps(const CelValue *a, const CelValue *b, CelValue *ret_value, GError **error)
{
	gint64 seconds, nanoseconds;

	if (__builtin_sub_overflow(a->integer, b->integer, &seconds))
		seconds = G_MAXINT64 / 2;
	CelValue difference = cel_duration(seconds, (gint32)a->length - (gint32)b->length);

	if (!cel_duration_to_nanos(&difference, &nanoseconds))
		return cel_set_error(
			error, CEL_ERROR_EVALUATE,
			"duration out of range: the timestamps are over 292 years apart");
	*ret_value = difference;
	return TRUE;
}

gboolean
cel_add(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	GError **error)
{
	const CelValue *a = &arguments[0], *b = &arguments[1];
	gint64 integer;
	guint64 uinteger;

	if (both(arguments, CEL_STRING) || both(arguments, CEL_BYTES))
		return concatenate_text(call, arguments, ret_value, error);
	if (both(arguments, CEL_LIST))
		return concatenate_lists(call, arguments, ret_value, error);
	if (both(arguments, CEL_DURATION))
		return add_durations(a, b, FALSE, ret_value, error);
	if (a->kind == CEL_TIMESTAMP && b->kind == CEL_DURATION)
		return move_timestamp(a, b, FALSE, ret_value, error);
	if (a->kind == CEL_DURATION && b->kind == CEL_TIMESTAMP)
		return move_timestamp(b, a, FALSE, ret_value, error);
	if (both(arguments, CEL_INT)) {
		if (__builtin_add_overflow(a->integer, b->integer, &integer))
			return overflow(error);
		*ret_value = cel_int(integer);
	} else if (both(arguments, CEL_UINT)) {
		if (__builtin_add_overflow(a->uinteger, b->uinteger, &uinteger))
			return overflow(error);
		*ret_value = cel_uint(uinteger);
	} else if (both(arguments, CEL_DOUBLE)) {
		*ret_value = cel_double(a->real + b->real);
	} else {
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
	return TRUE;
}

gboolean
cel_subtract(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	     GError **error)
{
	const CelValue *a = &arguments[0], *b = &arguments[1];
	gint64 integer;
	guint64 uinteger;

	if (both(arguments, CEL_TIMESTAMP))
		return subtract_timestamps(a, b, ret_value, error);
	if (both(arguments, CEL_DURATION))
		return add_durations(a, b, TRUE, ret_value, error);
	if (a->kind == CEL_TIMESTAMP && b->kind == CEL_DURATION)
		return move_timestamp(a, b, TRUE, ret_value, error);
	if (both(arguments, CEL_INT)) {
		if (__builtin_sub_overflow(a->integer, b->integer, &integer))
			return overflow(error);
		*ret_value = cel_int(integer);
	} else if (both(arguments, CEL_UINT)) {
		if (__builtin_sub_overflow(a->uinteger, b->uinteger, &uinteger))
			return overflow(error);
		*ret_value = cel_uint(uinteger);
	} else if (both(arguments, CEL_DOUBLE)) {
		*ret_value = cel_double(a->real - b->real);
	} else {
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
	return TRUE;
}

gboolean
cel_multiply(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	     GError **error)
{
	const CelValue *a = &arguments[0], *b = &arguments[1];
	gint64 integer;
	guint64 uinteger;

	if (both(arguments, CEL_INT)) {
		if (__builtin_mul_overflow(a->integer, b->integer, &integer))
			return overflow(error);
		*ret_value = cel_int(integer);
	} else if (both(arguments, CEL_UINT)) {
		if (__builtin_mul_overflow(a->uinteger, b->uinteger, &uinteger))
			return overflow(error);
		*ret_value = cel_uint(uinteger);
	} else if (both(arguments, CEL_DOUBLE)) {
		*ret_value = cel_double(a->real * b->real);
	} else {
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
	return TRUE;
}

/* Of / and %: the divisor is an integer that can be divided by. */
static gboolean
check_divisor(const CelValue *arguments, const char *what, GError **error)
{
	if (arguments[1].uinteger == 0)
		return cel_set_error(error, CEL_ERROR_EVALUATE, "%s by zero", what);
	if (both(arguments, CEL_INT) && arguments[0].integer == G_MININT64 &&
	    arguments[1].integer == -1)
		return overflow(error);
	return TRUE;
}

gboolean
cel_divide(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	   GError **error)
{
	const CelValue *a = &arguments[0], *b = &arguments[1];

	if (both(arguments, CEL_DOUBLE)) {
		*ret_value = cel_double(a->real / b->real);
		return TRUE;
	}
	if (!both(arguments, CEL_INT) && !both(arguments, CEL_UINT))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!check_divisor(arguments, "divide", error))
		return FALSE;
	*ret_value = a->kind == CEL_INT ? cel_int(a->integer / b->integer)
					: cel_uint(a->uinteger / b->uinteger);
	return TRUE;
}

gboolean
cel_remainder(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	      GError **error)
{
	const CelValue *a = &arguments[0], *b = &arguments[1];

	if (!both(arguments, CEL_INT) && !both(arguments, CEL_UINT))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!check_divisor(arguments, "modulus", error))
		return FALSE;
	*ret_value = a->kind == CEL_INT ? cel_int(a->integer % b->integer)
					: cel_uint(a->uinteger % b->uinteger);
	return TRUE;
}

gboolean
cel_negate(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
	   GError **error)
{
	gint64 integer;

	if (arguments[0].kind == CEL_DOUBLE) {
		*ret_value = cel_double(-arguments[0].real);
		return TRUE;
	}
	if (arguments[0].kind != CEL_INT)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (__builtin_sub_overflow((gint64)0, arguments[0].integer, &integer))
		return overflow(error);
	*ret_value = cel_int(integer);
	return TRUE;
}
