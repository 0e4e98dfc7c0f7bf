/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Rows whose pieces stand in the same columns though no rule parts them: a table without rules,
 * labels and values side by side, or running text in columns.
 */

#include "plugins/pdf/rows.h"

G_BEGIN_DECLS

typedef enum {
	PDF_BAND_PLAIN, /* nothing of the kind: one row */
	PDF_BAND_TABLE,
	PDF_BAND_COLUMNS, /* text that runs down one column and then the next */
} PdfBandKind;

typedef struct {
	PdfBandKind kind;
	guint n_rows;    /* how many rows it takes */
	GArray *columns; /* of VetBox: where the columns are, left to right */
	GArray *groups;  /* of guint: for each row, which row of the table it belongs to */
} PdfBand;

/* The longest band within rows [first, end) of `rows` (of PdfRow) that begins with the first of
 * them. */
PdfBand *pdf_band_new(const GPtrArray *rows, guint first, guint end);
void pdf_band_free(PdfBand *band);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfBand, pdf_band_free)

/* The column a piece stands in. */
guint pdf_band_column_of(const PdfBand *band, const PdfPiece *piece);

G_END_DECLS
