/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Draws pages and wears them like a scanner does: skew, blur, noise, uneven light, seals over the
 * text.  Lengths are in points from the top left of a page.  What is drawn is invented.
 */

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define SCAN_A4_WIDTH 595.0
#define SCAN_A4_HEIGHT 842.0

typedef struct {
	cairo_surface_t *surface;
	cairo_t *cr;
	double scale; /* pixels of a point */
	guint32 chance;
} Scan;

static inline Scan
scan_new(double width, double height, double dpi)
{
	Scan scan = {.scale = dpi / 72, .chance = 12345};
	scan.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * scan.scale),
						  (int)ceil(height * scan.scale));
	scan.cr = cairo_create(scan.surface);
	cairo_scale(scan.cr, scan.scale, scan.scale);
	cairo_set_source_rgb(scan.cr, 1, 1, 1);
	cairo_paint(scan.cr);
	cairo_set_source_rgb(scan.cr, 0, 0, 0);
	return scan;
}

static inline void
scan_clear(Scan *scan)
{
	cairo_destroy(scan->cr);
	cairo_surface_destroy(scan->surface);
}

/* 0 to 1, the same for each run. */
static inline double
scan_chance(Scan *scan)
{
	scan->chance = scan->chance * 1664525 + 1013904223;
	return (scan->chance >> 8) / (double)(1 << 24);
}

/* `y` is the top of the line; gives its width. */
static inline double
scan_text(Scan *scan, double x, double y, const char *font, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(scan->cr);
	PangoFontDescription *description = pango_font_description_from_string(font);
	int width, height;

	/* a point of the font shall be a point of the page, whatever the screen's resolution is */
	pango_cairo_context_set_resolution(pango_layout_get_context(layout), 72);
	pango_layout_set_font_description(layout, description);
	pango_layout_set_text(layout, text, -1);
	pango_layout_get_size(layout, &width, &height);
	cairo_move_to(scan->cr, x, y);
	pango_cairo_show_layout(scan->cr, layout);
	pango_font_description_free(description);
	g_object_unref(layout);
	return (double)width / PANGO_SCALE;
}

static inline void
scan_rule(Scan *scan, double x0, double y0, double x1, double y1, double width)
{
	cairo_set_line_width(scan->cr, width);
	cairo_move_to(scan->cr, x0, y0);
	cairo_line_to(scan->cr, x1, y1);
	cairo_stroke(scan->cr);
}

typedef enum {
	SCAN_SEAL_ROUND,
	SCAN_SEAL_OVAL,
	SCAN_SEAL_SQUARE,
} ScanSealShape;

static inline void
scan_star(Scan *scan, double radius)
{
	cairo_new_path(scan->cr);
	for (int i = 0; i < 10; i++) {
		double r = i % 2 ? radius * 0.382 : radius;
		cairo_line_to(scan->cr, r * sin(i * G_PI / 5), -r * cos(i * G_PI / 5));
	}
	cairo_close_path(scan->cr);
	cairo_fill(scan->cr);
}

static inline void
scan_ring_text(Scan *scan, double rx, double ry, const char *text)
{
	glong n = g_utf8_strlen(text, -1);
	const char *at = text;

	for (glong i = 0; i < n; i++, at = g_utf8_next_char(at)) {
		char one[8] = "";
		double angle = n > 1 ? (-0.72 + 1.44 * (double)i / (double)(n - 1)) * G_PI : 0;
		g_utf8_strncpy(one, at, 1);
		cairo_save(scan->cr);
		cairo_translate(scan->cr, rx * 0.76 * sin(angle), -ry * 0.76 * cos(angle));
		cairo_rotate(scan->cr, angle);
		g_autofree char *font = g_strdup_printf("Noto Serif CJK SC Bold %.1f", ry * 0.26);
		scan_text(scan, -ry * 0.13, -ry * 0.19, font, one);
		cairo_restore(scan->cr);
	}
}

static inline void
scan_square_text(Scan *scan, double size, const char *text)
{
	g_autofree char *font = g_strdup_printf("Noto Serif CJK SC Bold %.1f", size * 0.36);
	const char *at = text;

	for (int i = 0; i < 4 && *at; i++, at = g_utf8_next_char(at)) {
		char one[8] = "";
		g_utf8_strncpy(one, at, 1);
		scan_text(scan, (i < 2 ? 0.06 : -0.42) * size, (i % 2 ? -0.05 : -0.5) * size, font,
			  one);
	}
}

/* `size` is its greatest diameter; `red` 0 to 1 is how much ink there is. */
static inline void
scan_seal(Scan *scan, ScanSealShape shape, double x, double y, double size, double turn, double ink,
	  const char *text)
{
	double rx = size / 2, ry = shape == SCAN_SEAL_OVAL ? size / 3 : size / 2;
	cairo_t *cr = scan->cr;

	cairo_save(cr);
	cairo_push_group(cr);
	cairo_translate(cr, x, y);
	cairo_rotate(cr, turn);
	cairo_set_source_rgb(cr, 0.86, 0.1, 0.12);
	cairo_set_line_width(cr, size * 0.03);
	cairo_new_path(cr);
	if (shape == SCAN_SEAL_SQUARE) {
		cairo_rectangle(cr, -rx, -rx, size, size);
		cairo_stroke(cr);
		scan_square_text(scan, size, text);
	} else {
		cairo_save(cr);
		cairo_scale(cr, 1, ry / rx);
		cairo_arc(cr, 0, 0, rx, 0, 2 * G_PI);
		cairo_restore(cr);
		cairo_stroke(cr);
		scan_ring_text(scan, rx, ry, text);
		if (shape == SCAN_SEAL_ROUND)
			scan_star(scan, rx * 0.3);
	}
	cairo_pop_group_to_source(cr);
	/* ink lies over print and lets it through */
	cairo_set_operator(cr, CAIRO_OPERATOR_MULTIPLY);
	cairo_paint_with_alpha(cr, ink);
	cairo_restore(cr);
}

/* Turned by degrees about its middle, as a sheet lies in the scanner. */
static inline void
scan_skew(Scan *scan, double degrees)
{
	int width = cairo_image_surface_get_width(scan->surface);
	int height = cairo_image_surface_get_height(scan->surface);
	cairo_surface_t *turned = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(turned);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_translate(cr, width / 2.0, height / 2.0);
	cairo_rotate(cr, degrees * G_PI / 180);
	cairo_set_source_surface(cr, scan->surface, -width / 2.0, -height / 2.0);
	cairo_paint(cr);
	double scale = scan->scale;
	guint32 chance = scan->chance;
	scan_clear(scan);
	*scan = (Scan){turned, cr, scale, chance};
	cairo_identity_matrix(cr);
	cairo_scale(cr, scale, scale);
}

/* By quarters to the right. */
static inline void
scan_turn(Scan *scan, guint quarters)
{
	int width = cairo_image_surface_get_width(scan->surface);
	int height = cairo_image_surface_get_height(scan->surface);
	gboolean is_odd = quarters % 2 == 1;
	cairo_surface_t *turned = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, is_odd ? height : width, is_odd ? width : height);
	cairo_t *cr = cairo_create(turned);

	cairo_translate(cr, (is_odd ? height : width) / 2.0, (is_odd ? width : height) / 2.0);
	cairo_rotate(cr, quarters * G_PI / 2);
	cairo_set_source_surface(cr, scan->surface, -width / 2.0, -height / 2.0);
	cairo_paint(cr);
	double scale = scan->scale;
	guint32 chance = scan->chance;
	scan_clear(scan);
	*scan = (Scan){turned, cr, scale, chance};
	cairo_identity_matrix(cr);
	cairo_scale(cr, scale, scale);
}

static inline void
scan_blur_rows(guint8 *pixels, int width, int height, gsize step, gsize stride)
{
	for (int y = 0; y < height; y++)
		for (int channel = 0; channel < 3; channel++) {
			guint8 *at = pixels + (gsize)y * stride + channel;
			guint before = at[0];
			for (int x = 0; x < width; x++) {
				guint here = at[(gsize)x * step];
				guint after = x + 1 < width ? at[(gsize)(x + 1) * step] : here;
				at[(gsize)x * step] = (guint8)((before + 2 * here + after + 2) / 4);
				before = here;
			}
		}
}

/* A lens out of focus: `times` passes of a small filter. */
static inline void
scan_blur(Scan *scan, guint times)
{
	cairo_surface_flush(scan->surface);
	guint8 *pixels = cairo_image_surface_get_data(scan->surface);
	int width = cairo_image_surface_get_width(scan->surface);
	int height = cairo_image_surface_get_height(scan->surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(scan->surface);

	for (guint i = 0; i < times; i++) {
		scan_blur_rows(pixels, width, height, 4, stride);
		scan_blur_rows(pixels, height, width, stride, 4);
	}
	cairo_surface_mark_dirty(scan->surface);
}

/*
 * `noise` is the greatest change of a pixel in 255ths; `shade` how much darker the far corner is;
 * `gray` leaves no colour.
 */
static inline void
scan_wear(Scan *scan, double noise, double shade, gboolean gray)
{
	cairo_surface_flush(scan->surface);
	guint8 *pixels = cairo_image_surface_get_data(scan->surface);
	int width = cairo_image_surface_get_width(scan->surface);
	int height = cairo_image_surface_get_height(scan->surface);
	int stride = cairo_image_surface_get_stride(scan->surface);

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			guint8 *pixel = pixels + (gsize)y * stride + (gsize)x * 4;
			double light = 1 - shade * ((double)x / width + (double)y / height) / 2;
			double change = (scan_chance(scan) - 0.5) * 2 * noise;
			double mean = 0.114 * pixel[0] + 0.587 * pixel[1] + 0.299 * pixel[2];
			for (int i = 0; i < 3; i++) {
				double value = (gray ? mean : pixel[i]) * light + change;
				pixel[i] = (guint8)CLAMP(value, 0, 255);
			}
		}
	cairo_surface_mark_dirty(scan->surface);
}

static inline cairo_status_t
scan_take(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* A PNG file without a resolution.  Caller unrefs. */
static inline GByteArray *
scan_png(Scan *scan)
{
	GByteArray *png = g_byte_array_new();

	cairo_surface_flush(scan->surface);
	cairo_surface_write_to_png_stream(scan->surface, scan_take, png);
	return png;
}
