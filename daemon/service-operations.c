/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What vetd is asked and told while it runs: lists, the rule pack, its state. */

#include "daemon/journal.h"
#include "daemon/reload.h"
#include "daemon/service-private.h"
#include "lib/error.h"
#include "lib/recommendations.h"

static const char *
text_member(JsonObject *request, const char *key)
{
	JsonNode *node = json_object_get_member(request, key);
	return node && JSON_NODE_HOLDS_VALUE(node) &&
			       json_node_get_value_type(node) == G_TYPE_STRING
		       ? json_node_get_string(node)
		       : NULL;
}

static void
answer_report(JsonObject *reply, const char *sentence, const VetImportReport *report)
{
	JsonObject *item = json_object_new();
	JsonArray *problems = json_array_new();
	for (guint i = 0; report->problems && i < report->problems->len; i++)
		json_array_add_string_element(problems, report->problems->pdata[i]);
	json_object_set_string_member(item, "summary", sentence);
	json_object_set_int_member(item, "rows", (gint64)report->rows);
	json_object_set_int_member(item, "rejected", (gint64)report->rejected);
	json_object_set_int_member(item, "version", report->version);
	json_object_set_array_member(item, "problems", problems);
	json_object_set_object_member(reply, "item", item);
}

/* {"op": "import", "name": "blacklist" | "registrations", "source": …, "content": base64, "force":
 * bool} */
static gboolean
import(VetService *service, JsonObject *request, JsonObject *reply, GError **error)
{
	const char *name = text_member(request, "name");
	const char *source = text_member(request, "source");
	const char *content = text_member(request, "content");
	gboolean force = json_object_get_boolean_member_with_default(request, "force", FALSE);
	const VetPack *pack = vet_pipeline_pack(service->pipeline);
	g_auto(VetImportReport) imported = {0};
	gsize length;

	if (!name || !source || !content) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "import needs \"name\", \"source\" and \"content\" (base64)");
		return FALSE;
	}
	if (!g_str_equal(name, VET_FEED_REGISTRATIONS) && !vet_pack_declares_list(pack, name)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "the pack %s knows no list “%s”",
			    vet_pack_id(pack), name);
		return FALSE;
	}
	g_autofree guchar *bytes = g_base64_decode(content, &length);
	g_autofree char *sentence = vet_feeds_import(
		service->lists, name, source, (const char *)bytes, length, force, &imported, error);
	if (!sentence)
		return FALSE;
	vet_journal(VET_JOURNAL_INFO, "%s", sentence);
	answer_report(reply, sentence, &imported);
	return TRUE;
}

/* --- what is said of its state --- */

GPtrArray *
vet_service_health(const VetService *service)
{
	g_autofree char *write_error = vet_store_write_error(service->store);

	vet_health_set(service->health, "sandbox",
		       service->sandbox ? NULL : "off: documents are read without protection");
	vet_health_set(service->health, "store", write_error);
	vet_health_set(service->health, "extractions",
		       service->extractions ? vet_extractions_figures(service->extractions).fault
					    : NULL);
	return vet_health_problems(service->health);
}

static void
describe_health(VetService *service, JsonObject *item)
{
	g_autoptr(GPtrArray) problems = vet_service_health(service);
	JsonArray *array = json_array_new();
	for (guint i = 0; i < problems->len; i++)
		json_array_add_string_element(array, problems->pdata[i]);
	json_object_set_boolean_member(item, "healthy", problems->len == 0);
	json_object_set_array_member(item, "problems", array);
}

static void
describe_pack(VetService *service, JsonObject *item)
{
	const VetPack *pack = vet_pipeline_pack(service->pipeline);
	json_object_set_string_member(item, "pack", vet_pack_id(pack));
	json_object_set_string_member(item, "pack_version", vet_pack_version(pack));
	json_object_set_string_member(item, "pack_sha256", vet_pack_sha256(pack));
}

static JsonObject *
describe_revetting(VetService *service)
{
	const VetPack *pack = vet_pipeline_pack(service->pipeline);
	VetRevetterFigures figures = vet_revetter_figures(service->revetter);
	gint64 waiting = vet_store_count_outdated(service->store, vet_pack_sha256(pack), NULL);
	JsonObject *object = json_object_new();
	json_object_set_boolean_member(object, "running", figures.running);
	json_object_set_int_member(object, "waiting", MAX(waiting, 0));
	json_object_set_int_member(object, "changed", figures.changed);
	json_object_set_int_member(object, "unchanged", figures.unchanged);
	json_object_set_int_member(object, "failed", figures.failed);
	return object;
}

static JsonObject *
describe_extractions(VetService *service)
{
	const VetExtractionsFigures figures = vet_extractions_figures(service->extractions);
	const struct {
		const char *name;
		guint64 value;
	} rows[] = {
		{"entries", figures.entries}, {"bytes", figures.bytes},
		{"found", figures.found},     {"missed", figures.missed},
		{"kept", figures.kept},       {"evicted", figures.evicted},
		{"damaged", figures.damaged},
	};
	JsonObject *object = json_object_new();
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		json_object_set_int_member(object, rows[i].name, (gint64)rows[i].value);
	return object;
}

/* --- the rule pack, and the state as an operation --- */

static void
say_lines(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (*lines[i])
			vet_journal(VET_JOURNAL_WARNING, "%s", lines[i]);
}

static gboolean
reload_pack(VetService *service, VetReloadOutcome *ret_outcome, char **ret_sentence, GError **error)
{
	const VetReload reload = {service->pack_folder, service->pipeline, service->store,
				  service->health};
	g_autoptr(GError) failure = NULL;

	if (!vet_reload(&reload, ret_outcome, ret_sentence, &failure)) {
		const VetPack *pack = vet_pipeline_pack(service->pipeline);
		vet_journal(VET_JOURNAL_WARNING,
			    "pack %s was not loaded, %s %s stays in force:", service->pack_folder,
			    vet_pack_id(pack), vet_pack_version(pack));
		say_lines(failure->message);
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	vet_journal(VET_JOURNAL_INFO, "%s", *ret_sentence);
	vet_service_keep_pack(service);
	if (*ret_outcome == VET_RELOAD_DONE)
		vet_revetter_wake(service->revetter);
	return TRUE;
}

gboolean
vet_service_reload(VetService *service, GError **error)
{
	g_autofree char *sentence = NULL;
	VetReloadOutcome outcome;
	return reload_pack(service, &outcome, &sentence, error);
}

/* {"op": "reload"} */
static gboolean
reload(VetService *service, JsonObject *request, JsonObject *reply, GError **error)
{
	g_autofree char *sentence = NULL;
	VetReloadOutcome outcome;

	if (!service->intake) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_RETRY, "vetd is stopping");
		return FALSE;
	}
	if (!reload_pack(service, &outcome, &sentence, error))
		return FALSE;
	JsonObject *item = json_object_new();
	json_object_set_string_member(item, "summary", sentence);
	json_object_set_boolean_member(item, "changed", outcome == VET_RELOAD_DONE);
	describe_pack(service, item);
	json_object_set_object_member(item, "revetting", describe_revetting(service));
	json_object_set_object_member(reply, "item", item);
	return TRUE;
}

static gboolean
state(VetService *service, JsonObject *request, JsonObject *reply, GError **error)
{
	g_autofree char *figures = vet_store_figures(service->store, error);
	if (!figures)
		return FALSE;
	g_auto(GStrv) described = vet_namelists_describe(service->lists);
	JsonArray *lists = json_array_new();
	for (guint i = 0; described[i]; i++)
		json_array_add_string_element(lists, described[i]);
	JsonObject *item = json_object_new();
	describe_health(service, item);
	describe_pack(service, item);
	json_object_set_string_member(item, "pool", vet_pool_describe(service->pool));
	json_object_set_array_member(item, "lists", lists);
	json_object_set_int_member(item, "in_flight", vet_screener_in_flight(service->screener));
	json_object_set_int_member(item, "children", vet_pool_children(service->pool));
	json_object_set_int_member(item, "settling",
				   service->intake ? vet_intake_waiting(service->intake) : 0);
	json_object_set_object_member(item, "revetting", describe_revetting(service));
	if (service->extractions)
		json_object_set_object_member(item, "extractions", describe_extractions(service));
	json_object_set_member(item, "figures", json_from_string(figures, NULL));
	json_object_set_object_member(reply, "item", item);
	return TRUE;
}

/* {"op": "recommendations"} → item, as lib/recommendations.h has it, with the pack it is held against */
static gboolean
recommendations(VetService *service, JsonObject *request, JsonObject *reply, GError **error)
{
	g_autoptr(GPtrArray) standings = vet_store_standings(service->store, error);
	g_autoptr(VetRecommendations) counted =
		standings ? vet_recommendations_new(vet_pipeline_pack(service->pipeline)) : NULL;
	for (guint i = 0; standings && i < standings->len; i++) {
		const VetStanding *standing = standings->pdata[i];
		vet_recommendations_add(counted, standing->verdict, standing->track,
					standing->lead_name, standing->lead_code);
	}
	g_autofree char *text = counted ? vet_recommendations_to_json(counted) : NULL;
	g_autoptr(JsonNode) item = text ? json_from_string(text, error) : NULL;
	if (!item)
		return FALSE;
	describe_pack(service, json_node_get_object(item));
	json_object_set_member(reply, "item", g_steal_pointer(&item));
	return TRUE;
}

static const struct {
	const char *op;
	gboolean (*run)(VetService *service, JsonObject *request, JsonObject *reply,
			GError **error);
} operations[] = {{"import", import},
		  {"reload", reload},
		  {"status", state},
		  {"recommendations", recommendations}};

gboolean
vet_service_operate(const char *op, JsonObject *request, JsonObject *reply, gpointer user_data,
		    GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
		if (g_str_equal(op, operations[i].op))
			return operations[i].run(user_data, request, reply, error);
	g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED, "no operation “%s”", op);
	return FALSE;
}
