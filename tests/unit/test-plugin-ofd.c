/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/ofd-maker.h"

/* What stands on the pages: text, order, tables, what is hidden. */

static void
assert_box(VetBox box, double x0, double y0, double x1, double y1)
{
	g_assert_cmpfloat_with_epsilon(box.x0, x0 * OFD_MM, 0.05);
	g_assert_cmpfloat_with_epsilon(box.y0, y0 * OFD_MM, 0.05);
	g_assert_cmpfloat_with_epsilon(box.x1, x1 * OFD_MM, 0.05);
	g_assert_cmpfloat_with_epsilon(box.y1, y1 * OFD_MM, 0.05);
}

static void
test_text(void)
{
	g_autoptr(GPtrArray) documents =
		ofd_read_page(OFD_PAGE(OFD_TEXT("20", "30", "5", "DeltaX='5 5 5'", "单位名称")));
	const VetPage *page = ofd_page(documents, 1);

	reader_assert_status(documents, OFD_NAME, "ok");
	g_assert_cmpstr(reader_find(documents, OFD_NAME)->extractor, ==, "ofd");
	g_assert_cmpfloat_with_epsilon(page->width, 210 * OFD_MM, 0.01);
	g_assert_cmpfloat_with_epsilon(page->height, 297 * OFD_MM, 0.01);
	g_assert_cmpuint(page->lines->len, ==, 1);
	const VetLine *line = page->lines->pdata[0];
	g_assert_cmpstr(line->text, ==, "单位名称");
	/* the base line is 5 mm below the corner; the box is 0.88 above and 0.12 below */
	assert_box(line->box, 20, 30.6, 40, 35.6);
	assert_box(vet_line_box_of(line, 3, 3), 25, 30.6, 30, 35.6);
	g_assert_cmpuint(line->runs->len, ==, 4);
	g_assert_cmpstr(g_hash_table_lookup(ofd_content(documents)->metadata, "title"), ==, "题目");
	g_assert_cmpstr(g_hash_table_lookup(ofd_content(documents)->metadata, "created"), ==,
			"2025-06-01");
}

/* The other name space, without a prefix; areas of the page itself; "#" colours; no Y. */
static void
test_dialects(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(
		"<Page xmlns='http://www.ofdspec.org'><Area><PhysicalBox>0 0 100 50</PhysicalBox>"
		"</Area><Content><Layer><TextObject Boundary='10 10 50 5' Size='1' "
		"CTM='4 0 0 4 0 4'><FillColor Value='#ee #20 #25'/><TextCode X='0'>\n  甲乙\n"
		"  </TextCode></TextObject></Layer></Content></Page>");
	const VetPage *page = ofd_page(documents, 1);

	g_assert_cmpfloat_with_epsilon(page->width, 100 * OFD_MM, 0.01);
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "甲乙");
	const VetLine *line = page->lines->pdata[0];
	assert_box(line->box, 10, 10.48, 18, 14.48);
}

static void
test_deltas(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_objects(
		/* repeats, more repeats than there are characters */
		OFD_TEXT("20", "20", "4", "DeltaX='g 3 4 12 g 1000000000 4'", "甲乙丙丁戊己庚"),
		/* nothing is said */
		OFD_TEXT("20", "30", "4", "", "子丑寅ab c"),
		/* words set apart without a character between them; letters set wide throughout */
		OFD_TEXT("20", "40", "4", "DeltaX='2 2 4.2 2 2 2'", "onetwo3"),
		OFD_TEXT("20", "50", "4", "DeltaX='g 8 3.2'", "91430900M"),
		OFD_TEXT("20", "60", "4", "DeltaX='g x'", "数字"),
		OFD_TEXT("20", "70", "4", "DeltaX='nan inf 1e999 4'", "坏的数字"), NULL);

	ofd_assert_lines(documents, 1, VET_LINE_BODY,
			 "甲乙丙丁\t戊己庚|子丑寅ab c|one two3|91430900M|数字|坏的数字");
	const VetLine *line = ofd_page(documents, 1)->lines->pdata[0];
	assert_box(line->box, 20, 20.48, 20 + 3 * 4 + 12 + 3 * 4, 24.48);
}

/* One TextCode may hold a whole paragraph, and several TextCodes lines. */
static void
test_lines_of_one_object(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(OFD_PAGE(OFD_TEXT(
		"20", "20", "4", "DeltaX='4 4 -8 4 4' DeltaY='0 0 6 0 0'",
		"一二三四五六") "<ofd:TextObject Boundary='20 40 50 20' Size='4'>"
				"<ofd:TextCode X='0' Y='4' DeltaX='4 4'>七八九</ofd:TextCode>"
				"<ofd:TextCode X='0' Y='10' "
				"DeltaX='4'>十全</ofd:TextCode></ofd:TextObject>"));

	ofd_assert_lines(documents, 1, VET_LINE_BODY, "一二三|四五六|七八九|十全");
}

/* Distances are between glyphs, of which there may be more or fewer than characters. */
static void
test_glyph_counts(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(OFD_PAGE(
		"<ofd:TextObject Boundary='20 20 50 5' Size='4'>"
		"<ofd:CGTransform CodePosition='1' CodeCount='2' GlyphCount='1'>"
		"<ofd:Glyphs>77</ofd:Glyphs></ofd:CGTransform>"
		"<ofd:TextCode X='0' Y='4' DeltaX='4 2 4'>大fi小中</ofd:TextCode></ofd:TextObject>"
		"<ofd:TextObject Boundary='20 30 50 5' Size='4'>"
		"<ofd:CGTransform CodePosition='0' CodeCount='1' GlyphCount='2'/>"
		"<ofd:TextCode X='0' Y='4' DeltaX='2 2 4'>大小中</ofd:TextCode></ofd:TextObject>"
		"<ofd:TextObject Boundary='20 40 50 5' Size='4'>"
		"<ofd:CGTransform CodePosition='4000000000' CodeCount='-3' GlyphCount='1e9'/>"
		"<ofd:CGTransform CodePosition='0' CodeCount='1000000000' GlyphCount='1e9'/>"
		"<ofd:TextCode X='0' Y='4' DeltaX='4 4'>大小中</ofd:TextCode></ofd:TextObject>"));

	ofd_assert_lines(documents, 1, VET_LINE_BODY, "大fi小中|大小中|大小中");
	const VetPage *page = ofd_page(documents, 1);
	const VetLine *ligature = page->lines->pdata[0], *doubled = page->lines->pdata[1];
	assert_box(vet_line_box_of(ligature, 5, 3), 26, 20.48, 30, 24.48);
	assert_box(vet_line_box_of(doubled, 3, 3), 24, 30.48, 28, 34.48);
}

#define LAYERS(before, first, second)                                                              \
	"<ofd:Page " OFD_SPACE ">" before "<ofd:Content><ofd:Layer>" first second                  \
	"</ofd:Layer></ofd:Content></ofd:Page>"
#define TEMPLATE_ENTRY(id, order)                                                                  \
	"<ofd:TemplatePage ID='" id "' BaseLoc='Tpls/Tpl_" id "/Content.xml' ZOrder='" order "'/>"

static void
test_template(void)
{
	/* values in an order of their own, 0.3 mm lower than their labels */
	const char *page = LAYERS("<ofd:Template TemplateID='5' ZOrder='Background'/>"
				  "<ofd:Template TemplateID='6'/><ofd:Template TemplateID='7'/>",
				  OFD_TEXT("45", "30.3", "4", "", "9143"),
				  OFD_TEXT("45", "20.3", "4", "", "某某公司"));
	const char *labels = LAYERS("", OFD_TEXT("20", "20", "4", "", "单位名称："),
				    OFD_TEXT("20", "30", "4", "", "信用代码："));
	const char *names_itself =
		LAYERS("<ofd:Template TemplateID='6'/>", OFD_TEXT("20", "10", "4", "", "表头"), "");
	const char *document =
		OFD_DOCUMENT(TEMPLATE_ENTRY("5", "Background") TEMPLATE_ENTRY("6", "Foreground"),
			     OFD_ONE_PAGE, "");
	const char *const parts[] = {"OFD.xml",
				     OFD_ROOT,
				     "Doc_0/Document.xml",
				     document,
				     "Doc_0/Pages/Page_0/Content.xml",
				     page,
				     "Doc_0/Tpls/Tpl_5/Content.xml",
				     labels,
				     "Doc_0/Tpls/Tpl_6/Content.xml",
				     names_itself,
				     "Doc_0/Signs/Signatures.xml",
				     OFD_NO_SIGNATURES,
				     NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);
	g_autofree char *lines = ofd_lines(ofd_page(documents, 1), VET_LINE_BODY);

	/* the one that names itself is drawn a few times over itself, and said */
	g_assert_true(g_str_has_prefix(lines, "表头"));
	g_assert_true(g_str_has_suffix(lines, "|单位名称： 某某公司|信用代码： 9143"));
	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "template 7");
	ofd_assert_warning(documents, "nests it too deep");
}

static const VetTable *
only_table(const GPtrArray *documents)
{
	const VetPage *page = ofd_page(documents, 1);
	g_assert_cmpuint(page->tables->len, ==, 1);
	return page->tables->pdata[0];
}

static void
assert_cell(const VetTable *table, guint row, guint column, const char *text)
{
	const VetCell *cell = vet_table_cell_at(table, row, column);
	g_assert_nonnull(cell);
	g_assert_cmpstr(cell->text, ==, text);
}

/* Two rows, the first merged; its sides drawn as lines, thin fills, one rectangle, in many ways. */
static void
test_table(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_objects(
		/* the frame as a rectangle with its own place, closed */
		"<ofd:PathObject Boundary='20 20 100 20' LineWidth='0.3' Stroke='true'>"
		"<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData>"
		"</ofd:PathObject>",
		/* a rule as a thin fill, beginning with S */
		"<ofd:PathObject Boundary='20 29.9 100 0.2' Stroke='false' Fill='true'>"
		"<ofd:FillColor Value='0 0 0'/><ofd:AbbreviatedData>"
		"S 0 0 L 100 0 L 100 0.2 L 0 0.2 C</ofd:AbbreviatedData></ofd:PathObject>",
		/* one down from the second row alone, scaled */
		"<ofd:PathObject Boundary='70 30 1 10' CTM='0.1 0 0 0.1 0 0'>"
		"<ofd:AbbreviatedData>M 0 0 L 0 100</ofd:AbbreviatedData></ofd:PathObject>",
		/* neither of these is seen */
		"<ofd:PathObject Boundary='20 20 100 20' Stroke='false'><ofd:AbbreviatedData>"
		"M 50 0 L 50 10</ofd:AbbreviatedData></ofd:PathObject>",
		"<ofd:PathObject Boundary='20 20 100 20'><ofd:StrokeColor Value='255 255 255'/>"
		"<ofd:AbbreviatedData>M 25 0 L 25 20 Q 1 B x</ofd:AbbreviatedData>"
		"</ofd:PathObject>",
		OFD_TEXT("75", "32", "4", "", "乙"), OFD_TEXT("25", "32", "4", "", "甲"),
		OFD_TEXT("25", "22", "4", "", "标题"), NULL);
	const VetTable *table = only_table(documents);

	g_assert_cmpuint(table->n_rows, ==, 2);
	g_assert_cmpuint(table->n_columns, ==, 2);
	assert_cell(table, 0, 0, "标题");
	assert_cell(table, 0, 1, "标题");
	assert_cell(table, 1, 0, "甲");
	assert_cell(table, 1, 1, "乙");
	assert_box(table->box, 20, 20, 120, 40);
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "标题|甲|乙");
}

/* A label down the side of a table, one object a character; vertical writing; a page on its side. */
static void
test_vertical(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_objects(
		OFD_TEXT("20", "19", "4", "", "购"), OFD_TEXT("20", "24", "4", "", "买"),
		OFD_TEXT("20", "29", "4", "", "方"), OFD_TEXT("40", "20", "4", "", "名称甲"),
		OFD_TEXT("40", "30", "4", "", "名称乙"), NULL);
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "购买方|名称甲|名称乙");

	g_autoptr(GPtrArray) written = ofd_read_page(
		OFD_PAGE("<ofd:TextObject Boundary='100 20 5 50' Size='4' ReadDirection='90'>"
			 "<ofd:TextCode X='0' Y='4' DeltaY='4 4 4 4'>右边的一行</ofd:TextCode>"
			 "</ofd:TextObject><ofd:TextObject Boundary='90 20 5 50' Size='4' "
			 "ReadDirection='90'><ofd:TextCode X='0' Y='4'>左边的一行</ofd:TextCode>"
			 "</ofd:TextObject>"));
	ofd_assert_lines(written, 1, VET_LINE_BODY, "右边的一行|左边的一行");
	const VetLine *line = ofd_page(written, 1)->lines->pdata[0];
	assert_box(line->box, 100, 20.48, 104, 40.48);

	g_autoptr(GPtrArray) turned = ofd_read_page(OFD_PAGE(
		"<ofd:TextObject Boundary='100 20 5 50' CTM='0 1 -1 0 0 0' Size='4'>"
		"<ofd:TextCode X='0' Y='0' DeltaX='g 7 4'>这一页是横着放的</ofd:TextCode>"
		"</ofd:TextObject><ofd:TextObject Boundary='90 20 5 50' CTM='0 1 -1 0 0 0' "
		"Size='4'><ofd:TextCode X='0' Y='0' DeltaX='g 2 4'>第二行</ofd:TextCode>"
		"</ofd:TextObject>"));
	ofd_assert_lines(turned, 1, VET_LINE_BODY, "这一页是横着放的|第二行");

	g_autoptr(GPtrArray) over = ofd_read_page(OFD_PAGE(
		"<ofd:TextObject Boundary='100 20 5 50' CTM='-1 0 0 -1 0 0' Size='4'>"
		"<ofd:TextCode X='0' Y='0' DeltaX='g 9 4'>这一页是倒着放的页面</ofd:TextCode>"
		"</ofd:TextObject>" OFD_TEXT("20", "50", "4", "", "正字")));
	ofd_assert_lines(over, 1, VET_LINE_BODY, "这一页是倒着放的页面|正字");
}

static void
test_slanted(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(OFD_PAGE(
		"<ofd:TextObject Boundary='20 100 100 100' CTM='0.7 -0.7 0.7 0.7 0 0' Size='10'>"
		"<ofd:TextCode X='0' Y='0' DeltaX='10 10 10 10'>仅供 查阅</ofd:TextCode>"
		"</ofd:TextObject>" OFD_TEXT("20", "60", "4", "", "正文")));

	ofd_assert_lines(documents, 1, VET_LINE_BODY, "正文");
	ofd_assert_lines(documents, 1, VET_LINE_NOTE, "仅供 查阅");
}

#define BOX(corner, color)                                                                         \
	"<ofd:PathObject Boundary='" corner " 60 8' Stroke='false' Fill='true'><ofd:FillColor "    \
	"Value='" color "'/><ofd:AbbreviatedData>M 0 0 L 60 0 L 60 8 L 0 8 C"                      \
	"</ofd:AbbreviatedData></ofd:PathObject>"
#define COLORED(y, attributes, color, text)                                                        \
	"<ofd:TextObject Boundary='20 " y " 100 5' Size='4' " attributes "><ofd:FillColor " color  \
	"/><ofd:TextCode X='0' Y='4'>" text "</ofd:TextCode></ofd:TextObject>"

static void
test_hidden(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_objects(
		COLORED("10", "", "Value='255 255 255'", "白字"), BOX("20 20", "0 0 120"),
		COLORED("21", "", "Value='255 255 255'", "蓝底白字"), BOX("20 40", "200 0 0"),
		COLORED("41", "", "Value='201 1 0'", "红底红字"),
		COLORED("60", "Visible='false'", "Value='0 0 0'", "不可见"),
		COLORED("70", "Alpha='0'", "Value='0 0 0'", "全透明"),
		COLORED("80", "Fill='false'", "Value='0'", "不填充"),
		COLORED("400", "", "Value='0'", "页外"), COLORED("90", "", "Value='0'", "被盖住"),
		BOX("20 89", "255 255 255"),
		"<ofd:TextObject Boundary='20 100 9 9' Size='0.1'><ofd:TextCode X='0' Y='0'>"
		"太小</ofd:TextCode></ofd:TextObject><ofd:PageBlock Visible='false'>",
		OFD_TEXT("20", "120", "4", "", "块中"), "</ofd:PageBlock>",
		OFD_TEXT("20", "130", "4", "", "看得见"), NULL);
	g_autofree char *seen = ofd_lines(ofd_page(documents, 1), VET_LINE_BODY);
	g_autofree char *hidden = ofd_lines(ofd_page(documents, 1), VET_LINE_HIDDEN);

	g_assert_cmpstr(seen, ==, "蓝底白字|看得见");
	g_assert_cmpstr(hidden, ==, "白字|红底红字|不可见|全透明|不填充|被盖住|太小|块中|页外");
}

/* Numbers that no page has; nothing may break, and the text is there. */
static void
test_wild_numbers(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(OFD_PAGE(
		"<ofd:TextObject Boundary='1e308 -1e308 nan inf' CTM='1e300 0 0 1e300 0 0' "
		"Size='1e300'><ofd:TextCode X='1e999' Y='-inf' DeltaX='1e300 1e300'>远在天边"
		"</ofd:TextCode></ofd:TextObject>"
		"<ofd:TextObject Boundary='9e8 9e8 1 1' CTM='9e8 9e8 9e8 9e8 9e8 9e8' Size='9e8'>"
		"<ofd:TextCode X='9e8' Y='9e8'>更远</ofd:TextCode></ofd:TextObject>"
		"<ofd:PathObject Boundary='0 0 1e9 1e9' LineWidth='1e300'><ofd:AbbreviatedData>"
		"M nan inf L 1e308 -1e308 C L L L</ofd:AbbreviatedData></ofd:PathObject>"
		"<ofd:PathObject Boundary='-9e8 -9e8 1e9 1e9' CTM='9e8 0 0 9e8 0 0'>"
		"<ofd:AbbreviatedData>M -9e8 0 L 9e8 0 L 9e8 9e8 A 1 1 0 0 1 5 5 C"
		"</ofd:AbbreviatedData></ofd:PathObject>" OFD_TEXT("20", "20", "4", "", "近处")));
	g_autofree char *hidden = ofd_lines(ofd_page(documents, 1), VET_LINE_HIDDEN);

	reader_assert_status(documents, OFD_NAME, "ok");
	ofd_assert_lines(documents, 1, VET_LINE_BODY, "近处");
	g_assert_nonnull(strstr(hidden, "远"));
}

/* Drawings of the resources, one of which draws itself. */
static void
test_composites(void)
{
	const char *const parts[] = {
		"OFD.xml",
		OFD_ROOT,
		"Doc_0/Document.xml",
		OFD_DOCUMENT("<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", OFD_ONE_PAGE, ""),
		"Doc_0/PublicRes.xml",
		"<ofd:Res " OFD_SPACE " BaseLoc='Res'><ofd:DrawParams><ofd:DrawParam ID='30' "
		"Relative='31'/><ofd:DrawParam ID='31' Relative='30'><ofd:FillColor "
		"Value='255 255 255'/></ofd:DrawParam></ofd:DrawParams>"
		"<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='40' Width='50' "
		"Height='20'><ofd:Content>" OFD_TEXT(
			"0", "0", "4", "",
			"图中文字") "</ofd:Content></"
				    "ofd:CompositeGraphicUnit><ofd:CompositeGraphicUnit ID='41'>"
				    "<ofd:Content><ofd:CompositeObject "
				    "ResourceID='41'/><ofd:CompositeObject "
				    "ResourceID='41'/></ofd:Content></ofd:CompositeGraphicUnit>"
				    "</ofd:CompositeGraphicUnits></ofd:Res>",
		"Doc_0/Pages/Page_0/Content.xml",
		OFD_PAGE("<ofd:CompositeObject Boundary='30 40 50 20' ResourceID='40'/>"
			 "<ofd:CompositeObject Boundary='0 0 50 20' ResourceID='41'/>"
			 "<ofd:PageBlock><ofd:PageBlock>" OFD_TEXT(
				 "30", "60", "4", "",
				 "块里") "</ofd:PageBlock></ofd:PageBlock><ofd:TextObject "
					 "Boundary='30 80 50 5' "
					 "Size='4' DrawParam='30'><ofd:TextCode X='0' "
					 "Y='4'>白参数</ofd:TextCode>"
					 "</ofd:TextObject>"),
		"Doc_0/Signs/Signatures.xml",
		OFD_NO_SIGNATURES,
		NULL};
	g_autoptr(GPtrArray) documents = ofd_read_parts(parts);

	ofd_assert_lines(documents, 1, VET_LINE_BODY, "图中文字|块里");
	ofd_assert_lines(documents, 1, VET_LINE_HIDDEN, "白参数");
	const VetLine *line = ofd_page(documents, 1)->lines->pdata[0];
	assert_box(line->box, 30, 40.48, 46, 44.48);
	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "nests it too deep");
}

static void
test_garbled(void)
{
	g_autoptr(GPtrArray) documents = ofd_read_page(
		OFD_PAGE(OFD_TEXT("20", "20", "4", "", "&#xE001;&#xE002;&#xE003;甲")));

	reader_assert_status(documents, OFD_NAME, "partial");
	ofd_assert_warning(documents, "3 of its 4 characters have no meaning");
}

static void
test_layers(void)
{
	/* the foreground is painted last, so its box covers the body, wherever it stands in the file */
	g_autoptr(GPtrArray) documents = ofd_read_objects(
		"</ofd:Layer><ofd:Layer Type='Foreground'>", BOX("20 20", "0 255 0"),
		"</ofd:Layer><ofd:Layer Type='Background'>", BOX("20 40", "0 255 0"),
		"</ofd:Layer><ofd:Layer>", OFD_TEXT("21", "21", "4", "", "盖住"),
		OFD_TEXT("21", "41", "4", "", "露出"), NULL);

	ofd_assert_lines(documents, 1, VET_LINE_BODY, "露出");
	ofd_assert_lines(documents, 1, VET_LINE_HIDDEN, "盖住");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ofd/text", test_text);
	g_test_add_func("/ofd/dialects", test_dialects);
	g_test_add_func("/ofd/deltas", test_deltas);
	g_test_add_func("/ofd/lines-of-one-object", test_lines_of_one_object);
	g_test_add_func("/ofd/glyph-counts", test_glyph_counts);
	g_test_add_func("/ofd/template", test_template);
	g_test_add_func("/ofd/table", test_table);
	g_test_add_func("/ofd/vertical", test_vertical);
	g_test_add_func("/ofd/slanted", test_slanted);
	g_test_add_func("/ofd/hidden", test_hidden);
	g_test_add_func("/ofd/wild-numbers", test_wild_numbers);
	g_test_add_func("/ofd/composites", test_composites);
	g_test_add_func("/ofd/garbled", test_garbled);
	g_test_add_func("/ofd/layers", test_layers);
	return g_test_run();
}
