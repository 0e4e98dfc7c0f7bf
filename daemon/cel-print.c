/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-print.h"

#include <string.h>

#include "lib/ident.h"
#include "lib/text.h"

#define MAX_BYTES (64 * 1024)
#define MAX_DEPTH 64
#define INDENT 2

typedef struct {
	GString *text;
	const VetCelPrint *how;
} Page;

static void put_value(Page *page, const CelValue *value, guint indent, gboolean lines);

static gsize
most(const Page *page)
{
	return page->how->max_bytes ? page->how->max_bytes : MAX_BYTES;
}

static gboolean
is_full(const Page *page)
{
	return page->text->len > most(page);
}

/* a keyed hash says nothing to a person, but that two are one */
static gboolean
is_left_out(const Page *page, const CelValue *key)
{
	return page->how->masked && key->kind == CEL_STRING && g_str_equal(key->text, "id_key");
}

static void
put_escaped(Page *page, const char *begin, const char *end)
{
	for (const char *at = begin; at < end && !is_full(page); at++) {
		if (*at == '"' || *at == '\\')
			g_string_append_printf(page->text, "\\%c", *at);
		else if (*at == '\n')
			g_string_append(page->text, "\\n");
		else if ((guchar)*at < 0x20 || *at == 0x7f)
			g_string_append_printf(page->text, "\\x%02x", (guchar)*at);
		else
			g_string_append_c(page->text, *at);
	}
}

static void
put_text(Page *page, const CelValue *value)
{
	g_autofree char *starred = NULL;
	const char *begin = value->text, *end = value->text + value->length;
	if (page->how->masked && strlen(begin) == value->length) {
		begin = starred = vet_mask_personal_numbers(value->text);
		end = begin + strlen(begin);
	}
	const char *stop = begin;
	for (guint n = 0; stop < end && (!page->how->max_text || n < page->how->max_text); n++)
		stop = g_utf8_next_char(stop);
	g_string_append_c(page->text, '"');
	put_escaped(page, begin, stop);
	g_string_append(page->text, stop < end ? "…\"" : "\"");
}

static void
put_scalar(Page *page, const CelValue *value)
{
	static const char *const before[] = {[CEL_BYTES] = "bytes(",
					     [CEL_TIMESTAMP] = "timestamp(\"",
					     [CEL_DURATION] = "duration(\""};
	static const char *const behind[] = {[CEL_UINT] = "u",
					     [CEL_BYTES] = ")",
					     [CEL_TIMESTAMP] = "\")",
					     [CEL_DURATION] = "\")"};
	g_autofree char *text = cel_value_to_display(*value);
	if (value->kind < G_N_ELEMENTS(before) && before[value->kind])
		g_string_append(page->text, before[value->kind]);
	g_string_append(page->text, text);
	if (value->kind == CEL_DOUBLE && strspn(text, "-0123456789") == strlen(text))
		g_string_append(page->text, ".0");
	if (value->kind < G_N_ELEMENTS(behind) && behind[value->kind])
		g_string_append(page->text, behind[value->kind]);
}

/* between two elements, or before the first and behind the last */
static void
put_break(Page *page, guint indent, gboolean lines, gboolean space)
{
	if (lines)
		g_string_append_printf(page->text, "\n%*s", (int)indent, "");
	else if (space)
		g_string_append_c(page->text, ' ');
}

static void
put_list(Page *page, const CelList *list, guint indent, gboolean lines)
{
	g_string_append_c(page->text, '[');
	for (gsize i = 0; i < list->length && !is_full(page); i++) {
		if (i)
			g_string_append_c(page->text, ',');
		put_break(page, indent + INDENT, lines, i > 0);
		put_value(page, &list->items[i], indent + INDENT, lines);
	}
	put_break(page, indent, lines && list->length, FALSE);
	g_string_append_c(page->text, ']');
}

static void
put_map(Page *page, const CelMap *map, guint indent, gboolean lines)
{
	gboolean first = TRUE;
	g_string_append_c(page->text, '{');
	for (gsize i = 0; i < map->length && !is_full(page); i++) {
		if (is_left_out(page, &map->entries[i].key))
			continue;
		if (!first)
			g_string_append_c(page->text, ',');
		put_break(page, indent + INDENT, lines, !first);
		put_value(page, &map->entries[i].key, indent + INDENT, FALSE);
		g_string_append(page->text, ": ");
		put_value(page, &map->entries[i].value, indent + INDENT, lines);
		first = FALSE;
	}
	put_break(page, indent, lines && !first, FALSE);
	g_string_append_c(page->text, '}');
}

static void
put_optional(Page *page, const CelValue *held, guint indent)
{
	g_string_append(page->text, held ? "optional.of(" : "optional.none(");
	if (held)
		put_value(page, held, indent + INDENT, FALSE);
	g_string_append_c(page->text, ')');
}

/* what fits stays on the line: tried first, taken back when it does not */
static void
put_value(Page *page, const CelValue *value, guint indent, gboolean lines)
{
	gboolean holds = value->kind == CEL_LIST || value->kind == CEL_MAP;
	if (indent > MAX_DEPTH * INDENT) {
		g_string_append(page->text, "…");
		return;
	}
	if (value->kind == CEL_STRING) {
		put_text(page, value);
		return;
	}
	if (value->kind == CEL_OPTIONAL) {
		put_optional(page, value->optional, indent);
		return;
	}
	if (!holds) {
		put_scalar(page, value);
		return;
	}
	if (lines) {
		Page trial = {g_string_new(NULL), page->how};
		put_value(&trial, value, indent, FALSE);
		gboolean fits = !is_full(&trial) &&
				vet_text_width(trial.text->str) + indent < page->how->columns;
		if (fits)
			g_string_append(page->text, trial.text->str);
		g_string_free(trial.text, TRUE);
		if (fits)
			return;
	}
	if (value->kind == CEL_LIST)
		put_list(page, value->list, indent, lines);
	else
		put_map(page, value->map, indent, lines);
}

char *
vet_cel_print(CelValue value, const VetCelPrint *how)
{
	Page page = {g_string_new(NULL), how};
	put_value(&page, &value, 0, how->columns > 0);
	if (is_full(&page)) {
		/* not in the middle of a character */
		const char *end =
			g_utf8_find_prev_char(page.text->str, page.text->str + most(&page));
		g_string_truncate(page.text, end - page.text->str);
		g_string_append(page.text, "…");
	}
	return g_string_free(page.text, FALSE);
}
