/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Facts as tests.yaml writes them, typed by the table of facts and the fields of the classes.  Maps
 * of `set` are laid over those of `defaults`, anything else replaces; a key with nothing behind it
 * takes the fact away.  What must always be there and is not written gets a harmless value.  Each
 * value carries evidence made up for it.
 */

#include "lib/facts.h"
#include "lib/pack-private.h"

G_BEGIN_DECLS

/* NULL when there were faults, which are among the diagnostics.  Either node may be NULL. */
VetFacts *vet_pack_facts_read(const VetPack *pack, const VetYamlNode *defaults,
			      const VetYamlNode *set, VetDiagnostics *diagnostics);
/*
 * The CSV that a list of a test stands for ("registrations" has columns of its own); NULL and a
 * fault when a key is unknown.
 */
char *vet_pack_facts_csv(const VetYamlNode *rows, gboolean registrations,
			 VetDiagnostics *diagnostics);

G_END_DECLS
