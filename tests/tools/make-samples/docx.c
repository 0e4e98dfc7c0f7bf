/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/docx.h"
#include "tests/tools/make-samples/archive.h"

#include <string.h>

#define WORD_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define TEXT_TWIPS 8800.0

static const char content_types[] =
	XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
		 "<Default Extension=\"rels\" "
		 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		 "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		 "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
		 "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
		 "<Override PartName=\"/word/header1.xml\" ContentType=\"application/"
		 "vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>";
static const char package_relations[] = XML_HEAD
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
	"relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
static const char document_relations[] = XML_HEAD
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
	"relationships/header\" Target=\"header1.xml\"/></Relationships>";

typedef struct {
	const char *alignment;
	guint half_points;
	gboolean bold;
	const char *style;
} WordLook;

static const WordLook looks[] = {
	[SAMPLE_BLOCK_TITLE] = {"center", 40, TRUE, "Title"},
	[SAMPLE_BLOCK_HEADING] = {"left", 30, TRUE, "Heading1"},
	[SAMPLE_BLOCK_SUBHEADING] = {"left", 26, TRUE, "Heading2"},
	[SAMPLE_BLOCK_PARAGRAPH] = {"both", 24, FALSE, NULL},
	[SAMPLE_BLOCK_LINE] = {"left", 24, FALSE, NULL},
	[SAMPLE_BLOCK_CENTRE] = {"center", 24, FALSE, NULL},
	[SAMPLE_BLOCK_RIGHT] = {"right", 24, FALSE, NULL},
	[SAMPLE_BLOCK_UNDERLINED] = {"left", 28, FALSE, NULL},
	[SAMPLE_BLOCK_COLUMNS] = {"left", 24, FALSE, NULL},
	[SAMPLE_BLOCK_TABLE] = {"left", 21, FALSE, NULL},
};

/* Word cuts runs wherever the spelling checker or the cursor once stood. */
static void
append_run(GString *xml, const char *text, const WordLook *look, gboolean underline)
{
	glong length = g_utf8_strlen(text, -1);
	const char *cut =
		length > 12 ? g_utf8_offset_to_pointer(text, length / 3) : text + strlen(text);
	g_autofree char *head = g_markup_escape_text(text, cut - text);
	g_autofree char *tail = g_markup_escape_text(cut, -1);
	g_autofree char *properties = g_strdup_printf(
		"<w:rPr>%s%s<w:sz w:val=\"%u\"/></w:rPr>", look->bold ? "<w:b/>" : "",
		underline ? "<w:u w:val=\"single\"/>" : "", look->half_points);

	g_string_append_printf(xml, "<w:r>%s<w:t xml:space=\"preserve\">%s</w:t></w:r>", properties,
			       head);
	if (*tail != '\0')
		g_string_append_printf(xml, "<w:r>%s<w:t xml:space=\"preserve\">%s</w:t></w:r>",
				       properties, tail);
}

static void
append_paragraph(GString *xml, const SampleBlock *block)
{
	const WordLook *look = &looks[block->kind];

	g_string_append(xml, "<w:p><w:pPr>");
	if (look->style != NULL)
		g_string_append_printf(xml, "<w:pStyle w:val=\"%s\"/>", look->style);
	g_string_append_printf(xml, "<w:jc w:val=\"%s\"/></w:pPr>", look->alignment);
	append_run(xml, block->text, look, FALSE);
	if (block->value != NULL) {
		if (block->kind == SAMPLE_BLOCK_COLUMNS)
			g_string_append(xml, "<w:r><w:tab/></w:r>");
		append_run(xml, block->value, look, block->kind == SAMPLE_BLOCK_UNDERLINED);
	}
	g_string_append(xml, "</w:p>");
}

/* --- tables --- */

static const SampleCell *
cell_at(const SampleTable *table, guint row, guint column)
{
	for (guint i = 0; i < table->cells->len; i++) {
		const SampleCell *cell = g_ptr_array_index(table->cells, i);

		if (row >= cell->row && row < cell->row + cell->row_span &&
		    column >= cell->column && column < cell->column + cell->column_span)
			return cell;
	}
	return NULL;
}

static void
append_cell(GString *xml, const SampleCell *cell, guint row)
{
	const WordLook *look = &looks[SAMPLE_BLOCK_TABLE];
	g_auto(GStrv) lines = NULL;

	g_string_append(xml, "<w:tc><w:tcPr>");
	if (cell != NULL && cell->column_span > 1)
		g_string_append_printf(xml, "<w:gridSpan w:val=\"%u\"/>", cell->column_span);
	if (cell != NULL && cell->row_span > 1)
		g_string_append(xml,
				cell->row == row ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
	g_string_append(xml, "</w:tcPr>");
	lines = g_strsplit(cell != NULL && cell->row == row && cell->text != NULL ? cell->text : "",
			   "\n", -1);
	if (lines[0] == NULL)
		g_string_append(xml, "<w:p/>");
	for (guint i = 0; lines[i] != NULL; i++) {
		g_string_append(xml, "<w:p>");
		append_run(xml, lines[i], look, FALSE);
		g_string_append(xml, "</w:p>");
	}
	g_string_append(xml, "</w:tc>");
}

static void
append_table(GString *xml, const SampleTable *table)
{
	double total = 0;

	for (guint i = 0; i < table->n_columns; i++)
		total += table->weights[i];
	g_string_append(xml, "<w:tbl><w:tblPr><w:tblBorders>"
			     "<w:top w:val=\"single\"/><w:left w:val=\"single\"/>"
			     "<w:bottom w:val=\"single\"/><w:right w:val=\"single\"/>"
			     "<w:insideH w:val=\"single\"/><w:insideV w:val=\"single\"/>"
			     "</w:tblBorders></w:tblPr><w:tblGrid>");
	for (guint i = 0; i < table->n_columns; i++)
		g_string_append_printf(xml, "<w:gridCol w:w=\"%d\"/>",
				       (int)(TEXT_TWIPS * table->weights[i] / total));
	g_string_append(xml, "</w:tblGrid>");
	for (guint row = 0; row < table->n_rows; row++) {
		g_string_append(xml, "<w:tr>");
		for (guint column = 0; column < table->n_columns;) {
			const SampleCell *cell = cell_at(table, row, column);

			append_cell(xml, cell, row);
			column += cell != NULL ? cell->column_span : 1;
		}
		g_string_append(xml, "</w:tr>");
	}
	g_string_append(xml, "</w:tbl><w:p/>");
}

/* --- the package --- */

static GString *
document_xml(const SampleSheet *sheet)
{
	GString *xml = g_string_new(XML_HEAD "<w:document " WORD_NS
					     " xmlns:r=\"http://schemas.openxmlformats.org/"
					     "officeDocument/2006/relationships\"><w:body>");

	for (guint i = 0; i < sheet->blocks->len; i++) {
		const SampleBlock *block = g_ptr_array_index(sheet->blocks, i);

		if (block->kind == SAMPLE_BLOCK_TABLE)
			append_table(xml, block->table);
		else if (block->kind == SAMPLE_BLOCK_BREAK)
			g_string_append(xml, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
		else if (block->kind != SAMPLE_BLOCK_SEAL && block->kind != SAMPLE_BLOCK_PHOTO)
			append_paragraph(xml, block);
	}
	g_string_append(xml,
			"<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId7\"/>"
			"<w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>");
	return xml;
}

static void
add_part(SampleArchive *archive, const char *path, const char *text)
{
	g_autoptr(GBytes) data = g_bytes_new(text, strlen(text));

	sample_archive_add(archive, path, data, NULL);
}

GBytes *
sample_docx_render(const SampleSheet *sheet)
{
	g_autoptr(SampleArchive) archive = sample_archive_new(SAMPLE_NAMES_UTF8);
	g_autoptr(GString) document = document_xml(sheet);
	g_autofree char *running = g_markup_escape_text(
		sheet->running_header != NULL ? sheet->running_header : "", -1);
	g_autofree char *header = g_strdup_printf(
		XML_HEAD "<w:hdr " WORD_NS "><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:hdr>", running);

	add_part(archive, "[Content_Types].xml", content_types);
	add_part(archive, "_rels/.rels", package_relations);
	add_part(archive, "word/document.xml", document->str);
	add_part(archive, "word/header1.xml", header);
	add_part(archive, "word/_rels/document.xml.rels", document_relations);
	return sample_archive_finish(archive);
}
