/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The PDF plugin through the real pool, on pages drawn here with cairo and pango. */

#include "tests/unit/reader.h"

#include <cairo-pdf.h>
#include <locale.h>
#include <pango/pangocairo.h>

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define SIZE 11.0 /* of the letters */

/* --- drawing pages --- */

typedef void (*Paint)(cairo_t *cairo);

static void
write_text(cairo_t *cairo, double x, double y, double width, const char *text)
{
	g_autoptr(PangoLayout) layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");

	pango_font_description_set_absolute_size(font, SIZE * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	if (width > 0) {
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	}
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cairo, x, y);
	pango_cairo_show_layout(cairo, layout);
}

static void
draw_line(cairo_t *cairo, double x0, double y0, double x1, double y1)
{
	cairo_move_to(cairo, x0, y0);
	cairo_line_to(cairo, x1, y1);
	cairo_stroke(cairo);
}

static cairo_status_t
collect(void *bytes, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(bytes, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static GBytes *
draw_document(const Paint *pages, guint n_pages)
{
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(collect, bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_t *cairo = cairo_create(surface);

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "申报书");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, "戴新燕");
	for (guint i = 0; i < n_pages; i++) {
		pages[i](cairo);
		cairo_show_page(cairo);
	}
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return g_byte_array_free_to_bytes(bytes);
}

/* A form: merged head, names that wrap, one cell empty. */
static void
paint_form(cairo_t *cairo)
{
	static const double ys[] = {100, 130, 160, 200, 240};

	write_text(cairo, 250, 60, 0, "团队成员");
	cairo_set_line_width(cairo, 0.6);
	for (guint i = 0; i < G_N_ELEMENTS(ys); i++)
		draw_line(cairo, 60, ys[i], 500, ys[i]);
	draw_line(cairo, 60, 100, 60, 240);
	draw_line(cairo, 90, 130, 90, 240);
	draw_line(cairo, 130, 130, 130, 240);
	draw_line(cairo, 300, 130, 300, 240);
	draw_line(cairo, 500, 100, 500, 240);
	write_text(cairo, 240, 107, 0, "参赛团队");
	write_text(cairo, 63, 137, 0, "序号");
	write_text(cairo, 98, 137, 0, "姓名");
	write_text(cairo, 190, 137, 0, "身份证号");
	write_text(cairo, 370, 137, 0, "所在单位");
	write_text(cairo, 70, 172, 0, "1");
	write_text(cairo, 96, 164, 26, "戴新燕");
	write_text(cairo, 140, 172, 0, "430104199003074518");
	write_text(cairo, 305, 164, 190, "湖南省益阳市数据要素流通技术服务有限责任公司");
	write_text(cairo, 70, 212, 0, "2");
	write_text(cairo, 98, 212, 0, "李四");
	write_text(cairo, 305, 212, 0, "益阳数智科技有限公司");
}

/* No rules at all; the columns stand by themselves, and values wrap. */
static void
paint_borderless(cairo_t *cairo)
{
	write_text(cairo, 60, 60, 0,
		   "一、基本情况如下表所示，请各单位据实填写并对其真实性负责，不得遗漏任何一项。");
	write_text(cairo, 60, 100, 0, "序号");
	write_text(cairo, 120, 100, 0, "姓名");
	write_text(cairo, 200, 100, 0, "所在单位");
	write_text(cairo, 360, 100, 0, "职务");
	write_text(cairo, 60, 130, 0, "1");
	write_text(cairo, 120, 130, 0, "张三");
	write_text(cairo, 200, 130, 100, "益阳数智科技有限责任公司");
	write_text(cairo, 360, 130, 0, "工程师");
	write_text(cairo, 60, 180, 0, "2");
	write_text(cairo, 120, 180, 0, "李四");
	write_text(cairo, 200, 180, 0, "桃江县云元");
	write_text(cairo, 360, 180, 0, "研究员");
	write_text(cairo, 60, 240, 0, "二、项目概述");
}

/* A licence: a frame around labels, spread out, and values in two columns. */
static void
paint_licence(cairo_t *cairo)
{
	cairo_set_source_rgb(cairo, 0.7, 0.1, 0.1);
	cairo_set_line_width(cairo, 3);
	cairo_rectangle(cairo, 40, 40, 515, 400);
	cairo_stroke(cairo);
	cairo_set_line_width(cairo, 0.8);
	cairo_rectangle(cairo, 46, 46, 503, 388);
	cairo_stroke(cairo);
	cairo_set_source_rgb(cairo, 0, 0, 0);
	write_text(cairo, 260, 70, 0, "营业执照");
	write_text(cairo, 70, 120, 0, "名");
	write_text(cairo, 103, 120, 0, "称");
	write_text(cairo, 140, 120, 0, "益阳数智科技有限公司");
	write_text(cairo, 320, 120, 0, "注册资本");
	write_text(cairo, 390, 120, 0, "伍佰万元整");
	write_text(cairo, 70, 145, 0, "类");
	write_text(cairo, 103, 145, 0, "型");
	write_text(cairo, 140, 145, 0, "有限责任公司");
	write_text(cairo, 320, 145, 0, "成立日期");
	write_text(cairo, 390, 145, 0, "2019年03月07日");
}

static const char *const prose[] = {
	"本项目面向城市治理场景，汇聚交通、气象、环保三类公共数据，构建统一的数据资源目录与共享交换"
	"平台，"
	"解决数据分散、口径不一、更新滞后等问题，形成可复制可推广的经验。",
	"平台采用分布式架构，日均处理数据五十二万条，支持隐私计算与联邦学习，全程留痕、可追溯，"
	"已在三个区县开展实际应用，累计服务企业一百二十家，节约成本约八百万元。",
};

static void
paint_two_columns(cairo_t *cairo)
{
	write_text(cairo, 60, 60, 0, "技术报告");
	for (guint i = 0; i < 2; i++) {
		write_text(cairo, 60 + 250.0 * i, 100, 220, prose[i]);
		write_text(cairo, 60 + 250.0 * i, 100 + 15.95 * 8, 220, prose[1 - i]);
	}
}

/* Longer columns whose lines do not stand level. */
static void
paint_uneven_columns(cairo_t *cairo)
{
	for (guint i = 0; i < 6; i++) {
		write_text(cairo, 60, 100 + 80.0 * i, 220, prose[i % 2]);
		write_text(cairo, 310, 106 + 80.0 * i, 220, prose[1 - i % 2]);
	}
}

/* Dotted rules without an outer frame, and rules made of thin filled boxes. */
static void
paint_odd_rules(cairo_t *cairo)
{
	static const double dots[] = {1, 2};

	cairo_set_line_width(cairo, 0.5);
	cairo_set_dash(cairo, dots, 2, 0);
	for (guint i = 1; i < 3; i++)
		draw_line(cairo, 60, 60 + 25.0 * i, 400, 60 + 25.0 * i);
	draw_line(cairo, 180, 60, 180, 135);
	write_text(cairo, 66, 64, 0, "项目名称");
	write_text(cairo, 186, 64, 0, "智慧农业");
	write_text(cairo, 66, 89, 0, "参赛赛道");
	write_text(cairo, 186, 89, 0, "现代农业");
	write_text(cairo, 66, 114, 0, "牵头单位");
	write_text(cairo, 186, 114, 0, "益阳数智");
	for (guint row = 0; row < 3; row++)
		cairo_rectangle(cairo, 60, 200 + 30.0 * row, 300, 0.5);
	for (guint column = 0; column < 3; column++)
		cairo_rectangle(cairo, 60 + 150.0 * column, 200, 0.5, 60);
	cairo_fill(cairo);
	write_text(cairo, 66, 207, 0, "信息类别");
	write_text(cairo, 216, 207, 0, "条数");
	write_text(cairo, 66, 237, 0, "行政处罚");
	write_text(cairo, 216, 237, 0, "0");
}

/* A number with a box for each digit, within a table. */
static void
paint_digit_boxes(cairo_t *cairo)
{
	static const char code[] = "91430900MA4L1X2Y3Z";

	cairo_rectangle(cairo, 60, 100, 460, 50);
	cairo_rectangle(cairo, 60, 100, 100, 25);
	cairo_rectangle(cairo, 60, 125, 100, 25);
	cairo_stroke(cairo);
	draw_line(cairo, 160, 125, 520, 125);
	write_text(cairo, 66, 104, 0, "单位名称");
	write_text(cairo, 170, 104, 0, "益阳数智科技有限公司");
	write_text(cairo, 66, 129, 0, "信用代码");
	for (guint i = 0; i < 18; i++) {
		const char digit[] = {code[i], '\0'};
		draw_line(cairo, 160 + 20.0 * i, 125, 160 + 20.0 * i, 150);
		write_text(cairo, 166 + 20.0 * i, 129, 0, digit);
	}
}

/* Shaded cells with white between them, and an inner table within a cell. */
static void
paint_shaded(cairo_t *cairo)
{
	for (guint row = 0; row < 2; row++) {
		for (guint column = 0; column < 3; column++) {
			cairo_set_source_rgb(cairo, 0.9, 0.9, 1);
			cairo_rectangle(cairo, 60 + 121.0 * column, 60 + 31.0 * row, 120, 30);
			cairo_fill(cairo);
			cairo_set_source_rgb(cairo, 0, 0, 0);
			g_autofree char *text =
				g_strdup_printf("第%u行第%u列", row + 1, column + 1);
			write_text(cairo, 70 + 121.0 * column, 66 + 31.0 * row, 0, text);
		}
	}
}

/* The form lying on its side, as a scanner of forms turns it. */
static void
paint_turned(cairo_t *cairo)
{
	cairo_translate(cairo, PAGE_WIDTH, 0);
	cairo_rotate(cairo, G_PI / 2);
	paint_form(cairo);
}

static void
paint_nothing(cairo_t *cairo)
{
	cairo_rectangle(cairo, 100, 100, 200, 200);
	cairo_fill(cairo);
}

/* --- reading --- */

static GPtrArray *
read_document(GBytes *bytes)
{
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	GPtrArray *documents = reader_read("form.pdf", data, length, NULL);

	g_assert_cmpuint(documents->len, >=, 1);
	g_bytes_unref(bytes);
	return documents;
}

static const VetDocument *
first_document(const GPtrArray *documents)
{
	return documents->pdata[0];
}

static const VetPage *
page_of(const GPtrArray *documents, guint page)
{
	const VetDocument *document = first_document(documents);

	g_assert_cmpstr(document->reason, ==, NULL);
	g_assert_cmpint(document->status, ==, VET_STATUS_OK);
	g_assert_cmpuint(document->content->pages->len, >, page);
	return document->content->pages->pdata[page];
}

static GPtrArray *
read_page(Paint paint)
{
	return read_document(draw_document(&paint, 1));
}

static void
assert_lines(const VetPage *page, const char *const *lines)
{
	g_autofree char *expected = g_strjoinv("\n", (char **)lines);
	g_autofree char *text = vet_page_text(page);

	g_assert_cmpstr(text, ==, expected);
}

/* Cells by row; NULL where a merged cell covers the place. */
static void
assert_table(const VetPage *page, guint table_index, guint n_rows, guint n_columns,
	     const char *const *cells)
{
	g_assert_cmpuint(page->tables->len, >, table_index);
	const VetTable *table = page->tables->pdata[table_index];

	g_assert_cmpuint(table->n_rows, ==, n_rows);
	g_assert_cmpuint(table->n_columns, ==, n_columns);
	for (guint i = 0; i < n_rows * n_columns; i++) {
		const VetCell *cell = vet_table_cell_at(table, i / n_columns, i % n_columns);
		g_assert_nonnull(cell);
		gboolean begins = cell->row == i / n_columns && cell->column == i % n_columns;
		g_assert_cmpstr(begins ? cell->text : NULL, ==, cells[i]);
	}
}

static void
assert_within(VetBox inner, double x0, double y0, double x1, double y1)
{
	g_assert_cmpfloat(inner.x0, >=, x0);
	g_assert_cmpfloat(inner.y0, >=, y0);
	g_assert_cmpfloat(inner.x1, <=, x1);
	g_assert_cmpfloat(inner.y1, <=, y1);
}

/* --- tests --- */

static const char *const form_cells[] = {
	"参赛团队",
	NULL,
	NULL,
	NULL,
	"序号",
	"姓名",
	"身份证号",
	"所在单位",
	"1",
	"戴新\n燕",
	"430104199003074518",
	"湖南省益阳市数据要素流通技术服务有\n限责任公司",
	"2",
	"李四",
	"",
	"益阳数智科技有限公司",
};

static void
test_form(void)
{
	static const char *const lines[] = {"团队成员",
					    "参赛团队",
					    "序号",
					    "姓名",
					    "身份证号",
					    "所在单位",
					    "1",
					    "戴新",
					    "燕",
					    "430104199003074518",
					    "湖南省益阳市数据要素流通技术服务有",
					    "限责任公司",
					    "2",
					    "李四",
					    "益阳数智科技有限公司",
					    NULL};
	g_autoptr(GPtrArray) documents = read_page(paint_form);
	const VetPage *page = page_of(documents, 0);

	g_assert_cmpfloat_with_epsilon(page->width, PAGE_WIDTH, 0.5);
	g_assert_cmpfloat_with_epsilon(page->height, PAGE_HEIGHT, 0.5);
	assert_lines(page, lines);
	g_assert_cmpuint(page->tables->len, ==, 1);
	assert_table(page, 0, 4, 4, form_cells);
}

static void
test_boxes(void)
{
	g_autoptr(GPtrArray) documents = read_page(paint_form);
	const VetPage *page = page_of(documents, 0);
	const VetLine *line = page->lines->pdata[9];
	VetBox digits = vet_line_box_of(line, 0, 18);
	const VetLine *name = page->lines->pdata[7];

	g_assert_cmpstr(line->text, ==, "430104199003074518");
	assert_within(digits, 139, 165, 300, 200);
	/* 戴 and 新 have boxes of their own */
	g_assert_cmpuint(name->runs->len, ==, 2);
	assert_within(vet_line_box_of(name, 3, 3), 106, 160, 120, 185);
	const VetTable *table = page->tables->pdata[0];
	assert_within(vet_table_cell_at(table, 2, 1)->box, 89, 159, 131, 201);
}

static void
test_turned(void)
{
	g_autoptr(GPtrArray) documents = read_page(paint_turned);
	const VetPage *page = page_of(documents, 0);

	assert_table(page, 0, 4, 4, form_cells);
	/* the box of 李四 is where the page shows it: near x 360 to 390 */
	const VetTable *table = page->tables->pdata[0];
	assert_within(vet_table_cell_at(table, 3, 1)->box, 354, 89, 396, 131);
}

static void
test_borderless(void)
{
	static const char *const cells[] = {
		"序号",
		"姓名",
		"所在单位",
		"职务",
		"1",
		"张三",
		"益阳数智科技有限责\n任公司",
		"工程师",
		"2",
		"李四",
		"桃江县云元",
		"研究员",
	};
	g_autoptr(GPtrArray) documents = read_page(paint_borderless);
	const VetPage *page = page_of(documents, 0);

	g_assert_cmpuint(page->tables->len, ==, 1);
	assert_table(page, 0, 3, 4, cells);
	g_assert_cmpstr(((VetLine *)page->lines->pdata[1])->text, ==, "序号\t姓名\t所在单位\t职务");
	g_assert_cmpstr(((VetLine *)page->lines->pdata[page->lines->len - 1])->text, ==,
			"二、项目概述");
}

static void
test_licence(void)
{
	static const char *const lines[] = {"营业执照",
					    "名 称\t益阳数智科技有限公司\t注册资本\t伍佰万元整",
					    "类 型\t有限责任公司\t成立日期\t2019年03月07日", NULL};
	g_autoptr(GPtrArray) documents = read_page(paint_licence);
	const VetPage *page = page_of(documents, 0);

	assert_lines(page, lines);
	g_assert_cmpuint(page->tables->len, ==, 1);
	g_assert_cmpuint(((VetTable *)page->tables->pdata[0])->n_columns, ==, 4);
}

static void
assert_prose(Paint paint)
{
	g_autoptr(GPtrArray) documents = read_page(paint);
	const VetPage *page = page_of(documents, 0);
	g_autofree char *text = vet_page_text(page);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *joined = g_strjoinv("", lines);

	g_assert_cmpuint(page->tables->len, ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(prose); i++)
		g_assert_nonnull(strstr(joined, prose[i]));
}

static void
test_two_columns(void)
{
	assert_prose(paint_two_columns);
	assert_prose(paint_uneven_columns);
}

static void
test_odd_rules(void)
{
	static const char *const dotted[] = {"项目名称", "智慧农业", "参赛赛道",
					     "现代农业", "牵头单位", "益阳数智"};
	static const char *const thin[] = {"信息类别", "条数", "行政处罚", "0"};
	g_autoptr(GPtrArray) documents = read_page(paint_odd_rules);
	const VetPage *page = page_of(documents, 0);

	g_assert_cmpuint(page->tables->len, ==, 2);
	assert_table(page, 0, 3, 2, dotted);
	assert_table(page, 1, 2, 2, thin);
}

static void
test_digit_boxes(void)
{
	static const char *const lines[] = {"单位名称", "益阳数智科技有限公司", "信用代码",
					    "91430900MA4L1X2Y3Z", NULL};
	g_autoptr(GPtrArray) documents = read_page(paint_digit_boxes);
	const VetPage *page = page_of(documents, 0);

	assert_lines(page, lines);
	const VetTable *table = page->tables->pdata[0];
	g_assert_cmpstr(vet_table_cell_at(table, 1, 1)->text, ==, "91430900MA4L1X2Y3Z");
}

static void
test_shaded(void)
{
	static const char *const cells[] = {"第1行第1列", "第1行第2列", "第1行第3列",
					    "第2行第1列", "第2行第2列", "第2行第3列"};
	g_autoptr(GPtrArray) documents = read_page(paint_shaded);

	assert_table(page_of(documents, 0), 0, 2, 3, cells);
}

static void
test_pages_and_metadata(void)
{
	const Paint pages[] = {paint_form, paint_nothing};
	g_autoptr(GPtrArray) documents = read_document(draw_document(pages, 2));
	const VetContent *content = first_document(documents)->content;

	g_assert_cmpuint(content->pages->len, ==, 2);
	g_assert_cmpint(page_of(documents, 0)->source, ==, VET_TEXT_TEXT);
	g_assert_cmpint(page_of(documents, 1)->source, ==, VET_TEXT_TEXT);
	g_assert_cmpuint(page_of(documents, 1)->lines->len, ==, 0);
	g_assert_cmpstr(g_hash_table_lookup(content->metadata, "title"), ==, "申报书");
	g_assert_cmpstr(g_hash_table_lookup(content->metadata, "author"), ==, "戴新燕");
	const char *created = g_hash_table_lookup(content->metadata, "created");
	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(created, NULL);
	g_assert_nonnull(date);
}

/* Whatever is cut off or altered, the answer is a status and not a crash. */
static void
test_damaged(void)
{
	const Paint paint = paint_form;
	g_autoptr(GBytes) whole = draw_document(&paint, 1);
	gsize length = g_bytes_get_size(whole);

	for (guint i = 1; i <= 8; i++) {
		g_autoptr(GPtrArray) documents =
			read_document(g_bytes_new_from_bytes(whole, 0, length * i / 9));
		const VetDocument *document = first_document(documents);
		g_assert_cmpint(document->status, !=, VET_STATUS_CRASHED);
		g_assert_cmpint(document->status, !=, VET_STATUS_TIMEOUT);
	}
	g_autoptr(GPtrArray) documents =
		read_document(g_bytes_new_static("%PDF-1.4\nnothing follows\n", 25));
	g_assert_cmpint(first_document(documents)->status, ==, VET_STATUS_CORRUPT);
	g_assert_nonnull(strstr(first_document(documents)->reason, "Poppler"));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{"/pdf/form", test_form},
		{"/pdf/boxes", test_boxes},
		{"/pdf/turned", test_turned},
		{"/pdf/borderless", test_borderless},
		{"/pdf/licence", test_licence},
		{"/pdf/two-columns", test_two_columns},
		{"/pdf/odd-rules", test_odd_rules},
		{"/pdf/digit-boxes", test_digit_boxes},
		{"/pdf/shaded", test_shaded},
		{"/pdf/pages-and-metadata", test_pages_and_metadata},
		{"/pdf/damaged", test_damaged},
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
