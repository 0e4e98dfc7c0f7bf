/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pixels of a page, or of a part of it, and the function that reads what they show. */

#include "lib/content.h"

G_BEGIN_DECLS

typedef enum {
	VET_PIXEL_GRAY8,
	VET_PIXEL_RGB24,  /* bytes R, G, B */
	VET_PIXEL_XRGB32, /* 0x00RRGGBB in the machine's byte order: cairo's RGB24 */
} VetPixelFormat;

typedef struct {
	const guint8 *pixels;
	guint width, height; /* of the picture, in pixels */
	gsize stride;        /* bytes from one row to the next */
	VetPixelFormat format;
	VetBox box; /* where it stands on its page: with the size in pixels, its resolution */
} VetPicture;

/* What is wanted of a picture. */
typedef enum {
	VET_PICTURE_TEXT,  /* all of it */
	VET_PICTURE_MARKS, /* seals, codes and signatures: its text is known, or not of interest */
} VetPictureUse;

/* At least 1, as bytes of one pixel. */
guint vet_pixel_bytes(VetPixelFormat format);
/* FALSE for one whose rows do not fit its stride, or that has none, or no place. */
gboolean vet_picture_is_sound(const VetPicture *picture);

/*
 * Pixels a point for a bitmap of a page or a part of one, in points: as many as `dpi` wants or the
 * memory of a child allows.  0 for one without area.
 */
double vet_picture_scale(double width, double height, double dpi);

struct _VetSink;
typedef gboolean (*VetRecognise)(const VetPicture *picture, VetPictureUse use,
				 struct _VetSink *sink, GError **error);

G_END_DECLS
