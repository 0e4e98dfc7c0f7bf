/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/picture.h"

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
