/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Judges again what is stored when it was judged by another pack than the one in force: after a
 * reload, or a start with another pack.  The newest version of each submission, one at a time, when
 * the main loop has nothing else to do, from stored extractions; what must be read waits behind all
 * arrivals.  What comes out as before is only marked.  The marks are in the store, so a stop at any
 * moment resumes.
 */

#include "daemon/pipeline.h"
#include "daemon/spool.h"
#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetRevetter VetRevetter;

/* A sentence for the log; `problem` for what an operator must look at. */
typedef void (*VetRevetterReport)(const char *sentence, gboolean problem, gpointer user_data);

/* All borrowed. */
VetRevetter *vet_revetter_new(VetPipeline *pipeline, VetSpool *spool, VetStore *store,
			      VetRevetterReport report, gpointer user_data);
void vet_revetter_free(VetRevetter *revetter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetRevetter, vet_revetter_free)
/* Looks for work: at start, after a reload, when something was stored of a pack before. */
void vet_revetter_wake(VetRevetter *revetter);
/* Takes no more work; `idle` is called once when nothing is in flight. */
void vet_revetter_drain(VetRevetter *revetter, void (*idle)(gpointer user_data),
			gpointer user_data);

/* Of the present round, or the last one. */
typedef struct {
	gboolean running;
	guint changed, unchanged;
	guint failed; /* that could not be judged; the next start or reload tries again */
} VetRevetterFigures;

VetRevetterFigures vet_revetter_figures(const VetRevetter *revetter);

G_END_DECLS
