/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The files of a pack as bytes: what its hash is over, and copies of them. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * SHA-256 (hex) over path, length and bytes of every file below `folder`, in order of path; hidden
 * files are left out.  `base` is the hash of the pack it extends and comes first; NULL when there is
 * none.  VET_ERROR_CONFIG when one cannot be read or there are too many.  Caller frees.
 */
char *vet_pack_files_sha256(const char *folder, const char *base,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Copies these files, each synced, into the folder `target`, which is made (0700) and must not be
 * there.  What was copied before a failure stays: vet_pack_files_remove().
 */
gboolean vet_pack_files_copy(const char *folder, const char *target,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Removes a folder with all that is in it, as deep as a copy of a pack and the folder around it go.
 * FALSE: something is left.
 */
gboolean vet_pack_files_remove(const char *folder);

G_END_DECLS
