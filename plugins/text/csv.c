/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/csv.h"

#include <string.h>

#define MIN_ROWS 2
#define MIN_COLUMNS 2

typedef struct {
	GPtrArray *fields; /* of char *, row by row */
	guint n_columns;
	guint n_rows;
} CsvGrid;

static void
csv_grid_clear(CsvGrid *grid)
{
	g_ptr_array_unref(grid->fields);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CsvGrid, csv_grid_clear)

/* takes a field and returns where the delimiter, the line's end or the text's end stands */
static const char *
take_field(const char *p, char delimiter, GString *field)
{
	g_string_truncate(field, 0);
	if (*p == '"') {
		for (p++; *p && !(p[0] == '"' && p[1] != '"'); p++) {
			if (*p == '"')
				p++;
			g_string_append_c(field, *p);
		}
		if (*p)
			p++;
	}
	for (; *p && *p != delimiter && *p != '\n' && *p != '\r'; p++)
		g_string_append_c(field, *p);
	return p;
}

/* FALSE when the row just ended makes the text no table */
static gboolean
end_row(CsvGrid *grid, guint n_fields)
{
	if (grid->n_rows == 0)
		grid->n_columns = n_fields;
	grid->n_rows++;
	return n_fields == grid->n_columns && n_fields >= MIN_COLUMNS &&
	       grid->n_rows <= CSV_MAX_ROWS;
}

/* FALSE when the rows are not all of one width */
static gboolean
parse_grid(CsvGrid *grid, const char *p, char delimiter)
{
	g_autoptr(GString) field = g_string_new(NULL);
	guint n_fields = 0;
	while (*p) {
		p = take_field(p, delimiter, field);
		g_ptr_array_add(grid->fields, g_strdup(field->str));
		if (++n_fields > CSV_MAX_COLUMNS)
			return FALSE;
		if (*p == delimiter) {
			p++;
			if (*p)
				continue;
			g_ptr_array_add(grid->fields, g_strdup(""));
			n_fields++;
		}
		if (!end_row(grid, n_fields))
			return FALSE;
		n_fields = 0;
		p += strspn(p, "\r\n");
	}
	return grid->n_rows >= MIN_ROWS;
}

static gboolean
add_grid(const CsvGrid *grid, VetSink *sink, GError **error)
{
	VetBox nowhere = {0};
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, grid->n_rows, grid->n_columns, nowhere);
	for (guint i = 0; i < grid->fields->len; i++)
		vet_table_add_cell(table, i / grid->n_columns, i % grid->n_columns, 1, 1,
				   grid->fields->pdata[i], nowhere);
	return vet_sink_table(sink, table, error);
}

gboolean
csv_add_table(const char *text, VetSink *sink, GError **error)
{
	if (strlen(text) > CSV_MAX_BYTES)
		return TRUE;
	for (const char *delimiter = ",\t;"; *delimiter; delimiter++) {
		g_auto(CsvGrid) grid = {.fields = g_ptr_array_new_with_free_func(g_free)};
		if (parse_grid(&grid, text, *delimiter))
			return add_grid(&grid, sink, error);
	}
	return TRUE;
}
