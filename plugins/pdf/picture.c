/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/picture.h"

#include <math.h>

/* A child has 1 GiB for all: the bitmap, Poppler's copies of the pictures on it, and the reading. */
#define MAX_PIXELS (VET_MAX_RENDERING_PIXELS / 2.0)
/* of a bitmap; cairo has none longer than 32767 */
#define MAX_SIDE 20000.0
#define POINTS_PER_INCH 72.0

struct _PdfPicture {
	cairo_surface_t *surface;
	VetBox area;
};

/* Pixels a point. */
static double
scale_for(VetBox area, double dpi)
{
	double width = area.x1 - area.x0, height = area.y1 - area.y0;
	double scale = dpi / POINTS_PER_INCH;

	scale = MIN(scale, MAX_SIDE / MAX(width, height));
	return MIN(scale, sqrt(MAX_PIXELS / (width * height)));
}

PdfPicture *
pdf_picture_new(PopplerPage *page, VetBox area, double dpi)
{
	if (vet_box_is_empty(area) || !isfinite(area.x1 - area.x0) || !isfinite(area.y1 - area.y0))
		return NULL;
	double scale = scale_for(area, dpi);
	int width = (int)ceil((area.x1 - area.x0) * scale);
	int height = (int)ceil((area.y1 - area.y0) * scale);
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX(width, 1), MAX(height, 1));
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	cairo_translate(cairo, -area.x0, -area.y0);
	poppler_page_render(page, cairo);
	gboolean drawn = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cairo);
	if (!drawn) {
		cairo_surface_destroy(surface);
		return NULL;
	}
	cairo_surface_flush(surface);
	PdfPicture *picture = g_new0(PdfPicture, 1);
	picture->surface = surface;
	picture->area = area;
	return picture;
}

void
pdf_picture_free(PdfPicture *picture)
{
	if (!picture)
		return;
	cairo_surface_destroy(picture->surface);
	g_free(picture);
}

VetPicture
pdf_picture_pixels(const PdfPicture *picture)
{
	return (VetPicture){
		.pixels = cairo_image_surface_get_data(picture->surface),
		.width = cairo_image_surface_get_width(picture->surface),
		.height = cairo_image_surface_get_height(picture->surface),
		.stride = cairo_image_surface_get_stride(picture->surface),
		.format = VET_PIXEL_XRGB32,
		.box = picture->area,
	};
}
