/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The whole flow on one page: tree → read in the pool → daemon/judge.h → result.  vetd and
 * `vetctl check` both use it; neither has a second way.
 */

#include "daemon/pool.h"
#include "daemon/spool.h"
#include "lib/result.h"

G_BEGIN_DECLS

typedef struct _VetPipeline VetPipeline;

typedef struct {
	/*
	 * Of the receipt, under which extractions are stored; the manifest's submission_id prevails
	 * in the result.
	 */
	const char *id;
	guint version;
	const char *path;
	const VetTree *tree;
	gint64 received_at;
	VetSpool *spool;     /* holds the tree's files, and its members while they are read */
	gboolean background; /* what must be read waits until nothing else does */
} VetPipelineJob;

/* Takes the result. */
typedef void (*VetPipelineDone)(VetResult *result, gpointer user_data);

/* Pool, lists and cohort are borrowed and kept alive by the caller; the latter two may be NULL. */
VetPipeline *vet_pipeline_new(VetPool *pool, VetPack *pack, VetNamelists *lists, VetCohort *cohort,
			      const guint8 *secret, gsize secret_length);
void vet_pipeline_free(VetPipeline *pipeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPipeline, vet_pipeline_free)
/* Submissions that begin from here on are judged by this pack; those on their way by theirs. */
void vet_pipeline_set_pack(VetPipeline *pipeline, VetPack *pack);
VetPack *vet_pipeline_pack(const VetPipeline *pipeline); /* owned by the pipeline */
/*
 * What `job` points to, but for the spool, is copied or used only within the call.  `done` comes
 * from the main context, once.
 */
void vet_pipeline_screen(VetPipeline *pipeline, const VetPipelineJob *job, VetPipelineDone done,
			 gpointer user_data);

G_END_DECLS
