/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/service.h"

#include <errno.h>
#include <unistd.h>

#include "daemon/bus.h"
#include "daemon/claim.h"
#include "daemon/feeds.h"
#include "daemon/intake.h"
#include "daemon/journal.h"
#include "daemon/paths.h"
#include "daemon/pipeline.h"
#include "daemon/screener.h"
#include "daemon/secret.h"
#include "lib/error.h"

struct _VetService {
	guint8 secret[VET_SECRET_BYTES];
	int state_claim; /* -1: not held */
	int inbox_claim;
	VetStore *store;
	VetNamelists *lists;
	VetFeeds *feeds;
	VetSpool *spool;
	VetExtractions *extractions; /* NULL: none are stored */
	VetPack *pack;
	VetPool *pool;
	VetPipeline *pipeline;
	VetScreener *screener;
	VetBus *bus;
	VetIntake *intake;
	guint look_timer;
};

static void
report(const char *sentence, gboolean problem, gpointer user_data)
{
	vet_journal(problem ? VET_JOURNAL_WARNING : VET_JOURNAL_INFO, "%s", sentence);
}

static void
complain(const char *sentence, gpointer user_data)
{
	report(sentence, TRUE, user_data);
}

static void
received(const char *id, guint version, VetReceived what, gpointer user_data)
{
	static const char *const words[] = {
		[VET_RECEIVED_NEW] = "received",
		[VET_RECEIVED_VERSION] = "received again with other content",
		[VET_RECEIVED_SAME] = "received again unchanged, not screened again",
	};
	VetService *service = user_data;
	vet_journal(VET_JOURNAL_INFO, "%s version %u: %s", id, version, words[what]);
	/* the intake's first scan runs before the screener exists */
	if (service->screener)
		vet_screener_wake(service->screener);
}

/* --- operations of the query endpoint --- */

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
	g_auto(VetImportReport) imported = {0};
	gsize length;

	if (!name || !source || !content) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "import needs \"name\", \"source\" and \"content\" (base64)");
		return FALSE;
	}
	if (!g_str_equal(name, VET_FEED_REGISTRATIONS) &&
	    !vet_pack_declares_list(service->pack, name)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "the pack %s knows no list “%s”",
			    vet_pack_id(service->pack), name);
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

static gboolean
state(VetService *service, JsonObject *request, JsonObject *reply, GError **error)
{
	JsonObject *item = json_object_new();
	g_autofree char *figures = vet_store_figures(service->store, error);
	if (!figures) {
		json_object_unref(item);
		return FALSE;
	}
	g_auto(GStrv) described = vet_namelists_describe(service->lists);
	JsonArray *lists = json_array_new();
	for (guint i = 0; described[i]; i++)
		json_array_add_string_element(lists, described[i]);
	json_object_set_string_member(item, "pack", vet_pack_id(service->pack));
	json_object_set_string_member(item, "pack_version", vet_pack_version(service->pack));
	json_object_set_string_member(item, "pack_sha256", vet_pack_sha256(service->pack));
	json_object_set_string_member(item, "pool", vet_pool_describe(service->pool));
	json_object_set_array_member(item, "lists", lists);
	json_object_set_int_member(item, "in_flight", vet_screener_in_flight(service->screener));
	json_object_set_int_member(item, "settling", vet_intake_waiting(service->intake));
	json_object_set_member(item, "figures", json_from_string(figures, NULL));
	json_object_set_object_member(reply, "item", item);
	return TRUE;
}

static const struct {
	const char *op;
	gboolean (*run)(VetService *service, JsonObject *request, JsonObject *reply,
			GError **error);
} operations[] = {{"import", import}, {"status", state}};

static gboolean
operate(const char *op, JsonObject *request, JsonObject *reply, gpointer user_data, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
		if (g_str_equal(op, operations[i].op))
			return operations[i].run(user_data, request, reply, error);
	g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED, "no operation “%s”", op);
	return FALSE;
}

/* --- start and stop --- */

static gboolean
open_extractions(VetService *service, const VetConfig *config, GError **error)
{
	g_autofree char *folder = g_build_filename(config->state, "extractions", NULL);
	if (config->extractions == 0)
		return TRUE;
	service->extractions = vet_extractions_open(folder, config->extractions, error);
	return service->extractions != NULL;
}

static gboolean
open_state(VetService *service, const VetConfig *config, GError **error)
{
	g_autofree char *key = g_build_filename(config->state, "secret.key", NULL);
	g_autofree char *store = g_build_filename(config->state, "store.db", NULL);
	g_autofree char *lists = g_build_filename(config->state, "lists.db", NULL);
	g_autofree char *spool = g_build_filename(config->state, "spool", NULL);

	if (g_mkdir_with_parents(config->state, 0700) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: state folder cannot be made: %s", config->state,
			    g_strerror(errno));
		return FALSE;
	}
	service->state_claim = vet_claim_folder(config->state, error);
	if (service->state_claim < 0)
		return FALSE;
	service->inbox_claim = vet_claim_folder(config->inbox, error);
	if (service->inbox_claim < 0 || !vet_secret_load(key, service->secret, error))
		return FALSE;
	service->store = vet_store_open(store, error);
	service->lists = service->store ? vet_namelists_open(lists, service->secret,
							     sizeof service->secret, error)
					: NULL;
	service->spool = service->lists ? vet_spool_open(spool, error) : NULL;
	return service->spool && open_extractions(service, config, error);
}

static void
start_feeds(VetService *service, const VetConfig *config)
{
	service->feeds = vet_feeds_new(service->lists, report, service);
	if (config->blacklist)
		vet_feeds_add(service->feeds, "blacklist", config->blacklist);
	if (config->registry)
		vet_feeds_add(service->feeds, VET_FEED_REGISTRATIONS, config->registry);
	vet_feeds_look(service->feeds);
}

static gboolean
start_pool(VetService *service, const VetConfig *config, GError **error)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *plugins = vet_paths_find_plugins();
	const char *const dirs[] = {plugins, NULL};
	VetPoolOptions options = {.worker_path = worker,
				  .plugin_dirs = dirs,
				  .workers = config->workers,
				  .sandbox = config->sandbox,
				  .limits = config->limits,
				  .extractions = service->extractions};
	service->pool = vet_pool_new(&options, error);
	return service->pool != NULL;
}

/* trees of what is still to be screened and of what was; the rest was never received */
static gboolean
sweep(VetService *service, GError **error)
{
	g_autoptr(GHashTable) keep = vet_store_spooled(service->store, error);
	if (!keep)
		return FALSE;
	guint removed = vet_spool_sweep(service->spool, keep, error);
	if (removed > 0)
		vet_journal(VET_JOURNAL_INFO, "spool: removed %u files that a stop had left behind",
			    removed);
	return TRUE;
}

static gboolean
look(gpointer user_data)
{
	vet_service_look(user_data);
	return G_SOURCE_CONTINUE;
}

static guint
at_once(const VetConfig *config)
{
	guint workers = config->workers ? config->workers : (guint)g_get_num_processors();
	return workers + 2; /* so that children are busy while results are stored */
}

VetService *
vet_service_new(const VetConfig *config, GError **error)
{
	g_autoptr(VetService) service = g_new0(VetService, 1);

	service->state_claim = service->inbox_claim = -1;
	service->pack = vet_pack_load(config->pack, error);
	if (!service->pack || !open_state(service, config, error) || !sweep(service, error) ||
	    !start_pool(service, config, error))
		return NULL;
	start_feeds(service, config);
	service->pipeline = vet_pipeline_new(service->pool, service->pack, service->lists,
					     service->secret, sizeof service->secret);
	service->screener = vet_screener_new(service->pipeline, service->spool, service->store,
					     at_once(config), report, service);
	service->bus = vet_bus_new(service->store, config->publish, config->query, operate, service,
				   error);
	if (!service->bus)
		return NULL;
	VetIntakeOptions intake = {.inbox = config->inbox,
				   .settle_ms = config->settle_ms,
				   .rescan_ms = config->rescan_ms,
				   .limits = config->limits};
	service->intake =
		vet_intake_new(&intake, service->spool, service->store, received, service, error);
	if (!service->intake)
		return NULL;
	vet_intake_set_complaint(service->intake, complain, service);
	service->look_timer = g_timeout_add(config->rescan_ms, look, service);
	vet_screener_wake(service->screener);
	vet_journal(config->sandbox ? VET_JOURNAL_INFO : VET_JOURNAL_WARNING, "pack %s %s, %s",
		    vet_pack_id(service->pack), vet_pack_version(service->pack),
		    vet_pool_describe(service->pool));
	return g_steal_pointer(&service);
}

void
vet_service_look(VetService *service)
{
	vet_feeds_look(service->feeds);
}

char *
vet_service_state(const VetService *service)
{
	return g_strdup_printf("%u settling, %u in flight, %u readings waiting",
			       vet_intake_waiting(service->intake),
			       vet_screener_in_flight(service->screener),
			       vet_pool_waiting(service->pool));
}

void
vet_service_stop(VetService *service, void (*stopped)(gpointer user_data), gpointer user_data)
{
	g_clear_pointer(&service->intake, vet_intake_free);
	if (service->look_timer)
		g_source_remove(service->look_timer);
	service->look_timer = 0;
	vet_screener_drain(service->screener, stopped, user_data);
}

void
vet_service_free(VetService *service)
{
	if (!service)
		return;
	if (service->look_timer)
		g_source_remove(service->look_timer);
	vet_intake_free(service->intake);
	vet_screener_free(service->screener);
	vet_pool_free(service->pool);
	vet_pipeline_free(service->pipeline);
	vet_bus_free(service->bus);
	vet_feeds_free(service->feeds);
	vet_extractions_close(service->extractions);
	vet_spool_close(service->spool);
	vet_namelists_close(service->lists);
	vet_store_close(service->store);
	vet_pack_unref(service->pack);
	/* last: nothing touches the folders any more */
	if (service->inbox_claim >= 0)
		close(service->inbox_claim);
	if (service->state_claim >= 0)
		close(service->state_claim);
	g_free(service);
}
