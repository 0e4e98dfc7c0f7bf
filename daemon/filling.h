/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A document while a child fills it: each part that the child sends is held against what is
 * possible and against the caps, and then added.  VET_ERROR_MALFORMED: the child lied or flooded;
 * VET_ERROR_LIMIT: the submission's caps are spent.  `body` is in normal form and of the type in
 * lib/wire.h.
 */

#include "lib/document.h"
#include "lib/limits.h"

G_BEGIN_DECLS

/*
 * What all parts of a document have spent together, when it is read in parts: of the document's own
 * caps, of the submission's, and for the ratio.
 */
typedef struct {
	VetBudget budget;
	guint64 submission[VET_N_LIMITS];
	guint64 unpacked;
} VetTogether;

/* Which pages of its document a child is to give. */
typedef struct {
	guint first, last;     /* from 1 */
	VetTogether *together; /* NULL: the document is read in one piece */
} VetShare;

typedef struct {
	VetDocument *document;     /* NULL between documents */
	VetBudget budget;          /* the document's own */
	VetBudget *submission;     /* what all its documents spend */
	guint64 own[VET_N_LIMITS]; /* this document's part of that */
	guint64 unpacked;          /* bytes of its members so far */
	VetTogether *together;     /* NULL: the document is read in one piece */
	gboolean outspent;         /* it ended at a cap that others had a part in spending */
	gboolean outrun;           /* they recognised the pages that it was told it might */
	guint n_metadata;
} VetFilling;

/* The document and the submission's budget must live until the next call. */
void vet_filling_begin(VetFilling *filling, VetDocument *document, const VetLimits *limits,
		       VetBudget *submission);
/* Pages whose text the child may read from their pictures; more is a breach. */
void vet_filling_allow_recognising(VetFilling *filling, guint64 pages);
/*
 * What is filled is a part of a document: these pages at most, and what it spends, and has spent,
 * counts for the whole document.  `share->together`, if any, must live as long as the document is
 * filled.
 */
void vet_filling_join(VetFilling *filling, const VetShare *share);
/* Whether the child may have left pages unread because others had spent what recognises them. */
gboolean vet_filling_was_curtailed(const VetFilling *filling);
void vet_together_init(VetTogether *together, const VetLimits *limits);
/* Gives back what all the parts have spent of the submission's caps. */
void vet_together_refund(VetTogether *together, VetBudget *submission);
gboolean vet_filling_page(VetFilling *filling, GVariant *body, GError **error);
/* These four need a page, the last a table on it. */
gboolean vet_filling_mark(VetFilling *filling, GVariant *body, GError **error);
gboolean vet_filling_lines(VetFilling *filling, GVariant *body, GError **error);
gboolean vet_filling_table(VetFilling *filling, GVariant *body, GError **error);
gboolean vet_filling_cells(VetFilling *filling, GVariant *body, GError **error);
/* A picture of the page was read. */
gboolean vet_filling_recognised(VetFilling *filling, GVariant *body, GError **error);
gboolean vet_filling_metadata(VetFilling *filling, GVariant *body, GError **error);
gboolean vet_filling_warning(VetFilling *filling, GVariant *body, GError **error);
/* A member of `size` bytes, 0 for one that was refused. */
gboolean vet_filling_member(VetFilling *filling, guint64 size, GError **error);

/*
 * What the child may know: its own spending of the document's caps, everybody's of the
 * submission's.
 */
GVariant *vet_filling_spent(const VetFilling *filling);
/* Gives back what the document has spent of the submission's caps. */
void vet_filling_refund(VetFilling *filling);
/* For people: no control characters, which a terminal might obey.  Caller frees. */
char *vet_filling_clean_sentence(const char *text);

G_END_DECLS
