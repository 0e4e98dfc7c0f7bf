/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Runs a pack over the facts of one submission.  A rule passes only if its check is exactly true;
 * an error, a missing fact or a spent budget is `undetermined`.  Same inputs, same result: the
 * clock is an argument.
 */

#include "lib/facts.h"
#include "lib/namelist.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/* One row of the coverage record. */
typedef struct {
	char *rule;
	/*
	 * the worst of its findings; PASS when evaluated without any, NOT_APPLICABLE when never
	 * evaluated
	 */
	VetOutcome outcome;
	guint evaluated; /* elements the check was evaluated for */
} VetRuleCoverage;

typedef struct {
	GPtrArray *findings; /* of VetFinding: reject first, then by rule order in the pack */
	GPtrArray *coverage; /* of VetRuleCoverage, in pack order */
} VetScreening;

void vet_screening_free(VetScreening *screening);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetScreening, vet_screening_free)

typedef struct {
	const char *submission_id;
	gint64 now;             /* seconds since the epoch: waivers' expiry */
	VetNamelists *lists;    /* may be NULL: look-ups are then undetermined */
	guint64 max_steps;      /* for one rule; 0 = default */
	gsize max_memory;       /* for one rule; 0 = default */
	const CelValue *params; /* in place of the pack's: its own tests; NULL = the pack's */
} VetScreenOptions;

VetScreening *vet_screen_run(const VetPack *pack, const VetFacts *facts,
			     const VetScreenOptions *options);
/* A field of the maps that functions give. */
typedef struct {
	const char *object, *field, *type, *summary;
} VetScreenField;

/* lookup, lookup_name, similar, relation, same_name … and what they give: for docs. */
const CelFunctionRow *vet_screen_functions(void);
/* Ends with a NULL object. */
const VetScreenField *vet_screen_fields(void);
/* Both, for an environment. */
void vet_screen_declare(CelEnv *env);

G_END_DECLS
