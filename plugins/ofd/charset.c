/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/charset.h"

#include <string.h>

static GIConv gb18030 = (GIConv)-1;

gboolean
ofd_charset_prepare(GError **error)
{
	if (gb18030 == (GIConv)-1)
		gb18030 = g_iconv_open("UTF-8", "GB18030");
	if (gb18030 != (GIConv)-1)
		return TRUE;
	g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
			    "ofd: iconv cannot convert GB18030: install libc6's gconv modules");
	return FALSE;
}

char *
ofd_charset_decode(const char *bytes, gsize length)
{
	gsize written = 0;

	/* an empty part has no bytes to point at */
	if (length == 0)
		return g_strdup("");
	if (g_utf8_validate(bytes, (gssize)length, NULL))
		return g_strndup(bytes, length);
	if (gb18030 != (GIConv)-1) {
		g_iconv(gb18030, NULL, NULL, NULL, NULL);
		char *text =
			g_convert_with_iconv(bytes, (gssize)length, gb18030, NULL, &written, NULL);
		if (text && strlen(text) == written)
			return text;
		g_free(text);
	}
	return g_utf8_make_valid(bytes, (gssize)strnlen(bytes, length));
}
