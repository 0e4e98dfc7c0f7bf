/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a pack and its lists are called, for people: no rule needs it. */

#include "lib/pack.h"

G_BEGIN_DECLS

/* Of the pack itself, not of the one it extends. */
const char *vet_pack_title(const VetPack *pack);
/*
 * id → title of each list it asks for, those of the packs it extends first.  The words are owned by
 * the pack, the array by the caller: of VetPackListTitle.
 */
typedef struct {
	const char *id, *title;
} VetPackListTitle;
GArray *vet_pack_list_titles(const VetPack *pack);

G_END_DECLS
