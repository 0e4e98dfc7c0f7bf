/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/page.h"
#include "tests/tools/make-samples/jpeg.h"
#include "tests/tools/make-samples/seal.h"
#include "tests/unit/scan-maker.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 70.0 /* at the top and the bottom */
#define CELL_PADDING 4.0
#define COLUMN_GAP 22.0

typedef struct {
	const SampleSheet *sheet;
	SamplePageKind kind;
	cairo_surface_t *output; /* the PDF; NULL for a picture */
	Scan scan;               /* the page being drawn, if it becomes a picture */
	cairo_t *cr;             /* that of the scan or of the PDF */
	guint n_pages;
	double y;
	GByteArray *bytes;
} Page;

static cairo_status_t
append_bytes(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
layout_new(Page *page, const char *text, double size, gboolean bold, double width)
{
	PangoLayout *layout = pango_cairo_create_layout(page->cr);
	PangoFontDescription *font = pango_font_description_from_string(page->sheet->look.font);

	pango_font_description_set_absolute_size(font, size * page->sheet->look.zoom * PANGO_SCALE);
	if (bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (width > 0)
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(layout, text != NULL ? text : "", -1);
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static void
show_layout(Page *page, PangoLayout *layout, double x, double y)
{
	cairo_move_to(page->cr, x, y);
	pango_cairo_show_layout(page->cr, layout);
}

static double
text_width(const Page *page)
{
	return PAGE_WIDTH - 2 * page->sheet->look.margin;
}

static void
begin_page(Page *page)
{
	const SampleLook *look = &page->sheet->look;

	page->y = MARGIN;
	page->n_pages++;
	if (page->kind == SAMPLE_PAGE_TEXT) {
		page->cr = cairo_create(page->output);
	} else {
		page->scan = scan_new(PAGE_WIDTH, PAGE_HEIGHT, look->dpi);
		page->scan.chance = page->n_pages;
		page->cr = page->scan.cr;
		cairo_set_source_rgb(page->cr, 0.985, 0.98, 0.96);
		cairo_paint(page->cr);
		cairo_rotate(page->cr, look->tilt);
	}
	cairo_set_source_rgb(page->cr, 0, 0, 0);
	cairo_set_line_width(page->cr, 0.7);
	if (page->sheet->running_header != NULL) {
		g_autoptr(PangoLayout) layout =
			layout_new(page, page->sheet->running_header, 9, FALSE, 0);

		show_layout(page, layout, look->margin, MARGIN - 30);
	}
}

static void
put_picture(Page *page)
{
	cairo_t *cr = cairo_create(page->output);

	if (page->sheet->look.jpeg > 0)
		sample_jpeg_attach(page->scan.surface, page->sheet->look.jpeg);
	cairo_scale(cr, 1 / page->scan.scale, 1 / page->scan.scale);
	cairo_set_source_surface(cr, page->scan.surface, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_show_page(page->output);
}

static void
end_picture(Page *page)
{
	const SampleLook *look = &page->sheet->look;

	if (look->blur > 0)
		scan_blur(&page->scan, look->blur);
	if (look->noise > 0 || look->shade > 0 || look->gray)
		scan_wear(&page->scan, look->noise, look->shade, look->gray);
	if (page->kind == SAMPLE_PAGE_SCAN)
		put_picture(page);
	else if (page->n_pages == 1 && page->kind == SAMPLE_PAGE_JPEG)
		sample_jpeg_append(page->bytes, page->scan.surface, MAX(look->jpeg, 1));
	else if (page->n_pages == 1)
		cairo_surface_write_to_png_stream(page->scan.surface, append_bytes, page->bytes);
	scan_clear(&page->scan);
}

static void
end_page(Page *page)
{
	if (page->kind == SAMPLE_PAGE_TEXT) {
		g_clear_pointer(&page->cr, cairo_destroy);
		cairo_surface_show_page(page->output);
		return;
	}
	page->cr = NULL;
	end_picture(page);
}

static void
need(Page *page, double height)
{
	if (page->y + height <= PAGE_HEIGHT - MARGIN || page->y <= MARGIN)
		return;
	end_page(page);
	begin_page(page);
}

/* --- text --- */

typedef struct {
	double size, before, after, indent;
	gboolean bold;
	PangoAlignment align;
} TextLook;

static const TextLook text_looks[] = {
	[SAMPLE_BLOCK_TITLE] = {20, 12, 14, 0, TRUE, PANGO_ALIGN_CENTER},
	[SAMPLE_BLOCK_HEADING] = {15, 10, 6, 0, TRUE, PANGO_ALIGN_LEFT},
	[SAMPLE_BLOCK_SUBHEADING] = {12.5, 6, 4, 0, TRUE, PANGO_ALIGN_LEFT},
	[SAMPLE_BLOCK_PARAGRAPH] = {11.5, 0, 5, 23, FALSE, PANGO_ALIGN_LEFT},
	[SAMPLE_BLOCK_LINE] = {11.5, 0, 6, 0, FALSE, PANGO_ALIGN_LEFT},
	[SAMPLE_BLOCK_CENTRE] = {12, 2, 6, 0, FALSE, PANGO_ALIGN_CENTER},
	[SAMPLE_BLOCK_RIGHT] = {11.5, 2, 6, 0, FALSE, PANGO_ALIGN_RIGHT},
};

/* Line by line, so that a paragraph may go over the end of a page. */
static void
draw_text(Page *page, const SampleBlock *block)
{
	const TextLook *look = &text_looks[block->kind];
	g_autoptr(PangoLayout) layout =
		layout_new(page, block->text, look->size, look->bold, text_width(page));
	PangoLayoutIter *lines;

	pango_layout_set_alignment(layout, look->align);
	pango_layout_set_indent(layout, (int)(look->indent * PANGO_SCALE));
	page->y += look->before;
	lines = pango_layout_get_iter(layout);
	do {
		PangoRectangle extent;
		double height;

		pango_layout_iter_get_line_extents(lines, NULL, &extent);
		height = (double)extent.height / PANGO_SCALE;
		need(page, height);
		cairo_move_to(page->cr, page->sheet->look.margin + (double)extent.x / PANGO_SCALE,
			      page->y + height * 0.8);
		pango_cairo_show_layout_line(page->cr, pango_layout_iter_get_line_readonly(lines));
		page->y += height;
	} while (pango_layout_iter_next_line(lines));
	pango_layout_iter_free(lines);
	page->y += look->after;
}

static void
draw_underlined(Page *page, const SampleBlock *block)
{
	g_autoptr(PangoLayout) label = layout_new(page, block->text, 13, FALSE, 0);
	g_autoptr(PangoLayout) value = layout_new(page, block->value, 13, FALSE, 0);
	int label_width;
	double start, bottom;
	double margin = page->sheet->look.margin;

	need(page, 34);
	page->y += 8;
	pango_layout_get_size(label, &label_width, NULL);
	start = margin + (double)label_width / PANGO_SCALE;
	bottom = page->y + layout_height(label) + 1;
	show_layout(page, label, margin, page->y);
	show_layout(page, value, start + 12, page->y);
	cairo_move_to(page->cr, start, bottom);
	cairo_line_to(page->cr, PAGE_WIDTH - margin, bottom);
	cairo_stroke(page->cr);
	page->y = bottom + 6;
}

static void
draw_columns(Page *page, const SampleBlock *block)
{
	double half = text_width(page) / 2;
	g_autoptr(PangoLayout) left = layout_new(page, block->text, 11.5, FALSE, half - COLUMN_GAP);
	g_autoptr(PangoLayout) right =
		layout_new(page, block->value, 11.5, FALSE, half - COLUMN_GAP);
	double height = MAX(layout_height(left), layout_height(right));

	need(page, height);
	show_layout(page, left, page->sheet->look.margin, page->y);
	show_layout(page, right, page->sheet->look.margin + half, page->y);
	page->y += height + 7;
}

/* --- tables --- */

static double
span_of(const double *sizes, guint start, guint count)
{
	double sum = 0;

	for (guint i = start; i < start + count; i++)
		sum += sizes[i];
	return sum;
}

static double *
column_widths(const Page *page, const SampleTable *table)
{
	double total = span_of(table->weights, 0, table->n_columns);
	double *widths = g_new(double, table->n_columns);

	for (guint i = 0; i < table->n_columns; i++)
		widths[i] = text_width(page) * table->weights[i] / total;
	return widths;
}

static PangoLayout *
cell_layout(Page *page, const SampleCell *cell, const double *widths)
{
	double width = span_of(widths, cell->column, cell->column_span) - 2 * CELL_PADDING;
	PangoLayout *layout = layout_new(page, cell->text, 10.5, FALSE, width);

	if (cell->label)
		pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	return layout;
}

static double *
row_heights(Page *page, const SampleTable *table, const double *widths)
{
	double *heights = g_new(double, table->n_rows);

	for (guint i = 0; i < table->n_rows; i++)
		heights[i] = 22;
	for (guint i = 0; i < table->cells->len; i++) {
		const SampleCell *cell = g_ptr_array_index(table->cells, i);
		g_autoptr(PangoLayout) layout = cell_layout(page, cell, widths);
		double wanted = layout_height(layout) + 2 * CELL_PADDING;
		double present = span_of(heights, cell->row, cell->row_span);

		if (wanted > present)
			heights[cell->row + cell->row_span - 1] += wanted - present;
	}
	return heights;
}

static void
draw_cell(Page *page, const SampleCell *cell, const double *widths, const double *heights)
{
	double x = page->sheet->look.margin + span_of(widths, 0, cell->column);
	double width = span_of(widths, cell->column, cell->column_span);
	double height = span_of(heights, cell->row, cell->row_span);
	g_autoptr(PangoLayout) layout = cell_layout(page, cell, widths);

	if (cell->label) {
		cairo_set_source_rgb(page->cr, 0.93, 0.94, 0.96);
		cairo_rectangle(page->cr, x, page->y, width, height);
		cairo_fill(page->cr);
		cairo_set_source_rgb(page->cr, 0, 0, 0);
	}
	cairo_rectangle(page->cr, x, page->y, width, height);
	cairo_stroke(page->cr);
	show_layout(page, layout, x + CELL_PADDING, page->y + (height - layout_height(layout)) / 2);
}

static void
draw_table(Page *page, const SampleBlock *block)
{
	const SampleTable *table = block->table;
	g_autofree double *widths = column_widths(page, table);
	g_autofree double *heights = row_heights(page, table, widths);

	/* a merged cell cannot be cut, so a table that fits a page is kept whole */
	need(page, span_of(heights, 0, table->n_rows));
	for (guint row = 0; row < table->n_rows; row++) {
		need(page, heights[row]);
		for (guint i = 0; i < table->cells->len; i++) {
			const SampleCell *cell = g_ptr_array_index(table->cells, i);

			if (cell->row == row)
				draw_cell(page, cell, widths, heights);
		}
		page->y += heights[row];
	}
	page->y += 10;
}

/* --- pictures --- */

/* Light falling off to a side, heads and shoulders: what a camera gives, without any writing. */
static void
paint_photo(cairo_t *cr, int width, int height)
{
	cairo_pattern_t *sky = cairo_pattern_create_linear(0, 0, width, height);

	cairo_pattern_add_color_stop_rgb(sky, 0, 0.55, 0.72, 0.86);
	cairo_pattern_add_color_stop_rgb(sky, 1, 0.30, 0.42, 0.28);
	cairo_set_source(cr, sky);
	cairo_paint(cr);
	cairo_pattern_destroy(sky);
	for (int i = 0; i < 5; i++) {
		double x = width * (0.14 + 0.18 * i), y = height * (0.52 + 0.03 * (i % 2));

		cairo_set_source_rgb(cr, 0.16 + 0.1 * i, 0.22, 0.45 - 0.06 * i);
		cairo_arc(cr, x, y + height * 0.34, width * 0.09, G_PI, 0);
		cairo_fill(cr);
		cairo_set_source_rgb(cr, 0.86 - 0.04 * i, 0.68, 0.55);
		cairo_arc(cr, x, y, width * 0.05, 0, 2 * G_PI);
		cairo_fill(cr);
	}
}

static void
draw_photo(Page *page)
{
	int width = 900, height = 600;
	cairo_surface_t *photo = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(photo);
	double scale = text_width(page) / width;

	paint_photo(cr, width, height);
	cairo_destroy(cr);
	need(page, height * scale);
	cairo_save(page->cr);
	cairo_translate(page->cr, page->sheet->look.margin, page->y);
	cairo_scale(page->cr, scale, scale);
	cairo_set_source_surface(page->cr, photo, 0, 0);
	cairo_paint(page->cr);
	cairo_restore(page->cr);
	cairo_surface_destroy(photo);
	page->y += height * scale + 10;
}

/* --- pages --- */

static void
draw_block(Page *page, const SampleBlock *block)
{
	switch (block->kind) {
	case SAMPLE_BLOCK_UNDERLINED:
		draw_underlined(page, block);
		break;
	case SAMPLE_BLOCK_COLUMNS:
		draw_columns(page, block);
		break;
	case SAMPLE_BLOCK_TABLE:
		draw_table(page, block);
		break;
	case SAMPLE_BLOCK_SEAL:
		sample_seal_draw(page->cr, PAGE_WIDTH - page->sheet->look.margin - 90, page->y - 35,
				 block->text);
		break;
	case SAMPLE_BLOCK_PHOTO:
		draw_photo(page);
		break;
	case SAMPLE_BLOCK_BREAK:
		end_page(page);
		begin_page(page);
		break;
	default:
		draw_text(page, block);
	}
}

GBytes *
sample_page_render(const SampleSheet *sheet, SamplePageKind kind)
{
	Page page = {.sheet = sheet, .kind = kind, .bytes = g_byte_array_new()};

	if (kind == SAMPLE_PAGE_TEXT || kind == SAMPLE_PAGE_SCAN) {
		page.output = cairo_pdf_surface_create_for_stream(append_bytes, page.bytes,
								  PAGE_WIDTH, PAGE_HEIGHT);
		/* the clock would make two runs differ */
		cairo_pdf_surface_set_metadata(page.output, CAIRO_PDF_METADATA_CREATE_DATE,
					       "2025-06-20T10:00:00+08:00");
	}
	begin_page(&page);
	for (guint i = 0; i < sheet->blocks->len; i++)
		draw_block(&page, g_ptr_array_index(sheet->blocks, i));
	end_page(&page);
	if (page.output != NULL) {
		cairo_surface_finish(page.output);
		cairo_surface_destroy(page.output);
	}
	return g_byte_array_free_to_bytes(page.bytes);
}
