/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The central directory of a zip in memory (APPNOTE.TXT 4.3.12), walked without unpacking anything:
 * enough to tell what a zip is.  Bounded in entries; a damaged directory ends where it stops making
 * sense.  Zip64 and spanned archives are the archive plugin's.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	const guint8 *data;
	gsize length;
	gsize at;
	guint n_entries; /* seen so far */
} VetZipDirectory;

typedef struct {
	const guint8 *name; /* raw bytes, not terminated; within the data */
	gsize name_length;
	guint method; /* 0 stored, 8 deflated */
	guint flags;  /* 1 encrypted */
	guint32 packed_size;
	guint32 offset; /* of the local header */
} VetZipEntry;

/*
 * The last end record, within the data, before a comment of at most 64 KiB; its 22 bytes are there.
 * NULL when there is none.
 */
const guint8 *vet_zip_directory_find_end(const guint8 *data, gsize length);
/* FALSE: there is no end record, so it is no zip, or one that was cut short. */
gboolean vet_zip_directory_begin(VetZipDirectory *directory, const guint8 *data, gsize length);
/* FALSE after the last entry, and `ret_entry` is untouched. */
gboolean vet_zip_directory_next(VetZipDirectory *directory, VetZipEntry *ret_entry);
/*
 * The packed bytes of an entry, within the directory's data; NULL when they lie outside of it or no
 * local header is where the directory says.
 */
const guint8 *vet_zip_directory_packed(const VetZipDirectory *directory, const VetZipEntry *entry);

G_END_DECLS
