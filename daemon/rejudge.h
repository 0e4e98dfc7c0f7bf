/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What another pack would say of what is stored, and what a stored run said: opens the state folder
 * of a configuration for reading, beside a running vetd or without one, and judges submissions again
 * from stored extractions alone.  Nothing is written, no worker is asked, no document is opened.  For
 * vetctl, whose user must be able to read the state folder.
 */

#include "daemon/config.h"
#include "lib/pack.h"
#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetRejudge VetRejudge;

/*
 * Store, lists, cohort, spool, extractions and secret of config->state, and its caps.  VET_ERROR_CONFIG:
 * one of them is missing or may not be read.
 */
VetRejudge *vet_rejudge_open(const VetConfig *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_rejudge_free(VetRejudge *rejudge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetRejudge, vet_rejudge_free)

/*
 * The store it reads, for vet_store_newest() (every submission, its newest screened version) and
 * vet_store_get() (what was found the last time).  Owned by the rejudge; do not write to it.
 */
VetStore *vet_rejudge_store(VetRejudge *rejudge);
/* Lists and registrations in force, for those who evaluate expressions themselves. Owned by it. */
VetNamelists *vet_rejudge_lists(VetRejudge *rejudge);

/*
 * Judges one submission (a row of vet_store_newest() or vet_store_find()) by `pack`: the same
 * clock, caps, lists and other submissions as vetd would take.  The result is the caller's; its facts and documents
 * are whole, so that rules can be explained on it.  VET_ERROR_RETRY: an extraction is missing
 * (evicted, never stored, its plugin has changed); the message names the document, and vetd itself
 * would read it again.
 */
VetResult *vet_rejudge(VetRejudge *rejudge, const VetPack *pack, const VetPending *submission,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Repeats a run (of vet_store_runs()): by its pack, with the lists and the other submissions that it
 * saw.  The same programs give the bytes of run->result and the texts of run->lists.  The result is
 * the caller's.  VET_ERROR_RETRY: its pack, a list or an extraction is missing; the message says
 * which and what to do.  VET_ERROR_CONFIG: its pack cannot be loaded by this version;
 * VET_ERROR_MALFORMED: the record of the run is damaged.
 */
VetResult *vet_rejudge_run(VetRejudge *rejudge, const VetStoredRun *run,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
