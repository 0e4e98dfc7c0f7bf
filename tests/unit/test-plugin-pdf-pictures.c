/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which parts of a page the PDF plugin hands to the recogniser, and what it begins the page as. */

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "tests/unit/reader.h"

#define PAGE_WIDTH 595
#define PAGE_HEIGHT 842

typedef void (*Paint)(cairo_t *cairo);

static cairo_status_t
collect(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static GBytes *
draw(Paint paint)
{
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(collect, bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_t *cairo = cairo_create(surface);

	paint(cairo);
	cairo_show_page(cairo);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return g_byte_array_free_to_bytes(bytes);
}

static void
write_text(cairo_t *cairo, double x, double y, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC 11");

	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cairo, x, y);
	pango_cairo_show_layout(cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
}

static void
write_prose(cairo_t *cairo)
{
	for (guint i = 0; i < 12; i++)
		write_text(cairo, 72, 80 + 24 * i,
			   "本项目汇聚气象与土壤数据，为种植户提供施肥建议，已在十二个乡镇使用。");
}

/* Grey noise, as of a scanner. */
static void
paint_picture(cairo_t *cairo, VetBox box)
{
	cairo_surface_t *pixels = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 300, 300);
	guint8 *data = cairo_image_surface_get_data(pixels);

	for (int i = 0; i < cairo_image_surface_get_stride(pixels) * 300; i++)
		data[i] = 200 + i * 7919 % 41;
	cairo_surface_mark_dirty(pixels);
	cairo_save(cairo);
	cairo_translate(cairo, box.x0, box.y0);
	cairo_scale(cairo, (box.x1 - box.x0) / 300, (box.y1 - box.y0) / 300);
	cairo_set_source_surface(cairo, pixels, 0, 0);
	cairo_paint(cairo);
	cairo_restore(cairo);
	cairo_surface_destroy(pixels);
}

static void
paint_scan(cairo_t *cairo)
{
	paint_picture(cairo, (VetBox){0, 0, PAGE_WIDTH, PAGE_HEIGHT});
}

static void
paint_prose(cairo_t *cairo)
{
	write_prose(cairo);
}

static void
paint_pasted(cairo_t *cairo)
{
	write_prose(cairo);
	paint_picture(cairo, (VetBox){100, 400, 500, 780});
}

/* Four side by side, each drawn many times and a little aside: each is read once. */
static void
paint_album(cairo_t *cairo)
{
	for (guint i = 0; i < 3; i++)
		write_text(cairo, 72, 4 + 20 * i, "本项目汇聚气象与土壤数据，为种植户提供施肥建议");
	for (guint i = 0; i < 400; i++) {
		double x = 298 * (i % 2) + i / 100, y = 72 + 386 * (i / 2 % 2);
		paint_picture(cairo, (VetBox){x, y, x + 288, y + 384});
	}
}

/* Text in front of a picture that fills the page: it is read as text. */
static void
paint_background(cairo_t *cairo)
{
	paint_scan(cairo);
	write_prose(cairo);
}

static void
paint_sealed(cairo_t *cairo)
{
	write_prose(cairo);
	cairo_set_source_rgb(cairo, 0.85, 0.1, 0.1);
	cairo_set_line_width(cairo, 3);
	cairo_arc(cairo, 400, 600, 55, 0, 2 * G_PI);
	cairo_stroke(cairo);
}

/* One red word is no seal. */
static void
paint_red_word(cairo_t *cairo)
{
	write_prose(cairo);
	cairo_set_source_rgb(cairo, 0.85, 0.1, 0.1);
	write_text(cairo, 72, 500, "必填");
}

static void
paint_outlined(cairo_t *cairo)
{
	for (guint i = 0; i < 40; i++) {
		cairo_arc(cairo, 80 + 10 * i, 100, 4, 0, 5);
		cairo_fill(cairo);
	}
}

/* What a reader does not see, and beside it what looks alike to a machine and is seen. */
static void
paint_hidden(cairo_t *cairo)
{
	write_prose(cairo);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	write_text(cairo, 72, 500, "白字写在白纸上");
	cairo_set_source_rgb(cairo, 0.1, 0.2, 0.5);
	cairo_rectangle(cairo, 60, 540, 400, 40);
	cairo_fill(cairo);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	write_text(cairo, 72, 550, "白字写在蓝底上");
	cairo_set_source_rgb(cairo, 0, 0, 0);
	write_text(cairo, 72, 610, "黑字后来被盖住");
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_rectangle(cairo, 60, 600, 400, 40);
	cairo_fill(cairo);
	cairo_set_source_rgb(cairo, 0, 0, 0);
	write_text(cairo, 72, 670, "黑字写在白纸上");
}

static GPtrArray *
read_with_recogniser(Paint paint, const VetLimits *limits)
{
	g_autoptr(GBytes) bytes = draw(paint);
	g_autofree char *pdf = reader_build_file("plugins/pdf.so");
	g_autofree char *recogniser = reader_build_file("tests/plugins/describe-picture.so");
	const char *const plugins[] = {pdf, recogniser, NULL};
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);

	return reader_read_with(plugins, "page.pdf", data, length, limits);
}

typedef struct {
	const char *path;
	Paint paint;
	VetTextSource source;
	const char *handed; /* what the marks say, joined by "; " */
} Row;

static const Row rows[] = {
	{"/pdf-pictures/prose", paint_prose, VET_TEXT_TEXT, ""},
	{"/pdf-pictures/scan", paint_scan, VET_TEXT_OCR, "text 1653x2339"},
	{"/pdf-pictures/pasted", paint_pasted, VET_TEXT_TEXT, "text 1112x1056; marks 827x1170"},
	{"/pdf-pictures/album", paint_album, VET_TEXT_TEXT,
	 "text 800x1067; text 800x1067; text 800x1067; text 800x1067; marks 827x1170"},
	{"/pdf-pictures/background", paint_background, VET_TEXT_TEXT, "marks 827x1170"},
	{"/pdf-pictures/sealed", paint_sealed, VET_TEXT_TEXT, "marks 827x1170"},
	{"/pdf-pictures/red-word", paint_red_word, VET_TEXT_TEXT, ""},
	{"/pdf-pictures/outlined", paint_outlined, VET_TEXT_OCR, "text 1653x2339"},
};

static void
test_row(gconstpointer user_data)
{
	const Row *row = user_data;
	g_autoptr(GPtrArray) documents = read_with_recogniser(row->paint, NULL);
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];
	g_autoptr(GString) handed = g_string_new(NULL);

	g_assert_cmpstr(document->reason, ==, NULL);
	g_assert_cmpint(page->source, ==, row->source);
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		g_string_append_printf(handed, "%s%s", i > 0 ? "; " : "", mark->text);
	}
	g_assert_cmpstr(handed->str, ==, row->handed);
}

/* What is recognised on a page of text says so itself. */
static void
test_source_of_lines(void)
{
	g_autoptr(GPtrArray) documents = read_with_recogniser(paint_pasted, NULL);
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];
	const VetLine *first = page->lines->pdata[0], *last = page->lines->pdata[12];

	g_assert_cmpuint(page->lines->len, ==, 13);
	g_assert_cmpint(first->source, ==, VET_TEXT_TEXT);
	g_assert_cmpint(last->source, ==, VET_TEXT_OCR);
	g_assert_cmpfloat(last->box.y0, >, 398);
}

static void
test_hidden(void)
{
	g_autoptr(GPtrArray) documents = read_with_recogniser(paint_hidden, NULL);
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];
	g_autofree char *text = vet_page_text(page);
	g_autoptr(GString) hidden = g_string_new(NULL);

	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		if (line->role == VET_LINE_HIDDEN)
			g_string_append_printf(hidden, "%s|", line->text);
	}
	g_assert_cmpstr(hidden->str, ==, "白字写在白纸上|黑字后来被盖住|");
	g_assert_nonnull(strstr(text, "本项目汇聚气象与土壤数据"));
	g_assert_nonnull(strstr(text, "白字写在蓝底上"));
	g_assert_nonnull(strstr(text, "黑字写在白纸上"));
	g_assert_null(strstr(text, "盖住"));
}

static void
test_budget(void)
{
	VetLimits limits;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_RECOGNISED_PAGES] = 0;
	g_autoptr(GPtrArray) documents = read_with_recogniser(paint_scan, &limits);
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];

	g_assert_cmpint(document->status, ==, VET_STATUS_PARTIAL);
	g_assert_nonnull(strstr(document->reason, "limits.recognised-pages"));
	g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_test_add_data_func(rows[i].path, &rows[i], test_row);
	g_test_add_func("/pdf-pictures/source-of-lines", test_source_of_lines);
	g_test_add_func("/pdf-pictures/hidden", test_hidden);
	g_test_add_func("/pdf-pictures/budget", test_budget);
	return g_test_run();
}
