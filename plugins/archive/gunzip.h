/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Unpacks gzip (RFC 1952) in pieces, each of its members held against its check sum and length,
 * which libarchive's own filter does not do.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct _ArchiveGunzip ArchiveGunzip;

ArchiveGunzip *archive_gunzip_new(const guint8 *data, gsize length);
void archive_gunzip_free(ArchiveGunzip *gunzip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveGunzip, archive_gunzip_free)

/*
 * The next bytes: their number, 0 at the end, -1 when the rest cannot be read.  They stay the
 * object's, until the next call.
 */
gssize archive_gunzip_read(ArchiveGunzip *gunzip, const void **ret_data);

/* Why it could not be read, or what stood behind the last member; NULL when all is well. */
const char *archive_gunzip_fault(const ArchiveGunzip *gunzip);
/* TRUE when it could not be read to its end. */
gboolean archive_gunzip_is_damaged(const ArchiveGunzip *gunzip);

G_END_DECLS
