/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/rejudge.h"

#include "daemon/extractions.h"
#include "daemon/judge.h"
#include "daemon/packs.h"
#include "daemon/reading.h"
#include "daemon/secret.h"
#include "daemon/spool.h"
#include "lib/error.h"

struct _VetRejudge {
	VetStore *store;
	VetNamelists *lists;
	VetCohort *cohort;
	VetSpool *spool;
	VetExtractions *extractions;
	char *packs;       /* folder of those that were in force */
	char *pack_folder; /* of the configuration */
	VetPack *pack;     /* of the run repeated last; NULL: none yet */
	VetLimits limits;
	guint8 secret[VET_SECRET_BYTES];
};

VetRejudge *
vet_rejudge_open(const VetConfig *config, GError **error)
{
	g_autoptr(VetRejudge) rejudge = g_new0(VetRejudge, 1);
	g_autofree char *key = g_build_filename(config->state, "secret.key", NULL);
	g_autofree char *store = g_build_filename(config->state, "store.db", NULL);
	g_autofree char *lists = g_build_filename(config->state, "lists.db", NULL);
	g_autofree char *cohort = g_build_filename(config->state, "cohort.db", NULL);
	g_autofree char *spool = g_build_filename(config->state, "spool", NULL);
	g_autofree char *extractions = g_build_filename(config->state, "extractions", NULL);

	rejudge->limits = config->limits;
	rejudge->packs = g_build_filename(config->state, "packs", NULL);
	rejudge->pack_folder = g_strdup(config->pack);
	if (!vet_secret_read(key, rejudge->secret, error))
		return NULL;
	rejudge->store = vet_store_open_reading(store, error);
	rejudge->lists = rejudge->store ? vet_namelists_open_reading(lists, rejudge->secret,
								     sizeof rejudge->secret, error)
					: NULL;
	rejudge->cohort = rejudge->lists ? vet_cohort_open_reading(cohort, rejudge->secret,
								   sizeof rejudge->secret, error)
					 : NULL;
	rejudge->extractions =
		rejudge->cohort ? vet_extractions_open_reading(extractions, error) : NULL;
	rejudge->spool = vet_spool_open_reading(spool);
	return rejudge->extractions ? g_steal_pointer(&rejudge) : NULL;
}

void
vet_rejudge_free(VetRejudge *rejudge)
{
	if (!rejudge)
		return;
	vet_extractions_close(rejudge->extractions);
	vet_spool_close(rejudge->spool);
	vet_cohort_close(rejudge->cohort);
	vet_namelists_close(rejudge->lists);
	vet_store_close(rejudge->store);
	vet_pack_unref(rejudge->pack);
	g_free(rejudge->packs);
	g_free(rejudge->pack_folder);
	g_free(rejudge);
}

VetStore *
vet_rejudge_store(VetRejudge *rejudge)
{
	return rejudge->store;
}

VetNamelists *
vet_rejudge_lists(VetRejudge *rejudge)
{
	return rejudge->lists;
}

/* --- documents --- */

static gboolean
recall_entry(VetReading *reading, const VetTreeEntry *entry, GError **error)
{
	if (entry->refusal) {
		vet_reading_add_refused(reading, entry->path, VET_STATUS_UNSUPPORTED,
					entry->refusal);
		return TRUE;
	}
	if (vet_reading_add_stored(reading, entry->path, entry->sha256, entry->size))
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
		    "%s: what was read in it, or in a member of it, is not stored (any more); vetd "
		    "would read it again",
		    entry->path);
	return FALSE;
}

static void
take_documents(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	*(GPtrArray **)user_data = documents;
}

/* A reading of no pool: whatever it would have to read is missing. */
static GPtrArray *
recall(VetRejudge *rejudge, const VetTree *tree, const char *scope, GError **error)
{
	GPtrArray *documents = NULL;
	g_autoptr(VetReading) reading =
		vet_reading_new(NULL, &rejudge->limits, NULL, take_documents, &documents);

	vet_reading_use_stored(reading, rejudge->extractions);
	vet_reading_set_scope(reading, scope);
	for (guint i = 0; i < tree->entries->len; i++) {
		if (!recall_entry(reading, tree->entries->pdata[i], error))
			return NULL;
	}
	vet_reading_deliver(reading);
	return documents;
}

/* `cohort` NULL: the others could not be looked at */
static VetResult *
judge(VetRejudge *rejudge, const VetPack *pack, VetCohort *cohort, const VetPending *submission,
      GError **error)
{
	g_autoptr(VetTree) tree = vet_spool_tree(rejudge->spool, submission->spool, error);
	GPtrArray *documents = tree ? recall(rejudge, tree, submission->id, error) : NULL;
	const VetJudge by = {pack, rejudge->lists, rejudge->secret, sizeof rejudge->secret, cohort};

	if (!documents) {
		g_prefix_error(error, "%s version %u: ", submission->id, submission->version);
		return NULL;
	}
	const VetJudged judged = {.id = submission->id,
				  .version = submission->version,
				  .path = submission->path,
				  .sha256 = tree->sha256,
				  .received_at = submission->received_at,
				  .archive = vet_tree_archive(tree)};
	return vet_judge(&by, &judged, documents);
}

VetResult *
vet_rejudge(VetRejudge *rejudge, const VetPack *pack, const VetPending *submission, GError **error)
{
	if (!vet_namelists_recall(rejudge->lists, NULL, error) ||
	    !vet_cohort_recall(rejudge->cohort, NULL, error))
		return NULL;
	return judge(rejudge, pack, rejudge->cohort, submission, error);
}

/* --- a stored run --- */

/* a store from before packs were kept may still have been written by the one that is configured */
static VetPack *
load_pack(VetRejudge *rejudge, const VetStoredRun *run, GError **error)
{
	g_autoptr(GError) missing = NULL;
	VetPack *kept = vet_packs_load(rejudge->packs, run->pack_id, run->pack_sha256, &missing);
	g_autoptr(VetPack) configured = kept ? NULL : vet_pack_load(rejudge->pack_folder, NULL);

	if (kept)
		return kept;
	if (configured && g_str_equal(vet_pack_sha256(configured), run->pack_sha256))
		return g_steal_pointer(&configured);
	g_propagate_error(error, g_steal_pointer(&missing));
	return NULL;
}

static gboolean
use_pack(VetRejudge *rejudge, const VetStoredRun *run, GError **error)
{
	if (rejudge->pack && g_str_equal(vet_pack_sha256(rejudge->pack), run->pack_sha256))
		return TRUE;
	VetPack *pack = load_pack(rejudge, run, error);
	if (!pack)
		return FALSE;
	vet_pack_unref(rejudge->pack);
	rejudge->pack = pack;
	return TRUE;
}

/* VetResult.lists has the others last, unless they could not be looked at */
static gboolean
use_lists(VetRejudge *rejudge, const VetStoredRun *run, VetCohort **ret_cohort, GError **error)
{
	g_auto(GStrv) lists = g_strdupv(run->lists);
	guint n = lists ? g_strv_length(lists) : 0;
	g_autofree char *others =
		n > 0 && g_str_has_prefix(lists[n - 1], VET_PEERS_MARK) ? lists[n - 1] : NULL;

	if (others)
		lists[n - 1] = NULL;
	if (!lists) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "the record of its lists is damaged; restore the store from backup");
		return FALSE;
	}
	*ret_cohort = others ? rejudge->cohort : NULL;
	return vet_namelists_recall(rejudge->lists, (const char *const *)lists, error) &&
	       vet_cohort_recall(rejudge->cohort, others, error);
}

VetResult *
vet_rejudge_run(VetRejudge *rejudge, const VetStoredRun *run, GError **error)
{
	VetCohort *cohort;

	if (!use_pack(rejudge, run, error) || !use_lists(rejudge, run, &cohort, error))
		return NULL;
	VetResult *result = judge(rejudge, rejudge->pack, cohort, run->submission, error);
	/* the store puts it in when it keeps a submission under its manifest's id */
	if (result)
		result->version = run->version;
	return result;
}
