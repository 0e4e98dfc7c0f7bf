/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/revetter.h"

#include <string.h>

#include "lib/error.h"

/* Of what brings vetd down again and again the result stays as it is. */
#define MAX_ATTEMPTS 25
#define RETRY_SECONDS 5
#define BATCH 100

/* the one submission in flight */
typedef struct {
	VetRevetter *revetter;
	VetPending *pending;
	VetResult *result;
	guint round; /* that it was taken in */
} Flight;

struct _VetRevetter {
	VetPipeline *pipeline;
	VetSpool *spool;
	VetStore *store;
	VetRevetterReport report;
	gpointer user_data;
	guint round;
	VetPack *pack;  /* of the present round; NULL before the first */
	GQueue waiting; /* of VetPending: read from the store, not begun */
	gint64 after;   /* number of the last one taken from the store */
	gboolean flying;
	gboolean again; /* something came behind the round: look once more at its end */
	guint next;     /* idle source, or the timer after a fault of the machine */
	VetRevetterFigures figures;
	gboolean draining;
	void (*idle)(gpointer user_data);
	gpointer idle_data;
};

static void say(VetRevetter *revetter, gboolean problem, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void
say(VetRevetter *revetter, gboolean problem, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	revetter->report(sentence, problem, revetter->user_data);
}

VetRevetter *
vet_revetter_new(VetPipeline *pipeline, VetSpool *spool, VetStore *store, VetRevetterReport report,
		 gpointer user_data)
{
	VetRevetter *revetter = g_new0(VetRevetter, 1);
	revetter->pipeline = pipeline;
	revetter->spool = spool;
	revetter->store = store;
	revetter->report = report;
	revetter->user_data = user_data;
	g_queue_init(&revetter->waiting);
	return revetter;
}

static void
forget_waiting(VetRevetter *revetter)
{
	g_queue_clear_full(&revetter->waiting, (GDestroyNotify)vet_pending_free);
}

void
vet_revetter_free(VetRevetter *revetter)
{
	if (!revetter)
		return;
	g_clear_handle_id(&revetter->next, g_source_remove);
	forget_waiting(revetter);
	g_clear_pointer(&revetter->pack, vet_pack_unref);
	g_free(revetter);
}

VetRevetterFigures
vet_revetter_figures(const VetRevetter *revetter)
{
	return revetter->figures;
}

/* --- one submission --- */

static gboolean step(gpointer user_data);

static void
step_soon(VetRevetter *revetter)
{
	if (!revetter->next && !revetter->draining)
		revetter->next = g_idle_add_full(G_PRIORITY_LOW, step, revetter, NULL);
}

/* The store or the disk are to blame: the round is taken up from here, a little later. */
static void
step_later(VetRevetter *revetter, gint64 number)
{
	forget_waiting(revetter);
	revetter->after = number - 1;
	if (!revetter->next && !revetter->draining)
		revetter->next = g_timeout_add_seconds(RETRY_SECONDS, step, revetter);
}

static void
land(Flight *flight, gboolean retry)
{
	VetRevetter *revetter = flight->revetter;
	gint64 number = flight->pending->number;

	vet_pending_free(flight->pending);
	vet_result_free(flight->result);
	g_free(flight);
	revetter->flying = FALSE;
	if (revetter->draining && revetter->idle)
		revetter->idle(revetter->idle_data);
	else if (retry)
		step_later(revetter, number);
	else
		step_soon(revetter);
}

static void
committed(GObject *source, GAsyncResult *answer, gpointer user_data)
{
	Flight *flight = user_data;
	VetRevetter *revetter = flight->revetter;
	g_autoptr(GError) error = NULL;
	gboolean changed;

	if (!vet_store_recommit_finish(revetter->store, answer, &changed, &error)) {
		say(revetter, TRUE,
		    "%s version %u: what the pack says of it cannot be stored, will be tried "
		    "again: %s",
		    flight->pending->id, flight->pending->version, error->message);
		land(flight, TRUE);
		return;
	}
	if (flight->round == revetter->round) {
		revetter->figures.changed += changed;
		revetter->figures.unchanged += !changed;
	}
	if (changed)
		say(revetter, FALSE, "%s version %u: judged again by %s %s: %s, %u findings",
		    flight->result->id, flight->pending->version, flight->result->pack_id,
		    flight->result->pack_version, vet_verdict_name(flight->result->verdict),
		    flight->result->screening->findings->len);
	land(flight, FALSE);
}

static void
screened(VetResult *result, gpointer user_data)
{
	Flight *flight = user_data;
	VetRevetter *revetter = flight->revetter;
	const VetPack *present = vet_pipeline_pack(revetter->pipeline);

	flight->result = result;
	/* overtaken by another reload, whose round has it again */
	if (!g_str_equal(result->pack_sha256, vet_pack_sha256(present))) {
		land(flight, FALSE);
		return;
	}
	vet_store_recommit_async(revetter->store, flight->pending->id, flight->pending->version,
				 result, committed, flight);
}

static void
begun(GObject *source, GAsyncResult *answer, gpointer user_data)
{
	Flight *flight = user_data;
	VetRevetter *revetter = flight->revetter;
	const VetPending *pending = flight->pending;
	g_autoptr(GError) error = NULL;

	if (!vet_store_begin_finish(revetter->store, answer, &error)) {
		say(revetter, TRUE, "re-vetting waits: %s", error->message);
		land(flight, TRUE);
		return;
	}
	g_autoptr(VetTree) tree = vet_spool_tree(revetter->spool, pending->spool, &error);
	if (!tree) {
		revetter->figures.failed++;
		say(revetter, TRUE, "%s version %u: cannot be judged again: %s", pending->id,
		    pending->version, error->message);
		land(flight, FALSE);
		return;
	}
	VetPipelineJob job = {.id = pending->id,
			      .version = pending->version,
			      .path = pending->path,
			      .tree = tree,
			      .received_at = pending->received_at,
			      .spool = revetter->spool,
			      .background = TRUE};
	vet_pipeline_screen(revetter->pipeline, &job, screened, flight);
}

/* Takes `pending`. */
static void
take(VetRevetter *revetter, VetPending *pending)
{
	if (pending->attempts >= MAX_ATTEMPTS) {
		revetter->figures.failed++;
		say(revetter, TRUE,
		    "%s version %u: vetd was stopped %d times while judging it again; its result "
		    "stays as it is, look at it by hand",
		    pending->id, pending->version, MAX_ATTEMPTS);
		vet_store_leave(revetter->store, pending->id, pending->version,
				vet_pack_sha256(revetter->pack));
		vet_pending_free(pending);
		step_soon(revetter);
		return;
	}
	Flight *flight = g_new0(Flight, 1);
	flight->revetter = revetter;
	flight->pending = pending;
	flight->round = revetter->round;
	revetter->flying = TRUE;
	vet_store_begin_again_async(revetter->store, pending->id, pending->version, begun, flight);
}

/* --- a round --- */

static gboolean
fetch(VetRevetter *revetter)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) outdated = vet_store_outdated(
		revetter->store, vet_pack_sha256(revetter->pack), revetter->after, BATCH, &error);

	if (!outdated) {
		say(revetter, TRUE, "the store cannot be read: %s", error->message);
		step_later(revetter, revetter->after + 1);
		return FALSE;
	}
	g_ptr_array_set_free_func(outdated, NULL);
	for (guint i = 0; i < outdated->len; i++) {
		VetPending *pending = outdated->pdata[i];
		revetter->after = pending->number;
		g_queue_push_tail(&revetter->waiting, pending);
	}
	return TRUE;
}

static void
end_round(VetRevetter *revetter)
{
	const VetRevetterFigures *figures = &revetter->figures;
	g_autofree char *failed = figures->failed
					  ? g_strdup_printf(", %u could not be", figures->failed)
					  : g_strdup("");

	revetter->figures.running = FALSE;
	say(revetter, FALSE, "re-vetted %u submissions with %s %s: %u changed, %u as before%s",
	    figures->changed + figures->unchanged + figures->failed, vet_pack_id(revetter->pack),
	    vet_pack_version(revetter->pack), figures->changed, figures->unchanged, failed);
	if (revetter->again)
		vet_revetter_wake(revetter);
}

static gboolean
step(gpointer user_data)
{
	VetRevetter *revetter = user_data;

	revetter->next = 0;
	if (revetter->flying || revetter->draining || !revetter->figures.running)
		return G_SOURCE_REMOVE;
	if (g_queue_is_empty(&revetter->waiting) && !fetch(revetter))
		return G_SOURCE_REMOVE;
	VetPending *pending = g_queue_pop_head(&revetter->waiting);
	if (pending)
		take(revetter, pending);
	else
		end_round(revetter);
	return G_SOURCE_REMOVE;
}

static void
begin_round(VetRevetter *revetter, VetPack *pack)
{
	g_autoptr(GError) error = NULL;
	gint64 count = vet_store_count_outdated(revetter->store, vet_pack_sha256(pack), &error);

	if (count < 0)
		say(revetter, TRUE, "the store cannot be read: %s", error->message);
	forget_waiting(revetter);
	g_clear_pointer(&revetter->pack, vet_pack_unref);
	revetter->pack = vet_pack_ref(pack);
	revetter->round++;
	revetter->after = 0;
	revetter->again = FALSE;
	revetter->figures = (VetRevetterFigures){.running = count > 0};
	if (count <= 0)
		return;
	say(revetter, FALSE, "re-vetting %" G_GINT64_FORMAT " submissions with %s %s", count,
	    vet_pack_id(pack), vet_pack_version(pack));
	step_soon(revetter);
}

void
vet_revetter_wake(VetRevetter *revetter)
{
	VetPack *pack = vet_pipeline_pack(revetter->pipeline);

	if (revetter->draining)
		return;
	if (revetter->figures.running && pack == revetter->pack)
		revetter->again = TRUE;
	else
		begin_round(revetter, pack);
}

void
vet_revetter_drain(VetRevetter *revetter, void (*idle)(gpointer user_data), gpointer user_data)
{
	revetter->draining = TRUE;
	g_clear_handle_id(&revetter->next, g_source_remove);
	revetter->idle = idle;
	revetter->idle_data = user_data;
	if (!revetter->flying)
		idle(user_data);
}
