/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/names.h"

#include <string.h>

/* what a member without a name is called: it is no reason to lose the others */
#define NAMELESS "_"

/* iconv loads its tables from files, which a sandboxed child cannot open */
static GIConv gb18030 = (GIConv)-1;
static GIConv cp437 = (GIConv)-1;

gboolean
archive_names_prepare(GError **error)
{
	if (gb18030 == (GIConv)-1)
		gb18030 = g_iconv_open("UTF-8", "GB18030");
	if (cp437 == (GIConv)-1)
		cp437 = g_iconv_open("UTF-8", "CP437");
	if (gb18030 != (GIConv)-1 && cp437 != (GIConv)-1)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "iconv cannot convert GB18030 and CP437: install libc6's gconv modules");
	return FALSE;
}

/*
 * Chinese in UTF-8 takes three bytes a character.  Two-byte sequences alone are no proof: 联通 in
 * GBK is such a sequence.
 */
static gboolean
name_is_surely_utf8(const char *raw)
{
	if (!g_utf8_validate(raw, -1, NULL))
		return FALSE;
	for (const guchar *p = (const guchar *)raw; *p; p++)
		if (*p >= 0xe0)
			return TRUE;
	return FALSE;
}

static void
count_pairs(const char *raw, ArchiveNames *names)
{
	const guchar *p = (const guchar *)raw;
	while (*p) {
		if (*p < 0x80) {
			p++;
			continue;
		}
		guchar lead = p[0], trail = p[1];
		if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && trail != 0xff) {
			names->common++;
		} else if (lead >= 0x81 && lead != 0xff && trail >= 0x40 && trail != 0x7f &&
			   trail != 0xff) {
			names->rare++;
		} else {
			names->broken++;
			p++;
			continue;
		}
		p += 2;
	}
}

void
archive_names_note(ArchiveNames *names, const char *raw)
{
	if (!g_utf8_validate(raw, -1, NULL))
		names->is_foreign = TRUE;
	if (!name_is_surely_utf8(raw))
		count_pairs(raw, names);
}

static char *
convert(const char *raw, GIConv converter)
{
	g_iconv(converter, NULL, NULL, NULL, NULL);
	return g_convert_with_iconv(raw, -1, converter, NULL, NULL, NULL);
}

char *
archive_names_decode(const ArchiveNames *names, const char *raw, gboolean is_utf8)
{
	if (!raw || !*raw)
		return g_strdup(NAMELESS);
	if (name_is_surely_utf8(raw) ||
	    ((is_utf8 || !names->is_foreign) && g_utf8_validate(raw, -1, NULL)))
		return g_strdup(raw);
	char *name = NULL;
	if (names->common > names->rare + names->broken)
		name = convert(raw, gb18030);
	if (!name)
		name = convert(raw, cp437);
	return name ? name : g_utf8_make_valid(raw, -1);
}
