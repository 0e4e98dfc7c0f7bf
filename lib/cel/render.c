/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/render.h"

#include "lib/cel/error.h"
#include "lib/cel/number.h"
#include "lib/cel/text.h"
#include "lib/cel/timestamp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64
/* more than an expression can nest (CEL_MAX_DEPTH); each level is one of C's stack */
#define RENDER_DEPTH 256
#define INTEGER_SIZE 72

static gboolean show(CelRender *render, const CelValue *value, guint depth, GError **error);

gboolean
cel_render_text(CelRender *render, const char *text, gsize length, GError **error)
{
	if (length > render->room - render->length) {
		gsize room = MAX(MAX(render->room * 2, FIRST_ROOM), render->length + length);
		char *grown = cel_call_alloc_text(render->call, room, error);

		if (grown == NULL)
			return FALSE;
		if (render->length > 0)
			memcpy(grown, render->text, render->length);
		render->text = grown;
		render->room = room;
	}
	if (length > 0)
		memcpy(render->text + render->length, text, length);
	render->length += length;
	return TRUE;
}

static gboolean
show_word(CelRender *render, const char *word, GError **error)
{
	return cel_render_text(render, word, strlen(word), error);
}

gboolean
cel_render_double(CelRender *render, double value, GError **error)
{
	char shortest[CEL_NUMBER_SIZE], plain[CEL_NUMBER_PLAIN_SIZE];

	if (isnan(value))
		return show_word(render, "NaN", error);
	if (isinf(value))
		return show_word(render, value > 0 ? "Infinity" : "-Infinity", error);
	cel_number_print_double(value, shortest);
	if (strchr(shortest, 'e') == NULL)
		return show_word(render, shortest, error);
	cel_number_print_plain(shortest, plain);
	return show_word(render, plain, error);
}

gboolean
cel_render_integer(CelRender *render, const CelValue *integer, guint base, gboolean upper,
		   GError **error)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	gboolean negative = integer->kind == CEL_INT && integer->integer < 0;
	guint64 rest = negative ? 0 - integer->uinteger : integer->uinteger;
	char buffer[INTEGER_SIZE];
	gsize at = sizeof buffer;

	do {
		buffer[--at] = digits[rest % base];
		rest /= base;
	} while (rest > 0);
	if (negative)
		buffer[--at] = '-';
	return cel_render_text(render, buffer + at, sizeof buffer - at, error);
}

static gboolean
show_moment(CelRender *render, const CelValue *value, GError **error)
{
	char buffer[CEL_TIMESTAMP_SIZE];

	if (value->kind == CEL_TIMESTAMP)
		cel_timestamp_print(value, buffer);
	else
		cel_duration_print(value, buffer);
	return show_word(render, buffer, error);
}

/* Text must stay UTF-8. */
static gboolean
show_bytes(CelRender *render, const CelValue *value, GError **error)
{
	if (!cel_text_is_valid(value->text, value->length, NULL))
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "error during formatting: invalid UTF-8 in the bytes");
	return cel_render_text(render, value->text, value->length, error);
}

static gboolean
show_list(CelRender *render, const CelList *list, guint depth, GError **error)
{
	if (!show_word(render, "[", error))
		return FALSE;
	for (gsize i = 0; i < list->length; i++)
		if ((i > 0 && !show_word(render, ", ", error)) ||
		    !show(render, &list->items[i], depth + 1, error))
			return FALSE;
	return show_word(render, "]", error);
}

/* --- maps, in the order of their keys' text --- */

typedef struct {
	CelValue text; /* of the key */
	const CelEntry *entry;
} Shown;

static int
compare_shown(gconstpointer a, gconstpointer b)
{
	const Shown *first = a, *second = b;
	int order = memcmp(first->text.text, second->text.text,
			   MIN(first->text.length, second->text.length));

	if (order == 0)
		order = (first->text.length > second->text.length) -
			(first->text.length < second->text.length);
	/* 1 and '1' look the same: they stay in their order */
	return order != 0 ? order : (first->entry > second->entry) - (first->entry < second->entry);
}

/* NULL and LIMIT; what sorting them will take is charged, because qsort() cannot be stopped. */
static Shown *
list_keys(CelRender *render, const CelMap *map, GError **error)
{
	Shown *keys = cel_call_alloc(render->call, map->length, sizeof *keys, error);
	guint64 cost = map->length;

	for (gsize i = 0; keys != NULL && i < map->length; i++) {
		CelRender key = {.call = render->call};

		keys[i].entry = &map->entries[i];
		if (map->entries[i].key.kind == CEL_STRING)
			keys[i].text = map->entries[i].key;
		else if (show(&key, &map->entries[i].key, RENDER_DEPTH, error))
			keys[i].text = cel_render_finish(&key);
		else
			return NULL;
		cost += keys[i].text.length / CEL_BYTES_PER_STEP;
	}
	if (keys == NULL ||
	    !cel_call_charge(render->call, cost * g_bit_storage((gulong)map->length), error))
		return NULL;
	if (map->length > 1)
		qsort(keys, map->length, sizeof *keys, compare_shown);
	return keys;
}

static gboolean
show_map(CelRender *render, const CelMap *map, guint depth, GError **error)
{
	const Shown *keys = list_keys(render, map, error);

	if (keys == NULL || !show_word(render, "{", error))
		return FALSE;
	for (gsize i = 0; i < map->length; i++)
		if ((i > 0 && !show_word(render, ", ", error)) ||
		    !cel_render_text(render, keys[i].text.text, keys[i].text.length, error) ||
		    !show_word(render, ": ", error) ||
		    !show(render, &keys[i].entry->value, depth + 1, error))
			return FALSE;
	return show_word(render, "}", error);
}

static gboolean
show(CelRender *render, const CelValue *value, guint depth, GError **error)
{
	if (depth > RENDER_DEPTH)
		return cel_set_error(error, CEL_ERROR_LIMIT,
				     "error during formatting: lists or maps are nested deeper "
				     "than %d",
				     RENDER_DEPTH);
	if (!cel_call_charge(render->call, 1, error))
		return FALSE;
	switch (value->kind) {
	case CEL_NULL:
		return show_word(render, "null", error);
	case CEL_BOOL:
		return show_word(render, value->boolean ? "true" : "false", error);
	case CEL_INT:
	case CEL_UINT:
		return cel_render_integer(render, value, 10, FALSE, error);
	case CEL_DOUBLE:
		return cel_render_double(render, value->real, error);
	case CEL_STRING:
		return cel_render_text(render, value->text, value->length, error);
	case CEL_BYTES:
		return show_bytes(render, value, error);
	case CEL_LIST:
		return show_list(render, value->list, depth, error);
	case CEL_MAP:
		return show_map(render, value->map, depth, error);
	case CEL_TYPE:
		return show_word(render, value->text, error);
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return show_moment(render, value, error);
	default:
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "error during formatting: string clause can only be used on "
				     "strings, bools, bytes, ints, doubles, maps, lists, types, "
				     "durations, and timestamps, was given %s",
				     cel_kind_name(value->kind));
	}
}

gboolean
cel_render_value(CelRender *render, const CelValue *value, GError **error)
{
	return show(render, value, 0, error);
}

CelValue
cel_render_finish(CelRender *render)
{
	return render->text != NULL ? cel_string_of(render->text, render->length) : cel_string("");
}
