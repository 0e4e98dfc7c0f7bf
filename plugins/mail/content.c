/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/content.h"

#include "plugins/mail/charset.h"
#include "plugins/mail/html.h"

#define CHUNK (64 * 1024)
/* markup and transfer encodings take more than the text they hold */
#define MARKUP_FACTOR 4

/* A stream of the part's own bytes; NULL when it has none.  Caller unrefs. */
static GMimeStream *
open_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);

	if (!content)
		return NULL;
	GMimeStream *packed = g_mime_data_wrapper_get_stream(content);
	g_mime_stream_reset(packed);
	GMimeStream *stream = g_mime_stream_filter_new(packed);
	GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
	g_autoptr(GMimeFilter) filter = g_mime_filter_basic_new(encoding, FALSE);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	return stream;
}

gboolean
mail_content_member(GMimePart *part, const char *name, VetSink *sink, GError **error)
{
	g_autoptr(GMimeStream) stream = open_content(part);
	g_autofree char *chunk = g_malloc(CHUNK);
	ssize_t n;

	if (!vet_sink_member_begin(sink, name, 0, error))
		return FALSE;
	while (stream && (n = g_mime_stream_read(stream, chunk, CHUNK)) > 0)
		if (!vet_sink_member_write(sink, chunk, (gsize)n, error))
			return FALSE;
	return vet_sink_member_end(sink, error);
}

static GByteArray *
read_all(GMimePart *part, guint64 max, const VetLimits *limits, GError **error)
{
	g_autoptr(GMimeStream) stream = open_content(part);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *chunk = g_malloc(CHUNK);
	ssize_t n;

	while (stream && (n = g_mime_stream_read(stream, chunk, CHUNK)) > 0) {
		if (bytes->len + (guint64)n > max) {
			g_autofree char *what = vet_limits_describe(limits, VET_LIMIT_TEXT_BYTES);
			g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, what);
			return NULL;
		}
		g_byte_array_append(bytes, (const guint8 *)chunk, (guint)n);
	}
	return g_steal_pointer(&bytes);
}

char *
mail_content_text(GMimePart *part, const VetLimits *limits, gboolean *ret_known, GError **error)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	gboolean is_html = g_mime_content_type_is_type(type, "text", "html");
	guint64 max = limits->value[VET_LIMIT_TEXT_BYTES] * (is_html ? MARKUP_FACTOR : 1);
	g_autoptr(GByteArray) bytes = read_all(part, MIN(max, G_MAXINT), limits, error);

	if (!bytes)
		return NULL;
	/* of no bytes there is no array */
	const guint8 *data = bytes->data ? bytes->data : (const guint8 *)"";
	g_autofree char *text = mail_charset_decode(
		g_mime_content_type_get_parameter(type, "charset"), data, bytes->len, ret_known);
	return is_html ? mail_html_text(text) : g_steal_pointer(&text);
}
