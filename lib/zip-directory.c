/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/zip-directory.h"

#include <string.h>

/* How much of a damaged or endless directory is looked at. */
#define MAX_ENTRIES 4096

#define END_BYTES 22
#define MAX_COMMENT_BYTES 65535
#define ENTRY_BYTES 46
#define LOCAL_BYTES 30

static guint32
read_le(const guint8 *at, guint size)
{
	guint32 number = 0;

	for (guint i = 0; i < size; i++)
		number |= (guint32)at[i] << 8 * i;
	return number;
}

const guint8 *
vet_zip_directory_find_end(const guint8 *data, gsize length)
{
	gsize most = END_BYTES + MAX_COMMENT_BYTES;
	gsize lowest = length > most ? length - most : 0;

	if (length < END_BYTES)
		return NULL;
	for (gsize at = length - END_BYTES;; at--) {
		if (memcmp(data + at, "PK\5\6", 4) == 0)
			return data + at;
		if (at == lowest)
			return NULL;
	}
}

gboolean
vet_zip_directory_begin(VetZipDirectory *directory, const guint8 *data, gsize length)
{
	const guint8 *end = vet_zip_directory_find_end(data, length);

	if (!end)
		return FALSE;
	*directory = (VetZipDirectory){.data = data, .length = length, .at = read_le(end + 16, 4)};
	return TRUE;
}

gboolean
vet_zip_directory_next(VetZipDirectory *directory, VetZipEntry *ret_entry)
{
	gsize at = directory->at;

	if (directory->n_entries >= MAX_ENTRIES || at > directory->length ||
	    directory->length - at < ENTRY_BYTES)
		return FALSE;
	const guint8 *entry = directory->data + at;
	gsize name_length = read_le(entry + 28, 2);
	if (memcmp(entry, "PK\1\2", 4) != 0 || name_length > directory->length - at - ENTRY_BYTES)
		return FALSE;
	*ret_entry = (VetZipEntry){.name = entry + ENTRY_BYTES,
				   .name_length = name_length,
				   .method = read_le(entry + 10, 2),
				   .flags = read_le(entry + 8, 2),
				   .packed_size = read_le(entry + 20, 4),
				   .offset = read_le(entry + 42, 4)};
	directory->at +=
		ENTRY_BYTES + name_length + read_le(entry + 30, 2) + read_le(entry + 32, 2);
	directory->n_entries++;
	return TRUE;
}

const guint8 *
vet_zip_directory_packed(const VetZipDirectory *directory, const VetZipEntry *entry)
{
	if (entry->offset > directory->length || directory->length - entry->offset < LOCAL_BYTES)
		return NULL;
	const guint8 *local = directory->data + entry->offset;
	gsize skipped = LOCAL_BYTES + read_le(local + 26, 2) + read_le(local + 28, 2);
	gsize left = directory->length - entry->offset;
	if (memcmp(local, "PK\3\4", 4) != 0 || skipped > left ||
	    entry->packed_size > left - skipped)
		return NULL;
	return local + skipped;
}
