/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/der-maker.h"
#include "tests/unit/drawer.h"
#include "tests/unit/ofd-maker.h"

/* Pages as they look: drawn by a sandboxed child of the real pool, a pixel for each point. */

#define DPI 72
#define WHITE 0xffffff
#define RED 0xff0000
#define GREEN 0x00ff00
#define BLUE 0x0000ff
#define FILL(box, color, data)                                                                     \
	"<ofd:PathObject ID='7' Boundary='" box "' Stroke='false' Fill='true'><ofd:FillColor "     \
	"Value='" color "'/><ofd:AbbreviatedData>" data "</ofd:AbbreviatedData></ofd:PathObject>"
#define SQUARE "M 0 0 L 40 0 L 40 40 L 0 40 C"

static Drawn
draw(const GByteArray *zip, guint page)
{
	return drawer_draw("plugins/ofd.so", OFD_NAME, zip->data, zip->len, page, DPI);
}

static const char *const no_parts[] = {NULL};

/* A4, these objects on its one layer; `parts` besides. */
static VetRendering *
draw_objects(const char *objects, const char *const *parts)
{
	g_autofree char *content =
		g_strconcat("<ofd:Page " OFD_SPACE "><ofd:Content><ofd:Layer>", objects,
			    "</ofd:Layer></ofd:Content></ofd:Page>", NULL);
	g_autoptr(GByteArray) bmp = ofd_make_bmp();
	const char *document =
		OFD_DOCUMENT("<ofd:PublicRes>Res.xml</ofd:PublicRes>", OFD_ONE_PAGE, "");
	const char *resources = "<Res><MultiMedias><MultiMedia ID='4' Type='Image'><MediaFile>"
				"scan.bmp</MediaFile></MultiMedia></MultiMedias></Res>";
	ZipMember members[OFD_MAX_PARTS] = {
		{.name = "OFD.xml", .data = OFD_ROOT, .size = strlen(OFD_ROOT)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Res.xml", .data = resources, .size = strlen(resources)},
		{.name = "Doc_0/scan.bmp", .data = bmp->data, .size = bmp->len},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = content,
		 .size = strlen(content)},
	};
	guint n = 5;
	for (; *parts; parts += 2)
		members[n++] =
			(ZipMember){.name = parts[0], .data = parts[1], .size = strlen(parts[1])};
	g_autoptr(GByteArray) zip = zip_make(members, n);
	Drawn drawn = draw(zip, 1);
	g_assert_cmpstr(drawn.failure, ==, NULL);
	g_assert_nonnull(drawn.rendering);
	g_assert_cmpuint(drawn.rendering->width, ==, 596);
	g_assert_cmpuint(drawn.rendering->height, ==, 842);
	return drawn.rendering;
}

/* At that place, in mm. */
static guint
pixel(const VetRendering *rendering, double x, double y)
{
	guint column = (guint)(x * OFD_MM), row = (guint)(y * OFD_MM);
	const guint8 *at = rendering->pixels + ((gsize)row * rendering->width + column) * 3;
	return (guint)at[0] << 16 | (guint)at[1] << 8 | at[2];
}

/* How many pixels within the box, in mm, are not white. */
static guint
count_ink(const VetRendering *rendering, VetBox box)
{
	guint rows = (guint)((box.y1 - box.y0) * OFD_MM),
	      columns = (guint)((box.x1 - box.x0) * OFD_MM);
	guint n = 0;
	for (guint row = 0; row < rows; row++)
		for (guint column = 0; column < columns; column++)
			n += pixel(rendering, box.x0 + column / OFD_MM, box.y0 + row / OFD_MM) !=
			     WHITE;
	return n;
}

/* Filled, stroked, with curves and arcs, under each other's colours. */
static void
test_paths(void)
{
	g_autoptr(VetRendering) page = draw_objects(
		FILL("10 10 40 40", "255 0 0", SQUARE) FILL("30 30 40 40", "0 255 0", SQUARE)
		/* a disc in two arcs, one by curves, a square with a hole */
		FILL("100 10 40 40", "0 0 255", "M 0 20 A 20 20 0 0 1 40 20 A 20 20 0 0 1 0 20 C")
			FILL("100 60 40 40", "0 0 255",
			     "M 0 0 Q 40 0 40 40 B 30 40 10 40 0 40 C") "<ofd:PathObject "
									"Boundary='10 150 40 40' "
									"Fill='true' "
									"Rule='Even-Odd' "
									"Stroke='false'><ofd:"
									"FillColor Value='255 0 "
									"0'/><ofd:AbbreviatedData>"
									"M 0 0 L 40 0 L 40 40 L 0 "
									"40 C M 10 10 L 30 10 L 30 "
									"30 L 10 30 C"
									"</ofd:AbbreviatedData></"
									"ofd:PathObject>"
									/* dashes of 10 mm, and a line that is not to be seen */
									"<ofd:PathObject "
									"Boundary='10 220 100 10' "
									"LineWidth='4' "
									"DashPattern='10 10'>"
									"<ofd:StrokeColor "
									"Value='255 0 "
									"0'/"
									"><ofd:AbbreviatedData>M 0 "
									"5 L 100 5"
									"</ofd:AbbreviatedData></"
									"ofd:PathObject>"
									"<ofd:PathObject "
									"Boundary='10 250 100 10' "
									"LineWidth='4' "
									"Visible='false'>"
									"<ofd:AbbreviatedData>M 0 "
									"5 L 100 "
									"5</ofd:AbbreviatedData></"
									"ofd:PathObject>",
		no_parts);
	g_assert_cmphex(pixel(page, 15, 15), ==, RED);
	g_assert_cmphex(pixel(page, 40, 40), ==, GREEN);
	g_assert_cmphex(pixel(page, 60, 15), ==, WHITE);
	g_assert_cmphex(pixel(page, 120, 13), ==, BLUE);
	g_assert_cmphex(pixel(page, 120, 47), ==, BLUE);
	g_assert_cmphex(pixel(page, 103, 13), ==, WHITE);
	g_assert_cmphex(pixel(page, 103, 90), ==, BLUE);
	g_assert_cmphex(pixel(page, 139, 61), ==, WHITE);
	g_assert_cmphex(pixel(page, 15, 155), ==, RED);
	g_assert_cmphex(pixel(page, 30, 170), ==, WHITE);
	g_assert_cmphex(pixel(page, 15, 225), ==, RED);
	g_assert_cmphex(pixel(page, 25, 225), ==, WHITE);
	g_assert_cmphex(pixel(page, 35, 225), ==, RED);
	g_assert_cmpuint(count_ink(page, (VetBox){5, 245, 120, 265}), ==, 0);
}

/* Where the boxes are that the reading gives: evidence is shown by them. */
static void
test_text(void)
{
	const char *text = OFD_TEXT("20", "50", "10", "DeltaX='10 30'", "国家队");
	g_autoptr(VetRendering) page = draw_objects(text, no_parts);
	g_autoptr(GPtrArray) documents = ofd_read_objects(text, NULL);
	const VetLine *line = ofd_page(documents, 1)->lines->pdata[0];

	g_assert_cmpfloat_with_epsilon(line->box.x0, 20 * OFD_MM, 1);
	/* each of three characters, and nothing between the last two */
	g_assert_cmpuint(count_ink(page, (VetBox){20, 50, 30, 62}), >, 50);
	g_assert_cmpuint(count_ink(page, (VetBox){30, 50, 40, 62}), >, 50);
	g_assert_cmpuint(count_ink(page, (VetBox){41, 50, 59, 62}), ==, 0);
	g_assert_cmpuint(count_ink(page, (VetBox){60, 50, 70, 62}), >, 50);
	g_assert_cmpuint(count_ink(page, (VetBox){0, 70, 210, 297}), ==, 0);
}

/* A font that is broken is replaced; numbers of glyphs without one are the characters. */
static void
test_fonts(void)
{
	const char *fonts = "<Res><Fonts><Font ID='3' FontName='x'><FontFile>f.ttf</FontFile>"
			    "</Font></Fonts></Res>";
	const char *const parts[] = {"Doc_0/Pages/Page_0/Res.xml", fonts,
				     "Doc_0/Pages/Page_0/f.ttf", "no font", NULL};
	g_autoptr(VetRendering) other =
		draw_objects(OFD_TEXT("20", "50", "10", "",
				      "国") "<ofd:TextObject Boundary='20 80 50 10' Font='3' "
					    "Size='10'><ofd:CGTransform "
					    "CodePosition='0' CodeCount='1' "
					    "GlyphCount='1'><ofd:Glyphs>7</ofd:Glyphs>"
					    "</ofd:CGTransform><ofd:TextCode X='0' "
					    "Y='10'>国</ofd:TextCode></ofd:TextObject>"
					    "</ofd:Layer></ofd:Content><ofd:PageRes>Res.xml</"
					    "ofd:PageRes><ofd:Content><ofd:Layer>",
			     parts);
	g_assert_cmpuint(count_ink(other, (VetBox){20, 50, 30, 62}), >, 50);
	g_assert_cmpuint(count_ink(other, (VetBox){20, 80, 30, 92}), >, 50);
}

/* Fonts that none is embedded of share those of the system: each mapped anew would not fit a child. */
static void
test_many_fonts(void)
{
	g_autoptr(GString) objects = g_string_new(NULL);

	for (guint i = 0; i < 60; i++)
		g_string_append_printf(
			objects,
			"<ofd:TextObject Boundary='20 %u 50 4' Font='%u' Size='4'>"
			"<ofd:TextCode X='0' Y='4'>国a</ofd:TextCode></ofd:TextObject>",
			20 + i * 4, 100 + i);
	g_autoptr(VetRendering) page = draw_objects(objects->str, no_parts);
	for (guint i = 0; i < 60; i++)
		g_assert_cmpuint(count_ink(page, (VetBox){20, 20 + i * 4.0, 24, 24 + i * 4.0}), >,
				 10);
}

/* As it stands, turned by its map, and half transparent; its upper left quarter pixel is red. */
static void
test_pictures(void)
{
	g_autoptr(VetRendering) page = draw_objects(
		"<ofd:ImageObject Boundary='10 10 80 40' ResourceID='4'/>"
		"<ofd:ImageObject Boundary='110 10 80 40' CTM='-80 0 0 -40 80 40' ResourceID='4'/>"
		"<ofd:ImageObject Boundary='10 110 80 40' ResourceID='4' Alpha='128'/>"
		"<ofd:ImageObject Boundary='10 200 80 40' ResourceID='99'/>",
		no_parts);
	g_assert_cmphex(pixel(page, 15, 15), ==, RED);
	g_assert_cmphex(pixel(page, 85, 15), ==, WHITE);
	g_assert_cmphex(pixel(page, 185, 45), ==, RED);
	g_assert_cmphex(pixel(page, 115, 15), ==, WHITE);
	guint faint = pixel(page, 15, 115);
	g_assert_cmphex(faint >> 16, ==, 0xff);
	g_assert_cmpuint(faint & 0xff, >, 0x70);
	g_assert_cmpuint(faint & 0xff, <, 0x90);
}

/* The picture of a seal: of bytes, or a package of its own, cut where the stamp is. */
static GByteArray *
make_seal(GByteArray *picture)
{
	GByteArray *header = SEQUENCE(der_text(0x16, "ES"), NUMBER("\4"), der_text(0x16, "maker"));
	GByteArray *property = SEQUENCE(NUMBER("\1"), der_text(0x0c, "章"));
	return SEQUENCE(SEQUENCE(header, der_text(0x16, "id"), property,
				 SEQUENCE(der_text(0x16, "x"), der(0x04, picture), NUMBER("\1"))));
}

/* Takes `picture`. */
static VetRendering *
draw_sealed(GByteArray *picture)
{
	g_autoptr(GByteArray) seal = make_seal(picture);
	const char *document = OFD_DOCUMENT("", OFD_ONE_PAGE, "");
	const char *list = "<ofd:Signatures " OFD_SPACE "><ofd:Signature ID='1' "
			   "BaseLoc='Signature.xml'/></ofd:Signatures>";
	const char *signature =
		"<ofd:Signature " OFD_SPACE "><ofd:SignedInfo>"
		"<ofd:StampAnnot ID='1' PageRef='1' Boundary='10 10 40 40'/>"
		"<ofd:StampAnnot ID='2' PageRef='1' Boundary='110 10 40 40' Clip='0 0 5 40'/>"
		"</ofd:SignedInfo><ofd:SignedValue>v.dat</ofd:SignedValue></ofd:Signature>";
	const char *content = OFD_PAGE("");
	ZipMember members[] = {
		{.name = "OFD.xml", .data = OFD_ROOT, .size = strlen(OFD_ROOT)},
		{.name = "Doc_0/Document.xml", .data = document, .size = strlen(document)},
		{.name = "Doc_0/Pages/Page_0/Content.xml",
		 .data = content,
		 .size = strlen(content)},
		{.name = "Doc_0/Signs/Signatures.xml", .data = list, .size = strlen(list)},
		{.name = "Doc_0/Signs/Signature.xml", .data = signature, .size = strlen(signature)},
		{.name = "Doc_0/Signs/v.dat", .data = seal->data, .size = seal->len},
	};
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	Drawn drawn = draw(zip, 1);
	g_assert_cmpstr(drawn.failure, ==, NULL);
	return drawn.rendering;
}

static void
test_seals(void)
{
	g_autoptr(VetRendering) page = draw_sealed(ofd_make_bmp());
	g_assert_cmphex(pixel(page, 12, 12), ==, RED);
	g_assert_cmphex(pixel(page, 112, 12), ==, RED);
	g_assert_cmphex(pixel(page, 118, 12), ==, WHITE);
	const char *const parts[] = {
		"OFD.xml",
		OFD_ROOT,
		"Doc_0/Document.xml",
		"<ofd:Document " OFD_SPACE
		"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 40 40"
		"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>" OFD_ONE_PAGE
		"</ofd:Pages></ofd:Document>",
		"Doc_0/Pages/Page_0/Content.xml",
		OFD_PAGE(FILL("0 0 20 40", "0 0 255", SQUARE)),
		NULL};
	g_autoptr(VetRendering) nested = draw_sealed(ofd_make(parts));
	g_assert_cmphex(pixel(nested, 12, 12), ==, BLUE);
	g_assert_cmphex(pixel(nested, 112, 12), ==, BLUE);
	g_assert_cmphex(pixel(nested, 118, 12), ==, WHITE);
	/* a seal of any size is as large as its stamp */
	g_assert_cmphex(pixel(nested, 52, 12), ==, WHITE);
}

/* Numbers that no page has cost neither the page nor the time. */
static void
test_hostile(void)
{
	g_autoptr(VetRendering) page = draw_objects(
		"<ofd:PathObject Boundary='0 0 210 297' LineWidth='1e30' DashPattern='1e-9 1e-9'>"
		"<ofd:StrokeColor Value='255 0 0'/><ofd:AbbreviatedData>M -1e9 5 L 1e9 5 A 0 0 0 0 "
		"0 1e9 "
		"9 A 1e-9 1e9 nan</ofd:AbbreviatedData></ofd:PathObject>"
		"<ofd:PathObject Boundary='0 0 210 297' CTM='0 0 0 0 0 0'>"
		"<ofd:AbbreviatedData>M 0 0 A 5 5 0 0 1 9 9 "
		"C</ofd:AbbreviatedData></ofd:PathObject>"
		"<ofd:TextObject Boundary='0 0 9 9' CTM='0 0 0 0 0 0' Size='5'><ofd:TextCode X='0' "
		"Y='0'>字</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary='0 0 9 9' "
		"Size='1e8'>"
		"<ofd:TextCode X='0' Y='0'>字</ofd:TextCode></ofd:TextObject>"
		"<ofd:ImageObject Boundary='0 0 1e9 1e-9' ResourceID='4'/>" FILL("10 100 40 40",
										 "0 0 255", SQUARE),
		no_parts);
	g_assert_cmphex(pixel(page, 20, 120), ==, BLUE);
}

static void
test_no_page(void)
{
	const char *const parts[] = {"OFD.xml",
				     OFD_ROOT,
				     "Doc_0/Document.xml",
				     OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
				     "Doc_0/Pages/Page_0/Content.xml",
				     OFD_PAGE(""),
				     NULL};
	g_autoptr(GByteArray) zip = ofd_make(parts);
	Drawn drawn = draw(zip, 2);

	g_assert_null(drawn.rendering);
	g_assert_nonnull(strstr(drawn.failure, "page 2"));
	g_free(drawn.failure);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ofd-drawing/paths", test_paths);
	g_test_add_func("/ofd-drawing/text", test_text);
	g_test_add_func("/ofd-drawing/fonts", test_fonts);
	g_test_add_func("/ofd-drawing/many-fonts", test_many_fonts);
	g_test_add_func("/ofd-drawing/pictures", test_pictures);
	g_test_add_func("/ofd-drawing/seals", test_seals);
	g_test_add_func("/ofd-drawing/hostile", test_hostile);
	g_test_add_func("/ofd-drawing/no-page", test_no_page);
	return g_test_run();
}
