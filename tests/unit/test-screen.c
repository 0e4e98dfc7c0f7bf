/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/factmap.h"
#include "lib/screen.h"

#include "tests/unit/cel-compile.h"

#include <string.h>

#define SAMPLES "tests/samples/packs/"

/* --- packs with their own tests --- */

static void
test_pack(gconstpointer folder)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	g_autoptr(GPtrArray) results = vet_pack_run_tests(pack, &error);
	g_assert_no_error(error);
	guint failed = 0;
	for (guint i = 0; i < results->len; i++) {
		const VetPackTestResult *result = results->pdata[i];
		if (result->passed)
			continue;
		failed++;
		g_test_message("%s: %s", result->name, result->detail);
	}
	g_assert_cmpuint(results->len, >, 0);
	g_assert_cmpuint(failed, ==, 0);
}

/* --- facts by hand --- */

static const VetEvidence *
seen(VetFacts *facts, const char *quote, VetEvidenceSource source)
{
	return vet_facts_keep_evidence(
		facts, vet_evidence_new("申报书.pdf", 2, (VetBox){1, 1, 2, 2}, quote, source, 1.0));
}

static CelValue
make_names(VetFacts *facts, guint n, VetEvidenceSource source)
{
	VetFactList *list = vet_fact_list_new(facts);
	for (guint i = 0; i < n; i++) {
		g_autofree char *name = g_strdup_printf("队员%u", i + 1);
		VetFactMap *map = vet_fact_map_new(facts);
		vet_fact_map_add_string(map, "name", name, seen(facts, name, source));
		vet_fact_list_add(list, vet_fact_map_finish(map, seen(facts, name, source)));
	}
	return vet_fact_list_finish(list, NULL);
}

static VetFacts *
make_facts(guint n_members, guint n_documents, VetEvidenceSource source)
{
	VetFacts *facts = vet_facts_new(64 * 1024 * 1024);
	VetFactMap *map = vet_fact_map_new(facts);
	const VetEvidence *origin = seen(facts, "长沙市", source);
	vet_fact_map_add_string(map, "host_city", "长沙市", origin);
	vet_fact_map_add_string(map, "track", "工业制造", origin);
	vet_fact_map_add(map, "submitted_at", cel_timestamp(1751331600, 0), origin);
	vet_facts_set(facts, "submission", vet_fact_map_finish(map, NULL));
	vet_facts_set(facts, "members", make_names(facts, n_members, source));
	VetFactMap *unit = vet_fact_map_new(facts);
	vet_fact_map_add_string(unit, "name", "湖南洞庭数据有限公司", origin);
	vet_fact_map_add_string(unit, "credit_code", "91430900MA4L0KQ70H", origin);
	VetFactList *units = vet_fact_list_new(facts);
	vet_fact_list_add(units, vet_fact_map_finish(unit, origin));
	vet_facts_set(facts, "units", vet_fact_list_finish(units, NULL));
	VetFactList *documents = vet_fact_list_new(facts);
	for (guint i = 0; i < n_documents; i++) {
		g_autofree char *path = g_strdup_printf("附件%u.pdf", i);
		VetFactMap *document = vet_fact_map_new(facts);
		vet_fact_map_add_string(document, "path", path, origin);
		vet_fact_map_add_string(document, "class", "patent_certificate", origin);
		vet_fact_map_add(document, "legible", cel_bool(TRUE), origin);
		vet_fact_list_add(documents, vet_fact_map_finish(document, NULL));
	}
	vet_facts_set(facts, "documents", vet_fact_list_finish(documents, NULL));
	return facts;
}

static VetNamelists *
make_lists(void)
{
	static const guint8 secret[] = "secret";
	static const char csv[] = "名称,统一社会信用代码,列入日期,列入事由,来源\n"
				  "某甲公司,91430900MA4L1TR26Y,2024-01-01,失信,法院\n"
				  "某乙公司,91430900MA4L0KQ70H,2024-01-01,失信,法院\n";
	g_autoptr(GError) error = NULL;
	g_auto(VetImportReport) report = {0};
	VetNamelists *lists = vet_namelists_open(NULL, secret, sizeof(secret), &error);
	g_assert_no_error(error);
	g_assert_true(vet_namelists_import(lists, "blacklist", "blacklist.csv", csv, strlen(csv),
					   FALSE, &report, &error));
	return lists;
}

static VetPack *
load_good(void)
{
	g_autoptr(GError) error = NULL;
	VetPack *pack = vet_pack_load(SAMPLES "good", &error);
	g_assert_no_error(error);
	return pack;
}

static const VetFinding *
find(const VetScreening *screening, const char *rule)
{
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		if (g_str_equal(finding->rule, rule))
			return finding;
	}
	return NULL;
}

static const VetRuleCoverage *
coverage_of(const VetScreening *screening, const char *rule)
{
	for (guint i = 0; i < screening->coverage->len; i++) {
		const VetRuleCoverage *row = screening->coverage->pdata[i];
		if (g_str_equal(row->rule, rule))
			return row;
	}
	g_assert_not_reached();
}

/* --- what the screening promises --- */

static void
test_findings(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(4, 1, VET_EVIDENCE_TEXT);
	g_autoptr(VetNamelists) lists = make_lists();
	VetScreenOptions options = {.submission_id = "S1", .lists = lists};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);

	const VetFinding *team = find(screening, "team-size");
	g_assert_cmpint(team->outcome, ==, VET_OUTCOME_REJECT);
	g_assert_cmpstr(team->message, ==, "团队共 4 人，超过上限 3 人");
	g_assert_cmpstr(team->advice, ==, "请减少到 3 人以内");
	g_assert_cmpuint(team->evidence->len, ==, 4);
	const VetEvidence *first = team->evidence->pdata[0];
	g_assert_cmpstr(first->quote, ==, "队员1");
	g_assert_cmpuint(first->page, ==, 2);

	const VetFinding *listed = find(screening, "blacklist");
	g_assert_cmpint(listed->outcome, ==, VET_OUTCOME_REJECT);
	const VetEvidence *row = listed->evidence->pdata[1];
	g_assert_cmpint(row->source, ==, VET_EVIDENCE_LIST);
	g_assert_cmpstr(row->document, ==, "blacklist@1:3");
	g_assert_nonnull(strstr(row->quote, "某乙公司"));

	const VetFinding *unknown = find(screening, "third-party-material");
	g_assert_cmpint(unknown->outcome, ==, VET_OUTCOME_UNDETERMINED);
	g_assert_cmpint(vet_verdict_of(screening->findings), ==, VET_VERDICT_INELIGIBLE);
}

static void
test_order_and_coverage(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(4, 2, VET_EVIDENCE_TEXT);
	VetScreenOptions options = {.submission_id = "S1"};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	gboolean ended = FALSE;
	for (guint i = 0; i < screening->findings->len; i++) {
		const VetFinding *finding = screening->findings->pdata[i];
		g_assert_false(ended && finding->outcome == VET_OUTCOME_REJECT);
		ended |= finding->outcome != VET_OUTCOME_REJECT;
		g_assert_cmpuint(finding->evidence->len, >, 0);
		g_assert_cmpuint(strlen(finding->id), ==, 16);
	}
	g_assert_cmpuint(screening->coverage->len, ==, vet_pack_rules(pack)->len);
	g_assert_cmpint(coverage_of(screening, "deadline")->outcome, ==, VET_OUTCOME_PASS);
	g_assert_cmpint(coverage_of(screening, "team-size")->outcome, ==, VET_OUTCOME_REJECT);
	g_assert_cmpint(coverage_of(screening, "blacklist")->outcome, ==, VET_OUTCOME_UNDETERMINED);
	g_assert_cmpuint(coverage_of(screening, "blacklist")->evaluated, ==, 1);
	g_assert_cmpuint(coverage_of(screening, "third-party-material")->evaluated, ==, 0);
}

/* the same facts, the same result; another submission, other fingerprints */
static void
test_stable(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(4, 3, VET_EVIDENCE_TEXT);
	VetScreenOptions options = {.submission_id = "S1"}, other = {.submission_id = "S2"};
	g_autoptr(VetScreening) one = vet_screen_run(pack, facts, &options);
	g_autoptr(VetScreening) two = vet_screen_run(pack, facts, &options);
	g_autoptr(VetScreening) three = vet_screen_run(pack, facts, &other);
	g_autoptr(GHashTable) seen_ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_assert_cmpuint(one->findings->len, ==, two->findings->len);
	for (guint i = 0; i < one->findings->len; i++) {
		const VetFinding *finding = one->findings->pdata[i];
		g_assert_cmpstr(finding->id, ==, ((VetFinding *)two->findings->pdata[i])->id);
		g_assert_cmpstr(finding->id, !=, ((VetFinding *)three->findings->pdata[i])->id);
		g_assert_true(g_hash_table_add(seen_ids, finding->id));
	}
}

static void
test_ocr(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(4, 0, VET_EVIDENCE_OCR);
	VetScreenOptions options = {.submission_id = "S1"};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	g_assert_cmpint(find(screening, "team-size")->outcome, ==, VET_OUTCOME_REVIEW);
	g_assert_cmpint(find(screening, "host-city")->outcome, ==, VET_OUTCOME_REVIEW);
	g_assert_cmpint(coverage_of(screening, "team-size")->outcome, ==, VET_OUTCOME_REVIEW);
}

/* what was waived is shown with its reason, and weighs nothing; what expired is not waived */
static void
test_waived(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(1, 0, VET_EVIDENCE_TEXT);
	const VetEvidence *origin = seen(facts, "长沙某某科技有限公司", VET_EVIDENCE_TEXT);
	VetFactList *holders = vet_fact_list_new(facts), *documents = vet_fact_list_new(facts);
	VetFactMap *document = vet_fact_map_new(facts);
	vet_fact_list_add_string(holders, "长沙某某科技有限公司", origin);
	vet_fact_map_add_string(document, "class", "patent_certificate", origin);
	vet_fact_map_add_string(document, "class_title", "专利证书", origin);
	vet_fact_map_add(document, "legible", cel_bool(TRUE), origin);
	vet_fact_map_add(document, "holder", vet_fact_list_finish(holders, NULL), NULL);
	vet_fact_list_add(documents, vet_fact_map_finish(document, NULL));
	vet_facts_set(facts, "documents", vet_fact_list_finish(documents, NULL));
	VetScreenOptions options = {.submission_id = "S1", .now = 1767225600};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	const VetFinding *finding = find(screening, "third-party-material");
	g_assert_cmpint(finding->outcome, ==, VET_OUTCOME_WAIVED);
	g_assert_nonnull(strstr(finding->message, "（已豁免：组委会已同意，批准人张三）"));
	g_assert_cmpuint(finding->evidence->len, ==, 1);
	g_assert_cmpint(coverage_of(screening, "third-party-material")->outcome, ==,
			VET_OUTCOME_WAIVED);
	g_autoptr(GPtrArray) alone = g_ptr_array_new();
	g_ptr_array_add(alone, (gpointer)finding);
	g_assert_cmpint(vet_verdict_of(alone), ==, VET_VERDICT_ELIGIBLE);

	options.now = G_GINT64_CONSTANT(4102444800);
	g_autoptr(VetScreening) late = vet_screen_run(pack, facts, &options);
	g_assert_cmpint(find(late, "third-party-material")->outcome, ==, VET_OUTCOME_REJECT);
}

/* a spent budget decides nothing */
static void
test_budget(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(1, 0, VET_EVIDENCE_TEXT);
	VetScreenOptions options = {.submission_id = "S1", .max_steps = 2};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	const VetFinding *team = find(screening, "team-size");
	g_assert_cmpint(team->outcome, ==, VET_OUTCOME_UNDETERMINED);
	g_assert_nonnull(strstr(team->message, "计算超过上限"));
	options = (VetScreenOptions){.submission_id = "S1", .max_memory = 64};
	g_autoptr(VetScreening) poor = vet_screen_run(pack, facts, &options);
	g_assert_cmpuint(poor->findings->len, >, 0);
}

/* as many findings as a hostile submission could make: bounded, and it is said */
static void
test_many(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = make_facts(1, 2000, VET_EVIDENCE_TEXT);
	VetScreenOptions options = {.submission_id = "S1"};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	g_assert_cmpuint(screening->findings->len, <, 520);
	gboolean said = FALSE;
	for (guint i = 0; i < screening->findings->len; i++)
		said |= strstr(((VetFinding *)screening->findings->pdata[i])->message,
			       "其余没有检查") != NULL;
	g_assert_true(said);
}

/* no facts at all: nothing passes silently but what needs none */
static void
test_empty(void)
{
	g_autoptr(VetPack) pack = load_good();
	g_autoptr(VetFacts) facts = vet_facts_new(1024);
	VetScreenOptions options = {.submission_id = "S1"};
	g_autoptr(VetScreening) screening = vet_screen_run(pack, facts, &options);
	const GPtrArray *rules = vet_pack_rules(pack);
	for (guint i = 0; i < rules->len; i++) {
		const VetFinding *finding = find(screening, ((VetRule *)rules->pdata[i])->id);
		g_assert_cmpint(finding->outcome, ==, VET_OUTCOME_UNDETERMINED);
		const VetEvidence *whole = finding->evidence->pdata[0];
		g_assert_cmpint(whole->source, ==, VET_EVIDENCE_ARCHIVE);
		g_assert_cmpstr(whole->document, ==, "S1");
	}
}

/* --- functions --- */

static gboolean
no_names(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	return FALSE;
}

static void
test_functions(void)
{
	static const struct {
		const char *expression, *shown;
	} cases[] = {
		{"same_name('湖南（益阳）数据有限公司', '湖南(益阳)数据 有限公司')", "true"},
		{"relation('湖南洞庭数据有限公司益阳分公司', [{'name': "
		 "'湖南洞庭数据有限公司'}]).kind",
		 "branch"},
		{"relation('湖南旧名有限公司', [{'name': '甲有限公司', 'former_names': "
		 "['湖南旧名有限公司']}]).kind",
		 "same"},
		{"relation('长沙无关科技有限公司', [{'name': '湖南洞庭数据有限公司'}]).kind",
		 "none"},
		{"relation('甲', []).kind", "none"},
		{"credit_code_fault('91430900MA4L0KQ70H') == ''", "true"},
		{"credit_code_fault('91430900MA4L0KQ70A') != ''", "true"},
		{"is_branch_name('中国移动益阳分公司')", "true"},
		{"text_contains('数据 来源\\n说明', '来源说明')", "true"},
		{"text_contains('数据', '')", "false"},
		{"compact(' 数　据 Ａ')", "数据A"},
		{"mask('电话13812345678')", "电话138****5678"},
		{"similarity('甲乙丙', '甲乙丙')", "1"},
		{"project_key('“水质监测平台”项目')", "水质监测平台"},
		{"abbreviates('洞庭湖水质平台', '洞庭湖水质监测平台')", "true"},
		{"size(names_in('甲有限公司（曾用名：乙有限公司）'))", "2"},
		{"list_loaded('blacklist')", "false"},
		{"registrations_loaded()", "false"},
	};
	g_autoptr(CelEnv) env = cel_env_new();
	g_autoptr(CelArena) arena = cel_arena_new(1024 * 1024);
	CelEvaluation evaluation = {.arena = arena, .resolve = no_names};
	vet_screen_declare(env);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(CelProgram) program = compile(env, cases[i].expression, NULL, &error);
		g_assert_no_error(error);
		CelValue value;
		if (!cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error))
			g_error("%s: %s", cases[i].expression, error->message);
		g_autofree char *shown = cel_value_to_display(value);
		if (!g_str_equal(shown, cases[i].shown) &&
		    g_ascii_strtod(shown, NULL) != g_ascii_strtod(cases[i].shown, NULL))
			g_error("%s: expected %s, found %s", cases[i].expression, cases[i].shown,
				shown);
	}
}

/* an error each: nothing to look in, or arguments of another kind */
static void
test_function_errors(void)
{
	static const char *const expressions[] = {"lookup('blacklist', '1')",
						  "lookup_name('blacklist', 1)",
						  "similar('b', 'a', '1')",
						  "registrations_of_unit('1', 'a')",
						  "registrations_of_project('a', 0.5)",
						  "registrations_of_roster([])",
						  "registrations_of_roster('a')",
						  "submissions_of_roster([])",
						  "submissions_of_roster('a')",
						  "submissions_with_document('a')",
						  "submissions_with_document(1)",
						  "submissions_like_form(0.5)",
						  "submissions_like_form('a')",
						  "relation(1, [])",
						  "relation('a', 'b')",
						  "compact(1)",
						  "same_name('a', null)"};
	g_autoptr(CelEnv) env = cel_env_new();
	g_autoptr(CelArena) arena = cel_arena_new(1024 * 1024);
	CelEvaluation evaluation = {.arena = arena, .resolve = no_names};
	vet_screen_declare(env);
	cel_env_set_lenient(env, TRUE);
	for (guint i = 0; i < G_N_ELEMENTS(expressions); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(CelProgram) program = compile(env, expressions[i], NULL, &error);
		g_assert_no_error(error);
		CelValue value;
		g_assert_false(
			cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error));
		g_assert_nonnull(error);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/screen/pack/good", SAMPLES "good", test_pack);
	g_test_add_data_func("/screen/pack/edges", SAMPLES "edges", test_pack);
	g_test_add_data_func("/screen/pack/yiyang-2025", "rules/yiyang-2025", test_pack);
	g_test_add_func("/screen/findings", test_findings);
	g_test_add_func("/screen/order-and-coverage", test_order_and_coverage);
	g_test_add_func("/screen/stable", test_stable);
	g_test_add_func("/screen/ocr", test_ocr);
	g_test_add_func("/screen/waived", test_waived);
	g_test_add_data_func("/screen/pack/example-changsha", "rules/example-changsha", test_pack);
	g_test_add_func("/screen/budget", test_budget);
	g_test_add_func("/screen/many", test_many);
	g_test_add_func("/screen/empty", test_empty);
	g_test_add_func("/screen/functions", test_functions);
	g_test_add_func("/screen/function-errors", test_function_errors);
	return g_test_run();
}
