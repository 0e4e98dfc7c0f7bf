/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values as text for people (cel_value_to_display). */

#include "lib/cel/number.h"
#include "lib/cel/timestamp.h"

/* a message is read by a person; and shared parts can make a small value astronomic in print */
#define DISPLAY_MAX_BYTES (64 * 1024)
#define DISPLAY_MAX_DEPTH 64

static void show(GString *text, const CelValue *value, guint depth);

/* Text of a value may be cut, never in the middle of a character. */
static void
append_text(GString *text, const char *part, gsize length)
{
	gsize room = DISPLAY_MAX_BYTES - MIN(text->len, DISPLAY_MAX_BYTES);

	if (length > room) {
		while (room > 0 && ((guchar)part[room] & 0xc0) == 0x80)
			room--;
		length = room;
	}
	g_string_append_len(text, part, (gssize)length);
}

static void
show_quoted(GString *text, const CelValue *value)
{
	g_string_append_c(text, '"');
	for (guint32 i = 0; i < value->length && text->len < DISPLAY_MAX_BYTES;) {
		guchar byte = (guchar)value->text[i];
		/* whole characters: the text may be cut behind any of them */
		guint32 width = MIN((guint32)g_utf8_skip[byte], value->length - i);

		if (byte == '"' || byte == '\\')
			g_string_append_printf(text, "\\%c", byte);
		else if (byte < 0x20)
			g_string_append_printf(text, "\\u%04x", byte);
		else
			g_string_append_len(text, value->text + i, width);
		i += width;
	}
	g_string_append_c(text, '"');
}

static void
show_inner(GString *text, const CelValue *value, guint depth)
{
	if (value->kind == CEL_STRING)
		show_quoted(text, value);
	else
		show(text, value, depth);
}

static void
show_list(GString *text, const CelList *list, guint depth)
{
	g_string_append_c(text, '[');
	for (gsize i = 0; i < list->length && text->len < DISPLAY_MAX_BYTES; i++) {
		if (i > 0)
			g_string_append(text, ", ");
		show_inner(text, &list->items[i], depth + 1);
	}
	g_string_append_c(text, ']');
}

static void
show_map(GString *text, const CelMap *map, guint depth)
{
	g_string_append_c(text, '{');
	for (gsize i = 0; i < map->length && text->len < DISPLAY_MAX_BYTES; i++) {
		if (i > 0)
			g_string_append(text, ", ");
		show_inner(text, &map->entries[i].key, depth + 1);
		g_string_append(text, ": ");
		show_inner(text, &map->entries[i].value, depth + 1);
	}
	g_string_append_c(text, '}');
}

static void
show_bytes(GString *text, const CelValue *value)
{
	for (guint32 i = 0; i < value->length && text->len < DISPLAY_MAX_BYTES; i++)
		g_string_append_printf(text, "%02x", (guchar)value->text[i]);
}

/* The kinds whose text has a bound. */
static void
show_scalar(GString *text, const CelValue *value)
{
	char buffer[MAX(CEL_NUMBER_SIZE, CEL_TIMESTAMP_SIZE)];

	switch (value->kind) {
	case CEL_BOOL:
		g_string_append(text, value->boolean ? "true" : "false");
		return;
	case CEL_INT:
		g_string_append_printf(text, "%" G_GINT64_FORMAT, value->integer);
		return;
	case CEL_UINT:
		g_string_append_printf(text, "%" G_GUINT64_FORMAT, value->uinteger);
		return;
	case CEL_DOUBLE:
		cel_number_print_double(value->real, buffer);
		break;
	case CEL_TIMESTAMP:
		cel_timestamp_print(value, buffer);
		break;
	case CEL_DURATION:
		cel_duration_print(value, buffer);
		break;
	default:
		g_string_append(text, "null");
		return;
	}
	g_string_append(text, buffer);
}

static void
show(GString *text, const CelValue *value, guint depth)
{
	if (depth > DISPLAY_MAX_DEPTH) {
		g_string_append(text, "…");
		return;
	}
	switch (value->kind) {
	case CEL_STRING:
		append_text(text, value->text, value->length);
		return;
	case CEL_TYPE:
		g_string_append(text, value->text);
		return;
	case CEL_BYTES:
		show_bytes(text, value);
		return;
	case CEL_LIST:
		show_list(text, value->list, depth);
		return;
	case CEL_MAP:
		show_map(text, value->map, depth);
		return;
	case CEL_OPTIONAL:
		if (value->optional != NULL)
			show(text, value->optional, depth + 1);
		else
			g_string_append(text, "none");
		return;
	default:
		show_scalar(text, value);
	}
}

char *
cel_value_to_display(CelValue value)
{
	GString *text = g_string_new(NULL);

	show(text, &value, 0);
	if (text->len >= DISPLAY_MAX_BYTES)
		g_string_append(text, "…");
	return g_string_free(text, FALSE);
}
