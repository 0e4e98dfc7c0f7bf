/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/form.h"

#include <string.h>

#define OTHER(filter) ARCHIVE_PACKED_OTHER, (filter)
#define NOT_PACKED ARCHIVE_PACKED_NOT, 0
#define TAR archive_read_support_format_tar
#define CPIO archive_read_support_format_cpio
#define AR archive_read_support_format_ar
#define SEVEN_ZIP archive_read_support_format_7zip
#define ISO archive_read_support_format_iso9660
#define CAB archive_read_support_format_cab
#define LHA archive_read_support_format_lha
#define RAR4 archive_read_support_format_rar
#define RAR5 archive_read_support_format_rar5

static const ArchiveForm forms[] = {
	{"application/x-tar", NOT_PACKED, {TAR}, TRUE},
	{"application/x-gtar", NOT_PACKED, {TAR}, TRUE},
	{"application/x-ustar", NOT_PACKED, {TAR}, TRUE},
	{"application/x-cpio", NOT_PACKED, {CPIO}, TRUE},
	{"application/x-archive", NOT_PACKED, {AR}, TRUE},
	{"application/vnd.debian.binary-package", NOT_PACKED, {AR}, TRUE},
	{"application/x-iso9660-image", NOT_PACKED, {ISO}, TRUE},
	{"application/x-7z-compressed", NOT_PACKED, {SEVEN_ZIP}, FALSE},
	{"application/x-rar", NOT_PACKED, {RAR4, RAR5}, FALSE},
	{"application/vnd.rar", NOT_PACKED, {RAR4, RAR5}, FALSE},
	{"application/vnd.ms-cab-compressed", NOT_PACKED, {CAB}, FALSE},
	{"application/x-lzh-compressed", NOT_PACKED, {LHA}, FALSE, TRUE},
	{"application/x-lharc", NOT_PACKED, {LHA}, FALSE, TRUE},
	{"application/x-lha", NOT_PACKED, {LHA}, FALSE, TRUE},
	{"application/gzip", ARCHIVE_PACKED_GZIP, 0, {TAR, CPIO}, FALSE},
	{"application/x-gzip", ARCHIVE_PACKED_GZIP, 0, {TAR, CPIO}, FALSE},
	{"application/x-bzip2", OTHER(ARCHIVE_FILTER_BZIP2), {TAR, CPIO}, FALSE},
	{"application/x-xz", OTHER(ARCHIVE_FILTER_XZ), {TAR, CPIO}, FALSE},
	{"application/x-lzma", OTHER(ARCHIVE_FILTER_LZMA), {TAR, CPIO}, FALSE},
	{"application/x-lzip", OTHER(ARCHIVE_FILTER_LZIP), {TAR, CPIO}, FALSE},
	{"application/zstd", OTHER(ARCHIVE_FILTER_ZSTD), {TAR, CPIO}, FALSE},
	{"application/x-zstd", OTHER(ARCHIVE_FILTER_ZSTD), {TAR, CPIO}, FALSE},
	{"application/x-lz4", OTHER(ARCHIVE_FILTER_LZ4), {TAR, CPIO}, FALSE},
	{"application/x-compress", OTHER(ARCHIVE_FILTER_COMPRESS), {TAR, CPIO}, FALSE},
};

const ArchiveForm *
archive_form_find(const char *media_type)
{
	for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
		if (strcmp(forms[i].media_type, media_type) == 0)
			return &forms[i];
	return NULL;
}

#define TAR_BLOCK 512
#define TAR_SUM 148
#define TAR_SUM_SIZE 8

/* A header whose check sum is right, in either of the ways in which it was ever counted. */
static gboolean
is_tar(const guint8 *data, gsize length)
{
	guint32 sum = 0, said = 0;
	gint32 signed_sum = 0;
	const guint8 *p = data + TAR_SUM;

	if (length < TAR_BLOCK || data[0] == 0)
		return FALSE;
	for (guint i = 0; i < TAR_BLOCK; i++) {
		guint8 byte = i >= TAR_SUM && i < TAR_SUM + TAR_SUM_SIZE ? ' ' : data[i];
		sum += byte;
		signed_sum += (gint8)byte;
	}
	while (p < data + TAR_SUM + TAR_SUM_SIZE && *p == ' ')
		p++;
	for (; p < data + TAR_SUM + TAR_SUM_SIZE && *p >= '0' && *p <= '7'; p++)
		said = said << 3 | (guint32)(*p - '0');
	return said == sum || (gint64)said == signed_sum;
}

gboolean
archive_form_is_archive(const guint8 *data, gsize length)
{
	static const char *const cpio_marks[] = {"070701", "070702", "070707"};

	for (guint i = 0; i < G_N_ELEMENTS(cpio_marks); i++)
		if (length > 76 && memcmp(data, cpio_marks[i], 6) == 0)
			return TRUE;
	return is_tar(data, length);
}

/* the table above and what is read without libarchive */
const char *const archive_media_types[] = {
	"application/zip",
	"application/x-zip-compressed",
	"application/x-zip",
	"application/x-tar",
	"application/x-gtar",
	"application/x-ustar",
	"application/x-cpio",
	"application/x-archive",
	"application/vnd.debian.binary-package",
	"application/x-iso9660-image",
	"application/x-7z-compressed",
	"application/x-rar",
	"application/vnd.rar",
	"application/vnd.ms-cab-compressed",
	"application/x-lzh-compressed",
	"application/x-lharc",
	"application/x-lha",
	"application/gzip",
	"application/x-gzip",
	"application/x-bzip2",
	"application/x-xz",
	"application/x-lzma",
	"application/x-lzip",
	"application/zstd",
	"application/x-zstd",
	"application/x-lz4",
	"application/x-compress",
	/* programs: an archive may be appended */
	"application/x-dosexec",
	"application/vnd.microsoft.portable-executable",
	"application/x-executable",
	"application/x-pie-executable",
	"application/x-sharedlib",
	NULL,
};

static const struct {
	const char *suffix, *instead;
} suffixes[] = {
	{".gz", ""},      {".bz2", ""},      {".xz", ""},      {".zst", ""},
	{".lz4", ""},     {".lz", ""},       {".lzma", ""},    {".z", ""},
	{".tgz", ".tar"}, {".tbz2", ".tar"}, {".tbz", ".tar"}, {".txz", ".tar"},
	{".taz", ".tar"}, {".svgz", ".svg"}, {".emz", ".emf"}, {".wmz", ".wmf"},
};

char *
archive_form_inner_name(const char *name)
{
	gsize length = strlen(name);

	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		gsize suffix = strlen(suffixes[i].suffix);
		if (length > suffix &&
		    g_ascii_strcasecmp(name + length - suffix, suffixes[i].suffix) == 0)
			return g_strdup_printf("%.*s%s", (int)(length - suffix), name,
					       suffixes[i].instead);
	}
	return g_strdup(name);
}
