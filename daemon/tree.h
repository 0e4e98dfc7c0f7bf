/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The files of one submission as they lie on disk: a folder's files by path, or one file.  Whatever
 * is no plain file of its own (symlink, device, FIFO, socket, hard link from elsewhere, a name that
 * cannot be kept) is an entry with a refusal instead of bytes.  Junk names are left out and
 * counted.
 */

#include <glib.h>

#include "lib/limits.h"

G_BEGIN_DECLS

typedef struct {
	/* '/'-separated, relative; a name that is no UTF-8 is read as GB18030, else escaped */
	char *path;
	char *sha256; /* 64 hex digits; NULL when refused */
	guint64 size;
	char *refusal; /* one sentence; NULL = taken */
} VetTreeEntry;

typedef struct {
	GPtrArray *entries; /* of VetTreeEntry, by path in byte order */
	char *sha256;       /* over the listing of entries: the submission's own hash */
	guint64 size;       /* of all that was taken */
	guint junk;
	gboolean single;   /* the submission is one file: its only entry is its name */
	gint64 changed_at; /* newest ctime, seconds since the epoch: when it was put there */
} VetTree;

void vet_tree_free(VetTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTree, vet_tree_free)

/* The name of the one file that the submission is, which says nothing of it; else NULL. */
const char *vet_tree_archive(const VetTree *tree);

/*
 * Receives each plain file as it is met: opened read-only without following links, positioned at 0.
 * Sets *ret_sha256.  FALSE ends the walk.
 */
typedef gboolean (*VetTreeTake)(int fd, const char *path, guint64 size, char **ret_sha256,
				gpointer user_data, GError **error);

/*
 * Walks `name` below the open folder `parent_fd` (AT_FDCWD allowed).  Caps: document-bytes makes a
 * refusal of that file, members and submission-bytes refuse what comes after; after 1,000 refusals
 * one entry counts the rest.  VET_ERROR_RETRY when it vanished or changed while being read.
 */
VetTree *vet_tree_walk(int parent_fd, const char *name, const VetLimits *limits, VetTreeTake take,
		       gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The listing whose SHA-256 is the tree's: a line "sha256 size path" or "refused reason<TAB>path"
 * each; and back.
 */
char *vet_tree_serialise(const VetTree *tree);
VetTree *vet_tree_parse(const char *listing, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
