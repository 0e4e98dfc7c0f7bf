/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/workbook-maker.h"

static const WorkbookPart with_styles[] = {
	{"xl/sharedStrings.xml",
	 "<sst xmlns='" MAIN "'><si><t>姓名</t></si><si><r><t>戴新</t></r><r><t>燕</t></r>"
	 "<rPh sb='0' eb='1'><t>dai</t></rPh></si></sst>"},
	{"xl/styles.xml",
	 "<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='176' "
	 "formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@'/><numFmt numFmtId='177' "
	 "formatCode=';;;'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf "
	 "numFmtId='4'/><xf numFmtId='10'/><xf numFmtId='11'/><xf numFmtId='177'/><xf "
	 "numFmtId='21'/></cellXfs></styleSheet>"},
};

static void
test_texts(void)
{
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "",
		"<sheetData><row r='2'><c r='B2' t='inlineStr'><is><t>内联</t></is></c></row>"
		"<row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='b'><v>1</v></c>"
		"<c t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>公式</v></c></row></sheetData>",
		"<sheetData/>", with_styles, 2);
	reader_assert_status(documents, "book.xlsx", "ok");
	reader_assert_text(documents, "book.xlsx",
			   "表一\n姓名\t戴新燕\tTRUE\t#N/A\t公式\n内联\n表二");
	const VetTable *table = workbook_page(documents, 1)->tables->pdata[0];
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
	g_autoptr(GPtrArray) documents = workbook_read(STRICT, "", "", rows, "", with_styles, 2);
	/* strict: only the styles' part is of the other edition */
	workbook_assert_line(workbook_page(documents, 1), 1, VET_LINE_BODY, shown);
	workbook_assert_line(workbook_page(documents, 1), 2, VET_LINE_HIDDEN, "42");
	g_autoptr(GPtrArray) later = workbook_read(
		MAIN, "date1904='1'", "",
		"<sheetData><row>" CELL("A1", "1", "0") "</row></sheetData>", "", with_styles, 2);
	workbook_assert_line(workbook_page(later, 1), 1, VET_LINE_BODY, "1904年1月1日");
}

static void
test_hidden(void)
{
	const WorkbookPart more[] = {
		{"xl/worksheets/_rels/sheet2.xml.rels",
		 RELATIONS RELATION("r1", "comments", "../comments1.xml") "</Relationships>"},
		{"xl/comments1.xml",
		 "<comments xmlns='" MAIN "'><commentList><comment ref='A1'><text><r>"
		 "<t>批</t></r><r><t>注</t></r></text></comment></commentList></comments>"},
		{"xl/media/image1.png", "no picture"}};
	g_autoptr(GPtrArray) documents = workbook_read(
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
	const VetPage *page = workbook_page(documents, 1);
	workbook_assert_line(page, 1, VET_LINE_BODY, "1");
	workbook_assert_line(page, 2, VET_LINE_HIDDEN, "2\t3");
	workbook_assert_line(page, 3, VET_LINE_HIDDEN, "4");
	workbook_assert_line(page, 4, VET_LINE_NOTE, "A1: 批注");
	workbook_assert_line(workbook_page(documents, 2), 0, VET_LINE_HIDDEN, "表二");
	workbook_assert_line(workbook_page(documents, 2), 1, VET_LINE_HIDDEN, "9");
	g_assert_cmpuint(workbook_page(documents, 2)->tables->len, ==, 0);
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
		workbook_read(MAIN, "", "", damaged,
			      "<sheetData><row>" CELL("A1", "0", "2")
				      CELL("XFD1048576", "0", "3") "</row></sheetData>",
			      NULL, 0);
	reader_assert_status(documents, "book.xlsx", "partial");
	reader_assert_text(documents, "book.xlsx", "表一\n1\n表二\n2\n3");
	g_assert_cmpuint(workbook_page(documents, 2)->tables->len, ==, 2);
	/* the shared strings, the damaged sheet */
	g_assert_cmpuint(reader_find(documents, "book.xlsx")->content->warnings->len, ==, 2);
}

static void
test_escapes(void)
{
	const WorkbookPart more[] = {
		{"xl/sharedStrings.xml",
		 "<sst xmlns='" MAIN "'><si><t>甲_x000D_乙_x0041__x005F_x0041_</t></si>"
		 "<si><t>_xD83D__xDE00_ _xD83D_ _x0000_ _x12_</t></si></sst>"}};
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "",
		"<sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
		"<c t='str'><f>A1</f><v>a_x000A_b</v></c>"
		"<c t='inlineStr'><is><t>c_x0009_d</t></is></c><c><v>1</v></c></row></sheetData>",
		"", more, 1);
	reader_assert_status(documents, "book.xlsx", "ok");
	workbook_assert_line(workbook_page(documents, 1), 1, VET_LINE_BODY,
			     "甲 乙A_x0041_\t😀 \xef\xbf\xbd \xef\xbf\xbd _x12_\ta b\tc\td\t1");
}

/* nothing vanishes without a word */
static void
test_lacks(void)
{
	const WorkbookPart more[] = {
		{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'><si><t>有</t></si></sst>"}};
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "",
		"<sheetData><row r='3'><c r='AB3' t='s'><v>7</v></c><c t='s'><v>0</v></c>"
		"<c t='s'><v>-1</v></c></row>"
		"<row r='4'><c r='B4'><f>SUM(A1:A3)</f></c><c t='str'><f>A9</f><v></v></c>"
		"<c><f>1+1</f><v>2</v></c></row></sheetData>",
		"<sheetData/>", more, 1);
	const VetDocument *document = reader_find(documents, "book.xlsx");
	reader_assert_status(documents, "book.xlsx", "partial");
	reader_assert_text(documents, "book.xlsx", "表一\n有\n2\n表二");
	g_assert_cmpuint(document->content->warnings->len, ==, 2);
	g_assert_cmpstr(document->content->warnings->pdata[0], ==,
			"Of the sheet 表一, 2 cells name a text that the workbook lacks, the first "
			"in AB3; open the workbook in Excel and save it");
	g_assert_cmpstr(document->content->warnings->pdata[1], ==,
			"Of the sheet 表一, 1 formulas have never been calculated, the first in "
			"B4; open the workbook in Excel and save it");
}

static void
test_signature(void)
{
	const WorkbookPart more[] = {
		{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'/>"},
		{"_xmlsignatures/_rels/origin.sigs.rels",
		 RELATIONS RELATION_OF("s", SIGNED "signature", "sig1.xml") "</Relationships>"},
		{"_xmlsignatures/sig1.xml",
		 "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyInfo/></Signature>"}};
	g_autoptr(GPtrArray) documents = workbook_read(MAIN, "", "", "<sheetData/>", "<sheetData/>",
						       more, G_N_ELEMENTS(more));
	const VetPage *last = workbook_page(documents, 2);

	reader_assert_status(documents, "book.xlsx", "ok");
	g_assert_cmpuint(workbook_page(documents, 1)->marks->len, ==, 0);
	g_assert_cmpuint(last->marks->len, ==, 1);
	g_assert_cmpint(((VetMark *)last->marks->pdata[0])->kind, ==, VET_MARK_DIGITAL_SIGNATURE);
}

#define FONT(color, more) "<font>" more color "</font>"
#define FILL(color) "<fill><patternFill patternType='solid'>" color "</patternFill></fill>"
#define STYLE(font, fill) "<xf numFmtId='0' fontId='" font "' fillId='" fill "'/>"
static const WorkbookPart colored[] = {
	{"xl/theme.xml", "<a:theme xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
			 "<a:themeElements><a:clrScheme><a:dk1><a:sysClr val='windowText' "
			 "lastClr='000000'/></a:dk1>"
			 "<a:lt1><a:sysClr val='window' lastClr='FFFFFF'/></a:lt1>"
			 "<a:accent1><a:srgbClr "
			 "val='112233'/></a:accent1></a:clrScheme></a:themeElements></a:theme>"},
	{"xl/styles.xml",
	 "<styleSheet xmlns='" MAIN
	 "'><fonts>" FONT("", "") FONT("<color rgb='FFFFFFFF'/>", "") FONT(
		 "<color theme='0'/>", "") FONT("<color theme='4'/>",
						"") FONT("<color indexed='9'/>",
							 "") FONT("", "<sz val='1'/>")
		 FONT("<color theme='0' tint='-0.5'/>",
		      "") "</fonts><fills><fill><patternFill "
			  "patternType='none'/></fill><fill><patternFill "
			  "patternType='gray125'/></fill>" FILL(
				  "<fgColor rgb='FF112233'/>") "</fills><cellXfs>" STYLE("0", "0")
				  STYLE("1", "0") STYLE("2", "0") STYLE("3", "0") STYLE("4", "0")
					  STYLE("5", "0") STYLE("6", "0") STYLE("1", "2") STYLE("3",
												"2")
						  STYLE("1", "1") "</cellXfs></styleSheet>"},
	{"xl/sharedStrings.xml",
	 "<sst xmlns='" MAIN "'><si><r><rPr><color rgb='FFFFFFFF'/></rPr><t>富白</t></r></si>"
	 "<si><r><rPr><b/></rPr><t>富黑</t></r></si><si><r><t>随</t></r><r><rPr><color "
	 "theme='0'/></rPr><t>格</t></r></si></sst>"},
};

static void
test_colors(void)
{
	const char *rows = "<sheetData><row r='1'>" CELL("A1", "0", "10") CELL("B1", "1", "11")
		CELL("C1", "2", "12") CELL("D1", "3", "13") CELL("E1", "4", "14")
			CELL("F1", "5", "15") CELL("G1", "6", "16") CELL("H1", "7",
									 "17") CELL("I1", "8", "18")
				CELL("J1", "9", "19") "</row>"
						      "<row r='2'><c r='A2' t='s'><v>0</v></c><c "
						      "r='B2' t='s' s='1'><v>1</v></c>"
						      "<c r='C2' t='s' s='1'><v>2</v></c><c r='D2' "
						      "t='s' s='0'><v>2</v></c></row>%s"
						      "</sheetData>%s";
	g_autoptr(GPtrArray) documents =
		workbook_read(MAIN, "", "", rows, "", colored, G_N_ELEMENTS(colored));
	reader_assert_status(documents, "book.xlsx", "ok");
	const VetPage *page = workbook_page(documents, 1);
	workbook_assert_line(page, 1, VET_LINE_BODY, "10\t13\t16\t17\t19");
	workbook_assert_line(page, 2, VET_LINE_BODY, "富黑\t随格");
	workbook_assert_line(page, 3, VET_LINE_HIDDEN, "11\t12\t14\t15\t18");
	workbook_assert_line(page, 4, VET_LINE_HIDDEN, "富白\t随格");
	/* who knows what a condition, or a table's style, paints there */
	g_autofree char *painted =
		g_strconcat(rows, "<conditionalFormatting sqref='B1 E1:F2'/>", NULL);
	g_autoptr(GPtrArray) others =
		workbook_read(MAIN, "", "", painted, "", colored, G_N_ELEMENTS(colored));
	workbook_assert_line(workbook_page(others, 1), 1, VET_LINE_BODY,
			     "10\t11\t13\t14\t16\t17\t19");
	WorkbookPart more[G_N_ELEMENTS(colored) + 2];
	memcpy(more, colored, sizeof colored);
	more[G_N_ELEMENTS(colored)] = (WorkbookPart){
		"xl/worksheets/_rels/sheet2.xml.rels",
		RELATIONS RELATION("r1", "table", "../tables/table1.xml") "</Relationships>"};
	more[G_N_ELEMENTS(colored) + 1] =
		(WorkbookPart){"xl/tables/table1.xml", "<table xmlns='" MAIN "' ref='A1:J1'/>"};
	g_autoptr(GPtrArray) tables =
		workbook_read(MAIN, "", "", rows, "", more, G_N_ELEMENTS(more));
	workbook_assert_line(workbook_page(tables, 1), 1, VET_LINE_BODY,
			     "10\t11\t12\t13\t14\t16\t17\t18\t19");
}

/* rows and columns without extent are as good as hidden */
static void
test_closed(void)
{
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "",
		"<cols><col min='2' max='2' width='0' customWidth='1'/></cols><sheetData><row "
		"r='1'>" CELL("A1", "0", "1")
			CELL("B1", "0", "2") "</row><row r='2' ht='0' customHeight='1'>" CELL(
				"A2", "0", "3") "</row></sheetData>",
		"", with_styles, 2);
	workbook_assert_line(workbook_page(documents, 1), 1, VET_LINE_BODY, "1");
	workbook_assert_line(workbook_page(documents, 1), 2, VET_LINE_HIDDEN, "2");
	workbook_assert_line(workbook_page(documents, 1), 3, VET_LINE_HIDDEN, "3");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin-xlsx/texts", test_texts);
	g_test_add_func("/plugin-xlsx/numbers", test_numbers);
	g_test_add_func("/plugin-xlsx/hidden", test_hidden);
	g_test_add_func("/plugin-xlsx/damage", test_damage);
	g_test_add_func("/plugin-xlsx/escapes", test_escapes);
	g_test_add_func("/plugin-xlsx/lacks", test_lacks);
	g_test_add_func("/plugin-xlsx/signature", test_signature);
	g_test_add_func("/plugin-xlsx/colors", test_colors);
	g_test_add_func("/plugin-xlsx/closed", test_closed);
	return g_test_run();
}
