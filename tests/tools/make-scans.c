/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * make-scans FOLDER [COUNT] [SEED]: invented certificates, forms and statements as a scanner gives
 * them, PNG of 200 dots an inch, and truth.tsv: file, owner, code (or -), seals that are on it.
 */

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/scan-maker.h"

static const char *const places[] = {"益阳市", "桃江县", "安化县", "沅江市", "南县",   "湖南省",
				     "长沙市", "湖南",   "常德市", "赫山区", "资阳区", "岳阳市"};
static const char *const words =
	"鼎盈辰讯洞川远源禾瑞科智慧云腾飞翔泰和信达通博程众道华创星元力图资鑫盛泽金星麟捷时宏伟嘉诚"
	"荣昌茂隆"
	"裕丰银杏梅兰竹菊翰墨骏驰凯旋航宇蓝海碧波森林晟旭阳曦晖耀熙朗晴霖润涵淼润沛";
static const char *const trades[] = {"信息技术", "农业科技", "物流",     "供应链管理",
				     "大数据",   "智能装备", "医疗科技", "文化传媒",
				     "环保工程", "电子商务", "生物制药", "建筑设计"};
static const char *const forms[] = {"有限公司", "有限责任公司", "股份有限公司"};
static const char *const fonts[] = {"Noto Serif CJK SC", "Noto Sans CJK SC",
				    "Noto Sans CJK SC Light", "Noto Serif CJK SC Medium"};
static const char code_digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

typedef struct {
	Scan scan;
	char *owner;
	char code[19];
	const char *font;
	guint n_seals;
} Page;

static guint
pick(Scan *scan, guint n)
{
	return MIN((guint)(scan_chance(scan) * n), n - 1);
}

#define PICK(scan, list) ((list)[pick(scan, G_N_ELEMENTS(list))])

static char *
invent_owner(Scan *scan)
{
	g_autoptr(GString) name = g_string_new(PICK(scan, places));
	glong n = g_utf8_strlen(words, -1);

	for (guint i = 0; i < 2 + pick(scan, 2); i++)
		g_string_append_unichar(name, g_utf8_get_char(g_utf8_offset_to_pointer(
						      words, (glong)pick(scan, (guint)n))));
	g_string_append(name, PICK(scan, trades));
	g_string_append(name, PICK(scan, forms));
	return g_string_free(g_steal_pointer(&name), FALSE);
}

static guint
value_of(char digit)
{
	return (guint)(strchr(code_digits, digit) - code_digits);
}

/* GB 32100 with the organisation code of GB 11714. */
static void
invent_code(Scan *scan, char *code)
{
	static const guint weights[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
					29, 25, 13, 8,  24, 10, 30, 28};
	static const guint inner[] = {3, 7, 9, 10, 5, 8, 4, 2};
	guint sum = 0, total = 0;

	g_strlcpy(code, "91430900", 19);
	for (guint i = 0; i < 8; i++) {
		code[8 + i] = "0123456789ABCDEFGHJKLMNPQRTUWXY"[pick(scan, 31)];
		guint value = g_ascii_isdigit(code[8 + i]) ? (guint)(code[8 + i] - '0')
							   : (guint)(code[8 + i] - 'A') + 10;
		sum += value * inner[i];
	}
	guint check = 11 - sum % 11;
	code[16] = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
	for (guint i = 0; i < 17; i++)
		total += value_of(code[i]) * weights[i];
	code[17] = code_digits[(31 - total % 31) % 31];
	code[18] = 0;
}

static void
write_at(Page *page, double x, double y, double size, const char *format, const char *value)
{
	g_autofree char *font = g_strdup_printf("%s %.1f", page->font, size);
	g_autoptr(GString) text = g_string_new(format);

	g_string_replace(text, "%s", value, 1);
	scan_text(&page->scan, x, y, font, text->str);
}

static void
draw_licence(Page *page)
{
	Scan *scan = &page->scan;

	cairo_set_source_rgb(scan->cr, 0.7, 0.2, 0.2);
	cairo_set_line_width(scan->cr, 2.5);
	cairo_rectangle(scan->cr, 50, 50, 495, 620);
	cairo_stroke(scan->cr);
	cairo_set_source_rgb(scan->cr, 0, 0, 0);
	write_at(page, 235, 110, 26, "营业执照%s", "");
	write_at(page, 270, 160, 12, "（副　本）%s", "");
	write_at(page, 95, 200, 12, "统一社会信用代码：%s", page->code);
	write_at(page, 95, 235, 12, "名　　称：%s", page->owner);
	write_at(page, 95, 270, 12, "类　　型：有限责任公司%s", "(自然人投资或控股)");
	write_at(page, 95, 305, 12, "法定代表人：%s", "邱飞敏");
	write_at(page, 95, 340, 12, "注册资本：%s", "2953万元整");
	write_at(page, 95, 375, 12, "住　　所：%s", "湖南省益阳市高新区264号");
	write_at(page, 300, 560, 12, "登记机关：%s", "益阳市市场监督管理局");
	scan_seal(scan, SCAN_SEAL_ROUND, 420, 570, 110, scan_chance(scan), 0.8,
		  "益阳市市场监督管理局");
	page->n_seals = 1;
}

/* Cells with rules, labels at the left. */
static void
draw_form(Page *page)
{
	Scan *scan = &page->scan;
	const char *rows[][2] = {{"单位名称", page->owner},
				 {"统一社会信用代码", page->code},
				 {"所属赛道", "现代农业"},
				 {"项目名称", "农机作业数据应用平台"},
				 {"联系电话", "13800000000"}};

	write_at(page, 200, 70, 20, "参赛项目申报表%s", "");
	for (guint i = 0; i <= G_N_ELEMENTS(rows); i++)
		scan_rule(scan, 70, 120 + 40 * i, 525, 120 + 40 * i, 0.8);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		write_at(page, 78, 131 + 40 * i, 11, "%s", rows[i][0]);
		write_at(page, 208, 131 + 40 * i, 11, "%s", rows[i][1]);
	}
	double bottom = 120 + 40 * G_N_ELEMENTS(rows);
	scan_rule(scan, 70, 120, 70, bottom, 0.8);
	scan_rule(scan, 200, 120, 200, bottom, 0.8);
	scan_rule(scan, 525, 120, 525, bottom, 0.8);
}

/* The seal lies over the name of who declares. */
static void
draw_statement(Page *page)
{
	Scan *scan = &page->scan;

	write_at(page, 200, 70, 22, "申报主体责任声明%s", "");
	write_at(page, 76, 125, 12, "本单位 %s 自愿参加本次大赛，", page->owner);
	write_at(page, 76, 147, 12, "所提交材料真实、合法、有效，拥有自主知识产权，%s",
		 "无侵权行为，");
	write_at(page, 76, 169, 12, "未被列入失信名单，无重大违法记录。%s", "");
	write_at(page, 150, 292, 12, "声明单位（盖章）：%s", page->owner);
	write_at(page, 150, 326, 12, "法定代表人（签字）：%s", "袁远远");
	write_at(page, 150, 360, 12, "2025年6月25日%s", "");
	scan_seal(scan, SCAN_SEAL_ROUND, 320, 305, 115, scan_chance(scan) - 0.5,
		  0.6 + 0.4 * scan_chance(scan), page->owner);
	page->n_seals = 1;
	page->code[0] = 0;
}

static void
draw_certificate(Page *page)
{
	Scan *scan = &page->scan;

	write_at(page, 165, 135, 20, "中华人民共和国国家版权局%s", "");
	write_at(page, 165, 172, 20, "计算机软件著作权登记证书%s", "");
	write_at(page, 115, 225, 11, "证书号：%s", "软著登字第7152054号");
	write_at(page, 115, 258, 12, "软件名称：%s", "产线排产平台");
	write_at(page, 250, 275, 12, "%s", "V3.0");
	write_at(page, 115, 310, 12, "著 作 权 人：%s", page->owner);
	write_at(page, 115, 343, 12, "开发完成日期：%s", "2023年05月16日");
	write_at(page, 115, 376, 12, "权利取得方式：%s", "原始取得");
	write_at(page, 115, 409, 12, "登 记 号：%s", "2023SR1898554");
	scan_seal(scan, SCAN_SEAL_ROUND, 420, 480, 118, scan_chance(scan), 0.85,
		  "中华人民共和国国家版权局");
	page->n_seals = 1;
	page->code[0] = 0;
}

/* Red, and no seal. */
static void
draw_letter(Page *page)
{
	Scan *scan = &page->scan;

	cairo_set_source_rgb(scan->cr, 0.85, 0.05, 0.1);
	write_at(page, 110, 80, 36, "益阳市数据局文件%s", "");
	scan_rule(scan, 70, 160, 525, 160, 2);
	cairo_set_source_rgb(scan->cr, 0, 0, 0);
	write_at(page, 230, 135, 12, "益数发〔2025〕%s", "12号");
	write_at(page, 76, 200, 14, "%s：", page->owner);
	write_at(page, 76, 232, 12, "你单位报送的材料收悉。经研究，同意%s", "参加大赛初赛，");
	write_at(page, 76, 254, 12, "请按通知要求于七月十日前完成申报。%s", "");
	page->code[0] = 0;
}

static void (*const kinds[])(Page *page) = {draw_licence, draw_form, draw_statement,
					    draw_certificate, draw_letter};

static void
wear(Scan *scan)
{
	scan_skew(scan, (scan_chance(scan) - 0.5) * 3);
	scan_blur(scan, pick(scan, 3));
	scan_wear(scan, 4 + 12 * scan_chance(scan), 0.25 * scan_chance(scan),
		  scan_chance(scan) < 0.15);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: make-scans FOLDER [COUNT] [SEED]\n", stderr);
		return 2;
	}
	guint count = argc > 2 ? (guint)atoi(argv[2]) : 20;
	guint32 seed = argc > 3 ? (guint32)atoi(argv[3]) : 1;
	g_autoptr(GString) truth = g_string_new(NULL);

	g_mkdir_with_parents(argv[1], 0755);
	for (guint i = 0; i < count; i++) {
		Page page = {.scan = scan_new(SCAN_A4_WIDTH, SCAN_A4_HEIGHT, 200)};
		page.scan.chance = seed * 7919 + i * 104729;
		for (guint k = 0; k < 8; k++)
			scan_chance(&page.scan);
		page.owner = invent_owner(&page.scan);
		invent_code(&page.scan, page.code);
		page.font = PICK(&page.scan, fonts);
		kinds[i % G_N_ELEMENTS(kinds)](&page);
		wear(&page.scan);
		g_autofree char *name = g_strdup_printf("scan-%03u.png", i);
		g_autofree char *path = g_build_filename(argv[1], name, NULL);
		cairo_surface_write_to_png(page.scan.surface, path);
		g_string_append_printf(truth, "%s\t%s\t%s\t%u\n", name, page.owner,
				       page.code[0] ? page.code : "-", page.n_seals);
		g_free(page.owner);
		scan_clear(&page.scan);
	}
	g_autofree char *path = g_build_filename(argv[1], "truth.tsv", NULL);
	return !g_file_set_contents(path, truth->str, (gssize)truth->len, NULL);
}
