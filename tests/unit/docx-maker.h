/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Makes a docx of a body and other parts, and reads it as vetd does. */

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define NAMESPACES                                                                                 \
	"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "                  \
	"xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "                  \
	"xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "                         \
	"xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "       \
	"xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "           \
	"xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' "                        \
	"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "           \
	"xmlns:v='urn:schemas-microsoft-com:vml'"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(properties, content) "<w:tc><w:tcPr>" properties "</w:tcPr>" content "</w:tc>"
#define R(properties, text) "<w:r><w:rPr>" properties "</w:rPr><w:t>" text "</w:t></w:r>"
/* word/_rels/document.xml.rels, and a relation in it */
#define DOCX_RELATIONS(relations)                                                                  \
	"word/_rels/document.xml.rels",                                                            \
		"<Relationships xmlns='" PACKAGE "'>" relations "</Relationships>"
#define DOCX_RELATION(id, type, target)                                                            \
	"<Relationship Id='" id "' Type='" OFFICE type "' Target='" target "'/>"
#define MAX_PARTS 24

/* Parts are pairs of name and text, NULL-terminated; content types, relationships and
 * word/document.xml come by themselves. */
static inline GPtrArray *
docx_read_parts(const char *body, const char *const *parts)
{
	g_autofree char *document = g_strdup_printf(
		"<?xml version='1.0' encoding='UTF-8'?><w:document " NAMESPACES "><w:body>%s"
		"<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr></w:body></w:document>",
		body);
	const char *types =
		"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
		"<Default Extension='rels' ContentType='application/"
		"vnd.openxmlformats-package.relationships+xml'/>"
		"<Override PartName='/word/document.xml' ContentType='application/"
		"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
	const char *relations =
		"<Relationships xmlns='" PACKAGE "'>"
		"<Relationship Id='r1' Type='" OFFICE "officeDocument' Target='word/document.xml'/>"
		"<Relationship Id='r2' Type='" OFFICE
		"core-properties' Target='docProps/core.xml'/><Relationship Id='r3' Type='" PACKAGE
		"/digital-signature/origin' Target='_xmlsignatures/origin.sigs'/></Relationships>";
	ZipMember members[MAX_PARTS] = {{.name = "[Content_Types].xml",
					 .data = types,
					 .size = strlen(types),
					 .deflated = TRUE},
					{.name = "_rels/.rels",
					 .data = relations,
					 .size = strlen(relations),
					 .deflated = TRUE},
					{.name = "word/document.xml",
					 .data = document,
					 .size = strlen(document),
					 .deflated = TRUE}};
	guint n = 3;
	for (; parts && *parts; parts += 2, n++)
		members[n] =
			(ZipMember){.name = parts[0], .data = parts[1], .size = strlen(parts[1])};
	g_autoptr(GByteArray) zip = zip_make(members, n);
	return reader_read("form.docx", zip->data, zip->len, NULL);
}

static inline GPtrArray *
docx_read(const char *body)
{
	return docx_read_parts(body, NULL);
}

static inline const VetPage *
docx_page(const GPtrArray *documents, guint number)
{
	const VetDocument *document = reader_find(documents, "form.docx");
	g_assert_cmpuint(document->content->pages->len, >=, number);
	return document->content->pages->pdata[number - 1];
}

static inline void
docx_assert_cell(const VetTable *table, guint row, guint column, const char *text)
{
	const VetCell *cell = vet_table_cell_at(table, row, column);
	g_assert_nonnull(cell);
	g_assert_cmpstr(cell->text, ==, text);
}

/* The line at that place of a page, from 0. */
static inline void
docx_assert_line(const VetPage *page, guint at, VetLineRole role, const char *text)
{
	g_assert_cmpuint(page->lines->len, >, at);
	const VetLine *line = page->lines->pdata[at];
	g_assert_cmpstr(line->text, ==, text);
	g_assert_cmpstr(vet_line_role_name(line->role), ==, vet_line_role_name(role));
}

/* The lines of that role on page 1, joined by "|". */
static inline void
docx_assert_lines(const GPtrArray *documents, VetLineRole role, const char *expected)
{
	const VetPage *page = docx_page(documents, 1);
	g_autoptr(GString) found = g_string_new(NULL);
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		if (line->role == role)
			g_string_append_printf(found, "%s%s", found->len > 0 ? "|" : "",
					       line->text);
	}
	g_assert_cmpstr(found->str, ==, expected);
}
