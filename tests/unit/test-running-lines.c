/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/running-lines.h"

#define HEIGHT 842.0
#define BODY_HEIGHT 12.0

/* A line of `height` points whose middle is at `middle`. */
static VetLine *
add(VetPage *page, double middle, double height, const char *text)
{
	VetBox box = {72, middle - height / 2, 300, middle + height / 2};

	return vet_page_add_line(page, text, box, NULL);
}

/* A page with some text in its middle, which differs from page to page. */
static VetPage *
add_page(VetContent *content)
{
	VetPage *page = vet_content_add_page(content, 595, HEIGHT, VET_TEXT_TEXT);

	for (guint i = 0; i < 6; i++) {
		g_autofree char *text = g_strdup_printf("正文 %u 的第 %u 行", page->number, i);
		add(page, 300 + 20 * i, BODY_HEIGHT, text);
	}
	return page;
}

/* The last line that was added to each page; the role it has on page `number`. */
static VetLineRole
role_on(const VetContent *content, guint number)
{
	const VetPage *page = content->pages->pdata[number - 1];

	return ((VetLine *)page->lines->pdata[page->lines->len - 1])->role;
}

/* Pages that each have `format` (with the page's number for %u) in one place. */
static VetContent *
repeated(guint n_pages, double middle, double height, const char *const *texts)
{
	VetContent *content = vet_content_new();

	for (guint i = 0; i < n_pages; i++)
		add(add_page(content), middle, height, texts[i]);
	vet_running_lines_mark(content);
	return content;
}

typedef struct {
	const char *what;
	double middle, height;
	const char *texts[5];
	guint n_pages;
	VetLineRole role;
} Case;

static const Case cases[] = {
	{"the same at the top",
	 40,
	 10,
	 {"软件说明书", "软件说明书", "软件说明书"},
	 3,
	 VET_LINE_HEADER},
	{"spaces do not count",
	 40,
	 10,
	 {"软件说明书", "软件 说明书", "软件说明书"},
	 3,
	 VET_LINE_HEADER},
	{"page numbers", 810, 10, {"- 1 -", "- 2 -", "- 3 -"}, 3, VET_LINE_FOOTER},
	{"bare page numbers", 810, 10, {"7", "8", "9"}, 3, VET_LINE_FOOTER},
	{"numbers with words",
	 810,
	 10,
	 {"第 9 页 共 11 页", "第 10 页 共 11 页", "第 11 页 共 11 页"},
	 3,
	 VET_LINE_FOOTER},
	{"numbers in English",
	 810,
	 10,
	 {"Page 1 of 3", "Page 2 of 3", "Page 3 of 3"},
	 3,
	 VET_LINE_FOOTER},
	{"beside a number",
	 40,
	 10,
	 {"说明书 V1.0\t1", "说明书 V1.0\t2", "说明书 V1.0\t3"},
	 3,
	 VET_LINE_HEADER},
	{"around a number",
	 40,
	 10,
	 {"说明书第1页", "说明书第2页", "说明书第3页"},
	 3,
	 VET_LINE_HEADER},
	{"one of them read wrongly", 810, 10, {"1", "2", "8", "4", "5"}, 5, VET_LINE_FOOTER},

	{"two pages", 40, 10, {"软件说明书", "软件说明书"}, 2, VET_LINE_BODY},
	{"in the middle", 500, 10, {"软件说明书", "软件说明书", "软件说明书"}, 3, VET_LINE_BODY},
	{"titles", 40, 24, {"登记证书", "登记证书", "登记证书"}, 3, VET_LINE_BODY},
	{"a label", 40, 10, {"项目名称：甲", "项目名称：甲", "项目名称：甲"}, 3, VET_LINE_BODY},
	{"a label before a tab",
	 40,
	 10,
	 {"名称\t甲公司", "名称\t甲公司", "名称\t甲公司"},
	 3,
	 VET_LINE_BODY},
	{"a label in Latin letters", 40, 10, {"Name: A", "Name: A", "Name: A"}, 3, VET_LINE_BODY},
	{"attachments", 40, 10, {"附件1", "附件2", "附件3"}, 3, VET_LINE_BODY},
	{"chapters", 40, 10, {"第1章 概述", "第2章 设计", "第3章 测试"}, 3, VET_LINE_BODY},
	{"numbers that do not count", 810, 10, {"120", "75", "3300"}, 3, VET_LINE_BODY},
	{"another text each", 40, 10, {"甲", "乙", "丙"}, 3, VET_LINE_BODY},
};

static void
test_cases(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Case *one = &cases[i];
		g_test_message("%s", one->what);
		g_autoptr(VetContent) content =
			repeated(one->n_pages, one->middle, one->height, one->texts);
		for (guint page = 1; page <= one->n_pages; page++)
			g_assert_cmpint(role_on(content, page), ==, one->role);
	}
}

static void
test_body_stays(void)
{
	const char *const texts[] = {"软件说明书", "软件说明书", "软件说明书"};
	g_autoptr(VetContent) content = repeated(3, 40, 10, texts);

	for (guint i = 0; i < 3; i++) {
		const VetPage *page = content->pages->pdata[i];
		for (guint j = 0; j + 1 < page->lines->len; j++)
			g_assert_cmpint(((VetLine *)page->lines->pdata[j])->role, ==,
					VET_LINE_BODY);
	}
}

/* The first page has none, and only odd pages have this one. */
static void
test_some_pages(void)
{
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < 9; i++) {
		VetPage *page = add_page(content);
		add(page, 40, 10, i > 0 && i % 2 == 0 ? "益阳市甲有限公司" : "别的话");
		if (i % 2 == 1) /* so that the rest is not repeated either */
			((VetLine *)page->lines->pdata[page->lines->len - 1])->box.y0 += 60;
	}
	vet_running_lines_mark(content);
	g_assert_cmpint(role_on(content, 1), ==, VET_LINE_BODY);
	for (guint number = 3; number <= 9; number += 2)
		g_assert_cmpint(role_on(content, number), ==, VET_LINE_HEADER);
}

/* A clause on three of a hundred pages runs through nothing. */
static void
test_rare(void)
{
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < 30; i++) {
		VetPage *page = add_page(content);
		if (i == 0 || i == 14 || i == 29)
			add(page, 40, 10, "特此证明");
	}
	vet_running_lines_mark(content);
	g_assert_cmpint(role_on(content, 1), ==, VET_LINE_BODY);
	g_assert_cmpint(role_on(content, 30), ==, VET_LINE_BODY);
}

static void
test_places_differ(void)
{
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < 4; i++)
		add(add_page(content), 20 + 22 * i, 10, "特此证明");
	vet_running_lines_mark(content);
	for (guint number = 1; number <= 4; number++)
		g_assert_cmpint(role_on(content, number), ==, VET_LINE_BODY);
}

/* The head of a table that goes on over pages. */
static void
test_table_heads(void)
{
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < 4; i++) {
		VetPage *page = add_page(content);
		VetTable *table = vet_page_add_table(page, 1, 1, (VetBox){60, 30, 500, 400});
		vet_table_add_cell(table, 0, 0, 1, 1, "序号", (VetBox){60, 30, 500, 400});
		add(page, 40, 10, "序号");
	}
	vet_running_lines_mark(content);
	for (guint number = 1; number <= 4; number++)
		g_assert_cmpint(role_on(content, number), ==, VET_LINE_BODY);
}

static void
test_known_roles_and_no_places(void)
{
	g_autoptr(VetContent) content = vet_content_new();

	for (guint i = 0; i < 4; i++) {
		VetPage *page = add_page(content);
		add(page, 40, 10, "看不见")->role = VET_LINE_HIDDEN;
		VetPage *flat = vet_content_add_page(content, 0, 0, VET_TEXT_TEXT);
		vet_page_add_line(flat, "软件说明书", (VetBox){0}, NULL);
	}
	vet_running_lines_mark(content);
	for (guint number = 1; number <= 8; number++)
		g_assert_cmpint(role_on(content, number), ==,
				number % 2 ? VET_LINE_HIDDEN : VET_LINE_BODY);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/running-lines/cases", test_cases);
	g_test_add_func("/running-lines/body-stays", test_body_stays);
	g_test_add_func("/running-lines/some-pages", test_some_pages);
	g_test_add_func("/running-lines/rare", test_rare);
	g_test_add_func("/running-lines/places-differ", test_places_differ);
	g_test_add_func("/running-lines/table-heads", test_table_heads);
	g_test_add_func("/running-lines/known-roles-and-no-places", test_known_roles_and_no_places);
	return g_test_run();
}
