/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Makes a workbook of two sheets and reads it as vetd does. */

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PERSON "http://schemas.microsoft.com/office/2017/10/relationships/person"
#define RELATIONS                                                                                  \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define RELATION(id, type, target)                                                                 \
	"<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define RELATION_OF(id, type, target)                                                              \
	"<Relationship Id='" id "' Type='" type "' Target='" target "'/>"
#define SIGNED "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/"
#define CELL(place, style, value) "<c r='" place "' s='" style "'><v>" value "</v></c>"
#define WORKBOOK_MAX_PARTS 24

typedef struct {
	const char *name, *text;
} WorkbookPart;

/* What the workbook refers to, where it is there; its texts always. */
static inline char *
workbook_relations(const WorkbookPart *more, guint n_more)
{
	static const struct {
		const char *part, *relation;
	} others[] = {
		{"xl/styles.xml", RELATION("r4", "styles", "styles.xml")},
		{"xl/theme.xml", RELATION("r5", "theme", "theme.xml")},
		{"xl/persons.xml", RELATION_OF("r6", PERSON, "persons.xml")},
	};
	GString *text =
		g_string_new(RELATIONS RELATION("r1", "worksheet", "worksheets/sheet1.xml")
				     RELATION("r2", "worksheet", "/xl/worksheets/sheet2.xml")
					     RELATION("r3", "sharedStrings", "sharedStrings.xml"));
	for (guint i = 0; i < n_more; i++)
		for (guint k = 0; k < G_N_ELEMENTS(others); k++)
			if (strcmp(more[i].name, others[k].part) == 0)
				g_string_append(text, others[k].relation);
	g_string_append(text, "</Relationships>");
	return g_string_free(text, FALSE);
}

/* a workbook with two sheets, "表一" and "表二"; `state` is of the second */
static inline GPtrArray *
workbook_read(const char *space, const char *properties, const char *state, const char *first,
	      const char *second, const WorkbookPart *more, guint n_more)
{
	g_autofree char *book = g_strdup_printf(
		"<workbook xmlns='%s' xmlns:r='" OFFICE "'><workbookPr %s/><sheets>"
		"<sheet name='表一' sheetId='2' r:id='r2'/><sheet name='表二' sheetId='1' "
		"r:id='r1' %s/></sheets></workbook>",
		space, properties, state);
	g_autofree char *sheet =
		g_strdup_printf("<worksheet xmlns='%s'>%s</worksheet>", space, first);
	g_autofree char *other =
		g_strdup_printf("<worksheet xmlns='%s'>%s</worksheet>", space, second);
	g_autofree char *relations = workbook_relations(more, n_more);
	WorkbookPart parts[WORKBOOK_MAX_PARTS] = {
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels",
		 RELATIONS RELATION("r1", "officeDocument", "/xl/workbook.xml") RELATION_OF(
			 "r2", SIGNED "origin", "/_xmlsignatures/origin.sigs") "</Relationships>"},
		{"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", relations},
		{"xl/worksheets/sheet2.xml", sheet},
		{"xl/worksheets/sheet1.xml", other}};
	ZipMember members[WORKBOOK_MAX_PARTS] = {0};
	guint n = 6;
	for (guint i = 0; i < n_more; i++)
		parts[n++] = more[i];
	for (guint i = 0; i < n; i++)
		members[i] = (ZipMember){.name = parts[i].name,
					 .data = parts[i].text,
					 .size = strlen(parts[i].text),
					 .deflated = TRUE};
	g_autoptr(GByteArray) zip = zip_make(members, n);
	return reader_read("book.xlsx", zip->data, zip->len, NULL);
}

static inline const VetPage *
workbook_page(const GPtrArray *documents, guint number)
{
	const VetDocument *document = reader_find(documents, "book.xlsx");
	g_assert_cmpuint(document->content->pages->len, >=, number);
	return document->content->pages->pdata[number - 1];
}

static inline void
workbook_assert_line(const VetPage *page, guint at, VetLineRole role, const char *text)
{
	g_assert_cmpuint(page->lines->len, >, at);
	const VetLine *line = page->lines->pdata[at];
	g_assert_cmpstr(line->text, ==, text);
	g_assert_cmpint(line->role, ==, role);
}
