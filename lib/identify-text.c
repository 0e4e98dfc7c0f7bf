/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/identify-text.h"

#include <string.h>

#include "lib/charset.h"

/* How much of a text must be text. */
#define TEXT_BYTES (64 * 1024)
/* How far in a page shows that it is one. */
#define MARKUP_BYTES 1024
/* a few bytes with a control character among them are anything */
#define MIN_TEXT_BYTES 32

/* the first letters, also of UTF-16: without what is not ASCII.  Caller frees. */
static char *
first_letters(const guint8 *data, gsize length)
{
	GString *letters = g_string_new(NULL);

	for (gsize i = 0; i < MIN(length, MARKUP_BYTES); i++) {
		if (data[i] > 0 && data[i] < 0x80)
			g_string_append_c(letters, g_ascii_tolower((char)data[i]));
	}
	return g_strchug(g_string_free(letters, FALSE));
}

static gboolean
begins_with_tag(const char *letters, const char *tag)
{
	gsize length = strlen(tag);

	return *letters == '<' && strncmp(letters + 1, tag, length) == 0 &&
	       (letters[length + 1] == '>' || letters[length + 1] == '/' ||
		g_ascii_isspace(letters[length + 1]));
}

const char *
vet_identify_markup(const guint8 *data, gsize length)
{
	static const char *const tags[] = {"!doctype", "html",   "head", "body",  "title",  "meta",
					   "h1",       "h2",     "h3",   "h4",    "div",    "p",
					   "table",    "center", "font", "style", "script", "ul",
					   "ol",       "span",   "form", "br",    "img",    "b"};
	g_autofree char *letters = first_letters(data, length);

	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
		if (begins_with_tag(letters, tags[i]))
			return "text/html";
	}
	if (g_str_has_prefix(letters, "<?xml"))
		return "text/xml";
	/* an element that begins the text and ends it */
	gsize end = length;
	while (end > 0 && (g_ascii_isspace((char)data[end - 1]) || data[end - 1] == '\0'))
		end--;
	gsize name = strcspn(letters, " \t\r\n/>");
	gboolean is_element = name > 1 && *letters == '<' &&
			      (g_ascii_isalpha(letters[1]) || letters[1] == '_') && end > 0 &&
			      data[end - 1] == '>';
	return is_element ? "text/xml" : NULL;
}

const char *
vet_identify_text(const guint8 *data, gsize length)
{
	gsize looked_at = MIN(length, TEXT_BYTES);
	VetCharsetVerdict verdict = vet_charset_judge(data, looked_at - looked_at % 2);
	gboolean is_wide = g_str_has_prefix(vet_charset_name(verdict.charset), "UTF-16");

	if (verdict.is_guess || (is_wide ? length % 2 != 0 : length < MIN_TEXT_BYTES) ||
	    (!is_wide && memchr(data, '\0', looked_at)) ||
	    vet_charset_is_noise(verdict, data, looked_at))
		return NULL;
	const char *markup = vet_identify_markup(data, length);
	return markup ? markup : "text/plain";
}
