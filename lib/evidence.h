/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where a fact was seen.  Facts carry it as the origin of their CEL value, findings show it. */

#include "lib/content.h"

G_BEGIN_DECLS

typedef enum {
	VET_EVIDENCE_TEXT,
	VET_EVIDENCE_OCR,
	VET_EVIDENCE_MANIFEST, /* submission.json */
	VET_EVIDENCE_REGISTRY, /* registrations of all cities */
	VET_EVIDENCE_LIST,
	VET_EVIDENCE_ARCHIVE, /* the set of files itself: a missing or unreadable one */
} VetEvidenceSource;

const char *vet_evidence_source_name(VetEvidenceSource source); /* contract.md's words */

typedef struct {
	char *document; /* path; for lists and registries "blacklist@3:17" (list, version, row) */
	guint page;     /* from 1; 0 when it has none */
	VetBox box;     /* empty when unknown */
	char *quote;    /* masked, at most 200 characters */
	VetEvidenceSource source;
	double confidence; /* 0–1 */
} VetEvidence;

/* Copies; personal numbers in the quote are masked, long quotes cut. */
VetEvidence *vet_evidence_new(const char *document, guint page, VetBox box, const char *quote,
			      VetEvidenceSource source, double confidence);
VetEvidence *vet_evidence_copy(const VetEvidence *evidence);
void vet_evidence_free(VetEvidence *evidence);
gboolean vet_evidence_equal(const VetEvidence *a, const VetEvidence *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetEvidence, vet_evidence_free)

G_END_DECLS
