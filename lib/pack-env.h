/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For who compiles expressions beside those of a pack: its names, typed. */

#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * Facts, the fields of its classes, `params`, `vars` and all functions, as a rule sees them but for
 * its own loops and lets.  Owned by the pack; to be added to only through a child.
 */
CelEnv *vet_pack_env(const VetPack *pack);

G_END_DECLS
