/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/rejudge.h"

#include "daemon/extractions.h"
#include "daemon/judge.h"
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

VetResult *
vet_rejudge(VetRejudge *rejudge, const VetPack *pack, const VetPending *submission, GError **error)
{
	g_autoptr(VetTree) tree = vet_spool_tree(rejudge->spool, submission->spool, error);
	GPtrArray *documents = tree ? recall(rejudge, tree, submission->id, error) : NULL;
	const VetJudge judge = {pack, rejudge->lists, rejudge->secret, sizeof rejudge->secret,
				rejudge->cohort};

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
	return vet_judge(&judge, &judged, documents);
}
