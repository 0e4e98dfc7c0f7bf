/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/docx-maker.h"

static void
test_text(void)
{
	g_autoptr(GPtrArray) documents =
		docx_read(P("项目申报书") "<w:p><w:r><w:t xml:space='preserve'>名称： "
					  "</w:t><w:tab/><w:t>智慧&amp;旅游</w:t>"
					  "<w:br/><w:t>second</w:t></w:r></w:p><w:p/>"
					  "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></"
					  "w:hyperlink><w:smartTag><w:r><w:t>标签"
					  "</w:t></w:r></w:smartTag><w:r><w:noBreakHyphen/></"
					  "w:r><w:r><w:sym w:font='Wingdings' "
					  "w:char='F0FE'/></w:r></w:p>");
	reader_assert_status(documents, "form.docx", "ok");
	reader_assert_text(documents, "form.docx",
			   "项目申报书\n名称： \t智慧&旅游\nsecond\n链接标签-☑");
	g_assert_cmpstr(reader_find(documents, "form.docx")->extractor, ==, "ooxml");
	g_assert_cmpfloat_with_epsilon(docx_page(documents, 1)->width, 595.3, 0.01);
}

static void
test_changes(void)
{
	g_autoptr(GPtrArray) documents =
		docx_read("<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins>"
			  "<w:del><w:r><w:delText>c</w:delText></w:r></w:del>"
			  "<w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>e</"
			  "w:t></w:r></w:moveTo>"
			  "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
			  "<w:fldChar w:fldCharType='separate'/><w:t>f</w:t></w:r>"
			  "<w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</"
			  "w:t></w:r></w:rubyBase>"
			  "</w:ruby></w:p>");
	reader_assert_text(documents, "form.docx", "abef拼");
	reader_assert_status(documents, "form.docx", "partial");
	const GPtrArray *warnings = reader_find(documents, "form.docx")->content->warnings;
	g_assert_cmpuint(warnings->len, ==, 1);
	g_assert_true(g_str_has_prefix(warnings->pdata[0], "1 tracked changes"));
}

static void
test_table(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		"<w:tbl><w:tr>" TC("<w:gridSpan w:val='2'/>", P("标题"))
			TC("", P("甲")) "</w:tr><w:tr>" TC("<w:vMerge w:val='restart'/>",
							   P("成") P("员"))
				TC("", P("戴新") P("燕"))
					TC("", P("1")) "</w:tr><w:tr>" TC("<w:vMerge/>", "<w:p/>") "<w:sdt><w:sdtPr/><w:sdtContent>" TC("", P("李四")) "</w:sdtContent></w:sdt>" TC(
						"",
						"<w:p/>") "</w:tr><w:tr><w:trPr><w:del/></"
							  "w:trPr>" TC(
								  "",
								  P("gone")) "</w:tr>"
									     "<w:tr><w:trPr><"
									     "w:gridBefore "
									     "w:val='1'/></"
									     "w:trPr>" TC(
										     "",
										     P("后")) "</"
											      "w:"
											      "tr><"
											      "/w:"
											      "tbl"
											      ">");
	const VetPage *page = docx_page(documents, 1);
	g_assert_cmpuint(page->tables->len, ==, 1);
	const VetTable *table = page->tables->pdata[0];
	g_assert_cmpuint(table->n_rows, ==, 4);
	g_assert_cmpuint(table->n_columns, ==, 3);
	docx_assert_cell(table, 0, 0, "标题");
	docx_assert_cell(table, 0, 1, "标题");
	docx_assert_cell(table, 0, 2, "甲");
	docx_assert_cell(table, 1, 0, "成\n员");
	docx_assert_cell(table, 2, 0, "成\n员");
	docx_assert_cell(table, 1, 1, "戴新\n燕");
	docx_assert_cell(table, 2, 1, "李四");
	docx_assert_cell(table, 3, 1, "后");
	g_assert_null(vet_table_cell_at(table, 3, 0));
	reader_assert_text(documents, "form.docx", "标题\n甲\n成\n员\n戴新\n燕\n1\n李四\n后");
}

static void
test_nested_table(void)
{
	g_autoptr(GPtrArray) documents = docx_read("<w:tbl><w:tr>" TC(
		"", P("outer") "<w:tbl><w:tr>" TC("", P("名称"))
			    TC("", P("值")) "</w:tr></w:tbl><w:p/>") "</w:tr></w:tbl>");
	const VetPage *page = docx_page(documents, 1);
	g_assert_cmpuint(page->tables->len, ==, 2);
	docx_assert_cell(page->tables->pdata[0], 0, 1, "值");
	docx_assert_cell(page->tables->pdata[1], 0, 0, "outer\n名称\n值");
	reader_assert_text(documents, "form.docx", "outer\n名称\n值");
}

static void
test_pages(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		P("one") "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
			 "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
			 "<w:tbl><w:tr>" TC("", P("row")) "</w:tr><w:tr>" TC(
				 "", "<w:p><w:r><w:lastRenderedPageBreak/><w:t>three</w:t></w:r></"
				     "w:p>") "</w:tr></w:tbl>"
					     "<w:p><w:pPr><w:pageBreakBefore/></"
					     "w:pPr><w:r><w:t>four</w:t></w:r></w:p>"
					     "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" P("five"));
	const char *const expected[] = {"one", "two\nrow", "three", "four", "five"};
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_autofree char *text = vet_page_text(docx_page(documents, i + 1));
		g_assert_cmpstr(text, ==, expected[i]);
	}
	g_assert_cmpuint(docx_page(documents, 2)->tables->len, ==, 1);
	g_assert_cmpuint(docx_page(documents, 3)->tables->len, ==, 0);
}

static void
test_text_box(void)
{
	g_autoptr(GPtrArray) documents =
		docx_read("<w:p><w:r><mc:AlternateContent><mc:Choice "
			  "Requires='wps'><w:drawing><w:txbxContent>" P(
				  "box") "</w:txbxContent></w:drawing></"
					 "mc:Choice><mc:Fallback><w:pict><v:textbox><w:"
					 "txbxContent>" P("box") "</w:txbxContent></v:textbox></"
								 "w:pict></mc:Fallback></"
								 "mc:AlternateContent>"
								 "<w:t>host</w:t></w:r></w:p>");
	reader_assert_text(documents, "form.docx", "host\nbox");
}

#define LEVEL(n, format, text)                                                                     \
	"<w:lvl w:ilvl='" n "'><w:start w:val='1'/><w:numFmt w:val='" format                       \
	"'/><w:lvlText w:val='" text "'/></w:lvl>"
#define ITEM(level, text)                                                                          \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val='" level                                               \
	"'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

static const char *const numbered_parts[] = {
	"word/_rels/document.xml.rels",
	"<Relationships xmlns='" PACKAGE "'><Relationship Id='r1' Type='" OFFICE
	"numbering' Target='numbering.xml'/><Relationship Id='r2' Type='" OFFICE
	"styles' Target='/word/styles.xml'/></Relationships>",
	"word/numbering.xml",
	"<w:numbering " NAMESPACES "><w:abstractNum w:abstractNumId='3'>" LEVEL(
		"0", "chineseCounting", "%1、") LEVEL("1", "decimal", "%1.%2")
		LEVEL("2", "bullet",
		      "•") "</w:abstractNum>"
			   "<w:abstractNum w:abstractNumId='4'>" LEVEL(
				   "0", "upperRoman",
				   "(%1)") "<w:styleLink w:val='L'/></w:abstractNum><w:abstractNum "
					   "w:abstractNumId='5'><w:numStyleLink "
					   "w:val='L'/></w:abstractNum><w:num "
					   "w:numId='9'><w:abstractNumId w:val='5'/></w:num>"
					   "<w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num>"
					   "<w:num w:numId='8'><w:abstractNumId "
					   "w:val='3'/><w:lvlOverride w:ilvl='0'><w:startOverride "
					   "w:val='11'/></w:lvlOverride></w:num></w:numbering>",
	"word/styles.xml",
	"<w:styles " NAMESPACES
	"><w:style w:type='paragraph' w:styleId='H'><w:pPr><w:numPr><w:numId "
	"w:val='8'/></w:numPr></w:pPr></w:style></w:styles>",
	NULL};

static void
test_numbering(void)
{
	g_autoptr(GPtrArray) documents = docx_read_parts(
		ITEM("0", "项目概述") ITEM("1", "背景") ITEM("1", "行业") ITEM("2", "点") ITEM(
			"0", "解决方案")
			ITEM("1", "技术") "<w:p><w:pPr><w:pStyle "
					  "w:val='H'/></w:pPr><w:r><w:t>应用价值</w:t></w:r></w:p>"
					  "<w:p><w:pPr><w:pStyle w:val='H'/><w:numPr><w:numId "
					  "w:val='0'/></w:numPr></w:pPr><w:r><w:t>无"
					  "</w:t></w:r></w:p>"
					  "<w:p><w:pPr><w:numPr><w:numId "
					  "w:val='9'/></w:numPr></w:pPr><w:r><w:t>附件</w:t></"
					  "w:r></w:p>"
					  /* an empty one shows its number, too */
					  "<w:p><w:pPr><w:numPr><w:numId "
					  "w:val='9'/></w:numPr></w:pPr></w:p>",
		numbered_parts);
	reader_assert_text(documents, "form.docx",
			   "一、项目概述\n一.1 背景\n一.2 行业\n点\n二、解决方案\n二.1 "
			   "技术\n十一、应用价值\n无\n(I) 附件\n(II)");
}

static void
test_side_parts(void)
{
	const char *const parts[] = {
		"word/_rels/document.xml.rels",
		"<Relationships xmlns='" PACKAGE "'>"
		"<Relationship Id='r1' Type='" OFFICE "header' Target='header1.xml'/>"
		"<Relationship Id='r2' Type='" OFFICE "header' Target='header2.xml'/>"
		"<Relationship Id='r3' Type='" OFFICE "footer' Target='footer1.xml'/>"
		"<Relationship Id='r4' Type='" OFFICE "footnotes' Target='footnotes.xml'/>"
		"<Relationship Id='r5' Type='" OFFICE
		"styles' Target='styles.xml'/></Relationships>",
		"word/header1.xml",
		"<w:hdr " NAMESPACES ">" P("页眉") "</w:hdr>",
		"word/header2.xml",
		"<w:hdr " NAMESPACES ">" P("页眉") "</w:hdr>",
		"word/footer1.xml",
		"<w:ftr " NAMESPACES ">" P("页脚") "</w:ftr>",
		"word/footnotes.xml",
		"<w:footnotes " NAMESPACES "><w:footnote w:type='separator'>" P(
			"-") "</w:footnote><w:footnote>" P("脚注") "</w:footnote></w:footnotes>",
		"word/styles.xml",
		"<w:styles broken",
		"docProps/core.xml",
		"<c:coreProperties xmlns:c='c' "
		"xmlns:d='d'><d:title>标题</d:title><d:creator>作者</d:creator>"
		"</c:coreProperties>",
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(P("正文"), parts);
	reader_assert_text(documents, "form.docx", "页眉\n正文\n脚注\n页脚");
	reader_assert_status(documents, "form.docx", "partial");
	GHashTable *metadata = reader_find(documents, "form.docx")->content->metadata;
	g_assert_cmpstr(g_hash_table_lookup(metadata, "title"), ==, "标题");
	g_assert_cmpstr(g_hash_table_lookup(metadata, "author"), ==, "作者");
}

static void
test_members(void)
{
	const char *const parts[] = {"word/media/note.txt",
				     "picture",
				     "word/embeddings/file.txt",
				     "embedded",
				     "docProps/thumbnail.txt",
				     "no member",
				     NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts("<w:p/>", parts);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_text(documents, "form.docx/word/media/note.txt", "picture");
	reader_assert_text(documents, "form.docx/word/embeddings/file.txt", "embedded");
	g_assert_cmpint(docx_page(documents, 1)->source, ==, VET_TEXT_NONE);
}

static void
test_hostile_xml(void)
{
	g_autoptr(GPtrArray) broken = docx_read("<w:p><w:r>");
	reader_assert_status(broken, "form.docx", "corrupt");

	GString *deep = g_string_new(NULL);
	for (guint i = 0; i < 5000; i++)
		g_string_append(deep, "<w:tbl><w:tr><w:tc>");
	g_autoptr(GPtrArray) nested = docx_read(deep->str);
	reader_assert_status(nested, "form.docx", "corrupt");
	g_string_free(deep, TRUE);

	GString *nesting = g_string_new(NULL);
	for (guint i = 0; i < 40; i++)
		g_string_append(nesting, "<w:tbl><w:tr><w:tc>");
	g_string_append(nesting, P("deep"));
	for (guint i = 0; i < 40; i++)
		g_string_append(nesting, "</w:tc></w:tr></w:tbl>");
	g_autoptr(GPtrArray) tables = docx_read(nesting->str);
	reader_assert_text(tables, "form.docx", "deep");
	g_assert_cmpuint(docx_page(tables, 1)->tables->len, ==, 8);
	g_string_free(nesting, TRUE);
}

static void
test_entities(void)
{
	const char *document = "<!DOCTYPE w:document [<!ENTITY a 'x'><!ENTITY f SYSTEM "
			       "'file:///etc/passwd'>]><w:document " NAMESPACES
			       "><w:body>" P("&a;&f;") "</w:body></w:document>";
	const ZipMember members[] = {
		{.name = "[Content_Types].xml", .data = "<Types/>", .size = 8},
		{.name = "_rels/.rels", .data = "<Relationships/>", .size = 16},
		{.name = "word/document.xml", .data = document, .size = strlen(document)}};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = reader_read("form.docx", zip->data, zip->len, NULL);
	reader_assert_status(documents, "form.docx", "corrupt");
	reader_assert_text(documents, "form.docx", "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ooxml/text", test_text);
	g_test_add_func("/ooxml/changes", test_changes);
	g_test_add_func("/ooxml/table", test_table);
	g_test_add_func("/ooxml/nested-table", test_nested_table);
	g_test_add_func("/ooxml/pages", test_pages);
	g_test_add_func("/ooxml/text-box", test_text_box);
	g_test_add_func("/ooxml/numbering", test_numbering);
	g_test_add_func("/ooxml/side-parts", test_side_parts);
	g_test_add_func("/ooxml/members", test_members);
	g_test_add_func("/ooxml/hostile-xml", test_hostile_xml);
	g_test_add_func("/ooxml/entities", test_entities);
	return g_test_run();
}
