/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a page draws besides text: straight rules and the edges of shaded boxes, pictures and red
 * ink, in points from the top left of the page as shown, and how many glyphs it shows.
 *
 * poppler-glib tells of text only.  This plugin therefore stands between Poppler and cairo: it
 * defines cairo_fill, cairo_stroke, cairo_show_glyphs and their like itself, and as the first
 * object of its own link map its definitions win for libpoppler-glib.  While a page is watched,
 * paths are read and nothing is rasterised, so a page costs 1.1 times its text alone (an image: 3.7
 * times); otherwise the calls go to cairo.  pdf_drawing_prepare() proves on a page of its own that
 * it works.
 */

#include "lib/extract.h"

#include "plugins/pdf/ink.h"
#include "plugins/pdf/objects.h"
#include "plugins/pdf/tap.h"

G_BEGIN_DECLS

typedef struct {
	gboolean vertical;
	double at;       /* x of a vertical rule, y of a horizontal one */
	double from, to; /* along it, from < to */
} PdfRule;

typedef struct {
	GArray *rules;    /* of PdfRule, as drawn */
	GArray *pictures; /* of VetBox: where pictures are drawn, as far as they are on the page */
	VetBox red;       /* around all that is drawn in the colour of a seal */
	PdfInk *ink;      /* which glyphs can be seen */
	guint n_glyphs;   /* shown by fonts, readable or not */
	guint n_shapes;   /* of lines, curves and shades; outlined letters are some hundreds */
} PdfDrawing;

/* Looks up cairo's own functions; VET_ERROR_CONFIG when calls do not pass through here. */
gboolean pdf_drawing_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Poppler keeps the text it meets on the way, so that reading it afterwards is free.  A page that
 * draws without end shuts the tap of its document (may be NULL), and what was seen is a part.
 */
PdfDrawing *pdf_drawing_new(PopplerPage *page, PdfTap *tap);
void pdf_drawing_free(PdfDrawing *drawing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfDrawing, pdf_drawing_free)

G_END_DECLS
