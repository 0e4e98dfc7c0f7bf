/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/gutter.h"

#include <math.h>

/* shares of the width of the text, between which a gutter is looked for, and how finely */
#define LEFTMOST 0.3
#define RIGHTMOST 0.7
#define N_STEPS 40
/* a line of running text fills its column so far; that many of them on each side, and most of the
 * text */
#define FILLED 0.8
#define MIN_FILLED 8
#define MIN_FILLED_SHARE 0.6

typedef struct {
	double all[2]; /* widths of the pieces on the left and on the right */
	double filled[2];
	guint n_filled[2];
} Sides;

static VetBox
box_of(const GPtrArray *rows)
{
	VetBox box = {0};

	for (guint i = 0; i < rows->len; i++)
		box = vet_box_union(box, ((PdfRow *)rows->pdata[i])->box);
	return box;
}

/* FALSE when a piece of the row crosses the place; the row is then counted on neither side. */
static gboolean
count_row(const PdfRow *row, VetBox around, double x, Sides *sides)
{
	Sides with = *sides;

	for (guint i = 0; i < row->pieces->len; i++) {
		const PdfPiece *piece = row->pieces->pdata[i];
		if (piece->box.x0 < x && piece->box.x1 > x)
			return FALSE;
		guint side = piece->box.x0 >= x;
		double width = side ? around.x1 - x : x - around.x0;
		with.all[side] += pdf_box_width(piece->box);
		if (pdf_box_width(piece->box) >= FILLED * width) {
			with.filled[side] += pdf_box_width(piece->box);
			with.n_filled[side]++;
		}
	}
	*sides = with;
	return TRUE;
}

static guint
score(const Sides *sides)
{
	for (guint side = 0; side < 2; side++) {
		if (sides->n_filled[side] < MIN_FILLED ||
		    sides->filled[side] < MIN_FILLED_SHARE * sides->all[side])
			return 0;
	}
	return MIN(sides->n_filled[0], sides->n_filled[1]);
}

gboolean
pdf_gutter_find(const GPtrArray *rows, PdfGutter *ret_gutter)
{
	VetBox around = box_of(rows);
	guint best = 0;

	if (rows->len < MIN_FILLED)
		return FALSE;
	for (guint step = 0; step <= N_STEPS; step++) {
		double share = LEFTMOST + (RIGHTMOST - LEFTMOST) * step / N_STEPS;
		double x = around.x0 + share * pdf_box_width(around);
		Sides sides = {0};
		guint first = 0;
		for (guint i = 0; i <= rows->len; i++) {
			if (i < rows->len && count_row(rows->pdata[i], around, x, &sides))
				continue;
			if (score(&sides) > best) {
				best = score(&sides);
				*ret_gutter = (PdfGutter){first, i - first, x};
			}
			first = i + 1;
			sides = (Sides){0};
		}
	}
	return best > 0;
}
