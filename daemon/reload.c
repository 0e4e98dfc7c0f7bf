/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/reload.h"

#include <json-glib/json-glib.h>

#include "lib/error.h"

#define TOPIC "vet.pack.reloaded"
/* Of tests that fail, so many are told in full. */
#define TOLD_TESTS 5
/* Of an error's text on the bus; all of it is in the log. */
#define TOLD_BYTES 8192
#define PART "pack"

/* --- the candidate --- */

static gboolean
judge_tests(const VetPack *pack, const GPtrArray *results, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	guint failed = 0;

	for (guint i = 0; i < results->len; i++) {
		const VetPackTestResult *result = results->pdata[i];
		if (result->passed)
			continue;
		if (failed++ < TOLD_TESTS)
			g_string_append_printf(text, "\n%s: %s", result->name, result->detail);
	}
	if (failed == 0)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "pack %s %s fails %u of its %u tests (vetctl pack test shows all):%s",
		    vet_pack_id(pack), vet_pack_version(pack), failed, results->len, text->str);
	return FALSE;
}

static gboolean
passes_its_tests(VetPack *pack, guint *ret_tests, GError **error)
{
	g_autoptr(GPtrArray) results = vet_pack_run_tests(pack, error);
	if (!results)
		return FALSE;
	*ret_tests = results->len;
	return judge_tests(pack, results, error);
}

/* --- telling --- */

static JsonObject *
describe(const VetPack *pack)
{
	JsonObject *object = json_object_new();
	json_object_set_string_member(object, "id", vet_pack_id(pack));
	json_object_set_string_member(object, "version", vet_pack_version(pack));
	json_object_set_string_member(object, "sha256", vet_pack_sha256(pack));
	return object;
}

/* Takes `data`. */
static void
announce(const VetReload *reload, JsonObject *data)
{
	g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
	json_node_take_object(node, data);
	g_autofree char *text = json_to_string(node, FALSE);
	vet_store_announce(reload->store, TOPIC, vet_pack_id(vet_pipeline_pack(reload->pipeline)),
			   text);
}

static void
fail(const VetReload *reload, const GError *error)
{
	const VetPack *pack = vet_pipeline_pack(reload->pipeline);
	g_autofree char *whole = g_utf8_make_valid(error->message, -1);
	g_autofree char *head = g_strndup(whole, TOLD_BYTES);
	/* a character that was cut in two becomes one U+FFFD */
	g_autofree char *told = g_utf8_make_valid(head, -1);
	g_autofree char *problem =
		g_strdup_printf("%s was not loaded, %s %s stays in force: %s", reload->folder,
				vet_pack_id(pack), vet_pack_version(pack), told);
	JsonObject *data = json_object_new();

	vet_health_set(reload->health, PART, problem);
	json_object_set_boolean_member(data, "ok", FALSE);
	json_object_set_object_member(data, "pack", describe(pack));
	json_object_set_string_member(data, "folder", reload->folder);
	json_object_set_string_member(data, "error", told);
	announce(reload, data);
}

/* --- the swap --- */

static void
swap(const VetReload *reload, VetPack *pack, guint tests, char **ret_sentence)
{
	g_autoptr(VetPack) old = vet_pack_ref(vet_pipeline_pack(reload->pipeline));
	gint64 outdated = vet_store_count_outdated(reload->store, vet_pack_sha256(pack), NULL);
	JsonObject *data = json_object_new();

	vet_pipeline_set_pack(reload->pipeline, pack);
	json_object_set_boolean_member(data, "ok", TRUE);
	json_object_set_object_member(data, "pack", describe(pack));
	json_object_set_object_member(data, "previous", describe(old));
	json_object_set_int_member(data, "tests", tests);
	json_object_set_int_member(data, "submissions", MAX(outdated, 0));
	announce(reload, data);
	*ret_sentence = g_strdup_printf(
		"pack %s %s is in force in place of %s %s (%u tests passed)", vet_pack_id(pack),
		vet_pack_version(pack), vet_pack_id(old), vet_pack_version(old), tests);
}

gboolean
vet_reload(const VetReload *reload, VetReloadOutcome *ret_outcome, char **ret_sentence,
	   GError **error)
{
	const VetPack *present = vet_pipeline_pack(reload->pipeline);
	g_autoptr(GError) failure = NULL;
	g_autoptr(VetPack) pack = vet_pack_load(reload->folder, &failure);
	gboolean same = pack && g_str_equal(vet_pack_sha256(pack), vet_pack_sha256(present));
	guint tests = 0;

	if (!pack || (!same && !passes_its_tests(pack, &tests, &failure))) {
		fail(reload, failure);
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	vet_health_set(reload->health, PART, NULL);
	*ret_outcome = same ? VET_RELOAD_UNCHANGED : VET_RELOAD_DONE;
	if (same)
		*ret_sentence = g_strdup_printf("pack %s %s is unchanged, nothing was done",
						vet_pack_id(pack), vet_pack_version(pack));
	else
		swap(reload, pack, tests, ret_sentence);
	return TRUE;
}
