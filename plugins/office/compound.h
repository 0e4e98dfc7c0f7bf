/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The compound file (OLE2, [MS-CFB]) that doc, xls and ppt are: streams by name at its top.  Nothing
 * in it is believed: each chain is followed no further than the file has sectors.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OfficeCompound OfficeCompound;

/* `data` must outlive it.  NULL when it is none, or its directory cannot be found. */
OfficeCompound *office_compound_new(const guint8 *data, gsize length);
void office_compound_free(OfficeCompound *compound);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfficeCompound, office_compound_free)

/* Whether there is a stream of that name at the top.  `name` is ASCII. */
gboolean office_compound_has(const OfficeCompound *compound, const char *name);
/*
 * The first `most` bytes of a stream at the top, fewer when it is shorter or damaged; NULL when there
 * is no such stream.  `name` is ASCII.
 */
GByteArray *office_compound_read(const OfficeCompound *compound, const char *name, gsize most);

/* --- entries of the directory, by number --- */

#define OFFICE_ROOT 0
#define OFFICE_MAX_NAME 31 /* characters */

typedef struct {
	guint32 number;
	gboolean is_folder;
	guint32 size;                        /* of a stream, as it says */
	gunichar2 name[OFFICE_MAX_NAME + 1]; /* ends with 0 */
} OfficeEntry;

/* What is in a folder, of OfficeEntry, in the order of the file's tree.  Caller unrefs. */
GArray *office_compound_list(const OfficeCompound *compound, guint32 folder);
gboolean office_entry_is(const OfficeEntry *entry, const char *name);
/* As office_compound_read(). */
GByteArray *office_compound_read_entry(const OfficeCompound *compound, const OfficeEntry *entry,
				       gsize most);

G_END_DECLS
