/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/sheet.h"

#include <string.h>

#include "plugins/ooxml/format.h"
#include "plugins/ooxml/stream.h"

#define MAX_CELLS 1000000
#define MAX_SHEET_BYTES (32 * 1024 * 1024)
#define MAX_ROWS 1048576
#define MAX_COLUMNS 16384
#define MAX_MERGES 20000
/* cells looked at for all of them */
#define MAX_MERGE_STEPS 50000000
#define MAX_TABLES 64
/* blank rows within a table; more of them end it */
#define MAX_GAP 20

typedef struct {
	guint row, column, row_span, column_span;
	gboolean is_hidden;
	char *text;
} Cell;

typedef struct {
	guint row, column, last_row, last_column;
} Area;

typedef struct {
	const SheetBook *book;
	GArray *cells;  /* of Cell */
	GArray *merges; /* of Area */
	gboolean hidden_columns[MAX_COLUMNS];
	gboolean row_hidden, in_value, in_phonetic, is_cut;
	guint row, column; /* of the cell being read */
	guint style;
	char type[16];
	GString *value;
	gsize n_bytes;
} Sheet;

static void
clear_cell(gpointer data)
{
	g_free(((Cell *)data)->text);
}

/* "B12" from nought; FALSE when it is no place */
static gboolean
parse_place(const char *text, guint *ret_row, guint *ret_column, const char **ret_end)
{
	guint64 column = 0, row = 0;
	for (; text && g_ascii_isalpha(*text) && column <= MAX_COLUMNS; text++)
		column = column * 26 + (guint)(g_ascii_toupper(*text) - 'A') + 1;
	for (; text && g_ascii_isdigit(*text) && row <= MAX_ROWS; text++)
		row = row * 10 + (guint)(*text - '0');
	if (column == 0 || column > MAX_COLUMNS || row == 0 || row > MAX_ROWS)
		return FALSE;
	*ret_row = (guint)row - 1;
	*ret_column = (guint)column - 1;
	*ret_end = text;
	return TRUE;
}

/* what the cell shows; NULL when it is empty */
static char *
shown_text(const Sheet *sheet, gboolean *ret_hidden)
{
	const SheetBook *book = sheet->book;
	const char *value = sheet->value->str;
	const char *code =
		sheet->style < book->formats->len ? book->formats->pdata[sheet->style] : NULL;
	char *shown;
	if (strcmp(sheet->type, "s") == 0) {
		guint64 index;
		g_autofree char *number = g_strstrip(g_strdup(value));
		gboolean is_there =
			g_ascii_string_to_unsigned(number, 10, 0, G_MAXUINT32, &index, NULL) &&
			index < book->strings->len;
		value = is_there ? book->strings->pdata[index] : "";
		shown = format_text(code, value);
	} else if (strcmp(sheet->type, "b") == 0) {
		shown = g_strdup(strcmp(value, "1") == 0 || strcmp(value, "true") == 0 ? "TRUE"
										       : "FALSE");
	} else if (!*sheet->type || strcmp(sheet->type, "n") == 0) {
		shown = format_number(code, value, book->is_1904);
	} else if (strcmp(sheet->type, "e") == 0 || strcmp(sheet->type, "d") == 0) {
		shown = g_strdup(value);
	} else {
		shown = format_text(code, value);
	}
	g_strstrip(shown);
	/* the format ";;;" shows nothing */
	*ret_hidden = !*shown && *value;
	if (*ret_hidden) {
		g_free(shown);
		shown = g_strstrip(g_strdup(value));
	}
	if (!*shown)
		g_clear_pointer(&shown, g_free);
	return shown;
}

static void
end_cell(Sheet *sheet)
{
	gboolean is_unseen = FALSE;
	char *text = sheet->value->len > 0 ? shown_text(sheet, &is_unseen) : NULL;
	if (!text)
		return;
	sheet->n_bytes += strlen(text);
	if (sheet->cells->len >= MAX_CELLS || sheet->n_bytes > MAX_SHEET_BYTES ||
	    sheet->column >= MAX_COLUMNS) {
		sheet->is_cut = TRUE;
		g_free(text);
		return;
	}
	Cell cell = {sheet->row, sheet->column, 1, 1, FALSE, text};
	cell.is_hidden = is_unseen || sheet->row_hidden || sheet->hidden_columns[sheet->column];
	g_array_append_val(sheet->cells, cell);
}

static gboolean
is_on(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void
begin_cell(Sheet *sheet, const xmlNode *node)
{
	const char *end;
	const char *type = node_attribute(node, "t");
	sheet->column++;
	(void)parse_place(node_attribute(node, "r"), &sheet->row, &sheet->column, &end);
	sheet->style = node_number(node_attribute(node, "s"), 0, G_MAXINT32);
	g_strlcpy(sheet->type, type ? type : "", sizeof sheet->type);
	g_string_truncate(sheet->value, 0);
}

static void
take_columns(Sheet *sheet, const xmlNode *node)
{
	guint first = node_number(node_attribute(node, "min"), 0, MAX_COLUMNS);
	guint last = node_number(node_attribute(node, "max"), 0, MAX_COLUMNS);
	if (!is_on(node_attribute(node, "hidden")) || first == 0)
		return;
	for (guint i = first; i <= last; i++)
		sheet->hidden_columns[i - 1] = TRUE;
}

static void
take_merge(Sheet *sheet, const xmlNode *node)
{
	Area area;
	const char *end;
	if (sheet->merges->len < MAX_MERGES &&
	    parse_place(node_attribute(node, "ref"), &area.row, &area.column, &end) &&
	    *end == ':' && parse_place(end + 1, &area.last_row, &area.last_column, &end) &&
	    area.last_row >= area.row && area.last_column >= area.column)
		g_array_append_val(sheet->merges, area);
}

static void
open_element(Sheet *sheet, const char *name, const xmlNode *node)
{
	if (strcmp(name, "row") == 0) {
		guint row = node_number(node_attribute(node, "r"), sheet->row + 2, MAX_ROWS);
		sheet->row = MAX(row, 1) - 1;
		sheet->column = G_MAXUINT;
		sheet->row_hidden = is_on(node_attribute(node, "hidden"));
	} else if (strcmp(name, "c") == 0) {
		begin_cell(sheet, node);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		sheet->in_value = !sheet->in_phonetic;
	} else if (strcmp(name, "rPh") == 0) {
		sheet->in_phonetic = TRUE;
	} else if (strcmp(name, "col") == 0) {
		take_columns(sheet, node);
	} else if (strcmp(name, "mergeCell") == 0) {
		take_merge(sheet, node);
	}
}

static void
close_element(Sheet *sheet, const char *name)
{
	if (strcmp(name, "c") == 0)
		end_cell(sheet);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		sheet->in_value = FALSE;
	else if (strcmp(name, "rPh") == 0)
		sheet->in_phonetic = FALSE;
}

static gboolean
read_cells(Sheet *sheet, const char *path, GError **error)
{
	g_autoptr(OoxmlStream) stream = ooxml_stream_open(sheet->book->package, path, error);
	if (!stream)
		return FALSE;
	sheet->row = G_MAXUINT;
	for (;;) {
		OoxmlEvent event = ooxml_stream_next(stream, error);
		if (event == OOXML_STREAM_END || event == OOXML_STREAM_FAILED)
			return event == OOXML_STREAM_END;
		if (event == OOXML_STREAM_OPEN)
			open_element(sheet, ooxml_stream_sheet_name(stream),
				     ooxml_stream_node(stream));
		else if (event == OOXML_STREAM_CLOSE)
			close_element(sheet, ooxml_stream_sheet_name(stream));
		else if (sheet->in_value && sheet->value->len < MAX_SHEET_BYTES)
			g_string_append(sheet->value, ooxml_stream_text(stream));
	}
}

static int
compare_cells(gconstpointer a, gconstpointer b)
{
	const Cell *x = a, *y = b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static int
compare_place(gconstpointer a, gconstpointer b)
{
	return compare_cells(a, b);
}

/* what an area covers besides its first place is in the file and not seen */
static guint
hide_covered(Sheet *sheet, const Area *area, guint from)
{
	guint i = from + 1;
	for (; i < sheet->cells->len; i++) {
		Cell *cell = &g_array_index(sheet->cells, Cell, i);
		if (cell->row > area->last_row)
			break;
		cell->is_hidden |=
			cell->column >= area->column && cell->column <= area->last_column;
	}
	return i - from;
}

static void
apply_merges(Sheet *sheet)
{
	guint n_steps = 0;
	for (guint i = 0; i < sheet->merges->len && n_steps < MAX_MERGE_STEPS; i++) {
		const Area *area = &g_array_index(sheet->merges, Area, i);
		guint from;
		Cell key = {.row = area->row, .column = area->column};
		if (!g_array_binary_search(sheet->cells, &key, compare_place, &from))
			continue;
		Cell *first = &g_array_index(sheet->cells, Cell, from);
		first->row_span = area->last_row - area->row + 1;
		first->column_span = area->last_column - area->column + 1;
		n_steps += hide_covered(sheet, area, from);
	}
}

/* the cells of one role, a row in a line */
static gboolean
write_lines(const Sheet *sheet, gboolean hidden, GError **error)
{
	const VetBox nowhere = {0};
	g_autoptr(GString) line = g_string_new(NULL);
	for (guint i = 0; i < sheet->cells->len; i++) {
		const Cell *cell = &g_array_index(sheet->cells, Cell, i);
		gboolean is_last = i + 1 == sheet->cells->len ||
				   g_array_index(sheet->cells, Cell, i + 1).row != cell->row;
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
measure_table(const Sheet *sheet, guint from, Area *ret_area)
{
	Area area = {G_MAXUINT, G_MAXUINT, 0, 0};
	guint n = from;
	for (; n < sheet->cells->len; n++) {
		const Cell *cell = &g_array_index(sheet->cells, Cell, n);
		if (cell->is_hidden)
			continue;
		Area wider = {MIN(area.row, cell->row), MIN(area.column, cell->column),
			      MAX(area.last_row, cell->row), MAX(area.last_column, cell->column)};
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
make_table(const Sheet *sheet, guint from, guint n, const Area *area)
{
	const VetBox nowhere = {0};
	VetContent *content = vet_content_new();
	VetPage *page = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
	VetTable *table = vet_page_add_table(page, area->last_row - area->row + 1,
					     area->last_column - area->column + 1, nowhere);
	const Cell *before = NULL;
	for (guint i = from; i < from + n; i++) {
		const Cell *cell = &g_array_index(sheet->cells, Cell, i);
		if (cell->is_hidden || (before && compare_cells(before, cell) == 0))
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
		Area area;
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

/* --- comments --- */

static void
collect_text(const xmlNode *node, guint depth, GString *out)
{
	for (const xmlNode *child = node->children; child && depth < 16; child = child->next) {
		if (node_is_in(child, NODE_SHEET, "t") && child->children &&
		    child->children->content)
			g_string_append(out, (const char *)child->children->content);
		else if (child->type == XML_ELEMENT_NODE && !node_is_in(child, NODE_SHEET, "rPh"))
			collect_text(child, depth + 1, out);
	}
}

static gboolean
write_comments(const Sheet *sheet, const char *path, GError **error)
{
	const VetBox nowhere = {0};
	g_autoptr(GPtrArray) relations = ooxml_package_relations(sheet->book->package, path);
	const char *part = ooxml_relations_find(relations, "comments");
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc =
		part ? ooxml_package_read_xml(sheet->book->package, part, &failure) : NULL;
	if (failure)
		return vet_sink_warning(sheet->book->sink, failure->message, error);
	const xmlNode *list =
		doc ? node_child_in(xmlDocGetRootElement(doc), NODE_SHEET, "commentList") : NULL;
	for (const xmlNode *node = list ? list->children : NULL; node; node = node->next) {
		const char *place = node_attribute(node, "ref");
		if (!node_is_in(node, NODE_SHEET, "comment"))
			continue;
		g_autoptr(GString) text = g_string_new(NULL);
		collect_text(node, 0, text);
		g_strdelimit(text->str, "\r\n", ' ');
		g_autofree char *line = g_strdup_printf("%s: %s", place ? place : "", text->str);
		if (!vet_sink_line(sheet->book->sink, line, nowhere, NULL, 0, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
write_sheet(const Sheet *sheet, const char *path, gboolean is_hidden, GError **error)
{
	VetSink *sink = sheet->book->sink;
	if (!write_lines(sheet, FALSE, error) || (!is_hidden && !write_tables(sheet, error)))
		return FALSE;
	vet_sink_set_role(sink, VET_LINE_HIDDEN);
	if (!write_lines(sheet, TRUE, error))
		return FALSE;
	vet_sink_set_role(sink, is_hidden ? VET_LINE_HIDDEN : VET_LINE_NOTE);
	return write_comments(sheet, path, error);
}

gboolean
sheet_read(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
	   GError **error)
{
	const VetBox nowhere = {0};
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Cell));
	g_array_set_clear_func(cells, clear_cell);
	g_autoptr(GArray) merges = g_array_new(FALSE, FALSE, sizeof(Area));
	g_autoptr(GString) value = g_string_new(NULL);
	g_autoptr(GError) failure = NULL;
	g_autofree Sheet *sheet = g_new0(Sheet, 1);
	sheet->book = book;
	sheet->cells = cells;
	sheet->merges = merges;
	sheet->value = value;
	(void)read_cells(sheet, path, &failure);
	g_array_sort(cells, compare_cells);
	apply_merges(sheet);
	if (!vet_sink_page(book->sink, 0, 0, VET_TEXT_TEXT, error))
		return FALSE;
	if (is_hidden)
		vet_sink_set_role(book->sink, VET_LINE_HIDDEN);
	if (*name && !vet_sink_line(book->sink, name, nowhere, NULL, 0, error))
		return FALSE;
	if (failure && !vet_sink_warning(book->sink, failure->message, error))
		return FALSE;
	if (sheet->is_cut &&
	    !vet_sink_warning(book->sink,
			      "A sheet has more cells than are read; split the workbook", error))
		return FALSE;
	return write_sheet(sheet, path, is_hidden, error);
}
