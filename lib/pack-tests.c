/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs tests.yaml: each case through the whole screening, each extract test through field reading.
 */

#include "lib/error.h"
#include "lib/gather.h"
#include "lib/pack-facts.h"
#include "lib/screen.h"

#include <string.h>

#define MAX_EXTRACT_BYTES (16 * 1024 * 1024)

/* rules that some passed case saw fail, and saw evaluated without a finding */
typedef struct {
	GHashTable *hit, *missed;
} Seen;

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

/* --- what a case expects --- */

static VetOutcome
worst_of(const VetScreening *screening, const char *rule)
{
	VetOutcome worst = VET_OUTCOME_PASS;
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule))
			worst = MAX(worst, finding->outcome);
	}
	return worst;
}

static const char *
message_of(const VetScreening *screening, const char *rule, VetOutcome outcome)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule) && finding->outcome == outcome)
			return finding->message;
	}
	return "";
}

/* exactly these findings: one that is missing and one too many are both faults */
static void
compare_outcomes(const VetPack *pack, const VetScreening *screening, const VetYamlNode *expect,
		 GString *detail)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		const char *expected = vet_yaml_get_text(expect, rule->id);
		VetOutcome found = worst_of(screening, rule->id);
		if (!expected)
			expected = vet_outcome_name(VET_OUTCOME_PASS);
		if (g_str_equal(expected, vet_outcome_name(found)))
			continue;
		g_string_append_printf(detail, "%s: expected %s, found %s", rule->id, expected,
				       vet_outcome_name(found));
		if (found > VET_OUTCOME_PASS)
			g_string_append_printf(detail, " (%s)",
					       message_of(screening, rule->id, found));
		g_string_append_c(detail, '\n');
	}
}

typedef gboolean (*Holds)(const VetFinding *finding, const char *expected);

static gboolean
holds_message(const VetFinding *finding, const char *expected)
{
	return strstr(finding->message, expected) != NULL;
}

static gboolean
holds_evidence(const VetFinding *finding, const char *expected)
{
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		g_autofree char *place =
			g_strdup_printf("%s#%u", evidence->document, evidence->page);
		if (g_str_equal(place, expected) || g_str_equal(evidence->document, expected))
			return TRUE;
	}
	return FALSE;
}

static guint
count_holding(const VetScreening *screening, const char *rule, Holds holds, const char *expected)
{
	guint count = 0;
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		count += g_str_equal(finding->rule, rule) && (!holds || holds(finding, expected));
	}
	return count;
}

static void
describe_finding(const VetFinding *finding, GString *detail)
{
	g_string_append_printf(detail, "  found: %s", finding->message);
	for (guint i = 0; i < finding->evidence->len; i++) {
		const VetEvidence *evidence = finding->evidence->pdata[i];
		g_string_append_printf(detail, " [%s#%u]", evidence->document, evidence->page);
	}
	g_string_append_c(detail, '\n');
}

static void
compare_texts(const VetScreening *screening, const VetYamlNode *node, const char *key, Holds holds,
	      GString *detail)
{
	const VetYamlNode *map = vet_yaml_get(node, key);
	for (guint i = 0; map && i < map->keys->len; i++) {
		const char *rule = ((VetYamlNode *)map->keys->pdata[i])->text;
		const char *expected = ((VetYamlNode *)map->items->pdata[i])->text;
		if (count_holding(screening, rule, holds, expected))
			continue;
		g_string_append_printf(detail, "%s: no finding with the %s “%s”\n", rule, key,
				       expected);
		for (guint j = 0; j < screening->findings->len; j++) {
			const VetFinding *finding = screening->findings->pdata[j];
			if (g_str_equal(finding->rule, rule))
				describe_finding(finding, detail);
		}
	}
}

static void
compare_counts(const VetScreening *screening, const VetYamlNode *node, GString *detail)
{
	const VetYamlNode *map = vet_yaml_get(node, "count");
	for (guint i = 0; map && i < map->keys->len; i++) {
		const char *rule = ((VetYamlNode *)map->keys->pdata[i])->text;
		const char *expected = ((VetYamlNode *)map->items->pdata[i])->text;
		g_autofree char *found =
			g_strdup_printf("%u", count_holding(screening, rule, NULL, NULL));
		if (!g_str_equal(found, expected))
			g_string_append_printf(detail, "%s: expected %s findings, found %s\n", rule,
					       expected, found);
	}
}

static void
check_evidence(const VetScreening *screening, GString *detail)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (!finding->evidence->len)
			g_string_append_printf(detail, "%s: a finding without evidence\n",
					       finding->rule);
	}
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

static VetNamelists *
make_lists(const VetPack *pack, const VetPackCase *test, VetDiagnostics *diagnostics,
	   GError **error)
{
	static const guint8 secret[] = "pack test";
	g_autoptr(VetNamelists) lists = vet_namelists_open(NULL, secret, sizeof(secret), error);
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
note_seen(Seen *seen, const VetScreening *screening)
{
	for (guint i = 0; i < screening->coverage->len; i++) {
		VetRuleCoverage *row = screening->coverage->pdata[i];
		if (row->outcome > VET_OUTCOME_PASS)
			g_hash_table_add(seen->hit, g_strdup(row->rule));
		/* of several elements some may pass */
		if (row->evaluated > count_holding(screening, row->rule, NULL, NULL))
			g_hash_table_add(seen->missed, g_strdup(row->rule));
	}
}

static void
screen_case(const VetPack *pack, const VetPackCase *test, const VetFacts *facts,
	    const VetScreenOptions *options, Seen *seen, GString *detail)
{
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, options);
	compare_outcomes(pack, screening, vet_yaml_get(test->node, "expect"), detail);
	compare_counts(screening, test->node, detail);
	compare_texts(screening, test->node, "message", holds_message, detail);
	compare_texts(screening, test->node, "note", holds_message, detail);
	compare_texts(screening, test->node, "evidence", holds_evidence, detail);
	check_evidence(screening, detail);
	if (!detail->len)
		note_seen(seen, screening);
}

static void
run_case(const VetPack *pack, const VetPackCase *test, Seen *seen, GString *detail)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(VetFacts) facts = vet_pack_facts_read(
		pack, test->defaults, vet_yaml_get(test->node, "set"), diagnostics);
	g_autoptr(VetNamelists) lists = make_lists(pack, test, diagnostics, &error);
	CelValue params;
	if (error)
		g_string_append_printf(detail, "%s\n", error->message);
	if (facts && lists && read_params(pack, test, facts, diagnostics, &params)) {
		VetScreenOptions options = {.submission_id = "TEST",
					    .now = now_of(test, facts),
					    .lists = lists,
					    .params = &params};
		screen_case(pack, test, facts, &options, seen, detail);
	}
	g_autofree char *faults = vet_diagnostics_text(diagnostics);
	g_string_append(detail, faults);
}

/* --- extract tests --- */

/* timestamps as their day: a field of type date has no more */
static char *
show_value(CelValue value)
{
	if (value.kind != CEL_TIMESTAMP)
		return cel_value_to_display(value);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(value.integer);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+08:00");
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
	return g_date_time_format(local, "%Y-%m-%d");
}

static void
compare_field(CelValue found, const VetYamlNode *expected, const char *path, GString *detail)
{
	if (expected->kind == VET_YAML_SCALAR) {
		g_autofree char *shown = show_value(found);
		if (!g_str_equal(shown, expected->text))
			g_string_append_printf(detail, "%s: expected “%s”, found “%s”\n", path,
					       expected->text, shown);
		return;
	}
	if (expected->kind == VET_YAML_MAP) {
		for (guint i = 0; i < expected->keys->len; i++) {
			const VetYamlNode *name = expected->keys->pdata[i];
			CelValue value = cel_string("");
			g_autofree char *deeper = g_strdup_printf("%s.%s", path, name->text);
			cel_map_get(found, name->text, &value);
			compare_field(value, expected->items->pdata[i], deeper, detail);
		}
		return;
	}
	gsize length = found.kind == CEL_LIST ? found.list->length : 0;
	if (length != expected->items->len) {
		g_autofree char *shown = show_value(found);
		g_string_append_printf(detail, "%s: expected %u values, found %s\n", path,
				       expected->items->len, shown);
		return;
	}
	for (guint i = 0; i < expected->items->len; i++) {
		g_autofree char *deeper = g_strdup_printf("%s[%u]", path, i);
		compare_field(found.list->items[i], expected->items->pdata[i], deeper, detail);
	}
}

/* a field with nothing behind it is expected to be absent */
static void
run_extract(const VetPack *pack, const VetPackCase *test, GString *detail)
{
	const VetYamlNode *expect = vet_yaml_get(test->node, "expect");
	const VetDocumentClass *document_class = vet_pack_class(pack, test->name);
	g_autoptr(VetFacts) facts = vet_facts_new(MAX_EXTRACT_BYTES);
	CelValue fields = vet_gather_fields_of_text(document_class,
						    vet_yaml_get_text(test->node, "text"), facts);
	for (guint i = 0; i < expect->keys->len; i++) {
		const VetYamlNode *name = expect->keys->pdata[i];
		const VetYamlNode *expected = expect->items->pdata[i];
		CelValue value;
		gboolean found = cel_map_get(fields, name->text, &value);
		if (found)
			compare_field(value, expected, name->text, detail);
		else if (expected->kind != VET_YAML_SCALAR || *expected->text)
			g_string_append_printf(detail, "%s: not found\n", name->text);
	}
}

/* --- all of them --- */

static void
check_seen(const VetPack *pack, const Seen *seen, GPtrArray *results)
{
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetRule *rule = rules->pdata[i];
		g_autofree char *name = g_strdup_printf("%s is seen to hit and to miss", rule->id);
		gboolean hit = g_hash_table_contains(seen->hit, rule->id);
		gboolean missed = g_hash_table_contains(seen->missed, rule->id);
		if (!hit || !missed)
			add_result(results, name,
				   !hit ? "no case that passes makes it hit"
					: "in no case that passes it is evaluated and passes");
	}
}

GPtrArray *
vet_pack_run_tests(VetPack *pack, GError **error)
{
	g_autoptr(GHashTable) hit = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) missed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Seen seen = {hit, missed};
	GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)test_result_free);
	for (guint i = 0; i < pack->cases->len; i++) {
		const VetPackCase *test = pack->cases->pdata[i];
		g_autoptr(GString) detail = g_string_new(NULL);
		run_case(pack, test, &seen, detail);
		add_result(results, test->name, detail->str);
	}
	for (guint i = 0; i < pack->extracts->len; i++) {
		const VetPackCase *test = pack->extracts->pdata[i];
		g_autoptr(GString) detail = g_string_new(NULL);
		g_autofree char *name = g_strdup_printf("extract %u: %s", i + 1, test->name);
		run_extract(pack, test, detail);
		add_result(results, name, detail->str);
	}
	check_seen(pack, &seen, results);
	return results;
}
