/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/draw.h"

#include <string.h>

#define MAX_OBJECTS 500000
#define MAX_DEPTH 24
#define MAX_RELATIVES 8

static const xmlNode *
find_in_params(const OfdDrawing *drawing, const xmlNode *param, const char *name)
{
	for (guint i = 0; param && i < MAX_RELATIVES; i++) {
		const xmlNode *child = node_child(param, name);
		if (child)
			return child;
		if (node_attribute(param, name))
			return param;
		param = ofd_resources_draw_param(drawing->resources, node_id(param, "Relative"));
	}
	return NULL;
}

const xmlNode *
ofd_draw_find(const OfdDrawing *drawing, const OfdState *state, const xmlNode *object,
	      const char *name)
{
	const xmlNode *found = node_child(object, name);

	if (found)
		return found;
	if (node_attribute(object, name))
		return object;
	const char *param = node_attribute(object, "DrawParam");
	if (param)
		found = find_in_params(
			drawing,
			ofd_resources_draw_param(drawing->resources, node_id(object, "DrawParam")),
			name);
	return found ? found : find_in_params(drawing, state->draw_param, name);
}

OfdColor
ofd_draw_color(const OfdDrawing *drawing, const OfdState *state, const xmlNode *object,
	       const char *name, OfdColor fallback)
{
	const xmlNode *node = ofd_draw_find(drawing, state, object, name);
	OfdColor color = node ? ofd_color_read(drawing->resources, node) : fallback;

	color.alpha =
		(guint8)(color.alpha * CLAMP(node_number(object, "Alpha", 255), 0, 255) / 255);
	return color;
}

/*
 * A JPEG, which has no transparency, neither masked nor faint, with sides along the page: a scan over
 * the text that was recognised in it.
 */
static gboolean
is_opaque(const OfdImage *image, const xmlNode *object)
{
	static const char *const endings[] = {".jpg", ".jpeg", ".jpe", ".jfif"};
	const OfdPart *part = image->media ? image->media->part : NULL;
	gboolean upright = (image->matrix.b == 0 && image->matrix.c == 0) ||
			   (image->matrix.a == 0 && image->matrix.d == 0);

	if (!part || !upright || image->unseen || image->is_note ||
	    node_attribute(object, "ImageMask") || node_attribute(object, "ResourceMask") ||
	    node_number(object, "Alpha", 255) < 255)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(part->key, endings[i]))
			return TRUE;
	return FALSE;
}

static void
draw_image(OfdDrawing *drawing, const OfdState *state, const xmlNode *object)
{
	VetBox boundary;
	OfdMatrix matrix = ofd_matrix_multiply(ofd_matrix_of_object(object), state->matrix);
	OfdImage image = {
		.media = ofd_resources_media(drawing->resources, node_id(object, "ResourceID")),
		.matrix = matrix,
		.box = ofd_matrix_box(&matrix, (VetBox){0, 0, 1, 1}),
		.unseen = state->unseen || node_number(object, "Alpha", 255) < 6,
		.is_note = drawing->is_note,
	};

	/* without a CTM the picture fills its boundary */
	if (!node_attribute(object, "CTM") && node_box(object, "Boundary", &boundary)) {
		OfdMatrix fill = {boundary.x1 - boundary.x0, 0,           0,
				  boundary.y1 - boundary.y0, boundary.x0, boundary.y0};
		image.matrix = ofd_matrix_multiply(fill, state->matrix);
		image.box = ofd_matrix_box(&state->matrix, boundary);
	}
	image.opaque = is_opaque(&image, object);
	drawing->sheet->n_unresolved += !image.media;
	ofd_sheet_add_image(drawing->sheet, &image);
	if (drawing->paint)
		ofd_paint_image(drawing->paint, &image, node_number(object, "Alpha", 255));
}

static gboolean
draws_itself(const OfdState *state, const xmlNode *content)
{
	for (; state && state->composite; state = state->around)
		if (state->composite == content)
			return TRUE;
	return FALSE;
}

static void
draw_composite(OfdDrawing *drawing, const OfdState *state, const xmlNode *object)
{
	OfdState inner = *state;
	const xmlNode *content =
		ofd_resources_composite(drawing->resources, node_id(object, "ResourceID"));

	inner.matrix = ofd_matrix_multiply(ofd_matrix_of_object(object), state->matrix);
	/* some writers put the content in place */
	if (!content)
		content = node_child(object, "Content");
	drawing->sheet->n_unresolved += !content;
	if (content && draws_itself(state, content)) {
		drawing->sheet->overflowed = TRUE;
		return;
	}
	inner.composite = content;
	inner.around = state;
	ofd_draw_block(drawing, &inner, content);
}

static const struct {
	const char *name;
	void (*draw)(OfdDrawing *drawing, const OfdState *state, const xmlNode *object);
} kinds[] = {
	{"TextObject", ofd_text_draw}, {"PathObject", ofd_path_draw},
	{"ImageObject", draw_image},   {"CompositeObject", draw_composite},
	{"PageBlock", ofd_draw_block}, {"Layer", ofd_draw_block},
};

void
ofd_draw_block(OfdDrawing *drawing, const OfdState *state, const xmlNode *block)
{
	OfdState inner = *state;

	inner.depth++;
	if (inner.depth > MAX_DEPTH) {
		drawing->sheet->overflowed = TRUE;
		return;
	}
	if (node_attribute(block, "DrawParam"))
		inner.draw_param =
			ofd_resources_draw_param(drawing->resources, node_id(block, "DrawParam"));
	inner.unseen |= !node_flag(block, "Visible", TRUE);
	for (const xmlNode *object = node_first(block); object; object = node_next(object)) {
		if (drawing->n_objects++ >= MAX_OBJECTS) {
			drawing->sheet->overflowed = TRUE;
			return;
		}
		OfdState own = inner;
		own.unseen |= !node_flag(object, "Visible", TRUE);
		for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
			if (node_is(object, kinds[i].name))
				kinds[i].draw(drawing, &own, object);
	}
}

static guint
layer_rank(const xmlNode *layer)
{
	const char *type = node_attribute(layer, "Type");

	if (type && g_ascii_strcasecmp(type, "Background") == 0)
		return 0;
	return type && g_ascii_strcasecmp(type, "Foreground") == 0 ? 2 : 1;
}

void
ofd_draw_layers(OfdDrawing *drawing, const OfdState *state, const xmlNode *content)
{
	for (guint rank = 0; rank <= 2; rank++)
		for (const xmlNode *layer = node_first(content); layer; layer = node_next(layer))
			if (node_is(layer, "Layer") && layer_rank(layer) == rank)
				ofd_draw_block(drawing, state, layer);
}
