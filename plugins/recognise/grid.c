/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/layout.h"

#define MAX_GRIDS 32
#define MAX_CELLS 2000
#define MAX_EDGES 256
/* of its box, or it is no cell but what lies around some */
#define MIN_FILL 0.75

static void
grid_free(gpointer data)
{
	Grid *grid = data;

	g_array_unref(grid->cells);
	g_free(grid);
}

/* Edges nearer than this are one; gives the number of the edge, counted from the first. */
static void
add_edge(GArray *edges, gint at, gint slack)
{
	for (guint i = 0; i < edges->len; i++) {
		gint *edge = &g_array_index(edges, gint, i);
		if (ABS(*edge - at) <= slack)
			return;
		if (*edge > at) {
			g_array_insert_val(edges, i, at);
			return;
		}
	}
	if (edges->len < MAX_EDGES)
		g_array_append_val(edges, at);
}

static guint
find_edge(const GArray *edges, gint at)
{
	guint best = 0;

	for (guint i = 1; i < edges->len; i++)
		if (ABS(g_array_index(edges, gint, i) - at) <
		    ABS(g_array_index(edges, gint, best) - at))
			best = i;
	return best;
}

static gint
compare_cells(gconstpointer a, gconstpointer b)
{
	const GridCell *one = a, *other = b;

	if (one->row != other->row)
		return one->row < other->row ? -1 : 1;
	return (one->column > other->column) - (one->column < other->column);
}

static void
arrange(Grid *grid, gint slack)
{
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(gint));
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(gint));

	for (guint i = 0; i < grid->cells->len; i++) {
		const GridCell *cell = &g_array_index(grid->cells, GridCell, i);
		add_edge(columns, cell->area.x0, slack);
		add_edge(columns, cell->area.x1, slack);
		add_edge(rows, cell->area.y0, slack);
		add_edge(rows, cell->area.y1, slack);
	}
	for (guint i = 0; i < grid->cells->len; i++) {
		GridCell *cell = &g_array_index(grid->cells, GridCell, i);
		cell->column = find_edge(columns, cell->area.x0);
		cell->row = find_edge(rows, cell->area.y0);
		guint right = find_edge(columns, cell->area.x1);
		guint bottom = find_edge(rows, cell->area.y1);
		cell->column_span = right > cell->column ? right - cell->column : 1;
		cell->row_span = bottom > cell->row ? bottom - cell->row : 1;
	}
	g_array_sort(grid->cells, compare_cells);
	grid->n_columns = columns->len > 1 ? columns->len - 1 : 1;
	grid->n_rows = rows->len > 1 ? rows->len - 1 : 1;
}

/* The white areas within a network of rules. */
static Grid *
read_network(PIX *rules, BOX *around, gint height)
{
	PIX *network = pixClipRectangle(rules, around, NULL);
	PIXA *parts = NULL;
	l_int32 left, top, width, wide, high;

	boxGetGeometry(around, &left, &top, &width, &high);
	Grid *grid = g_new0(Grid, 1);
	grid->area = (Area){left, top, left + width, top + high};
	grid->cells = g_array_new(FALSE, FALSE, sizeof(GridCell));
	if (network)
		pixInvert(network, network);
	BOXA *boxes = network ? pixConnComp(network, &parts, 4) : NULL;
	for (l_int32 i = 0; boxes && i < MIN(boxaGetCount(boxes), MAX_CELLS); i++) {
		l_int32 x, y, count;
		boxaGetBoxGeometry(boxes, i, &x, &y, &wide, &high);
		if (wide < height || high * 10 < height * 8)
			continue;
		PIX *part = pixaGetPix(parts, i, L_CLONE);
		pixCountPixels(part, &count, NULL);
		pixDestroy(&part);
		if (count < wide * high * MIN_FILL)
			continue;
		GridCell cell = {.area = {left + x, top + y, left + x + wide, top + y + high}};
		g_array_append_val(grid->cells, cell);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	pixDestroy(&network);
	arrange(grid, MAX(height / 2, 3));
	return grid;
}

void
layout_find_grids(PIX *rules, gint height, GPtrArray *grids)
{
	/* corners where rules do not quite meet */
	PIX *closed = pixCloseBrick(NULL, rules, 5, 5);
	BOXA *networks = closed ? pixConnCompBB(closed, 8) : NULL;

	g_ptr_array_set_free_func(grids, grid_free);
	for (l_int32 i = 0; networks && i < boxaGetCount(networks) && grids->len < MAX_GRIDS; i++) {
		l_int32 x, y, width, high;
		boxaGetBoxGeometry(networks, i, &x, &y, &width, &high);
		if (width < height * 4 || high < height * 2)
			continue;
		BOX *around = boxaGetBox(networks, i, L_CLONE);
		Grid *grid = read_network(closed, around, height);
		boxDestroy(&around);
		/* a frame around text is no table */
		if (grid->cells->len > 1 && grid->n_columns > 1)
			g_ptr_array_add(grids, grid);
		else
			grid_free(grid);
	}
	boxaDestroy(&networks);
	pixDestroy(&closed);
}
