/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which outcomes and cases of each rule the tests of a pack have seen. */

#include "lib/pack-tests.h"

GPtrArray *
vet_pack_coverage_new(const VetPack *pack)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	GPtrArray *coverage = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < rules->len; i++) {
		VetPackRuleCoverage *row = g_new0(VetPackRuleCoverage, 1);
		row->rule = rules->pdata[i];
		g_ptr_array_add(coverage, row);
	}
	return coverage;
}

/* each outcome counts once in a test, however many elements came to it */
static void
note_findings(VetPackRuleCoverage *row, const VetScreening *screening)
{
	gboolean seen[VET_N_OUTCOMES] = {FALSE};
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (!g_str_equal(finding->rule, row->rule->id) || seen[finding->outcome])
			continue;
		seen[finding->outcome] = TRUE;
		row->outcomes[finding->outcome]++;
	}
}

void
vet_pack_coverage_note(GPtrArray *coverage, const VetScreening *screening)
{
	/* a screening has a row for each rule, in order of the pack, as this has */
	for (guint i = 0; i < coverage->len; i++) {
		VetPackRuleCoverage *row = coverage->pdata[i];
		const VetRuleCoverage *found = screening->coverage->pdata[i];
		if (found->passed)
			row->outcomes[VET_OUTCOME_PASS]++;
		if (!found->evaluated)
			row->outcomes[VET_OUTCOME_NOT_APPLICABLE]++;
		for (guint j = 0; j < row->rule->cases->len; j++)
			row->cases[j] += (found->failed_cases >> j) & 1;
		note_findings(row, screening);
	}
}

static const VetPackRuleCoverage *
find_row(const GPtrArray *coverage, const char *rule)
{
	for (guint i = 0; i < coverage->len; i++) {
		const VetPackRuleCoverage *row = coverage->pdata[i];
		if (g_str_equal(row->rule->id, rule))
			return row;
	}
	return NULL;
}

void
vet_pack_coverage_inherit(GPtrArray *coverage, const GPtrArray *base)
{
	for (guint i = 0; i < coverage->len; i++) {
		VetPackRuleCoverage *row = coverage->pdata[i];
		const VetPackRuleCoverage *below =
			row->rule->inherited ? find_row(base, row->rule->id) : NULL;
		for (guint j = 0; below && j < VET_N_OUTCOMES; j++)
			row->outcomes[j] += below->outcomes[j];
		for (guint j = 0; below && j < VET_RULE_MAX_CASES; j++)
			row->cases[j] += below->cases[j];
	}
}

gboolean
vet_rule_may_come_to(const VetPack *pack, const VetRule *rule, VetOutcome outcome)
{
	if (outcome == VET_OUTCOME_PASS)
		return TRUE;
	const GPtrArray *waivers = vet_pack_waivers(pack);
	for (guint i = 0; outcome == VET_OUTCOME_WAIVED && i < waivers->len; i++) {
		const VetWaiver *waiver = waivers->pdata[i];
		if (g_str_equal(waiver->rule, rule->id))
			return TRUE;
	}
	for (guint i = 0; i < rule->cases->len; i++)
		if (((VetCase *)rule->cases->pdata[i])->on_fail == outcome)
			return TRUE;
	return FALSE;
}
