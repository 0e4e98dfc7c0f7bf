/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/embed.h"

#include <string.h>

#define MAX_EMBEDDED 500
/* a picture of fewer bytes is a spacer or a bullet */
#define MIN_PICTURE 100
#define MAX_HEAD 256
#define CHUNK 4096

static const struct {
	const char *media_type; /* one that ends in '/' is a prefix */
	const char *noun, *extension;
} types[] = {
	{"image/png", "picture", "png"},
	{"image/jpeg", "picture", "jpg"},
	{"image/jpg", "picture", "jpg"},
	{"image/gif", "picture", "gif"},
	{"image/webp", "picture", "webp"},
	{"image/bmp", "picture", "bmp"},
	{"image/tiff", "picture", "tif"},
	{"image/svg+xml", "picture", "svg"},
	{"image/", "picture", "img"},
	{"application/pdf", "file", "pdf"},
	{"text/html", "page", "html"},
	{"text/plain", "file", "txt"},
	{"text/css", NULL, NULL},
	{"application/javascript", NULL, NULL},
	{"text/javascript", NULL, NULL},
	{"font/", NULL, NULL},
	{"application/font", NULL, NULL},
	{"application/x-font", NULL, NULL},
	{"", "file", "bin"},
};

gboolean
embed_is_data(Slice uri)
{
	return uri.length > 5 && g_ascii_strncasecmp(uri.start, "data:", 5) == 0;
}

static gboolean
begin(Embed *embed, const char *noun, const char *extension, gsize packed, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s-%u.%s", noun, ++embed->n, extension);
	return vet_sink_member_begin(embed->sink, name, packed, error);
}

/* said once */
static gboolean
say_full(Embed *embed, GError **error)
{
	if (embed->is_full)
		return TRUE;
	embed->is_full = TRUE;
	return vet_sink_warning(
		embed->sink, "More than 500 files stand in the page itself; the rest were not read",
		error);
}

static int
hex_at(Slice text, gsize at)
{
	return at < text.length ? g_ascii_xdigit_value(text.start[at]) : -1;
}

/* the next bytes of the text with "%41" resolved; `*at` moves on */
static gsize
take_bytes(Slice text, gsize *at, char *ret_bytes, gsize most)
{
	gsize n = 0;
	for (; *at < text.length && n < most; n++) {
		int high = text.start[*at] == '%' ? hex_at(text, *at + 1) : -1;
		int low = high >= 0 ? hex_at(text, *at + 2) : -1;
		ret_bytes[n] = (char)(low >= 0 ? high << 4 | low : text.start[*at]);
		*at += low >= 0 ? 3 : 1;
	}
	return n;
}

static gboolean
write_payload(Embed *embed, Slice payload, gboolean is_base64, GError **error)
{
	char bytes[CHUNK];
	guchar plain[CHUNK];
	gsize at = 0, n;
	int state = 0;
	guint save = 0;
	while ((n = take_bytes(payload, &at, bytes, sizeof bytes)) > 0) {
		const void *data = bytes;
		if (is_base64) {
			n = g_base64_decode_step(bytes, n, plain, &state, &save);
			data = plain;
		}
		if (!vet_sink_member_write(embed->sink, data, n, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
embed_data(Embed *embed, Slice uri, GError **error)
{
	const char *comma = memchr(uri.start, ',', MIN(uri.length, MAX_HEAD));
	if (!comma)
		return TRUE;
	g_autofree char *head = g_ascii_strdown(uri.start + 5, comma - uri.start - 5);
	Slice payload = {comma + 1, uri.length - (gsize)(comma + 1 - uri.start)};
	gboolean is_base64 = strstr(head, ";base64") != NULL;
	gsize i = 0;
	while (!g_str_has_prefix(head, types[i].media_type))
		i++;
	gboolean is_tiny = g_str_has_prefix(head, "image/") &&
			   (is_base64 ? payload.length / 4 * 3 : payload.length) < MIN_PICTURE;
	if (!types[i].noun || is_tiny || payload.length == 0)
		return TRUE;
	if (embed->n == MAX_EMBEDDED)
		return say_full(embed, error);
	return begin(embed, types[i].noun, types[i].extension, payload.length, error) &&
	       write_payload(embed, payload, is_base64, error) &&
	       vet_sink_member_end(embed->sink, error);
}

gboolean
embed_page(Embed *embed, const char *text, GError **error)
{
	if (embed->n == MAX_EMBEDDED)
		return say_full(embed, error);
	return begin(embed, "page", "html", 0, error) &&
	       vet_sink_member_write(embed->sink, text, strlen(text), error) &&
	       vet_sink_member_end(embed->sink, error);
}
