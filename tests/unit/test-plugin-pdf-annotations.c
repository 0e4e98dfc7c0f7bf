/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people put on the pages of a PDF afterwards: remarks, ticks, signatures. */

#include "tests/unit/pdf-maker.h"
#include "tests/unit/reader.h"

#include <locale.h>

#define FONT "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
#define CONTENT "<</Length 43>>stream\nBT /F 12 Tf 20 104 Td (We agree fully) Tj ET    \nendstream"

/* By openssl cms, without attributes; the certificate's own key signed it, for 益阳市公章. */
static const char signed_data[] =
	"3082020906092a864886f70d010702a08201fa308201f6020101310d300b0609608648016503040201300b0609"
	"2a864886f70d010701a0820134308201303081d702141e98a6878759329ccd2d51801b9e1b5bbaf3b786300a06"
	"082a8648ce3d040302301a3118301606035504030c0fe79b8ae998b3e5b882e585ace7aba03020170d32363131"
	"32343133333234395a180f32303531303731363133333234395a301a3118301606035504030c0fe79b8ae998b3"
	"e5b882e585ace7aba03059301306072a8648ce3d020106082a8648ce3d0301070342000414f9bba14716ba1535"
	"69262c4d1bbfec8d0e5c62a1a788e014f54f8f1b53d42155048b9b9e17283aab1c3edcc5002693a93c64e10a9c"
	"7149a1f64b339bb48e0e300a06082a8648ce3d04030203480030450221008776c0ee978eb05e2851ec79a3dd51"
	"986a82f2c260efab183c7bae6b84d4d69e02205884dde296478c871e90bc025731181d196fda6d3344e0ef26d8"
	"1707a5c1830531819c3081990201013032301a3118301606035504030c0fe79b8ae998b3e5b882e585ace7aba0"
	"02141e98a6878759329ccd2d51801b9e1b5bbaf3b786300b0609608648016503040201300a06082a8648ce3d04"
	"030204473045022079b8744684bbf8d5f2f92d0bc4be549338a72fb9026a2875b4f786f7e4e536be022100a37f"
	"2a085437bb925a1be4e5bed57578858d287e97815338e09626f519beeecc";

static GBytes *
remarked_document(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R"
		"/Annots[6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]/Resources<</Font<</F 5 0 R>>>>>>",
		CONTENT,
		FONT,
		"<</Type/Annot/Subtype/Text/Rect[300 150 320 170]/Contents(Is this so?\\rSurely "
		"not)>>",
		"<</Type/Annot/Subtype/FreeText/Rect[20 20 200 40]/Contents(typed later)/F 4"
		"/DA(/F 12 Tf 0 g)>>",
		"<</Type/Annot/Subtype/Highlight/Rect[20 100 60 116]/Contents(We agree)"
		"/QuadPoints[20 116 60 116 20 100 60 100]/C[1 1 0]>>",
		"<</Type/Annot/Subtype/Stamp/Rect[200 20 300 60]/Contents(Approved)>>",
		"<</Type/Annot/Subtype/Text/Rect[300 100 320 120]/Contents(nobody sees it)/F 2>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* A box that is ticked, one that is not, and a list of which two are chosen. */
static GBytes *
ticked_document(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 7 0 R 8 0 R]"
		"/DR<</Font<</F 5 0 R>>>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[6 0 R 7 0 R 8 0 R]"
		"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		CONTENT,
		FONT,
		"<</Type/Annot/Subtype/Widget/FT/Btn/T(a)/V/Yes/AS/Yes/Rect[4 102 16 114]/F 4"
		"/AP<</N<</Yes 9 0 R/Off 10 0 R>>>>>>",
		"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/Off/AS/Off/Rect[4 62 16 74]/F 4"
		"/AP<</N<</Yes 9 0 R/Off 10 0 R>>>>>>",
		"<</Type/Annot/Subtype/Widget/FT/Ch/T(c)/Ff 2097152/Opt[(red)(green)(blue)]"
		"/V[(red)(blue)]/I[0 2]/Rect[40 60 200 76]/DA(/F 12 Tf)/F 2>>",
		"<</Type/XObject/Subtype/Form/BBox[0 0 12 12]/Resources<</Font<</F 5 0 R>>>>"
		"/Length 30>>stream\nBT /F 12 Tf 2 2 Td (x) Tj ET  \nendstream",
		"<</Type/XObject/Subtype/Form/BBox[0 0 12 12]/Length 0>>stream\n\nendstream",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* One signature has its field on the page, the other nowhere; the third is a reader's maker's. */
static GBytes *
signed_document(void)
{
	g_autofree char *of_team =
		g_strdup_printf("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
				"/M(D:20250630090203+08'00')/Reason(\\316\\322\\315\\254\\322\\342)"
				"/Contents<%s0000>/ByteRange[0 1 2 3]>>",
				signed_data);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 8 0 R]/SigFlags 3>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[6 0 R 8 0 R]"
		"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		CONTENT,
		FONT,
		"<</Type/Annot/Subtype/Widget/FT/Sig/T(lead)/V 7 0 R/Rect[200 50 300 90]/F 4>>",
		of_team,
		"<</Type/Annot/Subtype/Widget/FT/Sig/T(still open)/Rect[20 50 120 90]/F 4>>",
		"<</Type/Sig/Filter/Adobe.PPKLite/Name<FEFF5F204E09>/Contents<00>/ByteRange[0 1 2 "
		"3]>>",
		"<</Type/Sig/Filter/Adobe.PPKLite/Name(Maker)/Reference[<</TransformMethod/UR3>>]"
		"/Contents<00>/ByteRange[0 1 2 3]>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* Without a recogniser, so that only the file itself speaks. */
static GPtrArray *
read_document(GBytes *bytes)
{
	g_autofree char *pdf = reader_build_file("plugins/pdf.so");
	const char *const plugins[] = {pdf, NULL};
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	GPtrArray *documents = reader_read_with(plugins, "form.pdf", data, length, NULL);

	g_bytes_unref(bytes);
	reader_assert_status(documents, "form.pdf", "ok");
	return documents;
}

static const VetPage *
first_page(const GPtrArray *documents)
{
	const VetDocument *document = documents->pdata[0];

	g_assert_cmpuint(document->content->pages->len, >, 0);
	return document->content->pages->pdata[0];
}

/* How many lines of that role say it. */
static guint
count_lines(const VetPage *page, VetLineRole role, const char *text)
{
	guint n = 0;

	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		n += line->role == role && strcmp(line->text, text) == 0;
	}
	return n;
}

static void
test_remarks(void)
{
	g_autoptr(GPtrArray) documents = read_document(remarked_document());
	const VetPage *page = first_page(documents);

	/* what is below the highlighter can be read */
	g_assert_cmpuint(count_lines(page, VET_LINE_BODY, "We agree fully"), ==, 1);
	g_assert_cmpuint(count_lines(page, VET_LINE_BODY, "typed later"), ==, 1);
	g_assert_cmpuint(count_lines(page, VET_LINE_NOTE, "Is this so?"), ==, 1);
	g_assert_cmpuint(count_lines(page, VET_LINE_NOTE, "Surely not"), ==, 1);
	g_assert_cmpuint(count_lines(page, VET_LINE_NOTE, "Approved"), ==, 1);
	g_assert_cmpuint(count_lines(page, VET_LINE_NOTE, "We agree"), ==, 0);
	g_assert_cmpuint(count_lines(page, VET_LINE_HIDDEN, "nobody sees it"), ==, 1);
	const VetLine *last = page->lines->pdata[page->lines->len - 1];
	g_assert_cmpfloat(last->box.y0, ==, 80);
	g_assert_cmpfloat(last->box.x1, ==, 320);
}

static void
test_ticks(void)
{
	g_autoptr(GPtrArray) documents = read_document(ticked_document());
	g_autofree char *text = vet_page_text(first_page(documents));

	g_assert_cmpstr(text, ==, "☑ We agree fully\n☐\tred、blue");
}

static void
test_signatures(void)
{
	g_autoptr(GPtrArray) documents = read_document(signed_document());
	const VetPage *page = first_page(documents);

	g_assert_cmpuint(page->marks->len, ==, 2);
	const VetMark *of_team = page->marks->pdata[0], *elsewhere = page->marks->pdata[1];
	g_assert_cmpint(of_team->kind, ==, VET_MARK_DIGITAL_SIGNATURE);
	g_assert_cmpstr(of_team->text, ==, "益阳市公章");
	g_assert_cmpstr(of_team->detail, ==,
			"2025-06-30T01:02:03Z, adbe.pkcs7.detached, not verified, reason: 我同意");
	g_assert_cmpfloat(of_team->box.x0, ==, 200);
	g_assert_cmpfloat(of_team->box.y0, ==, 110);
	g_assert_cmpstr(elsewhere->text, ==, "张三");
	g_assert_true(vet_box_is_empty(elsewhere->box));
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pdf-annotations/remarks", test_remarks);
	g_test_add_func("/pdf-annotations/ticks", test_ticks);
	g_test_add_func("/pdf-annotations/signatures", test_signatures);
	return g_test_run();
}
