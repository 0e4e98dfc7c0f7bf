/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SPACES                                                                                     \
	"xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' "                    \
	"xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:r='" OFFICE "'"
#define RELATIONS                                                                                  \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define RELATION(id, type, target)                                                                 \
	"<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define SIGNED "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/"
#define P(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"
#define BODY(text) "<p:txBody>" P(text) "</p:txBody>"
#define AT(x, y)                                                                                   \
	"<p:spPr><a:xfrm><a:off x='" x "' y='" y                                                   \
	"'/><a:ext cx='12700' cy='12700'/></a:xfrm></p:spPr>"
#define TC(properties, text) "<a:tc " properties "><a:txBody>" P(text) "</a:txBody></a:tc>"
#define SLIDE(attributes, shapes)                                                                  \
	"<p:sld " SPACES " " attributes "><p:cSld><p:spTree>" shapes "</p:spTree></p:cSld></"      \
	"p:sld>"

static const char *const parts[][2] = {
	{"[Content_Types].xml", "<Types/>"},
	{"_rels/.rels",
	 RELATIONS RELATION(
		 "r1", "officeDocument",
		 "ppt/presentation.xml") "<Relationship Id='r2' Type='" SIGNED "origin' "
					 "Target='_xmlsignatures/origin.sigs'/></Relationships>"},
	{"_xmlsignatures/_rels/origin.sigs.rels", RELATIONS
	 "<Relationship Id='s' Type='" SIGNED "signature' Target='sig1.xml'/></Relationships>"},
	{"_xmlsignatures/sig1.xml",
	 "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyInfo/></Signature>"},
	{"ppt/presentation.xml",
	 "<p:presentation " SPACES "><p:sldIdLst><p:sldId id='256' r:id='r2'/><p:sldId id='257' "
	 "r:id='r1'/><p:sldId id='258' r:id='r3'/></p:sldIdLst><p:sldSz cx='9144000' "
	 "cy='6858000'/></p:presentation>"},
	{"ppt/_rels/presentation.xml.rels",
	 RELATIONS RELATION("r1", "slide", "slides/slide1.xml")
		 RELATION("r2", "slide", "/ppt/slides/slide2.xml")
			 RELATION("r3", "slide", "slides/slide3.xml") "</Relationships>"},
	{"ppt/slides/slide2.xml",
	 SLIDE("", "<p:sp>" AT("12700", "254000")
			   BODY("下") "</p:sp>"
				      "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='0' y='127000'/><a:ext "
				      "cx='25400' "
				      "cy='25400'/><a:chOff x='0' y='0'/><a:chExt cx='12700' "
				      "cy='12700'/></a:xfrm>"
				      "</p:grpSpPr><p:sp>" AT("12700", "0") BODY(
					      "组") "</p:sp></p:grpSp>"
						    "<p:sp><p:nvSpPr><p:nvPr><p:ph "
						    "type='title'/></p:nvPr></p:nvSpPr>" AT(
							    "0", "508000") BODY("标题") "</p:sp>")},
	{"ppt/slides/_rels/slide2.xml.rels",
	 RELATIONS RELATION("r1", "notesSlide",
			    "../notesSlides/notesSlide1.xml") "</Relationships>"},
	{"ppt/notesSlides/notesSlide1.xml",
	 "<p:notes " SPACES "><p:cSld><p:spTree><p:sp>" BODY("备注") "</p:sp></p:spTree></p:cSld>"
								     "</p:notes>"},
	{"ppt/slides/slide1.xml", SLIDE("show='0'", "<p:sp>" BODY("隐藏") "</p:sp>")},
	{"ppt/slides/slide3.xml",
	 SLIDE("", "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblGrid><a:gridCol/>"
		   "<a:gridCol/></a:tblGrid><a:tr>" TC("gridSpan='2'", "甲")
			   TC("hMerge='1'", "") "</a:tr><a:tr>" TC("", "乙")
				   TC("", "丙") "</a:tr></a:tbl></a:graphicData>"
						"</a:graphic></p:graphicFrame>")},
	{"ppt/media/image1.png", "no picture"},
};

static void
assert_line(const VetPage *page, guint at, VetLineRole role, const char *text)
{
	g_assert_cmpuint(page->lines->len, >, at);
	const VetLine *line = page->lines->pdata[at];
	g_assert_cmpstr(line->text, ==, text);
	g_assert_cmpint(line->role, ==, role);
}

static GPtrArray *
read_slides(const char *damaged)
{
	ZipMember members[G_N_ELEMENTS(parts)] = {0};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		const char *text = strcmp(parts[i][0], damaged) == 0 ? "<oops" : parts[i][1];
		members[i] = (ZipMember){.name = parts[i][0], .data = text, .size = strlen(text)};
	}
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(parts));
	return reader_read("talk.pptx", zip->data, zip->len, NULL);
}

static void
test_slides(void)
{
	g_autoptr(GPtrArray) documents = read_slides("");
	reader_assert_status(documents, "talk.pptx", "ok");
	const GPtrArray *pages = reader_find(documents, "talk.pptx")->content->pages;
	g_assert_cmpuint(pages->len, ==, 3);
	const VetPage *first = pages->pdata[0], *third = pages->pdata[2];
	g_assert_cmpfloat(first->width, ==, 720);
	assert_line(first, 0, VET_LINE_BODY, "标题");
	assert_line(first, 1, VET_LINE_BODY, "组");
	assert_line(first, 2, VET_LINE_BODY, "下");
	assert_line(first, 3, VET_LINE_NOTE, "备注");
	const VetLine *grouped = first->lines->pdata[1];
	g_assert_cmpfloat(grouped->box.x0, ==, 2);
	g_assert_cmpfloat(grouped->box.y1, ==, 12);
	assert_line(pages->pdata[1], 0, VET_LINE_HIDDEN, "隐藏");
	assert_line(third, 0, VET_LINE_BODY, "甲");
	assert_line(third, 1, VET_LINE_BODY, "乙\t丙");
	g_assert_cmpuint(third->tables->len, ==, 1);
	g_assert_cmpstr(vet_table_cell_at(third->tables->pdata[0], 0, 1)->text, ==, "甲");
	g_assert_cmpuint(third->marks->len, ==, 1);
	g_assert_cmpint(((VetMark *)third->marks->pdata[0])->kind, ==, VET_MARK_DIGITAL_SIGNATURE);
	g_assert_cmpuint(documents->len, ==, 2);
}

static void
test_damage(void)
{
	g_autoptr(GPtrArray) documents = read_slides("ppt/slides/slide1.xml");
	reader_assert_status(documents, "talk.pptx", "partial");
	const GPtrArray *pages = reader_find(documents, "talk.pptx")->content->pages;
	g_assert_cmpuint(pages->len, ==, 3);
	assert_line(pages->pdata[2], 0, VET_LINE_BODY, "甲");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plugin-pptx/slides", test_slides);
	g_test_add_func("/plugin-pptx/damage", test_damage);
	return g_test_run();
}
