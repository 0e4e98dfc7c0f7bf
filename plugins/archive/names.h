/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * In which charset an archive's member names are.  Few formats say so, and what Chinese tools write
 * without a mark is GB18030: the names without a mark are judged together: UTF-8, else GB18030, else
 * CP437.  Where all names are known before the first is needed, all are noted first; a stream's
 * names are judged by those that came before.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* What the bytes ≥ 0x80 of the names noted so far look like; begins as zeros. */
typedef struct {
	guint64 common; /* GB 2312 pairs */
	guint64 rare;   /* pairs of the extensions, which Latin text also forms */
	guint64 broken;
	gboolean is_foreign; /* one of them is no UTF-8 */
} ArchiveNames;

/* Opens the converters while files can still be opened; once, before a document is seen. */
gboolean archive_names_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at a name without a mark. */
void archive_names_note(ArchiveNames *names, const char *raw);

/*
 * The name in UTF-8, otherwise as the archive has it; "_" for one without a name.  `is_utf8`: the
 * archive says so, which is believed when it can be.  Caller frees.
 */
char *archive_names_decode(const ArchiveNames *names, const char *raw, gboolean is_utf8);

G_END_DECLS
