/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text.h"

#include "lib/error.h"

#include <string.h>

typedef char *(*TextFunction)(const char *text);

typedef struct {
	TextFunction function;
	const char *text;
	const char *expected;
} TextCase;

static const TextCase text_cases[] = {
	{vet_text_normalise, "", ""},
	{vet_text_normalise, "  \n ", ""},
	{vet_text_normalise, "　项目　 名称：\u00a0数据\t要素 ", "项目 名称: 数据 要素"},
	{vet_text_normalise, "ＡＢ１２（益阳）", "AB12(益阳)"},
	{vet_text_normalise, "一 \r\n　二\n\n三\n", "一\n二\n\n三"},
	{vet_text_normalise, "益\u200b阳\ufeff市\u00ad数\u2060据\u202e局\ufe0f", "益阳市数据局"},
	{vet_text_normalise, "2025—07–01－x−y", "2025-07-01-x-y"},
	{vet_text_normalise, "\u2f00\u2f08\u2ed3\u2ed4\u2ecb", "一人长门车"},
	{vet_text_normalise,
	 "a\xff"
	 "b",
	 "a\uFFFD"
	 "b"},
	{vet_text_normalise,
	 "\x01"
	 "a\x7f"
	 "b",
	 "ab"},
	{vet_text_normalise, "①总体 ⑳末 ❷二 ➂三 ➍四 ⓹五 ⑴六 ⒈七 ㈠八",
	 "(1)总体 (20)末 (2)二 (3)三 (4)四 (5)五 (1)六 1.七 (一)八"},
	{vet_text_compact, " 著 作\n权　人 ", "著作权人"},
	{vet_text_key, "湖南數據 發展有限公司ＡＢｃ", "湖南数据发展有限公司abc"},
	{vet_text_key, "ABC Co", "abcco"},
	{vet_text_strip_cjk_space, "戴新\n燕", "戴新燕"},
	{vet_text_strip_cjk_space, "项 目　名 称 Data Lake 平 台", "项目名称 Data Lake 平台"},
	{vet_text_strip_cjk_space, "a b ", "a b "},
};

static void
test_text_cases(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(text_cases); i++) {
		g_autofree char *actual = text_cases[i].function(text_cases[i].text);
		g_assert_cmpstr(actual, ==, text_cases[i].expected);
	}
}

static void
test_normalise_char(void)
{
	char out[24];

	for (gunichar c = 1; c < 0x30000; c++) {
		char utf8[7] = {0};
		g_autofree char *whole = NULL;

		if (!g_unichar_validate(c) || g_unichar_isspace(c) || c == 0x0B || c == 0x85)
			continue;
		utf8[g_unichar_to_utf8(c, utf8)] = '\0';
		whole = vet_text_normalise(utf8);
		vet_text_normalise_char(c, out);
		g_assert_true(g_utf8_validate(out, -1, NULL));
		if (!strchr(out, ' ') && strlen(whole) < 24)
			g_assert_cmpstr(out, ==, whole);
	}
	vet_text_normalise_char(0x3000, out);
	g_assert_cmpstr(out, ==, " ");
	vet_text_normalise_char('\n', out);
	g_assert_cmpstr(out, ==, "\n");
	vet_text_normalise_char(0x200B, out);
	g_assert_cmpstr(out, ==, "");
	vet_text_normalise_char(0xFDFA, out);
	g_assert_cmpuint(strlen(out), <, 24);
}

static void
test_width(void)
{
	g_autofree char *cut = vet_text_ellipsize("益阳市数据局", 8);
	g_autofree char *whole = vet_text_ellipsize("益阳市", 6);
	g_autofree char *odd = vet_text_ellipsize("益阳市", 5);
	g_autofree char *none = vet_text_ellipsize("益阳市", 0);

	g_assert_cmpuint(vet_text_width("益阳ab"), ==, 6);
	g_assert_cmpuint(vet_text_width("e\u0301\u200b"), ==, 1);
	g_assert_cmpstr(cut, ==, "益阳市…");
	g_assert_cmpstr(whole, ==, "益阳市");
	g_assert_cmpstr(odd, ==, "益阳…");
	g_assert_cmpstr(none, ==, "");
}

typedef struct {
	const char *bytes;
	gsize length;
	const char *text; /* NULL: no text */
	const char *charset;
} DecodeCase;

static const DecodeCase decode_cases[] = {
	{"", 0, "", "UTF-8"},
	{"\xEF\xBB\xBF益阳", 9, "益阳", "UTF-8"},
	{"\xD2\xE6\xD1\xF4", 4, "益阳", "GB18030"},
	{"\xFF\xFE\xCA\x76\x33\x96", 6, "益阳", "UTF-16LE"},
	{"\xFE\xFF\x76\xCA\x96\x33", 6, "益阳", "UTF-16BE"},
	{"\xD2\xE6\xFF\xFF", 4, NULL, NULL},
	{"ab\0cd", 5, NULL, NULL},
	{"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0d", 12, NULL, NULL},
};

static void
test_decode(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(decode_cases); i++) {
		const DecodeCase *c = &decode_cases[i];
		const char *charset = NULL;
		g_autoptr(GError) error = NULL;
		g_autofree char *text = vet_text_decode(c->bytes, c->length, &charset, &error);

		g_assert_cmpstr(text, ==, c->text);
		g_assert_cmpstr(charset, ==, c->charset);
		if (!c->text)
			g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	}
}

static void
test_similarity(void)
{
	g_autofree char *long_text = g_strnfill(5000, 'x');

	g_assert_cmpfloat(vet_text_similarity("益阳数据", "益陽 數據"), ==, 1.0);
	g_assert_cmpfloat(vet_text_similarity("赫山区", "灰山区"), >, 0.66);
	g_assert_cmpfloat(vet_text_similarity("赫山区", "灰山区"), <, 0.67);
	g_assert_cmpfloat(vet_text_similarity("abc", ""), ==, 0.0);
	g_assert_cmpfloat(vet_text_similarity("", ""), ==, 0.0);
	g_assert_cmpfloat(vet_text_similarity(long_text, long_text), ==, 1.0);
}

typedef struct {
	const char *text;
	gint64 count; /* -1: none */
} CountCase;

static const CountCase count_cases[] = {
	{"3", 3},
	{"１２", 12},
	{"三", 3},
	{"十二", 12},
	{"0条", 0},
	{"3 个", 3},
	{"1,234条", 1234},
	{"3万", 30000},
	{"一百零五条", 105},
	{"二十", 20},
	{"三千零四万", 30040000},
	{"二〇二五年", 2025},
	{"两项", 2},
	{"零", 0},
	{"〇条", 0},
	{"3.", 3},
	{"暂无", -1},
	{"", -1},
	{"一般", -1},
	{"三一重工", -1},
	{"十分", -1},
	{"3.5万元", -1},
	{"2025-07-01", -1},
	{"-3", -1},
	{"3-5人", -1},
	{"80%", -1},
	{"3D", -1},
	{"99999999999999999999", -1},
	{"万", -1},
	{"亿亿亿", -1},
	{"九亿亿亿亿亿", -1},
	{"壹佰贰拾元", 120},
	{"999999999999999亿", -1},
};

static void
test_count(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(count_cases); i++) {
		gint64 count = -1;
		gboolean found = vet_text_parse_count(count_cases[i].text, &count);

		g_test_message("%s", count_cases[i].text);
		g_assert_cmpint(found ? count : -1, ==, count_cases[i].count);
		g_assert_true(found || count == -1);
	}
}

typedef struct {
	const char *text;
	int date; /* 20250701; 0: none */
} DateCase;

static const DateCase date_cases[] = {
	{"2025年7月1日", 20250701},
	{"２０２５ 年 07 月 01 日", 20250701},
	{"2025-07-01", 20250701},
	{"2025/7/1", 20250701},
	{"2025.07.01", 20250701},
	{"2025—07—01", 20250701},
	{"2025-07-01 16:20", 20250701},
	{"2025-07-01T16:20:00+08:00", 20250701},
	{"二〇二五年七月一日", 20250701},
	{"二○二五年十二月三十一日", 20251231},
	{"2024年2月29日", 20240229},
	{"2025年2月29日", 0},
	{"2025年13月1日", 0},
	{"2025-07/01", 0},
	{"2025年7月", 0},
	{"2025年7月1", 0},
	{"长期", 0},
	{"25-07-01", 0},
	{"2025-07-011", 0},
	{"99999999999999999999-07-01", 0},
	{"", 0},
};

static void
test_date(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(date_cases); i++) {
		int year = 0;
		int month = 0;
		int day = 0;
		gboolean found = vet_text_parse_date(date_cases[i].text, &year, &month, &day);

		g_test_message("%s", date_cases[i].text);
		g_assert_cmpint(year * 10000 + month * 100 + day, ==, date_cases[i].date);
		g_assert_true(found == (date_cases[i].date != 0));
	}
}

static void
test_key_ready(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(vet_text_key_ready(&error));
	g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/cases", test_text_cases);
	g_test_add_func("/text/normalise-char", test_normalise_char);
	g_test_add_func("/text/width", test_width);
	g_test_add_func("/text/decode", test_decode);
	g_test_add_func("/text/similarity", test_similarity);
	g_test_add_func("/text/count", test_count);
	g_test_add_func("/text/date", test_date);
	g_test_add_func("/text/key-ready", test_key_ready);
	return g_test_run();
}
