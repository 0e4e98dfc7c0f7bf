/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/directory.h"

#include <string.h>

#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR64_SIZE 20
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
#define MAX_COMMENT 65535
#define EXTRA_ZIP64 0x0001
#define MADE_ON_UNIX 3
#define MADE_ON_DARWIN 19

typedef struct {
	guint64 offset, size;
} Extent;

static guint16
get16(const guint8 *p)
{
	return (guint16)(p[0] | p[1] << 8);
}

static guint32
get32(const guint8 *p)
{
	return get16(p) | (guint32)get16(p + 2) << 16;
}

static guint64
get64(const guint8 *p)
{
	return get32(p) | (guint64)get32(p + 4) << 32;
}

static gboolean
is_record(const guint8 *p, const char *signature)
{
	return memcmp(p, signature, 4) == 0;
}

/* the zip64 end record replaces the old one where its locator stands before it */
static void
read_end64(const guint8 *data, gsize end, Extent *extent)
{
	if (end < LOCATOR64_SIZE || !is_record(data + end - LOCATOR64_SIZE, "PK\6\7"))
		return;
	guint64 at = get64(data + end - LOCATOR64_SIZE + 8);
	if (at > end || end - at < END64_SIZE || !is_record(data + at, "PK\6\6"))
		return;
	extent->size = get64(data + at + 40);
	extent->offset = get64(data + at + 48);
}

static gboolean
find_directory(const guint8 *data, gsize length, Extent *ret_extent)
{
	if (length < END_SIZE)
		return FALSE;
	gsize last = length - END_SIZE;
	gsize first = last > MAX_COMMENT ? last - MAX_COMMENT : 0;
	for (gsize end = last + 1; end-- > first;) {
		if (!is_record(data + end, "PK\5\6"))
			continue;
		Extent extent = {get32(data + end + 16), get32(data + end + 12)};
		read_end64(data, end, &extent);
		if (extent.offset <= end && extent.size <= end - extent.offset) {
			*ret_extent = extent;
			return TRUE;
		}
	}
	return FALSE;
}

/* 0 when no whole entry stands at `p` */
static gsize
entry_length(const guint8 *p, gsize left)
{
	if (left < ENTRY_SIZE || !is_record(p, "PK\1\2"))
		return 0;
	gsize size = ENTRY_SIZE + (gsize)get16(p + 28) + get16(p + 30) + get16(p + 32);
	return size <= left ? size : 0;
}

/* sizes and offset that do not fit 32 bits follow in this order, only those that are needed */
static void
read_zip64(const guint8 *extra, gsize left, gboolean size_is_long, ArchiveEntry *entry)
{
	while (left >= 4) {
		gsize size = get16(extra + 2);
		if (size > left - 4)
			return;
		if (get16(extra) == EXTRA_ZIP64) {
			const guint8 *p = extra + 4;
			const guint8 *end = p + size;
			if (size_is_long)
				p += 8;
			if (entry->packed_size == G_MAXUINT32 && end - p >= 8) {
				entry->packed_size = get64(p);
				p += 8;
			}
			if (entry->offset == G_MAXUINT32 && end - p >= 8)
				entry->offset = get64(p);
			return;
		}
		extra += 4 + size;
		left -= 4 + size;
	}
}

static ArchiveEntry
read_entry(const guint8 *p)
{
	guint made_on = p[5];
	gsize name_length = get16(p + 28);
	ArchiveEntry entry = {
		.offset = get32(p + 42),
		.packed_size = get32(p + 20),
		.crc = get32(p + 16),
		.mode = made_on == MADE_ON_UNIX || made_on == MADE_ON_DARWIN ? get32(p + 38) >> 16
									     : 0,
		.is_folder = name_length > 0 && p[ENTRY_SIZE + name_length - 1] == '/',
	};
	read_zip64(p + ENTRY_SIZE + name_length, get16(p + 30), get32(p + 24) == G_MAXUINT32,
		   &entry);
	return entry;
}

static gboolean
count_entries(const guint8 *p, gsize size, guint64 max_entries, guint64 *ret_count, GError **error)
{
	guint64 count = 0;
	gsize length;
	for (gsize at = 0; (length = entry_length(p + at, size - at)) > 0; at += length)
		if (++count > max_entries) {
			g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
				    "The archive lists more than %" G_GUINT64_FORMAT
				    " entries, too many for the members allowed (limits.members)",
				    max_entries);
			return FALSE;
		}
	*ret_count = count;
	return TRUE;
}

ArchiveDirectory *
archive_directory_read(const guint8 *data, gsize length, guint64 max_entries, GError **error)
{
	Extent extent;
	if (!find_directory(data, length, &extent)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The archive has no directory at its end: it is cut short or damaged");
		return NULL;
	}
	const guint8 *p = data + extent.offset;
	guint64 count;
	if (!count_entries(p, extent.size, MIN(max_entries, G_MAXUINT / sizeof(ArchiveEntry)),
			   &count, error))
		return NULL;

	ArchiveDirectory *directory = g_new0(ArchiveDirectory, 1);
	directory->entries = g_array_sized_new(FALSE, FALSE, sizeof(ArchiveEntry), (guint)count);
	for (guint64 i = 0; i < count; i++) {
		ArchiveEntry entry = read_entry(p);
		g_array_append_val(directory->entries, entry);
		p += entry_length(p, extent.size - (gsize)(p - data - extent.offset));
	}
	return directory;
}

void
archive_directory_free(ArchiveDirectory *directory)
{
	g_array_unref(directory->entries);
	g_free(directory);
}

static gint
compare_extents(gconstpointer a, gconstpointer b)
{
	const Extent *x = a, *y = b;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

gboolean
archive_directory_check_overlap(const ArchiveDirectory *directory, const guint8 *data, gsize length,
				GError **error)
{
	g_autoptr(GArray) extents = g_array_new(FALSE, FALSE, sizeof(Extent));
	for (guint i = 0; i < directory->entries->len; i++) {
		const ArchiveEntry *entry = &g_array_index(directory->entries, ArchiveEntry, i);
		/* an entry that points nowhere fails by itself when it is opened */
		if (entry->offset > length || length - entry->offset < LOCAL_SIZE)
			continue;
		const guint8 *local = data + entry->offset;
		Extent extent = {entry->offset, LOCAL_SIZE + get16(local + 26) + get16(local + 28)};
		if (entry->packed_size <= length)
			extent.size += entry->packed_size;
		g_array_append_val(extents, extent);
	}
	g_array_sort(extents, compare_extents);
	for (guint i = 1; i < extents->len; i++) {
		const Extent *before = &g_array_index(extents, Extent, i - 1);
		const Extent *extent = &g_array_index(extents, Extent, i);
		if (extent->offset - before->offset < before->size) {
			g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "Members of the archive overlap at byte %" G_GUINT64_FORMAT
				    ", as in a zip bomb: none was unpacked",
				    extent->offset);
			return FALSE;
		}
	}
	return TRUE;
}
