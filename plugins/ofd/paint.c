/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/paint.h"

#include <math.h>
#include <string.h>

#include "plugins/ofd/picture.h"

#define MAX_GLYPHS 300000
#define MAX_PICTURES 200
#define MAX_PICTURE_BYTES (64 * 1024 * 1024)
/* points: no place on a page is beyond, and cairo's own numbers end at 8 million pixels */
#define MAX_PLACE 60000.0
/* of all dashed lines of a page */
#define MAX_DASHES 200000.0
#define MAX_DASH_NUMBERS 16
/* of one path: lines that cross each other cost more than as many that do not */
#define MAX_PATH_POINTS 20000
#define MIN_PIXELS 0.6 /* of a line: thinner ones vanish */

struct _OfdPaint {
	OfdPackage *package;
	OfdFonts *fonts;
	double dpi, scale;
	VetBox area;
	VetBox box, clip; /* of the outer page; empty: this is the page */
	cairo_surface_t *surface;
	cairo_t *cairo; /* NULL until a page is begun */
	guint n_glyphs, n_pictures;
	/* of the path so far, in points */
	double x, y, start_x, start_y, length;
	guint n_points;
	double n_dashes;
	/* the picture that was decoded last: many a writer repeats one */
	const OfdMedia *media;
	cairo_surface_t *picture;
};

OfdPaint *
ofd_paint_new(OfdPackage *package, const OfdResources *resources, double dpi)
{
	OfdPaint *paint = g_new0(OfdPaint, 1);

	paint->package = package;
	paint->fonts = ofd_fonts_new(package, resources);
	paint->dpi = dpi;
	return paint;
}

OfdPaint *
ofd_paint_new_within(OfdPaint *outer, OfdPackage *package, const OfdResources *resources,
		     VetBox box, VetBox clip)
{
	if (!outer->cairo || vet_box_is_empty(box) || outer->n_pictures++ >= MAX_PICTURES)
		return NULL;
	OfdPaint *paint = ofd_paint_new(package, resources, outer->dpi);
	paint->surface = cairo_surface_reference(outer->surface);
	paint->scale = outer->scale;
	paint->box = box;
	paint->clip = clip;
	return paint;
}

void
ofd_paint_free(OfdPaint *paint)
{
	if (!paint)
		return;
	g_clear_pointer(&paint->cairo, cairo_destroy);
	g_clear_pointer(&paint->surface, cairo_surface_destroy);
	g_clear_pointer(&paint->picture, cairo_surface_destroy);
	ofd_fonts_free(paint->fonts);
	g_free(paint);
}

static void
clip_to(cairo_t *cairo, VetBox box)
{
	if (vet_box_is_empty(box))
		return;
	cairo_rectangle(cairo, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
	cairo_clip(cairo);
}

static void
begin_cairo(OfdPaint *paint)
{
	VetBox box = paint->box;

	g_clear_pointer(&paint->cairo, cairo_destroy);
	paint->cairo = cairo_create(paint->surface);
	cairo_scale(paint->cairo, paint->scale, paint->scale);
	if (vet_box_is_empty(box))
		return;
	clip_to(paint->cairo, paint->clip);
	cairo_translate(paint->cairo, box.x0, box.y0);
	cairo_scale(paint->cairo, (box.x1 - box.x0) / paint->area.x1,
		    (box.y1 - box.y0) / paint->area.y1);
}

/* FALSE without a page.  After a fault, as of a broken font, cairo would paint nothing any more. */
static gboolean
is_ready(OfdPaint *paint)
{
	if (paint->cairo && cairo_status(paint->cairo) != CAIRO_STATUS_SUCCESS)
		begin_cairo(paint);
	return paint->cairo != NULL;
}

void
ofd_paint_begin(OfdPaint *paint, double width, double height)
{
	double scale = vet_picture_scale(width, height, paint->dpi);

	if (!(scale > 0) || paint->cairo)
		return;
	paint->area = (VetBox){0, 0, width, height};
	if (paint->surface) {
		begin_cairo(paint);
		return;
	}
	paint->scale = scale;
	paint->surface =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX((int)ceil(width * scale), 1),
					   MAX((int)ceil(height * scale), 1));
	begin_cairo(paint);
	cairo_set_source_rgb(paint->cairo, 1, 1, 1);
	cairo_paint(paint->cairo);
}

gboolean
ofd_paint_pixels(OfdPaint *paint, VetPicture *ret_picture)
{
	if (!paint->cairo || cairo_surface_status(paint->surface) != CAIRO_STATUS_SUCCESS)
		return FALSE;
	cairo_surface_flush(paint->surface);
	*ret_picture = (VetPicture){
		.pixels = cairo_image_surface_get_data(paint->surface),
		.width = (guint)cairo_image_surface_get_width(paint->surface),
		.height = (guint)cairo_image_surface_get_height(paint->surface),
		.stride = (gsize)cairo_image_surface_get_stride(paint->surface),
		.format = VET_PIXEL_XRGB32,
		.box = paint->area,
	};
	return ret_picture->pixels != NULL;
}

/* A pattern or a gradient is not painted as it is: as something that is there. */
static void
set_color(OfdPaint *paint, OfdColor color, double unknown)
{
	double alpha = color.alpha / 255.0;

	if (color.known)
		cairo_set_source_rgba(paint->cairo, color.red / 255.0, color.green / 255.0,
				      color.blue / 255.0, alpha);
	else
		cairo_set_source_rgba(paint->cairo, unknown, unknown, unknown, alpha);
}

/* FALSE when cairo could not invert it, after which it would paint nothing any more. */
static gboolean
transform(OfdPaint *paint, const OfdMatrix *matrix)
{
	double determinant = matrix->a * matrix->d - matrix->b * matrix->c;
	cairo_matrix_t map;

	if (!isfinite(determinant) || fabs(determinant) < 1e-9 || fabs(determinant) > 1e12 ||
	    !(fabs(matrix->e) < MAX_PLACE) || !(fabs(matrix->f) < MAX_PLACE))
		return FALSE;
	cairo_matrix_init(&map, matrix->a, matrix->b, matrix->c, matrix->d, matrix->e, matrix->f);
	cairo_transform(paint->cairo, &map);
	return TRUE;
}

/* --- text --- */

static void
show(OfdPaint *paint, const OfdStroke *stroke, cairo_font_face_t *face, guint glyph)
{
	const cairo_glyph_t glyphs = {.index = glyph};
	OfdMatrix place = ofd_matrix_multiply(
		(OfdMatrix){stroke->h_scale, 0, 0, 1, 0, 0},
		(OfdMatrix){cos(stroke->turn * G_PI_2), sin(stroke->turn * G_PI_2),
			    -sin(stroke->turn * G_PI_2), cos(stroke->turn * G_PI_2), stroke->x,
			    stroke->y});

	place = ofd_matrix_multiply(place, stroke->matrix);
	double size = stroke->size * sqrt(fabs(place.a * place.d - place.b * place.c));
	/* no larger than a page is: FreeType would draw it in full */
	if (!(size > 0 && size < MAX_PLACE / 16) || paint->n_glyphs++ >= MAX_GLYPHS)
		return;
	cairo_save(paint->cairo);
	if (transform(paint, &place)) {
		set_color(paint, stroke->color, 0);
		cairo_set_font_face(paint->cairo, face);
		cairo_set_font_size(paint->cairo, stroke->size);
		cairo_show_glyphs(paint->cairo, &glyphs, 1);
	}
	cairo_restore(paint->cairo);
}

void
ofd_paint_character(OfdPaint *paint, const OfdStroke *stroke, gunichar character)
{
	guint glyph;
	cairo_font_face_t *face =
		is_ready(paint)
			? ofd_fonts_find_character(paint->fonts, stroke->font, character, &glyph)
			: NULL;

	if (face)
		show(paint, stroke, face, glyph);
}

gboolean
ofd_paint_glyph(OfdPaint *paint, const OfdStroke *stroke, guint glyph)
{
	cairo_font_face_t *face =
		is_ready(paint) ? ofd_fonts_find_glyph(paint->fonts, stroke->font, glyph) : NULL;

	if (face)
		show(paint, stroke, face, glyph);
	return face != NULL;
}

/* --- paths --- */

static void
place(const OfdMatrix *matrix, const double *numbers, double *ret_x, double *ret_y)
{
	*ret_x = numbers[0];
	*ret_y = numbers[1];
	ofd_matrix_apply(matrix, ret_x, ret_y);
	*ret_x = CLAMP(*ret_x, -MAX_PLACE, MAX_PLACE);
	*ret_y = CLAMP(*ret_y, -MAX_PLACE, MAX_PLACE);
}

static void
curve(OfdPaint *paint, const OfdMatrix *matrix, const double *numbers)
{
	double x[3], y[3];

	for (guint i = 0; i < 3; i++)
		place(matrix, numbers + (gsize)i * 2, &x[i], &y[i]);
	cairo_curve_to(paint->cairo, x[0], y[0], x[1], y[1], x[2], y[2]);
}

/* One control point as two. */
static void
quadratic(OfdPaint *paint, const OfdMatrix *matrix, const double *numbers)
{
	double x, y, end_x, end_y;

	place(matrix, numbers, &x, &y);
	place(matrix, numbers + 2, &end_x, &end_y);
	cairo_curve_to(paint->cairo, paint->x + (x - paint->x) * 2 / 3,
		       paint->y + (y - paint->y) * 2 / 3, end_x + (x - end_x) * 2 / 3,
		       end_y + (y - end_y) * 2 / 3, end_x, end_y);
}

/*
 * A: rx ry angle large sweep x y, as in SVG; its centre by SVG 1.1, F.6.5.  `from` is the place of the pen in
 * the object's space.
 */
static void
arc(OfdPaint *paint, const OfdMatrix *matrix, const double *from, const double *numbers)
{
	double rx = fabs(numbers[0]), ry = fabs(numbers[1]), angle = numbers[2] * G_PI / 180;
	double cosine = cos(angle), sine = sin(angle);
	double dx = (from[0] - numbers[5]) / 2, dy = (from[1] - numbers[6]) / 2;
	double x = cosine * dx + sine * dy, y = cosine * dy - sine * dx;
	double stretch = x * x / (rx * rx) + y * y / (ry * ry);

	if (!(stretch > 0) || !isfinite(stretch))
		return;
	if (stretch > 1) {
		rx *= sqrt(stretch);
		ry *= sqrt(stretch);
		stretch = 1;
	}
	double off = sqrt(1 / stretch - 1) * ((numbers[3] != 0) == (numbers[4] != 0) ? -1 : 1);
	double cx = off * rx * y / ry, cy = -off * ry * x / rx;
	double begin = atan2((y - cy) / ry, (x - cx) / rx);
	double end = atan2((-y - cy) / ry, (-x - cx) / rx);
	OfdMatrix circle = ofd_matrix_multiply(
		(OfdMatrix){rx * cosine, rx * sine, -ry * sine, ry * cosine,
			    cosine * cx - sine * cy + (from[0] + numbers[5]) / 2,
			    sine * cx + cosine * cy + (from[1] + numbers[6]) / 2},
		*matrix);

	cairo_save(paint->cairo);
	if (transform(paint, &circle)) {
		if (numbers[4] != 0)
			cairo_arc(paint->cairo, 0, 0, 1, begin, end);
		else
			cairo_arc_negative(paint->cairo, 0, 0, 1, begin, end);
	}
	cairo_restore(paint->cairo);
}

/* The pen's place in the object's space. */
static gboolean
pen_place(const OfdPaint *paint, const OfdMatrix *matrix, double *ret_place)
{
	cairo_matrix_t map;

	cairo_matrix_init(&map, matrix->a, matrix->b, matrix->c, matrix->d, matrix->e, matrix->f);
	if (cairo_matrix_invert(&map) != CAIRO_STATUS_SUCCESS)
		return FALSE;
	ret_place[0] = paint->x;
	ret_place[1] = paint->y;
	cairo_matrix_transform_point(&map, &ret_place[0], &ret_place[1]);
	return TRUE;
}

static void
end_subpath(OfdPaint *paint)
{
	cairo_close_path(paint->cairo);
	paint->length += hypot(paint->x - paint->start_x, paint->y - paint->start_y);
	paint->x = paint->start_x;
	paint->y = paint->start_y;
}

void
ofd_paint_operator(OfdPaint *paint, const OfdMatrix *matrix, char name, const double *numbers)
{
	static const struct {
		char name;
		guint end; /* where, among the numbers, it ends */
	} ends[] = {{'S', 0}, {'M', 0}, {'L', 0}, {'Q', 2}, {'B', 4}, {'A', 5}};
	double from[2], x = paint->x, y = paint->y;

	if (!is_ready(paint) || paint->n_points++ >= MAX_PATH_POINTS)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
		if (ends[i].name == name)
			place(matrix, numbers + ends[i].end, &x, &y);
	gboolean moves = name == 'S' || name == 'M' || !cairo_has_current_point(paint->cairo);
	if (name == 'C') {
		end_subpath(paint);
		return;
	}
	if (moves) {
		paint->start_x = x;
		paint->start_y = y;
		cairo_move_to(paint->cairo, x, y);
	} else if (name == 'B') {
		curve(paint, matrix, numbers);
	} else if (name == 'Q') {
		quadratic(paint, matrix, numbers);
	} else {
		if (name == 'A' && pen_place(paint, matrix, from))
			arc(paint, matrix, from, numbers);
		cairo_line_to(paint->cairo, x, y);
	}
	paint->length += moves ? 0 : hypot(x - paint->x, y - paint->y);
	paint->x = x;
	paint->y = y;
}

/* A pattern of dashes may be so fine that a line has millions of them: then it is whole. */
static void
set_dashes(OfdPaint *paint, const OfdPathLook *look)
{
	double dashes[MAX_DASH_NUMBERS], sum = 0;
	guint n = look->dashes ? node_numbers(look->dashes, dashes, MAX_DASH_NUMBERS) : 0;

	cairo_set_dash(paint->cairo, NULL, 0, 0);
	for (guint i = 0; i < n; i++) {
		dashes[i] = fabs(dashes[i]) * look->scale;
		sum += dashes[i];
	}
	if (n == 0 || !(sum > 0))
		return;
	paint->n_dashes += paint->length / sum * n;
	if (paint->n_dashes < MAX_DASHES)
		cairo_set_dash(paint->cairo, dashes, (int)n, 0);
}

static void
set_line(OfdPaint *paint, const OfdPathLook *look)
{
	gboolean round_cap = g_strcmp0(look->cap, "Round") == 0;
	gboolean round_join = g_strcmp0(look->join, "Round") == 0;

	cairo_set_line_width(paint->cairo, MAX(look->width, MIN_PIXELS / paint->scale));
	cairo_set_line_cap(paint->cairo, round_cap ? CAIRO_LINE_CAP_ROUND
					 : g_strcmp0(look->cap, "Square") == 0
						 ? CAIRO_LINE_CAP_SQUARE
						 : CAIRO_LINE_CAP_BUTT);
	cairo_set_line_join(paint->cairo, round_join ? CAIRO_LINE_JOIN_ROUND
					  : g_strcmp0(look->join, "Bevel") == 0
						  ? CAIRO_LINE_JOIN_BEVEL
						  : CAIRO_LINE_JOIN_MITER);
	set_dashes(paint, look);
}

void
ofd_paint_path(OfdPaint *paint, const OfdPathLook *look)
{
	if (!is_ready(paint))
		return;
	if (look->filled) {
		cairo_set_fill_rule(paint->cairo, look->even_odd ? CAIRO_FILL_RULE_EVEN_ODD
								 : CAIRO_FILL_RULE_WINDING);
		set_color(paint, look->fill, 0.85);
		cairo_fill_preserve(paint->cairo);
	}
	if (look->stroked) {
		set_line(paint, look);
		set_color(paint, look->stroke, 0.4);
		cairo_stroke_preserve(paint->cairo);
	}
	cairo_new_path(paint->cairo);
	paint->length = 0;
	paint->n_points = 0;
}

/* --- pictures --- */

static void
paint_surface(OfdPaint *paint, cairo_surface_t *picture, const OfdMatrix *matrix, double alpha)
{
	int width = cairo_image_surface_get_width(picture);
	int height = cairo_image_surface_get_height(picture);
	OfdMatrix map =
		ofd_matrix_multiply((OfdMatrix){1.0 / width, 0, 0, 1.0 / height, 0, 0}, *matrix);

	cairo_save(paint->cairo);
	if (transform(paint, &map)) {
		cairo_set_source_surface(paint->cairo, picture, 0, 0);
		/* no blur into the page beside it */
		cairo_pattern_set_extend(cairo_get_source(paint->cairo), CAIRO_EXTEND_PAD);
		cairo_rectangle(paint->cairo, 0, 0, width, height);
		cairo_clip(paint->cairo);
		cairo_paint_with_alpha(paint->cairo, CLAMP(alpha, 0, 255) / 255);
	}
	cairo_restore(paint->cairo);
}

void
ofd_paint_image(OfdPaint *paint, const OfdImage *image, double alpha)
{
	if (!is_ready(paint) || !image->media || !image->media->part || image->unseen)
		return;
	if (paint->media != image->media) {
		if (paint->n_pictures++ >= MAX_PICTURES)
			return;
		gboolean damaged;
		g_autoptr(GByteArray) bytes = ofd_package_read(paint->package, image->media->part,
							       MAX_PICTURE_BYTES, &damaged, NULL);
		g_clear_pointer(&paint->picture, cairo_surface_destroy);
		paint->media = image->media;
		paint->picture = bytes ? ofd_picture_surface(bytes->data, bytes->len) : NULL;
	}
	if (paint->picture)
		paint_surface(paint, paint->picture, &image->matrix, alpha);
}

void
ofd_paint_bytes(OfdPaint *paint, const guint8 *data, gsize length, VetBox box, VetBox clip)
{
	if (!is_ready(paint) || vet_box_is_empty(box) || paint->n_pictures++ >= MAX_PICTURES)
		return;
	cairo_surface_t *picture = ofd_picture_surface(data, length);
	OfdMatrix matrix = {box.x1 - box.x0, 0, 0, box.y1 - box.y0, box.x0, box.y0};
	if (!picture)
		return;
	cairo_save(paint->cairo);
	clip_to(paint->cairo, clip);
	paint_surface(paint, picture, &matrix, 255);
	cairo_restore(paint->cairo);
	cairo_surface_destroy(picture);
}
