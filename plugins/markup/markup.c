/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>

#include "plugins/markup/elements.h"
#include "plugins/markup/html.h"
#include "plugins/markup/label.h"
#include "plugins/markup/xml.h"

/* a page with its pictures in it may be large; what is beyond is not read, and that is said */
#define MAX_BYTES (64 * 1024 * 1024)

typedef struct {
	const char *media_type;
	VetSink *sink;
	GString *text;
	guint64 n_replaced;
	const VetCharset *charset;
} Reading;

/* --- decoding --- */

static gboolean
say_charset(const Reading *reading, gboolean is_guess, GError **error)
{
	g_autofree char *sentence = NULL;
	const char *name = vet_charset_name(reading->charset);
	if (is_guess)
		sentence = g_strdup_printf("The charset is not known; the text was read as %s: if "
					   "it looks wrong, save it as UTF-8",
					   name);
	else if (reading->n_replaced > 0)
		sentence = g_strdup_printf("%" G_GUINT64_FORMAT " characters are none in %s and "
					   "were read as U+FFFD",
					   reading->n_replaced, name);
	return !sentence || vet_sink_warning(reading->sink, sentence, error);
}

static gboolean
decode(Reading *reading, VetSource *source, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data)
		return FALSE;
	gsize read = MIN(length, MAX_BYTES);
	VetCharsetVerdict verdict = label_judge(data, read);
	reading->charset = verdict.charset;
	reading->text = g_string_sized_new(read);
	vet_charset_append(verdict.charset, data + verdict.mark, read - verdict.mark,
			   read == length, reading->text);
	for (const char *p = reading->text->str; (p = strstr(p, "\xef\xbf\xbd")); p += 3)
		reading->n_replaced++;
	if (read < length && !vet_sink_warning(reading->sink,
					       "The page is too large: only its first 64 MiB were "
					       "read",
					       error))
		return FALSE;
	return say_charset(reading, verdict.is_guess, error);
}

/* --- which language --- */

typedef enum {
	LANGUAGE_HTML,
	LANGUAGE_HTML_OF_XML,
	LANGUAGE_XML,
} Language;

/* what XML is of shows in its first element */
static Language
language_of(const Reading *reading)
{
	const char *text = reading->text->str;
	gsize length = reading->text->len;
	if (strcmp(reading->media_type, "text/html") == 0)
		return LANGUAGE_HTML;
	g_autoptr(Tokens) tokens = tokens_new(text, length, TRUE);
	g_autofree Token *token = g_new0(Token, 1);
	while (tokens_next(tokens, token) && token->kind != TOKEN_START)
		;
	if (strcmp(token->name, "svg") == 0)
		return LANGUAGE_HTML_OF_XML;
	if (g_ascii_strcasecmp(token->name, "html") != 0)
		return LANGUAGE_XML;
	/* much of what calls itself XHTML is HTML that nobody ever checked */
	return xml_is_whole(text, length) ? LANGUAGE_HTML_OF_XML : LANGUAGE_HTML;
}

static gboolean
read_language(Language language, Tokens *tokens, VetSink *sink, GError **error)
{
	if (language == LANGUAGE_XML)
		return xml_read(tokens, sink, error);
	return html_read(tokens, language == LANGUAGE_HTML_OF_XML, sink, error);
}

/* --- what was wrong --- */

static gboolean
say_faults(Tokens *tokens, Language language, VetSink *sink, GError **error)
{
	g_autofree char *fault = tokens_fault(tokens);
	const References *references = tokens_references(tokens);
	const char *unknown = references_unknown(references);
	g_autofree char *damage =
		fault ? g_strdup_printf("The %s is damaged (%s); what could be read was read",
					language == LANGUAGE_HTML ? "page" : "XML", fault)
		      : NULL;
	g_autofree char *entity =
		unknown ? g_strdup_printf("The entity &%s; stands as it is: %s", unknown,
					  references_refused(references)
						  ? "it needs another file or other entities, "
						    "which are not read"
						  : "nothing says what it is")
			: NULL;
	if (damage && !vet_sink_warning(sink, damage, error))
		return FALSE;
	return !entity || vet_sink_warning(sink, entity, error);
}

static gboolean
extract_markup(VetSource *source, VetSink *sink, GError **error)
{
	Reading reading = {.media_type = vet_source_media_type(source), .sink = sink};
	gboolean done = decode(&reading, source, error);
	if (done) {
		Language language = language_of(&reading);
		g_autoptr(Tokens) tokens =
			tokens_new(reading.text->str, reading.text->len, language != LANGUAGE_HTML);
		done = read_language(language, tokens, sink, error) &&
		       say_faults(tokens, language, sink, error);
	}
	if (reading.text)
		g_string_free(reading.text, TRUE);
	return done;
}

static gboolean
prepare(GError **error)
{
	elements_prepare();
	return vet_charset_prepare(error) && references_prepare(error);
}

static const char *const media_types[] = {
	"text/html",
	"application/xhtml+xml",
	"text/xml",
	"application/xml",
	"image/svg+xml",
	"application/rdf+xml",
	"application/ttml+xml",
	"application/xml-sitemap",
	"application/vnd.google-earth.kml+xml",
	"model/vnd.collada+xml",
	"application/x-freemind",
	"application/x-freeplane",
	NULL,
};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "markup",
	.version = "2",
	.summary = "HTML, XML and SVG: what a reader sees, and apart from it what is hidden",
	.media_types = media_types,
	.prepare = prepare,
	.extract = extract_markup,
};
