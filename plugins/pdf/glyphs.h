/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The characters of a page with their boxes, turned upright, in the order in which Poppler reads
 * them. */

#include "lib/extract.h"

#include "plugins/pdf/turn.h"

G_BEGIN_DECLS

typedef struct {
	gunichar character; /* never white space, control or NUL */
	VetBox box;
	gboolean spaced; /* white space stands before it */
	gboolean begins; /* Poppler begins a line with it */
	guint16 doubt;   /* as of a VetRun */
} PdfGlyph;

typedef struct {
	GArray *glyphs; /* of PdfGlyph */
	PdfTurn turn;
	guint n_unreadable; /* characters of private use, controls, replacement characters */
} PdfGlyphs;

/* At most `maximum` characters are taken. */
PdfGlyphs *pdf_glyphs_new(PopplerPage *page, gsize maximum);
void pdf_glyphs_free(PdfGlyphs *glyphs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfGlyphs, pdf_glyphs_free)

/*
 * Takes those out that cannot be seen on the page; NULL when all can.  Not on a scan with somebody's
 * text on it, which nobody is meant to see.
 */
PdfGlyphs *pdf_glyphs_take_hidden(PdfGlyphs *glyphs, const PdfInk *ink);
/* They were recognised by whoever made the document, nobody knows how well. */
void pdf_glyphs_doubt(PdfGlyphs *glyphs, guint16 doubt);
/* All characters without spaces, and the same of a text (valid UTF-8), to be found in it.  Caller
 * frees. */
char *pdf_glyphs_text(const PdfGlyphs *glyphs);
char *pdf_text_without_space(const char *text);
double pdf_glyph_height(const PdfGlyph *glyph);
/* Ideographs, kana, hangul and their punctuation: written without spaces, each its own run. */
gboolean pdf_is_ideographic(gunichar character);
/* Hebrew, Arabic and their like. */
gboolean pdf_is_right_to_left(gunichar character);

G_END_DECLS
