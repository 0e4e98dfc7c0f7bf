/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/sheet.h"

#include <string.h>

#include "plugins/ooxml/comments.h"
#include "plugins/ooxml/sheet-cells.h"
#include "plugins/ooxml/sheet-drawing.h"
#include "plugins/ooxml/sheet-margin.h"

#define MAX_TABLES 64
/* blank rows within a table; more of them end it */
#define MAX_GAP 20

/* --- lines --- */

/* the cells of one role, a row in a line */
static gboolean
write_lines(const Sheet *sheet, gboolean hidden, GError **error)
{
	const VetBox nowhere = {0};
	g_autoptr(GString) line = g_string_new(NULL);
	for (guint i = 0; i < sheet->cells->len; i++) {
		const SheetCell *cell = &g_array_index(sheet->cells, SheetCell, i);
		gboolean is_last = i + 1 == sheet->cells->len ||
				   g_array_index(sheet->cells, SheetCell, i + 1).row != cell->row;
		if (cell->is_hidden == hidden) {
			if (line->len > 0)
				g_string_append_c(line, '\t');
			for (const char *at = cell->text; *at; at++)
				g_string_append_c(line, *at == '\n' || *at == '\r' ? ' ' : *at);
		}
		if (!is_last || line->len == 0)
			continue;
		if (!vet_sink_line(sheet->book->sink, line->str, nowhere, NULL, 0, error))
			return FALSE;
		g_string_truncate(line, 0);
	}
	return TRUE;
}

/* --- tables --- */

/* How many cells from `from` on make one table, and where it stands. */
static guint
measure_table(const Sheet *sheet, guint from, SheetArea *ret_area)
{
	SheetArea area = {G_MAXUINT, G_MAXUINT, 0, 0};
	guint n = from;
	for (; n < sheet->cells->len; n++) {
		const SheetCell *cell = &g_array_index(sheet->cells, SheetCell, n);
		if (cell->is_hidden)
			continue;
		SheetArea wider = {MIN(area.row, cell->row), MIN(area.column, cell->column),
				   MAX(area.last_row, cell->row),
				   MAX(area.last_column, cell->column)};
		gboolean is_apart = area.row != G_MAXUINT && cell->row > area.last_row + MAX_GAP;
		if (is_apart || !vet_table_shape_allowed(wider.last_row - wider.row + 1,
							 wider.last_column - wider.column + 1))
			break;
		area = wider;
	}
	*ret_area = area;
	return n - from;
}

static VetContent *
make_table(const Sheet *sheet, guint from, guint n, const SheetArea *area)
{
	const VetBox nowhere = {0};
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, area->last_row - area->row + 1,
					     area->last_column - area->column + 1, nowhere);
	const SheetCell *before = NULL;
	for (guint i = from; i < from + n; i++) {
		const SheetCell *cell = &g_array_index(sheet->cells, SheetCell, i);
		if (cell->is_hidden || (before && sheet_compare_cells(before, cell) == 0))
			continue;
		before = cell;
		vet_table_add_cell(table, cell->row - area->row, cell->column - area->column,
				   MIN(cell->row_span, area->last_row - cell->row + 1),
				   MIN(cell->column_span, area->last_column - cell->column + 1),
				   cell->text, nowhere);
	}
	return content;
}

static gboolean
write_tables(const Sheet *sheet, GError **error)
{
	guint n_tables = 0;
	for (guint at = 0; at < sheet->cells->len;) {
		SheetArea area;
		guint n = measure_table(sheet, at, &area);
		if (n == 0 || ++n_tables > MAX_TABLES)
			return vet_sink_warning(
				sheet->book->sink,
				"A sheet is scattered too far to be arranged in tables; "
				"its rows are kept as lines",
				error);
		if (area.row != G_MAXUINT) {
			g_autoptr(VetContent) content = make_table(sheet, at, n, &area);
			const VetPage *page = content->pages->pdata[0];
			if (!vet_sink_table(sheet->book->sink, page->tables->pdata[0], error))
				return FALSE;
		}
		at += n;
	}
	return TRUE;
}

/* --- the whole --- */

static gboolean
write_margins(const Sheet *sheet, VetLineRole role, GError **error)
{
	const VetBox nowhere = {0};
	for (guint i = 0; i < SHEET_N_MARGINS; i++) {
		if (sheet_margin_kinds[i].role != role || !sheet->margins[i])
			continue;
		rich_text_unescape(sheet->margins[i]);
		g_autofree char *text = sheet_margin_text(sheet->margins[i]->str, sheet->name);
		gboolean is_shown = sheet->margin_shown[i] && !sheet->is_sheet_hidden;
		vet_sink_set_role(sheet->book->sink, is_shown ? role : VET_LINE_HIDDEN);
		/* LibreOffice gives every sheet a header of its name, which stands above it already */
		gboolean is_new = *text && strcmp(text, sheet->name) != 0;
		if (is_new && !vet_sink_line(sheet->book->sink, text, nowhere, NULL, 0, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
warn_of_lack(const Sheet *sheet, const SheetLack *lack, const char *what, GError **error)
{
	char letters[8];
	guint at = sizeof letters - 1;
	if (lack->n == 0)
		return TRUE;
	letters[at] = '\0';
	for (guint column = MIN(lack->column, SHEET_MAX_COLUMNS - 1) + 1; column > 0;
	     column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	g_autofree char *sentence =
		g_strdup_printf("Of the sheet %s, %u %s, the first in %s%u; open the workbook "
				"in Excel and save it",
				sheet->name, lack->n, what, letters + at, lack->row + 1);
	return vet_sink_warning(sheet->book->sink, sentence, error);
}

static gboolean
warn_of_lacks(const Sheet *sheet, GError **error)
{
	if (sheet->is_cut &&
	    !vet_sink_warning(sheet->book->sink,
			      "A sheet has more cells than are read; split the workbook", error))
		return FALSE;
	return warn_of_lack(sheet, &sheet->texts, "cells name a text that the workbook lacks",
			    error) &&
	       warn_of_lack(sheet, &sheet->values, "formulas have never been calculated", error);
}

static gboolean
write_sheet(const Sheet *sheet, const GPtrArray *relations, GError **error)
{
	const SheetBook *book = sheet->book;
	const VetBox nowhere = {0};
	VetLineRole body = sheet->is_sheet_hidden ? VET_LINE_HIDDEN : VET_LINE_BODY;
	vet_sink_set_role(book->sink, body);
	if (*sheet->name && !vet_sink_line(book->sink, sheet->name, nowhere, NULL, 0, error))
		return FALSE;
	if (!warn_of_lacks(sheet, error) || !write_margins(sheet, VET_LINE_HEADER, error))
		return FALSE;
	vet_sink_set_role(book->sink, body);
	if (!write_lines(sheet, FALSE, error) ||
	    (!sheet->is_sheet_hidden && !write_tables(sheet, error)) ||
	    !sheet_drawing_write(book->package, relations, body, book->sink, error) ||
	    !write_margins(sheet, VET_LINE_FOOTER, error))
		return FALSE;
	vet_sink_set_role(book->sink, VET_LINE_HIDDEN);
	if (!write_lines(sheet, TRUE, error))
		return FALSE;
	vet_sink_set_role(book->sink, sheet->is_sheet_hidden ? VET_LINE_HIDDEN : VET_LINE_NOTE);
	return comments_write(book->package, relations, book->persons, book->sink, error);
}

gboolean
sheet_read(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
	   GError **error)
{
	g_autoptr(GPtrArray) relations = ooxml_package_relations(book->package, path);
	g_autoptr(GError) failure = NULL;
	g_autoptr(Sheet) sheet = sheet_load(book, path, name, is_hidden, relations, &failure);
	if (!vet_sink_page(book->sink, 0, 0, VET_TEXT_TEXT, error))
		return FALSE;
	if (failure && !vet_sink_warning(book->sink, failure->message, error))
		return FALSE;
	return write_sheet(sheet, relations, error);
}
