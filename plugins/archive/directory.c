/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/directory.h"

#include "plugins/archive/bytes.h"

#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR64_SIZE 20
#define ENTRY_SIZE 46
#define MAX_COMMENT 65535
#define EXTRA_ZIP64 0x0001
#define MADE_ON_UNIX 3
#define MADE_ON_DARWIN 19

/* what the end record says, its zip64 form included */
typedef struct {
	guint64 offset, size; /* of the directory */
	gsize at;             /* where the first end record stands: the directory ends there */
	gsize end;            /* of the comment */
	guint32 disk, n_disks;
	gboolean is_split;
} End;

static gboolean
is_record(const guint8 *p, const char *signature)
{
	return memcmp(p, signature, 4) == 0;
}

/*
 * The zip64 end record replaces the old one where its locator stands before it.  It is looked for
 * where the locator points and, should something stand before the archive, right before the locator.
 */
static void
read_end64(const guint8 *data, End *end)
{
	if (end->at < LOCATOR64_SIZE + END64_SIZE)
		return;
	gsize locator = end->at - LOCATOR64_SIZE;
	if (!is_record(data + locator, "PK\6\7"))
		return;
	guint64 at = archive_get64(data + locator + 8);
	if (at > locator - END64_SIZE || !is_record(data + at, "PK\6\6"))
		at = locator - END64_SIZE;
	if (!is_record(data + at, "PK\6\6"))
		return;
	end->n_disks = archive_get32(data + locator + 16);
	end->disk = archive_get32(data + at + 16);
	end->size = archive_get64(data + at + 40);
	end->offset = archive_get64(data + at + 48);
	end->is_split = end->disk != 0 || archive_get32(data + at + 20) != 0;
	end->at = at;
}

/* the numbers of the disks are all ones where the zip64 record has them */
static End
read_end(const guint8 *data, gsize at, gsize length)
{
	const guint8 *p = data + at;
	guint16 disk = archive_get16(p + 4), first = archive_get16(p + 6);
	End end = {
		.offset = archive_get32(p + 16),
		.size = archive_get32(p + 12),
		.at = at,
		.end = MIN(length, at + END_SIZE + archive_get16(p + 20)),
		.disk = disk,
		.n_disks = (guint32)disk + 1,
		.is_split =
			(disk != 0 && disk != G_MAXUINT16) || (first != 0 && first != G_MAXUINT16),
	};
	read_end64(data, &end);
	return end;
}

static gboolean
find_end(const guint8 *data, gsize length, End *ret_end)
{
	if (length < END_SIZE)
		return FALSE;
	gsize last = length - END_SIZE;
	gsize first = last > MAX_COMMENT ? last - MAX_COMMENT : 0;
	for (gsize at = last + 1; at-- > first;) {
		if (!is_record(data + at, "PK\5\6"))
			continue;
		End end = read_end(data, at, length);
		if (end.is_split || end.size <= end.at) {
			*ret_end = end;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
archive_directory_is_there(const guint8 *data, gsize length)
{
	End end;
	return find_end(data, length, &end);
}

static gboolean
holds_entry(const guint8 *data, guint64 at, const End *end)
{
	return at <= end->at && end->at - at >= ENTRY_SIZE && is_record(data + at, "PK\1\2");
}

/*
 * Offsets count from the archive's first byte, which is not the document's when a program stands
 * before it and nobody corrected them.  The directory ends at its end record: that tells the difference.
 */
static gboolean
place(const guint8 *data, const End *end, gsize *ret_before)
{
	guint64 start = end->at - end->size;

	if (end->size == 0 || holds_entry(data, end->offset, end)) {
		*ret_before = 0;
		return end->size == 0 || end->size <= end->at - end->offset;
	}
	if (end->offset > start || !holds_entry(data, start, end))
		return FALSE;
	*ret_before = start - end->offset;
	return TRUE;
}

/* 0 when no whole entry stands at `p` */
static gsize
entry_length(const guint8 *p, gsize left)
{
	if (left < ENTRY_SIZE || !is_record(p, "PK\1\2"))
		return 0;
	gsize size = ENTRY_SIZE + (gsize)archive_get16(p + 28) + archive_get16(p + 30) +
		     archive_get16(p + 32);
	return size <= left ? size : 0;
}

/* the next of the numbers that do not fit 32 bits, when this one does not */
static void
widen(guint64 *number, const guint8 **p, const guint8 *end)
{
	if (*number != G_MAXUINT32 || end - *p < 8)
		return;
	*number = archive_get64(*p);
	*p += 8;
}

static void
read_zip64(const guint8 *extra, gsize left, ArchiveEntry *entry)
{
	while (left >= 4) {
		gsize size = archive_get16(extra + 2);
		if (size > left - 4)
			return;
		if (archive_get16(extra) == EXTRA_ZIP64) {
			const guint8 *p = extra + 4;
			const guint8 *end = p + size;
			/* in this order, only those that are needed */
			widen(&entry->size, &p, end);
			widen(&entry->packed_size, &p, end);
			widen(&entry->offset, &p, end);
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
	gsize name_length = archive_get16(p + 28);
	ArchiveEntry entry = {
		.offset = archive_get32(p + 42),
		.packed_size = archive_get32(p + 20),
		.size = archive_get32(p + 24),
		.name = p + ENTRY_SIZE,
		.name_length = (guint16)name_length,
		.flags = archive_get16(p + 8),
		.method = archive_get16(p + 10),
		.crc = archive_get32(p + 16),
		.mode = made_on == MADE_ON_UNIX || made_on == MADE_ON_DARWIN
				? archive_get32(p + 38) >> 16
				: 0,
		.is_folder = name_length > 0 && p[ENTRY_SIZE + name_length - 1] == '/',
	};
	read_zip64(p + ENTRY_SIZE + name_length, archive_get16(p + 30), &entry);
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

static gboolean
read_entries(ArchiveDirectory *directory, gsize size, guint64 max_entries, GError **error)
{
	const guint8 *p = directory->data + directory->directory;
	guint64 count;
	if (!count_entries(p, size, MIN(max_entries, G_MAXUINT / sizeof(ArchiveEntry)), &count,
			   error))
		return FALSE;
	g_array_set_size(directory->entries, 0);
	for (guint64 i = 0; i < count; i++) {
		ArchiveEntry entry = read_entry(p);
		g_array_append_val(directory->entries, entry);
		gsize length = entry_length(p, size);
		p += length;
		size -= length;
	}
	return TRUE;
}

ArchiveDirectory *
archive_directory_read(const guint8 *data, gsize length, guint64 max_entries, GError **error)
{
	End end;
	gsize before = 0;
	if (!find_end(data, length, &end) || (!end.is_split && !place(data, &end, &before))) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The archive has no directory at its end: it is cut short or damaged, "
			    "or the first of several parts");
		return NULL;
	}
	g_autoptr(ArchiveDirectory) directory = g_new0(ArchiveDirectory, 1);
	directory->entries = g_array_new(FALSE, FALSE, sizeof(ArchiveEntry));
	directory->data = data + before;
	directory->length = end.end - before;
	directory->before = before;
	directory->after = length - end.end;
	directory->n_parts = end.is_split ? MAX(end.n_disks, 2) : 1;
	if (end.is_split)
		return g_steal_pointer(&directory);
	directory->directory = end.offset;
	if (!read_entries(directory, end.size, max_entries, error))
		return NULL;
	return g_steal_pointer(&directory);
}

void
archive_directory_free(ArchiveDirectory *directory)
{
	g_array_unref(directory->entries);
	g_free(directory);
}
