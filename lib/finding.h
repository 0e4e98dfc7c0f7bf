/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a rule says of a submission, and what all findings together come to. */

#include "lib/evidence.h"

G_BEGIN_DECLS

typedef enum {
	VET_OUTCOME_NOT_APPLICABLE,
	VET_OUTCOME_PASS,
	VET_OUTCOME_NOTE,
	VET_OUTCOME_WAIVED,
	VET_OUTCOME_UNDETERMINED,
	VET_OUTCOME_REVIEW,
	VET_OUTCOME_REJECT,
} VetOutcome; /* in order of weight */

#define VET_N_OUTCOMES (VET_OUTCOME_REJECT + 1)

const char *vet_outcome_name(VetOutcome outcome); /* "not_applicable" … */
gboolean vet_outcome_from_name(const char *name, VetOutcome *ret_outcome);

typedef struct {
	char *id; /* fingerprint: stable over re-runs, 16 hex digits */
	char *rule;
	VetOutcome outcome;
	char *basis, *title, *message, *advice; /* never NULL */
	/* the message in the language of the pack, by which twins are told apart; NULL = `message` */
	char *own_message;
	GPtrArray *evidence; /* of VetEvidence */
} VetFinding;

VetFinding *vet_finding_new(const char *rule, VetOutcome outcome, const char *basis,
			    const char *title, const char *message, const char *advice);
/* Copies; an equal one is not added twice. */
void vet_finding_add_evidence(VetFinding *finding, const VetEvidence *evidence);
/*
 * Sets the fingerprint: SHA-256 over submission id, rule, outcome, and document and quote of each
 * evidence (without page and box, which a better extractor may move), first 16 digits.
 */
void vet_finding_seal(VetFinding *finding, const char *submission_id);
void vet_finding_free(VetFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetFinding, vet_finding_free)

typedef enum {
	VET_VERDICT_ELIGIBLE,
	VET_VERDICT_NEEDS_REVIEW,
	VET_VERDICT_INELIGIBLE,
	VET_N_VERDICTS,
} VetVerdict;

const char *vet_verdict_name(VetVerdict verdict);
/*
 * contract.md: any reject → ineligible; else any review or undetermined → needs_review; else
 * eligible.
 */
VetVerdict vet_verdict_of(const GPtrArray *findings);

G_END_DECLS
