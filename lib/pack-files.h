/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The files of a pack as bytes: what its hash is over. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * SHA-256 (hex) over path, length and bytes of every file below `folder`, in order of path; hidden
 * files are left out.  `base` is the hash of the pack it extends and comes first; NULL when there is
 * none.  VET_ERROR_CONFIG when one cannot be read or there are too many.  Caller frees.
 */
char *vet_pack_files_sha256(const char *folder, const char *base,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
