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
	guint64 offset;      /* of the local header, from the first byte of the archive */
	guint64 packed_size; /* bytes in the archive */
	guint64 size;        /* unpacked, as it declares */
	const guint8 *name;  /* raw; of the archive's bytes */
	guint16 name_length;
	guint16 flags;
	guint16 method;
	guint32 crc;
	guint32 mode; /* Unix st_mode, 0 when the archive was not made on Unix */
	gboolean is_folder;
} ArchiveEntry;

typedef struct {
	/* the archive proper: what stands before it (a program that unpacks it) and after it is not
	 * counted in its offsets */
	const guint8 *data;
	gsize length;
	gsize before;    /* bytes of the document before it */
	gsize after;     /* and behind it */
	gsize directory; /* where the entries stand in `data` */
	guint32 n_parts; /* files it is split over; 1 when it is whole */
	GArray *entries; /* of ArchiveEntry, in the directory's order */
} ArchiveDirectory;

/* TRUE when the bytes end like a zip: whatever the rest is, it has a directory. */
gboolean archive_directory_is_there(const guint8 *data, gsize length);

/*
 * `data` is the whole document and must outlive the directory.  VET_ERROR_MALFORMED: no directory,
 * or it is broken; VET_ERROR_LIMIT: more than `max_entries`, found before any is stored.  One that
 * is split has no entries: they are elsewhere.
 */
ArchiveDirectory *archive_directory_read(const guint8 *data, gsize length, guint64 max_entries,
					 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void archive_directory_free(ArchiveDirectory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveDirectory, archive_directory_free)

G_END_DECLS
