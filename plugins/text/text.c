/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/text/charset.h"
#include "plugins/text/csv.h"

/* a longer line (JSON in one line) is split at a character, so nothing of it is lost */
#define MAX_LINE 4096

static const struct {
	const char *media_type;
	gboolean is_readable; /* its source still shows the text */
} markups[] = {
	{"text/rtf", FALSE},
	{"text/html", TRUE},
	{"text/xml", TRUE},
};

/* what a person would not see on a line; a tab stays */
static void
blank_controls(char *text)
{
	for (char *p = text; *p; p++)
		if (((guchar)*p < 0x20 && *p != '\t') || *p == 0x7f)
			*p = ' ';
}

static gboolean
add_line(TextCharset charset, const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	g_autofree char *text = text_charset_decode(charset, data, length);
	blank_controls(text);
	g_strchomp(text);
	const VetBox nowhere = {0};
	return *text == '\0' || vet_sink_line(sink, text, nowhere, NULL, 0, error);
}

static gboolean
add_lines(TextCharset charset, const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	gsize start = 0;
	for (gsize at = 0; at < length;) {
		guint8 ascii;
		gsize step = text_charset_step(charset, data + at, length - at, &ascii);
		gboolean ends = ascii == '\n' || ascii == '\r' || ascii == '\f';
		if (ends || at + step - start > MAX_LINE) {
			if (!add_line(charset, data + start, at - start, sink, error))
				return FALSE;
			start = ends ? at + step : at;
		}
		if (ascii == '\f' && at + step < length &&
		    !vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error))
			return FALSE;
		at += step;
	}
	return add_line(charset, data + start, length - start, sink, error);
}

static gboolean
add_table(TextCharset charset, const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	if (length > CSV_MAX_BYTES)
		return TRUE;
	g_autofree char *text = text_charset_decode(charset, data, length);
	return csv_add_table(text, sink, error);
}

static gboolean
check_markup(const char *media_type, VetSink *sink, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(markups); i++) {
		if (strcmp(media_type, markups[i].media_type) != 0)
			continue;
		if (markups[i].is_readable)
			return vet_sink_warning(
				sink, "The text was read with its markup, as it stands in the file",
				error);
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "Nothing here reads %s; hand the document in as PDF", media_type);
		return FALSE;
	}
	return TRUE;
}

static gboolean
extract_text(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data || !check_markup(vet_source_media_type(source), sink, error))
		return FALSE;
	gsize mark;
	TextCharset charset = text_charset_judge(data, length, &mark);
	data += mark;
	length -= mark;
	if (charset == TEXT_LATIN1 &&
	    !vet_sink_warning(sink, "The charset is not known; the text was read as Latin-1",
			      error))
		return FALSE;
	if (!vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) ||
	    !add_lines(charset, data, length, sink, error))
		return FALSE;
	if (strcmp(vet_source_media_type(source), "application/json") == 0)
		return TRUE;
	return add_table(charset, data, length, sink, error);
}

static const char *const media_types[] = {"text/*", "application/json", "application/x-ndjson",
					  "application/csv", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "text",
	.version = "1",
	.summary = "plain text, CSV and JSON in UTF-8, UTF-16, GB18030 or Latin-1",
	.media_types = media_types,
	.prepare = text_charset_prepare,
	.extract = extract_text,
};
