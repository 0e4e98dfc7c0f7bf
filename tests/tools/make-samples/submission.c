/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/submission.h"

#define BRANDS_EACH 8 /* of one submission: units, auditor, strangers */
#define FIRST_STRANGER 5

static const char *const roles[] = {"项目负责人", "产品经理", "数据工程师",
				    "算法工程师", "运营专员", "架构师",
				    "测试工程师", "技术顾问", NULL};
static const char *const project_forms[] = {"%s%s一体化服务平台", "“%s”%s数据服务系统",
					    "%s%s智慧大脑", "%s——面向%s的数据赋能应用", NULL};

static void
expectation_free(gpointer data)
{
	SampleExpectation *expectation = data;

	g_free(expectation->holder);
	g_free(expectation);
}

static void
choose_style(SampleSubmission *submission)
{
	SampleDice *dice = submission->dice;
	SampleStyle *style = &submission->style;

	style->form = sample_dice_below(dice, SAMPLE_N_FORMS);
	style->members = sample_dice_below(dice, SAMPLE_N_MEMBERS);
	style->labels = sample_dice_below(dice, 4);
	style->headings = sample_dice_below(dice, 6);
	style->licence = sample_dice_below(dice, 3);
	style->credit = sample_dice_below(dice, 3);
	style->audit = sample_dice_below(dice, 3);
	style->application = sample_dice_below(dice, 3);
	style->spaced = sample_dice_chance(dice, 30);
	style->serif = sample_dice_chance(dice, 50);
	if (sample_dice_chance(dice, 40))
		style->carriers[SAMPLE_PAPER_FORM] = SAMPLE_CARRIER_DOCX;
	style->file_names = sample_dice_chance(dice, 55)   ? SAMPLE_NAMES_PLAIN
			    : sample_dice_chance(dice, 50) ? SAMPLE_NAMES_NUMBERED
							   : SAMPLE_NAMES_MEANINGLESS;
}

static char *
project_name_new(SampleSubmission *submission, const char *brand)
{
	const char *form = sample_dice_pick(submission->dice, project_forms);
	g_auto(GStrv) parts = g_strsplit(form, "%s", 3);

	return g_strconcat(parts[0], brand, parts[1], submission->topic, parts[2], NULL);
}

SampleSubmission *
sample_submission_new(guint32 seed, guint number)
{
	SampleSubmission *submission = g_new0(SampleSubmission, 1);
	SampleDice *dice = sample_dice_new(seed * 100003u + number);
	g_autofree char *auditor_brand = NULL;
	g_autoptr(SampleUnit) customer = NULL;

	submission->dice = dice;
	submission->number = number;
	submission->units = g_ptr_array_new_with_free_func((GDestroyNotify)sample_unit_free);
	submission->members = g_ptr_array_new_with_free_func((GDestroyNotify)sample_person_free);
	submission->mutations = g_ptr_array_new();
	submission->expectations = g_ptr_array_new_with_free_func(expectation_free);
	submission->registrations = g_string_new(NULL);
	submission->listed = g_string_new(NULL);
	submission->section_missing = -1;
	submission->subject =
		&sample_tracks[(number * 5 + sample_dice_below(dice, 3)) % SAMPLE_N_TRACKS];
	submission->topic = sample_dice_pick(dice, submission->subject->topics);
	submission->track = g_strdup(submission->subject->name);
	submission->host_city = g_strdup("益阳市");
	submission->submitted_at = g_strdup_printf(
		"2025-%sT%02u:%02u:00+08:00", sample_dice_chance(dice, 50) ? "06-26" : "07-03",
		sample_dice_between(dice, 8, 21), sample_dice_below(dice, 60));
	submission->manifest = sample_dice_chance(dice, 50);
	choose_style(submission);
	sample_submission_add_unit(submission, sample_dice_chance(dice, 20)
						       ? SAMPLE_UNIT_INSTITUTION
						       : SAMPLE_UNIT_COMPANY);
	if (sample_dice_chance(dice, 35))
		sample_submission_add_unit(submission, SAMPLE_UNIT_COMPANY);
	submission->project_name =
		project_name_new(submission, sample_submission_lead(submission)->brand);
	sample_submission_set_members(submission, sample_dice_between(dice, 2, 5));
	submission->dropped[sample_dice_chance(dice, 50) ? SAMPLE_PAPER_PATENT
							 : SAMPLE_PAPER_COPYRIGHT] =
		sample_dice_chance(dice, 60);
	auditor_brand = sample_brand(number * BRANDS_EACH + 4);
	submission->auditor = g_strconcat("湖南", auditor_brand,
					  sample_dice_chance(dice, 50) ? "会计师事务所（普通合伙）"
								       : "联合会计师事务所",
					  NULL);
	customer = sample_submission_stranger(submission, 2);
	submission->customer = g_strdup(customer->name);
	return submission;
}

void
sample_submission_free(SampleSubmission *submission)
{
	if (submission == NULL)
		return;
	for (guint i = 0; i < SAMPLE_N_PAPERS; i++)
		g_free(submission->holders[i]);
	g_free(submission->id);
	g_free(submission->project_name);
	g_free(submission->track);
	g_free(submission->host_city);
	g_free(submission->submitted_at);
	g_free(submission->second_holder);
	g_free(submission->auditor);
	g_free(submission->customer);
	g_ptr_array_unref(submission->units);
	g_ptr_array_unref(submission->members);
	g_ptr_array_unref(submission->mutations);
	g_ptr_array_unref(submission->expectations);
	g_string_free(submission->registrations, TRUE);
	g_string_free(submission->listed, TRUE);
	g_clear_pointer(&submission->dice, sample_dice_free);
	g_free(submission);
}

SampleUnit *
sample_submission_lead(const SampleSubmission *submission)
{
	return g_ptr_array_index(submission->units, 0);
}

const char *
sample_submission_holder(const SampleSubmission *submission, SamplePaperKind kind)
{
	const char *holder = submission->holders[kind];

	return holder != NULL ? holder : sample_submission_lead(submission)->name;
}

SampleUnit *
sample_submission_stranger(SampleSubmission *submission, guint slot)
{
	return sample_unit_new(submission->dice, SAMPLE_UNIT_COMPANY,
			       submission->number * BRANDS_EACH + FIRST_STRANGER + slot);
}

void
sample_submission_set_members(SampleSubmission *submission, guint n)
{
	guint n_units = submission->units->len;

	g_ptr_array_set_size(submission->members, 0);
	while (submission->members->len < n) {
		guint i = submission->members->len;
		/* those of one unit stand together, as forms have them */
		const SampleUnit *unit = g_ptr_array_index(submission->units, i * n_units / n);
		SamplePerson *person = sample_person_new(
			submission->dice, roles[i % (G_N_ELEMENTS(roles) - 1)], unit->name);
		gboolean taken = FALSE;

		for (guint j = 0; j < i && !taken; j++) {
			const SamplePerson *other = g_ptr_array_index(submission->members, j);

			taken = g_str_equal(other->name, person->name);
		}
		if (taken)
			sample_person_free(person);
		else
			g_ptr_array_add(submission->members, person);
	}
	submission->n_manifest_members = n;
}

void
sample_submission_add_unit(SampleSubmission *submission, SampleUnitKind kind)
{
	guint slot = submission->units->len;
	SampleUnit *unit =
		sample_unit_new(submission->dice, kind, submission->number * BRANDS_EACH + slot);

	unit->lead = slot == 0;
	g_ptr_array_add(submission->units, unit);
}

void
sample_submission_replace_lead(SampleSubmission *submission, SampleUnitKind kind)
{
	SampleUnit *unit =
		sample_unit_new(submission->dice, kind, submission->number * BRANDS_EACH);

	unit->lead = TRUE;
	sample_unit_free(submission->units->pdata[0]);
	submission->units->pdata[0] = unit;
	sample_submission_set_members(submission, submission->members->len);
}

SampleExpectation *
sample_submission_expect(SampleSubmission *submission, const char *rule)
{
	SampleExpectation *expectation = g_new0(SampleExpectation, 1);

	expectation->rule = rule;
	g_ptr_array_add(submission->expectations, expectation);
	return expectation;
}

void
sample_submission_expect_optional(SampleSubmission *submission, const char *rule)
{
	sample_submission_expect(submission, rule)->optional = TRUE;
}
