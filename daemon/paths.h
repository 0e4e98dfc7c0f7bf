/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where the parts of vetd lie: beside the program in the build folder, else where they were
 * installed.
 */

#include <glib.h>

G_BEGIN_DECLS

/* The vet-worker program.  Caller frees. */
char *vet_paths_find_worker(void);
/* The folder of extractor plugins.  Caller frees. */
char *vet_paths_find_plugins(void);
/* The folder of the rule pack with this id ("yiyang-2025").  Caller frees. */
char *vet_paths_find_pack(const char *id);
/* The folder of the programs' words: LANGUAGE/LC_MESSAGES/vetd.mo.  Caller frees. */
char *vet_paths_find_words(void);
/*
 * Tells lib/pack.h where the bases of overlays lie that have none beside them: with the packs that
 * belong to the program.
 */
void vet_paths_announce_packs(void);

G_END_DECLS
