/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The spool keeps the exact bytes of what arrived, by content: objects/ab/<sha256> for files and
 * trees/<sha256> for the listing of a submission.  What is judged can never change.  Written to a
 * temporary name, synced, renamed. Members of archives are not kept: they lie in unnamed files
 * while they are read.
 */

#include "daemon/tree.h"

G_BEGIN_DECLS

typedef struct _VetSpool VetSpool;

/* Makes the folders (0700); VET_ERROR_CONFIG when they cannot be written. */
VetSpool *vet_spool_open(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For others than vetd: looks at an existing spool with vet_spool_tree() and changes nothing. */
VetSpool *vet_spool_open_reading(const char *folder);
void vet_spool_close(VetSpool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSpool, vet_spool_close)

/*
 * Copies a submission in and syncs it; everything is on disk when this returns.  VET_ERROR_RETRY:
 * disk full, changed under the copy.
 */
VetTree *vet_spool_take(VetSpool *spool, int inbox_fd, const char *name, const VetLimits *limits,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
VetTree *vet_spool_tree(VetSpool *spool, const char *tree_sha256,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Read-only descriptor of an object, the caller's; -1 and error when it is missing. */
int vet_spool_open_object(VetSpool *spool, const char *sha256, GError **error);
/*
 * An unnamed file with the bytes of `fd` (a member): gone when its last descriptor closes. Sets
 * *ret_sha256.
 */
int vet_spool_hold(VetSpool *spool, int fd, guint64 size, char **ret_sha256, GError **error);
/*
 * Removes temporary files, and trees and objects that no tree of `keep` (set of tree sha256) needs;
 * number removed.
 */
guint vet_spool_sweep(VetSpool *spool, GHashTable *keep, GError **error);
/* Removes the folders of a spool that was swept of everything. */
void vet_spool_remove(const char *folder);

G_END_DECLS
