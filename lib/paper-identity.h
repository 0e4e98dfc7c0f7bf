/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which paper of its class a page belongs to: its owners, its 统一社会信用代码 and its other numbers.  By
 * these three certificates in a row are three, and a report that repeats its title is one.
 */

#include "lib/pack.h"
#include "lib/transcript.h"

G_BEGIN_DECLS

typedef struct _VetPaperIdentity VetPaperIdentity;

/* What the fields of the class say on what the transcript holds. */
VetPaperIdentity *vet_paper_identity_new(const VetDocumentClass *document_class,
					 const VetTranscript *transcript);
void vet_paper_identity_free(VetPaperIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPaperIdentity, vet_paper_identity_free)

/*
 * TRUE when both say something of one kind and nothing of it is the same: another code or number, or
 * another owner where no code is shared.  What either does not say tells nothing.
 */
gboolean vet_paper_identity_differs(const VetPaperIdentity *a, const VetPaperIdentity *b);
/* Adds what the other says. */
void vet_paper_identity_join(VetPaperIdentity *identity, const VetPaperIdentity *other);

G_END_DECLS
