/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Paints a page with cairo while it is drawn onto a sheet.  Maps are from the space of an object to points of
 * the page.  What is beyond a cap is left out: a page that takes too long is not shown at all.
 */

#include "plugins/ofd/font.h"
#include "plugins/ofd/sheet.h"

G_BEGIN_DECLS

typedef struct _OfdPaint OfdPaint;

/* Both must outlive it.  `dpi`: dots an inch. */
OfdPaint *ofd_paint_new(OfdPackage *package, const OfdResources *resources, double dpi);
/*
 * Paints the page of another package into that box of the outer one, in points, and of that what stands within
 * `clip`, all when it is empty.  `outer` must outlive it, too.  NULL when nothing more is to be painted there.
 */
OfdPaint *ofd_paint_new_within(OfdPaint *outer, OfdPackage *package, const OfdResources *resources,
			       VetBox box, VetBox clip);
void ofd_paint_free(OfdPaint *paint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdPaint, ofd_paint_free)

/* An empty page of that size in points; nothing is painted before. */
void ofd_paint_begin(OfdPaint *paint, double width, double height);
/* FALSE when no page was begun, or there was no memory.  The pixels are the paint's. */
gboolean ofd_paint_pixels(OfdPaint *paint, VetPicture *ret_picture) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
	OfdMatrix matrix;
	double x, y;    /* where its base line begins */
	double size;    /* of the font */
	double h_scale; /* of its width */
	guint turn;     /* quarter turns, clockwise */
	guint font;     /* its ID */
	OfdColor color;
} OfdStroke;

void ofd_paint_character(OfdPaint *paint, const OfdStroke *stroke, gunichar character);
/* By its number in the embedded font; FALSE when there is none. */
gboolean ofd_paint_glyph(OfdPaint *paint, const OfdStroke *stroke, guint glyph);

/* An operator of AbbreviatedData: S M L Q B A C, with as many numbers as it takes. */
void ofd_paint_operator(OfdPaint *paint, const OfdMatrix *matrix, char name, const double *numbers);

typedef struct {
	gboolean filled, stroked;
	gboolean even_odd;
	OfdColor fill, stroke;
	double width;           /* of the line, points */
	const char *cap, *join; /* as they are written; NULL: usual ones */
	const char *dashes;     /* in the object's space; NULL: none */
	double scale;           /* points of the page in one of the object's space */
} OfdPathLook;

/* Paints what the operators made, and forgets it. */
void ofd_paint_path(OfdPaint *paint, const OfdPathLook *look);
/* `alpha` of 255. */
void ofd_paint_image(OfdPaint *paint, const OfdImage *image, double alpha);
/* A picture that is no resource, as of a seal, upright in that box in points; of it what stands within `clip`, all
 * when that is empty. */
void ofd_paint_bytes(OfdPaint *paint, const guint8 *data, gsize length, VetBox box, VetBox clip);

G_END_DECLS
