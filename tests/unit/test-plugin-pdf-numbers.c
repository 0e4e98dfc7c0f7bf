/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pages in fonts that are not in the document are watched without knowing their glyphs, and drawn
 * right all the same: through the real pool, a pixel for each point.
 */

#include "tests/unit/drawer.h"
#include "tests/unit/pdf-maker.h"

#define SIDE 200
#define SIZE 100 /* of the letter, points */
/* of its size; whichever font of the system stands in, one stroke is thinner */
#define MAX_FLATNESS 0.2

/* One character, large, with its origin at (50, 60) from the bottom. */
static GBytes *
document_of(const char *code)
{
	g_autofree char *content = g_strdup_printf("BT /F %d Tf 50 60 Td %s Tj ET", SIZE, code);
	g_autofree char *stream =
		g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>>>>>",
		stream,
		"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H"
		"/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/FontDescriptor 7 0 R"
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
		"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -141 1000 859]"
		"/ItalicAngle 0/Ascent 859/Descent -141/CapHeight 683/StemV 80>>",
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

/* The box around all that is not white, in points. */
static VetBox
ink_of(const VetRendering *page)
{
	VetBox box = {SIDE, SIDE, 0, 0};

	for (guint row = 0; row < page->height; row++) {
		for (guint column = 0; column < page->width; column++) {
			if (page->pixels[((gsize)row * page->width + column) * 3] > 128)
				continue;
			box = (VetBox){MIN(box.x0, column), MIN(box.y0, row),
				       MAX(box.x1, column + 1), MAX(box.y1, row + 1)};
		}
	}
	return box;
}

static VetBox
draw(const char *code)
{
	g_autoptr(GBytes) bytes = document_of(code);
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	Drawn drawn = drawer_draw("plugins/pdf.so", "form.pdf", data, length, 1, 72);

	g_assert_cmpstr(drawn.failure, ==, NULL);
	g_assert_nonnull(drawn.rendering);
	VetBox box = ink_of(drawn.rendering);
	vet_rendering_free(drawn.rendering);
	return box;
}

/* 一 lies and 丨 stands; what stands under their codes in the font does neither. */
static void
test_drawn(void)
{
	VetBox lying = draw("<4E00>"), standing = draw("<4E28>");

	g_assert_cmpfloat(lying.x1 - lying.x0, >, 0.6 * SIZE);
	g_assert_cmpfloat(lying.y1 - lying.y0, <, MAX_FLATNESS * SIZE);
	g_assert_cmpfloat(standing.y1 - standing.y0, >, 0.6 * SIZE);
	g_assert_cmpfloat(standing.x1 - standing.x0, <, MAX_FLATNESS * SIZE);
}

static void
test_read(void)
{
	g_autoptr(GBytes) bytes = document_of("<4E004E28>");
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	g_autoptr(GPtrArray) documents = reader_read("form.pdf", data, length, NULL);

	reader_assert_status(documents, "form.pdf", "ok");
	reader_assert_text(documents, "form.pdf", "一丨");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pdf-numbers/drawn", test_drawn);
	g_test_add_func("/pdf-numbers/read", test_read);
	return g_test_run();
}
