/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/look.h"
#include "plugins/pdf/sense.h"

/* the share of a page's characters that are drawn but not told */
#define MAX_UNTOLD 0.7
#define MIN_GLYPHS 20

/* a page is a picture when pictures cover that share of it and it tells fewer characters */
#define MIN_PICTURE 0.5
#define MAX_PICTURE_GLYPHS 60
/* told over a picture and drawn in less than that share: a layer */
#define MAX_DRAWN_OF_LAYER 0.3

/* frames and lines alone say nothing; letters drawn as shapes are more */
#define MIN_SHAPES 12

/* a picture on a page of text that may hold text: its share of the page, and how much stands on it */
#define MIN_PASTED 0.2
#define MAX_GLYPHS_ON_PASTED 30
/* side by side there is room for four; what overlaps more is one picture drawn many times */
#define MAX_PASTED 8

/* points; seals are 30 to 60 mm wide, codes on certificates not under 15 */
#define MIN_MARK 40.0

static double
area_of(VetBox box)
{
	return vet_box_is_empty(box) ? 0 : (box.x1 - box.x0) * (box.y1 - box.y0);
}

static VetBox
within(VetBox box, VetBox page)
{
	return (VetBox){MAX(box.x0, page.x0), MAX(box.y0, page.y0), MIN(box.x1, page.x1),
			MIN(box.y1, page.y1)};
}

static double
share_of_pictures(VetBox page, const PdfDrawing *drawing)
{
	double area = 0;

	for (guint i = 0; i < drawing->pictures->len; i++)
		area += area_of(within(g_array_index(drawing->pictures, VetBox, i), page));
	return area_of(page) > 0 ? area / area_of(page) : 0;
}

/* Why the text of the page cannot be trusted; NULL when it can. */
static const char *
distrust(const PdfGlyphs *glyphs, const PdfDrawing *drawing)
{
	guint n_told = glyphs->glyphs->len;

	if (drawing->n_glyphs >= MIN_GLYPHS && n_told < (1 - MAX_UNTOLD) * drawing->n_glyphs)
		return "text cannot be read: its fonts do not say which characters they draw";
	return pdf_sense_doubt(glyphs);
}

static PdfLookKind
kind_of(double pictures, const PdfGlyphs *glyphs, const PdfDrawing *drawing)
{
	guint n_told = glyphs->glyphs->len;

	if (pictures >= MIN_PICTURE && n_told < MAX_PICTURE_GLYPHS)
		return PDF_LOOK_PICTURE;
	if (pictures >= MIN_PICTURE && drawing->n_glyphs < MAX_DRAWN_OF_LAYER * n_told)
		return PDF_LOOK_LAYER;
	if (n_told > 0)
		return PDF_LOOK_TEXT;
	return drawing->pictures->len == 0 && drawing->n_glyphs == 0 &&
			       drawing->n_shapes < MIN_SHAPES
		       ? PDF_LOOK_BLANK
		       : PDF_LOOK_PICTURE;
}

static guint
count_on(VetBox box, const PdfGlyphs *glyphs)
{
	guint n = 0;

	for (guint i = 0; i < glyphs->glyphs->len; i++) {
		/* glyphs are turned upright, pictures are not */
		VetBox at = pdf_turn_box_back(&glyphs->turn,
					      g_array_index(glyphs->glyphs, PdfGlyph, i).box);
		double x = (at.x0 + at.x1) / 2, y = (at.y0 + at.y1) / 2;
		n += x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
	}
	return n;
}

/* Most of it is on a picture that is read anyway. */
static gboolean
is_covered(const PdfLook *look, VetBox box)
{
	for (guint i = 0; i < look->pictures->len; i++) {
		VetBox both = within(box, g_array_index(look->pictures, VetBox, i));
		if (area_of(both) > area_of(box) / 2)
			return TRUE;
	}
	return FALSE;
}

static void
find_pasted(PdfLook *look, VetBox page, const PdfGlyphs *glyphs, const PdfDrawing *drawing)
{
	for (guint i = 0; i < drawing->pictures->len && look->pictures->len < MAX_PASTED; i++) {
		VetBox box = within(g_array_index(drawing->pictures, VetBox, i), page);
		if (area_of(box) >= MIN_PASTED * area_of(page) && !is_covered(look, box) &&
		    count_on(box, glyphs) <= MAX_GLYPHS_ON_PASTED)
			g_array_append_val(look->pictures, box);
	}
}

static gboolean
may_be_mark(VetBox box)
{
	return box.x1 - box.x0 >= MIN_MARK && box.y1 - box.y0 >= MIN_MARK;
}

static gboolean
has_marks(VetBox page, const PdfDrawing *drawing)
{
	gboolean found = may_be_mark(within(drawing->red, page));

	for (guint i = 0; !found && i < drawing->pictures->len; i++)
		found = may_be_mark(within(g_array_index(drawing->pictures, VetBox, i), page));
	return found;
}

PdfLook *
pdf_look_new(VetBox page, const PdfGlyphs *glyphs, const PdfDrawing *drawing)
{
	PdfLook *look = g_new0(PdfLook, 1);

	look->pictures = g_array_new(FALSE, FALSE, sizeof(VetBox));
	look->kind = kind_of(share_of_pictures(page, drawing), glyphs, drawing);
	look->reason = distrust(glyphs, drawing);
	look->has_marks = has_marks(page, drawing);
	if (look->reason)
		look->kind = PDF_LOOK_GARBLED;
	if (look->kind == PDF_LOOK_TEXT)
		find_pasted(look, page, glyphs, drawing);
	return look;
}

void
pdf_look_free(PdfLook *look)
{
	if (!look)
		return;
	g_array_unref(look->pictures);
	g_free(look);
}
