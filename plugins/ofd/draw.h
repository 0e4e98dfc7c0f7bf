/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Draws the objects of layers, blocks and composites onto a sheet, in the order of painting, and paints them
 * where they are to be seen.
 */

#include "plugins/ofd/paint.h"

G_BEGIN_DECLS

/* One page while it is drawn. */
typedef struct {
	OfdSheet *sheet;
	const OfdResources *resources;
	OfdPaint *paint;  /* paints what is drawn, too; NULL: nobody wants to see it */
	gboolean is_note; /* what is drawn belongs to an annotation */
	guint n_objects;  /* so far: composites that hold composites multiply */
	guint n_points;
} OfdDrawing;

/* What an object takes over from what is around it. */
typedef struct _OfdState OfdState;
struct _OfdState {
	OfdMatrix matrix;          /* to points on the page */
	const xmlNode *draw_param; /* of the layer; NULL when there is none */
	gboolean unseen;
	guint depth;
	/* the composite that is drawn, and the state around it; NULL outside all composites */
	const xmlNode *composite;
	const OfdState *around;
};

/* Each child of a layer, a page block or the content of a composite. */
void ofd_draw_block(OfdDrawing *drawing, const OfdState *state, const xmlNode *block);
/* The layers of a page's or template's Content: backgrounds, bodies, foregrounds. */
void ofd_draw_layers(OfdDrawing *drawing, const OfdState *state, const xmlNode *content);

/*
 * What the object itself, its draw parameter, those that one builds on, or the layer's say: the child
 * of that name (FillColor, StrokeColor) or the node with that attribute (LineWidth).  NULL: nobody.
 */
const xmlNode *ofd_draw_find(const OfdDrawing *drawing, const OfdState *state,
			     const xmlNode *object, const char *name);
/* The colour of that name with the object's own Alpha; `fallback` when nobody says it. */
OfdColor ofd_draw_color(const OfdDrawing *drawing, const OfdState *state, const xmlNode *object,
			const char *name, OfdColor fallback);

/* One TextObject, one PathObject. */
void ofd_text_draw(OfdDrawing *drawing, const OfdState *state, const xmlNode *object);
void ofd_path_draw(OfdDrawing *drawing, const OfdState *state, const xmlNode *object);

G_END_DECLS
