/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/screener.h"

#include <string.h>

#include "lib/error.h"

#define MAX_ATTEMPTS 25
#define RETRY_SECONDS 5

struct _VetScreener {
	VetPipeline *pipeline;
	VetSpool *spool;
	VetStore *store;
	guint at_once;
	VetScreenerReport report;
	gpointer user_data;
	GHashTable *in_flight; /* "id\nversion" → itself */
	guint retry;           /* timer after a fault of the machine */
	void (*overtaken)(gpointer user_data);
	gpointer overtaken_data;
	gboolean draining;
	void (*idle)(gpointer user_data);
	gpointer idle_data;
};

/* one submission in flight */
typedef struct {
	VetScreener *screener;
	VetPending *pending;
	char *key;
	VetResult *result;
} Flight;

static void
flight_free(Flight *flight)
{
	vet_pending_free(flight->pending);
	vet_result_free(flight->result);
	g_free(flight->key);
	g_free(flight);
}

static void say(VetScreener *screener, gboolean problem, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void
say(VetScreener *screener, gboolean problem, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	screener->report(sentence, problem, screener->user_data);
}

VetScreener *
vet_screener_new(VetPipeline *pipeline, VetSpool *spool, VetStore *store, guint at_once,
		 VetScreenerReport report, gpointer user_data)
{
	VetScreener *screener = g_new0(VetScreener, 1);
	screener->pipeline = pipeline;
	screener->spool = spool;
	screener->store = store;
	screener->at_once = MAX(at_once, 1);
	screener->report = report;
	screener->user_data = user_data;
	screener->in_flight = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return screener;
}

void
vet_screener_free(VetScreener *screener)
{
	if (!screener)
		return;
	if (screener->retry)
		g_source_remove(screener->retry);
	g_hash_table_unref(screener->in_flight);
	g_free(screener);
}

void
vet_screener_set_overtaken(VetScreener *screener, void (*overtaken)(gpointer user_data),
			   gpointer user_data)
{
	screener->overtaken = overtaken;
	screener->overtaken_data = user_data;
}

static gboolean
is_overtaken(const VetScreener *screener, const VetResult *result)
{
	const VetPack *present = vet_pipeline_pack(screener->pipeline);
	return !g_str_equal(result->pack_sha256, vet_pack_sha256(present));
}

guint
vet_screener_in_flight(const VetScreener *screener)
{
	return g_hash_table_size(screener->in_flight);
}

static gboolean
retry_now(gpointer user_data)
{
	VetScreener *screener = user_data;
	screener->retry = 0;
	vet_screener_wake(screener);
	return G_SOURCE_REMOVE;
}

static void
land(Flight *flight, gboolean retry)
{
	VetScreener *screener = flight->screener;
	g_hash_table_remove(screener->in_flight, flight->key);
	flight_free(flight);
	if (screener->draining && g_hash_table_size(screener->in_flight) == 0 && screener->idle)
		screener->idle(screener->idle_data);
	else if (retry && !screener->draining && !screener->retry)
		screener->retry = g_timeout_add_seconds(RETRY_SECONDS, retry_now, screener);
	else if (!retry)
		vet_screener_wake(screener);
}

static void
committed(GObject *source, GAsyncResult *answer, gpointer user_data)
{
	Flight *flight = user_data;
	g_autoptr(GError) error = NULL;
	gboolean stored = vet_store_commit_finish(flight->screener->store, answer, &error);

	if (stored) {
		const char *id = flight->result->id, *arrival = flight->pending->id;
		gboolean renamed = !g_str_equal(id, arrival);
		/* a manifest that takes the id of another submission is to be seen in the log */
		say(flight->screener, FALSE, "%s%s%s version %u: %s, %u findings", arrival,
		    renamed ? ", by its manifest " : "", renamed ? id : "",
		    flight->pending->version, vet_verdict_name(flight->result->verdict),
		    flight->result->screening->findings->len);
		if (flight->screener->overtaken && is_overtaken(flight->screener, flight->result))
			flight->screener->overtaken(flight->screener->overtaken_data);
	} else
		say(flight->screener, TRUE,
		    "%s version %u: the result cannot be stored, will be tried again: %s",
		    flight->pending->id, flight->pending->version, error->message);
	land(flight, !stored);
}

static void
screened(VetResult *result, gpointer user_data)
{
	Flight *flight = user_data;
	flight->result = result;
	vet_store_commit_async(flight->screener->store, flight->pending->id,
			       flight->pending->version, result, committed, flight);
}

/* what has brought vetd down before is not opened again, but it gets its place in the results */
static void
refuse_all(VetTree *tree)
{
	for (guint i = 0; i < tree->entries->len; i++) {
		VetTreeEntry *entry = tree->entries->pdata[i];
		if (!entry->refusal)
			entry->refusal =
				g_strdup_printf("vetd was stopped %d times while screening this "
						"submission; look at it by hand",
						MAX_ATTEMPTS);
	}
}

static void
begun(GObject *source, GAsyncResult *answer, gpointer user_data)
{
	Flight *flight = user_data;
	VetScreener *screener = flight->screener;
	const VetPending *pending = flight->pending;
	g_autoptr(GError) error = NULL;
	g_autoptr(VetTree) tree = NULL;

	if (vet_store_begin_finish(screener->store, answer, &error))
		tree = vet_spool_tree(screener->spool, pending->spool, &error);
	if (!tree) {
		say(screener, TRUE,
		    "%s version %u: cannot be screened now, will be tried again: %s", pending->id,
		    pending->version, error->message);
		land(flight, TRUE);
		return;
	}
	if (pending->attempts >= MAX_ATTEMPTS)
		refuse_all(tree);
	VetPipelineJob job = {.id = pending->id,
			      .version = pending->version,
			      .path = pending->path,
			      .tree = tree,
			      .received_at = pending->received_at,
			      .spool = screener->spool};
	vet_pipeline_screen(screener->pipeline, &job, screened, flight);
}

static void
take(VetScreener *screener, VetPending *pending)
{
	g_autofree char *key = g_strdup_printf("%s\n%u", pending->id, pending->version);
	if (g_hash_table_contains(screener->in_flight, key)) {
		vet_pending_free(pending);
		return;
	}
	Flight *flight = g_new0(Flight, 1);
	flight->screener = screener;
	flight->pending = pending;
	flight->key = g_strdup(key);
	g_hash_table_add(screener->in_flight, g_steal_pointer(&key));
	vet_store_begin_async(screener->store, pending->id, pending->version, begun, flight);
}

void
vet_screener_wake(VetScreener *screener)
{
	g_autoptr(GError) error = NULL;
	if (screener->draining || g_hash_table_size(screener->in_flight) >= screener->at_once)
		return;
	g_autoptr(GPtrArray) pending = vet_store_pending(screener->store, &error);
	if (!pending) {
		say(screener, TRUE, "the store cannot be read: %s", error->message);
		return;
	}
	g_ptr_array_set_free_func(pending, NULL);
	for (guint i = 0; i < pending->len; i++) {
		if (g_hash_table_size(screener->in_flight) < screener->at_once)
			take(screener, pending->pdata[i]);
		else
			vet_pending_free(pending->pdata[i]);
	}
}

void
vet_screener_drain(VetScreener *screener, void (*idle)(gpointer user_data), gpointer user_data)
{
	screener->draining = TRUE;
	screener->idle = idle;
	screener->idle_data = user_data;
	if (g_hash_table_size(screener->in_flight) == 0)
		idle(user_data);
}
