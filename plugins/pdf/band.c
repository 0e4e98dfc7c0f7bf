/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/band.h"

#include <math.h>

#define MAX_COLUMNS 40
#define MIN_LONE_ROW 4
/* in heights of a character */
#define MAX_ROW_GAP 2.5
#define ALIGNED 0.6
#define INDENT 2.3
#define SAME_CELL_GAP 0.25 /* gaps that differ by less are the same leading */
/* running text: that many rows, columns that wide, and lines that fill them so far */
#define MIN_PROSE_ROWS 4
#define MIN_PROSE_WIDTH 12.0
#define MIN_PROSE_FILL 0.8

void
pdf_band_free(PdfBand *band)
{
	if (!band)
		return;
	g_array_unref(band->columns);
	g_array_unref(band->groups);
	g_free(band);
}

static VetBox *
column_at(const PdfBand *band, guint column)
{
	return &g_array_index(band->columns, VetBox, column);
}

guint
pdf_band_column_of(const PdfBand *band, const PdfPiece *piece)
{
	double best = -INFINITY;
	guint column = 0;

	for (guint i = 0; i < band->columns->len; i++) {
		const VetBox *box = column_at(band, i);
		double shared = MIN(box->x1, piece->box.x1) - MAX(box->x0, piece->box.x0);
		if (shared > best) {
			best = shared;
			column = i;
		}
	}
	return column;
}

static gboolean
is_aligned(const VetBox *column, VetBox box)
{
	double slack = ALIGNED * pdf_box_height(box);
	double indent = INDENT * pdf_box_height(box);

	return fabs(column->x0 - box.x0) <= slack || fabs(column->x1 - box.x1) <= slack ||
	       fabs(column->x0 + column->x1 - box.x0 - box.x1) <= 2 * slack ||
	       (box.x0 > column->x0 && box.x0 - column->x0 <= indent &&
		pdf_box_width(box) > pdf_box_width(*column) / 2);
}

/*
 * Puts the pieces of a row into the columns, widening them or adding one between them.
 * FALSE when the row does not fit: a piece crosses columns, two meet in one, or none is aligned.
 */
static gboolean
fit_row(PdfBand *band, const PdfRow *row)
{
	gboolean aligned = FALSE;
	guint next = 0; /* the first column that may take the next piece */
	g_autoptr(GArray) columns = g_array_sized_new(FALSE, FALSE, sizeof(VetBox), MAX_COLUMNS);

	g_array_append_vals(columns, band->columns->data, band->columns->len);
	for (guint i = 0; i < row->pieces->len; i++) {
		const PdfPiece *piece = row->pieces->pdata[i];
		while (next < columns->len &&
		       g_array_index(columns, VetBox, next).x1 <= piece->box.x0)
			next++;
		if (next > 0 && g_array_index(columns, VetBox, next - 1).x1 > piece->box.x0)
			return FALSE;
		VetBox *column = next < columns->len ? &g_array_index(columns, VetBox, next) : NULL;
		if (!column || column->x0 >= piece->box.x1) {
			if (columns->len >= MAX_COLUMNS || row->pieces->len == 1)
				return FALSE;
			g_array_insert_val(columns, next, piece->box);
			next++;
			continue;
		}
		if (next + 1 < columns->len && (column + 1)->x0 < piece->box.x1)
			return FALSE;
		aligned |= is_aligned(column, piece->box);
		*column = vet_box_union(*column, piece->box);
		next++;
	}
	if (!aligned)
		return FALSE;
	g_array_set_size(band->columns, 0);
	g_array_append_vals(band->columns, columns->data, columns->len);
	return TRUE;
}

static double
gap_above(const GPtrArray *rows, guint row)
{
	const PdfRow *above = rows->pdata[row - 1];
	const PdfRow *below = rows->pdata[row];

	return below->box.y0 - above->box.y1;
}

static double
row_size(const GPtrArray *rows, guint row)
{
	const PdfPiece *piece = ((PdfRow *)rows->pdata[row])->pieces->pdata[0];

	return MAX(pdf_box_height(piece->box), 1);
}

static gboolean
stands_in(const PdfBand *band, const PdfRow *row, guint column)
{
	for (guint i = 0; i < row->pieces->len; i++) {
		if (pdf_band_column_of(band, row->pieces->pdata[i]) == column)
			return TRUE;
	}
	return FALSE;
}

/* What stands alone in the first column at the end is the next heading, unless it is set close. */
static void
drop_headings(PdfBand *band, const GPtrArray *rows, guint first)
{
	while (band->n_rows > 1) {
		guint last = first + band->n_rows - 1;
		const PdfRow *row = rows->pdata[last];
		if (row->pieces->len > 1 || !stands_in(band, row, 0) ||
		    gap_above(rows, last) < 0.5 * row_size(rows, last))
			return;
		band->n_rows--;
	}
}

/* "1." or "（二）" beside a paragraph is a list, whose marks belong to the text. */
static gboolean
begins_with_marks(const PdfBand *band, const GPtrArray *rows, guint first)
{
	for (guint i = 0; i < band->n_rows; i++) {
		const PdfRow *row = rows->pdata[first + i];
		const PdfPiece *piece = row->pieces->pdata[0];
		if (pdf_band_column_of(band, piece) != 0)
			continue;
		gunichar last =
			g_array_index(piece->glyphs, PdfGlyph, piece->glyphs->len - 1).character;
		if (piece->glyphs->len > 4 || !g_unichar_ispunct(last))
			return FALSE;
	}
	return band->columns->len == 2;
}

static gboolean
is_running_text(const PdfBand *band, const GPtrArray *rows, guint first)
{
	g_autofree double *filled = g_new0(double, band->columns->len);
	g_autofree guint *counts = g_new0(guint, band->columns->len);
	double size = row_size(rows, first);

	if (band->n_rows < MIN_PROSE_ROWS || band->columns->len > 4)
		return FALSE;
	for (guint i = 0; i < band->n_rows; i++) {
		const PdfRow *row = rows->pdata[first + i];
		for (guint j = 0; j < row->pieces->len; j++) {
			const PdfPiece *piece = row->pieces->pdata[j];
			guint column = pdf_band_column_of(band, piece);
			filled[column] += pdf_box_width(piece->box);
			counts[column]++;
		}
	}
	for (guint i = 0; i < band->columns->len; i++) {
		double width = pdf_box_width(*column_at(band, i));
		if (width < MIN_PROSE_WIDTH * size || counts[i] < MIN_PROSE_ROWS / 2 ||
		    filled[i] / counts[i] < MIN_PROSE_FILL * width)
			return FALSE;
	}
	return TRUE;
}

/*
 * Which rows are lines of the same cells.  Where leadings differ, the wide ones part the rows;
 * where all are alike, a row begins with its first column.
 */
static void
group_rows(PdfBand *band, const GPtrArray *rows, guint first)
{
	double least = INFINITY, most = -INFINITY;
	double size = row_size(rows, first);
	guint group = 0;

	for (guint i = 1; i < band->n_rows; i++) {
		least = MIN(least, gap_above(rows, first + i));
		most = MAX(most, gap_above(rows, first + i));
	}
	gboolean differ = most - least > SAME_CELL_GAP * size && least < 0.8 * size;
	for (guint i = 0; i < band->n_rows; i++) {
		if (i > 0) {
			gboolean wide = gap_above(rows, first + i) > (least + most) / 2;
			group += differ ? wide : stands_in(band, rows->pdata[first + i], 0);
		}
		g_array_append_val(band->groups, group);
	}
}

/* One row of many pieces is the rest of a table from the page before. */
static gboolean
has_full_rows(const PdfBand *band, const GPtrArray *rows, guint first)
{
	guint n_full = 0;

	for (guint i = 0; i < band->n_rows; i++)
		n_full += ((PdfRow *)rows->pdata[first + i])->pieces->len > 1;
	return n_full > 1 || ((PdfRow *)rows->pdata[first])->pieces->len >= MIN_LONE_ROW;
}

PdfBand *
pdf_band_new(const GPtrArray *rows, guint first, guint end)
{
	const PdfRow *head = rows->pdata[first];
	PdfBand *band = g_new0(PdfBand, 1);

	band->columns = g_array_new(FALSE, FALSE, sizeof(VetBox));
	band->groups = g_array_new(FALSE, FALSE, sizeof(guint));
	band->n_rows = 1;
	if (head->pieces->len < 2 || head->pieces->len > MAX_COLUMNS)
		return band;
	for (guint i = 0; i < head->pieces->len; i++)
		g_array_append_val(band->columns, ((PdfPiece *)head->pieces->pdata[i])->box);
	while (first + band->n_rows < end) {
		guint next = first + band->n_rows;
		if (gap_above(rows, next) > MAX_ROW_GAP * row_size(rows, next) ||
		    !fit_row(band, rows->pdata[next]))
			break;
		band->n_rows++;
	}
	drop_headings(band, rows, first);
	if (!has_full_rows(band, rows, first) || begins_with_marks(band, rows, first)) {
		band->n_rows = 1;
		return band;
	}
	band->kind = is_running_text(band, rows, first) ? PDF_BAND_COLUMNS : PDF_BAND_TABLE;
	group_rows(band, rows, first);
	return band;
}
