/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text.h"

#include "lib/error.h"

#include <iconv.h>
#include <string.h>

typedef struct {
	const char *charset;
	const char *iconv_name; /* NULL: UTF-8 already */
	const char *mark;
	gsize mark_length;
} Encoding;

static const Encoding marked_encodings[] = {
	{"UTF-8", NULL, "\xEF\xBB\xBF", 3},
	{"GB18030", "GB18030", "\x84\x31\x95\x33", 4},
	{"UTF-16LE", "UTF-16LE", "\xFF\xFE", 2},
	{"UTF-16BE", "UTF-16BE", "\xFE\xFF", 2},
};
static const Encoding plain_utf8 = {"UTF-8", NULL, "", 0};
static const Encoding plain_gb18030 = {"GB18030", "GB18030", "", 0};

static const Encoding *
encoding_of(const char *bytes, gsize length)
{
	for (guint i = 0; i < G_N_ELEMENTS(marked_encodings); i++) {
		const Encoding *encoding = &marked_encodings[i];
		if (length >= encoding->mark_length &&
		    memcmp(bytes, encoding->mark, encoding->mark_length) == 0)
			return encoding;
	}
	return g_utf8_validate_len(bytes, length, NULL) ? &plain_utf8 : &plain_gb18030;
}

/* FALSE with the place of the first bad byte; `ret_text` takes 2 * length + 1 bytes */
static gboolean
decode_into(const Encoding *encoding, const char *bytes, gsize length, char *ret_text,
	    gsize *ret_bad)
{
	char *from = (char *)bytes;
	char *to = ret_text;
	gsize from_left = length;
	gsize to_left = length * 2;
	gboolean ok;
	iconv_t converter;

	if (!encoding->iconv_name) {
		const char *end;
		ok = g_utf8_validate_len(bytes, length, &end);
		*ret_bad = end - bytes;
		memcpy(ret_text, bytes, length);
		ret_text[length] = '\0';
		return ok;
	}
	converter = iconv_open("UTF-8", encoding->iconv_name);
	if (converter == (iconv_t)-1) {
		*ret_bad = 0;
		return FALSE;
	}
	ok = iconv(converter, &from, &from_left, &to, &to_left) != (size_t)-1;
	iconv_close(converter);
	*to = '\0';
	*ret_bad = from - bytes;
	/* a NUL would cut the text silently: such bytes are not text */
	return ok && strlen(ret_text) == (gsize)(to - ret_text);
}

char *
vet_text_decode(const char *bytes, gsize length, const char **ret_charset, GError **error)
{
	const Encoding *encoding = encoding_of(bytes, length);
	gsize rest = length - encoding->mark_length;
	g_autofree char *text = NULL;
	gsize bad;

	/* none of the encodings makes more than 2 bytes of UTF-8 out of one */
	if (rest < G_MAXSSIZE / 2)
		text = g_try_malloc(rest * 2 + 1);
	if (!text) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
			    "no memory to decode %" G_GSIZE_FORMAT " bytes of text", length);
		return NULL;
	}
	if (!decode_into(encoding, bytes + encoding->mark_length, rest, text, &bad)) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_MALFORMED,
			"neither UTF-8, UTF-16 with a mark nor GB18030 (read as %s, the first bad "
			"byte is %" G_GSIZE_FORMAT "); save the file as UTF-8",
			encoding->charset, bad + encoding->mark_length);
		return NULL;
	}
	if (ret_charset)
		*ret_charset = encoding->charset;
	return g_steal_pointer(&text);
}
