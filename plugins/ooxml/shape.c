/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/shape.h"

#include <string.h>

#include "plugins/ooxml/drawing.h"

/* what is narrower or lower is a stamp, a photograph, a rule: no ground of a line */
#define MIN_WIDTH 200.0 /* points */
#define MIN_HEIGHT 12.0
#define EMU_PER_POINT 12700.0
#define MAX_EMU 400000000

static gboolean
is_named(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

/* of the tree below `top`, in order; NULL at its end */
static const xmlNode *
next_node(const xmlNode *node, const xmlNode *top)
{
	if (node->children && node->type == XML_ELEMENT_NODE)
		return node->children;
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

static gboolean
is_off(const char *value)
{
	return value && (*value == 'f' || *value == '0');
}

/* a picture, or a shape with a fill; a line has none */
static gboolean
is_painted(const xmlNode *node)
{
	static const char *const fills[] = {"solidFill", "gradFill", "pattFill", "blipFill"};
	if (node->type != XML_ELEMENT_NODE)
		return FALSE;
	if (node_space(node) == NODE_VML)
		return is_named(node, "imagedata") || (node_attribute(node, "fillcolor") &&
						       !is_off(node_attribute(node, "filled")) &&
						       !drawing_child(node, "textpath"));
	for (guint i = 0; i < G_N_ELEMENTS(fills); i++)
		if (is_named(node, fills[i]) &&
		    (strcmp(fills[i], "blipFill") == 0 || is_named(node->parent, "spPr")))
			return TRUE;
	const char *style = is_named(node, "fillRef") ? node_attribute(node, "idx") : NULL;
	return style && strcmp(style, "0") != 0;
}

static gboolean
has_paint(const xmlNode *top)
{
	for (const xmlNode *node = top; node; node = next_node(node, top))
		if (is_painted(node))
			return TRUE;
	return FALSE;
}

/* "position:absolute;width:12.5pt": in points, 0 when it is not in points */
static double
style_length(const char *style, const char *name)
{
	g_auto(GStrv) parts = g_strsplit(style, ";", 64);
	for (char **part = parts; *part; part++) {
		gsize length = strlen(name);
		char *end;
		g_strstrip(*part);
		if (strncmp(*part, name, length) != 0 || (*part)[length] != ':')
			continue;
		double value = g_ascii_strtod(*part + length + 1, &end);
		return strcmp(end, "pt") == 0 ? value : strcmp(end, "in") == 0 ? value * 72 : 0;
	}
	return 0;
}

static void
look_at_anchor(DocxShapes *shapes, const xmlNode *node)
{
	const xmlNode *extent = drawing_child(node, "extent");
	double width = node_number(node_attribute(extent, "cx"), 0, MAX_EMU) / EMU_PER_POINT;
	double height = node_number(node_attribute(extent, "cy"), 0, MAX_EMU) / EMU_PER_POINT;
	gboolean overlaps =
		drawing_child(node, "wrapNone") || !is_off(node_attribute(node, "behindDoc"));
	if (!has_paint(node))
		return;
	shapes->has_any = TRUE;
	shapes->has_wide |= overlaps && width >= MIN_WIDTH && height >= MIN_HEIGHT;
}

static void
look_at_vml(DocxShapes *shapes, const xmlNode *node)
{
	const char *style = node_attribute(node, "style");
	if (!style || !strstr(style, "position:absolute") || drawing_child(node, "textpath") ||
	    !has_paint(node))
		return;
	shapes->has_any = TRUE;
	shapes->has_wide |= !drawing_child(node, "wrap") &&
			    style_length(style, "width") >= MIN_WIDTH &&
			    style_length(style, "height") >= MIN_HEIGHT;
}

void
docx_shapes_look(DocxShapes *shapes, const xmlNode *top)
{
	for (const xmlNode *node = top; node; node = next_node(node, top)) {
		gboolean is_group = is_named(node, "wgp") || is_named(node, "wpc");
		if (is_named(node, "anchor"))
			look_at_anchor(shapes, node);
		else if (is_group)
			shapes->has_any = TRUE;
		else if (node_space(node) == NODE_VML)
			look_at_vml(shapes, node);
	}
}

/* --- text boxes --- */

static gboolean
is_vml_shape(const xmlNode *node)
{
	return node_space(node) == NODE_VML && !is_named(node, "textbox");
}

static DocxColour
fill_of_vml(const xmlNode *shape)
{
	const char *colour = node_attribute(shape, "fillcolor");
	const xmlNode *fill = drawing_child(shape, "fill");
	if (is_off(node_attribute(shape, "filled")) || is_off(node_attribute(fill, "on")))
		return (DocxColour){0};
	if (node_attribute(fill, "type") || node_attribute(fill, "opacity"))
		return (DocxColour){DOCX_COLOUR_UNKNOWN, {0}};
	/* VML's own default */
	return colour ? docx_colour_of_vml(colour) : DOCX_WHITE;
}

static DocxColour
fill_of(const xmlNode *shape, const DocxPalette *palette)
{
	const xmlNode *properties = drawing_child(shape, "spPr");
	const char *style =
		node_attribute(drawing_child(drawing_child(shape, "style"), "fillRef"), "idx");
	DocxColour fill = docx_colour_of_fill(palette, properties);
	gboolean is_themed = style && strcmp(style, "0") != 0 && fill.kind == DOCX_COLOUR_UNSET &&
			     !drawing_child(properties, "noFill");
	return is_themed ? (DocxColour){DOCX_COLOUR_UNKNOWN, {0}} : fill;
}

DocxColour
docx_shape_ground(const xmlNode *content, const DocxPalette *palette, const DocxShapes *shapes,
		  DocxColour page)
{
	const xmlNode *shape = content->parent;
	while (shape && shape->type == XML_ELEMENT_NODE && !is_named(shape, "wsp") &&
	       !is_vml_shape(shape))
		shape = shape->parent;
	DocxColour below = shapes->has_any ? (DocxColour){DOCX_COLOUR_UNKNOWN, {0}} : page;
	if (!shape || shape->type != XML_ELEMENT_NODE)
		return below;
	return docx_colour_over(
		is_named(shape, "wsp") ? fill_of(shape, palette) : fill_of_vml(shape), below);
}
