/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Equality and order of values (langdef, "Equality" and "Ordering"). */

#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

/*
 * Values share their parts, so a small one can be a tree of astronomic size when it is walked
 * ([[x, x], [x, x]] …): without an evaluation's budget this many steps are the end.
 */
#define EQUAL_STEPS 10000000
#define EQUAL_DEPTH 1000
#define BYTES_PER_STEP 64

#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))

static gboolean
is_number(const CelValue *value)
{
	return value->kind == CEL_INT || value->kind == CEL_UINT || value->kind == CEL_DOUBLE;
}

static int
compare_int_uint(gint64 a, guint64 b)
{
	return a < 0 ? -1 : ORDER((guint64)a, b);
}

static double
as_double(const CelValue *number)
{
	return number->kind == CEL_INT    ? (double)number->integer
	       : number->kind == CEL_UINT ? (double)number->uinteger
					  : number->real;
}

/*
 * Neither is NaN.  As cel-spec's tests ask, an integer is compared with a double as the double that
 * is nearest to it: 9223372036854775807 equals 9223372036854775808.0.
 */
static int
compare_numbers(const CelValue *a, const CelValue *b)
{
	if (a->kind == CEL_DOUBLE || b->kind == CEL_DOUBLE)
		return ORDER(as_double(a), as_double(b));
	if (a->kind == CEL_INT && b->kind == CEL_INT)
		return ORDER(a->integer, b->integer);
	if (a->kind == CEL_INT)
		return compare_int_uint(a->integer, b->uinteger);
	if (b->kind == CEL_INT)
		return -compare_int_uint(b->integer, a->uinteger);
	return ORDER(a->uinteger, b->uinteger);
}

static gboolean
is_nan(const CelValue *value)
{
	return value->kind == CEL_DOUBLE && isnan(value->real);
}

static int
compare_octets(const CelValue *a, const CelValue *b)
{
	int order = memcmp(a->text, b->text, MIN(a->length, b->length));

	return order != 0 ? ORDER(order, 0) : ORDER(a->length, b->length);
}

gboolean
cel_value_compare(const CelValue *a, const CelValue *b, int *ret_order, gboolean *ret_unordered)
{
	*ret_unordered = FALSE;
	if (is_number(a) && is_number(b)) {
		*ret_unordered = is_nan(a) || is_nan(b);
		*ret_order = *ret_unordered ? 0 : compare_numbers(a, b);
		return TRUE;
	}
	if (a->kind != b->kind)
		return FALSE;
	switch (a->kind) {
	case CEL_BOOL:
		*ret_order = ORDER(a->boolean, b->boolean);
		return TRUE;
	case CEL_STRING:
	case CEL_BYTES:
		*ret_order = compare_octets(a, b);
		return TRUE;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		*ret_order = a->integer != b->integer ? ORDER(a->integer, b->integer)
						      : ORDER(a->length, b->length);
		return TRUE;
	default:
		return FALSE;
	}
}

static gboolean equal(const CelValue *a, const CelValue *b, guint depth, CelAllowance *allowance);

static gboolean
equal_lists(const CelList *a, const CelList *b, guint depth, CelAllowance *allowance)
{
	if (a->length != b->length)
		return FALSE;
	for (gsize i = 0; i < a->length; i++)
		if (!equal(&a->items[i], &b->items[i], depth + 1, allowance))
			return FALSE;
	return TRUE;
}

static gboolean
equal_maps(const CelMap *a, const CelMap *b, guint depth, CelAllowance *allowance)
{
	if (a->length != b->length)
		return FALSE;
	for (gsize i = 0; i < a->length; i++) {
		if (!cel_allowance_take(allowance, cel_map_find_cost(b)))
			return FALSE;
		const CelEntry *entry = cel_map_find(b, &a->entries[i].key);

		if (entry == NULL ||
		    !equal(&a->entries[i].value, &entry->value, depth + 1, allowance))
			return FALSE;
	}
	return TRUE;
}

static gboolean
equal(const CelValue *a, const CelValue *b, guint depth, CelAllowance *allowance)
{
	if (depth > EQUAL_DEPTH || !cel_allowance_take(allowance, 1))
		return FALSE;
	if (is_number(a) && is_number(b))
		return !is_nan(a) && !is_nan(b) && compare_numbers(a, b) == 0;
	if (a->kind != b->kind)
		return FALSE;
	switch (a->kind) {
	case CEL_NULL:
		return TRUE;
	case CEL_BOOL:
		return !a->boolean == !b->boolean;
	case CEL_STRING:
	case CEL_BYTES:
		return a->length == b->length &&
		       cel_allowance_take(allowance, a->length / BYTES_PER_STEP) &&
		       memcmp(a->text, b->text, a->length) == 0;
	case CEL_LIST:
		return equal_lists(a->list, b->list, depth, allowance);
	case CEL_MAP:
		return equal_maps(a->map, b->map, depth, allowance);
	case CEL_OPTIONAL:
		return a->optional == NULL || b->optional == NULL
			       ? a->optional == b->optional
			       : equal(a->optional, b->optional, depth + 1, allowance);
	case CEL_TYPE:
		return strcmp(a->text, b->text) == 0;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return a->integer == b->integer && a->length == b->length;
	default:
		return FALSE;
	}
}

gboolean
cel_value_equal_within(const CelValue *a, const CelValue *b, CelAllowance *allowance)
{
	return equal(a, b, 0, allowance);
}

gboolean
cel_value_equal(CelValue a, CelValue b)
{
	CelAllowance allowance = {.left = EQUAL_STEPS};

	return equal(&a, &b, 0, &allowance);
}
