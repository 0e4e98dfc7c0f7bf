/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where a zip's members lie, and what their local headers say beside the directory.  Two programs
 * that believe one or the other see different papers in the same file.
 */

#include "plugins/archive/directory.h"
#include "plugins/archive/names.h"

G_BEGIN_DECLS

/* VET_ERROR_MALFORMED when two entries share bytes of the archive, or one shares the directory's. */
gboolean archive_extents_check(const ArchiveDirectory *directory,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Warns of local headers that contradict the directory, of members that the directory does not
 * list, and of what stands before or behind the archive.
 */
gboolean archive_extents_warn(const ArchiveDirectory *directory, const ArchiveNames *names,
			      VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
