/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

#include <string.h>

#define CEL_NANOS_PER_SECOND 1000000000
/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z */
#define CEL_TIMESTAMP_MIN (-G_GINT64_CONSTANT(62135596800))
#define CEL_TIMESTAMP_MAX G_GINT64_CONSTANT(253402300799)

/* Steps that a comparison may still take; it goes to nothing when `left` is spent. */
typedef struct {
	guint64 left;
	gboolean spent;
} CelAllowance;

/* FALSE, and `spent`, when fewer than `steps` are left. */
gboolean cel_allowance_take(CelAllowance *allowance, guint64 steps);

/* cel_bool(), where a call would be felt. */
static inline void
cel_set_bool(CelValue *ret_value, gboolean value)
{
	*ret_value = (CelValue){.kind = CEL_BOOL, .boolean = value != FALSE};
}

/* memcmp() == 0 without the call, for the short texts that names are. */
static inline gboolean
cel_same_bytes(const char *a, const char *b, gsize length)
{
	guint64 first_a, first_b, last_a, last_b;

	if (length < 4 || length > 16)
		return memcmp(a, b, length) == 0;
	if (length < 8) {
		guint32 front_a, front_b, back_a, back_b;

		memcpy(&front_a, a, 4);
		memcpy(&front_b, b, 4);
		memcpy(&back_a, a + length - 4, 4);
		memcpy(&back_b, b + length - 4, 4);
		return front_a == front_b && back_a == back_b;
	}
	memcpy(&first_a, a, 8);
	memcpy(&first_b, b, 8);
	memcpy(&last_a, a + length - 8, 8);
	memcpy(&last_b, b + length - 8, 8);
	return first_a == first_b && last_a == last_b;
}

CelValue cel_string_of(const char *text, gsize length);
CelValue cel_type_of(const char *name);

/* `==` within an allowance; the answer means nothing when it is spent. */
gboolean cel_value_equal_within(const CelValue *a, const CelValue *b, CelAllowance *allowance);
/* -1, 0, 1; FALSE when the two kinds have no order (or one is NaN: then *ret_unordered). */
gboolean cel_value_compare(const CelValue *a, const CelValue *b, int *ret_order,
			   gboolean *ret_unordered);

/* The entry under `key` (any kind; a double finds the integer it equals), or NULL. */
const CelEntry *cel_map_find(const CelMap *map, const CelValue *key);
/* Steps that cel_map_find() is worth. */
static inline guint64
cel_map_find_cost(const CelMap *map)
{
	return map->index != NULL ? 1 : 1 + map->length / 8;
}
/* As cel_map_new(); *ret_duplicate is the first entry whose key came before, or `length`. */
gboolean cel_map_make(CelArena *arena, const CelEntry *entries, gsize length, CelValue *ret_map,
		      gsize *ret_duplicate);
