/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The bytes of a compressed file, one layer taken off.  A fault ends them like an end, so that
 * what stands before it is read; it is asked for afterwards.  (libarchive, when a filter fails while
 * it still guesses the format, loses what the filter gave before or takes the file for an empty one.)
 */

#include "plugins/archive/form.h"

G_BEGIN_DECLS

typedef struct _ArchiveUnpacker ArchiveUnpacker;

/* `data` must outlive it. */
ArchiveUnpacker *archive_unpacker_new(const ArchiveForm *form, const guint8 *data, gsize length);
void archive_unpacker_free(ArchiveUnpacker *unpacker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveUnpacker, archive_unpacker_free)

/* What it begins with, without taking it: up to 64 KiB, less than 512 bytes only of a smaller file. */
gsize archive_unpacker_peek(ArchiveUnpacker *unpacker, const guint8 **ret_data);
/* The next bytes, the unpacker's until the next call: their number, 0 at the end. */
gsize archive_unpacker_read(ArchiveUnpacker *unpacker, const void **ret_data);

/* Why it ended before its end, or what stands behind it; NULL when all is well. */
const char *archive_unpacker_fault(const ArchiveUnpacker *unpacker);
/* TRUE when it ended before its end. */
gboolean archive_unpacker_is_damaged(const ArchiveUnpacker *unpacker);

G_END_DECLS
