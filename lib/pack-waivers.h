/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* `waivers` of rules.yaml: what was let pass, by whom, why, and until when. */

#include "lib/pack-scope.h"

G_BEGIN_DECLS

/*
 * Those for one rule, compiled in its scope.  What a base waives of a rule falls away when an
 * overlay replaces the rule.
 */
void vet_pack_read_waivers(VetPackLoader *loader, VetPackScope *scope,
			   const VetPackRuleEntry *rule);
/* Those that name no rule; after all rules were read. */
void vet_pack_check_waivers(VetPackLoader *loader);

G_END_DECLS
