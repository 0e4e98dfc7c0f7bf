/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How letters of a docx look, as far as it decides whether a reader of the page sees them. */

#include "plugins/ooxml/colour.h"

G_BEGIN_DECLS

typedef struct {
	gboolean knows_vanish, vanish;
	gboolean knows_fill, has_no_fill; /* w14:textFill: letters without any colour */
	guint size;                       /* half points, 0 when nothing is said */
	DocxColour letters;
	DocxColour highlight, shading; /* the ground of the letters alone */
} DocxLook;

/* What a w:rPr sets; the rest is unset.  `properties` may be NULL. */
DocxLook docx_look_read(const xmlNode *properties, const DocxPalette *palette);
/* `above` where it sets something, else `below`. */
DocxLook docx_look_over(const DocxLook *above, const DocxLook *below);
/*
 * The same where both are what styles set: there a second w:vanish undoes the first (ISO 29500-1,
 * 17.7.3).
 */
DocxLook docx_look_of_styles(const DocxLook *above, const DocxLook *below);
/* Whether no reader sees the letters on a page, cell or shape of this ground. */
gboolean docx_look_is_hidden(const DocxLook *look, DocxColour ground);

G_END_DECLS
