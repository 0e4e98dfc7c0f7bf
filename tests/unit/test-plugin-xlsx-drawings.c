/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/workbook-maker.h"

#define THREADED "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
#define THREAD_RELATION "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
#define DRAWING                                                                                    \
	"<xdr:wsDr "                                                                               \
	"xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing' "         \
	"xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "                         \
	"xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "                        \
	"xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "                  \
	"xmlns:r='" OFFICE "'>"
#define CHART                                                                                      \
	"<c:chartSpace xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "          \
	"xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><c:chart>"
#define AT(row, column, content)                                                                   \
	"<xdr:twoCellAnchor><xdr:from><xdr:col>" column "</xdr:col><xdr:row>" row                  \
	"</xdr:row></xdr:from>" content "<xdr:clientData/></xdr:twoCellAnchor>"
#define SHAPE(attributes, text)                                                                    \
	"<xdr:sp><xdr:nvSpPr><xdr:cNvPr id='2' name='s' " attributes "/></xdr:nvSpPr><xdr:txBody>" \
	"<a:p><a:r><a:t>" text "</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
#define FRAME(id)                                                                                  \
	"<xdr:graphicFrame><a:graphic><a:graphicData><c:chart r:id='" id                           \
	"'/></a:graphicData></a:graphic></xdr:graphicFrame>"
#define POINTS(list) "<c:strRef><c:f>A1</c:f><c:strCache>" list "</c:strCache></c:strRef>"
#define NUMBERS(code, list)                                                                        \
	"<c:numRef><c:numCache><c:formatCode>" code "</c:formatCode>" list                         \
	"</c:numCache></c:numRef>"
#define POINT(text) "<c:pt idx='0'><c:v>" text "</c:v></c:pt>"
#define SERIES(name, values)                                                                       \
	"<c:ser><c:tx>" POINTS(POINT(name)) "</c:tx><c:cat>" POINTS(                               \
		POINT("一季度") POINT("二季度")) "</c:cat><c:val>" values "</c:val></c:ser>"

static const WorkbookPart drawn[] = {
	{"xl/worksheets/_rels/sheet2.xml.rels",
	 RELATIONS RELATION("r1", "drawing", "../drawings/drawing1.xml") "</Relationships>"},
	{"xl/drawings/drawing1.xml",
	 DRAWING AT("9", "0", FRAME("c1")) AT("9", "5", FRAME("c1")) AT(
		 "3", "0", SHAPE("", "下文本框")) AT("1", "4", SHAPE("hidden='1'", "藏"))
		 AT("1", "2",
		    "<xdr:grpSp>" SHAPE(
			    "",
			    "组内") "</xdr:grpSp>") "<mc:AlternateContent><mc:Choice "
						    "Requires='a14'>" AT(
							    "0", "0",
							    SHAPE("",
								  "复选框")) "</"
									     "mc:"
									     "Choice><"
									     "mc:"
									     "Fallback"
									     ">" AT("0", "0",
										    SHAPE("",
											  "旧")) "<"
												 "/"
												 "m"
												 "c"
												 ":"
												 "F"
												 "a"
												 "l"
												 "l"
												 "b"
												 "a"
												 "c"
												 "k"
												 ">"
												 "<"
												 "/"
												 "m"
												 "c"
												 ":"
												 "A"
												 "l"
												 "t"
												 "e"
												 "r"
												 "n"
												 "a"
												 "t"
												 "e"
												 "C"
												 "o"
												 "n"
												 "t"
												 "e"
												 "n"
												 "t"
												 ">"
												 "<"
												 "/"
												 "x"
												 "d"
												 "r"
												 ":"
												 "w"
												 "s"
												 "D"
												 "r"
												 ">"},
	{"xl/drawings/_rels/drawing1.xml.rels",
	 RELATIONS RELATION("c1", "chart", "../charts/chart1.xml") "</Relationships>"},
	{"xl/charts/chart1.xml", CHART
	 "<c:title><c:tx><c:rich><a:p><a:r><a:t>营业</a:t></a:r><a:r><a:t>收入</a:t></a:r></a:p>"
	 "</c:rich></c:tx></c:title><c:plotArea><c:barChart>" SERIES(
		 "产品甲", NUMBERS("0.00%", POINT("0.25") POINT("0.5")))
		 SERIES("产品乙", NUMBERS("General", POINT("4.2999999999999998") POINT(
							     "7"))) "</c:barChart></c:plotArea></"
								    "c:chart></c:chartSpace>"},
	{"xl/charts/_rels/chart1.xml.rels",
	 RELATIONS RELATION("u1", "chartUserShapes",
			    "../drawings/drawing2.xml") "</Relationships>"},
	{"xl/drawings/drawing2.xml",
	 "<c:userShapes xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
	 "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:p><a:r><a:t>图上字</"
	 "a:t>"
	 "</a:r></a:p></c:userShapes>"},
};

static void
test_drawing(void)
{
	g_autoptr(GPtrArray) documents = workbook_read(MAIN, "", "", "<sheetData/>", "<sheetData/>",
						       drawn, G_N_ELEMENTS(drawn));
	const VetPage *page = workbook_page(documents, 1);
	/* the texts' part is not there */
	g_assert_cmpuint(reader_find(documents, "book.xlsx")->content->warnings->len, ==, 1);
	workbook_assert_line(page, 1, VET_LINE_BODY, "复选框");
	workbook_assert_line(page, 2, VET_LINE_BODY, "组内");
	workbook_assert_line(page, 3, VET_LINE_HIDDEN, "藏");
	workbook_assert_line(page, 4, VET_LINE_BODY, "下文本框");
	workbook_assert_line(page, 5, VET_LINE_BODY, "营业收入");
	workbook_assert_line(page, 6, VET_LINE_BODY, "一季度\t二季度");
	workbook_assert_line(page, 7, VET_LINE_BODY, "产品甲\t25.00%\t50.00%");
	workbook_assert_line(page, 8, VET_LINE_BODY, "产品乙\t4.3\t7");
	workbook_assert_line(page, 9, VET_LINE_BODY, "图上字");
	g_assert_cmpuint(page->lines->len, ==, 10);
}

/* a sheet that is hidden hides what stands on it; a drawing that is damaged is said */
static void
test_drawing_hidden(void)
{
	WorkbookPart more[] = {
		{"xl/worksheets/_rels/sheet1.xml.rels",
		 RELATIONS RELATION("r1", "drawing",
				    "../drawings/drawing1.xml") "</Relationships>"},
		{"xl/drawings/drawing1.xml", DRAWING AT("0", "0", SHAPE("", "密")) "</xdr:wsDr>"},
		{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'/>"}};
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "state='hidden'", "<sheetData/>",
		"<headerFooter><oddFooter>&amp;C脚</oddFooter></headerFooter>", more, 3);
	reader_assert_status(documents, "book.xlsx", "ok");
	workbook_assert_line(workbook_page(documents, 2), 1, VET_LINE_HIDDEN, "密");
	workbook_assert_line(workbook_page(documents, 2), 2, VET_LINE_HIDDEN, "脚");
	more[1].text = DRAWING "<oops>";
	g_autoptr(GPtrArray) damaged =
		workbook_read(MAIN, "", "", "<sheetData/>", "<sheetData/>", more, 3);
	reader_assert_status(damaged, "book.xlsx", "partial");
}

static void
test_margins(void)
{
	const WorkbookPart more[] = {{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'/>"}};
	g_autoptr(GPtrArray) documents = workbook_read(
		MAIN, "", "",
		"<sheetData><row>" CELL(
			"A1", "0", "1") "</row></sheetData><headerFooter differentFirst='1'>"
					"<oddHeader>&amp;L&amp;\"宋体,粗体\"&amp;14益阳市_x000D_&"
					"amp;C&amp;KFF0000机密 &amp;A&amp;RR&amp;&amp;D "
					"第&amp;P页</oddHeader><oddFooter>中 "
					"&amp;D</oddFooter><evenFooter>&amp;L偶</evenFooter>"
					"<evenHeader>&amp;A</evenHeader><firstHeader>&amp;R首</"
					"firstHeader></headerFooter>",
		"<headerFooter><oddHeader>&amp;</oddHeader><oddFooter>&amp;\"&amp;K</oddFooter></"
		"headerFooter>",
		more, 1);
	const VetPage *page = workbook_page(documents, 1);
	workbook_assert_line(page, 0, VET_LINE_BODY, "表一");
	workbook_assert_line(page, 1, VET_LINE_HEADER, "益阳市\t机密 表一\tR&D 第页");
	workbook_assert_line(page, 2, VET_LINE_HEADER, "首");
	workbook_assert_line(page, 3, VET_LINE_BODY, "1");
	workbook_assert_line(page, 4, VET_LINE_FOOTER, "中");
	workbook_assert_line(page, 5, VET_LINE_HIDDEN, "偶");
	g_assert_cmpuint(workbook_page(documents, 2)->lines->len, ==, 1);
}

static void
test_comments(void)
{
	const WorkbookPart more[] = {
		{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'/>"},
		{"xl/worksheets/_rels/sheet2.xml.rels",
		 RELATIONS RELATION("r1", "comments", "../comments1.xml") RELATION_OF(
			 "r2", THREAD_RELATION, "../threadedComments/1.xml") "</Relationships>"},
		{"xl/persons.xml", "<personList xmlns='" THREADED
				   "'><person displayName='王审计' id='{P}'/></personList>"},
		{"xl/threadedComments/1.xml",
		 "<ThreadedComments xmlns='" THREADED "'><threadedComment ref='A1' personId='{P}' "
		 "id='{T}'><text>金额不符</text></threadedComment><threadedComment ref='A1' "
		 "personId='{Q}' "
		 "id='{U}' parentId='{T}'><text>已改</text></threadedComment></ThreadedComments>"},
		{"xl/comments1.xml",
		 "<comments xmlns='" MAIN "'><authors><author>tc={T}</author><author>李</author>"
		 "<author>tc={X}</author></authors><commentList>"
		 "<comment ref='A1' authorId='0'><text><t>[线程批注]  批注: 金额不符 答复: "
		 "已改</t></text></comment>"
		 "<comment ref='B2' "
		 "authorId='1'><text><r><rPr><b/></rPr><t>李:</t></r><r><t>_x000A_旧批注</t></r>"
		 "<rPh><t>yin</t></rPh></text></comment>"
		 "<comment ref='C3' authorId='2'><text><t>没有线程</t></text></comment>"
		 "<comment ref='D4' authorId='0'><text><t>另有所说</t></text></comment>"
		 "</commentList></comments>"}};
	g_autoptr(GPtrArray) documents = workbook_read(MAIN, "", "", "<sheetData/>", "<sheetData/>",
						       more, G_N_ELEMENTS(more));
	const VetPage *page = workbook_page(documents, 1);
	reader_assert_status(documents, "book.xlsx", "ok");
	workbook_assert_line(page, 1, VET_LINE_NOTE, "A1: 王审计: 金额不符");
	workbook_assert_line(page, 2, VET_LINE_NOTE, "A1: 已改");
	workbook_assert_line(page, 3, VET_LINE_NOTE, "B2: 李: 旧批注");
	workbook_assert_line(page, 4, VET_LINE_NOTE, "C3: 没有线程");
	workbook_assert_line(page, 5, VET_LINE_NOTE, "D4: 另有所说");
	g_assert_cmpuint(page->lines->len, ==, 6);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin-xlsx-drawings/drawing", test_drawing);
	g_test_add_func("/plugin-xlsx-drawings/hidden", test_drawing_hidden);
	g_test_add_func("/plugin-xlsx-drawings/margins", test_margins);
	g_test_add_func("/plugin-xlsx-drawings/comments", test_comments);
	return g_test_run();
}
