/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/content.h"

gboolean
vet_box_is_empty(VetBox box)
{
	return !(box.x1 > box.x0 && box.y1 > box.y0);
}

VetBox
vet_box_union(VetBox a, VetBox b)
{
	if (vet_box_is_empty(a))
		return b;
	if (vet_box_is_empty(b))
		return a;
	return (VetBox){MIN(a.x0, b.x0), MIN(a.y0, b.y0), MAX(a.x1, b.x1), MAX(a.y1, b.y1)};
}

const char *
vet_text_source_name(VetTextSource source)
{
	static const char *const names[] = {"none", "text", "ocr"};
	return names[source];
}

const char *
vet_line_role_name(VetLineRole role)
{
	static const char *const names[] = {"body", "header", "footer", "note", "hidden"};
	G_STATIC_ASSERT(G_N_ELEMENTS(names) == VET_N_LINE_ROLES);
	return names[role];
}

const char *
vet_mark_kind_name(VetMarkKind kind)
{
	static const char *const names[] = {"seal", "signature", "digital-signature",
					    "code", "picture",   "likeness"};
	G_STATIC_ASSERT(G_N_ELEMENTS(names) == VET_N_MARK_KINDS);
	return names[kind];
}

gboolean
vet_mark_is_seen(const VetMark *mark)
{
	return mark->kind != VET_MARK_LIKENESS;
}

static void
line_free(gpointer data)
{
	VetLine *line = data;
	g_free(line->text);
	g_clear_pointer(&line->runs, g_array_unref);
	g_free(line);
}

static void
cell_free(gpointer data)
{
	VetCell *cell = data;
	g_free(cell->text);
	g_free(cell);
}

static void
table_free(gpointer data)
{
	VetTable *table = data;
	g_ptr_array_unref(table->cells);
	g_free(table);
}

static void
mark_free(gpointer data)
{
	VetMark *mark = data;
	g_free(mark->text);
	g_free(mark->detail);
	g_free(mark);
}

static void
page_free(gpointer data)
{
	VetPage *page = data;
	g_ptr_array_unref(page->lines);
	g_ptr_array_unref(page->tables);
	g_ptr_array_unref(page->marks);
	g_free(page);
}

VetContent *
vet_content_new(void)
{
	VetContent *content = g_new0(VetContent, 1);
	content->pages = g_ptr_array_new_with_free_func(page_free);
	content->warnings = g_ptr_array_new_with_free_func(g_free);
	content->metadata = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return content;
}

VetContent *
vet_content_of_pages(const GPtrArray *pages)
{
	VetContent *content = vet_content_new();

	g_ptr_array_set_free_func(content->pages, NULL);
	for (guint i = 0; i < pages->len; i++)
		g_ptr_array_add(content->pages, pages->pdata[i]);
	return content;
}

const VetPage *
vet_content_page(const VetContent *content, guint number)
{
	guint low = 0, high = content->pages->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		const VetPage *page = content->pages->pdata[middle];
		if (page->number == number)
			return page;
		if (page->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void
vet_content_free(VetContent *content)
{
	if (!content)
		return;
	g_ptr_array_unref(content->pages);
	g_ptr_array_unref(content->warnings);
	g_hash_table_unref(content->metadata);
	g_free(content);
}

VetPage *
vet_content_add_page(VetContent *content, double width, double height, VetTextSource source)
{
	VetPage *page = g_new0(VetPage, 1);
	page->number = content->pages->len + 1;
	page->width = width;
	page->height = height;
	page->source = source;
	page->lines = g_ptr_array_new_with_free_func(line_free);
	page->tables = g_ptr_array_new_with_free_func(table_free);
	page->marks = g_ptr_array_new_with_free_func(mark_free);
	g_ptr_array_add(content->pages, page);
	return page;
}

VetLine *
vet_page_add_line(VetPage *page, const char *text, VetBox box, GArray *runs)
{
	VetLine *line = g_new0(VetLine, 1);
	line->text = g_strdup(text);
	line->source = page->source;
	line->box = box;
	line->runs = runs;
	g_ptr_array_add(page->lines, line);
	return line;
}

VetTable *
vet_page_add_table(VetPage *page, guint n_rows, guint n_columns, VetBox box)
{
	VetTable *table = g_new0(VetTable, 1);
	table->n_rows = n_rows;
	table->n_columns = n_columns;
	table->source = page->source;
	table->box = box;
	table->cells = g_ptr_array_new_with_free_func(cell_free);
	g_ptr_array_add(page->tables, table);
	return table;
}

void
vet_page_add_mark(VetPage *page, const VetMark *mark)
{
	VetMark *copy = g_memdup2(mark, sizeof *mark);
	copy->text = g_strdup(mark->text ? mark->text : "");
	copy->detail = g_strdup(mark->detail ? mark->detail : "");
	g_ptr_array_add(page->marks, copy);
}

void
vet_table_add_cell(VetTable *table, guint row, guint column, guint row_span, guint column_span,
		   const char *text, VetBox box)
{
	VetCell *cell = g_new0(VetCell, 1);
	cell->row = row;
	cell->column = column;
	cell->row_span = MAX(row_span, 1);
	cell->column_span = MAX(column_span, 1);
	cell->text = g_strdup(text);
	cell->box = box;
	g_ptr_array_add(table->cells, cell);
}

const VetCell *
vet_table_cell_at(const VetTable *table, guint row, guint column)
{
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		if (row >= cell->row && row - cell->row < cell->row_span &&
		    column >= cell->column && column - cell->column < cell->column_span)
			return cell;
	}
	return NULL;
}

VetBox
vet_line_box_of(const VetLine *line, gsize start, gsize length)
{
	VetBox box = {0};

	if (!line->runs)
		return line->box;
	for (guint i = 0; i < line->runs->len; i++) {
		const VetRun *run = &g_array_index(line->runs, VetRun, i);
		if (run->start < start + length && start < (gsize)run->start + run->length)
			box = vet_box_union(box, run->box);
	}
	return vet_box_is_empty(box) ? line->box : box;
}

/* brackets and colons are taken for one another, and no name or number hangs on them */
static gboolean
has_letters(const VetLine *line, const VetRun *run)
{
	const char *end = line->text + run->start + run->length;

	for (const char *p = line->text + run->start; p < end; p = g_utf8_next_char(p))
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

double
vet_line_confidence_of(const VetLine *line, gsize start, gsize length)
{
	guint doubt = 0;

	for (guint i = 0; line->runs && i < line->runs->len; i++) {
		const VetRun *run = &g_array_index(line->runs, VetRun, i);
		if (run->start < start + length && start < (gsize)run->start + run->length &&
		    has_letters(line, run))
			doubt = MAX(doubt, run->doubt);
	}
	return 1 - (double)MIN(doubt, VET_MAX_DOUBT) / VET_MAX_DOUBT;
}

static void
append_page_text(GString *text, const VetPage *page)
{
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		if (line->role == VET_LINE_HIDDEN)
			continue;
		if (text->len > 0)
			g_string_append_c(text, '\n');
		g_string_append(text, line->text);
	}
}

char *
vet_page_text(const VetPage *page)
{
	GString *text = g_string_new(NULL);
	append_page_text(text, page);
	return g_string_free(text, FALSE);
}

char *
vet_content_text(const VetContent *content)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < content->pages->len; i++)
		append_page_text(text, content->pages->pdata[i]);
	return g_string_free(text, FALSE);
}

VetTextSource
vet_content_source(const VetContent *content)
{
	VetTextSource best = VET_TEXT_NONE;
	for (guint i = 0; i < content->pages->len; i++) {
		const VetPage *page = content->pages->pdata[i];
		if (page->source == VET_TEXT_TEXT)
			return VET_TEXT_TEXT;
		if (page->source == VET_TEXT_OCR)
			best = VET_TEXT_OCR;
	}
	return best;
}
