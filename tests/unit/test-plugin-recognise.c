/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <leptonica/allheaders.h>
#include <locale.h>

#include "tests/unit/reader.h"
#include "tests/unit/scan-maker.h"

#define FONT "Noto Serif CJK SC 12"
#define OWNER "桃江县禾程供应链管理有限责任公司"

typedef struct {
	GPtrArray *documents;
	const VetPage *page;
	char *text; /* of the page, without blanks */
} Result;

/* Reads the page, of which perhaps not all can be read, and lets it go. */
static Result
read_any_scan(Scan *scan)
{
	g_autoptr(GByteArray) png = scan_png(scan);
	Result result = {0};
	GString *text = g_string_new(NULL);

	scan_clear(scan);
	result.documents = reader_read("scan.png", png->data, png->len, NULL);
	const VetDocument *document = result.documents->pdata[0];
	g_assert_cmpuint(document->content->pages->len, ==, 1);
	result.page = document->content->pages->pdata[0];
	g_assert_cmpint(result.page->source, ==, VET_TEXT_OCR);
	for (guint i = 0; i < result.page->lines->len; i++) {
		const VetLine *line = result.page->lines->pdata[i];
		for (const char *at = line->text; *at; at++)
			if (*at != ' ' && *at != '\t')
				g_string_append_c(text, *at);
		g_string_append_c(text, '\n');
	}
	result.text = g_string_free(text, FALSE);
	g_test_message("%s", result.text);
	return result;
}

/* Of a page of which all can be read. */
static Result
read_scan(Scan *scan)
{
	Result result = read_any_scan(scan);

	reader_assert_status(result.documents, "scan.png", "ok");
	return result;
}

static void
result_clear(Result *result)
{
	g_ptr_array_unref(result->documents);
	g_free(result->text);
}

static void
assert_says(const Result *result, const char *text)
{
	if (!strstr(result->text, text))
		g_error("\"%s\" is not in:\n%s", text, result->text);
}

static guint
count_marks(const Result *result, VetMarkKind kind)
{
	guint n = 0;

	for (guint i = 0; i < result->page->marks->len; i++) {
		const VetMark *mark = result->page->marks->pdata[i];
		g_test_message("%s %s %.2f at %.0f %.0f %.0f %.0f", vet_mark_kind_name(mark->kind),
			       mark->detail, mark->confidence, mark->box.x0, mark->box.y0,
			       mark->box.x1, mark->box.y1);
		n += mark->kind == kind;
	}
	return n;
}

static Scan
new_page(void)
{
	return scan_new(SCAN_A4_WIDTH, SCAN_A4_HEIGHT, 200);
}

static void
draw_licence(Scan *scan)
{
	scan_text(scan, 230, 100, "Noto Serif CJK SC Bold 26", "营业执照");
	scan_text(scan, 95, 200, FONT, "统一社会信用代码：91430900MA4L0B8T33");
	scan_text(scan, 95, 235, FONT, "名　　称：" OWNER);
	scan_text(scan, 95, 270, FONT, "类　　型：有限责任公司");
	scan_text(scan, 95, 305, FONT, "住　　所：湖南省益阳市高新区264号");
}

static void
assert_is_licence(const Result *result)
{
	assert_says(result, "营业执照");
	assert_says(result, "名称:" OWNER);
	assert_says(result, "湖南省益阳市高新区264号");
}

static void
test_text(void)
{
	Scan scan = new_page();

	draw_licence(&scan);
	Result result = read_scan(&scan);
	assert_is_licence(&result);
	g_assert_cmpuint(result.page->lines->len, ==, 5);
	const VetLine *line = result.page->lines->pdata[2];
	g_assert_cmpint(line->source, ==, VET_TEXT_OCR);
	/* where it was drawn: the line's top leaves room above its characters */
	g_assert_cmpfloat_with_epsilon(line->box.x0, 95, 4);
	g_assert_cmpfloat_with_epsilon(line->box.y0, 238, 6);
	g_assert_cmpfloat_with_epsilon(line->box.x1, 95 + 12 * 21, 14);
	g_assert_nonnull(line->runs);
	g_assert_cmpuint(line->runs->len, >=, 18);
	guint doubts = 0;
	for (guint i = 0; i < line->runs->len; i++)
		doubts += g_array_index(line->runs, VetRun, i).doubt > 0;
	g_assert_cmpuint(doubts, >, 0);
	g_assert_cmpfloat(vet_line_confidence_of(line, 0, strlen(line->text)), >, 0.3);
	result_clear(&result);
}

/* Large print above small: of each such title the whole is read, wherever its pixels fall. */
static void
test_titles(void)
{
	static const char *const titles[] = {"营业执照", "信用报告", "审计报告", "发明专利证书"};

	for (guint i = 0; i < 8; i++) {
		g_autofree char *font = g_strdup_printf("Noto Serif CJK SC Bold %u", 19 + i);
		const char *title = titles[i % G_N_ELEMENTS(titles)];
		Scan scan = new_page();
		draw_licence(&scan);
		scan_text(&scan, 210 + i * 0.21, 400 + i * 0.13, font, title);
		Result result = read_scan(&scan);
		assert_says(&result, title);
		result_clear(&result);
	}
}

/* As a scanner or a camera gives it. */
static void
test_worn(void)
{
	Scan scan = new_page();

	draw_licence(&scan);
	scan_skew(&scan, 1.3);
	scan_blur(&scan, 1);
	scan_wear(&scan, 12, 0.3, FALSE);
	Result result = read_scan(&scan);
	assert_is_licence(&result);
	/* boxes are of the page as it lies in the file, not as it was put straight */
	const VetLine *line = result.page->lines->pdata[result.page->lines->len - 1];
	double turned = 305 + (95 + 130 - SCAN_A4_WIDTH / 2) * sin(1.3 * G_PI / 180);
	g_assert_cmpfloat_with_epsilon((line->box.y0 + line->box.y1) / 2, turned + 9, 8);
	result_clear(&result);
}

/*
 * `n_good` lines that can be read, and `n_bad` of blots: characters over each other.  The lines are 100
 * pixels apart, so that each blot is like that above it.
 */
static Result
read_blotted(guint n_good, guint n_bad)
{
	static const char *const blot[] = {"鼎囊", "麟籍", "赢藏"};
	Scan scan = scan_new(SCAN_A4_WIDTH, SCAN_A4_HEIGHT, 200);

	for (guint i = 0; i < n_good + n_bad; i++) {
		double y = 72 + 36 * i;
		if (i < n_good)
			scan_text(&scan, 80, y, FONT, OWNER);
		for (guint k = 0; i >= n_good && k < 6 * G_N_ELEMENTS(blot); k++)
			scan_text(&scan, 80 + 72 * (k % 6) + k / 6, y + 2 * (k / 6), FONT,
				  blot[k / 6]);
	}
	return read_any_scan(&scan);
}

static const VetMark *
unread_mark(const Result *result)
{
	for (guint i = 0; i < result->page->marks->len; i++) {
		const VetMark *mark = result->page->marks->pdata[i];
		if (mark->kind == VET_MARK_PICTURE)
			return mark;
	}
	return NULL;
}

static void
test_left_out(void)
{
	Result all_good = read_blotted(6, 0), some = read_blotted(6, 1), many = read_blotted(3, 18);
	const VetDocument *document = many.documents->pdata[0];

	reader_assert_status(all_good.documents, "scan.png", "ok");
	g_assert_null(unread_mark(&all_good));
	/* said, but no reason to doubt the page */
	reader_assert_status(some.documents, "scan.png", "ok");
	g_assert_nonnull(unread_mark(&some));
	g_test_message("%s, %s", unread_mark(&some)->detail, unread_mark(&many)->detail);
	reader_assert_status(many.documents, "scan.png", "partial");
	g_assert_nonnull(unread_mark(&many));
	g_assert_true(g_str_has_prefix(document->reason, "page 1: "));
	g_assert_cmpfloat(unread_mark(&many)->box.y0, >, 72 + 36 * 2);
	result_clear(&all_good);
	result_clear(&some);
	result_clear(&many);
}

static void
test_turned(void)
{
	for (guint quarters = 1; quarters < 4; quarters++) {
		Scan scan = new_page();
		draw_licence(&scan);
		scan_turn(&scan, quarters);
		Result result = read_scan(&scan);
		assert_is_licence(&result);
		const VetLine *title = result.page->lines->pdata[0];
		double height = title->box.y1 - title->box.y0,
		       width = title->box.x1 - title->box.x0;
		g_assert_true(quarters == 2 ? width > height : height > width);
		result_clear(&result);
	}
}

static void
test_white_on_black(void)
{
	Scan scan = new_page();

	cairo_paint(scan.cr);
	cairo_set_source_rgb(scan.cr, 1, 1, 1);
	draw_licence(&scan);
	Result result = read_scan(&scan);
	assert_is_licence(&result);
	result_clear(&result);
}

static void
test_table(void)
{
	static const char *const cells[3][2] = {
		{"单位名称", OWNER}, {"所属赛道", "现代农业"}, {"项目名称", "农机作业平台"}};
	Scan scan = new_page();

	for (guint i = 0; i < 4; i++)
		scan_rule(&scan, 70, 120 + 40 * i, 525, 120 + 40 * i, 0.8);
	for (guint i = 0; i < 3; i++)
		scan_rule(&scan,
			  i == 0   ? 70
			  : i == 1 ? 200
				   : 525,
			  120,
			  i == 0   ? 70
			  : i == 1 ? 200
				   : 525,
			  240, 0.8);
	for (guint i = 0; i < 3; i++)
		for (guint k = 0; k < 2; k++)
			scan_text(&scan, k ? 208 : 78, 131 + 40 * i, FONT, cells[i][k]);
	scan_skew(&scan, 0.7);
	Result result = read_scan(&scan);
	g_assert_cmpuint(result.page->tables->len, ==, 1);
	const VetTable *table = result.page->tables->pdata[0];
	g_assert_cmpint(table->source, ==, VET_TEXT_OCR);
	g_assert_cmpuint(table->n_rows, ==, 3);
	g_assert_cmpuint(table->n_columns, ==, 2);
	for (guint i = 0; i < 3; i++)
		for (guint k = 0; k < 2; k++)
			g_assert_cmpstr(vet_table_cell_at(table, i, k)->text, ==, cells[i][k]);
	result_clear(&result);
}

/* Text that all but touches the rules, which are no part of it. */
static void
test_tight_table(void)
{
	static const char *const cells[2][2] = {{"行政处罚", "0条"}, {"经营异常", "0条"}};
	static const double columns[] = {100, 154, 185};
	Scan scan = new_page();

	for (guint i = 0; i < 3; i++) {
		scan_rule(&scan, 100, 120 + 20 * i, 185, 120 + 20 * i, 0.8);
		scan_rule(&scan, columns[i], 120, columns[i], 160, 0.8);
	}
	for (guint i = 0; i < 2; i++)
		for (guint k = 0; k < 2; k++)
			scan_text(&scan, columns[k] + 3, 121 + 20 * i, FONT, cells[i][k]);
	scan_text(&scan, 70, 300, FONT, "以上为本单位在系统中的全部记录，特此报告。");
	Result result = read_scan(&scan);
	g_assert_cmpuint(result.page->tables->len, ==, 1);
	const VetTable *table = result.page->tables->pdata[0];
	for (guint i = 0; i < 2; i++)
		for (guint k = 0; k < 2; k++)
			g_assert_cmpstr(vet_table_cell_at(table, i, k)->text, ==, cells[i][k]);
	result_clear(&result);
}

/* A frame around the page, in two lines as certificates have it. */
static void
test_frame_is_no_table(void)
{
	Scan scan = new_page();

	draw_licence(&scan);
	cairo_set_line_width(scan.cr, 2);
	cairo_rectangle(scan.cr, 50, 50, 495, 500);
	cairo_stroke(scan.cr);
	cairo_rectangle(scan.cr, 56, 56, 483, 488);
	cairo_stroke(scan.cr);
	Result result = read_scan(&scan);
	assert_is_licence(&result);
	g_assert_cmpuint(result.page->tables->len, ==, 0);
	result_clear(&result);
}

/* --- seals --- */

static const struct {
	const char *name;
	ScanSealShape shape;
	double x, y, size, turn, ink;
	const char *text;
	const char *detail;
} seals[] = {
	{"over a name", SCAN_SEAL_ROUND, 320, 245, 115, 0.3, 0.9, OWNER, "round"},
	{"faint", SCAN_SEAL_ROUND, 320, 600, 120, -0.4, 0.45, OWNER, "round"},
	{"oval", SCAN_SEAL_OVAL, 320, 600, 115, 0.2, 0.9, "发票专用章", "oval"},
	{"square", SCAN_SEAL_SQUARE, 420, 600, 55, 0.1, 0.9, "邱飞敏印", "square"},
	{"cut by the edge", SCAN_SEAL_ROUND, 585, 500, 115, 0, 0.9, OWNER, "round"},
};

static void
test_seals(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(seals); i++) {
		Scan scan = new_page();
		draw_licence(&scan);
		scan_seal(&scan, seals[i].shape, seals[i].x, seals[i].y, seals[i].size,
			  seals[i].turn, seals[i].ink, seals[i].text);
		scan_blur(&scan, 1);
		scan_wear(&scan, 8, 0.1, FALSE);
		g_test_message("%s", seals[i].name);
		Result result = read_scan(&scan);
		g_assert_cmpuint(count_marks(&result, VET_MARK_SEAL), ==, 1);
		const VetMark *mark = result.page->marks->pdata[0];
		g_assert_cmpstr(mark->detail, ==, seals[i].detail);
		g_assert_cmpfloat(mark->confidence, >, 0.6);
		g_assert_cmpfloat_with_epsilon(mark->box.x0, seals[i].x - seals[i].size / 2, 8);
		/* the text below is read, the seal's own is not mixed into it */
		assert_is_licence(&result);
		result_clear(&result);
	}
}

static void
test_overlapping_seals(void)
{
	Scan scan = new_page();

	draw_licence(&scan);
	scan_seal(&scan, SCAN_SEAL_ROUND, 250, 600, 115, 0, 0.9, OWNER);
	scan_seal(&scan, SCAN_SEAL_ROUND, 335, 620, 115, 0.5, 0.9, "益阳市市场监督管理局");
	Result result = read_scan(&scan);
	g_assert_cmpuint(count_marks(&result, VET_MARK_SEAL), ==, 2);
	result_clear(&result);
}

/* Red, and no seal: letterhead, rules, a frame, a filled cell, an emblem, a photograph's blot. */
static void
test_red_but_no_seal(void)
{
	Scan scan = new_page();
	cairo_t *cr = scan.cr;

	cairo_set_source_rgb(cr, 0.85, 0.05, 0.1);
	scan_text(&scan, 110, 60, "Noto Serif CJK SC Bold 40", "益阳市数据局文件");
	scan_rule(&scan, 70, 140, 525, 140, 2.5);
	cairo_rectangle(cr, 70, 300, 455, 300);
	cairo_stroke(cr);
	cairo_rectangle(cr, 80, 320, 120, 90);
	cairo_fill(cr);
	cairo_new_path(cr);
	cairo_arc(cr, 400, 400, 45, 0, 2 * G_PI);
	cairo_fill(cr);
	for (guint i = 0; i < 200; i++) {
		cairo_new_path(cr);
		cairo_arc(cr, 120 + 180 * scan_chance(&scan), 640 + 120 * scan_chance(&scan),
			  2 + 9 * scan_chance(&scan), 0, 2 * G_PI);
		cairo_fill(cr);
	}
	cairo_set_source_rgb(cr, 0, 0, 0);
	scan_text(&scan, 76, 200, FONT, "你单位报送的材料收悉");
	Result result = read_scan(&scan);
	g_assert_cmpuint(count_marks(&result, VET_MARK_SEAL), ==, 0);
	assert_says(&result, "文件");
	assert_says(&result, "你单位报送的材料收悉");
	result_clear(&result);
}

/* --- signatures --- */

static void
draw_hand(cairo_t *cr, double x, double y)
{
	cairo_set_line_width(cr, 1.6);
	cairo_move_to(cr, x, y);
	cairo_curve_to(cr, x + 12, y - 26, x + 20, y + 24, x + 26, y - 8);
	cairo_curve_to(cr, x + 30, y - 30, x + 36, y + 26, x + 46, y - 4);
	cairo_curve_to(cr, x + 52, y - 20, x + 44, y + 18, x + 64, y + 2);
	cairo_curve_to(cr, x + 70, y - 14, x + 74, y + 12, x + 88, y - 10);
	cairo_stroke(cr);
}

static void
test_signature(void)
{
	for (guint i = 0; i < 2; i++) {
		Scan scan = new_page();
		draw_licence(&scan);
		double width = scan_text(&scan, 95, 420, FONT, "法定代表人（签字）：");
		if (i == 0)
			draw_hand(scan.cr, 95 + width + 40, 430);
		else
			scan_text(&scan, 95 + width + 40, 420, FONT, "邱飞敏");
		Result result = read_scan(&scan);
		g_assert_cmpuint(count_marks(&result, VET_MARK_SIGNATURE), ==, i == 0 ? 1 : 0);
		result_clear(&result);
	}
}

/* --- codes --- */

/* "VETD-430900", level M: drawn once by qrencode(1). */
static const char *const qr_rows[] = {
	"####### ##    #######", "#     # ##    #     #", "# ### # ##  # # ### #",
	"# ### #  #### # ### #", "# ### # ### # # ### #", "#     #  # ## #     #",
	"####### # # # #######", "          ###        ", "#  ######   ##  # ###",
	"    ##  ### # # #  ##", "##   ##       ## #  #", "  ## # # ###   ## #  ",
	"  #  ##  ##  ## #### ", "        ## ##  # #  #", "####### #   #### ## #",
	"#     # ###### ### ##", "# ### # ## ## #######", "# ### # ## ##  #     ",
	"# ### #   #   #### ##", "#     #   #  ##  ### ", "####### # ##    # ## ",
};

static void
test_qr_code(void)
{
	Scan scan = new_page();

	draw_licence(&scan);
	for (guint y = 0; y < G_N_ELEMENTS(qr_rows); y++)
		for (guint x = 0; qr_rows[y][x]; x++)
			if (qr_rows[y][x] == '#') {
				cairo_rectangle(scan.cr, 440 + x * 2.6, 90 + y * 2.6, 2.65, 2.65);
				cairo_fill(scan.cr);
			}
	scan_skew(&scan, 0.8);
	scan_wear(&scan, 8, 0.1, FALSE);
	Result result = read_scan(&scan);
	g_assert_cmpuint(count_marks(&result, VET_MARK_CODE), ==, 1);
	const VetMark *mark = result.page->marks->pdata[0];
	g_assert_cmpstr(mark->text, ==, "VETD-430900");
	g_assert_cmpstr(mark->detail, ==, "QR-Code");
	g_assert_cmpfloat_with_epsilon(mark->box.x0, 440, 10);
	result_clear(&result);
}

/* --- likeness --- */

/* bits that two prints of one form differ in, and two savings of one print do not: see lib/profile.h */
#define NEAR 10

/* of the form that all licences have, who it is for */
static GByteArray *
licence_png(guint serial)
{
	Scan scan = new_page();
	g_autofree char *code =
		g_strdup_printf("统一社会信用代码：91430900MA4L%06u", serial * 7919);
	g_autofree char *name =
		g_strdup_printf("名　　称：益阳市%.*s数据有限公司", 3 * 3,
				"鼎辰洞川源禾瑞科云翔泰信程众道华元图" + serial * 3);
	g_autofree char *since = g_strdup_printf("成立日期：20%02u年%02u月%02u日", 10 + serial,
						 1 + serial, 3 + 2 * serial);

	scan_rule(&scan, 40, 40, SCAN_A4_WIDTH - 40, 40, 3);
	scan_rule(&scan, 40, SCAN_A4_HEIGHT - 40, SCAN_A4_WIDTH - 40, SCAN_A4_HEIGHT - 40, 3);
	scan_text(&scan, 230, 100, "Noto Serif CJK SC Bold 26", "营业执照");
	scan_text(&scan, 95, 200, FONT, code);
	scan_text(&scan, 95, 235, FONT, name);
	scan_text(&scan, 95, 270, FONT, "类　　型：有限责任公司（自然人投资或控股）");
	scan_text(&scan, 95, 305, FONT, since);
	scan_text(&scan, 95, 340, FONT, "经营范围：数据处理服务；软件开发；信息系统集成服务。");
	scan_text(&scan, 300, 600, FONT, "登记机关：益阳市市场监督管理局");
	scan_seal(&scan, SCAN_SEAL_ROUND, 420, 600, 110, 0.1, 0.8, "益阳市市场监督管理局");
	scan_wear(&scan, 6, 0.1, FALSE);
	GByteArray *png = scan_png(&scan);
	scan_clear(&scan);
	return png;
}

/* the same picture as a JPEG of that quality, so many times as large */
static GByteArray *
saved_anew(const GByteArray *png, double scale, int quality)
{
	PIX *pix = pixReadMem(png->data, png->len);
	PIX *scaled = pixScale(pix, (l_float32)scale, (l_float32)scale);
	GByteArray *jpeg = g_byte_array_new();
	l_uint8 *data;
	size_t length;

	g_assert_cmpint(pixWriteMemJpeg(&data, &length, scaled, quality, 0), ==, 0);
	g_byte_array_append(jpeg, data, (guint)length);
	lept_free(data);
	pixDestroy(&pix);
	pixDestroy(&scaled);
	return jpeg;
}

/* "" when it has none */
static char *
likeness_of_file(const char *name, GByteArray *file)
{
	g_autoptr(GPtrArray) documents = reader_read(name, file->data, file->len, NULL);
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];

	g_byte_array_unref(file);
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		if (mark->kind == VET_MARK_LIKENESS) {
			g_assert_cmpuint(strlen(mark->text), ==, 32);
			return g_strdup(mark->text);
		}
	}
	return g_strdup("");
}

static guint
bits_apart(const char *a, const char *b)
{
	guint n = 0;

	for (guint i = 0; i < 32; i++)
		n += (guint)__builtin_popcount(
			(guint)(g_ascii_xdigit_value(a[i]) ^ g_ascii_xdigit_value(b[i])));
	return n;
}

static void
test_likeness(void)
{
	static const struct {
		double scale;
		int quality;
	} savings[] = {{1, 40}, {0.5, 75}, {0.8, 60}, {1.3, 85}};
	g_autofree char *own = likeness_of_file("a.png", licence_png(1));

	for (guint i = 0; i < G_N_ELEMENTS(savings); i++) {
		g_autoptr(GByteArray) png = licence_png(1);
		g_autofree char *other = likeness_of_file(
			"a.jpg", saved_anew(png, savings[i].scale, savings[i].quality));
		g_test_message("%.1f %d: %u bits", savings[i].scale, savings[i].quality,
			       bits_apart(own, other));
		g_assert_cmpuint(bits_apart(own, other), <=, NEAR);
	}
}

/* what is printed on one form looks alike, but another paper does not */
static void
test_unlike(void)
{
	g_autofree char *own = likeness_of_file("a.png", licence_png(1));
	Scan scan = new_page();

	for (guint i = 2; i < 5; i++) {
		g_autofree char *other = likeness_of_file("a.png", licence_png(i));
		g_test_message("another licence: %u bits", bits_apart(own, other));
	}
	scan_text(&scan, 200, 100, "Noto Serif CJK SC Bold 22", "应用案例证明");
	for (guint i = 0; i < 14; i++)
		scan_text(&scan, 70, 180 + i * 26.0, FONT,
			  "我单位自二〇二三年十月起使用该平台，运行稳定，效果良好。");
	g_autofree char *paper = likeness_of_file("a.png", scan_png(&scan));
	scan_clear(&scan);
	g_test_message("another paper: %u bits", bits_apart(own, paper));
	g_assert_cmpuint(bits_apart(own, paper), >, 3 * NEAR);
}

static void
test_blank(void)
{
	Scan blank = new_page(), specks = new_page();
	g_autofree char *none = likeness_of_file("a.png", scan_png(&blank));

	g_assert_cmpstr(none, ==, "");
	scan_wear(&specks, 8, 0, FALSE);
	scan_text(&specks, 290, 800, FONT, "7");
	g_autofree char *number = likeness_of_file("a.png", scan_png(&specks));
	g_assert_cmpstr(number, ==, "");
	scan_clear(&blank);
	scan_clear(&specks);
}

int
main(int argc, char **argv)
{
	/* for what is said of a failure */
	setlocale(LC_ALL, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/recognise/text", test_text);
	g_test_add_func("/recognise/titles", test_titles);
	g_test_add_func("/recognise/worn", test_worn);
	g_test_add_func("/recognise/left-out", test_left_out);
	g_test_add_func("/recognise/turned", test_turned);
	g_test_add_func("/recognise/white-on-black", test_white_on_black);
	g_test_add_func("/recognise/table", test_table);
	g_test_add_func("/recognise/tight-table", test_tight_table);
	g_test_add_func("/recognise/frame-is-no-table", test_frame_is_no_table);
	g_test_add_func("/recognise/seals", test_seals);
	g_test_add_func("/recognise/overlapping-seals", test_overlapping_seals);
	g_test_add_func("/recognise/red-but-no-seal", test_red_but_no_seal);
	g_test_add_func("/recognise/signature", test_signature);
	g_test_add_func("/recognise/qr-code", test_qr_code);
	g_test_add_func("/recognise/likeness", test_likeness);
	g_test_add_func("/recognise/unlike", test_unlike);
	g_test_add_func("/recognise/blank", test_blank);
	return g_test_run();
}
