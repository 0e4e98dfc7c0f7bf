/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/stub.h"

#include "plugins/archive/bytes.h"
#include "plugins/archive/directory.h"

/* how far behind the program an archive may begin: some write what to do into between */
#define SEARCHED (4 * 1024 * 1024)

#define PE_MAX_SECTIONS 96
#define PE_SECTION_SIZE 40

/* The end of a Windows program as its sections tell it; 0 of anything else. */
static gsize
program_end(const guint8 *data, gsize length)
{
	if (length < 0x40 || memcmp(data, "MZ", 2) != 0)
		return 0;
	gsize header = archive_get32(data + 0x3c);
	if (header > length || length - header < 24 || memcmp(data + header, "PE\0\0", 4) != 0)
		return 0;
	guint n = MIN(archive_get16(data + header + 6), PE_MAX_SECTIONS);
	gsize table = header + 24 + archive_get16(data + header + 20);
	guint64 end = 0;
	for (guint i = 0; i < n; i++) {
		gsize at = table + (gsize)i * PE_SECTION_SIZE;
		if (at > length || length - at < PE_SECTION_SIZE)
			return 0;
		end = MAX(end,
			  (guint64)archive_get32(data + at + 16) + archive_get32(data + at + 20));
	}
	return end <= length ? end : 0;
}

/* The programs know these marks themselves, so each must be followed by what its check sum says. */
static gboolean
is_7z(const guint8 *p, gsize left)
{
	return left >= 32 && archive_crc32(p + 12, 20) == archive_get32(p + 8);
}

static gboolean
is_rar4(const guint8 *p, gsize left)
{
	const guint8 *header = p + 7;
	if (left < 7 + 13 || header[2] != 0x73)
		return FALSE;
	gsize size = archive_get16(header + 5);
	return size >= 7 && size <= left - 7 &&
	       (archive_crc32(header + 2, size - 2) & 0xffff) == archive_get16(header);
}

static gboolean
is_rar5(const guint8 *p, gsize left)
{
	const guint8 *header = p + 8;
	/* the first header is so small that one byte holds its size */
	if (left < 8 + 7 || header[4] >= 0x80 || header[4] > left - 8 - 5)
		return FALSE;
	return archive_crc32(header + 4, (gsize)header[4] + 1) == archive_get32(header);
}

static const struct {
	const char *mark;
	gsize length;
	ArchiveStub kind;
	gboolean (*fits)(const guint8 *p, gsize left);
} marks[] = {
	{"7z\xbc\xaf\x27\x1c", 6, ARCHIVE_STUB_7Z, is_7z},
	{"Rar!\x1a\x07\x00", 7, ARCHIVE_STUB_RAR, is_rar4},
	{"Rar!\x1a\x07\x01\x00", 8, ARCHIVE_STUB_RAR, is_rar5},
};

static gboolean
find_mark(const guint8 *data, gsize from, gsize to, gsize length, guint row, gsize *ret_offset)
{
	const guint8 *p = data + from;

	while ((p = memmem(p, (gsize)(data + to - p), marks[row].mark, marks[row].length))) {
		if (marks[row].fits(p, (gsize)(data + length - p))) {
			*ret_offset = (gsize)(p - data);
			return TRUE;
		}
		p++;
	}
	return FALSE;
}

ArchiveStub
archive_stub_find(const guint8 *data, gsize length, gsize *ret_offset)
{
	gsize from = program_end(data, length);
	gsize to = length - from > SEARCHED ? from + SEARCHED : length;

	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (find_mark(data, from, to, length, i, ret_offset))
			return marks[i].kind;
	*ret_offset = 0;
	return archive_directory_is_there(data, length) ? ARCHIVE_STUB_ZIP : ARCHIVE_STUB_NONE;
}
