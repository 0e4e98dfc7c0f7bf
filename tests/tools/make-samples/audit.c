/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/audit.h"
#include "tests/tools/make-samples/licence.h"

/* The three ways of naming who was audited: a cover, a labelled line, the letter alone. */
static void
add_opening(SampleSheet *sheet, const SampleSubmission *submission, const char *audited)
{
	guint number = sample_dice_between(submission->dice, 11, 880);

	if (submission->style.audit == 0) {
		sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, audited);
		sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "2024年度财务报表审计报告");
		sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, submission->auditor);
		sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	}
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "审 计 报 告");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT, "湘中和审字（2025）第%04u号", number);
	if (submission->style.audit == 1)
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "被审计单位名称：%s", audited);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s：", audited);
}

static void
add_opinion(SampleSheet *sheet, const char *audited)
{
	sample_sheet_add(sheet, SAMPLE_BLOCK_SUBHEADING, "一、审计意见");
	sample_sheet_add_format(
		sheet, SAMPLE_BLOCK_PARAGRAPH,
		"我们审计了%s（以下简称“贵单位”）财务报表，包括2024年12月31日的资产负债表，"
		"2024年度的利润表、现金流量表以及相关财务报表附注。"
		"我们认为，后附的财务报表在所有重大方面按照企业会计准则的规定编制，"
		"公允反映了贵单位2024年12月31日的财务状况以及2024年度的经营成果和现金流量。",
		audited);
	sample_sheet_add(sheet, SAMPLE_BLOCK_SUBHEADING, "二、形成审计意见的基础");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "我们按照中国注册会计师审计准则的规定执行了审计工作。按照中国注册会计师"
			 "职业道德守则，我们独立于贵单位，并履行了职业道德方面的其他责任。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SUBHEADING, "三、管理层和治理层对财务报表的责任");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "管理层负责按照企业会计准则的规定编制财务报表，使其实现公允反映，"
			 "并设计、执行和维护必要的内部控制。");
}

static void
add_balance_sheet(SampleSheet *sheet, SampleDice *dice, const char *audited)
{
	static const char *const items[] = {"货币资金",     "应收账款", "预付款项", "存货",
					    "流动资产合计", "固定资产", "无形资产", "资产总计"};
	static const double weights[] = {40, 30, 30};
	SampleTable *table;

	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "资产负债表");
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "2024年12月31日");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "编制单位：%s　　　　金额单位：人民币元",
				audited);
	table = sample_sheet_add_table(sheet, 3, weights);
	sample_table_set_label(table, 0, 0, "项　　目");
	sample_table_set_label(table, 0, 1, "年末余额");
	sample_table_set_label(table, 0, 2, "年初余额");
	for (guint i = 0; i < G_N_ELEMENTS(items); i++) {
		sample_table_set(table, i + 1, 0, items[i]);
		for (guint column = 1; column <= 2; column++) {
			g_autofree char *amount = g_strdup_printf(
				"%u,%03u,%03u.%02u", sample_dice_between(dice, 1, 88),
				sample_dice_below(dice, 1000), sample_dice_below(dice, 1000),
				sample_dice_below(dice, 100));

			sample_table_set(table, i + 1, column, amount);
		}
	}
}

SampleSheet *
sample_audit_new(const SampleSubmission *submission)
{
	const char *audited = sample_submission_holder(submission, SAMPLE_PAPER_AUDIT);
	g_autofree char *accountant = sample_person_name(submission->dice);
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);

	add_opening(sheet, submission, audited);
	add_opinion(sheet, audited);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, submission->auditor);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT, "中国注册会计师：%s", accountant);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "二〇二五年三月二十八日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL, submission->auditor);
	add_balance_sheet(sheet, submission->dice, audited);
	if (submission->auditor_licence)
		sample_licence_append_auditor(sheet, submission->dice, submission->auditor);
	return sheet;
}
