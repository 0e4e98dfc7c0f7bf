/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/charset.h"

#include <errno.h>
#include <string.h>

typedef struct {
	const char *name; /* of iconv */
	/* what mail calls it; GB 2312 is what much software writes for all of its extensions */
	const char *aliases[8];
} Charset;

static const Charset charsets[] = {
	{"GB18030", {"gb2312", "gbk", "gb18030", "x-gbk", "euc-cn", "cp936", "gb_2312-80", "gb"}},
	{"GBK", {NULL}}, /* GMime asks for these two by name */
	{"GB2312", {NULL}},
	{"BIG5-HKSCS", {"big5", "big5-hkscs", "x-x-big5", "cp950"}},
	{"BIG5", {NULL}},
	{"EUC-TW", {"euc-tw"}},
	{"ISO-2022-CN", {"iso-2022-cn"}},
	{"UTF-16", {"utf-16"}},
	{"UTF-16LE", {"utf-16le"}},
	{"UTF-16BE", {"utf-16be"}},
	{"UTF-7", {"utf-7"}},
	{"CP1252", {"iso-8859-1", "latin1", "windows-1252", "cp1252", "iso8859-1"}},
	{"ISO-8859-1", {NULL}},
	{"ISO-8859-2", {"iso-8859-2"}},
	{"ISO-8859-5", {"iso-8859-5"}},
	{"ISO-8859-7", {"iso-8859-7"}},
	{"ISO-8859-9", {"iso-8859-9"}},
	{"ISO-8859-15", {"iso-8859-15"}},
	{"CP1250", {"windows-1250", "cp1250"}},
	{"CP1251", {"windows-1251", "cp1251"}},
	{"KOI8-R", {"koi8-r"}},
	{"CP932", {"shift_jis", "shift-jis", "sjis", "cp932", "windows-31j"}},
	{"SHIFT_JIS", {NULL}},
	{"EUC-JP", {"euc-jp"}},
	{"ISO-2022-JP", {"iso-2022-jp"}},
	{"UHC", {"euc-kr", "ks_c_5601-1987", "cp949"}},
	{"EUC-KR", {NULL}},
};

/* kept open, so that the tables stay loaded for GMime's own converters, too */
static GIConv converters[G_N_ELEMENTS(charsets)];

#define GB18030 0

gboolean
mail_charset_prepare(GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		converters[i] = g_iconv_open("UTF-8", charsets[i].name);
		/* GMime goes the other way as well, to see whether a text fits */
		(void)g_iconv_open(charsets[i].name, "UTF-8");
		if (converters[i] == (GIConv)-1) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "iconv cannot convert %s: install libc6's gconv modules",
				    charsets[i].name);
			return FALSE;
		}
	}
	return TRUE;
}

/* -1 when there is none of that name */
static int
find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++)
		for (guint j = 0; j < G_N_ELEMENTS(charsets[i].aliases); j++)
			if (charsets[i].aliases[j] &&
			    g_ascii_strcasecmp(charsets[i].aliases[j], name) == 0)
				return (int)i;
	return -1;
}

/* *ret_broken counts what could not be converted. */
static char *
convert(GIConv converter, const guint8 *data, gsize length, guint *ret_broken)
{
	GString *text = g_string_sized_new(length + length / 2);
	char *in = (char *)data;
	char chunk[4096];

	*ret_broken = 0;
	g_iconv(converter, NULL, NULL, NULL, NULL);
	while (length > 0) {
		char *out = chunk;
		gsize room = sizeof chunk;
		gsize done = g_iconv(converter, &in, &length, &out, &room);
		int failure = errno;
		g_string_append_len(text, chunk, out - chunk);
		if (done != (gsize)-1 || failure == E2BIG)
			continue;
		++*ret_broken;
		g_string_append(text, "\xef\xbf\xbd");
		in++;
		length--;
	}
	return g_string_free(text, FALSE);
}

static char *
guess(const guint8 *data, gsize length, gboolean *ret_known)
{
	guint broken;

	*ret_known = TRUE;
	if (g_utf8_validate((const char *)data, (gssize)length, NULL))
		return g_strndup((const char *)data, length);
	g_autofree char *chinese = convert(converters[GB18030], data, length, &broken);
	if (broken == 0)
		return g_steal_pointer(&chinese);
	*ret_known = FALSE;
	return convert(converters[find("cp1252")], data, length, &broken);
}

static gboolean
says_nothing(const char *name)
{
	static const char *const names[] = {"us-ascii",          "ascii", "utf-8", "utf8",
					    "unicode-1-1-utf-8", "7bit",  "8bit",  "default"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(names[i], name) == 0)
			return TRUE;
	return FALSE;
}

char *
mail_charset_decode(const char *name, const guint8 *data, gsize length, gboolean *ret_known)
{
	/* a NUL would end the text for all who read it */
	g_autofree guint8 *copy = NULL;
	guint broken;

	int row = name ? find(name) : -1;
	if (!name || says_nothing(name) || row < 0) {
		if (memchr(data, 0, length)) {
			copy = g_memdup2(data, length);
			for (gsize i = 0; i < length; i++)
				copy[i] = copy[i] ? copy[i] : ' ';
		}
		char *text = guess(copy ? copy : data, length, ret_known);
		if (name && row < 0 && !says_nothing(name))
			*ret_known = FALSE;
		return text;
	}
	char *text = convert(converters[row], data, length, &broken);
	*ret_known = broken == 0;
	/* what says that it is Chinese and is no such thing is most often UTF-8 */
	if (broken > 0 && g_utf8_validate((const char *)data, (gssize)length, NULL)) {
		g_free(text);
		text = guess(data, length, ret_known);
	}
	return text;
}
