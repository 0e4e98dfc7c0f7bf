/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The result of screening one version of a submission, as contract.md's `vet.result/1`. */

#include <json-glib/json-glib.h>

#include "lib/cohort.h"
#include "lib/document.h"
#include "lib/facts.h"
#include "lib/screen.h"

G_BEGIN_DECLS

typedef struct {
	char *id;
	guint version;
	char *path;                       /* as it arrived */
	char *sha256;                     /* of the submission: see vet_intake in daemon */
	gint64 received_at, submitted_at; /* seconds; submitted_at 0 = not said */
	char *pack_id, *pack_version, *pack_sha256;
	char *language; /* of the findings' texts; NULL = the pack's own */
	/* vet_namelists_describe(), then vet_peers_describe(): what it was compared with */
	char **lists;
	VetVerdict verdict;
	GPtrArray *documents; /* of VetDocument */
	VetFacts *facts;
	VetScreening *screening;
	VetPeers *peers; /* the others as this one sees them; NULL: they could not be looked at */
} VetResult;

void vet_result_free(VetResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetResult, vet_result_free)
/*
 * One line of JSON, keys in a fixed order, personal numbers masked.  The same result gives the same
 * bytes.  Caller frees.
 */
char *vet_result_to_json(const VetResult *result);
/*
 * SARIF 2.1.0 for all results of a call (of VetResult), findings as results with fingerprints. 
 * Caller frees.
 */
char *vet_result_to_sarif(const GPtrArray *results);
/*
 * As a person reads it, in Chinese: verdict, findings with page and quote, and what was not
 * checked.  Lines are wrapped at `columns`, 0 = never.  Caller frees.
 */
char *vet_result_to_text(const VetResult *result, gboolean color, guint columns);
/* The same of a result that was serialised before (vet.result/1); what it lacks is left out. */
char *vet_result_json_to_text(JsonObject *result, gboolean color, guint columns);

G_END_DECLS
