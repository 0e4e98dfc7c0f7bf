/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Circles in red ink that something else runs into: another seal, a frame, the edge of the page.
 * By votes for the middle, then by how much of the way round there is ink.
 */

#include "plugins/recognise/sheet.h"

G_BEGIN_DECLS

#define CIRCLES_MAX 4

typedef struct {
	gint x, y; /* in cells of the ink */
} Dot;

typedef struct {
	double x, y, radius; /* in cells */
	double coverage;     /* 0 to 1, of the part that lies on the page */
} Circle;

/* At most CIRCLES_MAX, the clearest first; how many. */
guint circles_find(const RedInk *red, const GArray *points, Circle *ret_circles);

G_END_DECLS
