/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pipeline.h"

#include <string.h>
#include <unistd.h>

#include "lib/gather.h"
#include "lib/manifest.h"

struct _VetPipeline {
	VetPool *pool;
	VetPack *pack;
	VetNamelists *lists;
	guint8 *secret;
	gsize secret_length;
};

/* one submission on its way */
typedef struct {
	VetPipeline *pipeline;
	char *id;
	guint version;
	char *path;
	char *sha256;
	/* the submission is this one file: its name, which members' paths leave out */
	char *archive;
	gint64 received_at;
	VetSpool *spool;
	VetPipelineDone done;
	gpointer user_data;
} Passage;

VetPipeline *
vet_pipeline_new(VetPool *pool, VetPack *pack, VetNamelists *lists, const guint8 *secret,
		 gsize secret_length)
{
	VetPipeline *pipeline = g_new0(VetPipeline, 1);
	pipeline->pool = pool;
	pipeline->pack = vet_pack_ref(pack);
	pipeline->lists = lists;
	pipeline->secret = g_memdup2(secret, secret_length);
	pipeline->secret_length = secret_length;
	return pipeline;
}

void
vet_pipeline_free(VetPipeline *pipeline)
{
	if (!pipeline)
		return;
	vet_pack_unref(pipeline->pack);
	g_free(pipeline->secret);
	g_free(pipeline);
}

static void
passage_free(Passage *passage)
{
	g_free(passage->id);
	g_free(passage->path);
	g_free(passage->sha256);
	g_free(passage->archive);
	g_free(passage);
}

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	Passage *passage = user_data;
	int fd = vet_spool_hold(passage->spool, member->fd, member->size, ret_sha256, error);
	if (fd < 0)
		return FALSE;
	*ret_fd = fd;
	return TRUE;
}

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
	g_autofree char *text = vet_content_text(document->content);
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

static VetResult *
judge(Passage *passage, GPtrArray *documents)
{
	VetPipeline *pipeline = passage->pipeline;
	g_autoptr(VetManifest) manifest = manifest_of(documents);
	VetResult *result = g_new0(VetResult, 1);

	result->id = g_strdup(manifest && manifest->submission_id ? manifest->submission_id
								  : passage->id);
	result->version = passage->version;
	result->path = g_strdup(passage->path);
	result->sha256 = g_strdup(passage->sha256);
	result->received_at = passage->received_at;
	result->pack_id = g_strdup(vet_pack_id(pipeline->pack));
	result->pack_version = g_strdup(vet_pack_version(pipeline->pack));
	result->pack_sha256 = g_strdup(vet_pack_sha256(pipeline->pack));
	result->lists =
		pipeline->lists ? vet_namelists_describe(pipeline->lists) : g_new0(char *, 1);
	result->documents = documents;

	VetGatherOptions gather = {result->id, passage->version, passage->received_at,
				   pipeline->secret, pipeline->secret_length};
	result->facts = vet_gather(pipeline->pack, documents, &gather);
	result->submitted_at = submitted_at(result->facts);
	VetScreenOptions screen = {
		.submission_id = result->id, .now = passage->received_at, .lists = pipeline->lists};
	result->screening = vet_screen_run(pipeline->pack, result->facts, &screen);
	result->verdict = vet_verdict_of(result->screening->findings);
	return result;
}

static void
documents_read(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Passage *passage = user_data;
	if (passage->archive)
		shorten_paths(documents, passage->archive);
	VetResult *result = judge(passage, documents);
	passage->done(result, passage->user_data);
	passage_free(passage);
}

static void
add_entry(VetReading *reading, const VetTreeEntry *entry, const VetPipelineJob *job)
{
	g_autoptr(GError) error = NULL;
	if (entry->refusal) {
		vet_reading_add_refused(reading, entry->path, VET_STATUS_UNSUPPORTED,
					entry->refusal);
		return;
	}
	int fd = vet_spool_open_object(job->spool, entry->sha256, &error);
	if (fd < 0)
		vet_reading_add_refused(reading, entry->path, VET_STATUS_CORRUPT, error->message);
	else
		vet_reading_add(reading, entry->path, entry->sha256, entry->size, fd);
}

void
vet_pipeline_screen(VetPipeline *pipeline, const VetPipelineJob *job, VetPipelineDone done,
		    gpointer user_data)
{
	Passage *passage = g_new0(Passage, 1);
	passage->pipeline = pipeline;
	passage->id = g_strdup(job->id);
	passage->version = job->version;
	passage->path = g_strdup(job->path);
	passage->sha256 = g_strdup(job->tree->sha256);
	passage->received_at = job->received_at;
	passage->spool = job->spool;
	passage->done = done;
	passage->user_data = user_data;
	if (job->tree->single && job->tree->entries->len == 1)
		passage->archive = g_strdup(((VetTreeEntry *)job->tree->entries->pdata[0])->path);
	VetReading *reading = vet_pool_read(pipeline->pool, keep_member, documents_read, passage);
	for (guint i = 0; i < job->tree->entries->len; i++)
		add_entry(reading, job->tree->entries->pdata[i], job);
	vet_reading_start(reading);
}
