/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/service-private.h"

#include <errno.h>
#include <unistd.h>

#include "daemon/claim.h"
#include "daemon/journal.h"
#include "daemon/packs.h"
#include "daemon/paths.h"
#include "lib/error.h"

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
	g_autofree char *cohort = g_build_filename(config->state, "cohort.db", NULL);
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
	service->cohort = service->lists ? vet_cohort_open(cohort, service->secret,
							   sizeof service->secret, error)
					 : NULL;
	service->spool = service->cohort ? vet_spool_open(spool, error) : NULL;
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

static void
overtaken(gpointer user_data)
{
	VetService *service = user_data;
	vet_revetter_wake(service->revetter);
}

void
vet_service_keep_pack(VetService *service)
{
	g_autoptr(GError) error = NULL;
	gboolean kept =
		vet_packs_keep(service->packs_folder, vet_pipeline_pack(service->pipeline), &error);
	vet_health_set(service->health, "packs", kept ? NULL : error->message);
	if (!kept)
		vet_journal(VET_JOURNAL_WARNING, "%s", error->message);
}

static void
start_flow(VetService *service, const VetConfig *config, VetPack *pack)
{
	service->pipeline = vet_pipeline_new(service->pool, pack, service->lists, service->cohort,
					     service->secret, sizeof service->secret);
	service->screener = vet_screener_new(service->pipeline, service->spool, service->store,
					     at_once(config), report, service);
	service->revetter = vet_revetter_new(service->pipeline, service->spool, service->store,
					     report, service);
	vet_screener_set_overtaken(service->screener, overtaken, service);
}

VetService *
vet_service_new(const VetConfig *config, GError **error)
{
	g_autoptr(VetService) service = g_new0(VetService, 1);
	g_autoptr(VetPack) pack = vet_pack_load(config->pack, error);

	service->state_claim = service->inbox_claim = -1;
	service->pack_folder = g_strdup(config->pack);
	service->packs_folder = g_build_filename(config->state, "packs", NULL);
	service->sandbox = config->sandbox;
	service->health = vet_health_new();
	if (!pack || !open_state(service, config, error) || !sweep(service, error) ||
	    !start_pool(service, config, error))
		return NULL;
	start_feeds(service, config);
	start_flow(service, config, pack);
	vet_service_keep_pack(service);
	service->bus = vet_bus_new(service->store, config->publish, config->query,
				   vet_service_operate, service, error);
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
	vet_revetter_wake(service->revetter);
	vet_journal(config->sandbox ? VET_JOURNAL_INFO : VET_JOURNAL_WARNING, "pack %s %s, %s",
		    vet_pack_id(pack), vet_pack_version(pack), vet_pool_describe(service->pool));
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

static void
drained(gpointer user_data)
{
	VetService *service = user_data;
	if (--service->draining == 0)
		service->stopped(service->stopped_data);
}

void
vet_service_stop(VetService *service, void (*stopped)(gpointer user_data), gpointer user_data)
{
	g_clear_pointer(&service->intake, vet_intake_free);
	if (service->look_timer)
		g_source_remove(service->look_timer);
	service->look_timer = 0;
	service->stopped = stopped;
	service->stopped_data = user_data;
	service->draining = 2;
	vet_screener_drain(service->screener, drained, service);
	vet_revetter_drain(service->revetter, drained, service);
}

void
vet_service_free(VetService *service)
{
	if (!service)
		return;
	if (service->look_timer)
		g_source_remove(service->look_timer);
	vet_intake_free(service->intake);
	vet_revetter_free(service->revetter);
	vet_screener_free(service->screener);
	vet_pool_free(service->pool);
	vet_pipeline_free(service->pipeline);
	vet_bus_free(service->bus);
	vet_feeds_free(service->feeds);
	vet_extractions_close(service->extractions);
	vet_spool_close(service->spool);
	vet_cohort_close(service->cohort);
	vet_namelists_close(service->lists);
	vet_store_close(service->store);
	vet_health_free(service->health);
	g_free(service->pack_folder);
	g_free(service->packs_folder);
	/* last: nothing touches the folders any more */
	if (service->inbox_claim >= 0)
		close(service->inbox_claim);
	if (service->state_claim >= 0)
		close(service->state_claim);
	g_free(service);
}
