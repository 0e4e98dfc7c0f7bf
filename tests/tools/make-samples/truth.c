/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/truth.h"
#include "tests/tools/make-samples/registration.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define OTHER_ROWS 36 /* innocent rows of each CSV */
/* brands that no set of up to 150 submissions reaches */
#define FIRST_OTHER_SUBMISSION 150
#define FIRST_OTHER_UNIT 1500

struct _SampleTruth {
	JsonBuilder *builder;
	GString *registrations;
	GString *listed;
	guint32 seed;
};

SampleTruth *
sample_truth_new(guint32 seed)
{
	SampleTruth *truth = g_new0(SampleTruth, 1);

	truth->seed = seed;
	truth->builder = json_builder_new();
	truth->registrations = g_string_new(BYTE_ORDER_MARK SAMPLE_REGISTRATION_HEADER);
	truth->listed =
		g_string_new(BYTE_ORDER_MARK "名称,统一社会信用代码,列入日期,列入事由,来源\r\n");
	json_builder_begin_array(truth->builder);
	return truth;
}

void
sample_truth_free(SampleTruth *truth)
{
	if (truth == NULL)
		return;
	g_object_unref(truth->builder);
	g_string_free(truth->registrations, TRUE);
	g_string_free(truth->listed, TRUE);
	g_free(truth);
}

static void
add_string(JsonBuilder *builder, const char *key, const char *value)
{
	if (value == NULL)
		return;
	json_builder_set_member_name(builder, key);
	json_builder_add_string_value(builder, value);
}

static void
add_boolean(JsonBuilder *builder, const char *key, gboolean value)
{
	json_builder_set_member_name(builder, key);
	json_builder_add_boolean_value(builder, value);
}

static void
add_expectations(JsonBuilder *builder, const SampleSubmission *submission)
{
	json_builder_set_member_name(builder, "expect");
	json_builder_begin_array(builder);
	for (guint i = 0; i < submission->expectations->len; i++) {
		const SampleExpectation *expectation =
			g_ptr_array_index(submission->expectations, i);

		json_builder_begin_object(builder);
		add_string(builder, "rule", expectation->rule);
		if (expectation->has_paper)
			add_string(builder, "doc", sample_paper_title(expectation->paper));
		add_string(builder, "how", expectation->how);
		add_string(builder, "what", expectation->what);
		add_string(builder, "holder", expectation->holder);
		if (expectation->optional)
			add_boolean(builder, "optional", TRUE);
		json_builder_end_object(builder);
	}
	json_builder_end_array(builder);
}

static void
add_files(JsonBuilder *builder, const SampleBundle *bundle)
{
	const GPtrArray *files = sample_bundle_files(bundle);

	json_builder_set_member_name(builder, "files");
	json_builder_begin_object(builder);
	for (guint i = 0; i < files->len; i++) {
		const SampleFile *file = g_ptr_array_index(files, i);
		g_autofree char *name = g_path_get_basename(file->path);

		if (!g_str_equal(file->path, file->canonical))
			add_string(builder, file->canonical, name);
	}
	json_builder_end_object(builder);
}

static void
add_people(JsonBuilder *builder, const SampleSubmission *submission)
{
	json_builder_set_member_name(builder, "units");
	json_builder_begin_array(builder);
	for (guint i = 0; i < submission->units->len; i++) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);

		json_builder_begin_object(builder);
		add_string(builder, "name", unit->name);
		add_string(builder, "credit_code", unit->credit_code);
		json_builder_end_object(builder);
	}
	json_builder_end_array(builder);
	json_builder_set_member_name(builder, "members");
	json_builder_begin_array(builder);
	for (guint i = 0; i < submission->members->len; i++)
		json_builder_add_string_value(
			builder,
			((const SamplePerson *)g_ptr_array_index(submission->members, i))->name);
	json_builder_end_array(builder);
}

static void
add_style(JsonBuilder *builder, const SampleStyle *style)
{
	static const char *const forms[] = {"grid", "above", "underlined", "cover"};
	static const char *const members[] = {"table", "transposed", "list", "merged"};

	json_builder_set_member_name(builder, "style");
	json_builder_begin_object(builder);
	add_string(builder, "form", forms[style->form]);
	add_string(builder, "members", members[style->members]);
	json_builder_set_member_name(builder, "labels");
	json_builder_add_int_value(builder, style->labels);
	json_builder_set_member_name(builder, "heading");
	json_builder_add_int_value(builder, style->headings);
	json_builder_set_member_name(builder, "licence");
	json_builder_add_int_value(builder, style->licence);
	json_builder_set_member_name(builder, "credit");
	json_builder_add_int_value(builder, style->credit);
	json_builder_set_member_name(builder, "audit");
	json_builder_add_int_value(builder, style->audit);
	add_boolean(builder, "spaced", style->spaced);
	json_builder_set_member_name(builder, "scanned");
	json_builder_begin_array(builder);
	for (SamplePaperKind kind = 0; kind < SAMPLE_N_PAPERS; kind++)
		if (style->carriers[kind] == SAMPLE_CARRIER_SCAN ||
		    style->carriers[kind] == SAMPLE_CARRIER_PNG)
			json_builder_add_string_value(builder, sample_paper_title(kind));
	json_builder_end_array(builder);
	json_builder_end_object(builder);
}

void
sample_truth_add(SampleTruth *truth, SampleSubmission *submission, const SampleBundle *bundle)
{
	static const char *const packs[] = {"folder", "zip", "gbk", "nested", "single"};
	static const char *const carriers[] = {"pdf", "scan", "png", "docx"};
	JsonBuilder *builder = truth->builder;

	json_builder_begin_object(builder);
	add_string(builder, "id", submission->id);
	add_string(builder, "pack", packs[submission->pack]);
	add_string(builder, "carrier", carriers[submission->style.carriers[SAMPLE_PAPER_FORM]]);
	add_boolean(builder, "manifest", submission->manifest);
	json_builder_set_member_name(builder, "mutations");
	json_builder_begin_array(builder);
	for (guint i = 0; i < submission->mutations->len; i++)
		json_builder_add_string_value(builder, g_ptr_array_index(submission->mutations, i));
	json_builder_end_array(builder);
	add_expectations(builder, submission);
	add_boolean(builder, "plain_names", submission->style.file_names == SAMPLE_NAMES_PLAIN);
	add_files(builder, bundle);
	add_style(builder, &submission->style);
	add_string(builder, "project_name", submission->project_name);
	add_people(builder, submission);
	add_string(builder, "track", submission->track);
	add_string(builder, "host_city", submission->host_city);
	json_builder_end_object(builder);

	/* a submission is registered in the city it names, whatever else is wrong with it */
	sample_registration_append(submission, SAMPLE_REGISTRATION_SAME, submission->host_city);
	g_string_append(truth->registrations, submission->registrations->str);
	g_string_append(truth->listed, submission->listed->str);
}

/* Rows that concern nobody here: lists are never empty, and most of what they hold is about others.
 */
static void
add_other_rows(SampleTruth *truth)
{
	static const char *const cities[] = {"长沙市", "株洲市", "湘潭市", "衡阳市",
					     "邵阳市", "娄底市", NULL};

	for (guint i = 0; i < OTHER_ROWS; i++) {
		g_autoptr(SampleSubmission) other =
			sample_submission_new(truth->seed + 1, FIRST_OTHER_SUBMISSION + i);
		g_autoptr(SampleUnit) listed =
			sample_unit_new(other->dice, SAMPLE_UNIT_COMPANY, FIRST_OTHER_UNIT + i);

		sample_registration_append(other, SAMPLE_REGISTRATION_SAME,
					   sample_dice_pick(other->dice, cities));
		g_string_append(truth->registrations, other->registrations->str);
		g_string_append_printf(truth->listed,
				       "%s,%s,2023-%02u-15,违反财产报告制度,失信被执行人\r\n",
				       listed->name, listed->credit_code, i % 12 + 1);
	}
}

static gboolean
write_text(const char *folder, const char *name, const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return g_file_set_contents(path, text, -1, error);
}

gboolean
sample_truth_write(SampleTruth *truth, const char *folder, GError **error)
{
	g_autoptr(JsonNode) root = NULL;
	g_autofree char *json = NULL;

	add_other_rows(truth);
	json_builder_end_array(truth->builder);
	root = json_builder_get_root(truth->builder);
	json = json_to_string(root, TRUE);
	return write_text(folder, "truth.json", json, error) &&
	       write_text(folder, "registry.csv", truth->registrations->str, error) &&
	       write_text(folder, "blacklist.csv", truth->listed->str, error);
}
