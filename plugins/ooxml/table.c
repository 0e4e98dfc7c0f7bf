/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/table.h"

#include <string.h>

/* Word's own maximum is 63 columns */
#define MAX_COLUMNS 128
#define MAX_ROWS 10000
#define MAX_CELLS 50000

typedef struct {
	guint row, column, row_span, column_span;
	GString *text;
} Cell;

typedef struct {
	const DocxReading *reading;
	GPtrArray *cells;         /* of Cell */
	Cell *above[MAX_COLUMNS]; /* the cell that a vMerge in this column goes on with */
	guint row, column;        /* where the next cell stands */
	guint n_columns;
	gboolean is_grid;    /* FALSE: lines only */
	gboolean is_heading; /* the row repeats on each page */
	DocxColour ground;   /* of the table */
	const char *style;
} Grid;

static void
free_cell(gpointer data)
{
	Cell *cell = data;
	g_string_free(cell->text, TRUE);
	g_free(cell);
}

static Cell *
add_cell(Grid *grid, guint span)
{
	Cell *cell = g_new0(Cell, 1);
	cell->row = grid->row;
	cell->column = grid->column;
	cell->row_span = 1;
	cell->column_span = span;
	cell->text = g_string_new(NULL);
	g_ptr_array_add(grid->cells, cell);
	return cell;
}

/* merged cells are all in the file: the first says restart, the others nothing */
static Cell *
place_cell(Grid *grid, const xmlNode *properties, guint span)
{
	const xmlNode *merge = node_child(properties, "vMerge");
	const char *value = node_attribute(merge, "val");
	Cell *above = grid->above[grid->column];
	gboolean goes_on = merge && (!value || strcmp(value, "restart") != 0) && above &&
			   above->row + above->row_span == grid->row && above->column_span == span;
	Cell *cell = goes_on ? above : add_cell(grid, span);
	if (goes_on)
		cell->row_span++;
	for (guint i = 0; i < span; i++)
		grid->above[grid->column + i] = i == 0 && merge ? cell : NULL;
	grid->column += span;
	grid->n_columns = MAX(grid->n_columns, grid->column);
	return cell;
}

static DocxColour
ground_of(const Grid *grid, const xmlNode *properties)
{
	const DocxPlace *place = &grid->reading->place;
	gboolean is_first = grid->row == 0 || grid->is_heading;
	DocxColour own = docx_colour_of_shading(place->palette, node_child(properties, "shd"));
	DocxColour styled = docx_styles_cell_ground(place->styles, grid->style, is_first);
	return docx_colour_over(docx_colour_over(own, styled), grid->ground);
}

static gboolean
read_cell(xmlNode *node, gpointer user_data, GError **error)
{
	Grid *grid = user_data;
	if (!node_is(node, "tc"))
		return TRUE;
	const xmlNode *properties = node_child(node, "tcPr");
	DocxReading inner = *grid->reading;
	inner.place.table = grid->style;
	inner.place.ground = ground_of(grid, properties);
	guint span = MAX(node_number(node_child_value(properties, "gridSpan"), 1, MAX_COLUMNS), 1);
	if (grid->column + span > MAX_COLUMNS || grid->cells->len >= MAX_CELLS)
		grid->is_grid = FALSE;
	if (!grid->is_grid)
		return docx_read_blocks(&inner, node, error);
	Cell *cell = place_cell(grid, properties, span);
	docx_flow_begin_cell(inner.flow, cell->text);
	gboolean ok = docx_read_blocks(&inner, node, error);
	docx_flow_end_cell(inner.flow);
	return ok;
}

static gboolean
read_row(xmlNode *node, gpointer user_data, GError **error)
{
	Grid *grid = user_data;
	const xmlNode *properties = node_child(node, "trPr");
	if (!node_is(node, "tr"))
		return TRUE;
	if (node_child(properties, "del")) {
		docx_flow_delete(grid->reading->flow, 1, docx_count_deleted(node));
		return TRUE;
	}
	grid->column = node_number(node_child_value(properties, "gridBefore"), 0, MAX_COLUMNS);
	grid->is_heading = FALSE;
	node_switch(properties, "tblHeader", &grid->is_heading);
	if (grid->row >= MAX_ROWS)
		grid->is_grid = FALSE;
	if (!node_visit(node, read_cell, grid, error))
		return FALSE;
	grid->row++;
	return TRUE;
}

/* NULL when there is nothing to arrange */
static VetContent *
make_table(const Grid *grid)
{
	if (!grid->is_grid || grid->cells->len == 0)
		return NULL;
	const VetBox nowhere = {0};
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, grid->row, grid->n_columns, nowhere);
	for (guint i = 0; i < grid->cells->len; i++) {
		const Cell *cell = grid->cells->pdata[i];
		vet_table_add_cell(table, cell->row, cell->column, cell->row_span,
				   cell->column_span, cell->text->str, nowhere);
	}
	return content;
}

gboolean
docx_read_table(const DocxReading *reading, const xmlNode *node, GError **error)
{
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(free_cell);
	const xmlNode *properties = node_child(node, "tblPr");
	Grid grid = {.reading = reading,
		     .cells = cells,
		     .style = node_child_value(properties, "tblStyle")};
	grid.ground = docx_colour_over(
		docx_colour_of_shading(reading->place.palette, node_child(properties, "shd")),
		reading->place.ground);
	grid.is_grid = docx_flow_begin_table(reading->flow);
	if (!node_visit(node, read_row, &grid, error))
		return FALSE;
	if (!grid.is_grid)
		docx_flow_skip_table(reading->flow);
	return docx_flow_end_table(reading->flow, make_table(&grid), error);
}
