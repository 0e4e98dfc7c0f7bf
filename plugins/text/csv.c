/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/text/csv.h"

#include <string.h>

#define MIN_COLUMNS 2
/* two lines with a comma each are prose as likely as a table */
#define MIN_CELLS 6
/* when not all rows are of one width: so many rows, so many columns, so many in a hundred alike */
#define RAGGED_MIN_ROWS 5
#define RAGGED_MIN_COLUMNS 3
#define RAGGED_PERCENT 80
/* what a cell takes in vetd's memory besides its text; the table may take half of what a document may */
#define CELL_COST 160

typedef struct {
	GStringChunk *texts;
	GPtrArray *fields; /* of char *, row by row */
	GArray *widths;    /* of guint: the fields of each row */
	guint64 cost;
	guint n_columns; /* of the widest row */
} Grid;

static void
grid_init(Grid *grid)
{
	*grid = (Grid){g_string_chunk_new(4096), g_ptr_array_new(),
		       g_array_new(FALSE, FALSE, sizeof(guint)), 0, 0};
}

static void
grid_clear(Grid *grid)
{
	g_string_chunk_free(grid->texts);
	g_ptr_array_unref(grid->fields);
	g_array_unref(grid->widths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grid, grid_clear)

typedef struct {
	char delimiter;
	gboolean quotes; /* a field that begins with '"' ends with it */
	guint64 max_cost;
	gboolean is_unended; /* a quoted field went on to the text's end */
} Dialect;

/* takes a field and returns where the delimiter, the line's end or the text's end stands */
static const char *
take_field(const char *p, Dialect *dialect, GString *field)
{
	const char stops[] = {dialect->delimiter, '\n', '\r', '\0'};
	g_string_truncate(field, 0);
	if (dialect->quotes && *p == '"') {
		for (p++; *p && !(p[0] == '"' && p[1] != '"'); p++) {
			if (*p == '"')
				p++;
			g_string_append_c(field, *p);
		}
		if (*p)
			p++;
		else
			dialect->is_unended = TRUE;
	}
	gsize rest = strcspn(p, stops);
	g_string_append_len(field, p, (gssize)rest);
	return p + rest;
}

/* FALSE when the table becomes too large */
static gboolean
add_field(Grid *grid, const char *text, guint *n_fields, guint64 max_cost)
{
	g_ptr_array_add(grid->fields, g_string_chunk_insert(grid->texts, text));
	grid->cost += strlen(text) + CELL_COST;
	return ++*n_fields <= CSV_MAX_COLUMNS && grid->cost <= max_cost;
}

/* FALSE when it cannot be a table: too large, or quotes that do not fit */
static gboolean
parse_grid(Grid *grid, const char *p, Dialect *dialect)
{
	g_autoptr(GString) field = g_string_new(NULL);
	guint n_fields = 0;
	p += strspn(p, "\r\n");
	while (*p) {
		p = take_field(p, dialect, field);
		if (dialect->is_unended ||
		    !add_field(grid, field->str, &n_fields, dialect->max_cost))
			return FALSE;
		if (*p == dialect->delimiter) {
			p++;
			if (*p && *p != '\n' && *p != '\r')
				continue;
			if (!add_field(grid, "", &n_fields, dialect->max_cost))
				return FALSE;
		}
		g_array_append_val(grid->widths, n_fields);
		grid->n_columns = MAX(grid->n_columns, n_fields);
		n_fields = 0;
		p += strspn(p, "\r\n");
	}
	return TRUE;
}

/* the width that most rows have, and how many have it */
static guint
usual_width(const Grid *grid, guint *ret_rows)
{
	g_autofree guint *counts = g_new0(guint, CSV_MAX_COLUMNS + 2);
	guint usual = 0;
	for (guint i = 0; i < grid->widths->len; i++) {
		guint width = g_array_index(grid->widths, guint, i);
		counts[width]++;
		if (counts[width] > counts[usual])
			usual = width;
	}
	*ret_rows = counts[usual];
	return usual;
}

/* how much of the text the rows of the usual width arrange; 0 when it is no table */
static guint64
worth(const Grid *grid)
{
	guint alike, rows = grid->widths->len;
	guint width = usual_width(grid, &alike);
	guint64 cells = (guint64)width * alike;
	if (width < MIN_COLUMNS || rows < 2 || cells < MIN_CELLS ||
	    !vet_table_shape_allowed(rows, grid->n_columns))
		return 0;
	gboolean is_ragged_table = rows >= RAGGED_MIN_ROWS && width >= RAGGED_MIN_COLUMNS &&
				   (guint64)alike * 100 >= (guint64)rows * RAGGED_PERCENT;
	return alike == rows || is_ragged_table ? cells : 0;
}

static gboolean
add_grid(const Grid *grid, VetSink *sink, GError **error)
{
	VetBox nowhere = {0};
	g_autoptr(VetContent) content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, grid->widths->len, grid->n_columns, nowhere);
	guint next = 0;
	for (guint row = 0; row < grid->widths->len; row++)
		for (guint i = 0; i < g_array_index(grid->widths, guint, row); i++)
			vet_table_add_cell(table, row, i, 1, 1, grid->fields->pdata[next++],
					   nowhere);
	return vet_sink_table(sink, table, error);
}

static guint64
try_dialect(const char *text, Dialect dialect)
{
	g_auto(Grid) grid;
	grid_init(&grid);
	return parse_grid(&grid, text, &dialect) ? worth(&grid) : 0;
}

gboolean
csv_add_table(const char *text, const VetLimits *limits, VetSink *sink, GError **error)
{
	Dialect best = {.max_cost = limits->value[VET_LIMIT_CONTENT_BYTES] / 2};
	guint64 most = 0;
	/* a quote that opens and never closes is a quote of the text */
	for (int quotes = TRUE; quotes >= FALSE && most == 0; quotes--)
		for (const char *delimiter = ",\t;|"; *delimiter; delimiter++) {
			Dialect dialect = {*delimiter, quotes, best.max_cost, FALSE};
			guint64 found = try_dialect(text, dialect);
			if (found > most)
				best = dialect;
			most = MAX(most, found);
		}
	if (most == 0)
		return TRUE;
	g_auto(Grid) grid;
	grid_init(&grid);
	return !parse_grid(&grid, text, &best) || add_grid(&grid, sink, error);
}
