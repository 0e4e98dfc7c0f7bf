/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/impact.h"

#include <string.h>

/* a finding as a case says it; the quote is its evidence */
typedef struct {
	const char *rule;
	VetOutcome outcome;
	const char *message, *quote;
} Said;

static VetPack *pack;

static VetResult *
result_of(const Said *said)
{
	VetResult *result = g_new0(VetResult, 1);
	VetScreening *screening = g_new0(VetScreening, 1);

	screening->findings = g_ptr_array_new_with_free_func((GDestroyNotify)vet_finding_free);
	screening->coverage = g_ptr_array_new();
	for (; said->rule; said++) {
		VetFinding *finding =
			vet_finding_new(said->rule, said->outcome, "五", "标题", said->message, "");
		g_autoptr(VetEvidence) evidence = vet_evidence_new(
			"a.pdf", 1, (VetBox){0}, said->quote, VET_EVIDENCE_TEXT, 1.0);

		vet_finding_add_evidence(finding, evidence);
		vet_finding_seal(finding, "S1");
		g_ptr_array_add(screening->findings, finding);
	}
	result->id = g_strdup("S1");
	result->version = 1;
	result->documents = g_ptr_array_new();
	result->facts = vet_facts_new(1024);
	result->screening = screening;
	result->verdict = vet_verdict_of(screening->findings);
	return result;
}

/* "added x reject; …" */
static char *
compare(const Said *before, const Said *after)
{
	g_autoptr(VetImpact) impact = vet_impact_new(pack, pack);
	g_autoptr(VetResult) old = result_of(before);
	g_autoptr(VetResult) new = result_of(after);
	GString *text = g_string_new(NULL);

	vet_impact_add(impact, old, new);
	g_assert_cmpuint(impact->n_compared, ==, 1);
	for (guint i = 0; impact->submissions->len && i < 1; i++) {
		const VetImpactSubmission *submission = impact->submissions->pdata[i];

		for (guint j = 0; j < submission->changes->len; j++) {
			const VetImpactChange *change = submission->changes->pdata[j];

			g_string_append_printf(text, "%s%s %s", j ? "; " : "",
					       vet_impact_kind_name(change->kind), change->rule);
		}
	}
	return g_string_free(text, FALSE);
}

static void
test_changes(void)
{
	static const struct {
		Said before[4], after[4];
		const char *changes;
	} cases[] = {
		{{{NULL}}, {{NULL}}, ""},
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}}, {{"a", VET_OUTCOME_REVIEW, "m", "q"}}, ""},
		{{{NULL}}, {{"a", VET_OUTCOME_REVIEW, "m", "q"}}, "added a"},
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}}, {{NULL}}, "removed a"},
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}},
		 {{"a", VET_OUTCOME_REJECT, "m", "q"}},
		 "outcome a"},
		/* its fingerprint is another one, the thing is the same */
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}},
		 {{"a", VET_OUTCOME_REJECT, "n", "r"}},
		 "outcome a"},
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}},
		 {{"a", VET_OUTCOME_REVIEW, "n", "q"}},
		 "content a"},
		{{{"a", VET_OUTCOME_REVIEW, "m", "q"}},
		 {{"b", VET_OUTCOME_REVIEW, "m", "q"}},
		 "added b; removed a"},
		/* several of a rule: those on the same evidence belong together */
		{{{"a", VET_OUTCOME_REVIEW, "m", "1"}, {"a", VET_OUTCOME_REVIEW, "m", "2"}},
		 {{"a", VET_OUTCOME_REJECT, "m", "2"}},
		 "outcome a; removed a"},
		{{{"a", VET_OUTCOME_REVIEW, "m", "1"}, {"a", VET_OUTCOME_REVIEW, "m", "2"}},
		 {{"a", VET_OUTCOME_REVIEW, "m", "3"}},
		 "added a; removed a; removed a"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *changes = compare(cases[i].before, cases[i].after);

		g_assert_cmpstr(changes, ==, cases[i].changes);
	}
}

static void
test_counts(void)
{
	static const Said before[] = {{"a", VET_OUTCOME_NOTE, "m", "q"}, {NULL}};
	static const Said after[] = {{"a", VET_OUTCOME_REJECT, "m", "q"},
				     {"b", VET_OUTCOME_NOTE, "m", "1"},
				     {"b", VET_OUTCOME_NOTE, "m", "2"},
				     {NULL}};
	g_autoptr(VetImpact) impact = vet_impact_new(pack, pack);
	g_autoptr(VetResult) old = result_of(before);
	g_autoptr(VetResult) new = result_of(after);

	vet_impact_add(impact, old, new);
	vet_impact_add(impact, old, old);
	vet_impact_add_failure(impact, "S3: gone");
	g_autofree char *json = vet_impact_to_json(impact);

	g_assert_cmpuint(impact->n_compared, ==, 2);
	g_assert_cmpuint(impact->submissions->len, ==, 1);
	g_assert_cmpuint(impact->verdicts[VET_VERDICT_ELIGIBLE][VET_VERDICT_INELIGIBLE], ==, 1);
	g_assert_nonnull(strstr(json, "\"verdicts_changed\":1"));
	g_assert_nonnull(strstr(json, "{\"rule\":\"b\",\"added\":2,\"removed\":0,\"outcome\":0,"
				      "\"content\":0,\"submissions\":1}"));
	g_assert_nonnull(strstr(json, "\"not_compared\":[\"S3: gone\"]"));
}

int
main(int argc, char **argv)
{
	const char *source = g_getenv("G_TEST_SRCDIR");
	g_autoptr(GError) error = NULL;

	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder =
		g_build_filename(source ? source : ".", "rules", "yiyang-2025", NULL);
	pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/impact/changes", test_changes);
	g_test_add_func("/impact/counts", test_counts);
	int status = g_test_run();

	vet_pack_unref(pack);
	return status;
}
