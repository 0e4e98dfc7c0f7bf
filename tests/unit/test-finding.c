/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/error.h"
#include "lib/finding.h"
#include "lib/pattern.h"

#include <string.h>

static VetFinding *
make_finding(VetOutcome outcome, guint page, const char *quote)
{
	VetFinding *finding =
		vet_finding_new("team-size", outcome, "五(一)3", "团队人数", "m", NULL);
	g_autoptr(VetEvidence) evidence = vet_evidence_new("a.pdf", page, (VetBox){1, 2, 3, 4},
							   quote, VET_EVIDENCE_TEXT, 1.0);
	vet_finding_add_evidence(finding, evidence);
	vet_finding_add_evidence(finding, evidence);
	vet_finding_seal(finding, "S1");
	return finding;
}

static void
test_fingerprint(void)
{
	g_autoptr(VetFinding) one = make_finding(VET_OUTCOME_REJECT, 1, "六人");
	g_autoptr(VetFinding) moved = make_finding(VET_OUTCOME_REJECT, 2, "六人");
	g_autoptr(VetFinding) other = make_finding(VET_OUTCOME_REJECT, 1, "七人");
	g_autoptr(VetFinding) milder = make_finding(VET_OUTCOME_REVIEW, 1, "六人");
	g_assert_cmpuint(strlen(one->id), ==, 16);
	g_assert_cmpuint(one->evidence->len, ==, 1);
	g_assert_cmpstr(one->id, ==, moved->id);
	g_assert_cmpstr(one->id, !=, other->id);
	g_assert_cmpstr(one->id, !=, milder->id);
	g_assert_cmpstr(one->advice, ==, "");
	vet_finding_seal(moved, "S2");
	g_assert_cmpstr(one->id, !=, moved->id);
}

static void
test_verdict(void)
{
	static const struct {
		VetOutcome worst;
		VetVerdict verdict;
	} cases[] = {
		{VET_OUTCOME_NOTE, VET_VERDICT_ELIGIBLE},
		{VET_OUTCOME_WAIVED, VET_VERDICT_ELIGIBLE},
		{VET_OUTCOME_UNDETERMINED, VET_VERDICT_NEEDS_REVIEW},
		{VET_OUTCOME_REVIEW, VET_VERDICT_NEEDS_REVIEW},
		{VET_OUTCOME_REJECT, VET_VERDICT_INELIGIBLE},
	};
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_finding_free);
	g_assert_cmpint(vet_verdict_of(findings), ==, VET_VERDICT_ELIGIBLE);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_ptr_array_add(findings, make_finding(cases[i].worst, 1, "q"));
		g_assert_cmpint(vet_verdict_of(findings), ==, cases[i].verdict);
	}
}

static void
test_names(void)
{
	for (VetOutcome outcome = VET_OUTCOME_NOT_APPLICABLE; outcome <= VET_OUTCOME_REJECT;
	     outcome++) {
		VetOutcome back = VET_OUTCOME_PASS;
		g_assert_true(vet_outcome_from_name(vet_outcome_name(outcome), &back));
		g_assert_cmpint(back, ==, outcome);
	}
	VetOutcome untouched = VET_OUTCOME_NOTE;
	g_assert_false(vet_outcome_from_name("rejected", &untouched));
	g_assert_cmpint(untouched, ==, VET_OUTCOME_NOTE);
}

/* a number cut in half would escape the mask */
static void
test_quotes(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < 195; i++)
		g_string_append(text, "字");
	g_string_append(text, "13812341234，430902199001011230");
	g_autoptr(VetEvidence) evidence =
		vet_evidence_new("a.pdf", 1, (VetBox){0}, text->str, VET_EVIDENCE_OCR, 1.7);
	g_assert_cmpint(g_utf8_strlen(evidence->quote, -1), ==, 200);
	g_assert_true(g_str_has_suffix(evidence->quote, "…"));
	g_assert_null(strstr(evidence->quote, "13812"));
	g_assert_cmpfloat(evidence->confidence, ==, 1.0);
	g_autoptr(VetEvidence) copy = vet_evidence_copy(evidence);
	g_assert_true(vet_evidence_equal(copy, evidence));
	copy->page = 2;
	g_assert_false(vet_evidence_equal(copy, evidence));
}

static void
test_pattern(void)
{
	g_autoptr(VetPattern) named = vet_pattern_new("专利权人[:：](?<value>[^\\n]+)", NULL, NULL);
	const char *text = "专利号：1\n专利权人：甲公司\n";
	VetMatch match;
	g_assert_true(vet_pattern_find(named, text, strlen(text), 0, &match, NULL));
	g_autofree char *value =
		g_strndup(text + match.value_start, match.value_end - match.value_start);
	g_assert_cmpstr(value, ==, "甲公司");
	g_assert_false(vet_pattern_find(named, text, strlen(text), match.end, &match, NULL));
	g_autoptr(VetPattern) group = vet_pattern_new("(\\d+)条", NULL, NULL);
	g_assert_true(vet_pattern_find(group, "有12条", strlen("有12条"), 0, &match, NULL));
	g_assert_cmpuint(match.value_end - match.value_start, ==, 2);
	gsize offset = 0;
	g_autoptr(GError) error = NULL;
	g_assert_null(vet_pattern_new("甲(乙", &offset, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_cmpuint(offset, >, 0);
}

/* exponential on paper: the limit says so instead of hanging */
static void
test_pattern_limit(void)
{
	g_autoptr(VetPattern) pattern = vet_pattern_new("(a+)+$", NULL, NULL);
	g_autofree char *text = g_strnfill(60, 'a');
	g_autofree char *hostile = g_strconcat(text, "!", NULL);
	VetMatch match;
	gboolean limited = FALSE;
	g_assert_false(vet_pattern_find(pattern, hostile, strlen(hostile), 0, &match, &limited));
	g_assert_true(limited);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/finding/fingerprint", test_fingerprint);
	g_test_add_func("/finding/verdict", test_verdict);
	g_test_add_func("/finding/names", test_names);
	g_test_add_func("/finding/quotes", test_quotes);
	g_test_add_func("/finding/pattern", test_pattern);
	g_test_add_func("/finding/pattern-limit", test_pattern_limit);
	return g_test_run();
}
