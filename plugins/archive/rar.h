/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the headers of a RAR say that libarchive does not: whether it is a part of several, whether
 * the list of its members is locked, and (RAR 5) which members are.  After UnRAR's technote and
 * rarlab.com/technote.htm; nothing is unpacked here.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	gboolean is_part;
	gboolean is_locked;
	/* of guint8, one for each member of a RAR 5, in order: TRUE when it is encrypted */
	GByteArray *encrypted;
} ArchiveRar;

/* `data` begins with the mark.  Looks at no more than `max_entries` members. */
ArchiveRar *archive_rar_look(const guint8 *data, gsize length, guint64 max_entries);
void archive_rar_free(ArchiveRar *rar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveRar, archive_rar_free)

G_END_DECLS
