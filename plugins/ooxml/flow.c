/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/flow.h"

#include <string.h>

/* a cell beyond this is no field of a form; its text is in the lines */
#define MAX_CELL_BYTES (16 * 1024)

struct _DocxFlow {
	VetSink *sink;
	double width, height;
	gboolean has_page;
	gboolean has_break;
	guint64 n_hidden;
	guint64 n_skipped_tables;
	GHashTable *margins; /* lines of headers and footers so far */
	gboolean is_margin;

	guint tables_open;
	GPtrArray *cells;  /* of GString, not owned: the open cells, outermost first */
	GPtrArray *held;   /* of char *, "\f" for a page break: lines of the outermost open table */
	GPtrArray *tables; /* of VetContent: finished ones inside it */
};

static void
free_content(gpointer content)
{
	vet_content_free(content);
}

DocxFlow *
docx_flow_new(VetSink *sink, double width, double height)
{
	DocxFlow *flow = g_new0(DocxFlow, 1);
	flow->sink = sink;
	flow->width = width;
	flow->height = height;
	flow->margins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	flow->cells = g_ptr_array_new();
	flow->held = g_ptr_array_new_with_free_func(g_free);
	flow->tables = g_ptr_array_new_with_free_func(free_content);
	return flow;
}

void
docx_flow_free(DocxFlow *flow)
{
	g_hash_table_unref(flow->margins);
	g_ptr_array_unref(flow->cells);
	g_ptr_array_unref(flow->held);
	g_ptr_array_unref(flow->tables);
	g_free(flow);
}

static gboolean
settle_page(DocxFlow *flow, GError **error)
{
	if (flow->has_page && !flow->has_break)
		return TRUE;
	flow->has_page = TRUE;
	flow->has_break = FALSE;
	return vet_sink_page(flow->sink, flow->width, flow->height, VET_TEXT_TEXT, error);
}

static gboolean
write_line(DocxFlow *flow, const char *text, GError **error)
{
	const VetBox nowhere = {0};
	return settle_page(flow, error) && vet_sink_line(flow->sink, text, nowhere, NULL, 0, error);
}

gboolean
docx_flow_line(DocxFlow *flow, const char *text, GError **error)
{
	g_autofree char *line = g_strdup(text);
	g_strstrip(line);
	if (*line == '\0' || (flow->is_margin && !g_hash_table_add(flow->margins, g_strdup(line))))
		return TRUE;
	for (guint i = 0; i < flow->cells->len; i++) {
		GString *cell = flow->cells->pdata[i];
		if (cell->len + strlen(line) < MAX_CELL_BYTES)
			g_string_append_printf(cell, "%s%s", cell->len > 0 ? "\n" : "", line);
	}
	if (flow->tables_open == 0)
		return write_line(flow, line, error);
	g_ptr_array_add(flow->held, g_steal_pointer(&line));
	return TRUE;
}

void
docx_flow_break_page(DocxFlow *flow)
{
	if (flow->tables_open > 0)
		g_ptr_array_add(flow->held, g_strdup("\f"));
	else
		flow->has_break = flow->has_page;
}

void
docx_flow_set_margin(DocxFlow *flow, gboolean is_margin)
{
	flow->is_margin = is_margin;
}

void
docx_flow_hide(DocxFlow *flow, guint n_characters)
{
	flow->n_hidden += n_characters;
}

gboolean
docx_flow_begin_table(DocxFlow *flow)
{
	return ++flow->tables_open <= DOCX_MAX_TABLES_OPEN;
}

void
docx_flow_skip_table(DocxFlow *flow)
{
	flow->n_skipped_tables++;
}

static gboolean
write_tables(DocxFlow *flow, GError **error)
{
	for (guint i = 0; i < flow->tables->len; i++) {
		const VetContent *content = flow->tables->pdata[i];
		const VetPage *page = content->pages->pdata[0];
		if (!settle_page(flow, error) ||
		    !vet_sink_table(flow->sink, page->tables->pdata[0], error))
			return FALSE;
	}
	g_ptr_array_set_size(flow->tables, 0);
	return TRUE;
}

gboolean
docx_flow_end_table(DocxFlow *flow, VetContent *table, GError **error)
{
	if (table)
		g_ptr_array_add(flow->tables, table);
	if (--flow->tables_open > 0)
		return TRUE;
	gboolean has_line = FALSE;
	for (guint i = 0; i < flow->held->len; i++) {
		const char *line = flow->held->pdata[i];
		gboolean is_break = *line == '\f';
		if (is_break && has_line && !write_tables(flow, error))
			return FALSE;
		if (is_break)
			docx_flow_break_page(flow);
		else if (!write_line(flow, line, error))
			return FALSE;
		has_line |= !is_break;
	}
	g_ptr_array_set_size(flow->held, 0);
	return write_tables(flow, error);
}

void
docx_flow_begin_cell(DocxFlow *flow, GString *cell)
{
	g_ptr_array_add(flow->cells, cell);
}

void
docx_flow_end_cell(DocxFlow *flow)
{
	g_ptr_array_set_size(flow->cells, (gint)flow->cells->len - 1);
}

static gboolean
warn_of(DocxFlow *flow, guint64 number, const char *what, GError **error)
{
	if (number == 0)
		return TRUE;
	g_autofree char *warning = g_strdup_printf("%" G_GUINT64_FORMAT " %s", number, what);
	return vet_sink_warning(flow->sink, warning, error);
}

gboolean
docx_flow_finish(DocxFlow *flow, GError **error)
{
	if (!flow->has_page &&
	    !vet_sink_page(flow->sink, flow->width, flow->height, VET_TEXT_NONE, error))
		return FALSE;
	return warn_of(flow, flow->n_hidden, "characters of hidden text were left out", error) &&
	       warn_of(flow, flow->n_skipped_tables,
		       "tables are too large or too deep and were read as lines only", error);
}
