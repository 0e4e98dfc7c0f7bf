/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A large document is read in parts, each by any child of its submission.  How it is divided hangs on
 * the number of its pages alone, and what the parts yield is put together in their order: the result
 * is the same whatever the number of workers and whichever part is through first.  A part that comes
 * to a bad end costs its own pages.
 */

#include "daemon/filling.h"
#include "lib/document.h"

G_BEGIN_DECLS

typedef struct {
	guint n_pages;    /* that the document has, says its extractor */
	guint n_read;     /* of these, what limits.pages admits; divided into the parts */
	guint n_parts;    /* two at least */
	guint unfinished; /* parts that are not through */
	char *extractor;  /* that reads them all */
	VetTogether together;
	GPtrArray *others; /* of VetEntry, owned: all parts but the first */
} VetParts;

/* In how many parts so many pages are read; 1: in one piece. */
guint vet_parts_count(guint n_pages);
/* NULL when so many pages are read in one piece.  Without entries yet. */
VetParts *vet_parts_new(guint n_pages, const char *extractor, const VetLimits *limits,
			GDestroyNotify free_entry);
void vet_parts_free(VetParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetParts, vet_parts_free)

/* The pages of a part, counted from 0. */
VetShare vet_parts_share(VetParts *parts, guint part);
/*
 * Moves what was read of all parts, in order, into the first of the `n_parts` documents, and gives it
 * the outcome of the whole.  Pages that a part did not give are there, without text.  The outcome:
 * LIMIT when a part or the document reached a cap; PARTIAL when something was read and something was
 * not; when nothing was read at all, the worst of the parts.
 */
void vet_parts_merge(VetParts *parts, VetDocument *const *documents);

G_END_DECLS
