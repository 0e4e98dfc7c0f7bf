/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/lines.h"

#include <string.h>

/* how far back from the longest line a place between words is looked for */
#define LOOK_BACK 1024

struct _TextLines {
	VetSink *sink;
	GString *pending;
	gboolean begins_page; /* a form feed was read and no text since */
	guint64 n_torn;       /* lines parted within a word */
};

TextLines *
text_lines_new(VetSink *sink)
{
	TextLines *lines = g_new0(TextLines, 1);
	lines->sink = sink;
	lines->pending = g_string_new(NULL);
	return lines;
}

void
text_lines_free(TextLines *lines)
{
	if (!lines)
		return;
	g_string_free(lines->pending, TRUE);
	g_free(lines);
}

/* what a person would not see on a line; a tab stays */
static void
blank_controls(char *text)
{
	for (char *p = text; *p; p++)
		if (((guchar)*p < 0x20 && *p != '\t') || *p == 0x7f)
			*p = ' ';
}

static gboolean
add_line(TextLines *lines, char *text, GError **error)
{
	const VetBox nowhere = {0};
	blank_controls(text);
	g_strchomp(text);
	if (*text == '\0')
		return TRUE;
	if (lines->begins_page && !vet_sink_page(lines->sink, 0, 0, VET_TEXT_TEXT, error))
		return FALSE;
	lines->begins_page = FALSE;
	return vet_sink_line(lines->sink, text, nowhere, NULL, 0, error);
}

static gboolean
is_between_words(const char *p)
{
	gunichar c = g_utf8_get_char(p);
	return g_unichar_isspace(c) || c == ',' || c == ';' || c == 0x3002 || c == 0xff0c ||
	       c == 0xff1b || c == 0x3001;
}

/* where to part a text that is longer than a line may be: behind what ends a word, or within it */
static gsize
part_at(TextLines *lines, const char *text)
{
	const char *last = text + VET_MAX_LINE_BYTES;
	while (((guchar)*last & 0xc0) == 0x80)
		last--;
	for (const char *p = g_utf8_prev_char(last); p > text + VET_MAX_LINE_BYTES - LOOK_BACK;
	     p = g_utf8_prev_char(p))
		if (is_between_words(p))
			return (gsize)(g_utf8_next_char(p) - text);
	lines->n_torn++;
	return (gsize)(last - text);
}

static gboolean
flush_line(TextLines *lines, gboolean is_whole, GError **error)
{
	GString *pending = lines->pending;
	while (pending->len > VET_MAX_LINE_BYTES) {
		gsize length = part_at(lines, pending->str);
		g_autofree char *part = g_strndup(pending->str, length);
		g_string_erase(pending, 0, (gssize)length);
		if (!add_line(lines, part, error))
			return FALSE;
	}
	if (!is_whole)
		return TRUE;
	gboolean added = add_line(lines, pending->str, error);
	g_string_truncate(pending, 0);
	return added;
}

gboolean
text_lines_feed(TextLines *lines, const char *text, gsize length, GError **error)
{
	const char *end = text + length;
	while (text < end) {
		gsize span = 0, left = (gsize)(end - text);
		/* by pieces, so that a line without an end is not moved again and again */
		gsize most = MIN(left, VET_MAX_LINE_BYTES);
		while (span < most && !strchr("\n\r\f", text[span]))
			span++;
		g_string_append_len(lines->pending, text, (gssize)span);
		text += span;
		gboolean ends = span < most;
		if (!flush_line(lines, ends, error))
			return FALSE;
		if (!ends)
			continue;
		lines->begins_page |= *text == '\f';
		text++;
	}
	return TRUE;
}

gboolean
text_lines_end(TextLines *lines, GError **error)
{
	if (!flush_line(lines, TRUE, error))
		return FALSE;
	if (lines->n_torn == 0)
		return TRUE;
	g_autofree char *sentence =
		g_strdup_printf("Very long lines were cut within a word at %" G_GUINT64_FORMAT
				" places: a line holds at most %d bytes",
				lines->n_torn, VET_MAX_LINE_BYTES);
	return vet_sink_warning(lines->sink, sentence, error);
}
