/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/seals.h"

#include <math.h>
#include <string.h>

#include "plugins/recognise/circle.h"

#define MM 2.0 /* cells of a millimetre */
#define LEAST_SIDE (11 * MM)
#define LEAST_LENGTH (13 * MM)
#define GREATEST (64 * MM)
#define GREATEST_ASPECT 2.0
#define MIN_POINTS 60
#define MAX_BLOTS 4000
#define BINS 72
/* how far from the outline its ink may be, in radii */
#define SLACK 0.12
#define MIN_OUTLINE 0.72
/* of what lies within: less is a frame, more is a stain, an emblem or a picture */
#define MIN_WITHIN 0.02
#define MAX_WITHIN 0.6
#define MAX_SEARCHES 6

/* Ink that hangs together, as cells. */
typedef struct {
	GArray *points; /* of Dot */
	gint x0, y0, x1, y1;
} Blot;

typedef struct {
	double x, y;   /* middle */
	double a, b;   /* half sides along the turned axes */
	double turned; /* radians */
} Frame;

static void
blot_free(gpointer data)
{
	Blot *blot = data;

	g_array_unref(blot->points);
	g_free(blot);
}

/* --- blots --- */

static guint8 *
spread(const RedInk *red, const guint8 *ink, gint reach)
{
	gint width = (gint)red->width, height = (gint)red->height;
	guint8 *wide = g_try_malloc0((gsize)width * (gsize)height);

	for (gint y = 0; wide && y < height; y++)
		for (gint x = 0; x < width; x++) {
			if (!ink[(gsize)y * (gsize)width + (gsize)x])
				continue;
			for (gint v = MAX(y - reach, 0); v <= MIN(y + reach, height - 1); v++)
				memset(wide + (gsize)v * (gsize)width + MAX(x - reach, 0), 1,
				       (gsize)(MIN(x + reach, width - 1) - MAX(x - reach, 0) + 1));
		}
	return wide;
}

/* Takes one blot out of `wide`, starting where it was found. */
static Blot *
gather(const RedInk *red, const guint8 *ink, guint8 *wide, GArray *stack, guint at)
{
	Blot *blot = g_new0(Blot, 1);
	guint width = MAX(red->width, 1);

	*blot = (Blot){g_array_new(FALSE, FALSE, sizeof(Dot)), G_MAXINT, G_MAXINT, -1, -1};
	g_array_set_size(stack, 0);
	g_array_append_val(stack, at);
	wide[at] = 0;
	while (stack->len) {
		guint cell = g_array_index(stack, guint, stack->len - 1);
		g_array_set_size(stack, stack->len - 1);
		gint x = (gint)(cell % width), y = (gint)(cell / width);
		if (ink[cell]) {
			Dot dot = {x, y};
			g_array_append_val(blot->points, dot);
			blot->x0 = MIN(blot->x0, x);
			blot->y0 = MIN(blot->y0, y);
			blot->x1 = MAX(blot->x1, x + 1);
			blot->y1 = MAX(blot->y1, y + 1);
		}
		for (gint v = MAX(y - 1, 0); v <= MIN(y + 1, (gint)red->height - 1); v++)
			for (gint u = MAX(x - 1, 0); u <= MIN(x + 1, (gint)red->width - 1); u++) {
				guint next = (guint)v * red->width + (guint)u;
				if (!wide[next])
					continue;
				wide[next] = 0;
				g_array_append_val(stack, next);
			}
	}
	return blot;
}

static GPtrArray *
find_blots(const RedInk *red, const guint8 *ink, gint reach)
{
	GPtrArray *blots = g_ptr_array_new_with_free_func(blot_free);
	g_autofree guint8 *wide = spread(red, ink, reach);
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint at = 0; wide && at < red->width * red->height && blots->len < MAX_BLOTS; at++) {
		if (!wide[at])
			continue;
		Blot *blot = gather(red, ink, wide, stack, at);
		if (blot->points->len >= MIN_POINTS)
			g_ptr_array_add(blots, blot);
		else
			blot_free(blot);
	}
	return blots;
}

/* --- does it have the outline of a seal --- */

static Frame
frame_at(const Blot *blot, double turned)
{
	double c = cos(turned), s = sin(turned);
	double u0 = G_MAXDOUBLE, v0 = G_MAXDOUBLE, u1 = -G_MAXDOUBLE, v1 = -G_MAXDOUBLE;

	for (guint i = 0; i < blot->points->len; i++) {
		Dot dot = g_array_index(blot->points, Dot, i);
		double u = dot.x * c + dot.y * s, v = dot.y * c - dot.x * s;
		u0 = MIN(u0, u);
		u1 = MAX(u1, u);
		v0 = MIN(v0, v);
		v1 = MAX(v1, v);
	}
	double mu = (u0 + u1) / 2, mv = (v0 + v1) / 2;
	return (Frame){.x = mu * c - mv * s,
		       .y = mu * s + mv * c,
		       .a = (u1 - u0 + 1) / 2,
		       .b = (v1 - v0 + 1) / 2,
		       .turned = turned};
}

/* The narrowest of the frames around it; upright unless another is clearly narrower. */
static Frame
find_frame(const Blot *blot)
{
	Frame best = frame_at(blot, 0);

	for (gint degrees = -40; degrees <= 45; degrees += 5) {
		Frame frame = frame_at(blot, degrees * G_PI / 180);
		if (frame.a * frame.b < best.a * best.b * (best.turned == 0 ? 0.96 : 1))
			best = frame;
	}
	return best;
}

static gboolean
has_size(const Frame *frame)
{
	double least = 2 * MIN(frame->a, frame->b), greatest = 2 * MAX(frame->a, frame->b);

	return least >= LEAST_SIDE && greatest >= LEAST_LENGTH && greatest <= GREATEST &&
	       greatest <= least * GREATEST_ASPECT;
}

/* How much of the way round the outermost ink lies on an ellipse, and on a rectangle. */
static void
follow_outline(const Blot *blot, const Frame *frame, double *ret_ellipse, double *ret_rectangle)
{
	double outermost[BINS] = {0};
	double c = cos(frame->turned), s = sin(frame->turned);
	guint on_ellipse = 0, on_rectangle = 0;

	for (guint i = 0; i < blot->points->len; i++) {
		Dot dot = g_array_index(blot->points, Dot, i);
		double dx = dot.x - frame->x, dy = dot.y - frame->y;
		double u = (dx * c + dy * s) / frame->a, v = (dy * c - dx * s) / frame->b;
		gint bin = (gint)((atan2(v, u) + G_PI) / (2 * G_PI) * BINS);
		double *out = &outermost[CLAMP(bin, 0, BINS - 1)];
		*out = MAX(*out, hypot(u, v));
	}
	for (gint i = 0; i < BINS; i++) {
		double angle = (i + 0.5) / BINS * 2 * G_PI - G_PI;
		double straight = 1 / MAX(fabs(cos(angle)), fabs(sin(angle)));
		on_ellipse += fabs(outermost[i] - 1) < SLACK;
		on_rectangle += fabs(outermost[i] - straight) < SLACK;
	}
	*ret_ellipse = (double)on_ellipse / BINS;
	*ret_rectangle = (double)on_rectangle / BINS;
}

/* The share of ink in the middle of the frame. */
static double
share_within(const RedInk *red, const Frame *frame, double reach)
{
	double c = cos(frame->turned), s = sin(frame->turned), far = MAX(frame->a, frame->b);
	guint n = 0, inked = 0;

	for (gint y = (gint)(frame->y - far); y <= (gint)(frame->y + far); y++)
		for (gint x = (gint)(frame->x - far); x <= (gint)(frame->x + far); x++) {
			double dx = x - frame->x, dy = y - frame->y;
			double u = (dx * c + dy * s) / frame->a, v = (dy * c - dx * s) / frame->b;
			if (u * u + v * v > reach * reach || x < 0 || y < 0 ||
			    x >= (gint)red->width || y >= (gint)red->height)
				continue;
			n++;
			inked += red->ink[(gsize)y * red->width + (gsize)x];
		}
	return n ? (double)inked / n : 0;
}

static VetBox
box_of(const Sheet *sheet, double x0, double y0, double x1, double y1)
{
	double cell = sheet->red.cell;
	VetBox page = sheet->page;

	return (VetBox){CLAMP(page.x0 + x0 * cell, page.x0, page.x1),
			CLAMP(page.y0 + y0 * cell, page.y0, page.y1),
			CLAMP(page.x0 + x1 * cell, page.x0, page.x1),
			CLAMP(page.y0 + y1 * cell, page.y0, page.y1)};
}

static gboolean
judge_blot(const Sheet *sheet, const Blot *blot, Seal *ret_seal)
{
	Frame frame = find_frame(blot);
	double ellipse, rectangle;

	if (!has_size(&frame))
		return FALSE;
	follow_outline(blot, &frame, &ellipse, &rectangle);
	double within = share_within(&sheet->red, &frame, 0.8);
	if (MAX(ellipse, rectangle) < MIN_OUTLINE || within < MIN_WITHIN || within > MAX_WITHIN)
		return FALSE;
	double aspect = MAX(frame.a, frame.b) / MIN(frame.a, frame.b);
	gboolean is_round = ellipse >= rectangle;
	ret_seal->box = box_of(sheet, blot->x0, blot->y0, blot->x1, blot->y1);
	ret_seal->shape = is_round ? (aspect < 1.15 ? "round" : "oval")
				   : (aspect < 1.2 ? "square" : "rectangle");
	ret_seal->confidence = MIN(0.99, (is_round ? 1.0 : 0.9) * MAX(ellipse, rectangle));
	return TRUE;
}

/* --- several at once, over a rule, or cut by the edge of the page --- */

/* Another of its blots led to the same. */
static gboolean
is_found(const GArray *seals, VetBox box)
{
	double x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;
	double slack = (box.x1 - box.x0) * 0.25;

	for (guint i = 0; i < seals->len; i++) {
		VetBox seal = g_array_index(seals, Seal, i).box;
		if (fabs((seal.x0 + seal.x1) / 2 - x) < slack &&
		    fabs((seal.y0 + seal.y1) / 2 - y) < slack)
			return TRUE;
	}
	return FALSE;
}

static void
search_circles(const Sheet *sheet, const Blot *blot, GArray *seals)
{
	Circle circles[CIRCLES_MAX];
	guint n = circles_find(&sheet->red, blot->points, circles);

	for (guint i = 0; i < n && seals->len < SEALS_MAX; i++) {
		const Circle *circle = &circles[i];
		Seal seal = {.box = box_of(sheet, circle->x - circle->radius,
					   circle->y - circle->radius, circle->x + circle->radius,
					   circle->y + circle->radius),
			     .confidence = circle->coverage * 0.9,
			     .shape = "round"};
		if (!is_found(seals, seal.box))
			g_array_append_val(seals, seal);
	}
}

static gboolean
is_known(const Sheet *sheet, const Blot *blot, const GArray *seals)
{
	VetBox box = box_of(sheet, blot->x0, blot->y0, blot->x1, blot->y1);
	double x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;

	for (guint i = 0; i < seals->len; i++) {
		VetBox seal = g_array_index(seals, Seal, i).box;
		if (x >= seal.x0 && x <= seal.x1 && y >= seal.y0 && y <= seal.y1)
			return TRUE;
	}
	return FALSE;
}

static void
take_ink_away(const RedInk *red, guint8 *ink, const Sheet *sheet, VetBox box)
{
	gint x0 = (gint)((box.x0 - sheet->page.x0) / red->cell);
	gint y0 = (gint)((box.y0 - sheet->page.y0) / red->cell);
	gint x1 = (gint)((box.x1 - sheet->page.x0) / red->cell) + 1;
	gint y1 = (gint)((box.y1 - sheet->page.y0) / red->cell) + 1;

	for (gint y = MAX(y0, 0); y < MIN(y1, (gint)red->height); y++)
		for (gint x = MAX(x0, 0); x < MIN(x1, (gint)red->width); x++)
			ink[(gsize)y * red->width + (gsize)x] = 0;
}

/* Faint ink hangs together only when it is spread further. */
static void
search(const Sheet *sheet, guint8 *ink, gint reach, gboolean for_circles, GArray *seals)
{
	const RedInk *red = &sheet->red;
	g_autoptr(GPtrArray) blots = find_blots(red, ink, reach);
	guint searched = 0, before = seals->len;

	for (guint i = 0; i < blots->len && seals->len < SEALS_MAX; i++) {
		const Blot *blot = blots->pdata[i];
		Seal seal = {0};
		if (is_known(sheet, blot, seals))
			continue;
		if (judge_blot(sheet, blot, &seal))
			g_array_append_val(seals, seal);
		else if (for_circles && searched++ < MAX_SEARCHES)
			search_circles(sheet, blot, seals);
	}
	for (guint i = before; i < seals->len; i++)
		take_ink_away(red, ink, sheet, g_array_index(seals, Seal, i).box);
}

void
seals_find(const Sheet *sheet, GArray *seals)
{
	const RedInk *red = &sheet->red;
	gsize n_cells = (gsize)red->width * red->height;

	if (!memchr(red->ink, 1, n_cells))
		return;
	g_autofree guint8 *ink = g_try_malloc(n_cells);
	if (!ink)
		return;
	memcpy(ink, red->ink, n_cells);
	search(sheet, ink, 1, TRUE, seals);
	search(sheet, ink, 3, FALSE, seals);
}
