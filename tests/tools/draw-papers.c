/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * draw-papers FOLDER < papers.json: draws what a test describes, with make-samples' own pen.
 *
 *   [{"path": "证明材料/营业执照.pdf", "carrier": "pdf", "serif": false, "header": "…",
 *     "look": {"font": "Noto Serif CJK SC", "zoom": 1, "margin": 70, "dpi": 120, "tilt": 0.004,
 *              "noise": 0, "shade": 0, "blur": 0, "gray": false, "jpeg": 0},
 *     "blocks": [{"kind": "title", "text": "营业执照"},
 *                {"kind": "table", "weights": [20, 80],
 *                 "cells": [[row, column, row span, column span, "text", is label], …]}]}]
 *
 * Carriers: pdf, scan (a PDF of page images), png and jpg (the first page), docx.  Of the look
 * (SampleLook) any part may be left out.
 */

#include "tests/tools/make-samples/docx.h"
#include "tests/tools/make-samples/page.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {
	[SAMPLE_BLOCK_TITLE] = "title",
	[SAMPLE_BLOCK_HEADING] = "heading",
	[SAMPLE_BLOCK_SUBHEADING] = "subheading",
	[SAMPLE_BLOCK_PARAGRAPH] = "paragraph",
	[SAMPLE_BLOCK_LINE] = "line",
	[SAMPLE_BLOCK_CENTRE] = "centre",
	[SAMPLE_BLOCK_RIGHT] = "right",
	[SAMPLE_BLOCK_UNDERLINED] = "underlined",
	[SAMPLE_BLOCK_COLUMNS] = "columns",
	[SAMPLE_BLOCK_TABLE] = "table",
	[SAMPLE_BLOCK_SEAL] = "seal",
	[SAMPLE_BLOCK_BREAK] = "break",
	[SAMPLE_BLOCK_PHOTO] = "photo",
};

static GBytes *
draw_text(const SampleSheet *sheet)
{
	return sample_page_render(sheet, SAMPLE_PAGE_TEXT);
}

static GBytes *
draw_scan(const SampleSheet *sheet)
{
	return sample_page_render(sheet, SAMPLE_PAGE_SCAN);
}

static GBytes *
draw_png(const SampleSheet *sheet)
{
	return sample_page_render(sheet, SAMPLE_PAGE_PNG);
}

static GBytes *
draw_jpeg(const SampleSheet *sheet)
{
	return sample_page_render(sheet, SAMPLE_PAGE_JPEG);
}

static const struct {
	const char *name;
	GBytes *(*draw)(const SampleSheet *sheet);
} carriers[] = {
	{"pdf", draw_text}, {"scan", draw_scan},          {"png", draw_png},
	{"jpg", draw_jpeg}, {"docx", sample_docx_render},
};

static gboolean
refuse(GError **error, const char *what, const char *value)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "no such %s: %s", what, value);
	return FALSE;
}

static gboolean
add_table(SampleSheet *sheet, JsonObject *block, GError **error)
{
	JsonArray *weights = json_object_get_array_member(block, "weights");
	JsonArray *cells = json_object_get_array_member(block, "cells");
	guint n_columns = json_array_get_length(weights);
	g_autofree double *widths = g_new0(double, n_columns);
	SampleTable *table;

	for (guint i = 0; i < n_columns; i++)
		widths[i] = json_array_get_double_element(weights, i);
	table = sample_sheet_add_table(sheet, n_columns, widths);
	for (guint i = 0; i < json_array_get_length(cells); i++) {
		JsonArray *cell = json_array_get_array_element(cells, i);
		guint place[4];

		for (guint j = 0; j < G_N_ELEMENTS(place); j++)
			place[j] = (guint)json_array_get_int_element(cell, j);
		if (place[1] + place[3] > n_columns)
			return refuse(error, "column", json_array_get_string_element(cell, 4));
		sample_table_set_span(table, place[0], place[1], place[2], place[3],
				      json_array_get_string_element(cell, 4),
				      json_array_get_boolean_element(cell, 5));
	}
	return TRUE;
}

static gboolean
add_block(SampleSheet *sheet, JsonObject *block, GError **error)
{
	const char *name = json_object_get_string_member(block, "kind");
	const char *text = json_object_get_string_member_with_default(block, "text", NULL);
	const char *value = json_object_get_string_member_with_default(block, "value", NULL);

	for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
		if (!g_str_equal(name, kinds[kind]))
			continue;
		if (kind == SAMPLE_BLOCK_TABLE)
			return add_table(sheet, block, error);
		if (value != NULL)
			sample_sheet_add_pair(sheet, (SampleBlockKind)kind, text, value);
		else
			sample_sheet_add(sheet, (SampleBlockKind)kind, text);
		return TRUE;
	}
	return refuse(error, "kind of block", name);
}

static void
set_look(SampleLook *look, JsonObject *wanted)
{
	const struct {
		const char *name;
		double *value;
	} numbers[] = {
		{"zoom", &look->zoom}, {"margin", &look->margin}, {"dpi", &look->dpi},
		{"tilt", &look->tilt}, {"noise", &look->noise},   {"shade", &look->shade},
	};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		*numbers[i].value = json_object_get_double_member_with_default(
			wanted, numbers[i].name, *numbers[i].value);
	look->blur = (guint)json_object_get_int_member_with_default(wanted, "blur", look->blur);
	look->jpeg = (guint)json_object_get_int_member_with_default(wanted, "jpeg", look->jpeg);
	look->gray = json_object_get_boolean_member_with_default(wanted, "gray", look->gray);
	if (json_object_has_member(wanted, "font")) {
		g_free(look->font);
		look->font = g_strdup(json_object_get_string_member(wanted, "font"));
	}
}

static SampleSheet *
sheet_of(JsonObject *paper, GError **error)
{
	g_autoptr(SampleSheet) sheet = sample_sheet_new(
		json_object_get_boolean_member_with_default(paper, "serif", FALSE));
	JsonArray *blocks = json_object_get_array_member(paper, "blocks");

	sheet->running_header =
		g_strdup(json_object_get_string_member_with_default(paper, "header", NULL));
	if (json_object_has_member(paper, "look"))
		set_look(&sheet->look, json_object_get_object_member(paper, "look"));
	for (guint i = 0; i < json_array_get_length(blocks); i++)
		if (!add_block(sheet, json_array_get_object_element(blocks, i), error))
			return NULL;
	return g_steal_pointer(&sheet);
}

static gboolean
draw_paper(JsonObject *paper, const char *folder, GError **error)
{
	const char *carrier = json_object_get_string_member(paper, "carrier");
	g_autoptr(SampleSheet) sheet = sheet_of(paper, error);
	g_autofree char *path =
		g_build_filename(folder, json_object_get_string_member(paper, "path"), NULL);
	g_autofree char *parent = g_path_get_dirname(path);

	if (sheet == NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(carriers); i++) {
		g_autoptr(GBytes) bytes = NULL;

		if (!g_str_equal(carrier, carriers[i].name))
			continue;
		if (g_mkdir_with_parents(parent, 0755) != 0)
			return refuse(error, "folder can be made", parent);
		bytes = carriers[i].draw(sheet);
		return g_file_set_contents(path, g_bytes_get_data(bytes, NULL),
					   (gssize)g_bytes_get_size(bytes), error);
	}
	return refuse(error, "carrier", carrier);
}

static char *
read_all(FILE *file, gsize *ret_length)
{
	GString *text = g_string_new(NULL);
	char buffer[4096];
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		g_string_append_len(text, buffer, (gssize)n);
	*ret_length = text->len;
	return g_string_free(text, FALSE);
}

int
main(int argc, char **argv)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize length;
	JsonArray *papers;

	if (argc != 2) {
		g_printerr("usage: draw-papers FOLDER < papers.json\n");
		return 2;
	}
	text = read_all(stdin, &length);
	if (!json_parser_load_from_data(parser, text, (gssize)length, &error)) {
		g_printerr("draw-papers: %s\n", error->message);
		return 1;
	}
	papers = json_node_get_array(json_parser_get_root(parser));
	for (guint i = 0; i < json_array_get_length(papers); i++)
		if (!draw_paper(json_array_get_object_element(papers, i), argv[1], &error)) {
			g_printerr("draw-papers: %s\n", error->message);
			return 1;
		}
	return 0;
}
