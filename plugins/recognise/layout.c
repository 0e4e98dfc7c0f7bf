/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/layout.h"

#include <stdio.h>

/* all work is done at half the size: a quarter of the time, and specks are gone */
#define HALF 2
#define MIN_CHARACTER 5
#define MAX_CHARACTER 100
#define DEFAULT_HEIGHT 13
#define MAX_COMPONENTS 20000
#define MAX_PIECES 1500
#define MIN_RULE 30
/* gap within a piece, in heights of a character */
#define GAP 2.6
/* of a rule, where it is neither ink nor paper: this part of the height of characters */
#define RIM 8

static Area
area_of(BOXA *boxes, l_int32 i)
{
	l_int32 x = 0, y = 0, width = 0, height = 0;

	boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
	return (Area){x, y, x + width, y + height};
}

static gint
width_of(Area area)
{
	return area.x1 - area.x0;
}

static gint
height_of(Area area)
{
	return area.y1 - area.y0;
}

static gint
overlap(gint a0, gint a1, gint b0, gint b1)
{
	return MIN(a1, b1) - MAX(a0, b0);
}

/* The size that most of the ink's components have, each counted by its size. */
static gint
common_height(BOXA *components)
{
	guint sums[MAX_CHARACTER + 1] = {0}, best = 0;
	gint height = DEFAULT_HEIGHT;
	l_int32 n = MIN(boxaGetCount(components), MAX_COMPONENTS);

	for (l_int32 i = 0; i < n; i++) {
		Area area = area_of(components, i);
		gint size = MAX(width_of(area), height_of(area));
		if (size >= MIN_CHARACTER && size <= MAX_CHARACTER)
			sums[size] += (guint)size;
	}
	for (gint i = MIN_CHARACTER + 1; i < MAX_CHARACTER - 8; i++) {
		guint sum = 0;
		for (gint k = -1 - i / 8; k <= 1 + i / 8; k++)
			sum += sums[CLAMP(i + k, 0, MAX_CHARACTER)];
		if (sum > best) {
			best = sum;
			height = i;
		}
	}
	return height;
}

/* Rules across and down; both are taken out of the ink. */
static void
part_rules(PIX *ink, gint height, PIX **ret_rules, PIX **ret_down)
{
	char across[16], down[16];
	gint length = MAX(MIN_RULE, height * 3);

	g_snprintf(across, sizeof across, "o%d.1", length);
	g_snprintf(down, sizeof down, "o1.%d", length);
	PIX *rules = pixMorphCompSequence(ink, across, 0);
	PIX *others = pixMorphCompSequence(ink, down, 0);
	PIX *wide = NULL;
	if (rules && others) {
		pixOr(rules, rules, others);
		wide = pixDilateBrick(NULL, rules, 3, 3);
		if (wide)
			pixSubtract(ink, ink, wide);
	}
	pixDestroy(&wide);
	*ret_rules = rules;
	*ret_down = others;
}

static void
join(Piece *piece, const Piece *other)
{
	piece->area.x0 = MIN(piece->area.x0, other->area.x0);
	piece->area.y0 = MIN(piece->area.y0, other->area.y0);
	piece->area.x1 = MAX(piece->area.x1, other->area.x1);
	piece->area.y1 = MAX(piece->area.y1, other->area.y1);
}

/* Parts of one line: the strokes of 二 or a dot over its letter, or boxes that lie in each other. */
static gboolean
belong_together(const Piece *a, const Piece *b, gint height)
{
	Area one = a->area, other = b->area;
	gint across = overlap(one.x0, one.x1, other.x0, other.x1);
	gint down = overlap(one.y0, one.y1, other.y0, other.y1);
	gint least = MIN(height_of(one), height_of(other));

	if (across > 0 && down * 2 > least)
		return TRUE;
	gint together = MAX(one.y1, other.y1) - MIN(one.y0, other.y0);
	gint narrow = MIN(width_of(one), width_of(other));
	gint tallest = MAX(height, MAX(height_of(one), height_of(other)));
	return across * 10 > narrow * 6 && least * 10 < height * 6 && together * 4 <= tallest * 5;
}

static void
join_pieces(GArray *pieces, gint height)
{
	gboolean joined = TRUE;

	for (guint pass = 0; joined && pass < 4; pass++) {
		joined = FALSE;
		for (guint i = 0; i < pieces->len; i++)
			for (guint k = i + 1; k < pieces->len; k++) {
				Piece *piece = &g_array_index(pieces, Piece, i);
				if (!belong_together(piece, &g_array_index(pieces, Piece, k),
						     height))
					continue;
				join(piece, &g_array_index(pieces, Piece, k));
				g_array_remove_index_fast(pieces, k--);
				joined = TRUE;
			}
	}
}

static gboolean
may_be_text(Area area, gint height)
{
	gint wide = width_of(area), high = height_of(area);

	if (high * 10 < height * 4 && wide * 10 < height * 4)
		return FALSE;
	/* what is left of a rule, or a line to write on */
	if (high * 4 < height && wide > height * 2)
		return FALSE;
	return high < MAX_CHARACTER * 2 && wide >= 3;
}

/* Each piece's own height of characters: the mean of its components, the large ones counting more. */
static void
measure(GArray *pieces, BOXA *components)
{
	l_int32 n = MIN(boxaGetCount(components), MAX_COMPONENTS);
	g_autofree double *sums = g_new0(double, (gsize)pieces->len * 2 + 1);

	for (l_int32 i = 0; i < n; i++) {
		Area area = area_of(components, i);
		gint x = (area.x0 + area.x1) / 2, y = (area.y0 + area.y1) / 2;
		double size = MAX(width_of(area), height_of(area));
		if (size < 3 || width_of(area) > height_of(area) * 3)
			continue;
		for (guint k = 0; k < pieces->len; k++) {
			Area in = g_array_index(pieces, Piece, k).area;
			if (x < in.x0 || x >= in.x1 || y < in.y0 || y >= in.y1)
				continue;
			sums[(gsize)k * 2] += size * size;
			sums[(gsize)k * 2 + 1] += size;
			break;
		}
	}
	for (guint k = 0; k < pieces->len; k++) {
		Piece *piece = &g_array_index(pieces, Piece, k);
		double weight = sums[(gsize)k * 2 + 1];
		gint own = weight > 0 ? (gint)(sums[(gsize)k * 2] / weight + 0.5) : 0;
		piece->height = own > 0 ? MIN(own, height_of(piece->area)) : height_of(piece->area);
	}
}

static void
find_pieces(Layout *layout, PIX *text, PIX *down)
{
	char sequence[16];

	g_snprintf(sequence, sizeof sequence, "c%d.1", (gint)(layout->height * GAP) | 1);
	PIX *strips = pixMorphCompSequence(text, sequence, 0);
	if (strips && down)
		pixSubtract(strips, strips, down);
	BOXA *boxes = strips ? pixConnCompBB(strips, 8) : NULL;
	for (l_int32 i = 0; boxes && i < boxaGetCount(boxes); i++) {
		Piece piece = {.area = area_of(boxes, i), .grid = -1, .cell = -1};
		if (width_of(piece.area) * height_of(piece.area) < 6)
			continue;
		if (layout->pieces->len < MAX_PIECES)
			g_array_append_val(layout->pieces, piece);
	}
	boxaDestroy(&boxes);
	pixDestroy(&strips);
	join_pieces(layout->pieces, layout->height);
	for (guint i = 0; i < layout->pieces->len; i++)
		if (!may_be_text(g_array_index(layout->pieces, Piece, i).area, layout->height))
			g_array_remove_index_fast(layout->pieces, i--);
}

/* The smallest cell that holds the piece's middle. */
static void
find_cell(const Layout *layout, Piece *piece)
{
	gint x = (piece->area.x0 + piece->area.x1) / 2, y = (piece->area.y0 + piece->area.y1) / 2;
	gint64 smallest = G_MAXINT64;

	for (guint g = 0; g < layout->grids->len; g++) {
		const Grid *grid = layout->grids->pdata[g];
		for (guint c = 0; c < grid->cells->len; c++) {
			Area area = g_array_index(grid->cells, GridCell, c).area;
			gint64 size = (gint64)width_of(area) * height_of(area);
			if (x < area.x0 || x >= area.x1 || y < area.y0 || y >= area.y1 ||
			    size >= smallest)
				continue;
			smallest = size;
			piece->grid = (gint)g;
			piece->cell = (gint)c;
		}
	}
}

static gint
compare_by_middle(gconstpointer a, gconstpointer b)
{
	const Piece *one = a, *other = b;
	gint difference = one->area.y0 + one->area.y1 - other->area.y0 - other->area.y1;

	return difference ? difference : one->area.x0 - other->area.x0;
}

/* Pieces beside each other, in the same cell or both in none, are of one line. */
static void
form_rows(GArray *pieces)
{
	gint n_rows = 0;

	g_array_sort(pieces, compare_by_middle);
	for (guint i = 0; i < pieces->len; i++) {
		Piece *piece = &g_array_index(pieces, Piece, i);
		piece->row = -1;
		for (guint k = i; k-- > 0 && i - k < 40;) {
			const Piece *before = &g_array_index(pieces, Piece, k);
			gint least = MIN(height_of(piece->area), height_of(before->area));
			if (before->grid != piece->grid || before->cell != piece->cell ||
			    overlap(piece->area.y0, piece->area.y1, before->area.y0,
				    before->area.y1) *
					    10 <
				    least * 6)
				continue;
			piece->row = before->row;
			break;
		}
		if (piece->row < 0)
			piece->row = n_rows++;
	}
}

/* Down the page; a table as a whole, cell by cell; rows from left to right. */
typedef struct {
	const Layout *layout;
	const gint *tops; /* of each row */
} Order;

static gint
compare_in_order(gconstpointer a, gconstpointer b, gpointer user_data)
{
	const Piece *one = a, *other = b;
	const Order *order = user_data;

	if (one->row == other->row)
		return one->area.x0 - other->area.x0;
	if (one->grid == other->grid && one->grid >= 0)
		return one->cell != other->cell ? one->cell - other->cell : one->row - other->row;
	gint tops[2] = {order->tops[one->row], order->tops[other->row]};
	const Piece *pieces[2] = {one, other};
	for (guint i = 0; i < 2; i++)
		if (pieces[i]->grid >= 0)
			tops[i] = ((const Grid *)order->layout->grids->pdata[pieces[i]->grid])
					  ->area.y0;
	if (tops[0] != tops[1])
		return tops[0] - tops[1];
	return one->grid != other->grid ? one->grid - other->grid : one->row - other->row;
}

static void
put_in_order(Layout *layout)
{
	form_rows(layout->pieces);
	g_autofree gint *tops = g_new(gint, layout->pieces->len + 1);
	for (guint i = 0; i <= layout->pieces->len; i++)
		tops[i] = G_MAXINT;
	for (guint i = 0; i < layout->pieces->len; i++) {
		const Piece *piece = &g_array_index(layout->pieces, Piece, i);
		tops[piece->row] = MIN(tops[piece->row], piece->area.y0);
	}
	Order order = {layout, tops};
	g_array_sort_with_data(layout->pieces, compare_in_order, &order);
}

static void
grow(Area *area)
{
	area->x0 *= HALF;
	area->y0 *= HALF;
	area->x1 *= HALF;
	area->y1 *= HALF;
}

/* At full size.  The rim of a rule is grey, and it leans as the sheet does. */
static void
find_room(const Layout *layout, Piece *piece)
{
	gint rim = MAX(layout->height / RIM, 2);

	if (piece->grid < 0) {
		piece->room = (Area){0, 0, G_MAXINT, G_MAXINT};
		return;
	}
	const Grid *grid = layout->grids->pdata[piece->grid];
	Area cell = g_array_index(grid->cells, GridCell, piece->cell).area;
	piece->room = (Area){cell.x0 + rim, cell.y0 + rim, cell.x1 - rim, cell.y1 - rim};
}

static void
to_full_size(Layout *layout)
{
	for (guint i = 0; i < layout->pieces->len; i++) {
		Piece *piece = &g_array_index(layout->pieces, Piece, i);
		grow(&piece->area);
		piece->height *= HALF;
	}
	for (guint g = 0; g < layout->grids->len; g++) {
		Grid *grid = layout->grids->pdata[g];
		grow(&grid->area);
		for (guint c = 0; c < grid->cells->len; c++)
			grow(&g_array_index(grid->cells, GridCell, c).area);
	}
	layout->height *= HALF;
	for (guint i = 0; i < layout->pieces->len; i++)
		find_room(layout, &g_array_index(layout->pieces, Piece, i));
}

Layout *
layout_new(const Sheet *sheet)
{
	Layout *layout = g_new0(Layout, 1);
	PIX *full = sheet_ink(sheet);
	PIX *ink = full ? pixReduceRankBinary2(full, 1, NULL) : NULL;
	PIX *rules = NULL, *down = NULL;

	pixDestroy(&full);
	layout->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
	layout->grids = g_ptr_array_new();
	layout->height = DEFAULT_HEIGHT * HALF;
	BOXA *components = ink ? pixConnCompBB(ink, 8) : NULL;
	if (!components) {
		pixDestroy(&ink);
		return layout;
	}
	layout->height = common_height(components);
	part_rules(ink, layout->height, &rules, &down);
	PIX *text = pixSelectBySize(ink, 3, 3, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL);
	if (text)
		find_pieces(layout, text, down);
	measure(layout->pieces, components);
	if (rules)
		layout_find_grids(rules, layout->height, layout->grids);
	for (guint i = 0; i < layout->pieces->len; i++)
		find_cell(layout, &g_array_index(layout->pieces, Piece, i));
	put_in_order(layout);
	to_full_size(layout);
	boxaDestroy(&components);
	pixDestroy(&text);
	pixDestroy(&rules);
	pixDestroy(&down);
	pixDestroy(&ink);
	return layout;
}

void
layout_free(Layout *layout)
{
	if (!layout)
		return;
	g_array_unref(layout->pieces);
	g_ptr_array_unref(layout->grids);
	g_free(layout);
}
