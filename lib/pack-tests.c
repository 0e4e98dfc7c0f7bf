/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs tests.yaml: each case through the whole screening, each extract test through field reading. */

#include "lib/pack-tests.h"
#include "lib/error.h"
#include "lib/gather.h"
#include "lib/pack-facts.h"

#include <string.h>

#define MAX_EXTRACT_BYTES (16 * 1024 * 1024)

static void
test_result_free(VetPackTestResult *result)
{
	if (!result)
		return;
	g_free(result->name);
	g_free(result->detail);
	g_free(result);
}

static void
add_result(GPtrArray *results, const char *name, const char *detail)
{
	VetPackTestResult *result = g_new0(VetPackTestResult, 1);
	result->name = g_strdup(name);
	result->passed = !*detail;
	result->detail = *detail ? g_strdup(detail) : NULL;
	g_ptr_array_add(results, result);
}

/* --- running a case --- */

static gboolean
import_list(VetNamelists *lists, const char *name, const VetPackCase *test,
	    VetDiagnostics *diagnostics, GError **error)
{
	const VetYamlNode *rows = vet_pack_case_list(test->defaults, test->node, name);
	gboolean registrations = g_str_equal(name, "registrations");
	if (!rows)
		return TRUE;
	g_autofree char *csv = vet_pack_facts_csv(rows, registrations, diagnostics);
	if (!csv) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "the list %s cannot be read", name);
		return FALSE;
	}
	g_auto(VetImportReport) report = {0};
	g_autofree char *source = g_strconcat(name, ".csv", NULL);
	/* forced: a test may want an empty list */
	gboolean done =
		registrations ? vet_namelists_import_registrations(lists, source, csv, strlen(csv),
								   TRUE, &report, error)
			      : vet_namelists_import(lists, name, source, csv, strlen(csv), TRUE,
						     &report, error);
	if (!done || !report.rejected)
		return done;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "a row of the list was refused: %s",
		    report.problems->len ? (char *)report.problems->pdata[0] : source);
	return FALSE;
}

static const guint8 secret[] = "pack test";

static VetProfile *
profile_of(const VetPack *pack, const VetFacts *facts, const char *number)
{
	CelValue submission, id;
	gboolean named = vet_facts_get(facts, "submission", &submission) &&
			 cel_map_get(submission, "id", &id) && id.kind == CEL_STRING && *id.text;
	const VetProfileIdentity identity = {
		.id = named ? id.text : number, .received_as = number, .version = 1, .sha256 = ""};
	return vet_profile_new(pack, facts, NULL, &identity, secret, sizeof secret);
}

static gboolean
add_submission(VetCohort *cohort, const VetPack *pack, const VetYamlNode *node, guint number,
	       VetDiagnostics *diagnostics, GError **error)
{
	g_autofree char *name = g_strdup_printf("OTHER-%u", number + 1);
	g_autoptr(VetFacts) facts = vet_pack_facts_read(pack, NULL, node, diagnostics);
	g_autoptr(VetProfile) profile = facts ? profile_of(pack, facts, name) : NULL;
	gint64 ignored;
	return profile && vet_cohort_join(cohort, profile, &ignored, error);
}

/* NULL without error where the case says that there is nothing to compare with */
static VetCohort *
make_cohort(const VetPack *pack, const VetPackCase *test, VetDiagnostics *diagnostics,
	    GError **error)
{
	const VetYamlNode *others = vet_yaml_get(test->node, "submissions");
	if (others && others->kind == VET_YAML_SCALAR)
		return NULL;
	g_autoptr(VetCohort) cohort = vet_cohort_open(NULL, secret, sizeof secret, error);
	for (guint i = 0; cohort && others && i < others->items->len; i++)
		if (!add_submission(cohort, pack, others->items->pdata[i], i, diagnostics, error))
			return NULL;
	return g_steal_pointer(&cohort);
}

static VetNamelists *
make_lists(const VetPack *pack, const VetPackCase *test, VetDiagnostics *diagnostics,
	   GError **error)
{
	g_autoptr(VetNamelists) lists = vet_namelists_open(NULL, secret, sizeof secret, error);
	if (!lists || !import_list(lists, "registrations", test, diagnostics, error))
		return NULL;
	for (guint i = 0; i < pack->lists->len; i++)
		if (!import_list(lists, pack->lists->pdata[i], test, diagnostics, error))
			return NULL;
	return g_steal_pointer(&lists);
}

static gint64
now_of(const VetPackCase *test, const VetFacts *facts)
{
	CelValue value, received;
	const char *now = vet_yaml_get_text(test->node, "now");
	if (now && cel_timestamp_parse(now, &value))
		return value.integer;
	if (vet_facts_get(facts, "submission", &value) &&
	    cel_map_get(value, "received_at", &received))
		return received.integer;
	return 0;
}

static gboolean
read_params(const VetPack *pack, const VetPackCase *test, VetFacts *facts,
	    VetDiagnostics *diagnostics, CelValue *ret_params)
{
	const VetYamlNode *overrides = vet_yaml_get(test->node, "params");
	*ret_params = vet_pack_params_value(pack);
	return !overrides || vet_pack_override_params(pack, overrides, vet_facts_arena(facts),
						      diagnostics, ret_params);
}

static void
screen_case(const VetPack *pack, const VetPackCase *test, const VetFacts *facts,
	    const VetScreenOptions *options, GPtrArray *coverage, GString *detail)
{
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, options);
	vet_pack_compare(pack, test->node, screening, detail);
	if (!detail->len)
		vet_pack_coverage_note(coverage, screening);
}

static void
run_case(const VetPack *pack, const VetPackCase *test, GPtrArray *coverage, GString *detail)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(VetFacts) facts = vet_pack_facts_read(
		pack, test->defaults, vet_yaml_get(test->node, "set"), diagnostics);
	g_autoptr(VetNamelists) lists = make_lists(pack, test, diagnostics, &error);
	g_autoptr(VetCohort) cohort =
		facts && lists ? make_cohort(pack, test, diagnostics, &error) : NULL;
	g_autoptr(VetPeers) peers =
		cohort ? vet_peers_new(cohort, profile_of(pack, facts, "TEST"), VET_PEERS_ALL)
		       : NULL;
	CelValue params;
	if (error)
		g_string_append_printf(detail, "%s\n", error->message);
	if (!error && facts && lists && read_params(pack, test, facts, diagnostics, &params)) {
		VetScreenOptions options = {.submission_id = "TEST",
					    .now = now_of(test, facts),
					    .lists = lists,
					    .peers = peers,
					    .params = &params};
		screen_case(pack, test, facts, &options, coverage, detail);
	}
	g_autofree char *faults = vet_diagnostics_text(diagnostics);
	g_string_append(detail, faults);
}

static void
run_extract(const VetPack *pack, const VetPackCase *test, GString *detail)
{
	const VetDocumentClass *document_class = vet_pack_class(pack, test->name);
	g_autoptr(VetFacts) facts = vet_facts_new(MAX_EXTRACT_BYTES);
	CelValue fields = vet_gather_fields_of_text(document_class,
						    vet_yaml_get_text(test->node, "text"), facts);
	vet_pack_compare_fields(fields, vet_yaml_get(test->node, "expect"), detail);
}

/* --- all of them --- */

/* the base's tests cover what is the base's own */
static void
check_seen(const GPtrArray *coverage, GPtrArray *results)
{
	for (guint i = 0; i < coverage->len; i++) {
		const VetPackRuleCoverage *row = coverage->pdata[i];
		guint hits = 0;
		for (guint outcome = VET_OUTCOME_PASS + 1; outcome < VET_N_OUTCOMES; outcome++)
			hits += row->outcomes[outcome];
		g_autofree char *name =
			g_strdup_printf("%s is seen to hit and to miss", row->rule->id);
		if (row->rule->inherited || (hits && row->outcomes[VET_OUTCOME_PASS]))
			continue;
		add_result(results, name,
			   !hits ? "no case that passes makes it hit"
				 : "in no case that passes it is evaluated and passes");
	}
}

static gboolean
is_wanted(const char *name, const char *filter)
{
	return !filter || strstr(name, filter);
}

static void
run_own(const VetPack *pack, const char *filter, VetPackTestRun *run)
{
	for (guint i = 0; i < pack->cases->len; i++) {
		const VetPackCase *test = pack->cases->pdata[i];
		g_autoptr(GString) detail = g_string_new(NULL);
		if (!is_wanted(test->name, filter))
			continue;
		run_case(pack, test, run->coverage, detail);
		add_result(run->results, test->name, detail->str);
	}
	for (guint i = 0; i < pack->extracts->len; i++) {
		const VetPackCase *test = pack->extracts->pdata[i];
		g_autoptr(GString) detail = g_string_new(NULL);
		g_autofree char *name = g_strdup_printf("extract %u: %s", i + 1, test->name);
		if (!is_wanted(name, filter))
			continue;
		run_extract(pack, test, detail);
		add_result(run->results, name, detail->str);
	}
}

/* with the base's own params and rules: they say that the base is intact */
static void
run_base(VetPack *base, const char *filter, VetPackTestRun *run)
{
	g_autoptr(VetPackTestRun) below = vet_pack_test(base, filter);
	for (guint i = 0; i < below->results->len; i++) {
		const VetPackTestResult *result = below->results->pdata[i];
		g_autofree char *name = g_strdup_printf("%s: %s", base->id, result->name);
		add_result(run->results, name, result->detail ? result->detail : "");
	}
	vet_pack_coverage_inherit(run->coverage, below->coverage);
}

VetPackTestRun *
vet_pack_test(VetPack *pack, const char *filter)
{
	VetPackTestRun *run = g_new0(VetPackTestRun, 1);
	run->results = g_ptr_array_new_with_free_func((GDestroyNotify)test_result_free);
	run->coverage = vet_pack_coverage_new(pack);
	run_own(pack, filter, run);
	if (!filter)
		check_seen(run->coverage, run->results);
	if (pack->base)
		run_base(pack->base, filter, run);
	return run;
}

void
vet_pack_test_run_free(VetPackTestRun *run)
{
	if (!run)
		return;
	g_ptr_array_unref(run->results);
	g_ptr_array_unref(run->coverage);
	g_free(run);
}

GPtrArray *
vet_pack_run_tests(VetPack *pack, GError **error)
{
	g_autoptr(VetPackTestRun) run = vet_pack_test(pack, NULL);
	return g_ptr_array_ref(run->results);
}
