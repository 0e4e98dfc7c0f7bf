/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facts of one submission: named CEL values whose origin is the VetEvidence of where they were
 * seen.  What names there are, and of which type, is a table; packs are held against it at load,
 * and `vetctl pack docs` prints it.
 */

#include "lib/cel/cel.h"
#include "lib/evidence.h"

G_BEGIN_DECLS

typedef struct {
	const char *path; /* "units[].credit_code" */
	const char *type; /* CEL type: "string", "bool", "timestamp", "list(map)" … */
	/* absent when it was not found: using it then is undetermined, has() tells */
	gboolean optional;
	const char *summary;
} VetFactRow;

/* Ends with a NULL path.  Roots come before their fields. */
const VetFactRow *vet_fact_rows(void);
/*
 * The type of a root or field path, NULL when there is none. "documents[]." accepts fields of
 * classes too: not in the table.
 */
const char *vet_fact_type(const char *path);

typedef struct _VetFacts VetFacts;

/* max_bytes bounds the arena. */
VetFacts *vet_facts_new(gsize max_bytes);
void vet_facts_free(VetFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetFacts, vet_facts_free)
CelArena *vet_facts_arena(VetFacts *facts);
/* Takes the evidence; lives as long as the facts.  Returns it for use as an origin. */
const VetEvidence *vet_facts_keep_evidence(VetFacts *facts, VetEvidence *evidence);
/* `name` is static or lives as long; the value must live in the facts' arena or be static. */
void vet_facts_set(VetFacts *facts, const char *name, CelValue value);
gboolean vet_facts_get(const VetFacts *facts, const char *name, CelValue *ret_value);

G_END_DECLS
