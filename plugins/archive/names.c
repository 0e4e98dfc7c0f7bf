/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/names.h"

#include <string.h>

/* what a member without a name is called: it is no reason to lose the others */
#define NAMELESS "_"

typedef enum {
	NAMES_UTF8,
	NAMES_GB18030,
	NAMES_CP437,
} NamesCharset;

struct _ArchiveNames {
	zip_t *zip;
	NamesCharset charset; /* of the names without a mark */
};

/* what the bytes ≥ 0x80 of the unmarked names look like */
typedef struct {
	guint64 common; /* GB 2312 pairs */
	guint64 rare;   /* pairs of the extensions, which Latin text also forms */
	guint64 broken;
} PairCount;

/* iconv loads its tables from files, which a sandboxed child cannot open */
static GIConv gb18030 = (GIConv)-1;

gboolean
archive_names_prepare(GError **error)
{
	if (gb18030 == (GIConv)-1)
		gb18030 = g_iconv_open("UTF-8", "GB18030");
	if (gb18030 != (GIConv)-1)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "iconv cannot convert GB18030: install libc6's gconv modules");
	return FALSE;
}

/* libzip converts under STRICT just what is neither ASCII nor marked as UTF-8 */
static gboolean
name_is_marked(zip_t *zip, guint64 index, const char *raw)
{
	const char *strict = zip_get_name(zip, index, ZIP_FL_ENC_STRICT);
	return strict && strcmp(strict, raw) == 0;
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
count_pairs(const char *raw, PairCount *count)
{
	const guchar *p = (const guchar *)raw;
	while (*p) {
		if (*p < 0x80) {
			p++;
			continue;
		}
		guchar lead = p[0], trail = p[1];
		if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && trail != 0xff) {
			count->common++;
		} else if (lead >= 0x81 && lead != 0xff && trail >= 0x40 && trail != 0x7f &&
			   trail != 0xff) {
			count->rare++;
		} else {
			count->broken++;
			p++;
			continue;
		}
		p += 2;
	}
}

static NamesCharset
judge_charset(zip_t *zip)
{
	gboolean all_utf8 = TRUE;
	PairCount count = {0};
	zip_int64_t n = zip_get_num_entries(zip, 0);
	for (zip_int64_t i = 0; i < n; i++) {
		const char *raw = zip_get_name(zip, (guint64)i, ZIP_FL_ENC_RAW);
		if (!raw || name_is_marked(zip, (guint64)i, raw))
			continue;
		if (!g_utf8_validate(raw, -1, NULL))
			all_utf8 = FALSE;
		if (!name_is_surely_utf8(raw))
			count_pairs(raw, &count);
	}
	if (all_utf8)
		return NAMES_UTF8;
	return count.common > count.rare + count.broken ? NAMES_GB18030 : NAMES_CP437;
}

ArchiveNames *
archive_names_new(zip_t *zip)
{
	ArchiveNames *names = g_new0(ArchiveNames, 1);
	names->zip = zip;
	names->charset = judge_charset(zip);
	return names;
}

void
archive_names_free(ArchiveNames *names)
{
	g_free(names);
}

char *
archive_names_get(const ArchiveNames *names, guint64 index)
{
	const char *raw = zip_get_name(names->zip, index, ZIP_FL_ENC_RAW);
	if (!raw || !*raw)
		return g_strdup(NAMELESS);
	if (names->charset == NAMES_UTF8 || name_is_surely_utf8(raw) ||
	    name_is_marked(names->zip, index, raw))
		return g_strdup(raw);
	char *name = NULL;
	if (names->charset == NAMES_GB18030) {
		g_iconv(gb18030, NULL, NULL, NULL, NULL);
		name = g_convert_with_iconv(raw, -1, gb18030, NULL, NULL, NULL);
	}
	return name ? name : g_strdup(zip_get_name(names->zip, index, ZIP_FL_ENC_STRICT));
}
