/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/circle.h"

#include <math.h>
#include <string.h>

/* votes are cast on a board of millimetres, two cells each */
#define MM 2
#define LEAST_RADIUS 8
#define GREATEST_RADIUS 30
#define MAX_VOTERS 1000
#define DIRECTIONS 48
#define BINS 72
#define MIN_BINS 22 /* of the circle must be on the page */
#define MIN_COVERAGE 0.78

typedef struct {
	guint16 *votes;
	gint left, top, width, height; /* middles that are thought of, in millimetres */
} Board;

static gboolean
ink_at(const RedInk *red, double x, double y)
{
	gint u = (gint)floor(x + 0.5), v = (gint)floor(y + 0.5);

	return u >= 0 && v >= 0 && u < (gint)red->width && v < (gint)red->height &&
	       red->ink[(gsize)v * red->width + (gsize)u];
}

static gboolean
is_on_page(const RedInk *red, double x, double y)
{
	return x >= 0 && y >= 0 && x < red->width && y < red->height;
}

/* Share of ink on a circle, looked at where it is on the page. */
static double
share_on(const RedInk *red, const Circle *circle, double radius, double slack, guint *ret_bins)
{
	guint n = 0, inked = 0;

	for (gint i = 0; i < BINS; i++) {
		double c = cos(i * 2 * G_PI / BINS), s = sin(i * 2 * G_PI / BINS);
		if (!is_on_page(red, circle->x + radius * c, circle->y + radius * s))
			continue;
		gboolean found = FALSE;
		for (double off = -slack; !found && off <= slack; off += 0.7)
			found = ink_at(red, circle->x + (radius + off) * c,
				       circle->y + (radius + off) * s);
		n++;
		inked += found;
	}
	if (ret_bins)
		*ret_bins = n;
	return n ? (double)inked / n : 0;
}

static void
vote(Board *board, const GArray *points, const guint8 *taken, gint radius)
{
	guint step = points->len / MAX_VOTERS + 1;

	memset(board->votes, 0, sizeof *board->votes * (gsize)board->width * (gsize)board->height);
	for (gint k = 0; k < DIRECTIONS; k++) {
		gint dx = (gint)lround(radius * cos(k * 2 * G_PI / DIRECTIONS)) - board->left;
		gint dy = (gint)lround(radius * sin(k * 2 * G_PI / DIRECTIONS)) - board->top;
		for (guint i = 0; i < points->len; i += step) {
			if (taken[i])
				continue;
			Dot dot = g_array_index(points, Dot, i);
			gint x = dot.x / MM + dx, y = dot.y / MM + dy;
			if (x < 0 || y < 0 || x >= board->width || y >= board->height)
				continue;
			board->votes[(gsize)y * (gsize)board->width + (gsize)x]++;
		}
	}
}

/* Ink all round; just inside and outside there is paper: within a stain every circle is covered. */
static gboolean
is_ring(const RedInk *red, Circle *circle)
{
	guint bins;

	circle->coverage = share_on(red, circle, circle->radius, 1, &bins);
	return bins >= MIN_BINS && circle->coverage >= MIN_COVERAGE &&
	       share_on(red, circle, circle->radius * 1.1, 0, NULL) <= 0.45 &&
	       share_on(red, circle, circle->radius * 0.92, 0, NULL) <= 0.75 &&
	       share_on(red, circle, circle->radius * 0.6, 0, NULL) <= 0.85;
}

/* From millimetres to cells: the best of those around. */
static gboolean
refine(const RedInk *red, Circle rough, Circle *ret_circle)
{
	double best = -1;

	for (gint i = 0; i < 5 * 5 * 5; i++) {
		gint across = i % 5 - 2, down = i / 5 % 5 - 2, wider = i / 25 - 2;
		Circle circle = {
			.x = rough.x + across, .y = rough.y + down, .radius = rough.radius + wider};
		if (!is_ring(red, &circle) || circle.coverage <= best)
			continue;
		*ret_circle = circle;
		best = circle.coverage;
	}
	return best >= 0;
}

/* The middle that most votes are for. */
static Circle
most_voted(const Board *board, gint radius)
{
	gsize best = 0, size = (gsize)board->width * (gsize)board->height;

	for (gsize i = 1; i < size; i++)
		if (board->votes[i] > board->votes[best])
			best = i;
	gsize column = best % (gsize)board->width, row = best / (gsize)board->width;
	return (Circle){.x = (board->left + (double)column) * MM,
			.y = (board->top + (double)row) * MM,
			.radius = radius * MM};
}

static gboolean
find_one(const RedInk *red, Board *board, const GArray *points, const guint8 *taken,
	 Circle *ret_circle)
{
	gboolean found = FALSE;

	for (gint radius = LEAST_RADIUS; radius <= GREATEST_RADIUS; radius++) {
		vote(board, points, taken, radius);
		Circle rough = most_voted(board, radius), circle;
		if (share_on(red, &rough, rough.radius, 3, NULL) < MIN_COVERAGE ||
		    !refine(red, rough, &circle))
			continue;
		/* of two that are as well covered, the outer one: seals have rings within */
		if (!found || circle.coverage >= ret_circle->coverage)
			*ret_circle = circle;
		found = TRUE;
	}
	return found;
}

static gboolean
make_board(const GArray *points, Board *board)
{
	gint x0 = G_MAXINT, y0 = G_MAXINT, x1 = 0, y1 = 0;

	for (guint i = 0; i < points->len; i++) {
		Dot dot = g_array_index(points, Dot, i);
		x0 = MIN(x0, dot.x / MM);
		y0 = MIN(y0, dot.y / MM);
		x1 = MAX(x1, dot.x / MM + 1);
		y1 = MAX(y1, dot.y / MM + 1);
	}
	/* the middle of a seal that is cut by the edge lies beyond it */
	gint slack = GREATEST_RADIUS;
	board->left = x0 - slack;
	board->top = y0 - slack;
	board->width = x1 - x0 + 2 * slack;
	board->height = y1 - y0 + 2 * slack;
	board->votes = g_try_new(guint16, (gsize)board->width * (gsize)board->height);
	return board->votes != NULL;
}

guint
circles_find(const RedInk *red, const GArray *points, Circle *ret_circles)
{
	g_autofree guint8 *taken = g_new0(guint8, points->len + 1);
	Board board;
	guint n = 0;

	if (!make_board(points, &board))
		return 0;
	while (n < CIRCLES_MAX && find_one(red, &board, points, taken, &ret_circles[n])) {
		const Circle *circle = &ret_circles[n++];
		for (guint i = 0; i < points->len; i++) {
			Dot dot = g_array_index(points, Dot, i);
			if (hypot(dot.x - circle->x, dot.y - circle->y) < circle->radius * 1.06)
				taken[i] = 1;
		}
	}
	g_free(board.votes);
	return n;
}
