/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/credit-report.h"

const SampleCreditCategory sample_credit_categories[SAMPLE_N_CREDIT_CATEGORIES] = {
	{"行政许可信息", FALSE},
	{"守信激励信息", FALSE},
	{"行政处罚信息", TRUE},
	{"严重失信主体名单信息", TRUE},
	{"重大税收违法失信主体信息", TRUE},
	{"经营异常名录信息", FALSE},
	{"信用承诺信息", FALSE},
};

static guint
count_of(const SampleSubmission *submission, const SampleCreditCategory *category)
{
	if (category->title == submission->credit_hit)
		return sample_dice_between(submission->dice, 1, 3);
	if (category->adverse || g_str_has_prefix(category->title, "经营异常"))
		return 0;
	return sample_dice_between(submission->dice, 1, 9);
}

static void
add_table(SampleSheet *sheet, const guint *counts)
{
	static const double weights[] = {12, 58, 30};
	SampleTable *table = sample_sheet_add_table(sheet, 3, weights);

	sample_table_set_label(table, 0, 0, "序号");
	sample_table_set_label(table, 0, 1, "信息类型");
	sample_table_set_label(table, 0, 2, "记录数（条）");
	for (guint i = 0; i < SAMPLE_N_CREDIT_CATEGORIES; i++) {
		g_autofree char *number = g_strdup_printf("%u", i + 1);
		g_autofree char *count = g_strdup_printf("%u", counts[i]);

		sample_table_set(table, i + 1, 0, number);
		sample_table_set(table, i + 1, 1, sample_credit_categories[i].title);
		sample_table_set(table, i + 1, 2, count);
	}
}

static void
add_lines(SampleSheet *sheet, const guint *counts)
{
	for (guint i = 0; i < SAMPLE_N_CREDIT_CATEGORIES; i++)
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s：共%u条",
					sample_credit_categories[i].title, counts[i]);
}

/* A chapter for each category, whether it holds anything or not. */
static void
add_chapters(SampleSheet *sheet, const guint *counts)
{
	static const char *const nothing[] = {"暂无", "查询期内无相关记录。", "共0条。"};

	for (guint i = 0; i < SAMPLE_N_CREDIT_CATEGORIES; i++) {
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_SUBHEADING, "%u. %s", i + 1,
					sample_credit_categories[i].title);
		if (counts[i] == 0)
			sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
					 nothing[i % G_N_ELEMENTS(nothing)]);
		else
			sample_sheet_add_format(sheet, SAMPLE_BLOCK_PARAGRAPH, "共%u条，详见附页。",
						counts[i]);
	}
}

static void
add_details(SampleSheet *sheet, const SampleSubmission *submission)
{
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_SUBHEADING, "附：%s明细",
				submission->credit_hit);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "文书号：益市监处〔2024〕%u号",
				sample_dice_between(submission->dice, 5, 160));
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "决定日期：2024年9月12日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "决定机关：益阳市有关主管部门");
}

SampleSheet *
sample_credit_report_new(const SampleSubmission *submission)
{
	static void (*const layouts[])(SampleSheet * sheet,
				       const guint *counts) = {add_table, add_lines, add_chapters};
	static const char *const labels[] = {"机构名称", "企业名称", "查询主体名称"};
	const SampleUnit *lead = sample_submission_lead(submission);
	guint style = submission->style.credit;
	guint counts[SAMPLE_N_CREDIT_CATEGORIES];
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);

	for (guint i = 0; i < SAMPLE_N_CREDIT_CATEGORIES; i++)
		counts[i] = count_of(submission, &sample_credit_categories[i]);
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE,
			 style == 1 ? "信用中国法人公共信用信息报告" : "公共信用信息报告");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s：%s", labels[style],
				sample_submission_holder(submission, SAMPLE_PAPER_CREDIT));
	if (submission->holders[SAMPLE_PAPER_CREDIT] == NULL)
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "统一社会信用代码：%s",
					lead->credit_code);
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "报告生成时间：2025年6月18日 10:26");
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE,
			 "本报告展示行政许可、行政处罚、严重失信主体名单等信息，仅供参考。");
	layouts[style](sheet, counts);
	if (submission->credit_hit != NULL)
		add_details(sheet, submission);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "信用中国（湖南益阳）");
	return sheet;
}
