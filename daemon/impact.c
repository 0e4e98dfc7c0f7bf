/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/impact.h"

/* Two arrays of VetFinding, and which of them found their like: what did is NULL. */
typedef struct {
	GPtrArray *before, *after; /* borrowed findings */
	GPtrArray *changes;        /* by the order of `after`, then of `before` */
} Match;

static void
change_free(VetImpactChange *change)
{
	g_free(change->rule);
	g_free(change->message);
	g_free(change->message_before);
	g_free(change);
}

static void
submission_free(VetImpactSubmission *submission)
{
	g_free(submission->id);
	g_ptr_array_unref(submission->changes);
	g_free(submission);
}

static void
rule_free(VetImpactRule *rule)
{
	g_free(rule->rule);
	g_free(rule);
}

static char *
name_of(const VetPack *pack)
{
	return g_strdup_printf("%s %s", vet_pack_id(pack), vet_pack_version(pack));
}

VetImpact *
vet_impact_new(const VetPack *before, const VetPack *after)
{
	VetImpact *impact = g_new0(VetImpact, 1);
	impact->before = name_of(before);
	impact->after = name_of(after);
	impact->submissions = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free);
	impact->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
	impact->failures = g_ptr_array_new_with_free_func(g_free);
	return impact;
}

void
vet_impact_free(VetImpact *impact)
{
	if (!impact)
		return;
	g_free(impact->before);
	g_free(impact->after);
	g_ptr_array_unref(impact->submissions);
	g_ptr_array_unref(impact->rules);
	g_ptr_array_unref(impact->failures);
	g_free(impact);
}

const char *
vet_impact_kind_name(VetImpactKind kind)
{
	static const char *const names[] = {"added", "removed", "outcome", "content"};
	return names[kind];
}

/* --- which finding is which --- */

static void
add_change(Match *match, const VetFinding *before, const VetFinding *after)
{
	if (before && after && before->outcome == after->outcome &&
	    g_str_equal(before->id, after->id) && g_str_equal(before->message, after->message))
		return;
	const VetFinding *shown = after ? after : before;
	VetImpactChange *change = g_new0(VetImpactChange, 1);
	change->kind = !before                             ? VET_IMPACT_ADDED
		       : !after                            ? VET_IMPACT_REMOVED
		       : before->outcome != after->outcome ? VET_IMPACT_OUTCOME
							   : VET_IMPACT_CONTENT;
	change->rule = g_strdup(shown->rule);
	change->before = before ? before->outcome : VET_OUTCOME_NOT_APPLICABLE;
	change->after = after ? after->outcome : VET_OUTCOME_NOT_APPLICABLE;
	change->message = g_strdup(shown->message);
	change->message_before = before && after ? g_strdup(before->message) : NULL;
	g_ptr_array_add(match->changes, change);
}

static gboolean
is_same(const VetFinding *a, const VetFinding *b)
{
	return g_str_equal(a->id, b->id) && g_str_equal(a->message, b->message);
}

static gboolean
has_same_id(const VetFinding *a, const VetFinding *b)
{
	return g_str_equal(a->id, b->id);
}

/* of the same rule on the same places: an outcome is part of the fingerprint, so it tells nothing */
static gboolean
has_same_evidence(const VetFinding *a, const VetFinding *b)
{
	if (!g_str_equal(a->rule, b->rule) || a->evidence->len != b->evidence->len)
		return FALSE;
	for (guint i = 0; i < a->evidence->len; i++)
		if (!vet_evidence_equal(a->evidence->pdata[i], b->evidence->pdata[i]))
			return FALSE;
	return TRUE;
}

static guint
count_of(const GPtrArray *findings, const char *rule)
{
	guint n = 0;
	for (guint i = 0; i < findings->len; i++) {
		const VetFinding *finding = findings->pdata[i];
		n += finding && g_str_equal(finding->rule, rule);
	}
	return n;
}

/* pairs each finding after with the first one before that is like it */
static void
pair(Match *match, gboolean (*is_like)(const VetFinding *a, const VetFinding *b))
{
	for (guint i = 0; i < match->after->len; i++) {
		const VetFinding *after = match->after->pdata[i];
		for (guint j = 0; after && j < match->before->len; j++) {
			const VetFinding *before = match->before->pdata[j];
			if (!before || !is_like(before, after))
				continue;
			add_change(match, before, after);
			match->before->pdata[j] = match->after->pdata[i] = NULL;
			break;
		}
	}
}

/* a rule that says one thing of a submission before and one after says it of the same */
static void
pair_single(Match *match)
{
	for (guint i = 0; i < match->after->len; i++) {
		const VetFinding *after = match->after->pdata[i];
		if (!after || count_of(match->after, after->rule) != 1 ||
		    count_of(match->before, after->rule) != 1)
			continue;
		for (guint j = 0; j < match->before->len; j++) {
			const VetFinding *before = match->before->pdata[j];
			if (!before || !g_str_equal(before->rule, after->rule))
				continue;
			add_change(match, before, after);
			match->before->pdata[j] = match->after->pdata[i] = NULL;
			break;
		}
	}
}

static GPtrArray *
findings_of(const VetResult *result)
{
	GPtrArray *findings = g_ptr_array_new();
	for (guint i = 0; i < result->screening->findings->len; i++)
		g_ptr_array_add(findings, result->screening->findings->pdata[i]);
	return findings;
}

static GPtrArray *
compare(const VetResult *before, const VetResult *after)
{
	g_autoptr(GPtrArray) old = findings_of(before);
	g_autoptr(GPtrArray) new = findings_of(after);
	Match match = {old, new, g_ptr_array_new_with_free_func((GDestroyNotify)change_free)};
	pair(&match, is_same);
	pair(&match, has_same_id);
	pair(&match, has_same_evidence);
	pair_single(&match);
	for (guint i = 0; i < new->len; i++)
		if (new->pdata[i])
			add_change(&match, NULL, new->pdata[i]);
	for (guint i = 0; i < old->len; i++)
		if (old->pdata[i])
			add_change(&match, old->pdata[i], NULL);
	return match.changes;
}

/* --- counting --- */

static VetImpactRule *
rule_of(VetImpact *impact, const char *id)
{
	for (guint i = 0; i < impact->rules->len; i++) {
		VetImpactRule *rule = impact->rules->pdata[i];
		if (g_str_equal(rule->rule, id))
			return rule;
	}
	VetImpactRule *rule = g_new0(VetImpactRule, 1);
	rule->rule = g_strdup(id);
	g_ptr_array_add(impact->rules, rule);
	return rule;
}

static void
count(VetImpact *impact, const GPtrArray *changes)
{
	g_autoptr(GHashTable) met = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < changes->len; i++) {
		const VetImpactChange *change = changes->pdata[i];
		VetImpactRule *rule = rule_of(impact, change->rule);
		rule->counts[change->kind]++;
		rule->submissions += g_hash_table_add(met, rule->rule);
	}
}

void
vet_impact_add(VetImpact *impact, const VetResult *before, const VetResult *after)
{
	g_autoptr(GPtrArray) changes = compare(before, after);
	impact->n_compared++;
	/* a verdict hangs on its findings: without a change of one there is none of the other */
	if (!changes->len)
		return;
	count(impact, changes);
	VetImpactSubmission *submission = g_new0(VetImpactSubmission, 1);
	submission->id = g_strdup(after->id);
	submission->version = after->version;
	submission->before = before->verdict;
	submission->after = after->verdict;
	submission->changes = g_steal_pointer(&changes);
	g_ptr_array_add(impact->submissions, submission);
	if (before->verdict != after->verdict) {
		impact->verdicts[before->verdict][after->verdict]++;
		impact->n_verdicts++;
	}
}

void
vet_impact_add_failure(VetImpact *impact, const char *message)
{
	g_ptr_array_add(impact->failures, g_strdup(message));
}
