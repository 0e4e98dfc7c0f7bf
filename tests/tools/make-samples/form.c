/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/form.h"
#include "tests/tools/make-samples/form-members.h"
#include "tests/tools/make-samples/prose.h"

typedef struct {
	const char *project, *track, *city, *unit, *lead, *partner, *code;
} Labels;

static const Labels wordings[] = {
	{"项目名称", "参赛赛道", "初赛承办市州", "参赛单位", "牵头单位", "合作单位",
	 "统一社会信用代码"},
	{"项目全称", "申报赛道", "初赛市州", "申报单位", "主申报单位", "联合申报单位",
	 "社会信用代码"},
	{"申报项目名称", "所属赛道", "承办市州", "单位名称", "牵头申报单位", "参与单位",
	 "统一信用代码"},
	{"参赛项目名称", "赛道", "初赛承办市州", "参赛单位全称", "牵头参赛单位", "联合参赛单位",
	 "统一社会信用代码"},
};

char *
sample_form_label(const SampleStyle *style, const char *label)
{
	GString *spaced = g_string_new(NULL);

	if (!style->spaced || g_utf8_strlen(label, -1) > 4) {
		g_string_append(spaced, label);
		return g_string_free(spaced, FALSE);
	}
	for (const char *at = label; *at != '\0'; at = g_utf8_next_char(at)) {
		if (at != label)
			g_string_append(spaced, style->serif ? "　" : " ");
		g_string_append_len(spaced, at, g_utf8_next_char(at) - at);
	}
	return g_string_free(spaced, FALSE);
}

static const char *
unit_label(const SampleSubmission *submission, const Labels *labels, guint index)
{
	if (submission->units->len == 1 || submission->leads_unclear)
		return labels->unit;
	return index == 0 ? labels->lead : labels->partner;
}

static void
set_label(SampleTable *table, const SampleSubmission *submission, guint row, guint column,
	  guint column_span, const char *label)
{
	g_autofree char *text = sample_form_label(&submission->style, label);

	sample_table_set_span(table, row, column, 1, column_span, text, TRUE);
}

/* --- the four layouts of the base data --- */

static void
add_grid(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {17, 17, 16, 17, 17, 16};
	SampleTable *table = sample_sheet_add_table(sheet, 6, weights);
	guint row = 0;

	set_label(table, submission, row, 0, 1, labels->project);
	sample_table_set_span(table, row++, 1, 1, 5, submission->project_name, FALSE);
	set_label(table, submission, row, 0, 1, labels->track);
	sample_table_set_span(table, row, 1, 1, 2, submission->track, FALSE);
	set_label(table, submission, row, 3, 1, labels->city);
	sample_table_set_span(table, row++, 4, 1, 2, submission->host_city, FALSE);
	for (guint i = 0; i < submission->units->len; i++, row++) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);

		set_label(table, submission, row, 0, 1, unit_label(submission, labels, i));
		sample_table_set_span(table, row, 1, 1, 2, unit->name, FALSE);
		set_label(table, submission, row, 3, 1, labels->code);
		sample_table_set_span(table, row, 4, 1, 2, unit->credit_code, FALSE);
		if (unit->former_name != NULL) {
			set_label(table, submission, ++row, 0, 1, "曾用名");
			sample_table_set_span(table, row, 1, 1, 5, unit->former_name, FALSE);
		}
	}
}

static void
add_above(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {30, 20, 20, 30};
	SampleTable *table = sample_sheet_add_table(sheet, 4, weights);
	guint row = 2;

	set_label(table, submission, 0, 0, 2, labels->project);
	set_label(table, submission, 0, 2, 1, labels->track);
	set_label(table, submission, 0, 3, 1, labels->city);
	sample_table_set_span(table, 1, 0, 1, 2, submission->project_name, FALSE);
	sample_table_set(table, 1, 2, submission->track);
	sample_table_set(table, 1, 3, submission->host_city);
	for (guint i = 0; i < submission->units->len; i++, row += 2) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);

		set_label(table, submission, row, 0, 2, unit_label(submission, labels, i));
		set_label(table, submission, row, 2, 2, labels->code);
		sample_table_set_span(table, row + 1, 0, 1, 2, unit->name, FALSE);
		sample_table_set_span(table, row + 1, 2, 1, 2, unit->credit_code, FALSE);
		if (unit->former_name != NULL) {
			row += 2;
			set_label(table, submission, row, 0, 4, "曾用名");
			sample_table_set_span(table, row + 1, 0, 1, 4, unit->former_name, FALSE);
		}
	}
}

static void
add_line(SampleSheet *sheet, const SampleSubmission *submission, SampleBlockKind kind,
	 const char *label, const char *value)
{
	g_autofree char *text = sample_form_label(&submission->style, label);
	g_autofree char *start = g_strconcat(text, "：", NULL);

	if (kind == SAMPLE_BLOCK_UNDERLINED)
		sample_sheet_add_pair(sheet, kind, start, value);
	else
		sample_sheet_add_format(sheet, kind, "%s%s", start, value);
}

static void
add_lines(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	SampleBlockKind kind = SAMPLE_BLOCK_UNDERLINED;

	add_line(sheet, submission, kind, labels->project, submission->project_name);
	add_line(sheet, submission, kind, labels->track, submission->track);
	add_line(sheet, submission, kind, labels->city, submission->host_city);
	for (guint i = 0; i < submission->units->len; i++) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);

		add_line(sheet, submission, kind, unit_label(submission, labels, i), unit->name);
		add_line(sheet, submission, kind, labels->code, unit->credit_code);
		if (unit->former_name != NULL)
			add_line(sheet, submission, kind, "曾用名", unit->former_name);
	}
}

static void
add_cover(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {8, 42, 34, 16};
	SampleTable *table;

	add_line(sheet, submission, SAMPLE_BLOCK_CENTRE, labels->project, submission->project_name);
	add_line(sheet, submission, SAMPLE_BLOCK_CENTRE, labels->track, submission->track);
	add_line(sheet, submission, SAMPLE_BLOCK_CENTRE, labels->city, submission->host_city);
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "填报日期：2025年6月");
	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "参赛单位基本情况");
	table = sample_sheet_add_table(sheet, 4, weights);
	set_label(table, submission, 0, 0, 1, "序号");
	set_label(table, submission, 0, 1, 1, labels->unit);
	set_label(table, submission, 0, 2, 1, labels->code);
	set_label(table, submission, 0, 3, 1, "是否牵头");
	for (guint i = 0; i < submission->units->len; i++) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);
		g_autofree char *number = g_strdup_printf("%u", i + 1);
		g_autofree char *name = unit->former_name == NULL
						? g_strdup(unit->name)
						: g_strdup_printf("%s（曾用名：%s）", unit->name,
								  unit->former_name);

		sample_table_set(table, i + 1, 0, number);
		sample_table_set(table, i + 1, 1, name);
		sample_table_set(table, i + 1, 2, unit->credit_code);
		sample_table_set(table, i + 1, 3,
				 i == 0 && !submission->leads_unclear ? "是" : "否");
	}
}

/* --- the running text --- */

typedef struct {
	const char *const *numbers;           /* of the five sections; NULL: none */
	const char *mark;                     /* between number and title */
	const char *item_before, *item_after; /* around the number of an item */
	gboolean contents;                    /* with a list of contents before the text */
} Headings;

#define NUMBERS(...) ((const char *const[]){__VA_ARGS__})

static const Headings heading_styles[] = {
	{NUMBERS("一", "二", "三", "四", "五"), "、", "（", "）", FALSE},
	{NUMBERS("第一章", "第二章", "第三章", "第四章", "第五章"), "　", "", "、", TRUE},
	{NUMBERS("1", "2", "3", "4", "5"), ". ", "", ") ", FALSE},
	{NUMBERS("（一）", "（二）", "（三）", "（四）", "（五）"), "", "", "．", FALSE},
	{NUMBERS("第一部分", "第二部分", "第三部分", "第四部分", "第五部分"), "：", "", ".", TRUE},
	{NULL, "", "要点", "：", FALSE},
};

static char *
section_heading(const Headings *headings, guint number, const char *title)
{
	if (headings->numbers == NULL)
		return g_strdup(title);
	return g_strconcat(headings->numbers[number], headings->mark, title, NULL);
}

static void
add_contents(SampleSheet *sheet, const SampleSubmission *submission, const Headings *headings)
{
	guint number = 0;

	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "目　录");
	for (guint i = 0; i < SAMPLE_N_SECTIONS; i++) {
		g_autofree char *heading = NULL;

		if ((int)i == submission->section_missing && !submission->section_hollow)
			continue;
		heading = section_heading(headings, number++, sample_sections[i].title);
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "%s……………………………………………… %u",
					heading, number + 2);
	}
	sample_sheet_add(sheet, SAMPLE_BLOCK_BREAK, NULL);
}

static void
add_section(SampleSheet *sheet, const SampleSubmission *submission, const SampleProse *prose,
	    const SampleSection *section, gboolean hollow)
{
	const Headings *headings = &heading_styles[submission->style.headings];

	gboolean brief = submission->brief;

	if (hollow) {
		sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
				 "（请按通知要求填写本部分内容，800字以内，可附图表。）");
		return;
	}
	for (guint item = 0; section->items[item] != NULL; item++) {
		sample_sheet_add_format(sheet, SAMPLE_BLOCK_SUBHEADING, "%s%u%s%s",
					headings->item_before, item + 1, headings->item_after,
					section->items[item]);
		for (guint i = brief ? 1 : sample_dice_between(prose->dice, 1, 2); i > 0; i--) {
			g_autofree char *text = sample_prose_paragraph(prose, section, item);

			sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH, text);
		}
		if (brief)
			break;
	}
}

static void
add_sections(SampleSheet *sheet, const SampleSubmission *submission)
{
	const Headings *headings = &heading_styles[submission->style.headings];
	SampleProse prose = {submission->dice, submission->subject, submission->topic,
			     sample_submission_lead(submission)->name};
	guint number = 0;

	if (headings->contents)
		add_contents(sheet, submission, headings);
	for (guint i = 0; i < SAMPLE_N_SECTIONS; i++) {
		g_autofree char *heading = NULL;
		gboolean faulty = (int)i == submission->section_missing;

		if (faulty && !submission->section_hollow)
			continue;
		heading = section_heading(headings, number++, sample_sections[i].title);
		sample_sheet_add(sheet, SAMPLE_BLOCK_HEADING, heading);
		add_section(sheet, submission, &prose, &sample_sections[i], faulty);
	}
	if (submission->won_last_year)
		sample_sheet_add(sheet, SAMPLE_BLOCK_PARAGRAPH,
				 "本项目曾获2024年“数据要素×”大赛益阳初赛二等奖，"
				 "一年来在不改变名称和主要内容的基础上持续迭代。");
}

SampleSheet *
sample_form_new(const SampleSubmission *submission)
{
	static void (*const layouts[SAMPLE_N_FORMS])(
		SampleSheet * sheet, const SampleSubmission *submission, const Labels *labels) = {
		[SAMPLE_FORM_GRID] = add_grid,
		[SAMPLE_FORM_ABOVE] = add_above,
		[SAMPLE_FORM_UNDERLINED] = add_lines,
		[SAMPLE_FORM_COVER] = add_cover,
	};
	const SampleStyle *style = &submission->style;
	SampleSheet *sheet = sample_sheet_new(style->serif);

	if (style->labels % 2 == 0)
		sheet->running_header = g_strdup("2025年“数据要素×”大赛益阳初赛申报材料");
	sample_sheet_add(sheet, SAMPLE_BLOCK_CENTRE, "2025年“数据要素×”大赛湖南分赛益阳初赛");
	sample_sheet_add(sheet, SAMPLE_BLOCK_TITLE,
			 style->spaced ? "项 目 申 报 书" : "项目申报书");
	layouts[style->form](sheet, submission, &wordings[style->labels]);
	sample_form_add_members(sheet, submission);
	add_sections(sheet, submission);
	return sheet;
}
