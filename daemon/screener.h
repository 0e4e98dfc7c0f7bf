/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Takes what is received and not yet screened from the store, oldest first, a few at a time,
 * through the pipeline, and commits the result.  What a crash interrupts is pending again at the
 * next start; what brings vetd down again and again is recorded as such rather than tried for ever.
 */

#include "daemon/pipeline.h"
#include "daemon/spool.h"
#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetScreener VetScreener;

/* A sentence for the log; `problem` for what an operator must look at. */
typedef void (*VetScreenerReport)(const char *sentence, gboolean problem, gpointer user_data);

/* `at_once`: submissions in flight. */
VetScreener *vet_screener_new(VetPipeline *pipeline, VetSpool *spool, VetStore *store,
			      guint at_once, VetScreenerReport report, gpointer user_data);
/* `overtaken` is called when a result was stored of another pack than the one in force by then. */
void vet_screener_set_overtaken(VetScreener *screener, void (*overtaken)(gpointer user_data),
				gpointer user_data);
void vet_screener_free(VetScreener *screener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetScreener, vet_screener_free)
/* Looks for work: after a receipt, at start. */
void vet_screener_wake(VetScreener *screener);
/* Takes no more work; `idle` is called once when nothing is in flight. */
void vet_screener_drain(VetScreener *screener, void (*idle)(gpointer user_data),
			gpointer user_data);
guint vet_screener_in_flight(const VetScreener *screener);

G_END_DECLS
