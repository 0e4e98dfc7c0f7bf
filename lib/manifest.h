/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * submission.json: what the registration platform knows of a submission (contract.md,
 * “Submission”).
 */

#include "lib/document.h"

G_BEGIN_DECLS

typedef struct {
	char *name;        /* unit or person; never empty */
	char *credit_code; /* units; NULL when not said */
	gboolean lead;     /* units */
	/* members; NULL when not said; clear, so it goes no further than gather */
	char *id_number;
	char *unit; /* members; NULL when not said */
} VetManifestEntry;

typedef struct {
	char *submission_id, *project_name, *track, *host_city; /* NULL when not said */
	char *team_id;      /* the platform's own; NULL when not said */
	char *submitted_at; /* as written */
	GPtrArray *units;   /* of VetManifestEntry; NULL when not said */
	GPtrArray *members; /* of VetManifestEntry; NULL when not said */
} VetManifest;

/*
 * Parses the text of a submission.json.  VET_ERROR_MALFORMED: not JSON, not an object, nested
 * deeper than 16, or a member of the wrong type; the message says which.
 */
/* As it stands in the file: its first page.  Caller frees. */
char *vet_manifest_text(const VetDocument *document);
VetManifest *vet_manifest_parse(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_manifest_free(VetManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetManifest, vet_manifest_free)
/*
 * The document that is the manifest: submission.json nearest to the top, in no inner archive and in
 * no archive that lies among other files, which is the team's own; NULL when there is none.
 */
const VetDocument *vet_manifest_find(const GPtrArray *documents);

G_END_DECLS
