/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/picture.h"

#include <math.h>

#include "lib/limits.h"

/* A child has 1 GiB for all: the bitmap, copies of the pictures on it, and the reading. */
#define MAX_PIXELS (VET_MAX_RENDERING_PIXELS / 2.0)
/* of a bitmap; cairo has none longer than 32767 */
#define MAX_SIDE 20000.0
#define POINTS_PER_INCH 72.0

guint
vet_pixel_bytes(VetPixelFormat format)
{
	static const guint bytes[] = {
		[VET_PIXEL_GRAY8] = 1,
		[VET_PIXEL_RGB24] = 3,
		[VET_PIXEL_XRGB32] = 4,
	};
	return bytes[format];
}

gboolean
vet_picture_is_sound(const VetPicture *picture)
{
	return picture->pixels && picture->width > 0 && picture->height > 0 &&
	       picture->stride >= (gsize)picture->width * vet_pixel_bytes(picture->format) &&
	       !vet_box_is_empty(picture->box);
}

double
vet_picture_scale(double width, double height, double dpi)
{
	if (!(width > 0 && height > 0) || !isfinite(width) || !isfinite(height))
		return 0;
	double scale = MIN(dpi / POINTS_PER_INCH, MAX_SIDE / MAX(width, height));
	return MIN(scale, sqrt(MAX_PIXELS / (width * height)));
}
