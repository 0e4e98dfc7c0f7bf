/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/jpeg.h"

#include <leptonica/allheaders.h>

static PIX *
pix_of(cairo_surface_t *surface)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface) / 4;
	const guint32 *pixels;
	PIX *pix = pixCreate(width, height, 32);

	cairo_surface_flush(surface);
	pixels = (const guint32 *)(const void *)cairo_image_surface_get_data(surface);
	for (gsize y = 0; y < (gsize)height; y++)
		for (gsize x = 0; x < (gsize)width; x++)
			pixGetData(pix)[y * (gsize)pixGetWpl(pix) + x] = pixels[y * stride + x]
									 << 8;
	return pix;
}

static guint8 *
encode(cairo_surface_t *surface, guint quality, size_t *ret_size)
{
	PIX *pix = pix_of(surface);
	l_uint8 *jpeg = NULL;

	if (pixWriteMemJpeg(&jpeg, ret_size, pix, (l_int32)quality, 0) != 0)
		g_error("a page cannot be written as JPEG");
	pixDestroy(&pix);
	return jpeg;
}

void
sample_jpeg_append(GByteArray *bytes, cairo_surface_t *surface, guint quality)
{
	size_t size = 0;
	guint8 *jpeg = encode(surface, quality, &size);

	g_byte_array_append(bytes, jpeg, (guint)size);
	lept_free(jpeg);
}

void
sample_jpeg_attach(cairo_surface_t *surface, guint quality)
{
	size_t size = 0;
	guint8 *jpeg = encode(surface, quality, &size);

	cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, jpeg, size, lept_free, jpeg);
}
