/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"

#define READ(name, bytes) reader_read((name), (bytes), sizeof(bytes) - 1, NULL)
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

static void
test_json(void)
{
	g_autoptr(GPtrArray) documents = READ("a.json", "{\"name\": \"项目\",\n \"n\": 1}\n");
	reader_assert_text(documents, "a.json", "{\"name\": \"项目\",\n \"n\": 1}");
	g_assert_cmpstr(first_of(documents)->extractor, ==, "text");
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
	g_test_add_func("/text/json", test_json);
	g_test_add_func("/text/rtf", test_rtf);
	g_test_add_func("/text/empty", test_empty);
	return g_test_run();
}
