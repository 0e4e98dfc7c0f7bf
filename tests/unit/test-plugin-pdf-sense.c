/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text of PDF that tells something else than it shows: put right, doubted, or left alone. */

#include "tests/unit/pdf-maker.h"
#include "tests/unit/reader.h"

#include <locale.h>

/* `shown` is the content of a string of PDF, `unicode` what the codes from 0x21 on are told to be,
 * one after the other; NULL: as the encoding says. */
static GPtrArray *
read_page(const char *shown, const char *unicode)
{
	g_autofree char *pdf = reader_build_file("plugins/pdf.so");
	const char *const plugins[] = {pdf, NULL};
	g_autofree char *content = g_strdup_printf("BT /F 12 Tf 20 50 Td (%s) Tj ET", shown);
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
	g_autofree char *map =
		g_strdup_printf("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
				"1 begincodespacerange <00> <FF> endcodespacerange\n"
				"1 beginbfrange <21> <7E> %s endbfrange\nendcmap end end",
				unicode ? unicode : "<0021>");
	g_autofree char *map_stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(map), map);
	g_autofree char *font = g_strdup_printf(
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding%s>>",
		unicode ? "/ToUnicode 6 0 R" : "");
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 100]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		stream,
		font,
		map_stream,
	};
	g_autoptr(GBytes) bytes = pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);

	return reader_read_with(plugins, "page.pdf", data, length, NULL);
}

static void
assert_text(const char *shown, const char *unicode, const char *text)
{
	g_autoptr(GPtrArray) documents = read_page(shown, unicode);

	reader_assert_status(documents, "page.pdf", "ok");
	reader_assert_text(documents, "page.pdf", text);
}

static void
assert_doubted(const char *shown, const char *unicode, const char *why)
{
	g_autoptr(GPtrArray) documents = read_page(shown, unicode);

	reader_assert_status(documents, "page.pdf", "partial");
	const VetContent *content = reader_find(documents, "page.pdf")->content;
	g_assert_cmpuint(content->warnings->len, >, 0);
	g_assert_nonnull(strstr(content->warnings->pdata[0], why));
	reader_assert_text(documents, "page.pdf", "");
}

/* 项目申报书：境内经营（Team 1） in GB 2312; the 经 ends in the byte of the soft hyphen */
static void
test_restored(void)
{
	assert_text(
		"\\317\\356\\304\\277\\311\\352\\261\\250\\312\\351\\243\\272\\276\\263\\304\\332"
		"\\276\\255\\323\\252\\243\\250Team 1\\243\\251",
		NULL, "项目申报书：境内经营（Team 1）");
}

static void
test_accents(void)
{
	assert_doubted("\\306\\370\\346\\302\\312\\342\\351\\356 \\324\\373\\350\\302\\316\\371 "
		       "\\304\\370\\326\\302\\356\\372\\334\\307\\300a",
		       NULL, "accents more than letters");
}

/* What people really write with many accents. */
static void
test_accents_of_people(void)
{
	assert_text("\\311t\\351 d\\351j\\340 tr\\350s \\342g\\351, h\\351b\\351t\\351, "
		    "\\340 l'\\351preuve",
		    NULL, "Été déjà très âgé, hébété, à l'épreuve");
	assert_text("\\336a\\360 er g\\363\\360 hugmynd a\\360 l\\346ra \\355slensku \\341 "
		    "\\346vinni",
		    NULL, "Það er góð hugmynd að læra íslensku á ævinni");
}

static void
test_ideographs(void)
{
	static const char codes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	assert_doubted(codes, "<9F00>", "ideographs that nobody uses");
	/* as many in daily use */
	assert_text("AAAAAAAAAAAAAAAAAAAAAAAAA", "<7664>",
		    "的的的的的的的的的的的的的的的的的的的的的的的的的");
}

/* Letters of Armenian and Cyrillic by turns. */
static void
test_scripts(void)
{
	assert_doubted("!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"!\"", "[<0561> <0436>]",
		       "scripts that nobody mixes");
}

static void
test_signs(void)
{
	assert_doubted("#$%%&'*+;#$%%&'*+;#$%%&'*+;#$%%&'*+;#$%%&'*+;#$%%&'*+;#$%%&'", NULL,
		       "signs more than letters");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{"/pdf-sense/restored", test_restored},
		{"/pdf-sense/accents", test_accents},
		{"/pdf-sense/accents-of-people", test_accents_of_people},
		{"/pdf-sense/ideographs", test_ideographs},
		{"/pdf-sense/scripts", test_scripts},
		{"/pdf-sense/signs", test_signs},
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
