/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/seal.h"

#include <math.h>
#include <pango/pangocairo.h>

#define RADIUS 52.0
#define NAME_ARC (1.5 * G_PI) /* of the ring, what the name takes */

static void
draw_star(cairo_t *cr, double radius)
{
	for (guint i = 0; i < 10; i++) {
		double angle = -G_PI / 2 + i * G_PI / 5;
		double reach = i % 2 == 0 ? radius : radius * 0.382;

		cairo_line_to(cr, reach * cos(angle), reach * sin(angle));
	}
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
draw_character(cairo_t *cr, PangoLayout *layout, const char *character, double angle)
{
	int width;

	pango_layout_set_text(layout, character, (int)(g_utf8_next_char(character) - character));
	pango_layout_get_size(layout, &width, NULL);
	cairo_save(cr);
	cairo_rotate(cr, angle);
	cairo_move_to(cr, -(double)width / PANGO_SCALE / 2, -RADIUS + 4);
	pango_cairo_layout_path(cr, layout);
	cairo_fill(cr);
	cairo_restore(cr);
}

void
sample_seal_draw(cairo_t *cr, double x, double y, const char *organisation)
{
	g_autoptr(PangoLayout) layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_from_string("Noto Serif CJK SC 8");
	glong length = g_utf8_strlen(organisation, -1);
	const char *character = organisation;

	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_set_source_rgba(cr, 0.83, 0.06, 0.09, 0.85);
	cairo_set_line_width(cr, 2.6);
	cairo_new_path(cr);
	cairo_arc(cr, 0, 0, RADIUS, 0, 2 * G_PI);
	cairo_stroke(cr);
	draw_star(cr, RADIUS * 0.32);
	for (glong i = 0; i < length; i++, character = g_utf8_next_char(character))
		draw_character(cr, layout, character,
			       NAME_ARC * ((i + 0.5) / (double)length - 0.5));
	cairo_restore(cr);
}
