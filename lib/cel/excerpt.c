/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/excerpt.h"

#include <string.h>

/* characters shown of a line that is longer than both together */
#define SHOWN_BEFORE 80
#define SHOWN_AFTER 60
#define WIDE_SPACE "\u3000"

/* one mark of the same width as the character above it */
static void
append_mark(GString *marks, gunichar above, const char *narrow, const char *wide)
{
	if (g_unichar_iswide(above))
		g_string_append(marks, wide);
	else if (!g_unichar_iszerowidth(above))
		g_string_append(marks, narrow);
}

static void
append_marks(GString *marks, const char *from, const char *place, const char *place_end)
{
	for (const char *at = from; at < place; at = g_utf8_next_char(at))
		append_mark(marks, g_utf8_get_char(at), " ", WIDE_SPACE);
	if (place >= place_end) {
		g_string_append_c(marks, '^');
		return;
	}
	/* what has no width has a caret all the same */
	if (g_unichar_iszerowidth(g_utf8_get_char(place)))
		g_string_append_c(marks, '^');
	append_mark(marks, g_utf8_get_char(place), "^", "＾");
	for (const char *at = g_utf8_next_char(place); at < place_end; at = g_utf8_next_char(at))
		append_mark(marks, g_utf8_get_char(at), "~", "～");
}

/* a tab as one space: where it stops is the terminal's affair, and the caret must hit */
static void
append_line(GString *shown, const char *from, const char *to)
{
	gsize start = shown->len;

	g_string_append_len(shown, from, to - from);
	g_strdelimit(shown->str + start, "\t", ' ');
}

static const char *
step_back(const char *from, const char *start, guint characters)
{
	while (from > start && characters-- > 0)
		from = g_utf8_prev_char(from);
	return from;
}

static const char *
step_forward(const char *from, const char *end, guint characters)
{
	while (from < end && characters-- > 0)
		from = g_utf8_next_char(from);
	return from;
}

/* The line feed before or at `offset`, and the one behind it; the text's ends where there is none. */
static void
find_line(const char *text, gsize length, gsize offset, const char **ret_start,
	  const char **ret_end)
{
	const char *start = memrchr(text, '\n', offset);
	const char *end = memchr(text + offset, '\n', length - offset);

	*ret_start = start != NULL ? start + 1 : text;
	*ret_end = end != NULL ? end : text + length;
	if (*ret_end > *ret_start && (*ret_end)[-1] == '\r')
		(*ret_end)--;
}

char *
cel_excerpt(const char *text, gsize length, gsize offset, gsize span)
{
	const char *start, *end;

	offset = MIN(offset, length);
	span = MIN(span, length - offset);
	find_line(text, length, offset, &start, &end);
	const char *place = MIN(text + offset, end);
	const char *from = step_back(place, start, SHOWN_BEFORE);
	const char *to = step_forward(place, end, SHOWN_AFTER);
	const char *place_end = MIN(place + span, to);
	const char *cut = from > start ? "…" : "";
	GString *shown = g_string_new(NULL);

	g_string_append_printf(shown, "  %s", cut);
	append_line(shown, from, to);
	g_string_append(shown, to < end ? "…\n" : "\n");
	g_string_append(shown, *cut != '\0' ? "   " : "  ");
	append_marks(shown, from, place, place_end);
	g_string_append_c(shown, '\n');
	return g_string_free(shown, FALSE);
}
