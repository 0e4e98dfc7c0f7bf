/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * From documents to facts: each document is classified by the pack's classes, its fields are read,
 * and units, members, project and codes are reconciled from manifest and application form.
 */

#include "lib/document.h"
#include "lib/facts.h"
#include "lib/pack.h"

G_BEGIN_DECLS

typedef struct {
	const char *submission_id; /* of the receipt */
	guint version;
	gint64 received_at;   /* seconds since the epoch */
	const guint8 *secret; /* keys the HMAC of ID numbers */
	gsize secret_length;
} VetGatherOptions;

/*
 * Sets document_class and confidence on the documents.  Never fails for what the papers say: what
 * is not found is absent.
 */
VetFacts *vet_gather(const VetPack *pack, GPtrArray *documents, const VetGatherOptions *options);
/* The fields of one class from plain text: `extract` tests of packs.  A CEL map in `facts`. */
CelValue vet_gather_fields_of_text(const VetDocumentClass *document_class, const char *text,
				   VetFacts *facts);

G_END_DECLS
