/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/screen-finding.h"

#include <string.h>

#define MAX_FINDINGS_OF_RULE 500

/* A rule at work: where its findings and its row of the coverage go. */
typedef struct {
	VetScreenScope scope;
	GPtrArray *findings;
	VetRuleCoverage *coverage;
	guint n_findings;
} Work;

static void
conclude(const Work *work, VetOutcome outcome, const VetFinding *finding)
{
	const VetScreenWatch *watch = work->scope.run->options->watch;
	if (watch && watch->concluded)
		watch->concluded(watch->user_data, work->scope.rule, outcome, finding);
}

static void
add_finding(Work *work, VetFinding *finding)
{
	conclude(work, finding->outcome, finding);
	work->n_findings++;
	work->coverage->outcome = MAX(work->coverage->outcome, finding->outcome);
	g_ptr_array_add(work->findings, finding);
}

/* evaluates what must be a bool; anything else is an error */
static gboolean
evaluate_bool(VetScreenScope *scope, const CelProgram *program, gboolean *ret_value, GError **error)
{
	CelValue value;
	if (!vet_screen_scope_evaluate(scope, program, &value, error))
		return FALSE;
	if (value.kind == CEL_BOOL) {
		*ret_value = value.boolean;
		return TRUE;
	}
	g_autofree char *text = vet_screen_sentence(&scope->lookups, VET_SENTENCE_NO_BOOL, "kind",
						    cel_kind_name(value.kind), NULL);
	g_set_error_literal(error, CEL_ERROR, CEL_ERROR_EVALUATE, text);
	return FALSE;
}

/* --- one element --- */

/* TRUE when the rule applies; an error is a finding of its own */
static gboolean
is_applicable(Work *work)
{
	const VetRule *rule = work->scope.rule;
	gboolean applies = TRUE;
	g_autoptr(GError) error = NULL;
	if (!rule->when || evaluate_bool(&work->scope, rule->when, &applies, &error)) {
		if (!applies)
			conclude(work, VET_OUTCOME_NOT_APPLICABLE, NULL);
		return applies;
	}
	work->coverage->evaluated++;
	add_finding(work, vet_screen_finding_undetermined(&work->scope, NULL, error));
	return FALSE;
}

static void
evaluate_element(Work *work)
{
	VetScreenScope *scope = &work->scope;
	const VetScreenWatch *watch = scope->run->options->watch;
	vet_screen_scope_next(scope);
	if (watch && watch->element)
		watch->element(watch->user_data, scope->rule, scope->loops);
	if (!is_applicable(work))
		return;
	work->coverage->evaluated++;
	work->coverage->outcome = MAX(work->coverage->outcome, VET_OUTCOME_PASS);
	for (guint i = 0; i < scope->rule->cases->len; i++) {
		const VetCase *one = scope->rule->cases->pdata[i];
		gboolean passed = FALSE;
		g_autoptr(GError) error = NULL;
		if (!evaluate_bool(scope, one->check, &passed, &error)) {
			add_finding(work, vet_screen_finding_undetermined(scope, one, error));
			return;
		}
		if (!passed) {
			work->coverage->failed_cases |= 1u << i;
			add_finding(work, vet_screen_finding_of_case(scope, one));
			return;
		}
	}
	work->coverage->passed++;
	conclude(work, VET_OUTCOME_PASS, NULL);
}

/* --- loops --- */

static gboolean
evaluate_loop(Work *work, const VetNamedExpression *loop, CelValue *ret_list)
{
	g_autoptr(GError) error = NULL;
	CelValue value;
	gboolean done = vet_screen_scope_evaluate(&work->scope, loop->program, &value, &error);
	if (done && value.kind == CEL_LIST) {
		*ret_list = value;
		return TRUE;
	}
	if (done) {
		g_autofree char *text =
			vet_screen_sentence(&work->scope.lookups, VET_SENTENCE_NO_LOOP, "name",
					    loop->name, "kind", cel_kind_name(value.kind), NULL);
		g_set_error_literal(&error, CEL_ERROR, CEL_ERROR_EVALUATE, text);
	}
	add_finding(work, vet_screen_finding_undetermined(&work->scope, NULL, error));
	return FALSE;
}

/* what was not looked at is said: a rule that stops early has not passed */
static gboolean
is_spent(Work *work)
{
	if (work->n_findings < MAX_FINDINGS_OF_RULE)
		return FALSE;
	if (work->n_findings > MAX_FINDINGS_OF_RULE)
		return TRUE;
	g_autofree char *count = g_strdup_printf("%d", MAX_FINDINGS_OF_RULE);
	g_autofree char *text =
		vet_screen_sentence(&work->scope.lookups, VET_SENTENCE_MANY, "count", count, NULL);
	g_autoptr(GError) error = g_error_new_literal(CEL_ERROR, CEL_ERROR_LIMIT, text);
	add_finding(work, vet_screen_finding_undetermined(&work->scope, NULL, error));
	return TRUE;
}

static void
run_loops(Work *work, guint depth)
{
	VetScreenScope *scope = &work->scope;
	if (depth == scope->rule->loops->len) {
		evaluate_element(work);
		return;
	}
	CelValue list;
	scope->n_loops = depth;
	if (!evaluate_loop(work, scope->rule->loops->pdata[depth], &list))
		return;
	for (gsize i = 0; i < list.list->length && !is_spent(work); i++) {
		scope->loops[depth] = list.list->items[i];
		scope->n_loops = depth + 1;
		run_loops(work, depth + 1);
	}
	scope->n_loops = depth;
}

/* --- the whole --- */

static void
coverage_free(VetRuleCoverage *coverage)
{
	g_free(coverage->rule);
	g_free(coverage);
}

void
vet_screening_free(VetScreening *screening)
{
	if (!screening)
		return;
	g_ptr_array_unref(screening->findings);
	g_ptr_array_unref(screening->coverage);
	g_free(screening);
}

static void
run_rule(VetScreenRun *run, const VetRule *rule, VetScreening *screening)
{
	Work work = {.findings = screening->findings};
	work.coverage = g_new0(VetRuleCoverage, 1);
	work.coverage->rule = g_strdup(rule->id);
	work.coverage->outcome = VET_OUTCOME_NOT_APPLICABLE;
	g_ptr_array_add(screening->coverage, work.coverage);
	vet_screen_scope_init(&work.scope, run, rule);
	run_loops(&work, 0);
	vet_screen_scope_clear(&work.scope);
}

/* stable: what is equal keeps the order of the pack */
static int
rejections_first(gconstpointer a, gconstpointer b)
{
	const VetFinding *first = *(VetFinding *const *)a, *second = *(VetFinding *const *)b;
	return (second->outcome == VET_OUTCOME_REJECT) - (first->outcome == VET_OUTCOME_REJECT);
}

/* in every language the same */
static const char *
own_message(const VetFinding *finding)
{
	return finding->own_message ? finding->own_message : finding->message;
}

/* two findings of one rule may rest on the same evidence: the message tells them apart */
static void
separate_twins(GPtrArray *findings)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < findings->len;) {
		VetFinding *finding = findings->pdata[i];
		const VetFinding *twin = g_hash_table_lookup(seen, finding->id);
		if (twin && g_str_equal(own_message(twin), own_message(finding))) {
			g_ptr_array_remove_index(findings, i);
			continue;
		}
		if (twin) {
			g_autofree char *text =
				g_strconcat(finding->id, "\n", own_message(finding), NULL);
			g_autofree char *digest =
				g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
			digest[strlen(finding->id)] = '\0';
			g_free(finding->id);
			finding->id = g_strdup(digest);
		}
		/* a third one with the message of the second is as much a twin */
		if (twin && g_hash_table_contains(seen, finding->id)) {
			g_ptr_array_remove_index(findings, i);
			continue;
		}
		g_hash_table_insert(seen, finding->id, finding);
		i++;
	}
}

VetScreening *
vet_screen_run(const VetPack *pack, const VetFacts *facts, const VetScreenOptions *options)
{
	VetScreening *screening = g_new0(VetScreening, 1);
	screening->findings = g_ptr_array_new_with_free_func((GDestroyNotify)vet_finding_free);
	screening->coverage = g_ptr_array_new_with_free_func((GDestroyNotify)coverage_free);
	VetScreenRun run;
	vet_screen_run_init(&run, pack, facts, options);
	if (options->lists)
		vet_namelists_hold(options->lists);
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		if (!options->rule || g_str_equal(options->rule, rule->id))
			run_rule(&run, rule, screening);
	}
	if (options->lists)
		vet_namelists_let_go(options->lists);
	vet_screen_run_clear(&run);
	separate_twins(screening->findings);
	g_ptr_array_sort(screening->findings, rejections_first);
	return screening;
}
