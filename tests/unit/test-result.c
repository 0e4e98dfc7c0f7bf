/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/factmap.h"
#include "lib/json-writer.h"
#include "lib/result.h"
#include "lib/text.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define ID_NUMBER "430902199001011237"

static VetFacts *
make_facts(void)
{
	VetFacts *facts = vet_facts_new(1024 * 1024);
	const VetEvidence *origin = vet_facts_keep_evidence(
		facts, vet_evidence_new("申报书.pdf", 1, (VetBox){10.005, 20, 30.123456, 40},
					"项目名称：数据平台", VET_EVIDENCE_TEXT, 0.93));
	VetFactMap *submission = vet_fact_map_new(facts);
	vet_fact_map_add_string(submission, "id", "S1", NULL);
	vet_fact_map_add_string(submission, "project_name", "数据平台", origin);
	vet_facts_set(facts, "submission", vet_fact_map_finish(submission, NULL));
	VetFactMap *unit = vet_fact_map_new(facts);
	vet_fact_map_add_string(unit, "name", "甲公司", origin);
	vet_fact_map_add(unit, "lead", cel_bool(TRUE), NULL);
	VetFactList *units = vet_fact_list_new(facts);
	vet_fact_list_add(units, vet_fact_map_finish(unit, origin));
	vet_facts_set(facts, "units", vet_fact_list_finish(units, NULL));
	VetFactMap *member = vet_fact_map_new(facts);
	vet_fact_map_add_string(member, "name", "张三", origin);
	vet_fact_map_add_string(member, "id_number", ID_NUMBER, origin);
	vet_fact_map_add_string(member, "id_key", "f00d", origin);
	VetFactList *members = vet_fact_list_new(facts);
	vet_fact_list_add(members, vet_fact_map_finish(member, origin));
	vet_facts_set(facts, "members", vet_fact_list_finish(members, NULL));
	return facts;
}

static VetFinding *
make_finding(const char *rule, VetOutcome outcome, const char *document, VetEvidenceSource source)
{
	VetFinding *finding = vet_finding_new(rule, outcome, "五(一)3", "团队人数",
					      "成员“张三” " ID_NUMBER " 重复", "请更正");
	g_autoptr(VetEvidence) evidence =
		vet_evidence_new(document, 1, (VetBox){0}, "引文\n第二行", source, 1.0);
	vet_finding_add_evidence(finding, evidence);
	vet_finding_seal(finding, "S1");
	return finding;
}

static VetResult *
make_result(void)
{
	VetResult *result = g_new0(VetResult, 1);
	result->id = g_strdup("S1");
	result->version = 2;
	result->path = g_strdup("inbox/S1");
	result->sha256 = g_strnfill(64, 'a');
	result->received_at = 1751331600;
	result->pack_id = g_strdup("p");
	result->pack_version = g_strdup("1.0.0");
	result->pack_sha256 = g_strnfill(64, 'b');
	result->verdict = VET_VERDICT_INELIGIBLE;
	result->documents = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	VetDocument *document = vet_document_new("审计报告.pdf", "cc", 1234, 1);
	vet_document_set_status(document, VET_STATUS_ENCRYPTED, "needs a password");
	g_ptr_array_add(result->documents, document);
	result->facts = make_facts();
	result->screening = g_new0(VetScreening, 1);
	result->screening->findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_finding_free);
	result->screening->coverage = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *findings = result->screening->findings;
	g_ptr_array_add(findings, make_finding("team-size", VET_OUTCOME_REJECT, "a b.pdf",
					       VET_EVIDENCE_TEXT));
	g_ptr_array_add(findings, make_finding("blacklist", VET_OUTCOME_UNDETERMINED,
					       "blacklist@3:17", VET_EVIDENCE_LIST));
	g_ptr_array_add(findings,
			make_finding("track", VET_OUTCOME_WAIVED, "c.pdf", VET_EVIDENCE_TEXT));
	return result;
}

static JsonObject *
parse(JsonParser *parser, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(json_parser_load_from_data(parser, text, -1, &error));
	return json_node_get_object(json_parser_get_root(parser));
}

static void
test_json(void)
{
	g_autoptr(VetResult) result = make_result();
	g_autofree char *text = vet_result_to_json(result);
	g_autofree char *again = vet_result_to_json(result);
	g_autoptr(JsonParser) parser = json_parser_new();
	JsonObject *root = parse(parser, text);
	g_assert_cmpstr(text, ==, again);
	g_assert_null(strchr(text, '\n'));
	g_assert_true(
		g_str_has_prefix(text, "{\"schema\":\"vet.result/1\",\"submission\":{\"id\":"));
	g_autoptr(GList) members = json_object_get_members(root);
	static const char *const order[] = {"schema", "submission", "pack",      "verdict",
					    "facts",  "findings",   "documents", "coverage"};
	guint i = 0;
	for (GList *name = members; name; name = name->next, i++)
		g_assert_cmpstr(name->data, ==, order[i]);
	g_assert_cmpstr(json_object_get_string_member(root, "verdict"), ==, "ineligible");
	JsonObject *submission = json_object_get_object_member(root, "submission");
	g_assert_cmpstr(json_object_get_string_member(submission, "received_at"), ==,
			"2025-07-01T09:00:00+08:00");
	g_assert_true(json_object_get_null_member(submission, "submitted_at"));
}

static void
test_json_facts(void)
{
	g_autoptr(VetResult) result = make_result();
	g_autofree char *text = vet_result_to_json(result);
	g_autoptr(JsonParser) parser = json_parser_new();
	JsonObject *facts = json_object_get_object_member(parse(parser, text), "facts");
	JsonObject *project = json_object_get_object_member(facts, "project_name");
	g_assert_cmpstr(json_object_get_string_member(project, "value"), ==, "数据平台");
	g_assert_nonnull(strstr(text, "\"bbox\":[10.01,20,30.12,40]"));
	g_assert_nonnull(strstr(text, "\"confidence\":0.93}"));
	g_assert_nonnull(strstr(text, "\"lead\":{\"value\":true,\"evidence\":null}"));
	g_assert_false(json_object_has_member(facts, "documents"));
	g_assert_false(json_object_has_member(facts, "id"));
}

/* in no output a personal number in clear, nor the key by which one is matched */
static void
test_masked(void)
{
	g_autoptr(VetResult) result = make_result();
	g_autoptr(GPtrArray) results = g_ptr_array_new();
	g_ptr_array_add(results, result);
	g_autofree char *json = vet_result_to_json(result);
	g_autofree char *sarif = vet_result_to_sarif(results);
	g_autofree char *text = vet_result_to_text(result, FALSE, 0);
	const char *const outputs[] = {json, sarif, text};
	for (guint i = 0; i < G_N_ELEMENTS(outputs); i++) {
		g_assert_null(strstr(outputs[i], ID_NUMBER));
		g_assert_null(strstr(outputs[i], "f00d"));
	}
	g_assert_nonnull(strstr(json, "430***********1237"));
}

static void
test_sarif(void)
{
	g_autoptr(VetResult) result = make_result();
	g_autoptr(GPtrArray) results = g_ptr_array_new();
	g_ptr_array_add(results, result);
	g_autofree char *text = vet_result_to_sarif(results);
	g_autoptr(JsonParser) parser = json_parser_new();
	JsonObject *root = parse(parser, text);
	g_assert_cmpstr(json_object_get_string_member(root, "version"), ==, "2.1.0");
	JsonObject *run =
		json_array_get_object_element(json_object_get_array_member(root, "runs"), 0);
	JsonArray *found = json_object_get_array_member(run, "results");
	g_assert_cmpuint(json_array_get_length(found), ==, 3);
	JsonObject *first = json_array_get_object_element(found, 0);
	g_assert_cmpstr(json_object_get_string_member(first, "level"), ==, "error");
	g_assert_nonnull(strstr(text, "\"uri\":\"inbox/S1/a%20b.pdf\""));
	g_assert_nonnull(strstr(text, "\"fullyQualifiedName\":\"blacklist@3:17\""));
	g_assert_nonnull(strstr(text, "\"suppressions\""));
	g_assert_nonnull(strstr(text, "\"vetFinding/v1\""));
}

static void
test_text(void)
{
	g_autoptr(VetResult) result = make_result();
	g_autofree char *text = vet_result_to_text(result, FALSE, 60);
	static const char *const parts[] = {"S1  不符合参赛资格", "参赛单位：甲公司",
					    "不符合（1）",        "无法判定（1）",
					    "「引文 第二行」",    "补正：请更正",
					    "未能检查",           "审计报告.pdf：needs a password",
					    "共读取 1 份文件"};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!strstr(text, parts[i]))
			g_error("“%s” is missing in:\n%s", parts[i], text);
	g_assert_null(strchr(text, '\033'));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		g_assert_cmpuint(vet_text_width(lines[i]), <=, 60);
	g_autofree char *colored = vet_result_to_text(result, TRUE, 0);
	g_assert_nonnull(strchr(colored, '\033'));
}

/* a name of a stranger must not steer the terminal */
static void
test_text_control(void)
{
	g_autoptr(VetResult) result = make_result();
	g_ptr_array_add(result->screening->findings,
			make_finding("x", VET_OUTCOME_NOTE, "\033[2J\a.pdf", VET_EVIDENCE_TEXT));
	g_autofree char *text = vet_result_to_text(result, FALSE, 0);
	g_assert_null(strchr(text, '\033'));
	g_assert_null(strchr(text, '\a'));
}

static void
test_writer(void)
{
	VetJsonWriter *writer = vet_json_writer_new();
	vet_json_writer_begin_array(writer);
	const double numbers[] = {0.93, 1.0, -0.001, 1e300 * 1e300, 12.345, 100};
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		vet_json_writer_double(writer, numbers[i], 2);
	vet_json_writer_string(writer, "\"\\\n\t\001甲\x7f");
	vet_json_writer_string(writer, NULL);
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "a", -1);
	vet_json_writer_name(writer, "b");
	vet_json_writer_bool(writer, FALSE);
	vet_json_writer_end_object(writer);
	vet_json_writer_end_array(writer);
	g_autofree char *text = vet_json_writer_finish(writer);
	g_assert_cmpstr(
		text, ==,
		"[0.93,1,0,null,12.35,100,\"\\\"\\\\\\n\\t\\u0001甲\\u007f\",null,{\"a\":-1,"
		"\"b\":false}]");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/result/json", test_json);
	g_test_add_func("/result/json-facts", test_json_facts);
	g_test_add_func("/result/masked", test_masked);
	g_test_add_func("/result/sarif", test_sarif);
	g_test_add_func("/result/text", test_text);
	g_test_add_func("/result/text-control", test_text_control);
	g_test_add_func("/result/writer", test_writer);
	return g_test_run();
}
