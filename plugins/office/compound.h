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

G_END_DECLS
