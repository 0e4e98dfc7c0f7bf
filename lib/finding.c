/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/finding.h"

#include <string.h>

#define FINGERPRINT_DIGITS 16

static const char *const outcome_names[] = {
	[VET_OUTCOME_NOT_APPLICABLE] = "not_applicable",
	[VET_OUTCOME_PASS] = "pass",
	[VET_OUTCOME_NOTE] = "note",
	[VET_OUTCOME_WAIVED] = "waived",
	[VET_OUTCOME_UNDETERMINED] = "undetermined",
	[VET_OUTCOME_REVIEW] = "review",
	[VET_OUTCOME_REJECT] = "reject",
};

static const char *const verdict_names[] = {
	[VET_VERDICT_ELIGIBLE] = "eligible",
	[VET_VERDICT_NEEDS_REVIEW] = "needs_review",
	[VET_VERDICT_INELIGIBLE] = "ineligible",
};

/* what the worst finding of a submission makes of it */
static const VetVerdict outcome_verdicts[] = {
	[VET_OUTCOME_NOT_APPLICABLE] = VET_VERDICT_ELIGIBLE,
	[VET_OUTCOME_PASS] = VET_VERDICT_ELIGIBLE,
	[VET_OUTCOME_NOTE] = VET_VERDICT_ELIGIBLE,
	[VET_OUTCOME_WAIVED] = VET_VERDICT_ELIGIBLE,
	[VET_OUTCOME_UNDETERMINED] = VET_VERDICT_NEEDS_REVIEW,
	[VET_OUTCOME_REVIEW] = VET_VERDICT_NEEDS_REVIEW,
	[VET_OUTCOME_REJECT] = VET_VERDICT_INELIGIBLE,
};

const char *
vet_outcome_name(VetOutcome outcome)
{
	return outcome_names[outcome];
}

gboolean
vet_outcome_from_name(const char *name, VetOutcome *ret_outcome)
{
	for (guint i = 0; i < G_N_ELEMENTS(outcome_names); i++) {
		if (g_str_equal(name, outcome_names[i])) {
			*ret_outcome = i;
			return TRUE;
		}
	}
	return FALSE;
}

static char *
copy_text(const char *text)
{
	return g_strdup(text ? text : "");
}

VetFinding *
vet_finding_new(const char *rule, VetOutcome outcome, const char *basis, const char *title,
		const char *message, const char *advice)
{
	VetFinding *finding = g_new0(VetFinding, 1);
	finding->rule = copy_text(rule);
	finding->outcome = outcome;
	finding->basis = copy_text(basis);
	finding->title = copy_text(title);
	finding->message = copy_text(message);
	finding->advice = copy_text(advice);
	finding->evidence = g_ptr_array_new_with_free_func((GDestroyNotify)vet_evidence_free);
	return finding;
}

void
vet_finding_add_evidence(VetFinding *finding, const VetEvidence *evidence)
{
	for (guint i = 0; i < finding->evidence->len; i++)
		if (vet_evidence_equal(finding->evidence->pdata[i], evidence))
			return;
	g_ptr_array_add(finding->evidence, vet_evidence_copy(evidence));
}

/* each part ends in its NUL, so that "a","bc" and "ab","c" differ */
static void
digest_part(GChecksum *checksum, const char *text)
{
	g_checksum_update(checksum, (const guchar *)text, strlen(text) + 1);
}

void
vet_finding_seal(VetFinding *finding, const char *submission_id)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	digest_part(checksum, submission_id ? submission_id : "");
	digest_part(checksum, finding->rule);
	digest_part(checksum, outcome_names[finding->outcome]);
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		digest_part(checksum, evidence->document);
		digest_part(checksum, evidence->quote);
	}
	g_free(finding->id);
	finding->id = g_strndup(g_checksum_get_string(checksum), FINGERPRINT_DIGITS);
}

void
vet_finding_free(VetFinding *finding)
{
	if (!finding)
		return;
	g_free(finding->id);
	g_free(finding->rule);
	g_free(finding->basis);
	g_free(finding->title);
	g_free(finding->message);
	g_free(finding->own_message);
	g_free(finding->advice);
	g_ptr_array_unref(finding->evidence);
	g_free(finding);
}

const char *
vet_verdict_name(VetVerdict verdict)
{
	return verdict_names[verdict];
}

VetVerdict
vet_verdict_of(const GPtrArray *findings)
{
	VetVerdict verdict = VET_VERDICT_ELIGIBLE;
	for (guint i = 0; i < findings->len; i++) {
		const VetFinding *finding = findings->pdata[i];
		verdict = MAX(verdict, outcome_verdicts[finding->outcome]);
	}
	return verdict;
}
