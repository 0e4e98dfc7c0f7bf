/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/labels.h"

#include "lib/label-key.h"

static VetContent *
content_of(const char *const *lines)
{
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);
	for (guint i = 0; lines[i]; i++) {
		glong characters = g_utf8_strlen(lines[i], -1);
		VetBox box = {50, 50 + 20.0 * i, 50 + 12.0 * characters, 62 + 20.0 * i};
		vet_page_add_line(page, lines[i], box, NULL);
	}
	return content;
}

static char *
first_value(const char *const *lines, const char *label, gboolean organisation)
{
	g_autoptr(VetContent) content = content_of(lines);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	const char *const all[] = {"名称",   "类型",     "项目名称", "著作权人",
				   "登记号", "单位名称", NULL};
	for (guint i = 0; all[i]; i++)
		g_hash_table_add(known, (gpointer)all[i]);
	const char *const labels[] = {label, NULL};
	VetLabelQuery query = {labels, NULL, known, NULL, organisation};
	g_autoptr(GPtrArray) found = vet_labels_find(transcript, &query);
	return found->len > 0 ? g_strdup(((VetSighting *)found->pdata[0])->value) : NULL;
}

static void
test_lines(void)
{
	const struct {
		const char *lines[5];
		const char *label, *value;
	} cases[] = {
		{{"项目名称：云航平台"}, "项目名称", "云航平台"},
		{{"项 目 名 称 ： 云航平台"}, "项目名称", "云航平台"},
		{{"1. 项目名称（全称）：云航平台"}, "项目名称", "云航平台"},
		{{"项目名称：____云航平台____"}, "项目名称", "云航平台"},
		{{"名    称  益阳市甲有限公司"}, "名称", "益阳市甲有限公司"},
		{{"名称\t益阳市甲有限公司\t类型\t有限责任公司"}, "名称", "益阳市甲有限公司"},
		{{"名称\t益阳市甲有限公司\t类型\t有限责任公司"}, "类型", "有限责任公司"},
		{{"名称", "益阳市甲有限公司"}, "名称", "益阳市甲有限公司"},
		{{"软件名称：水质平台"}, "名称", NULL},
		{{"项目名称：", "登记号：2024"}, "项目名称", NULL},
		{{"项目名称云航平台"}, "项目名称", NULL},
		{{"项目名称：AI Data 平台"}, "项目名称", "AI Data 平台"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *value = first_value(cases[i].lines, cases[i].label, FALSE);
		g_test_message("%s in %s", cases[i].label, cases[i].lines[0]);
		g_assert_cmpstr(value, ==, cases[i].value);
	}
}

static void
test_wrapped_name(void)
{
	const char *const columns[] = {"名称 益阳高新区骏枢环保技术股份有限\t类型 2019年08月18日",
				       "公司", "登记号 1", NULL};
	g_autofree char *beside = first_value(columns, "名称", TRUE);
	g_assert_cmpstr(beside, ==, "益阳高新区骏枢环保技术股份有限公司");

	const char *const lines[] = {"著作权人：湖南省洞庭湖生态环境数据科技", "有限公司",
				     "登记号：2024SR0123456", NULL};
	g_autofree char *value = first_value(lines, "著作权人", TRUE);
	g_assert_cmpstr(value, ==, "湖南省洞庭湖生态环境数据科技有限公司");
}

/* each owner stands on a line of its own, aligned with the first */
static void
test_further_names(void)
{
	static const struct {
		const char *below, *value;
	} cases[] = {
		{"湖南大学", "益阳市甲数据有限公司;湖南大学"},
		{"益阳分公司", "益阳市甲数据有限公司"},
		{"登记号：2024SR0123456", "益阳市甲数据有限公司"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetContent) content = vet_content_new();
		VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);
		vet_page_add_line(page, "著作权人", (VetBox){50, 50, 98, 62}, NULL);
		vet_page_add_line(page, "益阳市甲数据有限公司", (VetBox){50, 70, 170, 82}, NULL);
		vet_page_add_line(page, cases[i].below, (VetBox){52, 90, 130, 102}, NULL);
		g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
		g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
		g_hash_table_add(known, (gpointer) "登记号");
		const char *const labels[] = {"著作权人", NULL};
		VetLabelQuery query = {labels, NULL, known, NULL, TRUE, TRUE, FALSE};
		g_autoptr(GPtrArray) found = vet_labels_find(transcript, &query);
		g_assert_cmpuint(found->len, ==, 1);
		g_assert_cmpstr(((VetSighting *)found->pdata[0])->value, ==, cases[i].value);
	}
}

/* the number of records stands in brackets behind its heading, on a line or in a cell */
static void
test_counts_in_brackets(void)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{"行政处罚（0条）", "0条"}, {"二、行政处罚(共3条)，详见附页", "共3条"},
		{"行政处罚（无）", "无"},   {"行政处罚（条）", NULL},
		{"行政处罚（万元）", NULL},
	};
	g_autoptr(VetPattern) pattern = vet_pattern_new("行政处罚", NULL, NULL);
	for (guint i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetContent) content = vet_content_new();
		VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);
		const char *value = cases[i / 2].value;
		if (i % 2 == 0) {
			vet_page_add_line(page, cases[i / 2].text, (VetBox){50, 50, 200, 62}, NULL);
			vet_page_add_line(page, "三、守信激励（2条）", (VetBox){50, 70, 200, 82},
					  NULL);
		} else if (!strchr(cases[i / 2].text, ',') && !strstr(cases[i / 2].text, "，")) {
			VetTable *table = vet_page_add_table(page, 1, 1, (VetBox){0});
			vet_table_add_cell(table, 0, 0, 1, 1, cases[i / 2].text, (VetBox){0});
		} else {
			continue;
		}
		g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
		VetLabelQuery query = {NULL, pattern, NULL, NULL, FALSE, FALSE, TRUE};
		g_autoptr(GPtrArray) found = vet_labels_find(transcript, &query);
		g_test_message("%s", cases[i / 2].text);
		g_assert_cmpuint(found->len, ==, value ? 1 : 0);
		if (value)
			g_assert_cmpstr(((VetSighting *)found->pdata[0])->value, ==, value);
	}
}

/* the rule between two cells of a scan is read as a character */
static void
test_rules_read_as_characters(void)
{
	const char *const below[] = {"登记号 |", "|2024SR0123456", NULL};
	g_autofree char *value = first_value(below, "登记号", FALSE);
	g_assert_cmpstr(value, ==, "2024SR0123456");
	const char *const beside[] = {"登记号|2024SR0123456", NULL};
	g_autofree char *other = first_value(beside, "登记号", FALSE);
	g_assert_cmpstr(other, ==, "2024SR0123456");
}

/* licences print label and value close together, and their columns too */
static void
test_adjacent_name(void)
{
	const char *const whole[] = {"名称楠泉（益阳）环保技术有限公司", "类型 有限责任公司", NULL};
	g_autofree char *beside = first_value(whole, "名称", TRUE);
	g_assert_cmpstr(beside, ==, "楠泉(益阳)环保技术有限公司");
	const char *const cut[] = {"名 称沅江市楚墨医疗信息技术有限公\t类型 有限", "司", NULL};
	g_autofree char *finished = first_value(cut, "名称", TRUE);
	g_assert_cmpstr(finished, ==, "沅江市楚墨医疗信息技术有限公司");
	const char *const prose[] = {"名称变更的说明", NULL};
	g_autofree char *none = first_value(prose, "名称", TRUE);
	g_assert_null(none);
	const char *const several[] = {
		"著作权人：益阳市甲文旅发展有限公司、益阳市赫山区乙网络科技有限公", "司", NULL};
	g_autofree char *last = first_value(several, "著作权人", TRUE);
	g_assert_cmpstr(last, ==, "益阳市甲文旅发展有限公司、益阳市赫山区乙网络科技有限公司");
}

/* the value is for comparing, the quote for people: it says what the paper says */
static void
test_quote(void)
{
	const char *const lines[] = {"著作权人：煦岳（益阳）物流有限公司", NULL};
	g_autoptr(VetContent) content = content_of(lines);
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	const char *const labels[] = {"著作权人", NULL};
	VetLabelQuery query = {labels, NULL, NULL, NULL, TRUE};
	g_autoptr(GPtrArray) found = vet_labels_find(transcript, &query);
	g_assert_cmpuint(found->len, ==, 1);
	const VetSighting *sighting = found->pdata[0];
	g_assert_cmpstr(sighting->value, ==, "煦岳(益阳)物流有限公司");
	g_assert_cmpstr(sighting->quote, ==, "著作权人：煦岳（益阳）物流有限公司");
}

static void
test_table(void)
{
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 595, 842, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, 3, 2, (VetBox){50, 50, 500, 200});
	vet_table_add_cell(table, 0, 0, 1, 1, "单位\n名称", (VetBox){50, 50, 100, 90});
	vet_table_add_cell(table, 0, 1, 1, 1, "益阳市甲数据\n有限公司", (VetBox){100, 50, 500, 90});
	vet_table_add_cell(table, 1, 0, 1, 1, "项目名称", (VetBox){50, 90, 100, 130});
	vet_table_add_cell(table, 1, 1, 1, 1, "著作权人", (VetBox){100, 90, 500, 130});
	vet_table_add_cell(table, 2, 0, 1, 1, "云航平台", (VetBox){50, 130, 100, 170});
	vet_table_add_cell(table, 2, 1, 1, 1, "益阳市乙有限公司", (VetBox){100, 130, 500, 170});
	g_autoptr(VetTranscript) transcript = vet_transcript_new(content);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_add(known, (gpointer) "单位名称");
	g_hash_table_add(known, (gpointer) "项目名称");
	g_hash_table_add(known, (gpointer) "著作权人");

	const struct {
		const char *label, *value;
	} cases[] = {{"单位名称", "益阳市甲数据有限公司"},
		     {"项目名称", "云航平台"},
		     {"著作权人", "益阳市乙有限公司"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *const labels[] = {cases[i].label, NULL};
		VetLabelQuery query = {labels, NULL, known, NULL, FALSE};
		g_autoptr(GPtrArray) found = vet_labels_find(transcript, &query);
		g_assert_cmpuint(found->len, ==, 1);
		const VetSighting *sighting = found->pdata[0];
		g_assert_cmpstr(sighting->value, ==, cases[i].value);
		g_assert_false(vet_box_is_empty(sighting->box));
	}
}

static void
test_key(void)
{
	const char *const cases[][2] = {{"*姓 名：", "姓名"},
					{"（一）项目名称", "项目名称"},
					{"声明单位（盖章）：", "声明单位"},
					{"3、身份证号", "身份证号"},
					{"(甲)", "(甲)"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *key = vet_label_key(cases[i][0]);
		g_assert_cmpstr(key, ==, cases[i][1]);
	}
	/* ends, and soon: a cell of a million brackets is no label */
	g_autofree char *brackets = g_strnfill(1000000, ')');
	g_autofree char *long_key = vet_label_key(brackets);
	g_assert_cmpstr(long_key, ==, brackets);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/labels/lines", test_lines);
	g_test_add_func("/labels/wrapped-name", test_wrapped_name);
	g_test_add_func("/labels/adjacent-name", test_adjacent_name);
	g_test_add_func("/labels/further-names", test_further_names);
	g_test_add_func("/labels/counts-in-brackets", test_counts_in_brackets);
	g_test_add_func("/labels/rules-read-as-characters", test_rules_read_as_characters);
	g_test_add_func("/labels/quote", test_quote);
	g_test_add_func("/labels/table", test_table);
	g_test_add_func("/labels/key", test_key);
	return g_test_run();
}
