/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/grid.h"
#include "plugins/pdf/ruling.h"

#include <math.h>

/* points: rules nearer than this are one double rule */
#define MIN_CELL 5.0
/* a rule that runs out past the last one it crosses, by less, ends there */
#define OVERSHOOT 10.0
/* of a side that must be drawn to part two cells */
#define MIN_WALL 0.5
#define MAX_LINES 200
#define MAX_GRIDS 64

/* The lines of a network and which sides of its elementary cells are drawn. */
typedef struct {
	GArray *xs, *ys; /* of double */
	double *left;   /* [row × n_columns + column]: how much of the cell's left side is drawn */
	double *top;    /* the same of its upper side */
	guint *regions; /* the elementary cell that stands for the merged one */
	guint n_rows, n_columns;
} Lattice;

static void
lattice_clear(Lattice *lattice)
{
	g_clear_pointer(&lattice->xs, g_array_unref);
	g_clear_pointer(&lattice->ys, g_array_unref);
	g_clear_pointer(&lattice->left, g_free);
	g_clear_pointer(&lattice->top, g_free);
	g_clear_pointer(&lattice->regions, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lattice, lattice_clear)

void
pdf_grid_free(PdfGrid *grid)
{
	if (!grid)
		return;
	g_array_unref(grid->cells);
	g_array_unref(grid->xs);
	g_array_unref(grid->ys);
	g_free(grid->places);
	g_free(grid);
}

static gint
by_value(gconstpointer left, gconstpointer right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return a < b ? -1 : a > b;
}

/* Where the network has lines across; its own ends stand in for a frame that is not drawn. */
static GArray *
line_places(const GArray *network, gboolean vertical)
{
	double first = INFINITY, last = -INFINITY;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
	GArray *places = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < network->len; i++) {
		const PdfRule *rule = &g_array_index(network, PdfRule, i);
		if (rule->vertical == vertical) {
			g_array_append_val(all, rule->at);
		} else {
			first = MIN(first, rule->from);
			last = MAX(last, rule->to);
		}
	}
	g_array_sort(all, by_value);
	if (all->len == 0 || g_array_index(all, double, 0) - first > OVERSHOOT)
		g_array_prepend_val(all, first);
	if (last - g_array_index(all, double, all->len - 1) > OVERSHOOT)
		g_array_append_val(all, last);
	for (guint i = 0; i < all->len; i++) {
		double place = g_array_index(all, double, i);
		if (places->len == 0 ||
		    place - g_array_index(places, double, places->len - 1) >= MIN_CELL)
			g_array_append_val(places, place);
	}
	return places;
}

static guint
nearest(const GArray *places, double at)
{
	guint best = 0;

	for (guint i = 1; i < places->len; i++) {
		if (fabs(g_array_index(places, double, i) - at) <
		    fabs(g_array_index(places, double, best) - at))
			best = i;
	}
	return best;
}

/* Adds to each side along the rule how much of it the rule draws. */
static void
draw_rule(Lattice *lattice, const PdfRule *rule)
{
	const GArray *across = rule->vertical ? lattice->xs : lattice->ys;
	const GArray *along = rule->vertical ? lattice->ys : lattice->xs;
	guint line = nearest(across, rule->at);

	if (line + 1 >= across->len) /* the last line ends the grid, drawn or not */
		return;
	for (guint i = 0; i + 1 < along->len; i++) {
		double from = g_array_index(along, double, i);
		double to = g_array_index(along, double, i + 1);
		double drawn = MIN(to, rule->to) - MAX(from, rule->from);
		if (drawn <= 0)
			continue;
		if (rule->vertical)
			lattice->left[i * lattice->n_columns + line] += drawn / (to - from);
		else
			lattice->top[line * lattice->n_columns + i] += drawn / (to - from);
	}
}

static guint
region_of(Lattice *lattice, guint cell)
{
	while (lattice->regions[cell] != cell)
		cell = lattice->regions[cell] = lattice->regions[lattice->regions[cell]];
	return cell;
}

static void
join_regions(Lattice *lattice, guint cell, guint other)
{
	lattice->regions[region_of(lattice, cell)] = region_of(lattice, other);
}

static void
merge_regions(Lattice *lattice)
{
	guint n_columns = lattice->n_columns;

	for (guint cell = 0; cell < lattice->n_rows * n_columns; cell++)
		lattice->regions[cell] = cell;
	for (guint row = 0; row < lattice->n_rows; row++) {
		for (guint column = 0; column < n_columns; column++) {
			guint cell = row * n_columns + column;
			if (column > 0 && lattice->left[cell] < MIN_WALL)
				join_regions(lattice, cell, cell - 1);
			if (row > 0 && lattice->top[cell] < MIN_WALL)
				join_regions(lattice, cell, cell - n_columns);
		}
	}
}

static void
add_cell(PdfGrid *grid, const Lattice *lattice, PdfGridCell cell)
{
	cell.box = (VetBox){
		g_array_index(lattice->xs, double, cell.column),
		g_array_index(lattice->ys, double, cell.row),
		g_array_index(lattice->xs, double, cell.column + cell.column_span),
		g_array_index(lattice->ys, double, cell.row + cell.row_span),
	};
	for (guint row = cell.row; row < cell.row + cell.row_span; row++) {
		for (guint i = 0; i < cell.column_span; i++)
			grid->places[row * grid->n_columns + cell.column + i] = grid->cells->len;
	}
	g_array_append_val(grid->cells, cell);
}

static void
extend(PdfGridCell *extent, guint row, guint column)
{
	if (extent->row_span == 0)
		*extent = (PdfGridCell){row, column, 1, 1, {0}};
	guint end = MAX(extent->column + extent->column_span, column + 1);
	extent->column = MIN(extent->column, column);
	extent->column_span = end - extent->column;
	extent->row_span = MAX(extent->row_span, row + 1 - extent->row);
}

/* A region that is no rectangle has lost a wall: its parts stay cells of their own. */
static void
collect_cells(PdfGrid *grid, Lattice *lattice)
{
	guint n_columns = lattice->n_columns;
	g_autofree PdfGridCell *extents = g_new0(PdfGridCell, lattice->n_rows * n_columns);
	g_autofree guint *sizes = g_new0(guint, lattice->n_rows * n_columns);

	for (guint row = 0; row < lattice->n_rows; row++) {
		for (guint column = 0; column < n_columns; column++) {
			guint region = region_of(lattice, row * n_columns + column);
			extend(&extents[region], row, column);
			sizes[region]++;
		}
	}
	for (guint row = 0; row < lattice->n_rows; row++) {
		for (guint column = 0; column < n_columns; column++) {
			guint region = region_of(lattice, row * n_columns + column);
			const PdfGridCell *extent = &extents[region];
			if (extent->row_span * extent->column_span != sizes[region])
				add_cell(grid, lattice, (PdfGridCell){row, column, 1, 1, {0}});
			else if (extent->row == row && extent->column == column)
				add_cell(grid, lattice, *extent);
		}
	}
}

static PdfGrid *
grid_of_network(const GArray *network)
{
	g_auto(Lattice) lattice = {0};

	if (network->len < 3)
		return NULL;
	lattice.xs = line_places(network, TRUE);
	lattice.ys = line_places(network, FALSE);
	if (lattice.xs->len < 2 || lattice.ys->len < 2 || lattice.xs->len > MAX_LINES ||
	    lattice.ys->len > MAX_LINES)
		return NULL;
	lattice.n_columns = lattice.xs->len - 1;
	lattice.n_rows = lattice.ys->len - 1;
	lattice.left = g_new0(double, lattice.n_rows *lattice.n_columns);
	lattice.top = g_new0(double, lattice.n_rows *lattice.n_columns);
	lattice.regions = g_new0(guint, lattice.n_rows * lattice.n_columns);
	for (guint i = 0; i < network->len; i++)
		draw_rule(&lattice, &g_array_index(network, PdfRule, i));
	merge_regions(&lattice);

	g_autoptr(PdfGrid) grid = g_new0(PdfGrid, 1);
	grid->n_rows = lattice.n_rows;
	grid->n_columns = lattice.n_columns;
	grid->box =
		(VetBox){g_array_index(lattice.xs, double, 0), g_array_index(lattice.ys, double, 0),
			 g_array_index(lattice.xs, double, lattice.n_columns),
			 g_array_index(lattice.ys, double, lattice.n_rows)};
	grid->cells = g_array_new(FALSE, FALSE, sizeof(PdfGridCell));
	grid->xs = g_array_ref(lattice.xs);
	grid->ys = g_array_ref(lattice.ys);
	grid->places = g_new0(guint, grid->n_rows * grid->n_columns);
	collect_cells(grid, &lattice);
	return grid->cells->len > 1 ? g_steal_pointer(&grid) : NULL;
}

/* The last line at or before the place; the last one of all ends the grid. */
static gboolean
find_line(const GArray *lines, double at, guint *ret_line)
{
	guint low = 0, high = lines->len - 1;

	if (!(at >= g_array_index(lines, double, 0) && at < g_array_index(lines, double, high)))
		return FALSE;
	while (high - low > 1) {
		guint middle = (low + high) / 2;
		if (g_array_index(lines, double, middle) <= at)
			low = middle;
		else
			high = middle;
	}
	*ret_line = low;
	return TRUE;
}

gboolean
pdf_grid_find(const PdfGrid *grid, double x, double y, guint *ret_cell)
{
	guint row, column;

	if (!find_line(grid->xs, x, &column) || !find_line(grid->ys, y, &row))
		return FALSE;
	*ret_cell = grid->places[row * grid->n_columns + column];
	return TRUE;
}

static gint
by_area(gconstpointer left, gconstpointer right)
{
	const VetBox *a = &(*(PdfGrid *const *)left)->box;
	const VetBox *b = &(*(PdfGrid *const *)right)->box;
	double area_a = (a->x1 - a->x0) * (a->y1 - a->y0);
	double area_b = (b->x1 - b->x0) * (b->y1 - b->y0);

	return area_a < area_b ? -1 : area_a > area_b;
}

GPtrArray *
pdf_grids_new(const GArray *rules)
{
	g_autoptr(GArray) joined = pdf_ruling_join(rules);
	g_autoptr(GPtrArray) networks = pdf_ruling_networks(joined);
	GPtrArray *grids = g_ptr_array_new_with_free_func((GDestroyNotify)pdf_grid_free);

	for (guint i = 0; i < networks->len && grids->len < MAX_GRIDS; i++) {
		PdfGrid *grid = grid_of_network(networks->pdata[i]);
		if (grid)
			g_ptr_array_add(grids, grid);
	}
	g_ptr_array_sort(grids, by_area);
	return grids;
}
