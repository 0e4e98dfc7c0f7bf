/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/text/card.h"
#include "plugins/text/csv.h"
#include "plugins/text/json.h"
#include "plugins/text/lines.h"
#include "plugins/text/markdown.h"

/* a longer text is read line by line and nothing else: its structure would need all of it at once */
#define MAX_WHOLE (16 * 1024 * 1024)
#define CHUNK (1024 * 1024)

typedef struct {
	const VetLimits *limits;
	const char *media_type;
	const guint8 *data; /* behind the byte order mark */
	gsize length;
	const VetCharset *charset;
	VetSink *sink;
	guint64 n_replaced;
} Reading;

/* --- what a text may be besides lines --- */

typedef gboolean (*AddText)(Reading *reading, const GString *text, GError **error);

static gboolean
add_lines(Reading *reading, const GString *text, GError **error)
{
	g_autoptr(TextLines) lines = text_lines_new(reading->sink);
	return text_lines_feed(lines, text->str, text->len, error) && text_lines_end(lines, error);
}

static gboolean
add_lines_and_table(Reading *reading, const GString *text, GError **error)
{
	return add_lines(reading, text, error) &&
	       csv_add_table(text->str, reading->limits, reading->sink, error);
}

static gboolean
add_markdown(Reading *reading, const GString *text, GError **error)
{
	return markdown_add(text->str, reading->sink, error);
}

static gboolean
add_card(Reading *reading, const GString *text, GError **error)
{
	g_autofree char *plain = card_plain(text->str);
	g_autoptr(GString) lines = g_string_new(plain);
	return add_lines(reading, lines, error);
}

static gboolean
is_json_type(const Reading *reading)
{
	return strstr(reading->media_type, "json") != NULL;
}

/* It stands as it is in the file, and once more as labels and values on a page of its own. */
static gboolean
add_json(Reading *reading, const GString *text, GError **error)
{
	g_autofree char *fault = NULL;
	if (!add_lines(reading, text, error))
		return FALSE;
	if (json_check(text->str, text->len, &fault))
		return vet_sink_page(reading->sink, 0, 0, VET_TEXT_TEXT, error) &&
		       json_add_lines(text->str, text->len, reading->sink, error);
	/* a plain text may begin with a bracket: only what goes on as JSON is said to be damaged */
	const char *start = text->str + strspn(text->str, " \t\r\n");
	if (!is_json_type(reading) && *start != '{')
		return TRUE;
	g_autofree char *sentence =
		g_strdup_printf("The JSON is damaged (%s); it was read as plain text", fault);
	return vet_sink_warning(reading->sink, sentence, error);
}

/* text/plain is what libmagic says when it knows nothing better */
static gboolean
is_plain(const Reading *reading)
{
	return strcmp(reading->media_type, "text/plain") == 0;
}

static AddText
form_of(const Reading *reading, const GString *text)
{
	static const char *const cards[] = {"text/vcard", "text/x-vcard", "text/calendar", NULL};

	if (g_strv_contains(cards, reading->media_type))
		return add_card;
	if (is_json_type(reading) || (is_plain(reading) && json_begins(text->str)))
		return add_json;
	if ((is_plain(reading) && markdown_is(text->str)) ||
	    strcmp(reading->media_type, "text/markdown") == 0)
		return add_markdown;
	return add_lines_and_table;
}

/* --- reading --- */

static void
decode(Reading *reading, gsize length, gboolean is_last, GString *text)
{
	gsize start = text->len;
	gsize taken = vet_charset_append(reading->charset, reading->data, length, is_last, text);
	for (const char *p = text->str + start; (p = strstr(p, "\xef\xbf\xbd")); p += 3)
		reading->n_replaced++;
	reading->data += taken;
	reading->length -= taken;
}

static gboolean
read_by_chunks(Reading *reading, GError **error)
{
	g_autoptr(TextLines) lines = text_lines_new(reading->sink);
	g_autoptr(GString) text = g_string_new(NULL);
	while (reading->length > 0) {
		gboolean is_last = reading->length <= CHUNK;
		g_string_truncate(text, 0);
		decode(reading, MIN(reading->length, CHUNK), is_last, text);
		if (!text_lines_feed(lines, text->str, text->len, error))
			return FALSE;
	}
	return text_lines_end(lines, error);
}

static gboolean
read_whole(Reading *reading, GError **error)
{
	g_autoptr(GString) text = g_string_sized_new(reading->length);
	decode(reading, reading->length, TRUE, text);
	return form_of(reading, text)(reading, text, error);
}

static gboolean
say_replaced(const Reading *reading, GError **error)
{
	if (reading->n_replaced == 0)
		return TRUE;
	g_autofree char *sentence = g_strdup_printf(
		"%" G_GUINT64_FORMAT " characters are none in %s and were read as U+FFFD",
		reading->n_replaced, vet_charset_name(reading->charset));
	return vet_sink_warning(reading->sink, sentence, error);
}

/* the charset, and whether it is a text at all */
static gboolean
judge(Reading *reading, GError **error)
{
	VetCharsetVerdict verdict = vet_charset_judge(reading->data, reading->length);
	if (vet_charset_is_noise(verdict, reading->data, reading->length)) {
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "It begins like a text, but its bytes are no text in any charset that "
			    "is known here; hand the document in as PDF");
		return FALSE;
	}
	reading->charset = verdict.charset;
	reading->data += verdict.mark;
	reading->length -= verdict.mark;
	if (!verdict.is_guess)
		return TRUE;
	g_autofree char *sentence = g_strdup_printf("The charset is not known; the text was read "
						    "as %s: if it looks wrong, save it as UTF-8",
						    vet_charset_name(verdict.charset));
	return vet_sink_warning(reading->sink, sentence, error);
}

/* RTF is text to libmagic, but its Chinese is all escapes */
static gboolean
is_readable(const char *media_type, GError **error)
{
	if (strcmp(media_type, "text/rtf") != 0)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
		    "Nothing here reads %s; hand the document in as PDF", media_type);
	return FALSE;
}

static gboolean
extract_text(VetSource *source, VetSink *sink, GError **error)
{
	Reading reading = {.limits = vet_source_limits(source),
			   .media_type = vet_source_media_type(source),
			   .sink = sink};
	reading.data = vet_source_map(source, &reading.length, error);
	if (!reading.data || !is_readable(reading.media_type, error) || !judge(&reading, error) ||
	    !vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error))
		return FALSE;
	gboolean done = reading.length > MAX_WHOLE ? read_by_chunks(&reading, error)
						   : read_whole(&reading, error);
	return done && say_replaced(&reading, error);
}

static const char *const media_types[] = {"text/*",
					  "application/json",
					  "application/x-ndjson",
					  "application/csv",
					  "application/x-subrip",
					  "application/javascript",
					  "application/x-setupscript",
					  NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "text",
	.version = "3",
	.summary = "plain text, CSV, JSON, Markdown and vCard in whatever charset",
	.media_types = media_types,
	.prepare = vet_charset_prepare,
	.extract = extract_text,
};
