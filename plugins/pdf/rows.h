/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Visual lines of a part of a page: characters that stand close together make a piece, pieces that
 * stand beside each other make a row.  Poppler's own order is kept inside a piece only.
 */

#include "plugins/pdf/glyphs.h"

G_BEGIN_DECLS

typedef struct {
	GArray *glyphs; /* of PdfGlyph, in reading order */
	VetBox box;
	gboolean stacked; /* runs down or up the page */
} PdfPiece;

typedef struct {
	GPtrArray *pieces; /* of PdfPiece, left to right; a wide gap between neighbours */
	VetBox box;
} PdfRow;

/* The rows of these characters (of PdfGlyph, in Poppler's order), top to bottom. */
GPtrArray *pdf_rows_new(const GArray *glyphs);

double pdf_box_height(VetBox box);
double pdf_box_width(VetBox box);

G_END_DECLS
