/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/charset.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define NOT_ASCII 0x80
#define UTF8_GOOD_PER_BAD 16

/* iconv loads its tables from files, which a sandboxed child cannot open */
static GIConv gb18030 = (GIConv)-1;

static const struct {
	const char *bytes;
	gsize length;
	TextCharset charset;
} marks[] = {
	{"\xef\xbb\xbf", 3, TEXT_UTF8},
	{"\xff\xfe", 2, TEXT_UTF16LE},
	{"\xfe\xff", 2, TEXT_UTF16BE},
};

gboolean
text_charset_prepare(GError **error)
{
	if (gb18030 == (GIConv)-1)
		gb18030 = g_iconv_open("UTF-8", "GB18030");
	if (gb18030 != (GIConv)-1)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "iconv cannot convert GB18030: install libc6's gconv modules");
	return FALSE;
}

/* the bytes of one GB18030 character, 0 when there is none */
static gsize
gb18030_step(const guint8 *p, gsize left)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] == 0x80 || p[0] == 0xff || left < 2)
		return 0;
	if (p[1] >= 0x40 && p[1] != 0x7f && p[1] != 0xff)
		return 2;
	gboolean four = left >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[2] != 0xff &&
			p[3] >= 0x30 && p[3] <= 0x39;
	return four ? 4 : 0;
}

/* Latin text forms pairs too, but seldom those of GB 2312, where nearly all Chinese text is */
static gboolean
looks_like_gb18030(const guint8 *data, gsize length)
{
	guint64 common = 0, rare = 0, broken = 0;
	for (gsize at = 0; at < length;) {
		gsize step = gb18030_step(data + at, length - at);
		if (step == 0)
			broken++;
		else if (step == 2 && data[at] >= 0xa1 && data[at] <= 0xf7 && data[at + 1] >= 0xa1)
			common++;
		else if (step > 1)
			rare++;
		at += MAX(step, 1);
	}
	return common > rare + broken;
}

/* a few bad bytes do not make another charset of it; GB18030 read as UTF-8 is bad nearly everywhere
 */
static gboolean
looks_like_utf8(const guint8 *data, gsize length)
{
	guint64 good = 0, bad = 0;
	const char *end = (const char *)data + length;
	for (const char *p = (const char *)data; p < end;) {
		const char *stop;
		g_utf8_validate_len(p, (gsize)(end - p), &stop);
		for (; p < stop; p++)
			good += (guchar)*p >= 0xc2;
		if (p < end && *p++ != '\0')
			bad++;
	}
	return bad * UTF8_GOOD_PER_BAD <= good;
}

TextCharset
text_charset_judge(const guint8 *data, gsize length, gsize *ret_mark)
{
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (length >= marks[i].length &&
		    memcmp(data, marks[i].bytes, marks[i].length) == 0) {
			*ret_mark = marks[i].length;
			return marks[i].charset;
		}
	*ret_mark = 0;
	if (looks_like_utf8(data, length))
		return TEXT_UTF8;
	return looks_like_gb18030(data, length) ? TEXT_GB18030 : TEXT_LATIN1;
}

gsize
text_charset_step(TextCharset charset, const guint8 *p, gsize left, guint8 *ret_ascii)
{
	gsize step = 1;
	guint unit = p[0];
	if (charset == TEXT_UTF16LE || charset == TEXT_UTF16BE) {
		step = MIN(left, 2);
		if (left >= 2)
			unit = charset == TEXT_UTF16LE ? p[0] | (guint)p[1] << 8
						       : (guint)p[0] << 8 | p[1];
		if (unit >= 0xd800 && unit < 0xdc00 && left >= 4)
			step = 4;
	} else if (charset == TEXT_UTF8 && p[0] >= 0xc2) {
		gsize wanted = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
		while (step < wanted && step < left && (p[step] & 0xc0) == 0x80)
			step++;
	} else if (charset == TEXT_GB18030) {
		step = MAX(gb18030_step(p, left), 1);
	}
	*ret_ascii = unit < 0x80 ? (guint8)unit : NOT_ASCII;
	return step;
}

static char *
decode_utf16(const guint8 *data, gsize length, gboolean is_big_endian)
{
	GString *text = g_string_sized_new(length);
	for (gsize at = 0; at + 1 < length;) {
		guint shift = is_big_endian ? 8 : 0;
		gunichar c = (gunichar)data[at] << shift | (gunichar)data[at + 1] << (8 - shift);
		at += 2;
		if (c >= 0xd800 && c < 0xdc00 && at + 1 < length) {
			gunichar low = (gunichar)data[at] << shift | (gunichar)data[at + 1]
									     << (8 - shift);
			at += 2;
			c = (low & 0xfc00) == 0xdc00 ? 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff)
						     : 0xfffd;
		}
		g_string_append_unichar(text, c != 0 && g_unichar_validate(c) ? c : 0xfffd);
	}
	return g_string_free(text, FALSE);
}

static char *
decode_gb18030(const guint8 *data, gsize length)
{
	GString *text = g_string_sized_new(length + length / 2);
	for (gsize at = 0; at < length;) {
		gsize read = 0, written;
		g_iconv(gb18030, NULL, NULL, NULL, NULL);
		g_autofree char *good =
			g_convert_with_iconv((const char *)data + at, (gssize)(length - at),
					     gb18030, &read, &written, NULL);
		/* on an error only the bytes before it are known to convert */
		if (!good && read > 0)
			good = g_convert_with_iconv((const char *)data + at, (gssize)read, gb18030,
						    NULL, &written, NULL);
		if (good)
			g_string_append_len(text, good, (gssize)written);
		at += read;
		if (at < length) {
			g_string_append(text, REPLACEMENT);
			at++;
		}
	}
	return g_string_free(text, FALSE);
}

char *
text_charset_decode(TextCharset charset, const guint8 *data, gsize length)
{
	switch (charset) {
	case TEXT_UTF16LE:
	case TEXT_UTF16BE:
		return decode_utf16(data, length, charset == TEXT_UTF16BE);
	case TEXT_GB18030:
		return decode_gb18030(data, length);
	case TEXT_LATIN1: {
		GString *text = g_string_sized_new(length * 2);
		for (gsize i = 0; i < length; i++)
			g_string_append_unichar(text, data[i] ? data[i] : 0xfffd);
		return g_string_free(text, FALSE);
	}
	case TEXT_UTF8:
		break;
	}
	return g_utf8_make_valid((const char *)data, (gssize)length);
}
