/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS                                                                                  \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define RELATION(id, type, target)                                                                 \
	"<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define CELL(place, style, value) "<c r='" place "' s='" style "'><v>" value "</v></c>"
#define MAX_PARTS 16

typedef struct {
	const char *name, *text;
} Part;

static const Part strings = {"xl/sharedStrings.xml",
			     "<sst xmlns='" MAIN
			     "'><si><t>姓名</t></si><si><r><t>戴新</t></r><r><t>燕</t></r>"
			     "<rPh sb='0' eb='1'><t>dai</t></rPh></si></sst>"};
static const Part styles = {
	"xl/styles.xml",
	"<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='176' "
	"formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@'/><numFmt numFmtId='177' "
	"formatCode=';;;'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf "
	"numFmtId='4'/><xf numFmtId='10'/><xf numFmtId='11'/><xf numFmtId='177'/><xf "
	"numFmtId='21'/></cellXfs></styleSheet>"};

/* a workbook with two sheets, "表一" and "表二"; `state` is of the second */
static GPtrArray *
read_book(const char *space, const char *properties, const char *state, const char *first,
	  const char *second, const Part *more, guint n_more)
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
	Part parts[MAX_PARTS] = {
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels",
		 RELATIONS RELATION("r1", "officeDocument", "/xl/workbook.xml") "</Relationships>"},
		{"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels",
		 RELATIONS RELATION("r1", "worksheet", "worksheets/sheet1.xml")
			 RELATION("r2", "worksheet", "/xl/worksheets/sheet2.xml")
				 RELATION("r3", "sharedStrings", "sharedStrings.xml")
					 RELATION("r4", "styles", "styles.xml") "</Relationships>"},
		{"xl/worksheets/sheet2.xml", sheet},
		{"xl/worksheets/sheet1.xml", other},
		styles};
	ZipMember members[MAX_PARTS] = {0};
	guint n = 7;
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

static const VetPage *
page_of(const GPtrArray *documents, guint number)
{
	const VetDocument *document = reader_find(documents, "book.xlsx");
	g_assert_cmpuint(document->content->pages->len, >=, number);
	return document->content->pages->pdata[number - 1];
}

static void
assert_line(const VetPage *page, guint at, VetLineRole role, const char *text)
{
	g_assert_cmpuint(page->lines->len, >, at);
	const VetLine *line = page->lines->pdata[at];
	g_assert_cmpstr(line->text, ==, text);
	g_assert_cmpint(line->role, ==, role);
}

static void
test_texts(void)
{
	g_autoptr(GPtrArray) documents = read_book(
		MAIN, "", "",
		"<sheetData><row r='2'><c r='B2' t='inlineStr'><is><t>内联</t></is></c></row>"
		"<row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='b'><v>1</v></c>"
		"<c t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>公式</v></c></row></sheetData>",
		"<sheetData/>", &strings, 1);
	reader_assert_status(documents, "book.xlsx", "ok");
	reader_assert_text(documents, "book.xlsx",
			   "表一\n姓名\t戴新燕\tTRUE\t#N/A\t公式\n内联\n表二");
	const VetTable *table = page_of(documents, 1)->tables->pdata[0];
	g_assert_cmpuint(table->n_rows, ==, 2);
	g_assert_cmpstr(vet_table_cell_at(table, 1, 1)->text, ==, "内联");
}

static void
test_numbers(void)
{
	const char *rows =
		"<sheetData><row>" CELL("A1", "1", "45352") CELL("B1", "2", "1234567.891")
			CELL("C1", "3", "0.25678") CELL("D1", "4", "430526199001012345")
				CELL("E1", "0", "9.1430100123456789E+16")
					CELL("F1", "0", "0.30000000000000004")
						CELL("G1", "6", "0.75")
							CELL("H1", "5", "42") "</row></sheetData>";
	const char *shown = "2024年3月1日\t1,234,567.89\t25.68%\t430526199001012345\t"
			    "91430100123456789\t0.3\t18:00:00";
	g_autoptr(GPtrArray) documents = read_book(STRICT, "", "", rows, "", &strings, 1);
	/* strict: only the styles' part is of the other edition */
	assert_line(page_of(documents, 1), 1, VET_LINE_BODY, shown);
	assert_line(page_of(documents, 1), 2, VET_LINE_HIDDEN, "42");
	g_autoptr(GPtrArray) later = read_book(
		MAIN, "date1904='1'", "",
		"<sheetData><row>" CELL("A1", "1", "0") "</row></sheetData>", "", &strings, 1);
	assert_line(page_of(later, 1), 1, VET_LINE_BODY, "1904年1月1日");
}

static void
test_hidden(void)
{
	const Part more[] = {
		{"xl/worksheets/_rels/sheet2.xml.rels",
		 RELATIONS RELATION("r1", "comments", "../comments1.xml") "</Relationships>"},
		{"xl/comments1.xml",
		 "<comments xmlns='" MAIN "'><commentList><comment ref='A1'><text><r>"
		 "<t>批</t></r><r><t>注</t></r></text></comment></commentList></comments>"},
		{"xl/media/image1.png", "no picture"}};
	g_autoptr(GPtrArray) documents = read_book(
		MAIN, "", "state='veryHidden'",
		"<cols><col min='3' max='3' hidden='1'/></cols><sheetData><row r='1'>" CELL(
			"A1", "0", "1") CELL("B1", "0", "2")
			CELL("C1", "0",
			     "3") "</row>"
				  "<row r='2' hidden='1'>" CELL(
					  "A2", "0",
					  "4") "</row></sheetData>"
					       "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>",
		"<sheetData><row>" CELL("A1", "0", "9") "</row></sheetData>", more, 3);
	const VetPage *page = page_of(documents, 1);
	assert_line(page, 1, VET_LINE_BODY, "1");
	assert_line(page, 2, VET_LINE_HIDDEN, "2\t3");
	assert_line(page, 3, VET_LINE_HIDDEN, "4");
	assert_line(page, 4, VET_LINE_NOTE, "A1: 批注");
	assert_line(page_of(documents, 2), 0, VET_LINE_HIDDEN, "表二");
	assert_line(page_of(documents, 2), 1, VET_LINE_HIDDEN, "9");
	g_assert_cmpuint(page_of(documents, 2)->tables->len, ==, 0);
	g_assert_cmpuint(documents->len, ==, 2);
}

static void
test_damage(void)
{
	/* libxml2 reads ahead by half a KiB: what stands that close before a fault is lost with it */
	g_autofree char *blanks = g_strnfill(4096, ' ');
	g_autofree char *damaged =
		g_strdup_printf("<sheetData><row>" CELL("A1", "0", "1") "</row>%s<oops>", blanks);
	g_autoptr(GPtrArray) documents =
		read_book(MAIN, "", "", damaged,
			  "<sheetData><row>" CELL("A1", "0", "2")
				  CELL("XFD1048576", "0", "3") "</row></sheetData>",
			  NULL, 0);
	reader_assert_status(documents, "book.xlsx", "partial");
	reader_assert_text(documents, "book.xlsx", "表一\n1\n表二\n2\n3");
	g_assert_cmpuint(page_of(documents, 2)->tables->len, ==, 2);
	/* the shared strings, the damaged sheet */
	g_assert_cmpuint(reader_find(documents, "book.xlsx")->content->warnings->len, ==, 2);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin-xlsx/texts", test_texts);
	g_test_add_func("/plugin-xlsx/numbers", test_numbers);
	g_test_add_func("/plugin-xlsx/hidden", test_hidden);
	g_test_add_func("/plugin-xlsx/damage", test_damage);
	return g_test_run();
}
