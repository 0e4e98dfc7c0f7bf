/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a page is: text, a picture, or a picture with the text that somebody recognised on it; and
 * which parts of it have to be looked at as pictures. */

#include "plugins/pdf/drawing.h"
#include "plugins/pdf/glyphs.h"

G_BEGIN_DECLS

typedef enum {
	PDF_LOOK_BLANK,   /* nothing is told, and what is drawn can be no text */
	PDF_LOOK_TEXT,    /* its characters are drawn and mean something */
	PDF_LOOK_LAYER,   /* a picture, with its text told and not drawn: a scanner's software */
	PDF_LOOK_PICTURE, /* drawn without telling text, or hardly any */
	PDF_LOOK_GARBLED, /* text is drawn, but what is told of it means nothing */
} PdfLookKind;

typedef struct {
	PdfLookKind kind;
	const char *reason; /* of GARBLED, as the end of a sentence; static */
	GArray *pictures;   /* of VetBox: on a page of text, those large enough to hold text */
	gboolean has_marks; /* something on it may be a seal or a code */
} PdfLook;

/* `page` is the box of the whole page. */
PdfLook *pdf_look_new(VetBox page, const PdfGlyphs *glyphs, const PdfDrawing *drawing);
void pdf_look_free(PdfLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfLook, pdf_look_free)

G_END_DECLS
