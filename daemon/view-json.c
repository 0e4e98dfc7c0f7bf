/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/view.h"

#include "lib/json-writer.h"

/* places of points, shares and pixels */
#define POINT_DECIMALS 2
#define SHARE_DECIMALS 3

static void
put_box(VetJsonWriter *writer, VetBox box)
{
	vet_json_writer_name(writer, "bbox");
	if (vet_box_is_empty(box)) {
		vet_json_writer_null(writer);
		return;
	}
	vet_json_writer_begin_array(writer);
	vet_json_writer_double(writer, box.x0, POINT_DECIMALS);
	vet_json_writer_double(writer, box.y0, POINT_DECIMALS);
	vet_json_writer_double(writer, box.x1, POINT_DECIMALS);
	vet_json_writer_double(writer, box.y1, POINT_DECIMALS);
	vet_json_writer_end_array(writer);
}

static void
begin_list(VetJsonWriter *writer, const char *name)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_begin_array(writer);
}

static void
put_double(VetJsonWriter *writer, const char *name, double number, guint decimals)
{
	vet_json_writer_name(writer, name);
	vet_json_writer_double(writer, number, decimals);
}

static void
put_words(VetJsonWriter *writer, const VetLine *line)
{
	begin_list(writer, "words");
	for (guint i = 0; line->runs && i < line->runs->len; i++) {
		const VetRun *run = &g_array_index(line->runs, VetRun, i);
		g_autofree char *word = g_strndup(line->text + run->start, run->length);
		g_autofree char *valid = g_utf8_make_valid(word, -1);
		vet_json_writer_begin_object(writer);
		vet_json_writer_put_masked(writer, "text", valid);
		put_double(writer, "confidence",
			   vet_line_confidence_of(line, run->start, run->length), SHARE_DECIMALS);
		put_box(writer, run->box);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

static void
put_line(VetJsonWriter *writer, const VetLine *line, gboolean words)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_masked(writer, "text", line->text);
	vet_json_writer_put_string(writer, "role", vet_line_role_name(line->role));
	vet_json_writer_put_string(writer, "source", vet_text_source_name(line->source));
	put_double(writer, "confidence", vet_line_confidence_of(line, 0, G_MAXUINT32),
		   SHARE_DECIMALS);
	put_box(writer, line->box);
	if (words)
		put_words(writer, line);
	vet_json_writer_end_object(writer);
}

static void
put_cell(VetJsonWriter *writer, const VetCell *cell)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "row", cell->row);
	vet_json_writer_put_int(writer, "column", cell->column);
	vet_json_writer_put_int(writer, "row_span", cell->row_span);
	vet_json_writer_put_int(writer, "column_span", cell->column_span);
	vet_json_writer_put_masked(writer, "text", cell->text);
	put_box(writer, cell->box);
	vet_json_writer_end_object(writer);
}

static void
put_table(VetJsonWriter *writer, const VetTable *table)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "rows", table->n_rows);
	vet_json_writer_put_int(writer, "columns", table->n_columns);
	vet_json_writer_put_string(writer, "source", vet_text_source_name(table->source));
	put_box(writer, table->box);
	begin_list(writer, "cells");
	for (guint i = 0; i < table->cells->len; i++)
		put_cell(writer, table->cells->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
}

static void
put_mark(VetJsonWriter *writer, const VetMark *mark)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_string(writer, "kind", vet_mark_kind_name(mark->kind));
	vet_json_writer_put_masked(writer, "text", mark->text);
	vet_json_writer_put_masked(writer, "detail", mark->detail);
	put_double(writer, "confidence", mark->confidence, SHARE_DECIMALS);
	put_box(writer, mark->box);
	vet_json_writer_end_object(writer);
}

static void
put_page(VetJsonWriter *writer, const VetPage *page, gboolean words)
{
	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "number", page->number);
	put_double(writer, "width", page->width, POINT_DECIMALS);
	put_double(writer, "height", page->height, POINT_DECIMALS);
	vet_json_writer_put_string(writer, "text_source", vet_text_source_name(page->source));
	begin_list(writer, "lines");
	for (guint i = 0; i < page->lines->len; i++)
		put_line(writer, page->lines->pdata[i], words);
	vet_json_writer_end_array(writer);
	begin_list(writer, "tables");
	for (guint i = 0; i < page->tables->len; i++)
		put_table(writer, page->tables->pdata[i]);
	vet_json_writer_end_array(writer);
	begin_list(writer, "marks");
	for (guint i = 0; i < page->marks->len; i++)
		put_mark(writer, page->marks->pdata[i]);
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
}

static void
put_metadata(VetJsonWriter *writer, const VetContent *content)
{
	g_autoptr(GList) keys =
		g_list_sort(g_hash_table_get_keys(content->metadata), (GCompareFunc)g_strcmp0);

	vet_json_writer_name(writer, "metadata");
	vet_json_writer_begin_object(writer);
	for (const GList *link = keys; link; link = link->next)
		vet_json_writer_put_masked(writer, link->data,
					   g_hash_table_lookup(content->metadata, link->data));
	vet_json_writer_end_object(writer);
}

static void
put_about(VetJsonWriter *writer, const VetDocument *document)
{
	vet_json_writer_put_string(writer, "schema", "vet.extraction/1");
	vet_json_writer_put_string(writer, "path", document->path);
	vet_json_writer_put_string(writer, "sha256", document->sha256);
	vet_json_writer_put_int(writer, "size", (gint64)document->size);
	vet_json_writer_put_string(writer, "media_type", document->media_type);
	vet_json_writer_put_string(writer, "extractor", document->extractor);
	vet_json_writer_put_string(writer, "status", vet_document_status_name(document->status));
	vet_json_writer_put_string(writer, "reason", document->reason);
	vet_json_writer_name(writer, "is_container");
	vet_json_writer_bool(writer, document->is_container);
	vet_json_writer_name(writer, "lying_name");
	vet_json_writer_bool(writer, document->lying_name);
	put_metadata(writer, document->content);
	begin_list(writer, "warnings");
	for (guint i = 0; i < document->content->warnings->len; i++)
		vet_json_writer_string(writer, document->content->warnings->pdata[i]);
	vet_json_writer_end_array(writer);
}

char *
vet_view_json(const VetDocument *document, gboolean words)
{
	VetJsonWriter *writer = vet_json_writer_new();

	vet_json_writer_begin_object(writer);
	put_about(writer, document);
	begin_list(writer, "pages");
	for (guint i = 0; i < document->content->pages->len; i++)
		put_page(writer, document->content->pages->pdata[i], words);
	vet_json_writer_end_array(writer);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}
