/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/drawing.h"
#include "plugins/pdf/specimen.h"

#include <dlfcn.h>
#include <math.h>

/* a page draws a few hundred rules; a map or a chart draws millions of strokes that are none */
#define MAX_RULES 20000
#define MAX_POINTS 65536
/* parts of a path that count as a shape of their own: many letters may be one path */
#define POINTS_OF_SHAPE 12
/* of a page in strips; what is beyond does not change what is done */
#define MAX_PICTURES 4096
#define MAX_PLACE 1e5 /* points */
/* points; what is thicker is a shaded box, and what is shorter part of a letter or an icon */
#define MAX_THICKNESS 4.0
#define MIN_LENGTH 4.0
/* masks take a bitmap of the size of the page, so that it is scaled down to these pixels */
#define MAX_SURFACE 600.0
#define MAX_IMAGE 128
/* The fullest page of a newspaper has 50,000 glyphs, the plan of a city a million strokes: what
 * goes on after these goes on for ever. */
#define MAX_DRAWN 300000
#define MAX_CALLS 2000000

typedef void *CreateTransform(void *, guint32, void *, guint32, guint32, guint32);

typedef struct {
	void (*save)(cairo_t *);
	void (*fill)(cairo_t *);
	void (*stroke)(cairo_t *);
	void (*paint)(cairo_t *);
	void (*paint_with_alpha)(cairo_t *, double);
	void (*mask)(cairo_t *, cairo_pattern_t *);
	void (*show_glyphs)(cairo_t *, const cairo_glyph_t *, int);
	void (*show_text_glyphs)(cairo_t *, const char *, int, const cairo_glyph_t *, int,
				 const cairo_text_cluster_t *, int, cairo_text_cluster_flags_t);
	void (*glyph_path)(cairo_t *, const cairo_glyph_t *, int);
	cairo_surface_t *(*get_group_target)(cairo_t *);
	cairo_surface_t *(*image_surface_create)(cairo_format_t, int, int);
	CreateTransform *create_transform; /* NULL where Poppler does without lcms */
} CairoCalls;

typedef struct {
	cairo_t *cairo; /* of the page itself; patterns and masks draw on others */
	double scale;
	guint n_points;
	gboolean makes_mask;
	guint n_shown, n_outlined; /* glyphs; those of outlined letters are often shown as well */
	guint64 n_drawn;           /* of both, seen or not */
	guint n_calls;
	PdfTap *tap; /* may be NULL */
	PdfDrawing *drawing;
} Watch;

static CairoCalls calls;
/* extractors run one at a time in a child of their own */
static Watch *watch;

void
pdf_drawing_free(PdfDrawing *drawing)
{
	if (!drawing)
		return;
	g_array_unref(drawing->rules);
	g_array_unref(drawing->pictures);
	pdf_ink_free(drawing->ink);
	g_free(drawing);
}

static void
add_rule(gboolean vertical, double at, double from, double to)
{
	PdfRule rule = {vertical, at, MIN(from, to), MAX(from, to)};

	if (watch->drawing->rules->len >= MAX_RULES || !isfinite(at) || !isfinite(from) ||
	    !isfinite(to) || rule.to - rule.from < MIN_LENGTH)
		return;
	g_array_append_val(watch->drawing->rules, rule);
}

/* A thin box is a rule; the edges of a thick one part cells as rules do. */
static void
add_box(VetBox box)
{
	double width = box.x1 - box.x0;
	double height = box.y1 - box.y0;

	if (width < 0 || height < 0)
		return;
	if (height <= MAX_THICKNESS && height <= width) {
		add_rule(FALSE, (box.y0 + box.y1) / 2, box.x0, box.x1);
	} else if (width <= MAX_THICKNESS) {
		add_rule(TRUE, (box.x0 + box.x1) / 2, box.y0, box.y1);
	} else {
		add_rule(FALSE, box.y0, box.x0, box.x1);
		add_rule(FALSE, box.y1, box.x0, box.x1);
		add_rule(TRUE, box.x0, box.y0, box.y1);
		add_rule(TRUE, box.x1, box.y0, box.y1);
	}
}

static void
to_page(double *x, double *y)
{
	cairo_user_to_device(watch->cairo, x, y);
	*x /= watch->scale;
	*y /= watch->scale;
}

/* The box on the page around one in user space. */
static VetBox
box_on_page(const double x[2], const double y[2])
{
	VetBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

	for (guint i = 0; i < 4; i++) {
		double px = x[i & 1], py = y[i >> 1];
		to_page(&px, &py);
		box = (VetBox){MIN(box.x0, px), MIN(box.y0, py), MAX(box.x1, px), MAX(box.y1, py)};
	}
	return box;
}

static VetBox
clip_box(void)
{
	double x[2], y[2];

	cairo_clip_extents(watch->cairo, &x[0], &y[0], &x[1], &y[1]);
	return box_on_page(x, y);
}

/* A highlighter darkens what is below it and leaves it to be read. */
static gboolean
covers(void)
{
	return cairo_get_operator(watch->cairo) == CAIRO_OPERATOR_OVER;
}

static VetBox
clipped(VetBox box, VetBox clip)
{
	return (VetBox){MAX(box.x0, clip.x0), MAX(box.y0, clip.y0), MIN(box.x1, clip.x1),
			MIN(box.y1, clip.y1)};
}

static PdfColour
colour(void)
{
	PdfColour found;

	if (cairo_pattern_get_rgba(cairo_get_source(watch->cairo), &found.red, &found.green,
				   &found.blue, &found.alpha) != CAIRO_STATUS_SUCCESS)
		found.alpha = -1;
	return found;
}

/* White on the page's white shows nothing; a pattern is taken to show something. */
static gboolean
is_visible(void)
{
	double red, green, blue, alpha;
	cairo_pattern_t *source = cairo_get_source(watch->cairo);

	if (cairo_pattern_get_rgba(source, &red, &green, &blue, &alpha) != CAIRO_STATUS_SUCCESS)
		return TRUE;
	return alpha > 0.02 && MIN(red, MIN(green, blue)) < 0.985;
}

/* Seals are stamped in vermilion to crimson; orange and pink are not taken for it. */
static gboolean
is_red(void)
{
	double red, green, blue, alpha;
	cairo_pattern_t *source = cairo_get_source(watch->cairo);

	if (cairo_pattern_get_rgba(source, &red, &green, &blue, &alpha) != CAIRO_STATUS_SUCCESS)
		return FALSE;
	return alpha > 0.02 && red > 0.45 && red - MAX(green, blue) > 0.25;
}

static gboolean
is_within(VetBox box, double limit)
{
	return isfinite(box.x0) && isfinite(box.y0) && isfinite(box.x1) && isfinite(box.y1) &&
	       fabs(box.x0) < limit && fabs(box.y0) < limit && fabs(box.x1) < limit &&
	       fabs(box.y1) < limit;
}

static void
see_red(VetBox box)
{
	VetBox seen = clipped(box, clip_box());

	if (is_within(seen, MAX_PLACE) && is_red())
		watch->drawing->red = vet_box_union(watch->drawing->red, seen);
}

/* A picture fills the unit square of user space. */
static void
see_picture(void)
{
	static const double unit[2] = {0, 1};
	VetBox seen = clipped(box_on_page(unit, unit), clip_box());

	if (is_within(seen, MAX_PLACE) && !vet_box_is_empty(seen) &&
	    watch->drawing->pictures->len < MAX_PICTURES)
		g_array_append_val(watch->drawing->pictures, seen);
	pdf_ink_picture(watch->drawing->ink, seen);
}

typedef struct {
	VetBox box;
	guint n_points;
	guint n_slanted; /* sides along neither axis */
	gboolean curved;
	double x, y; /* where the pen is */
} Outline;

static void
outline_begin(Outline *outline, double x, double y)
{
	*outline = (Outline){.box = {x, y, x, y}, .n_points = 1, .x = x, .y = y};
}

static void
outline_line(Outline *outline, double x, double y)
{
	if (fabs(x - outline->x) > 1 && fabs(y - outline->y) > 1)
		outline->n_slanted++;
	outline->box = (VetBox){MIN(outline->box.x0, x), MIN(outline->box.y0, y),
				MAX(outline->box.x1, x), MAX(outline->box.y1, y)};
	outline->x = x;
	outline->y = y;
	outline->n_points++;
}

static void
outline_fill(const Outline *outline, VetBox clip)
{
	VetBox box = outline->box;
	gboolean thin = MIN(box.x1 - box.x0, box.y1 - box.y0) <= MAX_THICKNESS;

	if (outline->n_points > 1 && is_visible())
		see_red(box);
	if (outline->n_points >= 4 && outline->n_points <= 6 && outline->n_slanted == 0 &&
	    !outline->curved && covers())
		pdf_ink_fill(watch->drawing->ink, clipped(box, clip), colour());
	if (!is_visible())
		return;
	/* mitred borders are thin trapezoids; a thick shape counts only as a rectangle */
	if (outline->n_points < 3 || outline->curved)
		return;
	if (thin || (outline->n_slanted == 0 && outline->n_points <= 6))
		add_box(clipped(box, clip));
}

static void
read_fill(const cairo_path_t *path)
{
	Outline outline = {0};
	VetBox clip = clip_box();

	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		const cairo_path_data_t *data = &path->data[i];
		double x = 0, y = 0;
		if (data->header.length > 1) {
			x = data[data->header.length - 1].point.x;
			y = data[data->header.length - 1].point.y;
			to_page(&x, &y);
		}
		switch (data->header.type) {
		case CAIRO_PATH_MOVE_TO:
			outline_fill(&outline, clip);
			outline_begin(&outline, x, y);
			break;
		case CAIRO_PATH_CURVE_TO:
			outline.curved = TRUE;
			outline_line(&outline, x, y);
			break;
		case CAIRO_PATH_LINE_TO:
			outline_line(&outline, x, y);
			break;
		case CAIRO_PATH_CLOSE_PATH:
			break;
		}
	}
	outline_fill(&outline, clip);
}

/* One straight side of a stroked path; a very wide pen draws a box with it. */
static void
stroke_side(double x0, double y0, double x1, double y1, double pen, VetBox clip)
{
	double half = pen / 2;
	VetBox box = {MIN(x0, x1), MIN(y0, y1), MAX(x0, x1), MAX(y0, y1)};

	if (fabs(y1 - y0) <= 1 && fabs(x1 - x0) > fabs(y1 - y0)) {
		box.y0 -= half;
		box.y1 += half;
	} else if (fabs(x1 - x0) <= 1) {
		box.x0 -= half;
		box.x1 += half;
	} else {
		return;
	}
	add_box(clipped(box, clip));
}

static void
read_stroke(const cairo_path_t *path)
{
	VetBox clip = clip_box();
	double start_x = 0, start_y = 0, x = 0, y = 0;
	double pen_x = cairo_get_line_width(watch->cairo), pen_y = 0;

	cairo_user_to_device_distance(watch->cairo, &pen_x, &pen_y);
	double pen = hypot(pen_x, pen_y) / watch->scale;
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		const cairo_path_data_t *data = &path->data[i];
		double to_x = start_x, to_y = start_y;
		if (data->header.length > 1) {
			to_x = data[data->header.length - 1].point.x;
			to_y = data[data->header.length - 1].point.y;
			to_page(&to_x, &to_y);
		}
		if (data->header.type == CAIRO_PATH_MOVE_TO) {
			start_x = to_x;
			start_y = to_y;
		} else {
			see_red((VetBox){MIN(x, to_x) - pen, MIN(y, to_y) - pen, MAX(x, to_x) + pen,
					 MAX(y, to_y) + pen});
			if (data->header.type != CAIRO_PATH_CURVE_TO)
				stroke_side(x, y, to_x, to_y, pen, clip);
		}
		x = to_x;
		y = to_y;
	}
}

static void
count_call(void)
{
	if (++watch->n_calls > MAX_CALLS && watch->tap)
		pdf_tap_shut(watch->tap, "draws more than 2,000,000 times (fixed cap)");
}

/* A stroke in the colour of the page shows nothing; a fill covers what is below. */
static void
read_path(cairo_t *cairo, void (*read)(const cairo_path_t *path))
{
	count_call();
	if (cairo == watch->cairo && watch->n_points < MAX_POINTS &&
	    (read == read_fill || is_visible())) {
		cairo_path_t *path = cairo_copy_path(cairo);
		watch->n_points += MAX(path->num_data, 0);
		if (is_visible())
			watch->drawing->n_shapes +=
				(MAX(path->num_data, 0) + POINTS_OF_SHAPE - 1) / POINTS_OF_SHAPE;
		if (path->status == CAIRO_STATUS_SUCCESS)
			read(path);
		cairo_path_destroy(path);
	}
	cairo_new_path(cairo);
}

/* A glyph may reach over the edge that its origin is behind. */
static gboolean
is_on_page(double x, double y, VetBox clip)
{
	return x >= clip.x0 - 1 && x <= clip.x1 + 1 && y >= clip.y0 - 1 && y <= clip.y1 + 1;
}

/* What stands outside the clip is not told as text either. */
static void
count_glyphs(cairo_t *cairo, const cairo_glyph_t *glyphs, int n_glyphs, guint *count)
{
	if (cairo != watch->cairo || n_glyphs <= 0)
		return;
	watch->n_drawn += n_glyphs;
	if (watch->n_drawn > MAX_DRAWN) {
		if (watch->tap)
			pdf_tap_shut(watch->tap, "shows more than 300,000 characters (fixed cap)");
		return;
	}
	VetBox clip = clip_box();
	PdfColour now = colour();
	double x = 0, y = 0;
	for (int i = n_glyphs - 1; i >= 0; i--) {
		x = glyphs[i].x;
		y = glyphs[i].y;
		to_page(&x, &y);
		pdf_ink_glyph(watch->drawing->ink, x, y, now, !is_on_page(x, y, clip));
	}
	if (is_on_page(x, y, clip))
		*count += n_glyphs;
	see_red((VetBox){x, y - 1, x + 1, y});
}

/* --- cairo's functions as Poppler sees them --- */

void
cairo_save(cairo_t *cairo)
{
	if (watch)
		count_call();
	calls.save(cairo);
}

void
cairo_fill(cairo_t *cairo)
{
	if (watch)
		read_path(cairo, read_fill);
	else
		calls.fill(cairo);
}

void
cairo_stroke(cairo_t *cairo)
{
	if (watch)
		read_path(cairo, read_stroke);
	else
		calls.stroke(cairo);
}

/* A group or a picture, whose parts were seen when they were drawn. */
static gboolean
paints_surface(cairo_t *cairo)
{
	return cairo_pattern_get_type(cairo_get_source(cairo)) == CAIRO_PATTERN_TYPE_SURFACE;
}

void
cairo_paint(cairo_t *cairo)
{
	if (!watch)
		calls.paint(cairo);
	else if (!paints_surface(cairo) && is_visible())
		watch->drawing->n_shapes++;
}

void
cairo_paint_with_alpha(cairo_t *cairo, double alpha)
{
	if (!watch)
		calls.paint_with_alpha(cairo, alpha);
}

void
cairo_mask(cairo_t *cairo, cairo_pattern_t *pattern)
{
	if (!watch)
		calls.mask(cairo, pattern);
	else if (!paints_surface(cairo))
		watch->drawing->n_shapes++;
}

void
cairo_show_glyphs(cairo_t *cairo, const cairo_glyph_t *glyphs, int n_glyphs)
{
	if (watch)
		count_glyphs(cairo, glyphs, n_glyphs, &watch->n_shown);
	else
		calls.show_glyphs(cairo, glyphs, n_glyphs);
}

void
cairo_show_text_glyphs(cairo_t *cairo, const char *utf8, int utf8_length,
		       const cairo_glyph_t *glyphs, int n_glyphs,
		       const cairo_text_cluster_t *clusters, int n_clusters,
		       cairo_text_cluster_flags_t flags)
{
	if (watch)
		count_glyphs(cairo, glyphs, n_glyphs, &watch->n_shown);
	else
		calls.show_text_glyphs(cairo, utf8, utf8_length, glyphs, n_glyphs, clusters,
				       n_clusters, flags);
}

/* Outlines of letters are neither rules nor cheap. */
void
cairo_glyph_path(cairo_t *cairo, const cairo_glyph_t *glyphs, int n_glyphs)
{
	if (watch)
		count_glyphs(cairo, glyphs, n_glyphs, &watch->n_outlined);
	else
		calls.glyph_path(cairo, glyphs, n_glyphs);
}

/* Poppler asks for it only where it makes a mask of a group; it then needs the bitmap it asks for
 * next. */
cairo_surface_t *
cairo_get_group_target(cairo_t *cairo)
{
	if (watch)
		watch->makes_mask = TRUE;
	return calls.get_group_target(cairo);
}

/* Poppler gives up a picture that has no surface before it decodes it, which is what takes the
 * time. */
cairo_surface_t *
cairo_image_surface_create(cairo_format_t format, int width, int height)
{
	if (watch && !watch->makes_mask) {
		see_picture();
		if (width > MAX_IMAGE || height > MAX_IMAGE)
			width = height = -1;
	}
	if (watch)
		watch->makes_mask = FALSE;
	return calls.image_surface_create(format, width, height);
}

/*
 * Of lcms, whose header is not needed for it.  Poppler makes four for each page, whether it shows
 * colours or not, which takes longer than the text of many a page; without one, it takes the colours
 * as they are, and they need not be true here.
 */
CreateTransform cmsCreateTransform;

void *
cmsCreateTransform(void *from, guint32 from_format, void *to, guint32 to_format, guint32 intent,
		   guint32 flags)
{
	return watch || !calls.create_transform
		       ? NULL
		       : calls.create_transform(from, from_format, to, to_format, intent, flags);
}

/* --- the whole --- */

PdfDrawing *
pdf_drawing_new(PopplerPage *page, PdfTap *tap)
{
	double width, height;
	PdfDrawing *drawing = g_new0(PdfDrawing, 1);
	Watch now = {.scale = 1, .tap = tap, .drawing = drawing};

	drawing->rules = g_array_new(FALSE, FALSE, sizeof(PdfRule));
	drawing->pictures = g_array_new(FALSE, FALSE, sizeof(VetBox));
	drawing->ink = pdf_ink_new();
	poppler_page_get_size(page, &width, &height);
	if (!(width > 0 && height > 0 && isfinite(width) && isfinite(height)))
		return drawing;
	now.scale = MIN(1, MAX_SURFACE / MAX(width, height));
	cairo_rectangle_t extents = {0, 0, width * now.scale, height * now.scale};
	cairo_surface_t *surface =
		cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
	now.cairo = cairo_create(surface);
	cairo_scale(now.cairo, now.scale, now.scale);
	watch = &now;
	if (tap)
		pdf_tap_begin_page(tap);
	poppler_page_render(page, now.cairo);
	if (tap)
		pdf_tap_end_page(tap);
	watch = NULL;
	drawing->n_glyphs = MAX(now.n_shown, now.n_outlined);
	cairo_destroy(now.cairo);
	cairo_surface_destroy(surface);
	return drawing;
}

static gboolean
look_up_calls(GError **error)
{
	const struct {
		const char *name;
		void *target;
	} rows[] = {
		{"cairo_save", &calls.save},
		{"cairo_fill", &calls.fill},
		{"cairo_stroke", &calls.stroke},
		{"cairo_paint", &calls.paint},
		{"cairo_paint_with_alpha", &calls.paint_with_alpha},
		{"cairo_mask", &calls.mask},
		{"cairo_show_glyphs", &calls.show_glyphs},
		{"cairo_show_text_glyphs", &calls.show_text_glyphs},
		{"cairo_glyph_path", &calls.glyph_path},
		{"cairo_get_group_target", &calls.get_group_target},
		{"cairo_image_surface_create", &calls.image_surface_create},
	};
	/* by handle: RTLD_NEXT does not see the libraries of an object that was itself opened late
	 */
	void *cairo = dlopen("libcairo.so.2", RTLD_LAZY | RTLD_LOCAL | RTLD_NOLOAD);

	if (!cairo) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
				    "pdf: libcairo.so.2 is not loaded: install libcairo2");
		return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		void *symbol = dlsym(cairo, rows[i].name);
		if (!symbol) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "pdf: libcairo.so.2 has no %s: install libcairo2 1.16",
				    rows[i].name);
			return FALSE;
		}
		memcpy(rows[i].target, &symbol, sizeof(symbol));
	}
	void *lcms = dlopen("liblcms2.so.2", RTLD_LAZY | RTLD_LOCAL | RTLD_NOLOAD);
	void *symbol = lcms ? dlsym(lcms, "cmsCreateTransform") : NULL;
	memcpy(&calls.create_transform, &symbol, sizeof(symbol));
	return TRUE;
}

gboolean
pdf_drawing_prepare(GError **error)
{
	if (!look_up_calls(error))
		return FALSE;
	g_autoptr(PopplerDocument) specimen = pdf_specimen_open(error);
	if (!specimen)
		return FALSE;
	g_autoptr(PopplerPage) page = poppler_document_get_page(specimen, 0);
	g_autoptr(PdfDrawing) drawing = pdf_drawing_new(page, NULL);
	if (drawing->rules->len == 0) {
		g_set_error_literal(
			error, VET_ERROR, VET_ERROR_CONFIG,
			"pdf: the rules of a page cannot be seen, because this program was "
			"linked with cairo itself: load the plugin in a program that is not");
		return FALSE;
	}
	return TRUE;
}
