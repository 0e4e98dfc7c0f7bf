/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What libarchive reads, member by member out of the mapped document: it opens no file, starts no
 * program and no thread.
 */

#include "plugins/archive/form.h"

G_BEGIN_DECLS

/* Opens the locale in which libarchive keeps names as they are; once, before a document is seen. */
gboolean archive_stream_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * `name` is the document's, for what a compressed file holds.  VET_ERROR_MALFORMED: damaged or cut
 * short, what came before is kept; VET_ERROR_ENCRYPTED: all members are, or their list;
 * VET_ERROR_UNSUPPORTED: one part of several.
 */
gboolean archive_stream_read(const ArchiveForm *form, const guint8 *data, gsize length,
			     const char *name, const VetLimits *limits, VetSink *sink,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A zip without its directory: whatever its local headers lead to. */
gboolean archive_stream_read_headless_zip(const guint8 *data, gsize length, const VetLimits *limits,
					  VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
