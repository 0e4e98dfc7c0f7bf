/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/sheet.h"

#include <string.h>

static void
cell_free(gpointer data)
{
	SampleCell *cell = data;

	g_free(cell->text);
	g_free(cell);
}

static void
block_free(gpointer data)
{
	SampleBlock *block = data;

	if (block->table != NULL) {
		g_free(block->table->weights);
		g_ptr_array_unref(block->table->cells);
		g_free(block->table);
	}
	g_free(block->text);
	g_free(block->value);
	g_free(block);
}

SampleSheet *
sample_sheet_new(gboolean serif)
{
	SampleSheet *sheet = g_new0(SampleSheet, 1);

	sheet->blocks = g_ptr_array_new_with_free_func(block_free);
	sheet->look = (SampleLook){
		.font = g_strdup(serif ? "Noto Serif CJK SC" : "Noto Sans CJK SC"),
		.zoom = 1,
		.margin = 70,
		.dpi = 120,
		.tilt = 0.004,
	};
	return sheet;
}

void
sample_sheet_free(SampleSheet *sheet)
{
	if (sheet == NULL)
		return;
	g_ptr_array_unref(sheet->blocks);
	g_free(sheet->running_header);
	g_free(sheet->look.font);
	g_free(sheet);
}

static SampleBlock *
add_block(SampleSheet *sheet, SampleBlockKind kind)
{
	SampleBlock *block = g_new0(SampleBlock, 1);

	block->kind = kind;
	g_ptr_array_add(sheet->blocks, block);
	return block;
}

void
sample_sheet_add(SampleSheet *sheet, SampleBlockKind kind, const char *text)
{
	add_block(sheet, kind)->text = g_strdup(text);
}

void
sample_sheet_add_format(SampleSheet *sheet, SampleBlockKind kind, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_block(sheet, kind)->text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

void
sample_sheet_add_pair(SampleSheet *sheet, SampleBlockKind kind, const char *text, const char *value)
{
	SampleBlock *block = add_block(sheet, kind);

	block->text = g_strdup(text);
	block->value = g_strdup(value);
}

void
sample_sheet_append(SampleSheet *sheet, SampleSheet *other)
{
	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	while (other->blocks->len > 0)
		g_ptr_array_add(sheet->blocks, g_ptr_array_steal_index(other->blocks, 0));
}

SampleTable *
sample_sheet_add_table(SampleSheet *sheet, guint n_columns, const double *weights)
{
	SampleTable *table = g_new0(SampleTable, 1);

	table->n_columns = n_columns;
	table->weights = g_memdup2(weights, n_columns * sizeof *weights);
	table->cells = g_ptr_array_new_with_free_func(cell_free);
	add_block(sheet, SAMPLE_BLOCK_TABLE)->table = table;
	return table;
}

void
sample_table_set_span(SampleTable *table, guint row, guint column, guint row_span,
		      guint column_span, const char *text, gboolean label)
{
	SampleCell *cell = g_new0(SampleCell, 1);

	cell->row = row;
	cell->column = column;
	cell->row_span = row_span;
	cell->column_span = column_span;
	cell->text = g_strdup(text);
	cell->label = label;
	table->n_rows = MAX(table->n_rows, row + row_span);
	g_ptr_array_add(table->cells, cell);
}

void
sample_table_set(SampleTable *table, guint row, guint column, const char *text)
{
	sample_table_set_span(table, row, column, 1, 1, text, FALSE);
}

void
sample_table_set_label(SampleTable *table, guint row, guint column, const char *text)
{
	sample_table_set_span(table, row, column, 1, 1, text, TRUE);
}
