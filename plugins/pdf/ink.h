/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which characters of a page can be seen on it: where glyphs are drawn, in which colour, on what
 * ground, and what is drawn over them.  Filled while the page is watched (plugins/pdf/drawing.h).
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	double red, green, blue,
		alpha; /* 0 to 1; alpha < 0: a pattern, whose colours are unknown */
} PdfColour;

typedef struct _PdfInk PdfInk;

PdfInk *pdf_ink_new(void);
void pdf_ink_free(PdfInk *ink);

/* A glyph is drawn with its origin there.  `clipped`: where nothing can be seen. */
void pdf_ink_glyph(PdfInk *ink, double x, double y, PdfColour colour, gboolean clipped);
/* A rectangle is filled: the ground of what comes, and over what came. */
void pdf_ink_fill(PdfInk *ink, VetBox box, PdfColour colour);
/* A picture, of whatever colours. */
void pdf_ink_picture(PdfInk *ink, VetBox box);

typedef enum {
	PDF_INK_SEEN,
	PDF_INK_UNSEEN, /* drawn so that nobody sees it */
	PDF_INK_ABSENT, /* nothing is drawn there */
} PdfInkKind;

/* Of the character with this box (on the page as shown): the nearest glyph within its height. */
PdfInkKind pdf_ink_at(const PdfInk *ink, VetBox box);

G_END_DECLS
