/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/sheet-cells.h"

#include <string.h>

#include "plugins/ooxml/format.h"
#include "plugins/ooxml/strings.h"

#define MAX_CELLS 1000000
#define MAX_SHEET_BYTES (32 * 1024 * 1024)
#define MAX_ROWS 1048576
#define MAX_MERGES 20000
/* cells looked at for all of them */
#define MAX_MERGE_STEPS 50000000
/* areas whose looks more decides than the styles of their cells */
#define MAX_PAINTED 200
#define MAX_MARGIN_BYTES 4096

const SheetMarginKind sheet_margin_kinds[SHEET_N_MARGINS] = {
	{"oddHeader", VET_LINE_HEADER, NULL},
	{"evenHeader", VET_LINE_HEADER, "differentOddEven"},
	{"firstHeader", VET_LINE_HEADER, "differentFirst"},
	{"oddFooter", VET_LINE_FOOTER, NULL},
	{"evenFooter", VET_LINE_FOOTER, "differentOddEven"},
	{"firstFooter", VET_LINE_FOOTER, "differentFirst"},
};
static void
clear_cell(gpointer data)
{
	g_free(((SheetCell *)data)->text);
}

/* "B12" from nought; FALSE when it is no place */
static gboolean
parse_place(const char *text, guint *ret_row, guint *ret_column, const char **ret_end)
{
	guint64 column = 0, row = 0;
	for (; text && g_ascii_isalpha(*text) && column <= SHEET_MAX_COLUMNS; text++)
		column = column * 26 + (guint)(g_ascii_toupper(*text) - 'A') + 1;
	for (; text && g_ascii_isdigit(*text) && row <= MAX_ROWS; text++)
		row = row * 10 + (guint)(*text - '0');
	if (column == 0 || column > SHEET_MAX_COLUMNS || row == 0 || row > MAX_ROWS)
		return FALSE;
	*ret_row = (guint)row - 1;
	*ret_column = (guint)column - 1;
	*ret_end = text;
	return TRUE;
}

static void
add_lack(SheetLack *lack, const Sheet *sheet)
{
	if (lack->n++ > 0)
		return;
	lack->row = sheet->row;
	lack->column = sheet->column;
}

static const SharedString *
shared_string(Sheet *sheet)
{
	GArray *strings = sheet->book->strings;
	guint64 index;
	g_strstrip(sheet->value->str);
	if (g_ascii_string_to_unsigned(sheet->value->str, 10, 0, G_MAXUINT32, &index, NULL) &&
	    index < strings->len)
		return &g_array_index(strings, SharedString, index);
	add_lack(&sheet->texts, sheet);
	return NULL;
}

/* a cell as its kind holds it: its text or number, and what that is written in */
static const char *
cell_value(Sheet *sheet, RichInk *ret_ink)
{
	*ret_ink = (RichInk){.has_plain = TRUE};
	if (strcmp(sheet->type, "s") == 0 && sheet->value->len > 0) {
		const SharedString *string = shared_string(sheet);
		if (string)
			*ret_ink = string->ink;
		return string ? string->text : "";
	}
	if (sheet->value->len == 0) {
		*ret_ink = sheet->inline_text.ink;
		rich_text_unescape(sheet->inline_text.text);
		return sheet->inline_text.text->str;
	}
	if (strcmp(sheet->type, "str") == 0)
		rich_text_unescape(sheet->value);
	return sheet->value->str;
}

static char *
shown_value(const Sheet *sheet, const char *code, const char *value)
{
	if (strcmp(sheet->type, "b") == 0)
		return g_strdup(strcmp(value, "1") == 0 || strcmp(value, "true") == 0 ? "TRUE"
										      : "FALSE");
	if (!*sheet->type || strcmp(sheet->type, "n") == 0)
		return format_number(code, value, sheet->book->is_1904);
	if (strcmp(sheet->type, "e") == 0 || strcmp(sheet->type, "d") == 0)
		return g_strdup(value);
	return format_text(code, value);
}

/* what the cell shows; NULL when it is empty */
static char *
shown_text(Sheet *sheet, gboolean *ret_hidden, gboolean *ret_faint)
{
	const CellStyle *style = cell_styles_get(sheet->book->styles, sheet->style);
	RichInk ink;
	const char *value = cell_value(sheet, &ink);
	if (!*value)
		return NULL;
	char *shown = g_strstrip(shown_value(sheet, style->code, value));
	*ret_hidden = style->is_tiny;
	*ret_faint = rich_ink_is_unseen(&ink, style->font, style->ground);
	/* the format ";;;" shows nothing */
	if (!*shown) {
		g_free(shown);
		shown = g_strstrip(g_strdup(value));
		*ret_hidden = TRUE;
	}
	if (!*shown)
		g_clear_pointer(&shown, g_free);
	return shown;
}

static void
end_cell(Sheet *sheet)
{
	gboolean is_unseen = FALSE, is_faint = FALSE;
	if (sheet->has_formula && !sheet->has_value)
		add_lack(&sheet->values, sheet);
	char *text = shown_text(sheet, &is_unseen, &is_faint);
	if (!text)
		return;
	sheet->n_bytes += strlen(text);
	if (sheet->cells->len >= MAX_CELLS || sheet->n_bytes > MAX_SHEET_BYTES ||
	    sheet->column >= SHEET_MAX_COLUMNS) {
		sheet->is_cut = TRUE;
		g_free(text);
		return;
	}
	SheetCell cell = {sheet->row, sheet->column, 1, 1, FALSE, (guint8)is_faint, text};
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
	rich_text_reset(&sheet->inline_text);
	sheet->has_value = sheet->has_formula = FALSE;
}

/* hidden, or without any extent */
static gboolean
is_closed(const xmlNode *node, const char *extent)
{
	const char *size = node_attribute(node, extent);
	return is_on(node_attribute(node, "hidden")) ||
	       (size && *size && g_ascii_strtod(size, NULL) <= 0);
}

static void
take_columns(Sheet *sheet, const xmlNode *node)
{
	guint first = node_number(node_attribute(node, "min"), 0, SHEET_MAX_COLUMNS);
	guint last = node_number(node_attribute(node, "max"), 0, SHEET_MAX_COLUMNS);
	if (!is_closed(node, "width") || first == 0)
		return;
	for (guint i = first; i <= last; i++)
		sheet->hidden_columns[i - 1] = TRUE;
}

/* "B2:D9" or "B2" */
static gboolean
parse_area(const char *text, SheetArea *ret_area, const char **ret_end)
{
	SheetArea area;
	const char *end;
	if (!parse_place(text, &area.row, &area.column, &end))
		return FALSE;
	area.last_row = area.row;
	area.last_column = area.column;
	if (*end == ':' && !parse_place(end + 1, &area.last_row, &area.last_column, &end))
		return FALSE;
	if (area.last_row < area.row || area.last_column < area.column)
		return FALSE;
	*ret_area = area;
	*ret_end = end;
	return TRUE;
}

static void
take_merge(Sheet *sheet, const xmlNode *node)
{
	SheetArea area;
	const char *end;
	if (sheet->merges->len < MAX_MERGES && parse_area(node_attribute(node, "ref"), &area, &end))
		g_array_append_val(sheet->merges, area);
}

/* areas with blanks between them; what cannot be read or is too much counts as the whole sheet */
static void
take_painted(Sheet *sheet, const char *text)
{
	while (text && *text && !sheet->is_painted) {
		SheetArea area;
		sheet->is_painted = sheet->painted->len >= MAX_PAINTED ||
				    !parse_area(text, &area, &text) || (*text && *text != ' ');
		if (!sheet->is_painted)
			g_array_append_val(sheet->painted, area);
		while (text && *text == ' ')
			text++;
	}
}

static void
take_margin_switches(Sheet *sheet, const xmlNode *node)
{
	for (guint i = 0; i < SHEET_N_MARGINS; i++)
		sheet->margin_shown[i] = !sheet_margin_kinds[i].needs ||
					 is_on(node_attribute(node, sheet_margin_kinds[i].needs));
}

static GString *
begin_margin(Sheet *sheet, const char *name)
{
	for (guint i = 0; i < SHEET_N_MARGINS; i++) {
		if (strcmp(name, sheet_margin_kinds[i].element) != 0)
			continue;
		if (!sheet->margins[i])
			sheet->margins[i] = g_string_new(NULL);
		return sheet->margins[i];
	}
	return NULL;
}

static void
open_element(Sheet *sheet, const char *name, const xmlNode *node)
{
	if (strcmp(name, "row") == 0) {
		guint row = node_number(node_attribute(node, "r"), sheet->row + 2, MAX_ROWS);
		sheet->row = MAX(row, 1) - 1;
		sheet->column = G_MAXUINT;
		sheet->row_hidden = is_closed(node, "ht");
	} else if (strcmp(name, "c") == 0) {
		begin_cell(sheet, node);
	} else if (strcmp(name, "v") == 0) {
		sheet->in_value = sheet->has_value = TRUE;
	} else if (strcmp(name, "f") == 0) {
		sheet->has_formula = TRUE;
	} else if (strcmp(name, "col") == 0) {
		take_columns(sheet, node);
	} else if (strcmp(name, "mergeCell") == 0) {
		take_merge(sheet, node);
	} else if (strcmp(name, "conditionalFormatting") == 0) {
		take_painted(sheet, node_attribute(node, "sqref"));
	} else if (strcmp(name, "picture") == 0) {
		sheet->is_painted = TRUE; /* behind all cells */
	} else if (strcmp(name, "headerFooter") == 0) {
		take_margin_switches(sheet, node);
	} else {
		sheet->margin = begin_margin(sheet, name);
	}
}

static void
close_element(Sheet *sheet, const char *name)
{
	sheet->margin = NULL;
	if (strcmp(name, "c") == 0)
		end_cell(sheet);
	else if (strcmp(name, "v") == 0)
		sheet->in_value = FALSE;
}

static void
take_text(Sheet *sheet, const char *text)
{
	if (sheet->in_value && sheet->value->len < MAX_SHEET_BYTES)
		g_string_append(sheet->value, text);
	else if (sheet->margin && sheet->margin->len < MAX_MARGIN_BYTES)
		g_string_append(sheet->margin, text);
}

static gboolean
read_cells(Sheet *sheet, const char *path, GError **error)
{
	const InkPalette *palette = cell_styles_palette(sheet->book->styles);
	g_autoptr(OoxmlStream) stream = ooxml_stream_open(sheet->book->package, path, error);
	if (!stream)
		return FALSE;
	sheet->row = G_MAXUINT;
	for (;;) {
		OoxmlEvent event = ooxml_stream_next(stream, error);
		if (event == OOXML_STREAM_END || event == OOXML_STREAM_FAILED)
			return event == OOXML_STREAM_END;
		const char *name =
			event == OOXML_STREAM_TEXT ? "" : ooxml_stream_sheet_name(stream);
		sheet->is_cut |= !rich_text_take(&sheet->inline_text, event, name, stream, palette,
						 MAX_SHEET_BYTES);
		if (event == OOXML_STREAM_OPEN)
			open_element(sheet, name, ooxml_stream_node(stream));
		else if (event == OOXML_STREAM_CLOSE)
			close_element(sheet, name);
		else
			take_text(sheet, ooxml_stream_text(stream));
	}
}

int
sheet_compare_cells(gconstpointer a, gconstpointer b)
{
	const SheetCell *x = a, *y = b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static int
compare_place(gconstpointer a, gconstpointer b)
{
	return sheet_compare_cells(a, b);
}

/* nearly every file has them in order, and a million of them is much to sort */
static void
sort_cells(Sheet *sheet)
{
	const SheetCell *cells = (const SheetCell *)sheet->cells->data;
	for (guint i = 1; i < sheet->cells->len; i++)
		if (sheet_compare_cells(&cells[i - 1], &cells[i]) > 0) {
			g_array_sort(sheet->cells, sheet_compare_cells);
			return;
		}
}

/* what an area covers besides its first place is in the file and not seen */
static guint
hide_covered(Sheet *sheet, const SheetArea *area, guint from)
{
	guint i = from + 1;
	for (; i < sheet->cells->len; i++) {
		SheetCell *cell = &g_array_index(sheet->cells, SheetCell, i);
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
		const SheetArea *area = &g_array_index(sheet->merges, SheetArea, i);
		guint from;
		SheetCell key = {.row = area->row, .column = area->column};
		if (!g_array_binary_search(sheet->cells, &key, compare_place, &from))
			continue;
		SheetCell *first = &g_array_index(sheet->cells, SheetCell, from);
		first->row_span = area->last_row - area->row + 1;
		first->column_span = area->last_column - area->column + 1;
		n_steps += hide_covered(sheet, area, from);
	}
}

/* --- what is faint --- */

/* tables and pivot tables bring looks of their own */
static void
take_tables(Sheet *sheet, const GPtrArray *relations)
{
	for (guint i = 0; i < relations->len && !sheet->is_painted; i++) {
		const OoxmlRelation *relation = relations->pdata[i];
		gboolean is_pivot = strcmp(relation->type, "pivotTable") == 0;
		if (!is_pivot && strcmp(relation->type, "table") != 0)
			continue;
		g_autoptr(xmlDoc) doc =
			ooxml_package_read_xml(sheet->book->package, relation->target, NULL);
		const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
		const xmlNode *place =
			is_pivot ? node_child_in(root, NODE_SHEET, "location") : root;
		const char *area = node_attribute(place, "ref");
		sheet->is_painted |= !area;
		take_painted(sheet, area);
	}
}

static gboolean
is_painted(const Sheet *sheet, const SheetCell *cell)
{
	for (guint i = 0; i < sheet->painted->len; i++) {
		const SheetArea *area = &g_array_index(sheet->painted, SheetArea, i);
		if (cell->row >= area->row && cell->row <= area->last_row &&
		    cell->column >= area->column && cell->column <= area->last_column)
			return TRUE;
	}
	return FALSE;
}

/* a text in the colour of its ground is not seen, unless something else may have painted either */
static void
hide_faint(Sheet *sheet, const GPtrArray *relations)
{
	gboolean knows_tables = FALSE;
	for (guint i = 0; i < sheet->cells->len && !sheet->is_painted; i++) {
		SheetCell *cell = &g_array_index(sheet->cells, SheetCell, i);
		if (!cell->is_faint)
			continue;
		if (!knows_tables)
			take_tables(sheet, relations);
		knows_tables = TRUE;
		cell->is_hidden |= !sheet->is_painted && !is_painted(sheet, cell);
	}
}

static Sheet *
sheet_new(const SheetBook *book, const char *name, gboolean is_hidden)
{
	Sheet *sheet = g_new0(Sheet, 1);
	sheet->book = book;
	sheet->name = name;
	sheet->is_sheet_hidden = is_hidden;
	sheet->cells = g_array_new(FALSE, FALSE, sizeof(SheetCell));
	g_array_set_clear_func(sheet->cells, clear_cell);
	sheet->merges = g_array_new(FALSE, FALSE, sizeof(SheetArea));
	sheet->painted = g_array_new(FALSE, FALSE, sizeof(SheetArea));
	sheet->value = g_string_new(NULL);
	rich_text_init(&sheet->inline_text);
	return sheet;
}

void
sheet_free(Sheet *sheet)
{
	g_array_unref(sheet->cells);
	g_array_unref(sheet->merges);
	g_array_unref(sheet->painted);
	g_string_free(sheet->value, TRUE);
	rich_text_clear(&sheet->inline_text);
	for (guint i = 0; i < SHEET_N_MARGINS; i++)
		if (sheet->margins[i])
			g_string_free(sheet->margins[i], TRUE);
	g_free(sheet);
}
Sheet *
sheet_load(const SheetBook *book, const char *path, const char *name, gboolean is_hidden,
	   const GPtrArray *relations, GError **ret_failure)
{
	Sheet *sheet = sheet_new(book, name, is_hidden);
	(void)read_cells(sheet, path, ret_failure);
	sort_cells(sheet);
	apply_merges(sheet);
	hide_faint(sheet, relations);
	return sheet;
}
