/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/judge.h"

#include <string.h>

#include "daemon/language.h"
#include "lib/gather.h"
#include "lib/manifest.h"

/* what an archive holds is the submission; the archive's own name says nothing */
static void
shorten_paths(GPtrArray *documents, const char *archive)
{
	g_autofree char *prefix = g_strconcat(archive, "/", NULL);
	for (guint i = 0; i < documents->len; i++) {
		VetDocument *document = documents->pdata[i];
		if (g_str_has_prefix(document->path, prefix) && document->path[strlen(prefix)]) {
			char *inner = g_strdup(document->path + strlen(prefix));
			g_free(document->path);
			document->path = inner;
		}
	}
}

/* What the platform says must not be lost in silence: a manifest that is none is a damaged document. */
static VetManifest *
manifest_of(GPtrArray *documents)
{
	const VetDocument *document = vet_manifest_find(documents);
	g_autoptr(GError) error = NULL;
	guint index;

	if (!document || document->status != VET_STATUS_OK)
		return NULL;
	g_autofree char *text = vet_manifest_text(document);
	VetManifest *manifest = vet_manifest_parse(text, &error);
	if (!manifest && g_ptr_array_find(documents, document, &index))
		vet_document_set_status(documents->pdata[index], VET_STATUS_CORRUPT,
					error->message);
	return manifest;
}

static gint64
submitted_at(const VetFacts *facts)
{
	CelValue submission, value;
	if (vet_facts_get(facts, "submission", &submission) &&
	    cel_map_get(submission, "submitted_at", &value) && value.kind == CEL_TIMESTAMP)
		return value.integer;
	return 0;
}

static void
describe_submission(VetResult *result, const VetJudged *submission, const VetManifest *manifest)
{
	result->id = g_strdup(manifest && manifest->submission_id ? manifest->submission_id
								  : submission->id);
	result->version = submission->version;
	result->path = g_strdup(submission->path);
	result->sha256 = g_strdup(submission->sha256);
	result->received_at = submission->received_at;
}

static void
describe_judge(VetResult *result, const VetJudge *judge)
{
	result->pack_id = g_strdup(vet_pack_id(judge->pack));
	result->pack_version = g_strdup(vet_pack_version(judge->pack));
	result->pack_sha256 = g_strdup(vet_pack_sha256(judge->pack));
	result->language = g_strdup(vet_language_of(judge->pack));
}

static void
describe_data(VetResult *result, const VetJudge *judge)
{
	g_autoptr(GStrvBuilder) lists = g_strv_builder_new();
	g_auto(GStrv) names = judge->lists ? vet_namelists_describe(judge->lists) : NULL;
	g_autofree char *others = result->peers ? vet_peers_describe(result->peers) : NULL;
	if (names)
		g_strv_builder_addv(lists, (const char **)names);
	if (others)
		g_strv_builder_add(lists, others);
	g_strfreev(result->lists);
	result->lists = g_strv_builder_end(lists);
}

/*
 * Where the cohort cannot take it, or read it, there is nothing to compare with: what asks is
 * undetermined then, and says so.
 */
static void
meet_others(VetResult *result, const VetJudge *judge, const VetJudged *submission)
{
	const VetProfileIdentity identity = {.id = result->id,
					     .received_as = submission->id,
					     .version = submission->version,
					     .sha256 = submission->sha256};
	gint64 number;
	if (!judge->cohort)
		return;
	g_autoptr(VetProfile) profile =
		vet_profile_new(judge->pack, result->facts, result->documents, &identity,
				judge->secret, judge->secret_length);
	if (vet_cohort_join(judge->cohort, profile, &number, NULL))
		result->peers = vet_peers_new(judge->cohort, g_steal_pointer(&profile), number);
}

static void
run_rules(VetResult *result, const VetJudge *judge)
{
	VetScreenOptions screen = {.submission_id = result->id,
				   .now = result->received_at,
				   .lists = judge->lists,
				   .peers = result->peers,
				   .language = result->language};
	describe_data(result, judge);
	g_clear_pointer(&result->screening, vet_screening_free);
	result->screening = vet_screen_run(judge->pack, result->facts, &screen);
	result->verdict = vet_verdict_of(result->screening->findings);
}

VetResult *
vet_judge(const VetJudge *judge, const VetJudged *submission, GPtrArray *documents)
{
	if (submission->archive)
		shorten_paths(documents, submission->archive);
	g_autoptr(VetManifest) manifest = manifest_of(documents);
	VetResult *result = g_new0(VetResult, 1);

	describe_submission(result, submission, manifest);
	describe_judge(result, judge);
	result->documents = documents;
	VetGatherOptions gather = {result->id, submission->version, submission->received_at,
				   judge->secret, judge->secret_length};
	result->facts = vet_gather(judge->pack, documents, &gather);
	result->submitted_at = submitted_at(result->facts);
	meet_others(result, judge, submission);
	run_rules(result, judge);
	return result;
}

void
vet_judge_together(const VetJudge *judge, VetResult *result)
{
	if (!result->peers)
		return;
	vet_peers_see_all(result->peers);
	run_rules(result, judge);
}
