/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/licence.h"
#include "tests/tools/make-samples/form.h"

#define MOST_ROWS 12

/* What the words of a licence depend on: its labels tell a company from a branch or a trader. */
typedef struct {
	const char *type, *principal_label, *place_label;
	gboolean has_capital;
} Wording;

static const Wording wordings[] = {
	[SAMPLE_UNIT_COMPANY] = {"有限责任公司（自然人投资或控股）", "法定代表人", "住所", TRUE},
	[SAMPLE_UNIT_BRANCH] = {"有限责任公司分公司（自然人投资或控股）", "负责人", "营业场所",
				FALSE},
	[SAMPLE_UNIT_INDIVIDUAL] = {"个体工商户", "经营者", "经营场所", FALSE},
	[SAMPLE_UNIT_PARTNERSHIP] = {"普通合伙企业", "执行事务合伙人", "主要经营场所", FALSE},
};

typedef struct {
	const char *label;
	char *value;
} Row;

static guint
licence_rows(const SampleSubmission *submission, const SampleUnit *unit, Row *rows)
{
	const Wording *wording = &wordings[unit->kind];
	SampleDice *dice = submission->dice;
	guint n = 0;

	rows[n++] = (Row){"名称", g_strdup(unit->name)};
	if (unit->former_name != NULL)
		rows[n++] = (Row){"曾用名", g_strdup(unit->former_name)};
	rows[n++] = (Row){"类型", g_strdup(wording->type)};
	rows[n++] = (Row){wording->principal_label, g_strdup(unit->principal)};
	if (wording->has_capital)
		rows[n++] =
			(Row){"注册资本", g_strdup_printf("人民币%u万元整",
							  sample_dice_between(dice, 1, 80) * 100)};
	rows[n++] = (Row){"成立日期",
			  g_strdup_printf("%u年%02u月%02u日", sample_dice_between(dice, 2008, 2022),
					  sample_dice_between(dice, 1, 12),
					  sample_dice_between(dice, 1, 28))};
	rows[n++] = (Row){"营业期限", g_strdup("长期")};
	rows[n++] = (Row){wording->place_label, g_strdup(unit->address)};
	rows[n++] =
		(Row){"经营范围",
		      g_strdup_printf("%s技术服务、技术开发；数据处理服务；软件销售。"
				      "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
				      unit->trade)};
	return n;
}

static guint
institution_rows(const SampleSubmission *submission, const SampleUnit *unit, Row *rows)
{
	guint n = 0;

	rows[n++] = (Row){"名称", g_strdup(unit->name)};
	if (unit->former_name != NULL)
		rows[n++] = (Row){"曾用名", g_strdup(unit->former_name)};
	rows[n++] = (Row){"宗旨和业务范围",
			  g_strdup("开展数据资源研究，促进社会发展。提供公共技术服务。")};
	rows[n++] = (Row){"住所", g_strdup(unit->address)};
	rows[n++] = (Row){"法定代表人", g_strdup(unit->principal)};
	rows[n++] = (Row){"经费来源", g_strdup("财政补助")};
	rows[n++] =
		(Row){"开办资金",
		      g_strdup_printf("￥%u万元", sample_dice_between(submission->dice, 50, 900))};
	rows[n++] = (Row){"举办单位", g_strdup("益阳市科学技术局")};
	rows[n++] = (Row){"登记管理机关", g_strdup("益阳市事业单位登记管理局")};
	rows[n++] = (Row){"有效期", g_strdup("自2022年03月18日至2027年03月17日")};
	return n;
}

static void
add_lines(SampleSheet *sheet, const SampleStyle *style, const Row *rows, guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *label = sample_form_label(style, rows[i].label);

		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s：%s", label, rows[i].value);
	}
}

/* As licences since 2019 look: no colons, short values beside one another. */
static void
add_columns(SampleSheet *sheet, const SampleStyle *style, const Row *rows, guint n)
{
	guint half = (n + 1) / 2;

	for (guint i = 0; i < half; i++) {
		g_autofree char *left_label = sample_form_label(style, rows[i].label);
		g_autofree char *left = g_strdup_printf("%s　%s", left_label, rows[i].value);
		g_autofree char *right = NULL;

		if (half + i < n) {
			g_autofree char *label = sample_form_label(style, rows[half + i].label);

			right = g_strdup_printf("%s　%s", label, rows[half + i].value);
		}
		sample_sheet_add_pair(sheet, SAMPLE_BLOCK_COLUMNS, left,
				      right != NULL ? right : "");
	}
}

static void
add_table(SampleSheet *sheet, const SampleStyle *style, const Row *rows, guint n)
{
	static const double weights[] = {26, 74};
	SampleTable *table = sample_sheet_add_table(sheet, 2, weights);

	for (guint i = 0; i < n; i++) {
		g_autofree char *label = sample_form_label(style, rows[i].label);

		sample_table_set_label(table, i, 0, label);
		sample_table_set(table, i, 1, rows[i].value);
	}
}

static void
add_rows(SampleSheet *sheet, const SampleStyle *style, const Row *rows, guint n)
{
	static void (*const layouts[])(SampleSheet * sheet, const SampleStyle *style,
				       const Row *rows,
				       guint n) = {add_lines, add_columns, add_table};

	layouts[style->licence](sheet, style, rows, n);
}

SampleSheet *
sample_licence_new(const SampleSubmission *submission, const SampleUnit *unit)
{
	gboolean institution = unit->kind == SAMPLE_UNIT_INSTITUTION;
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);
	Row rows[MOST_ROWS];
	guint n = institution ? institution_rows(submission, unit, rows)
			      : licence_rows(submission, unit, rows);

	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE,
			 institution                ? "事业单位法人证书"
			 : submission->style.spaced ? "营 业 执 照"
						    : "营业执照");
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, institution ? "（副本）" : "（副　本）　1-1");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE,
				submission->style.licence == 1 ? "统一社会信用代码　%s"
							       : "统一社会信用代码：%s",
				unit->licence_code);
	add_rows(sheet, &submission->style, rows, n);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT,
			 institution ? "发证机关：益阳市事业单位登记管理局"
				     : "登记机关：益阳市赫山区市场监督管理局");
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "2023年05月16日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL,
			 institution ? "益阳市事业单位登记管理局" : "益阳市市场监督管理局");
	for (guint i = 0; i < n; i++)
		g_free(rows[i].value);
	return sheet;
}

void
sample_licence_append_auditor(SampleSheet *sheet, SampleDice *dice, const char *auditor)
{
	g_autofree char *code = sample_credit_code_new(dice, "91");
	g_autofree char *partner = sample_person_name(dice);

	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "营业执照");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "统一社会信用代码：%s", code);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "名称：%s", auditor);
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "类型：普通合伙企业");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "执行事务合伙人：%s", partner);
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "主要经营场所：长沙市岳麓区麓谷大道88号");
	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "会计师事务所执业证书");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "名称：%s", auditor);
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "执业证书编号：43010128");
}
