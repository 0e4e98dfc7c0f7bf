/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/statement.h"

SampleSheet *
sample_declaration_new(const SampleSubmission *submission)
{
	const SampleUnit *lead = sample_submission_lead(submission);
	const char *unit = sample_submission_holder(submission, SAMPLE_PAPER_DECLARATION);
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);

	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE,
			 submission->style.labels % 2 == 0 ? "申报主体责任声明"
							   : "申报主体责任声明书");
	sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, "益阳市数据局：");
	sample_sheet_add_format(
		sheet, SAMPLE_BLOCK_PARAGRAPH,
		"我单位以“%s”项目报名参加2025年“数据要素×”大赛益阳初赛，现就有关事项声明如下：",
		submission->project_name);
	sample_sheet_add(
		sheet, SAMPLE_BLOCK_PARAGRAPH,
		"一、所提交的全部材料真实、准确、完整，均为我单位所有，不含任何涉密内容。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "二、参赛项目拥有自主知识产权，不侵犯他人合法权益，数据来源合法合规。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "三、我单位未被列入失信名单，无重大违法记录，未在其他市州重复报名。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "如有不实，我单位愿承担由此产生的一切责任。");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT, "声明单位（公章）：%s", unit);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT, "法定代表人（签章）：%s",
				lead->principal);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "2025年6月20日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL, unit);
	return sheet;
}

static void
add_letter(SampleSheet *sheet, const SampleSubmission *submission, const char *unit)
{
	sample_sheet_add_format(
		sheet, SAMPLE_BLOCK_PARAGRAPH,
		"兹证明我单位自2023年10月起使用由%s研发的“%s”，截至目前系统运行正常，"
		"累计处理业务%u万笔，节约成本约%u万元，达到了预期效果。",
		unit, submission->project_name, sample_dice_between(submission->dice, 3, 90),
		sample_dice_between(submission->dice, 20, 400));
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH, "特此证明。");
}

static void
add_table(SampleSheet *sheet, const SampleSubmission *submission, const char *unit)
{
	static const double weights[] = {26, 74};
	static const char *const labels[] = {"应用项目", "研发单位", "应用单位", "应用时间",
					     "应用效果"};
	const char *values[] = {
		submission->project_name, unit, submission->customer, "2023年10月至今",
		"已在我单位全部业务部门投入使用，效率明显提高，经济效益和社会效益良好。"};
	SampleTable *table = sample_sheet_add_table(sheet, 2, weights);

	for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
		sample_table_set_label(table, i, 0, labels[i]);
		sample_table_set(table, i, 1, values[i]);
	}
}

SampleSheet *
sample_application_case_new(const SampleSubmission *submission)
{
	const char *unit = sample_submission_holder(submission, SAMPLE_PAPER_CASE);
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);

	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "应用案例证明");
	if (submission->style.application == 2)
		add_table(sheet, submission, unit);
	else
		add_letter(sheet, submission, unit);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT,
				submission->style.application == 1 ? "应用单位（盖章）：%s"
								   : "证明单位（公章）：%s",
				submission->customer);
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "2025年5月26日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL, submission->customer);
	return sheet;
}
