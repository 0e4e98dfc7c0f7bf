/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/form-members.h"

#define TRANSPOSED_MOST 4 /* people side by side; an ID number needs the width */

typedef struct {
	const char *title, *name, *id_number, *unit, *role;
} Labels;

static const Labels wordings[] = {
	{"团队成员", "姓名", "身份证号码", "工作单位", "职务"},
	{"参赛团队成员信息", "成员姓名", "证件号码", "所在单位", "职务"},
	{"项目团队", "队员姓名", "身份证号", "任职单位", "分工"},
	{"团队成员名单", "姓名", "公民身份号码", "所属单位", "岗位"},
};

static const SamplePerson *
member(const SampleSubmission *submission, guint index)
{
	return g_ptr_array_index(submission->members, index);
}

static void
add_table(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {8, 16, 32, 30, 14};
	SampleTable *table = sample_sheet_add_table(sheet, 5, weights);

	sample_table_set_label(table, 0, 0, "序号");
	sample_table_set_label(table, 0, 1, labels->name);
	sample_table_set_label(table, 0, 2, labels->id_number);
	sample_table_set_label(table, 0, 3, labels->unit);
	sample_table_set_label(table, 0, 4, labels->role);
	for (guint i = 0; i < submission->members->len; i++) {
		const SamplePerson *person = member(submission, i);
		g_autofree char *number = g_strdup_printf("%u", i + 1);

		sample_table_set(table, i + 1, 0, number);
		sample_table_set(table, i + 1, 1, person->name);
		sample_table_set(table, i + 1, 2, person->id_number);
		sample_table_set(table, i + 1, 3, person->unit_name);
		sample_table_set(table, i + 1, 4, person->role);
	}
}

static void
add_transposed(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {16, 21, 21, 21, 21};

	for (guint start = 0; start < submission->members->len; start += TRANSPOSED_MOST) {
		guint n = MIN(submission->members->len - start, TRANSPOSED_MOST);
		SampleTable *table = sample_sheet_add_table(sheet, n + 1, weights);

		sample_table_set_label(table, 0, 0, labels->name);
		sample_table_set_label(table, 1, 0, labels->id_number);
		sample_table_set_label(table, 2, 0, labels->unit);
		sample_table_set_label(table, 3, 0, labels->role);
		for (guint i = 0; i < n; i++) {
			const SamplePerson *person = member(submission, start + i);

			sample_table_set(table, 0, i + 1, person->name);
			sample_table_set(table, 1, i + 1, person->id_number);
			sample_table_set(table, 2, i + 1, person->unit_name);
			sample_table_set(table, 3, i + 1, person->role);
		}
	}
}

static void
add_list(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	for (guint i = 0; i < submission->members->len; i++) {
		const SamplePerson *person = member(submission, i);

		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE,
					"%u．%s，%s：%s，%s：%s，%s：%s%s", i + 1, person->name,
					labels->id_number, person->id_number, labels->unit,
					person->unit_name, labels->role, person->role,
					i + 1 < submission->members->len ? "；" : "。");
	}
}

static guint
run_of_unit(const SampleSubmission *submission, guint start)
{
	guint end = start + 1;

	while (end < submission->members->len && g_str_equal(member(submission, end)->unit_name,
							     member(submission, start)->unit_name))
		end++;
	return end - start;
}

static void
add_merged(SampleSheet *sheet, const SampleSubmission *submission, const Labels *labels)
{
	static const double weights[] = {30, 18, 36, 16};
	SampleTable *table = sample_sheet_add_table(sheet, 4, weights);
	guint next_unit = 0;

	sample_table_set_span(table, 0, 0, 1, 4, labels->title, TRUE);
	sample_table_set_label(table, 1, 0, labels->unit);
	sample_table_set_label(table, 1, 1, labels->name);
	sample_table_set_label(table, 1, 2, labels->id_number);
	sample_table_set_label(table, 1, 3, labels->role);
	for (guint i = 0; i < submission->members->len; i++) {
		const SamplePerson *person = member(submission, i);

		if (i == next_unit) {
			guint n = run_of_unit(submission, i);

			sample_table_set_span(table, i + 2, 0, n, 1, person->unit_name, FALSE);
			next_unit += n;
		}
		sample_table_set(table, i + 2, 1, person->name);
		sample_table_set(table, i + 2, 2, person->id_number);
		sample_table_set(table, i + 2, 3, person->role);
	}
}

void
sample_form_add_members(SampleSheet *sheet, const SampleSubmission *submission)
{
	static void (*const layouts[SAMPLE_N_MEMBERS])(
		SampleSheet * sheet, const SampleSubmission *submission, const Labels *labels) = {
		[SAMPLE_MEMBERS_TABLE] = add_table,
		[SAMPLE_MEMBERS_TRANSPOSED] = add_transposed,
		[SAMPLE_MEMBERS_LIST] = add_list,
		[SAMPLE_MEMBERS_MERGED] = add_merged,
	};
	const Labels *labels = &wordings[submission->style.labels];

	if (submission->leader_repeated) {
		const SamplePerson *leader = member(submission, 0);

		sample_sheet_add_format(sheet, SAMPLE_BLOCK_LINE, "项目负责人：%s（%s：%s）",
					leader->name, labels->id_number, leader->id_number);
	}
	if (submission->style.members != SAMPLE_MEMBERS_MERGED)
		sample_sheet_add(sheet, SAMPLE_BLOCK_LINE, labels->title);
	layouts[submission->style.members](sheet, submission, labels);
}
