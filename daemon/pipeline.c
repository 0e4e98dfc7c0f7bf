/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pipeline.h"

#include "daemon/judge.h"

struct _VetPipeline {
	VetPool *pool;
	VetPack *pack;
	VetNamelists *lists;
	VetCohort *cohort;
	guint8 *secret;
	gsize secret_length;
};

/* one submission on its way */
typedef struct {
	VetPipeline *pipeline;
	VetPack *pack; /* the one it began with, whatever is loaded meanwhile */
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
vet_pipeline_new(VetPool *pool, VetPack *pack, VetNamelists *lists, VetCohort *cohort,
		 const guint8 *secret, gsize secret_length)
{
	VetPipeline *pipeline = g_new0(VetPipeline, 1);
	pipeline->pool = pool;
	pipeline->pack = vet_pack_ref(pack);
	pipeline->lists = lists;
	pipeline->cohort = cohort;
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

void
vet_pipeline_set_pack(VetPipeline *pipeline, VetPack *pack)
{
	VetPack *old = pipeline->pack;
	pipeline->pack = vet_pack_ref(pack);
	vet_pack_unref(old);
}

VetPack *
vet_pipeline_pack(const VetPipeline *pipeline)
{
	return pipeline->pack;
}

static void
passage_free(Passage *passage)
{
	vet_pack_unref(passage->pack);
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

static void
documents_read(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Passage *passage = user_data;
	const VetPipeline *pipeline = passage->pipeline;
	const VetJudge judge = {passage->pack, pipeline->lists, pipeline->secret,
				pipeline->secret_length, pipeline->cohort};
	const VetJudged judged = {passage->id,     passage->version,     passage->path,
				  passage->sha256, passage->received_at, passage->archive};
	passage->done(vet_judge(&judge, &judged, documents), passage->user_data);
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
	if (vet_reading_add_stored(reading, entry->path, entry->sha256, entry->size))
		return;
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
	passage->pack = vet_pack_ref(pipeline->pack);
	passage->id = g_strdup(job->id);
	passage->version = job->version;
	passage->path = g_strdup(job->path);
	passage->sha256 = g_strdup(job->tree->sha256);
	passage->received_at = job->received_at;
	passage->spool = job->spool;
	passage->done = done;
	passage->user_data = user_data;
	passage->archive = g_strdup(vet_tree_archive(job->tree));
	VetReading *reading = vet_pool_read(pipeline->pool, keep_member, documents_read, passage);
	vet_reading_set_scope(reading, job->id);
	if (job->background)
		vet_reading_set_background(reading);
	for (guint i = 0; i < job->tree->entries->len; i++)
		add_entry(reading, job->tree->entries->pdata[i], job);
	vet_reading_start(reading);
}
