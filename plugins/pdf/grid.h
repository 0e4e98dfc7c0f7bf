/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Cells parted by rules: what a reader sees as a table, or as a frame. */

#include "plugins/pdf/drawing.h"

G_BEGIN_DECLS

typedef struct {
	guint row, column;
	guint row_span, column_span;
	VetBox box;
} PdfGridCell;

typedef struct {
	guint n_rows, n_columns;
	VetBox box;
	GArray *cells;   /* of PdfGridCell, by row then column; a merged cell stands once */
	GArray *xs, *ys; /* of double: where columns and rows begin, and the last one's end */
	guint *places;   /* [row × n_columns + column]: the cell that covers the place */
} PdfGrid;

void pdf_grid_free(PdfGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfGrid, pdf_grid_free)

/*
 * The grids of a page from its rules (of PdfRule), smallest first, so that the first one around a
 * place is the innermost.  A missing outer frame is taken where the rules end.  Grids of one cell
 * are left out.
 */
GPtrArray *pdf_grids_new(const GArray *rules);

/* FALSE outside the grid. */
gboolean pdf_grid_find(const PdfGrid *grid, double x, double y, guint *ret_cell);

G_END_DECLS
