/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/ink.h"

#include <math.h>

#define MAX_POINTS 200000
/* fills that are remembered as grounds; a page of text has a few dozen */
#define MAX_GROUNDS 512
/* points; what is smaller is part of a letter or a rule */
#define MIN_GROUND 5.0
/* of a colour's parts: an eye does not tell closer ones apart on paper */
#define SAME_COLOUR 0.06
#define MIN_ALPHA 0.03
#define OPAQUE 0.98
#define CELL 12.0     /* points, of the grid in which glyphs are looked up */
#define MAX_LOOKS 256 /* in one cell, at what was drawn there last; 20 are many */
#define ROUNDING 1e-6 /* points, by which a place may be on the other side of a cell's edge */
/* of a character's height, from where its origin should be to where it is drawn */
#define REACH 1.2
#define BASE_LINE 0.8

typedef struct {
	double x, y;
	gboolean seen;
	int next; /* in its cell; -1 = last */
} Point;

typedef struct {
	VetBox box;
	PdfColour colour;
} Ground;

struct _PdfInk {
	GArray *points;     /* of Point */
	GArray *grounds;    /* of Ground, as drawn */
	GHashTable *places; /* cell → index of its newest point, plus 1 */
};

PdfInk *
pdf_ink_new(void)
{
	PdfInk *ink = g_new0(PdfInk, 1);

	ink->points = g_array_new(FALSE, FALSE, sizeof(Point));
	ink->grounds = g_array_new(FALSE, FALSE, sizeof(Ground));
	ink->places = g_hash_table_new(NULL, NULL);
	return ink;
}

void
pdf_ink_free(PdfInk *ink)
{
	if (!ink)
		return;
	g_array_unref(ink->points);
	g_array_unref(ink->grounds);
	g_hash_table_unref(ink->places);
	g_free(ink);
}

static gboolean
is_on(double x, double y, VetBox box)
{
	return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

static gboolean
is_same_colour(PdfColour a, PdfColour b)
{
	return fabs(a.red - b.red) < SAME_COLOUR && fabs(a.green - b.green) < SAME_COLOUR &&
	       fabs(a.blue - b.blue) < SAME_COLOUR;
}

static gboolean
is_pattern(PdfColour colour)
{
	return colour.alpha < 0;
}

/* A glyph stands above and to the right of its origin. */
static gboolean
shows(const PdfInk *ink, double x, double y, PdfColour colour)
{
	PdfColour ground = {1, 1, 1, 1};

	if (is_pattern(colour))
		return TRUE;
	if (colour.alpha < MIN_ALPHA)
		return FALSE;
	for (guint i = ink->grounds->len; i > 0; i--) {
		const Ground *below = &g_array_index(ink->grounds, Ground, i - 1);
		if (is_on(x, y, below->box)) {
			ground = below->colour;
			break;
		}
	}
	return is_pattern(ground) || !is_same_colour(colour, ground);
}

static gpointer
cell_at(double x, double y)
{
	gint column = (gint)floor(CLAMP(x, -1e5, 1e5) / CELL);
	gint row = (gint)floor(CLAMP(y, -1e5, 1e5) / CELL);

	return GINT_TO_POINTER(row * 32768 + column);
}

void
pdf_ink_glyph(PdfInk *ink, double x, double y, PdfColour colour, gboolean clipped)
{
	Point point = {x, y, !clipped && shows(ink, x, y, colour), -1};
	gpointer cell = cell_at(x, y);

	if (ink->points->len >= MAX_POINTS || !isfinite(x) || !isfinite(y))
		return;
	point.next = GPOINTER_TO_INT(g_hash_table_lookup(ink->places, cell)) - 1;
	g_array_append_val(ink->points, point);
	g_hash_table_insert(ink->places, cell, GINT_TO_POINTER((gint)ink->points->len));
}

static gboolean
is_ground(VetBox box)
{
	return box.x1 - box.x0 >= MIN_GROUND && box.y1 - box.y0 >= MIN_GROUND;
}

static void
add_ground(PdfInk *ink, VetBox box, PdfColour colour)
{
	Ground ground = {box, colour};

	if (ink->grounds->len < MAX_GROUNDS)
		g_array_append_val(ink->grounds, ground);
}

void
pdf_ink_fill(PdfInk *ink, VetBox box, PdfColour colour)
{
	if (!is_ground(box) || (colour.alpha >= 0 && colour.alpha < MIN_ALPHA))
		return;
	if (colour.alpha < OPAQUE) {
		/* what shines through has a colour of its own */
		add_ground(ink, box, (PdfColour){0, 0, 0, -1});
		return;
	}
	add_ground(ink, box, colour);
	for (guint i = 0; i < ink->points->len; i++) {
		Point *point = &g_array_index(ink->points, Point, i);
		if (point->seen && is_on(point->x, point->y, box))
			point->seen = FALSE;
	}
}

void
pdf_ink_picture(PdfInk *ink, VetBox box)
{
	if (is_ground(box))
		add_ground(ink, box, (PdfColour){0, 0, 0, -1});
}

static void
look_in_cell(const PdfInk *ink, double x, double y, double from_x, double from_y,
	     double *nearest /* squared */, const Point **found)
{
	gint at = GPOINTER_TO_INT(g_hash_table_lookup(ink->places, cell_at(x, y))) - 1;

	for (guint n = 0; at >= 0 && n < MAX_LOOKS; n++) {
		const Point *point = &g_array_index(ink->points, Point, at);
		double right = point->x - from_x, down = point->y - from_y;
		double distance = right * right + down * down;
		if (distance < *nearest) {
			*nearest = distance;
			*found = point;
		}
		at = point->next;
	}
}

/* How far the cell that x (or y) is in is from another x at least. */
static double
gap_to_cell(double x, double from)
{
	double start = floor(x / CELL) * CELL;

	return MAX(0, MAX(start - from, from - (start + CELL)) - ROUNDING);
}

/*
 * Nearly every character is told where it is drawn, so that what its own cell has leaves few others to
 * look into.  They are asked in their order all the same: of two equally far the first one counts.
 */
static const Point *
find_nearest(const PdfInk *ink, double x, double y, double reach)
{
	double nearest = reach * reach;
	const Point *found = NULL;
	guint n_cells = (guint)ceil(2 * reach / CELL) + 1;

	look_in_cell(ink, x, y, x, y, &nearest, &found);
	if (found)
		nearest = nextafter(nearest, INFINITY);
	found = NULL;
	for (guint row = 0; row < n_cells; row++) {
		double cell_y = y - reach + row * CELL, down = gap_to_cell(cell_y, y);
		for (guint column = 0; column < n_cells && down * down <= nearest; column++) {
			double cell_x = x - reach + column * CELL, right = gap_to_cell(cell_x, x);
			if (right * right + down * down <= nearest)
				look_in_cell(ink, cell_x, cell_y, x, y, &nearest, &found);
		}
	}
	return found;
}

PdfInkKind
pdf_ink_at(const PdfInk *ink, VetBox box)
{
	double height = box.y1 - box.y0, reach = MIN(REACH * MAX(height, 1), 10 * CELL);
	const Point *found = find_nearest(ink, box.x0, box.y0 + BASE_LINE * height, reach);

	if (!found)
		return PDF_INK_ABSENT;
	return found->seen ? PDF_INK_SEEN : PDF_INK_UNSEEN;
}
