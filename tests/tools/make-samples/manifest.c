/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/manifest.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
add_string(JsonBuilder *builder, const char *key, const char *value)
{
	json_builder_set_member_name(builder, key);
	json_builder_add_string_value(builder, value);
}

static void
add_units(JsonBuilder *builder, const SampleSubmission *submission)
{
	json_builder_set_member_name(builder, "units");
	json_builder_begin_array(builder);
	for (guint i = 0; i < submission->units->len; i++) {
		const SampleUnit *unit = g_ptr_array_index(submission->units, i);

		json_builder_begin_object(builder);
		add_string(builder, "name", unit->name);
		add_string(builder, "credit_code", unit->credit_code);
		json_builder_set_member_name(builder, "lead");
		json_builder_add_boolean_value(builder, unit->lead);
		json_builder_end_object(builder);
	}
	json_builder_end_array(builder);
}

static void
add_members(JsonBuilder *builder, const SampleSubmission *submission)
{
	json_builder_set_member_name(builder, "members");
	json_builder_begin_array(builder);
	for (guint i = 0; i < MIN(submission->n_manifest_members, submission->members->len); i++) {
		const SamplePerson *person = g_ptr_array_index(submission->members, i);

		json_builder_begin_object(builder);
		add_string(builder, "name", person->name);
		add_string(builder, "id_number", person->id_number);
		add_string(builder, "unit", person->unit_name);
		json_builder_end_object(builder);
	}
	json_builder_end_array(builder);
}

GBytes *
sample_manifest_new(const SampleSubmission *submission)
{
	g_autoptr(JsonBuilder) builder = json_builder_new();
	g_autoptr(JsonNode) root = NULL;
	char *text;

	json_builder_begin_object(builder);
	add_string(builder, "submission_id", submission->id);
	add_string(builder, "project_name", submission->project_name);
	add_string(builder, "track", submission->track);
	add_string(builder, "host_city", submission->host_city);
	add_string(builder, "submitted_at", submission->submitted_at);
	add_units(builder, submission);
	add_members(builder, submission);
	json_builder_end_object(builder);
	root = json_builder_get_root(builder);
	text = json_to_string(root, TRUE);
	return g_bytes_new_take(text, strlen(text));
}
