/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/text.h"

#include <string.h>

/* a longer line is parted at a character, so nothing of it is lost */
#define MAX_LINE 4096
/* beyond these, all of the other form is given rather than compared */
#define MAX_COMPARED_BYTES (256 * 1024)
#define MAX_COMPARED_LINES 2000

/* what a person would not see on a line; a tab stays */
static void
blank_controls(char *text)
{
	for (char *p = text; *p; p++)
		if (((guchar)*p < 0x20 && *p != '\t') || *p == 0x7f)
			*p = ' ';
}

static gboolean
add_line(const char *start, gsize length, VetSink *sink, GError **error)
{
	g_autofree char *line = g_strndup(start, length);
	const VetBox nowhere = {0};

	blank_controls(line);
	g_strchomp(line);
	return *line == '\0' || vet_sink_line(sink, line, nowhere, NULL, 0, error);
}

gboolean
mail_text_add(const char *text, VetSink *sink, GError **error)
{
	while (*text) {
		gsize length = strcspn(text, "\n\r\f");
		gsize taken = MIN(length, MAX_LINE);
		while (taken < length && taken > 0 && ((guchar)text[taken] & 0xc0) == 0x80)
			taken--;
		/* nothing but bytes that continue a character: no text, but it must end */
		if (length > 0 && taken == 0)
			taken = MIN(length, MAX_LINE);
		if (!add_line(text, taken, sink, error))
			return FALSE;
		text += taken == length && text[taken] ? taken + 1 : taken;
	}
	return TRUE;
}

static char *
without_space(const char *text)
{
	GString *dense = g_string_new(NULL);

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isspace(c) && !g_unichar_iszerowidth(c) && c != '>' && c != '*')
			g_string_append_unichar(dense, c);
	}
	return g_string_free(dense, FALSE);
}

char *
mail_text_only_in(const char *other, const char *text)
{
	if (strlen(text) > MAX_COMPARED_BYTES)
		return g_strdup(other);
	g_auto(GStrv) lines = g_strsplit(other, "\n", -1);
	if (g_strv_length(lines) > MAX_COMPARED_LINES)
		return g_strdup(other);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *dense = without_space(valid);
	GString *only = g_string_new(NULL);
	for (guint i = 0; lines[i]; i++) {
		g_autofree char *line = g_utf8_make_valid(lines[i], -1);
		g_autofree char *dense_line = without_space(line);
		if (*dense_line && !strstr(dense, dense_line))
			g_string_append_printf(only, "%s\n", line);
	}
	return g_string_free(only, FALSE);
}
