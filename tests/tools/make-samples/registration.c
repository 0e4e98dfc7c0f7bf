/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/registration.h"

static void
append_people(GString *row, const GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++)
		g_string_append_printf(row, "%s%s", i > 0 ? "、" : "",
				       ((const SamplePerson *)g_ptr_array_index(people, i))->name);
	g_string_append_c(row, ',');
	for (guint i = 0; i < people->len; i++)
		g_string_append_printf(
			row, "%s%s", i > 0 ? "、" : "",
			((const SamplePerson *)g_ptr_array_index(people, i))->id_number);
}

static GPtrArray *
other_people(SampleSubmission *submission)
{
	GPtrArray *people = g_ptr_array_new_with_free_func((GDestroyNotify)sample_person_free);

	for (guint i = 0; i < 3; i++)
		g_ptr_array_add(people, sample_person_new(submission->dice, "成员", ""));
	return people;
}

void
sample_registration_append(SampleSubmission *submission, SampleRegistrationKind kind,
			   const char *city)
{
	GString *row = submission->registrations;
	g_autoptr(SampleUnit) stranger = sample_submission_stranger(submission, 0);
	g_autoptr(GPtrArray) strangers = other_people(submission);
	gboolean own_project =
		kind == SAMPLE_REGISTRATION_SAME || kind == SAMPLE_REGISTRATION_RENAMED;
	const SampleUnit *unit =
		kind == SAMPLE_REGISTRATION_TEAM ? stranger : sample_submission_lead(submission);
	g_autofree char *project =
		own_project
			? g_strconcat(kind == SAMPLE_REGISTRATION_RENAMED ? "基于数据要素的" : "",
				      submission->project_name, NULL)
			: g_strconcat(stranger->brand, "跨域公共资源撮合工具", NULL);

	g_string_append_printf(row, "%s,%s,%s,", project, unit->name, unit->credit_code);
	append_people(row, kind == SAMPLE_REGISTRATION_UNIT ? strangers : submission->members);
	g_string_append_printf(row, ",%s,%s\r\n", city, submission->track);
}
