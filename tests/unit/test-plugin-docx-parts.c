/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/der-maker.h"
#include "tests/unit/docx-maker.h"

#define BREAK "<w:r><w:br w:type='page'/></w:r>"
#define REFERENCE(kind, id) "<w:r><w:" kind "Reference w:id='" id "'/></w:r>"
#define NOTE(kind, id, content) "<w:" kind " w:id='" id "'>" content "</w:" kind ">"

static const char *const noted_parts[] = {
	DOCX_RELATIONS(DOCX_RELATION("r1", "footnotes", "footnotes.xml") DOCX_RELATION(
		"r2", "endnotes", "endnotes.xml") DOCX_RELATION("r3", "comments", "comments.xml")
			       DOCX_RELATION("r4", "header", "header1.xml")),
	"word/footnotes.xml",
	"<w:footnotes " NAMESPACES ">"
	"<w:footnote w:type='separator' w:id='-1'>" P("-") "</w:footnote>" NOTE(
		"footnote", "1", P("一注")) NOTE("footnote", "2", P("二注"))
		NOTE("footnote", "3", P("无人提")) "</w:footnotes>",
	"word/endnotes.xml",
	"<w:endnotes " NAMESPACES ">" NOTE("endnote", "1", P("尾注")) "</w:endnotes>",
	"word/comments.xml",
	"<w:comments " NAMESPACES
	">" NOTE("comment", "0", P("批注") "<w:p>" BREAK "</w:p>") "</w:comments>",
	"word/header1.xml",
	"<w:hdr " NAMESPACES ">" P("页眉")
		P("页眉") "<w:p>" R("<w:vanish/>", "密") "</w:p></w:hdr>",
	NULL};

static void
test_notes(void)
{
	g_autoptr(GPtrArray) documents = docx_read_parts(
		"<w:p>" R("", "一") REFERENCE("footnote", "1") REFERENCE("endnote", "1")
			BREAK R("", "二") REFERENCE("comment", "0") REFERENCE(
				"footnote",
				"1") "</w:p><w:tbl>"
				     "<w:tr>" TC("", "<w:p>" REFERENCE("footnote", "2")
							     R("", "格") "</w:p>") "</w:tr></w:tbl>"
										   "<w:p>" BREAK
										   "</w:p>" P("三"),
		noted_parts);
	const VetPage *first = docx_page(documents, 1);
	g_assert_cmpuint(first->lines->len, ==, 4);
	docx_assert_line(first, 0, VET_LINE_HEADER, "页眉");
	docx_assert_line(first, 1, VET_LINE_HIDDEN, "密");
	docx_assert_line(first, 2, VET_LINE_BODY, "一");
	docx_assert_line(first, 3, VET_LINE_NOTE, "一注");
	const VetPage *second = docx_page(documents, 2);
	g_assert_cmpuint(second->lines->len, ==, 4);
	docx_assert_line(second, 0, VET_LINE_BODY, "二");
	docx_assert_line(second, 1, VET_LINE_BODY, "格");
	docx_assert_line(second, 2, VET_LINE_NOTE, "批注");
	docx_assert_line(second, 3, VET_LINE_NOTE, "二注");
	const VetPage *third = docx_page(documents, 3);
	g_assert_cmpuint(third->lines->len, ==, 3);
	docx_assert_line(third, 0, VET_LINE_BODY, "三");
	docx_assert_line(third, 1, VET_LINE_NOTE, "无人提");
	docx_assert_line(third, 2, VET_LINE_NOTE, "尾注");
	g_assert_cmpuint(reader_find(documents, "form.docx")->content->pages->len, ==, 3);
}

/* comments that comment on themselves end all the same */
static void
test_circle(void)
{
	const char *const parts[] = {
		DOCX_RELATIONS(DOCX_RELATION("r3", "comments", "comments.xml")),
		"word/comments.xml",
		"<w:comments " NAMESPACES ">" NOTE("comment", "0",
						   "<w:p>" R("", "a") REFERENCE("comment", "0")
							   REFERENCE("comment", "1") BREAK "</w:p>")
			NOTE("comment", "1", P("b")) "</w:comments>",
		NULL};
	g_autoptr(GPtrArray) documents =
		docx_read_parts("<w:p>" REFERENCE("comment", "0") "</w:p>", parts);
	docx_assert_lines(documents, VET_LINE_NOTE, "a|b");
}

/* a break at the end makes no page for the footer alone */
static void
test_footer(void)
{
	const char *const parts[] = {DOCX_RELATIONS(DOCX_RELATION("r", "footer", "footer1.xml")),
				     "word/footer1.xml",
				     "<w:ftr " NAMESPACES ">" P("页脚") "</w:ftr>", NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(P("正文") "<w:p>" BREAK "</w:p>", parts);
	docx_assert_lines(documents, VET_LINE_FOOTER, "页脚");
	g_assert_cmpuint(reader_find(documents, "form.docx")->content->pages->len, ==, 1);
}

#define CHART "http://schemas.openxmlformats.org/drawingml/2006/chart"
#define DIAGRAM "http://schemas.openxmlformats.org/drawingml/2006/diagram"

static void
test_graphics(void)
{
	const char *const parts[] = {
		DOCX_RELATIONS(DOCX_RELATION("c", "chart", "charts/chart1.xml")
				       DOCX_RELATION("d", "diagramData", "diagrams/data1.xml")),
		"word/charts/chart1.xml",
		"<c:chartSpace " NAMESPACES " xmlns:c='" CHART
		"'><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>增长</a:t></a:r></a:p></c:rich></"
		"c:tx>"
		"</c:title></c:chart></c:chartSpace>",
		"word/diagrams/data1.xml",
		"<d:dataModel " NAMESPACES " xmlns:d='" DIAGRAM
		"'><d:pt><d:t><a:p><a:r><a:t>采集层</a:t></a:r></a:p></d:t></d:pt></d:dataModel>",
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(
		"<w:tbl><w:tr>" TC(
			"",
			"<w:p><w:r><w:drawing><wp:inline><a:graphic><a:"
			"graphicData>"
			"<c:chart xmlns:c='" CHART "' r:id='c'/></a:graphicData>"
			"</a:graphic></wp:inline></w:drawing></w:r></"
			"w:p>") "</w:tr></w:tbl>"
				"<w:p><w:r><w:drawing><a:graphic><a:"
				"graphicData><d:relIds xmlns:d='" DIAGRAM "' r:dm='d' "
				"r:lo='c'/></a:graphicData></"
				"a:graphic></w:drawing></w:r></w:p>"
				/* a group, and text of DrawingML on a canvas */
				"<w:p><w:r><mc:AlternateContent><mc:"
				"Choice "
				"Requires='wpg'><w:drawing><g:wgp "
				"xmlns:g='g'>"
				"<wps:wsp><wps:txbx><w:txbxContent>" P(
					"左") "</w:txbxContent></"
					      "wps:txbx></wps:wsp>"
					      "<g:grpSp><wps:wsp><wps:"
					      "txbx><w:txbxContent>" P(
						      "右") "</"
							    "w:"
							    "txbxContent"
							    "></"
							    "wps:txbx>"
							    "</"
							    "wps:wsp></"
							    "g:grpSp></"
							    "g:wgp></"
							    "w:drawing><"
							    "/mc:Choice>"
							    "<mc:"
							    "Fallback><"
							    "w:pict><v:"
							    "group>"
							    "<v:shape><"
							    "v:textbox><"
							    "w:"
							    "txbxContent"
							    ">" P("左") "</w:txbxContent></"
									"v:textbox></v:shape>"
									"</v:group></w:pict></"
									"mc:Fallback></"
									"mc:AlternateContent></w:r>"
									"<w:r><w:drawing><a:txBody>"
									"<a:p><a:r><a:t>画</a:t></"
									"a:r></a:p></a:txBody></"
									"w:drawing></w:r>"
									"<w:r><w:pict><v:shape><v:"
									"textpath string='样 "
									"本'/></v:shape></w:pict></"
									"w:r></w:p>",
		parts);
	reader_assert_status(documents, "form.docx", "ok");
	reader_assert_text(documents, "form.docx", "增长\n采集层\n左\n右\n画\n样 本");
	docx_assert_cell(docx_page(documents, 1)->tables->pdata[0], 0, 0, "增长");
}

/* a damaged part costs what is in it */
static void
test_damage(void)
{
	const char *const parts[] = {
		DOCX_RELATIONS(DOCX_RELATION("r1", "comments", "comments.xml") DOCX_RELATION(
			"r2", "theme", "theme.xml") DOCX_RELATION("r3", "footnotes", "none.xml")
			       /* which is no loss of text */
			       DOCX_RELATION("r4", "settings", "no.xml")),
		"word/comments.xml",
		"<w:comments",
		"word/theme.xml",
		"<a:theme",
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(P("正文"), parts);
	reader_assert_status(documents, "form.docx", "partial");
	reader_assert_text(documents, "form.docx", "正文");
	g_assert_cmpuint(reader_find(documents, "form.docx")->content->warnings->len, ==, 3);
}

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
static GPtrArray *
read_signed(const char *signature)
{
	const char *const parts[] = {
		"_xmlsignatures/origin.sigs",
		"",
		"_xmlsignatures/_rels/origin.sigs.rels",
		"<Relationships xmlns='" PACKAGE "'><Relationship Id='s' Type='" PACKAGE
		"/digital-signature/signature' Target='sig1.xml'/></Relationships>",
		"_xmlsignatures/sig1.xml",
		signature,
		NULL};
	return docx_read_parts(P("正文"), parts);
}

static void
test_signature(void)
{
	g_autoptr(GByteArray) der = der_certificate("张望", "桃江县云元信息技术有限公司");
	g_autofree char *base64 = g_base64_encode(der->data, der->len);
	g_autofree char *signature = g_strdup_printf(
		"<Signature xmlns='" DSIG "'><SignedInfo><SignatureMethod Algorithm="
		"'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/></"
		"SignedInfo><KeyInfo><X509Data>"
		"<X509Certificate>%s</X509Certificate></X509Data></"
		"KeyInfo><Object><m:SignatureTime "
		"xmlns:m='m'><m:Format>YYYY</m:Format><m:Value>2025-06-01T08:15:30Z</m:Value>"
		"</m:SignatureTime><SignatureComments>同意</SignatureComments></Object></"
		"Signature>",
		base64);
	g_autoptr(GPtrArray) documents = read_signed(signature);
	reader_assert_status(documents, "form.docx", "ok");
	const VetPage *page = docx_page(documents, 1);
	g_assert_cmpuint(page->marks->len, ==, 1);
	const VetMark *mark = page->marks->pdata[0];
	g_assert_cmpint(mark->kind, ==, VET_MARK_DIGITAL_SIGNATURE);
	g_assert_cmpstr(mark->text, ==, "张望");
	g_assert_cmpstr(
		mark->detail, ==,
		"2025-06-01T08:15:30Z, rsa-sha256, organisation 桃江县云元信息技术有限公司, "
		"because 同意, not verified");

	/* one that does not say who is one all the same, and a damaged one is said */
	g_autoptr(GPtrArray) bare =
		read_signed("<Signature xmlns='" DSIG
			    "'><X509Certificate>MIIB=!</X509Certificate></Signature>");
	reader_assert_status(bare, "form.docx", "ok");
	g_assert_cmpuint(docx_page(bare, 1)->marks->len, ==, 1);
	g_autoptr(GPtrArray) damaged = read_signed("<Signature");
	reader_assert_status(damaged, "form.docx", "partial");
	reader_assert_text(damaged, "form.docx", "正文");
}

static void
test_members(void)
{
	const char *const parts[] = {
		DOCX_RELATIONS(DOCX_RELATION("a", "image", "/pictures/one.txt") DOCX_RELATION(
			"b", "aFChunk", "chunk.txt") DOCX_RELATION("c", "image", "media/two.txt")
				       DOCX_RELATION(
					       "d", "styles",
					       "none.txt") "<Relationship Id='e' "
							   "Type='" OFFICE
							   "image' TargetMode='External' "
							   "Target='http://x/y.png'/>"
							   "<Relationship Id='f' Type='" OFFICE
							   "hyperlink' TargetMode='External' "
							   "Target='http://x'/>"),
		"pictures/one.txt",
		"one",
		"word/chunk.txt",
		"chunk",
		"word/media/two.txt",
		"two",
		"word/other.txt",
		"no",
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(P("正文"), parts);
	g_assert_cmpuint(documents->len, ==, 4);
	reader_assert_text(documents, "form.docx/pictures/one.txt", "one");
	reader_assert_text(documents, "form.docx/word/chunk.txt", "chunk");
	reader_assert_text(documents, "form.docx/word/media/two.txt", "two");
	const GPtrArray *warnings = reader_find(documents, "form.docx")->content->warnings;
	g_assert_cmpuint(warnings->len, ==, 2);
	g_assert_true(g_str_has_prefix(warnings->pdata[1], "1 pictures or files are links"));
}

/* an equation is no document: the page shows its picture */
static void
test_equation(void)
{
#define OLE "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	static const char equation[] = OLE "E\0q\0u\0a\0t\0i\0o\0n\0 \0N\0a\0t\0i\0v\0e\0";
	static const char other[] = OLE "W\0o\0r\0d\0";
	const ZipMember members[] = {
		{.name = "word/document.xml",
		 .data = "<w:document " NAMESPACES "><w:body/></w:document>",
		 .size = strlen("<w:document " NAMESPACES "><w:body/></w:document>")},
		{.name = "[Content_Types].xml", .data = "<Types/>", .size = strlen("<Types/>")},
		{.name = "word/embeddings/oleObject1.bin",
		 .data = equation,
		 .size = sizeof equation},
		{.name = "word/embeddings/oleObject2.bin", .data = other, .size = sizeof other}};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = reader_read("form.docx", zip->data, zip->len, NULL);
	g_assert_cmpuint(documents->len, ==, 2);
	g_assert_nonnull(reader_find(documents, "form.docx/word/embeddings/oleObject2.bin"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/docx-parts/notes", test_notes);
	g_test_add_func("/docx-parts/circle", test_circle);
	g_test_add_func("/docx-parts/footer", test_footer);
	g_test_add_func("/docx-parts/graphics", test_graphics);
	g_test_add_func("/docx-parts/damage", test_damage);
	g_test_add_func("/docx-parts/signature", test_signature);
	g_test_add_func("/docx-parts/members", test_members);
	g_test_add_func("/docx-parts/equation", test_equation);
	return g_test_run();
}
