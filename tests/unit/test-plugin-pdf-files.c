/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The PDF plugin through the real pool, on documents written by hand, object by object. */

#include "tests/unit/pdf-maker.h"
#include "tests/unit/reader.h"

#include <locale.h>

/* --- documents written by hand --- */

/* Four cells, on a page that is cropped and shown turned by 90 degrees. */
static GBytes *
cropped_document(void)
{
	static const char content[] =
		"100 300 200 60 re S 200 300 m 200 360 l S 100 330 m 300 330 l S "
		"BT /F 12 Tf 110 340 Td (Name) Tj 100 0 Td (Alice) Tj -100 -30 Td (Unit) Tj "
		"100 0 Td (Yiyang) Tj ET 0 0 0 rg BT /F 12 Tf 10 10 Td (outside the crop) Tj ET ";
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[50 250 450 550]/Rotate 90"
		"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		stream,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

static GBytes *
attaching_document(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
		"<</Type/Filespec/F(list.txt)/UF(list.txt)/EF<</F 5 0 R>>>>",
		"<</Type/EmbeddedFile/Length 5>>stream\nhello\nendstream",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* A form whose field has a value but no appearance: only the field knows it. */
static GBytes *
field_document(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DR<</Font<</F 5 0 R>>>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[4 0 R]/Contents 6 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		"<</Type/Annot/Subtype/Widget/FT/Tx/T(unit)/V(Yiyang Data)/Rect[150 100 350 116]"
		"/DA(/F 12 Tf)/F 2>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Length 40>>stream\nBT /F 12 Tf 20 104 Td (Unit name) Tj ET    \nendstream",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

static GBytes *
locked_document(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
		"<</Filter/Standard/V 1/R 2/P "
		"-4/O<00000000000000000000000000000000000000000000000000000"
		"00000000000>/"
		"U<1111111111111111111111111111111111111111111111111111111111111111>>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects),
			       "/Encrypt 4 0 R/ID[<00112233445566778899aabbccddeeff>"
			       "<00112233445566778899aabbccddeeff>]");
}

/* A font that says that its characters have no width, each of which is put in its place. */
static GBytes *
flat_document(void)
{
	static const char content[] =
		"BT /F 20 Tf 10 20 Td (n) Tj 11 0 Td (e) Tj 11 0 Td (t) Tj 11 0 Td (:) Tj 33 0 Td "
		"(q) Tj 11 0 Td (h) Tj 11 0 Td (o) Tj 11 0 Td (s) Tj 11 0 Td (t) Tj ET";
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		stream,
		"<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 0/LastChar 0/Widths[600]"
		"/FontDescriptor 6 0 R>>",
		"<</Type/FontDescriptor/FontName/Courier/Flags 33/MissingWidth 0/Ascent 629"
		"/Descent -157/CapHeight 562/ItalicAngle 0/StemV 51/FontBBox[-23 -250 715 805]>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* Paragraphs in Hebrew at the right margin, the last one short: letters A… are alef…. */
static GBytes *
hebrew_document(void)
{
	static const char map[] =
		"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
		"1 begincodespacerange <00> <FF> endcodespacerange "
		"1 beginbfrange <41> <5A> <05D0> endbfrange endcmap end end";
	static const char content[] =
		"BT /F 14 Tf 1 0 0 1 380 700 Tm (ABCDE FGHIJ KLMNO) Tj ET "
		"BT /F 14 Tf 1 0 0 1 300 620 Tm (PQRST UVWXY ABCDE FGHIJ KL) Tj ET "
		"BT /F 14 Tf 1 0 0 1 440 540 Tm (MNOPQ RST) Tj ET "
		"BT /F 14 Tf 1 0 0 1 250 460 Tm (UVWXY ABCDE FGHIJ KLMNO PQRST) Tj ET";
	g_autofree char *map_stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(map), map);
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		stream,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
		map_stream,
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* A font that draws letters but gives them private meanings. */
static GBytes *
garbled_document(void)
{
	static const char map[] =
		"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
		"1 begincodespacerange <00> <FF> endcodespacerange "
		"1 beginbfrange <20> <7E> <E020> endbfrange endcmap end end";
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(map), map);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		"<</Length 48>>stream\nBT /F 12 Tf 20 104 Td (no one can read this) Tj "
		"ET\nendstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
		stream,
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

static GBytes *
page_document(const char *contents, const char *picture)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
		contents,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		picture,
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* A scan that is signed by the scanner's software; the picture is larger than any memory. */
static GBytes *
scanned_document(void)
{
	return page_document("<</Length 70>>stream\nq 390 0 0 190 5 5 cm /I Do Q "
			     "BT /F 12 Tf 9 9 Td (Scanned by X) Tj ET   \nendstream",
			     "<</Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8"
			     "/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream");
}

/* --- reading --- */

static GPtrArray *
read_document(GBytes *bytes)
{
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	GPtrArray *documents = reader_read("form.pdf", data, length, NULL);

	g_assert_cmpuint(documents->len, >=, 1);
	g_bytes_unref(bytes);
	return documents;
}

/* Without a recogniser, which would read what the file itself does not tell. */
static GPtrArray *
read_alone(GBytes *bytes)
{
	g_autofree char *pdf = reader_build_file("plugins/pdf.so");
	const char *const plugins[] = {pdf, NULL};
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	GPtrArray *documents = reader_read_with(plugins, "form.pdf", data, length, NULL);

	g_bytes_unref(bytes);
	return documents;
}

static const VetDocument *
first_document(const GPtrArray *documents)
{
	return documents->pdata[0];
}

static const VetPage *
page_of(const GPtrArray *documents, guint page)
{
	const VetDocument *document = first_document(documents);

	g_assert_cmpstr(document->reason, ==, NULL);
	g_assert_cmpint(document->status, ==, VET_STATUS_OK);
	g_assert_cmpuint(document->content->pages->len, >, page);
	return document->content->pages->pdata[page];
}

static void
assert_lines(const VetPage *page, const char *const *lines)
{
	g_autofree char *expected = g_strjoinv("\n", (char **)lines);
	g_autofree char *text = vet_page_text(page);

	g_assert_cmpstr(text, ==, expected);
}

static void
assert_within(VetBox inner, double x0, double y0, double x1, double y1)
{
	g_assert_cmpfloat(inner.x0, >=, x0);
	g_assert_cmpfloat(inner.y0, >=, y0);
	g_assert_cmpfloat(inner.x1, <=, x1);
	g_assert_cmpfloat(inner.y1, <=, y1);
}

/* --- tests --- */

static void
test_cropped(void)
{
	/* turned clockwise, the page's left column is its upper row */
	g_autoptr(GPtrArray) documents = read_document(cropped_document());
	const VetPage *page = page_of(documents, 0);
	g_autofree char *text = vet_page_text(page);

	g_assert_cmpfloat(page->width, ==, 300);
	g_assert_cmpfloat(page->height, ==, 400);
	g_assert_null(strstr(text, "outside"));
	g_assert_cmpuint(page->tables->len, ==, 1);
	const VetTable *table = page->tables->pdata[0];
	g_assert_cmpuint(table->cells->len, ==, 4);
	const char *const cells[] = {"Name", "Alice", "Unit", "Yiyang"};
	for (guint i = 0; i < 4; i++)
		g_assert_cmpstr(((VetCell *)table->cells->pdata[i])->text, ==, cells[i]);
	assert_within(table->box, 49, 49, 111, 251);
}

static void
test_attachment(void)
{
	g_autoptr(GPtrArray) documents = read_document(attaching_document());

	g_assert_cmpuint(documents->len, ==, 2);
	const VetDocument *member = documents->pdata[1];
	g_assert_true(g_str_has_suffix(member->path, "list.txt"));
	g_assert_cmpuint(member->size, ==, 5);
}

static void
test_field(void)
{
	static const char *const lines[] = {"Unit name\tYiyang Data", NULL};
	g_autoptr(GPtrArray) documents = read_document(field_document());

	assert_lines(page_of(documents, 0), lines);
}

static guint
count_characters(const VetPage *page)
{
	g_autofree char *text = vet_page_text(page);
	guint n = 0;

	for (const char *at = text; *at; at = g_utf8_next_char(at))
		n += !g_unichar_isspace(g_utf8_get_char(at));
	return n;
}

static void
test_flat(void)
{
	g_autoptr(GPtrArray) documents = read_document(flat_document());
	g_autofree char *text = vet_page_text(page_of(documents, 0));

	for (const char *at = "net:qhos"; *at; at++)
		g_assert_nonnull(strchr(text, *at));
	g_assert_cmpuint(count_characters(page_of(documents, 0)), ==, 9);
}

static void
test_hebrew(void)
{
	g_autoptr(GPtrArray) documents = read_document(hebrew_document());

	g_assert_cmpuint(count_characters(page_of(documents, 0)), ==, 15 + 22 + 8 + 25);
}

static void
test_locked(void)
{
	g_autoptr(GPtrArray) documents = read_document(locked_document());
	const VetDocument *document = first_document(documents);

	g_assert_cmpint(document->status, ==, VET_STATUS_ENCRYPTED);
	g_assert_nonnull(strstr(document->reason, "password"));
}

static void
test_garbled(void)
{
	g_autoptr(GPtrArray) documents = read_alone(garbled_document());
	const VetDocument *document = first_document(documents);
	const VetPage *page = document->content->pages->pdata[0];

	g_assert_cmpint(document->status, ==, VET_STATUS_PARTIAL);
	g_assert_nonnull(strstr(document->reason, "page 1"));
	g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
	g_assert_cmpuint(page->lines->len, ==, 0);
}

static void
assert_partial(GBytes *bytes, const char *reason)
{
	g_autoptr(GPtrArray) documents = read_alone(bytes);

	g_assert_cmpint(first_document(documents)->status, ==, VET_STATUS_PARTIAL);
	g_assert_nonnull(strstr(first_document(documents)->reason, reason));
}

static void
test_scanned(void)
{
	assert_partial(scanned_document(), "page 1: is a picture");
}

/* Boxes and counts that promise more than any page holds. */
static void
test_absurd(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		"<</Length 60>>stream\n0 0 1e9 1e9 re S BT /F 12 Tf 9 9 Td (still here) Tj ET     "
		"\n"
		"endstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	};
	g_autoptr(GPtrArray) documents =
		read_document(pdf_maker_write(objects, G_N_ELEMENTS(objects), ""));

	g_assert_cmpint(first_document(documents)->status, !=, VET_STATUS_CRASHED);
	g_assert_cmpint(first_document(documents)->status, !=, VET_STATUS_TIMEOUT);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{"/pdf-files/cropped", test_cropped}, {"/pdf-files/attachment", test_attachment},
		{"/pdf-files/field", test_field},     {"/pdf-files/locked", test_locked},
		{"/pdf-files/garbled", test_garbled}, {"/pdf-files/absurd", test_absurd},
		{"/pdf-files/scanned", test_scanned}, {"/pdf-files/flat", test_flat},
		{"/pdf-files/hebrew", test_hebrew},
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
