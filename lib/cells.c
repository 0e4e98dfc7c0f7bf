/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cells.h"

#include "lib/label-key.h"

/* places of one table that are laid out; what lies beyond is found by no place */
#define MAX_PLACES (1024 * 1024)

struct _VetCells {
	GHashTable *by_key;  /* key → GPtrArray of VetCellPlace */
	GHashTable *by_cell; /* VetCell → VetCellPlace, owned */
	GHashTable *grids;   /* VetTable → array of VetCell *, row by row */
};

static void
place_free(gpointer data)
{
	VetCellPlace *place = data;
	g_free(place->key);
	g_free(place);
}

/* spans that overlap over and over are not laid out without end: `budget` counts the places touched */
static void
lay_out(const VetCell **grid, const VetTable *table, const VetCell *cell, gsize *budget)
{
	guint last_row = MIN(cell->row + cell->row_span, table->n_rows);
	guint last_column = MIN(cell->column + cell->column_span, table->n_columns);
	for (guint row = cell->row; row<last_row && * budget> 0; row++)
		for (guint column = cell->column; column<last_column && * budget> 0;
		     column++, (*budget)--)
			if (!grid[(gsize)row * table->n_columns + column])
				grid[(gsize)row * table->n_columns + column] = cell;
}

static void
take_cell(VetCells *cells, const VetCellPlace *where, const VetCell *cell)
{
	VetCellPlace *place = g_memdup2(where, sizeof *where);
	place->cell = cell;
	place->key = vet_label_key(cell->text);
	g_hash_table_insert(cells->by_cell, (gpointer)cell, place);
	GPtrArray *same = g_hash_table_lookup(cells->by_key, place->key);
	if (!same) {
		same = g_ptr_array_new();
		g_hash_table_insert(cells->by_key, place->key, same);
	}
	g_ptr_array_add(same, place);
}

static void
take_table(VetCells *cells, const VetPage *page, const VetTable *table, guint number)
{
	VetCellPlace where = {.page = page, .table = table, .table_number = number};
	gsize places = (gsize)table->n_rows * table->n_columns, budget = 4 * MAX_PLACES;
	const VetCell **grid =
		places <= MAX_PLACES ? g_new0(const VetCell *, MAX(places, 1)) : NULL;
	for (guint i = 0; i < table->cells->len; i++) {
		take_cell(cells, &where, table->cells->pdata[i]);
		if (grid)
			lay_out(grid, table, table->cells->pdata[i], &budget);
	}
	if (grid)
		g_hash_table_insert(cells->grids, (gpointer)table, grid);
}

VetCells *
vet_cells_new(const VetContent *content)
{
	VetCells *cells = g_new0(VetCells, 1);
	cells->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					      (GDestroyNotify)g_ptr_array_unref);
	cells->by_cell = g_hash_table_new_full(NULL, NULL, NULL, place_free);
	cells->grids = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j < page->tables->len; j++)
			take_table(cells, page, page->tables->pdata[j], j);
	}
	return cells;
}

void
vet_cells_free(VetCells *cells)
{
	if (!cells)
		return;
	g_hash_table_unref(cells->by_key);
	g_hash_table_unref(cells->by_cell);
	g_hash_table_unref(cells->grids);
	g_free(cells);
}

const GPtrArray *
vet_cells_with_key(const VetCells *cells, const char *key)
{
	return g_hash_table_lookup(cells->by_key, key);
}

GList *
vet_cells_keys(const VetCells *cells)
{
	return g_hash_table_get_keys(cells->by_key);
}

gboolean
vet_cells_has_key_on_page(const VetCells *cells, const char *key, guint page_number)
{
	const GPtrArray *places = vet_cells_with_key(cells, key);
	for (guint i = 0; places && i < places->len; i++) {
		const VetCellPlace *place = places->pdata[i];
		if (place->page->number >= page_number)
			return place->page->number == page_number;
	}
	return FALSE;
}

const VetCell *
vet_cells_at(const VetCells *cells, const VetTable *table, guint row, guint column)
{
	const VetCell *const *grid = g_hash_table_lookup(cells->grids, table);
	if (!grid || row >= table->n_rows || column >= table->n_columns)
		return NULL;
	return grid[(gsize)row * table->n_columns + column];
}

const char *
vet_cells_key_of(const VetCells *cells, const VetCell *cell)
{
	const VetCellPlace *place = g_hash_table_lookup(cells->by_cell, cell);
	return place ? place->key : "";
}
