/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a zip's central directory says, read before libzip allocates anything: how many entries
 * there are, where each one's bytes lie and what kind of file it was (APPNOTE.TXT 4.3).  libzip
 * offers no offsets, and they are needed to see overlapping members (Fifield, "A better zip bomb",
 * 2019).
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	guint64 offset;      /* of the local header */
	guint64 packed_size; /* bytes in the archive */
	guint32 crc;
	guint32 mode; /* Unix st_mode, 0 when the archive was not made on Unix */
	gboolean is_folder;
} ArchiveEntry;

typedef struct {
	GArray *entries; /* of ArchiveEntry, in the directory's order */
} ArchiveDirectory;

/*
 * `data` is the whole archive.  VET_ERROR_MALFORMED: no directory, or it is broken;
 * VET_ERROR_LIMIT: more than `max_entries`, found before any is stored.
 */
ArchiveDirectory *archive_directory_read(const guint8 *data, gsize length, guint64 max_entries,
					 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void archive_directory_free(ArchiveDirectory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveDirectory, archive_directory_free)

/* VET_ERROR_MALFORMED when two entries share bytes of the archive. */
gboolean archive_directory_check_overlap(const ArchiveDirectory *directory, const guint8 *data,
					 gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
