/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The size of a picture from its file header: PNG, JPEG, GIF, BMP, TIFF, WebP.  Nothing is decoded,
 * no memory is taken, and no byte outside the file is read.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	const char *format;    /* "PNG" */
	guint32 width, height; /* pixels */
	double dpi;            /* 0 when the file does not say */
	guint n_pages;         /* TIFF may have several; their size is the first one's */
} ImageHeader;

typedef enum {
	IMAGE_READ,
	IMAGE_UNKNOWN, /* none of the formats above */
	IMAGE_BROKEN,  /* one of them, but the header is cut short or absurd */
} ImageResult;

/* `ret_header` is filled only for IMAGE_READ. */
ImageResult image_header_read(const guint8 *data, gsize length, ImageHeader *ret_header);

G_END_DECLS
