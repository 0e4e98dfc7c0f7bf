/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/table.h"

#define MAX_COLUMNS 512
#define MAX_ROWS 20000
#define MAX_CELLS 100000

typedef struct {
	guint row, column, row_span, column_span;
	GString *text;
} Cell;

struct _Table {
	GPtrArray *cells;               /* of Cell */
	guint taken_until[MAX_COLUMNS]; /* the row that ends what covers the column from above */
	guint n_rows, n_columns;
	guint column; /* where the next cell is looked for */
	gboolean is_too_large;
};

static void
free_cell(gpointer data)
{
	Cell *cell = data;
	g_string_free(cell->text, TRUE);
	g_free(cell);
}

Table *
table_new(void)
{
	Table *table = g_new0(Table, 1);
	table->cells = g_ptr_array_new_with_free_func(free_cell);
	return table;
}

void
table_free(Table *table)
{
	if (!table)
		return;
	g_ptr_array_unref(table->cells);
	g_free(table);
}

void
table_begin_row(Table *table)
{
	table->column = 0;
	if (table->n_rows == MAX_ROWS)
		table->is_too_large = TRUE;
	else
		table->n_rows++;
}

/* how many columns are free from the next free one on, at most `wanted` */
static guint
find_place(Table *table, guint wanted)
{
	guint row = table->n_rows - 1, span = 0;
	while (table->column < MAX_COLUMNS && table->taken_until[table->column] > row)
		table->column++;
	while (span < wanted && table->column + span < MAX_COLUMNS &&
	       table->taken_until[table->column + span] <= row)
		span++;
	return span;
}

GString *
table_begin_cell(Table *table, guint column_span, guint row_span)
{
	if (table->n_rows == 0)
		table_begin_row(table);
	guint row = table->n_rows - 1;
	column_span = find_place(table, CLAMP(column_span, 1, MAX_COLUMNS));
	table->is_too_large |= column_span == 0 || table->cells->len == MAX_CELLS;
	if (table->is_too_large)
		return NULL;
	/* 0: to the last row */
	row_span = row_span == 0 ? MAX_ROWS : MIN(row_span, MAX_ROWS);
	Cell *cell = g_new0(Cell, 1);
	*cell = (Cell){row, table->column, row_span, column_span, g_string_new(NULL)};
	g_ptr_array_add(table->cells, cell);
	for (guint i = 0; i < column_span; i++)
		table->taken_until[table->column + i] = row + row_span;
	table->column += column_span;
	table->n_columns = MAX(table->n_columns, table->column);
	return cell->text;
}

gboolean
table_end(Table *table, VetSink *sink, GError **error)
{
	const VetBox nowhere = {0};
	if (table->is_too_large)
		return vet_sink_warning(
			sink, "A table is too large to be kept as a table; its text is there",
			error);
	/* one cell arranges nothing: pages of old put everything into a table */
	if (table->cells->len < 2)
		return TRUE;
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *grid = vet_page_add_table(page, table->n_rows, table->n_columns, nowhere);
	for (guint i = 0; i < table->cells->len; i++) {
		const Cell *cell = table->cells->pdata[i];
		vet_table_add_cell(grid, cell->row, cell->column,
				   MIN(cell->row_span, table->n_rows - cell->row),
				   cell->column_span, cell->text->str, nowhere);
	}
	return vet_sink_table(sink, grid, error);
}
