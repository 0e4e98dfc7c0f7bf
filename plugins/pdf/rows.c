/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/rows.h"

#include <math.h>

/* all in heights of the characters concerned */
#define PIECE_GAP 0.8  /* parts two pieces */
#define SPREAD_GAP 5.0 /* within a label written as 名    称 */
#define BACKWARD 0.5   /* how far a character may step back over the one before (kerning) */
#define SAME_ROW 0.5   /* overlap of heights */
#define OVERPRINT 0.3  /* overlap of widths that shows two texts one above the other */

/* rows further up cannot take a piece any more, as pieces come sorted by height */
#define MAX_LOOK_BACK 12

double
pdf_box_height(VetBox box)
{
	return box.y1 - box.y0;
}

double
pdf_box_width(VetBox box)
{
	return box.x1 - box.x0;
}

static void
piece_free(PdfPiece *piece)
{
	if (!piece)
		return;
	g_array_unref(piece->glyphs);
	g_free(piece);
}

static void
row_free(PdfRow *row)
{
	if (!row)
		return;
	g_ptr_array_unref(row->pieces);
	g_free(row);
}

static double
overlap(double a0, double a1, double b0, double b1)
{
	return MIN(a1, b1) - MAX(a0, b0);
}

/* How much of the lower one of two boxes stands beside the other. */
static double
beside(VetBox a, VetBox b)
{
	double height = MIN(pdf_box_height(a), pdf_box_height(b));

	return height > 0 ? overlap(a.y0, a.y1, b.y0, b.y1) / height : 0;
}

static gboolean
follows_down(const PdfPiece *piece, const PdfGlyph *last, const PdfGlyph *glyph)
{
	double width = MIN(pdf_box_width(last->box), pdf_box_width(glyph->box));
	double size = MAX(pdf_box_width(last->box), pdf_glyph_height(last));

	return (piece->stacked || piece->glyphs->len == 1) && !glyph->begins &&
	       overlap(last->box.x0, last->box.x1, glyph->box.x0, glyph->box.x1) >= width / 2 &&
	       -overlap(last->box.y0, last->box.y1, glyph->box.y0, glyph->box.y1) < size / 2;
}

static gboolean
follows(const PdfPiece *piece, const PdfGlyph *glyph, gboolean *ret_stacked)
{
	const PdfGlyph *last = &g_array_index(piece->glyphs, PdfGlyph, piece->glyphs->len - 1);
	double em = MAX(pdf_glyph_height(last), pdf_glyph_height(glyph));
	double gap = glyph->box.x0 - last->box.x1;

	*ret_stacked = FALSE;
	if (pdf_is_right_to_left(glyph->character) || pdf_is_right_to_left(last->character))
		gap = last->box.x0 - glyph->box.x1;
	if (!piece->stacked && beside(last->box, glyph->box) >= SAME_ROW && gap > -BACKWARD * em &&
	    gap <= PIECE_GAP * em)
		return TRUE;
	*ret_stacked = follows_down(piece, last, glyph);
	return *ret_stacked;
}

static GPtrArray *
collect_pieces(const GArray *glyphs)
{
	PdfPiece *piece = NULL;
	GPtrArray *pieces = g_ptr_array_new();

	for (guint i = 0; i < glyphs->len; i++) {
		const PdfGlyph *glyph = &g_array_index(glyphs, PdfGlyph, i);
		gboolean stacked = FALSE;
		if (!piece || !follows(piece, glyph, &stacked)) {
			piece = g_new0(PdfPiece, 1);
			piece->glyphs = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
			piece->box = glyph->box;
			g_ptr_array_add(pieces, piece);
		}
		g_array_append_val(piece->glyphs, *glyph);
		piece->box = vet_box_union(piece->box, glyph->box);
		piece->stacked |= stacked;
	}
	return pieces;
}

static gint
by_middle(gconstpointer left, gconstpointer right)
{
	const PdfPiece *a = *(PdfPiece *const *)left;
	const PdfPiece *b = *(PdfPiece *const *)right;
	double middle_a = a->box.y0 + a->box.y1, middle_b = b->box.y0 + b->box.y1;

	if (middle_a != middle_b)
		return middle_a < middle_b ? -1 : 1;
	return a->box.x0 < b->box.x0 ? -1 : a->box.x0 > b->box.x0;
}

static gint
by_left(gconstpointer left, gconstpointer right)
{
	const PdfPiece *a = *(PdfPiece *const *)left;
	const PdfPiece *b = *(PdfPiece *const *)right;

	return a->box.x0 < b->box.x0 ? -1 : a->box.x0 > b->box.x0;
}

static gint
by_top(gconstpointer left, gconstpointer right)
{
	const PdfRow *a = *(PdfRow *const *)left;
	const PdfRow *b = *(PdfRow *const *)right;

	return a->box.y0 < b->box.y0 ? -1 : a->box.y0 > b->box.y0;
}

static gboolean
row_takes(const PdfRow *row, const PdfPiece *piece)
{
	for (guint i = 0; i < row->pieces->len; i++) {
		const PdfPiece *other = row->pieces->pdata[i];
		double width = MIN(pdf_box_width(other->box), pdf_box_width(piece->box));
		if (other->stacked || beside(other->box, piece->box) < SAME_ROW ||
		    overlap(other->box.x0, other->box.x1, piece->box.x0, piece->box.x1) >
			    OVERPRINT * width)
			return FALSE;
	}
	return !piece->stacked;
}

static void
place_piece(GPtrArray *rows, PdfPiece *piece)
{
	PdfRow *row = NULL;

	for (guint back = 1; back <= MIN(rows->len, MAX_LOOK_BACK) && !row; back++) {
		if (row_takes(rows->pdata[rows->len - back], piece))
			row = rows->pdata[rows->len - back];
	}
	if (!row) {
		row = g_new0(PdfRow, 1);
		row->pieces = g_ptr_array_new_with_free_func((GDestroyNotify)piece_free);
		row->box = piece->box;
		g_ptr_array_add(rows, row);
	}
	g_ptr_array_add(row->pieces, piece);
	row->box = vet_box_union(row->box, piece->box);
}

static gboolean
is_lone_ideograph(const PdfPiece *piece)
{
	return piece->glyphs->len == 1 &&
	       pdf_is_ideographic(g_array_index(piece->glyphs, PdfGlyph, 0).character);
}

/* How many pieces from here on are one label whose characters are spread out evenly. */
static guint
spread_length(const PdfRow *row, guint first)
{
	guint length = 1;
	double even = 0;

	for (guint i = first + 1; i < row->pieces->len; i++, length++) {
		const PdfPiece *left = row->pieces->pdata[i - 1];
		const PdfPiece *right = row->pieces->pdata[i];
		double gap = right->box.x0 - left->box.x1;
		double em = pdf_box_height(left->box);
		if (!is_lone_ideograph(left) || !is_lone_ideograph(right) || gap > SPREAD_GAP * em)
			break;
		if (length > 1 && fabs(gap - even) > em / 2)
			break;
		even = gap;
	}
	return length;
}

/* Joins what follows closely (Poppler had it elsewhere) and labels that are spread out. */
static void
join_pieces(PdfRow *row)
{
	g_ptr_array_sort(row->pieces, by_left);
	for (guint i = 0; i + 1 < row->pieces->len;) {
		PdfPiece *left = row->pieces->pdata[i];
		PdfPiece *right = row->pieces->pdata[i + 1];
		double gap = right->box.x0 - left->box.x1;
		double em = MAX(pdf_box_height(left->box), pdf_box_height(right->box));
		guint n_joined = gap <= PIECE_GAP * em ? 1 : spread_length(row, i) - 1;
		for (guint j = 0; j < n_joined; j++) {
			right = row->pieces->pdata[i + 1];
			PdfGlyph *first = &g_array_index(right->glyphs, PdfGlyph, 0);
			first->spaced |= right->box.x0 - left->box.x1 > em / 5;
			g_array_append_vals(left->glyphs, right->glyphs->data, right->glyphs->len);
			left->box = vet_box_union(left->box, right->box);
			g_ptr_array_remove_index(row->pieces, i + 1);
		}
		if (n_joined == 0)
			i++;
	}
}

GPtrArray *
pdf_rows_new(const GArray *glyphs)
{
	g_autoptr(GPtrArray) pieces = collect_pieces(glyphs);
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);

	g_ptr_array_sort(pieces, by_middle);
	for (guint i = 0; i < pieces->len; i++)
		place_piece(rows, pieces->pdata[i]);
	for (guint i = 0; i < rows->len; i++)
		join_pieces(rows->pdata[i]);
	g_ptr_array_sort(rows, by_top);
	return rows;
}
