/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The packs that were in force, in the state folder by their sha256, so that a run can be repeated
 * whatever became of the folder its pack came from: packs/<sha256>/<id>/ with the files of the pack,
 * and beside it those of the packs it extends.  A pack is some hundred kilobytes; none is ever
 * removed.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * Copies a pack into `folder` (made, 0700), synced, unless a sound copy is there; a damaged one is
 * replaced.  VET_ERROR_RETRY: its files are no longer those that were loaded, or cannot be written;
 * nothing of it stays.
 */
gboolean vet_packs_keep(const char *folder, const VetPack *pack,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The pack that was kept under this id and sha256 (both from a run, not trusted).  VET_ERROR_RETRY:
 * none was kept, or its copy is damaged; VET_ERROR_CONFIG: this version of vetd cannot load it.
 * vet_pack_unref().
 */
VetPack *vet_packs_load(const char *folder, const char *id, const char *sha256,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
