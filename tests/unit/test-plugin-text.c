/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

#define READ(name, bytes) reader_read((name), (bytes), sizeof(bytes) - 1, NULL)
#define FFFD "\xef\xbf\xbd"
#define GBK_LINE "\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6\xa3\xba\xd6\xc7\xbb\xdb" /* 项目名称：智慧 */

static const VetDocument *
first_of(const GPtrArray *documents)
{
	return documents->pdata[0];
}

static void
test_charsets(void)
{
	const struct {
		const char *bytes;
		gsize length;
		const char *text;
		const char *status;
	} cases[] = {
		{"项目名称\n第二行\n", 23, "项目名称\n第二行", "ok"},
		{"\xef\xbb\xbf项目名称\n", 16, "项目名称", "ok"},
		{"\xff\xfe\x79\x98\xee\x76\x0a\0\x41\0", 10, "项目\nA", "ok"},
		{"\xfe\xff\x98\x79\x76\xee\0\x0a\0\x41", 10, "项目\nA", "ok"},
		{GBK_LINE "\r\n" GBK_LINE, 30, "项目名称：智慧\n项目名称：智慧", "ok"},
		{"caf\xe9 cr\xe8me br\xfbl\xe9"
		 "e\n",
		 18, "café crème brûlée", "partial"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) documents =
			reader_read("a.txt", cases[i].bytes, cases[i].length, NULL);
		reader_assert_text(documents, "a.txt", cases[i].text);
		reader_assert_status(documents, "a.txt", cases[i].status);
	}
}

static void
test_bad_byte(void)
{
	g_autoptr(GPtrArray) documents =
		READ("a.txt", "统一社会信用代码与单位名称应当一致统一社会信用代码\xff与单位名称\n");
	g_autofree char *text = vet_content_text(first_of(documents)->content);
	g_assert_true(g_str_has_prefix(text, "统一社会信用代码与单位名称应当一致"));
	g_assert_true(g_str_has_suffix(text, "与单位名称"));
	reader_assert_status(documents, "a.txt", "partial");
}

static void
test_pages_and_long_lines(void)
{
	g_autoptr(GString) text = g_string_new("一页\f");
	for (guint i = 0; i < 4000; i++)
		g_string_append(text, "长");
	g_autoptr(GPtrArray) documents = reader_read("a.txt", text->str, text->len, NULL);
	const GPtrArray *pages = first_of(documents)->content->pages;
	g_assert_cmpuint(pages->len, ==, 2);
	const VetPage *page = pages->pdata[1];
	gsize length = 0;
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		g_assert_true(g_str_has_prefix(line->text, "长"));
		length += strlen(line->text);
	}
	g_assert_cmpuint(length, ==, 4000 * strlen("长"));
}

static void
test_csv(void)
{
	g_autoptr(GPtrArray) documents =
		READ("a.csv", "名称,代码,备注\n\"甲,乙\"\"司\",1,\n丙,2,\"两\n行\"\n丁,3,x\n");
	const VetPage *page = first_of(documents)->content->pages->pdata[0];
	g_assert_cmpuint(page->tables->len, ==, 1);
	const VetTable *table = page->tables->pdata[0];
	g_assert_cmpuint(table->n_rows, ==, 4);
	g_assert_cmpuint(table->n_columns, ==, 3);
	g_assert_cmpstr(vet_table_cell_at(table, 0, 2)->text, ==, "备注");
	g_assert_cmpstr(vet_table_cell_at(table, 1, 0)->text, ==, "甲,乙\"司");
	g_assert_cmpstr(vet_table_cell_at(table, 2, 2)->text, ==, "两\n行");
}

static void
test_irregular_csv(void)
{
	g_autoptr(GPtrArray) documents = READ("a.csv", "a,b,c\n1,2\n3,4,5\n");
	const VetPage *page = first_of(documents)->content->pages->pdata[0];
	g_assert_cmpuint(page->tables->len, ==, 0);
	g_assert_cmpuint(page->lines->len, ==, 3);
}

/* the cells of a table's row, joined by "|" */
static char *
row_of(const VetTable *table, guint row)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < table->n_columns; i++) {
		const VetCell *cell = vet_table_cell_at(table, row, i);
		g_string_append_printf(text, "%s%s", i ? "|" : "", cell ? cell->text : "-");
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_dialects(void)
{
	static const struct {
		const char *text;
		const char *second_row; /* NULL: no table */
	} cases[] = {
		{"a\tb\n1,2\t3\n4,5\t6\n", "1,2|3"},
		{"a;b;c\n1,5;2,5;3\n", "1,5|2,5|3"},
		{"名称|代码\n甲|1\n乙|2\n", "甲|1"},
		/* a quote that never closes is one of the text */
		{"size,name,x\n19\" screen,\"big,3\n", "19\" screen|\"big|3"},
		/* a title above, a row cut short */
		{"参赛名单\n姓名,电话,单位\n甲,1,x\n乙,2,y\n丙,3,z\n丁,4,w\n戊,5,v\n己,6\n庚,7,u\n"
		 "辛,8,t\n",
		 "姓名|电话|单位"},
		{"Dear all,\nwe met, and left.\n", NULL},
		{"one, two\nthree, four\n", NULL},
		{"没有分隔\n的文字\n", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) documents =
			reader_read("a.csv", cases[i].text, strlen(cases[i].text), NULL);
		const VetPage *page = first_of(documents)->content->pages->pdata[0];
		g_test_message("%s", cases[i].text);
		g_assert_cmpuint(page->tables->len, ==, cases[i].second_row ? 1 : 0);
		if (!cases[i].second_row)
			continue;
		g_autofree char *row = row_of(page->tables->pdata[0], 1);
		g_assert_cmpstr(row, ==, cases[i].second_row);
	}
}

static void
test_csv_charsets(void)
{
	static const char *const charsets[] = {"GB18030", "UTF-16LE", "UTF-16BE", "UTF-8"};
	const char *text =
		"单位名称,统一社会信用代码,联系人\n杭州某某科技有限公司,91330100MA2XXXXX,张三\n";
	for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
		gsize length;
		g_autofree char *bytes =
			g_convert(text, -1, charsets[i], "UTF-8", NULL, &length, NULL);
		g_autoptr(GPtrArray) documents = reader_read("a.csv", bytes, length, NULL);
		g_test_message("%s", charsets[i]);
		reader_assert_status(documents, "a.csv", "ok");
		const VetPage *page = first_of(documents)->content->pages->pdata[0];
		g_assert_cmpuint(page->tables->len, ==, 1);
		g_autofree char *row = row_of(page->tables->pdata[0], 1);
		g_assert_cmpstr(row, ==, "杭州某某科技有限公司|91330100MA2XXXXX|张三");
	}
}

static void
test_wide_csv(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint row = 0; row < 20; row++)
		for (guint i = 0; i < 500; i++)
			g_string_append_printf(text, "%u%c", row * 500 + i, i < 499 ? ',' : '\n');
	g_autoptr(GPtrArray) documents = reader_read("a.csv", text->str, text->len, NULL);
	const VetPage *page = first_of(documents)->content->pages->pdata[0];
	g_assert_cmpuint(page->tables->len, ==, 1);
	g_assert_cmpstr(vet_table_cell_at(page->tables->pdata[0], 19, 499)->text, ==, "9999");
}

/* the page holds this and nothing else, but for white space at the ends; NULL: there is no such page */
static void
assert_page(const GPtrArray *documents, guint index, const char *text)
{
	const GPtrArray *pages = first_of(documents)->content->pages;
	if (!text) {
		g_assert_cmpuint(pages->len, ==, index);
		return;
	}
	g_autofree char *expected = g_strchomp(g_strdup(text));
	g_assert_cmpuint(pages->len, >, index);
	g_autofree char *found = vet_page_text(pages->pdata[index]);
	g_assert_cmpstr(found, ==, expected);
}

/* as it stands, and once more as paths and values */
static void
test_json(void)
{
	static const struct {
		const char *json;
		const char *text;
		const char *status;
	} cases[] = {
		{"{\"项目名称\": \"智慧平台\",\n \"n\": 1.50, \"ok\": true, \"no\": null}\n",
		 "项目名称: 智慧平台\nn: 1.50\nok: true\nno: null", "ok"},
		{"{\"单位\":{\"名称\":\"甲\",\"成员\":[{\"姓名\":\"张三\"},{\"姓名\":\"李四\"}]}}",
		 "单位.名称: 甲\n单位.成员[0].姓名: 张三\n单位.成员[1].姓名: 李四", "ok"},
		{"[[1,2],[],{}]", "[0][0]: 1\n[0][1]: 2\n[1]: []\n[2]: {}", "ok"},
		{"{\"a\":\"\\u4e2d\\u6587\\n次行\\u0000\",\"b\":\"\"}", "a: 中文\n次行\nb: \"\"",
		 "ok"},
		{"{\"a\":1}\n{\"a\":2}\n", "[0].a: 1\n[1].a: 2", "ok"},
		{"{\"a\": \"甲\",\n\"b\": oops}\n", NULL, "partial"},
		{"{\"a\": \"甲\", \"b\": [1, 2", NULL, "partial"},
		{"[2025] 第一条\n", NULL, "ok"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) documents =
			reader_read("a.json", cases[i].json, strlen(cases[i].json), NULL);
		assert_page(documents, 0, cases[i].json);
		assert_page(documents, 1, cases[i].text);
		reader_assert_status(documents, "a.json", cases[i].status);
		g_assert_cmpstr(first_of(documents)->extractor, ==, "text");
	}
}

static void
test_deep_json(void)
{
	g_autoptr(GString) text = g_string_new("{\"a\":");
	for (guint i = 0; i < 10000; i++)
		g_string_append_c(text, '[');
	g_autoptr(GPtrArray) documents = reader_read("a.json", text->str, text->len, NULL);
	reader_assert_status(documents, "a.json", "partial");
	g_assert_nonnull(strstr(first_of(documents)->reason, "nested deeper"));
	g_autofree char *found = vet_content_text(first_of(documents)->content);
	g_assert_true(g_str_has_prefix(found, "{\"a\":[[["));
}

static void
test_markdown(void)
{
	g_autoptr(GPtrArray) documents =
		READ("a.md", "# 项目申报书 #\n\n**项目名称：** 智慧`平台`\n* 联系人：*张三*\n"
			     "> 见 [附件](https://example.org/a) 与 snake_case_name、2*3*4\n\n"
			     "电话 138****1234，张**，李**\n\n"
			     "| 姓名 | 电话 |\n|:--|--:|\n| 李\\|四 | **123** |\n| 王五 |\n\n"
			     "```\n# **code**\n```\n标题\n====\n");
	reader_assert_status(documents, "a.md", "ok");
	reader_assert_text(documents, "a.md",
			   "项目申报书\n项目名称： 智慧平台\n* 联系人：张三\n"
			   "见 附件 (https://example.org/a) 与 snake_case_name、2*3*4\n"
			   "电话 138****1234，张**，李**\n"
			   "姓名\n电话\n李|四\n123\n王五\n# **code**\n标题");
	const VetPage *page = first_of(documents)->content->pages->pdata[0];
	g_assert_cmpuint(page->tables->len, ==, 1);
	g_autofree char *row = row_of(page->tables->pdata[0], 1);
	g_assert_cmpstr(row, ==, "李|四|123");
	g_autofree char *last = row_of(page->tables->pdata[0], 2);
	g_assert_cmpstr(last, ==, "王五|-");
}

static void
test_card(void)
{
	g_autoptr(GPtrArray) card =
		READ("a.vcf", "BEGIN:VCARD\r\nVERSION:2.1\r\n"
			      "FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5=\r\n=C8=FD\r\n"
			      "ORG:杭州某某\r\n 科技有限公司\r\nNOTE:a\\, b\\nc\r\n"
			      "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n BBBB\r\nEND:VCARD\r\n");
	reader_assert_text(card, "a.vcf",
			   "BEGIN: VCARD\nVERSION: 2.1\nFN: 张三\nORG: 杭州某某科技有限公司\n"
			   "NOTE: a, b\nc\nPHOTO;ENCODING=b;TYPE=JPEG\nEND: VCARD");
	g_autoptr(GPtrArray) calendar =
		READ("a.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:答\r\n"
			      " 辩\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	reader_assert_text(calendar, "a.ics",
			   "BEGIN: VCALENDAR\nVERSION: 2.0\nBEGIN: VEVENT\nSUMMARY: 答辩\n"
			   "END: VEVENT\nEND: VCALENDAR");
}

static void
test_endless_line(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < 10000; i++)
		g_string_append(text, "统一社会信用代码，");
	g_autoptr(GPtrArray) parted = reader_read("a.txt", text->str, text->len, NULL);
	reader_assert_status(parted, "a.txt", "ok");
	const VetPage *page = first_of(parted)->content->pages->pdata[0];
	for (guint i = 0; i < page->lines->len; i++)
		g_assert_true(g_str_has_prefix(((VetLine *)page->lines->pdata[i])->text, "统一"));
	g_string_set_size(text, 0);
	for (guint i = 0; i < 100000; i++)
		g_string_append_c(text, 'x');
	g_autoptr(GPtrArray) torn = reader_read("a.txt", text->str, text->len, NULL);
	reader_assert_status(torn, "a.txt", "partial");
	g_autofree char *found = vet_content_text(first_of(torn)->content);
	gsize n = 0;
	for (const char *p = found; *p; p++)
		n += *p == 'x';
	g_assert_cmpuint(n, ==, 100000);
}

static void
test_large(void)
{
	VetLimits limits;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_TEXT_BYTES] = 64 * 1024 * 1024;
	limits.value[VET_LIMIT_CONTENT_BYTES] = 256 * 1024 * 1024;
	g_autoptr(GString) text = g_string_new(NULL);
	const char *line =
		"项目名称：面向中小企业的智慧供应链平台，参赛单位：杭州某某科技有限公司。";
	const guint n = 18 * 1024 * 1024 / strlen(line);
	for (guint i = 0; i < n; i++)
		g_string_append_printf(text, "%s\n", line);
	g_autoptr(GPtrArray) documents = reader_read("a.txt", text->str, text->len, &limits);
	reader_assert_status(documents, "a.txt", "ok");
	const VetPage *page = first_of(documents)->content->pages->pdata[0];
	g_assert_cmpuint(page->lines->len, ==, n);
	for (guint i = 0; i < n; i++)
		g_assert_cmpstr(((VetLine *)page->lines->pdata[i])->text, ==, line);
}

static void
test_rtf(void)
{
	static const char rtf[] = "{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Arial;}} \\'cf\\'ee}";
	/* alone: LibreOffice would read it */
	g_autofree char *plugin = reader_build_file("plugins/text.so");
	const char *const plugins[] = {plugin, NULL};
	g_autoptr(GPtrArray) documents =
		reader_read_with(plugins, "a.rtf", rtf, sizeof rtf - 1, NULL);
	reader_assert_status(documents, "a.rtf", "unsupported");
}

static void
test_empty(void)
{
	g_autoptr(GPtrArray) documents = READ("a.txt", "");
	reader_assert_status(documents, "a.txt", "corrupt");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/charsets", test_charsets);
	g_test_add_func("/text/bad-byte", test_bad_byte);
	g_test_add_func("/text/pages-and-long-lines", test_pages_and_long_lines);
	g_test_add_func("/text/csv", test_csv);
	g_test_add_func("/text/csv/irregular", test_irregular_csv);
	g_test_add_func("/text/csv/dialects", test_dialects);
	g_test_add_func("/text/csv/charsets", test_csv_charsets);
	g_test_add_func("/text/csv/wide", test_wide_csv);
	g_test_add_func("/text/json", test_json);
	g_test_add_func("/text/json/deep", test_deep_json);
	g_test_add_func("/text/markdown", test_markdown);
	g_test_add_func("/text/card", test_card);
	g_test_add_func("/text/endless-line", test_endless_line);
	g_test_add_func("/text/large", test_large);
	g_test_add_func("/text/rtf", test_rtf);
	g_test_add_func("/text/empty", test_empty);
	return g_test_run();
}
