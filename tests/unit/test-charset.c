/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/charset.h"

#include <string.h>

#define NOTICE                                                                                                       \
	"项目名称：面向中小企业的智慧供应链平台\n参赛单位：杭州某某科技有限公司\n" \
	"联系人：张三，电话：0571-88886666。\n"
#define TRADITIONAL                                                                                                                         \
	"這是一個關於參賽單位的說明，請負責人簽字並蓋章。專案名稱：智慧製造平台，我們公司成立於" \
	"二零一零年。\n"
#define JAPANESE                                                                                   \
	"これは日本語の文章です。プロジェクトの名前はまだありません。会社は東京にあります。\n"

static char *
convert(const char *text, const char *charset, gsize *ret_length)
{
	g_autoptr(GError) error = NULL;
	char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, ret_length, &error);
	g_assert_no_error(error);
	return bytes;
}

/* the bytes go in as a copy of their own size, so that a sanitizer sees a step beyond it */
static char *
read_bytes(const char *bytes, gsize length, VetCharsetVerdict *ret_verdict)
{
	guint8 *exact = g_memdup2(bytes, length);
	GString *text = g_string_new(NULL);
	*ret_verdict = vet_charset_judge(exact, length);
	gsize taken = vet_charset_append(ret_verdict->charset, exact + ret_verdict->mark,
					 length - ret_verdict->mark, TRUE, text);
	g_assert_cmpuint(taken, ==, length - ret_verdict->mark);
	g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
	g_free(exact);
	return g_string_free(text, FALSE);
}

typedef struct {
	const char *text;
	const char *charset; /* of iconv */
	const char *name;    /* that must be found */
} JudgeCase;

static void
test_judge(void)
{
	static const JudgeCase cases[] = {
		{NOTICE, "UTF-8", "UTF-8"},
		{NOTICE, "UTF-16LE", "UTF-16LE"},
		{NOTICE, "UTF-16BE", "UTF-16BE"},
		{NOTICE, "GB18030", "GB18030"},
		{NOTICE "㐀㐁䶵𠀀\n", "GB18030", "GB18030"},
		{"张三", "GB18030", "GB18030"},
		{"姓名：贾懿\r\n", "GB18030", "GB18030"},
		{"name,单位\n1,某某科技有限公司\n", "GB18030", "GB18030"},
		{"第一行\n第二行\n", "UTF-16LE", "UTF-16LE"},
		{"Only letters, and of Latin at that.\n", "UTF-16LE", "UTF-16LE"},
		{"Only letters, and of Latin at that.\n", "UTF-16BE", "UTF-16BE"},
		{"Only letters, and of Latin at that.\n", "ASCII", "UTF-8"},
		{TRADITIONAL, "BIG5", "Big5"},
		{"申請單位名稱：某某有限公司\n", "BIG5", "Big5"},
		{JAPANESE, "CP932", "Shift_JIS"},
		{"Le café de la crème brûlée, déjà vu à l'été.\n", "CP1252", "windows-1252"},
		{"Größe, Übung, Fuß, schön, für Köln und Düsseldorf.\n", "CP1252", "windows-1252"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gsize length;
		VetCharsetVerdict verdict;
		g_autofree char *bytes = convert(cases[i].text, cases[i].charset, &length);
		g_autofree char *text = read_bytes(bytes, length, &verdict);
		g_test_message("%s in %s", cases[i].text, cases[i].charset);
		g_assert_cmpstr(vet_charset_name(verdict.charset), ==, cases[i].name);
		g_assert_cmpstr(text, ==, cases[i].text);
		g_assert_cmpint(verdict.is_guess, ==, g_str_equal(cases[i].name, "windows-1252"));
		g_assert_false(vet_charset_is_noise(verdict, (const guint8 *)bytes, length));
	}
}

static void
test_marks(void)
{
	static const struct {
		const char *bytes;
		gsize length;
		const char *name;
	} cases[] = {
		{"\xef\xbb\xbf\xe4\xb8\xad", 6, "UTF-8"},
		{"\xff\xfe\x2d\x4e", 4, "UTF-16LE"},
		{"\xfe\xff\x4e\x2d", 4, "UTF-16BE"},
		{"\x84\x31\x95\x33\xd6\xd0", 6, "GB18030"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		VetCharsetVerdict verdict;
		g_autofree char *text = read_bytes(cases[i].bytes, cases[i].length, &verdict);
		g_assert_cmpstr(vet_charset_name(verdict.charset), ==, cases[i].name);
		g_assert_cmpstr(text, ==, "中");
	}
}

/* however a text is cut into pieces, it reads the same */
static void
test_pieces(void)
{
	static const char *const forms[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
	const char *whole = "项目𠀀名称a：\n智慧€";
	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		gsize length;
		g_autofree char *bytes = convert(whole, forms[i], &length);
		const VetCharset *charset = vet_charset_find(forms[i], strlen(forms[i]));
		for (gsize cut = 0; cut <= length; cut++) {
			g_autoptr(GString) text = g_string_new(NULL);
			gsize taken = vet_charset_append(charset, (const guint8 *)bytes, cut, FALSE,
							 text);
			g_assert_cmpuint(cut - taken, <, 4);
			vet_charset_append(charset, (const guint8 *)bytes + taken, length - taken,
					   TRUE, text);
			g_assert_cmpstr(text->str, ==, whole);
		}
	}
}

static void
test_damage(void)
{
	VetCharsetVerdict verdict;
	g_autofree char *cut = read_bytes("\xff\xfe\x2d\x4e\x00\xd8\x2d", 7, &verdict);
	g_assert_cmpstr(cut, ==, "中\xef\xbf\xbd\xef\xbf\xbd");
	g_autofree char *nul = read_bytes("a\0b", 3, &verdict);
	g_assert_cmpstr(nul, ==,
			"a\xef\xbf\xbd"
			"b");
	const VetCharset *gb = vet_charset_find("GB2312", 6);
	g_autoptr(GString) text = g_string_new(NULL);
	vet_charset_append(gb, (const guint8 *)"\xd6\xd0\xff\xce\xc4\xd6", 6, TRUE, text);
	g_assert_cmpstr(text->str, ==, "中\xef\xbf\xbd文\xef\xbf\xbd");
}

static void
test_nothing(void)
{
	VetCharsetVerdict verdict = vet_charset_judge(NULL, 0);
	g_autoptr(GString) text = g_string_new(NULL);
	g_assert_cmpstr(vet_charset_name(verdict.charset), ==, "UTF-8");
	g_assert_cmpuint(vet_charset_append(verdict.charset, NULL, 0, TRUE, text), ==, 0);
	g_assert_cmpuint(text->len, ==, 0);
}

static void
test_noise(void)
{
	guint8 noise[4096];
	guint32 state = 1;
	for (gsize i = 0; i < sizeof noise; i++) {
		state = state * 1103515245 + 12345;
		noise[i] = (guint8)(state >> 16);
	}
	VetCharsetVerdict verdict = vet_charset_judge(noise, sizeof noise);
	g_assert_true(vet_charset_is_noise(verdict, noise, sizeof noise));
}

static void
test_labels(void)
{
	static const struct {
		const char *label;
		const char *name;
	} cases[] = {
		{"gb2312", "GB18030"},
		{" GBK ", "GB18030"},
		{"ISO-8859-1", "windows-1252"},
		{"Windows-1251", "windows-1251"},
		{"big5", "Big5"},
		{"utf8", "UTF-8"},
		{"x-unheard-of", NULL},
		{"", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const VetCharset *charset =
			vet_charset_find(cases[i].label, strlen(cases[i].label));
		g_assert_cmpstr(charset ? vet_charset_name(charset) : NULL, ==, cases[i].name);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_test_init(&argc, &argv, NULL);
	g_assert_true(vet_charset_prepare(&error));
	g_test_add_func("/charset/judge", test_judge);
	g_test_add_func("/charset/marks", test_marks);
	g_test_add_func("/charset/pieces", test_pieces);
	g_test_add_func("/charset/damage", test_damage);
	g_test_add_func("/charset/nothing", test_nothing);
	g_test_add_func("/charset/noise", test_noise);
	g_test_add_func("/charset/labels", test_labels);
	return g_test_run();
}
