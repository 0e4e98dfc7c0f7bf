/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What stands where on a sheet: rules, the cells they part, and pieces of text, each a strip of one
 * line without a wide gap.  All in pixels of the sheet as it is turned.
 */

#include "plugins/recognise/sheet.h"

G_BEGIN_DECLS

typedef struct {
	Area area;
	Area room;   /* its cell within the rules, else the sheet: what is beyond is not its own */
	gint height; /* of its characters */
	gint grid;   /* -1: in none */
	gint cell;   /* of that grid */
	gint row;    /* number of the line it belongs to, in reading order */
} Piece;

typedef struct {
	Area area;
	guint row, column, row_span, column_span;
} GridCell;

typedef struct {
	Area area;
	guint n_rows, n_columns;
	GArray *cells; /* of GridCell, by row then column */
} Grid;

typedef struct {
	GArray *pieces;   /* of Piece, in reading order */
	GPtrArray *grids; /* of Grid */
	gint height;      /* of most characters */
} Layout;

/* Never NULL.  Caller frees with layout_free(). */
Layout *layout_new(const Sheet *sheet);
void layout_free(Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layout, layout_free)

/* The grids of half-size rules, into `grids`; `height` of characters in the same pixels. */
void layout_find_grids(PIX *rules, gint height, GPtrArray *grids);

G_END_DECLS
