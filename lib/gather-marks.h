/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What stands on a document's pages besides the text that facts are taken from. */

#include "lib/document.h"
#include "lib/facts.h"

G_BEGIN_DECLS

/* Seals, signatures and codes, each with its place: a list of maps (see lib/facts.h). */
CelValue vet_gather_marks(const VetDocument *document, VetFacts *facts, const VetEvidence *origin);
/* Pages that are pictures: how they look and what was read on them; a list of maps. */
CelValue vet_gather_pictures(const VetDocument *document, VetFacts *facts,
			     const VetEvidence *origin);
/* Lines that a reader of the pages does not see: a list of strings with their places. */
CelValue vet_gather_hidden(const VetDocument *document, VetFacts *facts, const VetEvidence *origin);

G_END_DECLS
