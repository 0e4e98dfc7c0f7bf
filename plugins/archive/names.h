/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * In which charset an archive's member names are.  A zip says so only by a flag (UTF-8) or
 * Info-ZIP's Unicode path field (0x7075); what Chinese tools write without either is GB18030, so
 * the names without a mark are judged together: UTF-8, else GB18030, else CP437.
 */

#include "lib/extract.h"

#include <zip.h>

G_BEGIN_DECLS

typedef struct _ArchiveNames ArchiveNames;

/* Opens the converter while files can still be opened; once, before a document is seen. */
gboolean archive_names_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at every name; `zip` must outlive it. */
ArchiveNames *archive_names_new(zip_t *zip);
void archive_names_free(ArchiveNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveNames, archive_names_free)

/* The entry's path in UTF-8, otherwise as the archive has it.  Caller frees. */
char *archive_names_get(const ArchiveNames *names, guint64 index);

G_END_DECLS
