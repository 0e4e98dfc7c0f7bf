/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Zip by libzip, whose view of the file is held against our own reading of its directory. */

#include "lib/extract.h"

G_BEGIN_DECLS

/*
 * `data` is the whole document.  VET_ERROR_MALFORMED: no directory, two of them, or overlapping
 * members; VET_ERROR_UNSUPPORTED: split over several files; VET_ERROR_ENCRYPTED: all members are.
 */
gboolean archive_zip_read(const guint8 *data, gsize length, const VetLimits *limits, VetSink *sink,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
