/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <string.h>
#include <unistd.h>

#include "plugins/mail/charset.h"
#include "plugins/mail/headers.h"
#include "plugins/mail/html.h"
#include "plugins/mail/mbox.h"
#include "plugins/mail/parts.h"

#define MAX_BOUNDARIES 256
#define PARTS_PER_MEMBER 4
#define PARTS_AT_LEAST 1024

static GMimeParserOptions *options;

/* --- a look before GMime makes objects of it all --- */

/* Boundaries as the mail declares them, in any header of any part. */
static GHashTable *
find_boundaries(const guint8 *data, gsize length)
{
	static const char mark[] = "boundary=";
	GHashTable *boundaries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const guint8 *end = data + length;

	for (const guint8 *p = data; g_hash_table_size(boundaries) < MAX_BOUNDARIES;) {
		p = memchr(p, '=', (gsize)(end - p));
		if (!p)
			break;
		p++;
		if (p - data < (gssize)sizeof mark - 1 ||
		    g_ascii_strncasecmp((const char *)p - (sizeof mark - 1), mark,
					sizeof mark - 1) != 0)
			continue;
		gboolean is_quoted = p < end && *p == '"';
		const guint8 *start = p + is_quoted;
		const guint8 *stop = start;
		while (stop < end && stop - start < 200 && *stop != '\r' && *stop != '\n' &&
		       (is_quoted ? *stop != '"' : !strchr("; \t", *stop)))
			stop++;
		g_hash_table_add(boundaries, g_strndup((const char *)start, (gsize)(stop - start)));
	}
	return boundaries;
}

/* "--boundary" and nothing else but white space and the "--" of the last one */
static gboolean
is_boundary(GHashTable *boundaries, const guint8 *line, gsize length)
{
	if (length < 3 || length > 256 || line[0] != '-' || line[1] != '-')
		return FALSE;
	g_autofree char *text = g_strndup((const char *)line + 2, length - 2);
	g_strchomp(text);
	if (g_hash_table_contains(boundaries, text))
		return TRUE;
	if (g_str_has_suffix(text, "--"))
		text[strlen(text) - 2] = '\0';
	return g_hash_table_contains(boundaries, text);
}

/* A part costs six bytes in the mail and a thousand in memory. */
static gboolean
check_parts(const guint8 *data, gsize length, const VetLimits *limits, GError **error)
{
	g_autoptr(GHashTable) boundaries = find_boundaries(data, length);
	guint64 max = limits->value[VET_LIMIT_MEMBERS] * PARTS_PER_MEMBER + PARTS_AT_LEAST;
	const guint8 *end = data + length;
	guint64 n = 0;

	for (const guint8 *p = data; p < end;) {
		const guint8 *found = memchr(p, '\n', (gsize)(end - p));
		const guint8 *next = found ? found + 1 : end;
		n += is_boundary(boundaries, p, (gsize)(next - p));
		if (n > max) {
			g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
				    "The mail has more than %" G_GUINT64_FORMAT
				    " parts, too many for the members allowed (limits.members)",
				    max);
			return FALSE;
		}
		p = next;
	}
	return TRUE;
}

/* --- reading --- */

/* where the parser leaves something out; what it merely frowns at is of no interest */
static const GMimeParserWarning losses[] = {
	GMIME_WARN_TRUNCATED_MESSAGE,   GMIME_WARN_MALFORMED_MULTIPART,
	GMIME_CRIT_INVALID_HEADER_NAME, GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY,
	GMIME_CRIT_NESTING_OVERFLOW,
};

static void
on_fault(gint64 offset, GMimeParserWarning fault, const gchar *item, gpointer user_data)
{
	for (guint i = 0; i < G_N_ELEMENTS(losses); i++)
		if (fault == losses[i])
			*(gboolean *)user_data = TRUE;
}

static gboolean
add_message(GMimeMessage *message, const VetLimits *limits, VetSink *sink, GError **error)
{
	return vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error) &&
	       mail_headers_add(message, sink, error) &&
	       mail_parts_add(message, limits, sink, error);
}

static gboolean
read_mail(VetSource *source, VetSink *sink, GError **error)
{
	gboolean is_cut = FALSE;
	int fd = dup(vet_source_fd(source));
	if (fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
			    "No descriptor is left for the mail");
		return FALSE;
	}
	g_autoptr(GMimeStream) stream = g_mime_stream_fs_new(fd);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_options_set_warning_callback(options, on_fault, &is_cut);
	g_autoptr(GMimeMessage) message = g_mime_parser_construct_message(parser, options);
	if (!message) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_MALFORMED,
			"The mail cannot be read: it has no headers; save and hand it in again");
		return FALSE;
	}
	if (!add_message(message, vet_source_limits(source), sink, error))
		return FALSE;
	return !is_cut ||
	       vet_sink_warning(
		       sink,
		       "The mail is cut short or damaged: not all of its parts end as they should; "
		       "save and hand it in again",
		       error);
}

static gboolean
extract_mail(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	if (length >= 5 && memcmp(data, "From ", 5) == 0)
		return mail_mbox_read(data, length, sink, error);
	return check_parts(data, length, vet_source_limits(source), error) &&
	       read_mail(source, sink, error);
}

static gboolean
prepare(GError **error)
{
	/* headers in bytes ≥ 0x80 without a word on their charset */
	static const char *fallbacks[] = {"utf-8", "gb18030", "iso-8859-1", NULL};

	if (!mail_charset_prepare(error))
		return FALSE;
	mail_html_prepare();
	g_mime_init();
	options = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(options, fallbacks);
	return TRUE;
}

static const char *const media_types[] = {"message/rfc822", "message/news", "message/global",
					  "application/mbox", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "mail",
	.version = "1",
	.summary = "mail (eml) and mailboxes (mbox): headers and text, attachments as documents",
	.media_types = media_types,
	.prepare = prepare,
	.extract = extract_mail,
};
