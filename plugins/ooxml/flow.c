/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/flow.h"

#include <string.h>

/* a cell beyond this is no field of a form; its text is in the lines */
#define MAX_CELL_BYTES (16 * 1024)

typedef struct {
	char *text; /* NULL: a page break */
	VetLineRole role;
} Held;

struct _DocxFlow {
	VetSink *sink;
	double width, height;
	gboolean has_page;
	gboolean has_break;
	guint64 n_changes, n_deleted; /* tracked changes, and their characters */
	guint64 n_skipped_tables;
	VetLineRole role;
	GHashTable *margins; /* lines of the headers or footers so far */

	guint tables_open;
	GPtrArray *cells;  /* of GString, not owned: the open cells, outermost first */
	GArray *held;      /* of Held: lines of the outermost open table */
	GPtrArray *tables; /* of VetContent: finished ones inside it */
};

static void
clear_held(gpointer data)
{
	g_free(((Held *)data)->text);
}

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
	flow->held = g_array_new(FALSE, FALSE, sizeof(Held));
	g_array_set_clear_func(flow->held, clear_held);
	flow->tables = g_ptr_array_new_with_free_func(free_content);
	return flow;
}

void
docx_flow_free(DocxFlow *flow)
{
	g_hash_table_unref(flow->margins);
	g_ptr_array_unref(flow->cells);
	g_array_unref(flow->held);
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
write_line(DocxFlow *flow, const char *text, VetLineRole role, GError **error)
{
	const VetBox nowhere = {0};
	if (!settle_page(flow, error))
		return FALSE;
	vet_sink_set_role(flow->sink, role);
	return vet_sink_line(flow->sink, text, nowhere, NULL, 0, error);
}

static gboolean
is_margin(VetLineRole role)
{
	return role == VET_LINE_HEADER || role == VET_LINE_FOOTER;
}

void
docx_flow_set_role(DocxFlow *flow, VetLineRole role)
{
	if (role != flow->role)
		g_hash_table_remove_all(flow->margins);
	/* a footer stands on a page that is there */
	flow->has_break &= role != VET_LINE_FOOTER;
	flow->role = role;
}

/* takes `line`, which is not blank */
static gboolean
put_line(DocxFlow *flow, char *line, VetLineRole role, GError **error)
{
	Held held = {line, role};
	if (flow->tables_open > 0) {
		g_array_append_val(flow->held, held);
		return TRUE;
	}
	gboolean ok = write_line(flow, line, role, error);
	g_free(line);
	return ok;
}

static gboolean
is_dropped(DocxFlow *flow, const char *line)
{
	return *line == '\0' ||
	       (is_margin(flow->role) && !g_hash_table_add(flow->margins, g_strdup(line)));
}

gboolean
docx_flow_line(DocxFlow *flow, const char *text, GError **error)
{
	g_autofree char *line = g_strstrip(g_strdup(text));
	if (is_dropped(flow, line))
		return TRUE;
	for (guint i = 0; i < flow->cells->len; i++) {
		GString *cell = flow->cells->pdata[i];
		if (cell->len + strlen(line) < MAX_CELL_BYTES)
			g_string_append_printf(cell, "%s%s", cell->len > 0 ? "\n" : "", line);
	}
	return put_line(flow, g_steal_pointer(&line), flow->role, error);
}

gboolean
docx_flow_hidden_line(DocxFlow *flow, const char *text, GError **error)
{
	g_autofree char *line = g_strstrip(g_strdup(text));
	return is_dropped(flow, line) ||
	       put_line(flow, g_steal_pointer(&line), VET_LINE_HIDDEN, error);
}

void
docx_flow_break_page(DocxFlow *flow)
{
	Held held = {NULL, flow->role};
	if (flow->tables_open > 0)
		g_array_append_val(flow->held, held);
	else
		flow->has_break = flow->has_page;
}

void
docx_flow_delete(DocxFlow *flow, guint n_changes, guint n_characters)
{
	flow->n_changes += n_changes;
	flow->n_deleted += n_characters;
}

gboolean
docx_flow_in_table(const DocxFlow *flow)
{
	return flow->tables_open > 0;
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
		if (!settle_page(flow, error))
			return FALSE;
		/* and not that of its last line */
		vet_sink_set_role(flow->sink, flow->role);
		if (!vet_sink_table(flow->sink, page->tables->pdata[0], error))
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
		const Held *held = &g_array_index(flow->held, Held, i);
		gboolean is_break = !held->text;
		if (is_break && has_line && !write_tables(flow, error))
			return FALSE;
		if (is_break)
			docx_flow_break_page(flow);
		else if (!write_line(flow, held->text, held->role, error))
			return FALSE;
		has_line |= !is_break;
	}
	g_array_set_size(flow->held, 0);
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
warn_of_changes(DocxFlow *flow, GError **error)
{
	if (flow->n_changes == 0)
		return TRUE;
	g_autofree char *warning =
		g_strdup_printf("%" G_GUINT64_FORMAT
				" tracked changes that were not accepted delete %" G_GUINT64_FORMAT
				" characters, which were left out; accept or reject the changes",
				flow->n_changes, flow->n_deleted);
	return vet_sink_warning(flow->sink, warning, error);
}

static gboolean
warn_of_tables(DocxFlow *flow, GError **error)
{
	if (flow->n_skipped_tables == 0)
		return TRUE;
	g_autofree char *warning =
		g_strdup_printf("%" G_GUINT64_FORMAT " tables are too large or too deep and were "
				"read as lines only",
				flow->n_skipped_tables);
	return vet_sink_warning(flow->sink, warning, error);
}

gboolean
docx_flow_finish(DocxFlow *flow, GError **error)
{
	if (!flow->has_page &&
	    !vet_sink_page(flow->sink, flow->width, flow->height, VET_TEXT_NONE, error))
		return FALSE;
	return warn_of_changes(flow, error) && warn_of_tables(flow, error);
}
