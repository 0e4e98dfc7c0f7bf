/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/certificate.h"
#include "tests/tools/make-samples/form.h"

static char *
holders_text(const SampleSubmission *submission, SamplePaperKind kind, const char *separator)
{
	const char *holder = sample_submission_holder(submission, kind);

	if (submission->second_holder == NULL)
		return g_strdup(holder);
	return g_strconcat(holder, separator, submission->second_holder, NULL);
}

static void
add_row(SampleSheet *sheet, const SampleStyle *style, const char *label, const char *value)
{
	g_autofree char *spaced = sample_form_label(style, label);

	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s：%s", spaced, value);
}

static void
add_copyright(SampleSheet *sheet, const SampleSubmission *submission)
{
	SampleDice *dice = submission->dice;
	const SampleStyle *style = &submission->style;
	g_autofree char *owners = holders_text(submission, SAMPLE_PAPER_COPYRIGHT, "、");
	g_autofree char *software =
		g_strdup_printf("%s管理系统[简称：%s系统]V%u.0", submission->topic,
				submission->topic, sample_dice_between(dice, 1, 4));
	g_autofree char *number = g_strdup_printf("202%uSR%07u", sample_dice_between(dice, 1, 4),
						  sample_dice_between(dice, 100000, 2100000));

	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "中华人民共和国国家版权局");
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE, "计算机软件著作权登记证书");
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "证书号：软著登字第%u号",
				sample_dice_between(dice, 6000000, 14000000));
	add_row(sheet, style, "软件名称", software);
	add_row(sheet, style, "著作权人", owners);
	add_row(sheet, style, "首次发表日期", "未发表");
	add_row(sheet, style, "权利取得方式", "原始取得");
	add_row(sheet, style, "权利范围", "全部权利");
	add_row(sheet, style, "登记号", number);
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定，"
			 "经中国版权保护中心审核，对以上事项予以登记。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "中华人民共和国国家版权局");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL, "中华人民共和国国家版权局");
}

static void
add_patent(SampleSheet *sheet, const SampleSubmission *submission)
{
	SampleDice *dice = submission->dice;
	const SampleStyle *style = &submission->style;
	gboolean invention = sample_dice_chance(dice, 70);
	g_autofree char *owners = holders_text(submission, SAMPLE_PAPER_PATENT, "；");
	g_autofree char *number = sample_patent_number_new(dice, invention ? 1 : 2);
	g_autofree char *inventor = sample_person_name(dice);
	g_autofree char *subject = g_strdup_printf(invention ? "一种基于多源数据的%s方法及装置"
							     : "一种用于%s的采集终端",
						   submission->topic);

	sample_sheet_add_format(sheet, SAMPLE_BLOCK_RIGHT, "证书号第%u号",
				sample_dice_between(dice, 4000000, 7000000));
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE,
			 invention ? "发明专利证书" : "实用新型专利证书");
	add_row(sheet, style, invention ? "发明名称" : "实用新型名称", subject);
	add_row(sheet, style, invention ? "发明人" : "设计人", inventor);
	sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "专利号：ZL %.4s %.1s %.9s", number,
				number + 4, number + 5);
	add_row(sheet, style, "专利申请日", "2022年08月11日");
	add_row(sheet, style, "专利权人", owners);
	add_row(sheet, style, "授权公告日", "2024年01月09日");
	sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
			 "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，"
			 "颁发专利证书并在专利登记簿上予以登记。专利权自授权公告之日起生效。");
	sample_sheet_add(sheet, SAMPLE_BLOCK_RIGHT, "局长　申某某");
	sample_sheet_add(sheet, SAMPLE_BLOCK_SEAL, "国家知识产权局");
}

SampleSheet *
sample_certificate_new(const SampleSubmission *submission, SamplePaperKind kind)
{
	SampleSheet *sheet = sample_sheet_new(submission->style.serif);

	if (kind == SAMPLE_PAPER_COPYRIGHT)
		add_copyright(sheet, submission);
	else
		add_patent(sheet, submission);
	return sheet;
}
