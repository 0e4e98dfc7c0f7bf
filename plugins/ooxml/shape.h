/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Shapes as grounds: what letters in a text box stand on, and what is drawn beneath or above text
 * so that its ground cannot be told.
 */

#include "plugins/ooxml/colour.h"

G_BEGIN_DECLS

typedef struct {
	gboolean has_any;  /* a text box without a fill may stand on one */
	gboolean has_wide; /* and a line of the page, too */
} DocxShapes;

/* Adds what is drawn below `node`, usually a whole part, over or under the text of its page. */
void docx_shapes_look(DocxShapes *shapes, const xmlNode *node);
/* The ground of a w:txbxContent on a page of ground `page`. */
DocxColour docx_shape_ground(const xmlNode *content, const DocxPalette *palette,
			     const DocxShapes *shapes, DocxColour page);

G_END_DECLS
