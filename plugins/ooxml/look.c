/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/look.h"

#include "plugins/ooxml/drawing.h"

/* half points; nobody reads a point */
#define MAX_UNREADABLE 2
#define MAX_SIZE 3276 /* Word's own */
#define MAX_ALPHA 100000

/* of w14:textFill the alpha is what is taken away */
static gboolean
is_without_colour(const xmlNode *fill)
{
	const xmlNode *solid = drawing_child(fill, "solidFill");
	for (const xmlNode *colour = solid ? solid->children : NULL; colour;
	     colour = colour->next) {
		const char *alpha = node_attribute(drawing_child(colour, "alpha"), "val");
		if (node_number(alpha, 0, MAX_ALPHA) == MAX_ALPHA)
			return TRUE;
	}
	return drawing_child(fill, "noFill") != NULL;
}

DocxLook
docx_look_read(const xmlNode *properties, const DocxPalette *palette)
{
	DocxLook look = {0};
	const xmlNode *fill = drawing_child(properties, "textFill");
	const xmlNode *outline = drawing_child(properties, "textOutline");
	look.knows_vanish = node_child(properties, "vanish") != NULL;
	node_switch(properties, "vanish", &look.vanish);
	look.knows_fill = fill != NULL;
	look.has_no_fill =
		fill && is_without_colour(fill) && (!outline || drawing_child(outline, "noFill"));
	look.size = node_number(node_child_value(properties, "sz"), 0, MAX_SIZE);
	look.letters = docx_colour_of_letters(palette, node_child(properties, "color"));
	look.highlight = docx_colour_of_highlight(node_child_value(properties, "highlight"));
	look.shading = docx_colour_of_shading(palette, node_child(properties, "shd"));
	return look;
}

DocxLook
docx_look_over(const DocxLook *above, const DocxLook *below)
{
	DocxLook look = *below;
	if (above->knows_vanish) {
		look.knows_vanish = TRUE;
		look.vanish = above->vanish;
	}
	if (above->knows_fill) {
		look.knows_fill = TRUE;
		look.has_no_fill = above->has_no_fill;
	}
	if (above->size > 0)
		look.size = above->size;
	look.letters = docx_colour_over(above->letters, below->letters);
	look.highlight = docx_colour_over(above->highlight, below->highlight);
	look.shading = docx_colour_over(above->shading, below->shading);
	return look;
}

DocxLook
docx_look_of_styles(const DocxLook *above, const DocxLook *below)
{
	DocxLook look = docx_look_over(above, below);
	look.vanish =
		(above->knows_vanish && above->vanish) != (below->knows_vanish && below->vanish);
	return look;
}

gboolean
docx_look_is_hidden(const DocxLook *look, DocxColour ground)
{
	DocxColour shaded = docx_colour_over(look->shading, ground);
	return look->vanish || look->has_no_fill ||
	       (look->size > 0 && look->size <= MAX_UNREADABLE) ||
	       docx_colour_is_same(look->letters, docx_colour_over(look->highlight, shaded));
}
