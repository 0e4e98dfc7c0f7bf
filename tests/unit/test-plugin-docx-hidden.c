/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/docx-maker.h"

#define WHITE "<w:color w:val='FFFFFF'/>"
#define FILL(colour) "<w:shd w:val='clear' w:color='auto' w:fill='" colour "'/>"
#define STYLES(styles)                                                                             \
	DOCX_RELATIONS(DOCX_RELATION("r1", "styles", "styles.xml")), "word/styles.xml",            \
		"<w:styles " NAMESPACES ">" styles "</w:styles>"
#define STYLE(type, id, content)                                                                   \
	"<w:style w:type='" type "' w:styleId='" id "'>" content "</w:style>"

static void
assert_seen(const GPtrArray *documents, const char *seen, const char *hidden)
{
	reader_assert_status(documents, "form.docx", "ok");
	docx_assert_lines(documents, VET_LINE_BODY, seen);
	docx_assert_lines(documents, VET_LINE_HIDDEN, hidden);
}

static void
test_vanish(void)
{
	const char *const parts[] = {
		STYLES(STYLE("character", "base", "<w:rPr><w:vanish/></w:rPr>")
			       STYLE("character", "unseen", "<w:basedOn w:val='base'/>")
				       STYLE("paragraph", "secret", "<w:rPr><w:vanish/></w:rPr>")),
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(
		"<w:p>" R("", "seen") R("<w:vanish/>", "four ") R(
			"<w:rStyle w:val='unseen'/>", "five") R("<w:vanish w:val='0'/>", "!")
			R("<w:vanish/>",
			  "last") "</w:p>"
				  /* a second one undoes the first, a run's own does not */
				  "<w:p><w:pPr><w:pStyle w:val='secret'/></w:pPr>" R("", "hidden")
					  R("<w:rStyle w:val='base'/>", "shown")
						  R("<w:vanish/>", "too") "</w:p>",
		parts);
	assert_seen(documents, "seen!|shown", "four five|last|hidden|too");
}

/* numbers of pages in a table of contents have it: hidden on the web, not on paper */
static void
test_web_hidden(void)
{
	g_autoptr(GPtrArray) documents =
		docx_read("<w:p>" R("", "概述") R("<w:webHidden/>", "1") "</w:p>");
	assert_seen(documents, "概述1", "");
}

static void
test_white(void)
{
	g_autoptr(GPtrArray) documents = docx_read(
		"<w:p>" R(WHITE, "white") R("", "a") R("<w:color w:val='FEFEFE'/>",
						       "nearly") R("<w:color w:val='auto'/>", "b")
			R("<w:color w:val='000000' w:themeColor='background1'/>",
			  "themed") R("<w:color w:val='FFFFFF' w:themeColor='text1'/>",
				      "c") R("<w:color w:val='FFFFFF' w:themeColor='background1' "
					     "w:themeShade='7F'/>",
					     "d") R(WHITE "<w:highlight w:val='black'/>", "e")
				R(WHITE FILL("0070C0"), "f") R(WHITE FILL("auto"), "auto")
					R(FILL("000000") "<w:color w:val='000000'/>",
					  "black") "</w:p>"
						   "<w:p><w:pPr>" FILL("1F4E79") "</w:pPr>" R(
							   WHITE, "banner") "</w:p>");
	assert_seen(documents, "abcdef|banner", "white|nearly|themed|autoblack");
}

static void
test_tiny(void)
{
	const char *const parts[] = {
		STYLES("<w:docDefaults><w:rPrDefault><w:rPr><w:sz "
		       "w:val='2'/></w:rPr></w:rPrDefault>"
		       "</w:docDefaults>" STYLE("paragraph", "n",
						"<w:rPr><w:sz w:val='21'/></w:rPr>")),
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(
		"<w:p>" R("", "default")
			R("<w:sz w:val='3'/>",
			  "seen") "</w:p>"
				  "<w:p><w:pPr><w:pStyle w:val='n'/></w:pPr>" R("", "plain")
					  R("<w:sz w:val='1'/>", "x")
						  R("<w14:textFill><w14:noFill/></w14:textFill>",
						    "clear") "</w:p>",
		parts);
	assert_seen(documents, "seen|plain", "default|xclear");
}

#define TABLE(properties, rows) "<w:tbl><w:tblPr>" properties "</w:tblPr>" rows "</w:tbl>"
#define ROW(cells) "<w:tr>" cells "</w:tr>"
#define WHITE_P(text) "<w:p>" R(WHITE, text) "</w:p>"

static void
test_cells(void)
{
	const char *const parts[] = {
		STYLES(STYLE("table", "dark",
			     "<w:tblStylePr w:type='firstRow'><w:tcPr>" FILL(
				     "000000") "</w:tcPr></w:tblStylePr>")
			       STYLE("table", "banded",
				     "<w:tblStylePr w:type='band1Horz'><w:tcPr>" FILL(
					     "000000") "</w:tcPr></w:tblStylePr>")
				       STYLE("table", "heir", "<w:basedOn w:val='banded'/>")),
		NULL};
	g_autoptr(GPtrArray) documents = docx_read_parts(
		TABLE("", ROW(TC(FILL("1F4E79"), WHITE_P("own")) TC("", WHITE_P("gone1"))))
			TABLE(FILL("333333"),
			      ROW(TC("", WHITE_P("table")) TC(FILL("FFFFFF"), WHITE_P("gone2"))))
				TABLE("<w:tblStyle w:val='dark'/>",
				      ROW(TC("", WHITE_P("first"))) ROW(TC("", WHITE_P("gone3"))))
					TABLE("<w:tblStyle w:val='heir'/>",
					      ROW(TC("", "<w:p/>")) ROW(TC("", WHITE_P("band")))),
		parts);
	assert_seen(documents, "own|table|first|band", "gone1|gone2|gone3");
	/* what no reader sees is in no cell */
	const VetTable *table = docx_page(documents, 1)->tables->pdata[0];
	docx_assert_cell(table, 0, 0, "own");
	docx_assert_cell(table, 0, 1, "");
}

#define BOX(properties, text)                                                                      \
	"<w:p><w:r><w:drawing><wp:anchor behindDoc='0'><wp:extent cx='1000' cy='1000'/>"           \
	"<wp:wrapNone/><wps:wsp><wps:spPr>" properties                                             \
	"</wps:spPr><wps:txbx><w:txbxContent>" WHITE_P(                                            \
		text) "</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r></w:p>"
#define SOLID(colour) "<a:solidFill><a:srgbClr val='" colour "'/></a:solidFill>"
#define VML_BOX(attributes, text)                                                                  \
	"<w:p><w:r><w:pict><v:shape " attributes "><v:textbox><w:txbxContent>" WHITE_P(            \
		text) "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"

static void
test_text_boxes(void)
{
	g_autoptr(GPtrArray) plain = docx_read(BOX("<a:noFill/>", "bare") WHITE_P("text"));
	assert_seen(plain, "", "bare|text");
	/* a box without a fill may stand on another */
	g_autoptr(GPtrArray) filled = docx_read(BOX(SOLID("4472C4"), "blue") BOX(
		SOLID("FFFFFF"), "white") BOX("<a:noFill/>", "bare") WHITE_P("text"));
	assert_seen(filled, "blue|bare", "white|text");
	g_autoptr(GPtrArray) vml = docx_read(VML_BOX("fillcolor='#4472c4'", "blue") VML_BOX(
		"fillcolor='white [3212]'", "white") VML_BOX("", "usual"));
	assert_seen(vml, "blue", "white|usual");
}

/* a picture of the page's width may lie under any text */
static void
test_backdrop(void)
{
	g_autoptr(GPtrArray) wide = docx_read(
		"<w:p><w:r><w:drawing><wp:anchor behindDoc='1'><wp:extent cx='7560000' "
		"cy='9000000'/>"
		"<a:blip/><a:blipFill/></wp:anchor></w:drawing></w:r></w:p>" WHITE_P("cover"));
	assert_seen(wide, "cover", "");
	g_autoptr(GPtrArray) stamp =
		docx_read("<w:p><w:r><w:drawing><wp:anchor behindDoc='1'><wp:extent cx='1500000' "
			  "cy='1500000'/>"
			  "<a:blipFill/></wp:anchor></w:drawing></w:r></w:p>" WHITE_P("gone"));
	assert_seen(stamp, "", "gone");
}

static void
test_background(void)
{
	const char *const parts[] = {
		DOCX_RELATIONS(DOCX_RELATION("r1", "settings", "settings.xml")
				       DOCX_RELATION("r2", "theme", "theme/theme1.xml")),
		"word/settings.xml",
		"<w:settings " NAMESPACES
		"><w:clrSchemeMapping w:bg1='dark1' w:t1='light1'/></w:settings>",
		"word/theme/theme1.xml",
		"<a:theme " NAMESPACES "><a:themeElements><a:clrScheme><a:dk1><a:sysClr "
		"lastClr='101010'/></a:dk1><a:lt1><a:srgbClr val='FFFFFF'/></a:lt1></a:clrScheme>"
		"</a:themeElements></a:theme>",
		NULL};
	g_autoptr(GPtrArray) documents =
		docx_read_parts("<w:p>" R("<w:color w:themeColor='background1'/>", "seen")
					R("<w:color w:themeColor='text1'/>", "gone") "</w:p>",
				parts);
	assert_seen(documents, "seen", "gone");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/docx-hidden/vanish", test_vanish);
	g_test_add_func("/docx-hidden/web-hidden", test_web_hidden);
	g_test_add_func("/docx-hidden/white", test_white);
	g_test_add_func("/docx-hidden/tiny", test_tiny);
	g_test_add_func("/docx-hidden/cells", test_cells);
	g_test_add_func("/docx-hidden/text-boxes", test_text_boxes);
	g_test_add_func("/docx-hidden/backdrop", test_backdrop);
	g_test_add_func("/docx-hidden/background", test_background);
	return g_test_run();
}
