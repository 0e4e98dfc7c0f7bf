/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The documents of one submission while they are read: a tree, members below their container, so
 * that the result has the same order whoever reads which when.  Only the pool uses it; see
 * daemon/pool.h for what its owner sees.
 */

#include "daemon/conversion.h"
#include "daemon/extractions.h"
#include "daemon/parts.h"
#include "daemon/pool.h"

G_BEGIN_DECLS

typedef struct _VetEntry VetEntry;

struct _VetEntry {
	VetDocument *document;
	int fd;        /* -1 once it is through */
	guint kills;   /* how often its child was killed from outside */
	guint repeats; /* how often it had to be read again since its child had read others before */
	guint losses;  /* how often its child was lost with the zygote */
	GPtrArray *members; /* of VetEntry */
	GPtrArray *handed;  /* of VetHanded: what the container gave, junk too, in its order */
	gboolean fresh;     /* its child had read nothing but this document */
	/* what it was converted to, until that has been read; NULL: nothing, or not yet */
	VetConversion *conversion;
	gboolean unrepeatable; /* what came of it hangs on more than its bytes */
	gboolean curtailed;    /* pages may be unread that others' spending left no room for */
	guint64 reserved;      /* pages that are kept for it to be recognised */
	/* of a document that is read in parts, of which the entry itself is the first */
	VetParts *parts;
	gboolean undivided; /* is not read in parts, since these came to a cap */
	/* of another part: its document's entry, the fd of which it shares, and which it is */
	VetEntry *whole;
	guint part;
};

VetReading *vet_reading_new(VetPool *pool, const VetLimits *limits, VetKeepMember keep,
			    VetReadingDone done, gpointer user_data);
void vet_reading_free(VetReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetReading, vet_reading_free)

/* Called by vet_reading_start(): puts the reading, now the pool's, in the queue. */
void vet_pool_start(VetPool *pool, VetReading *reading);
/* Called when the time of the submission has run out: ends whoever reads its documents. */
void vet_pool_stop(VetPool *pool, VetReading *reading, const char *reason);
/* Ends whoever reads a part of the document, but not of `spared`; what they hold is left alone. */
void vet_pool_abandon(VetPool *pool, const VetEntry *whole, const VetEntry *spared);

/* Documents whose extraction is stored are filled from it; what is read is stored. Borrowed. */
void vet_reading_use_stored(VetReading *reading, VetExtractions *extractions);
gboolean vet_reading_is_background(const VetReading *reading);

/* What all its documents have spent of the submission's caps. */
VetBudget *vet_reading_budget(VetReading *reading);
/*
 * The next document or part that waits to be read, in order; NULL when there is none.  What is read
 * again since its child had read others before waits for a `fresh` one.  Owned by the reading.  With
 * the first the clock of the submission starts; when it has run out, all that wait are given up and vet_pool_stop() is called for those that are being read.
 */
VetEntry *vet_reading_take(VetReading *reading, gboolean fresh);
/*
 * Documents that a converter must see first: one that was identified as such is set aside, taken by
 * a converting child, and waits again, before all others, with what it was converted to.  Not taken
 * while earlier conversions wait to be read: they lie in memory.
 */
void vet_reading_set_aside(VetReading *reading, VetEntry *entry);
VetEntry *vet_reading_take_aside(VetReading *reading);
/* Takes `fd`. */
void vet_reading_add_conversion(VetReading *reading, VetEntry *entry, guint64 size, int fd);
void vet_reading_converted(VetReading *reading, VetEntry *entry);
/* No converter can be had: they are crashed, for this reason. */
void vet_reading_give_up_aside(VetReading *reading, const char *reason);
/* How many may be taken by converters. */
guint vet_reading_aside(const VetReading *reading);
/* How many documents and parts wait that could be taken now, counted no further than needed. */
guint vet_reading_waiting(const VetReading *reading);
/* TRUE when every document is through. */
gboolean vet_reading_is_complete(const VetReading *reading);

/* A member that a container handed back; it waits until its container is through. */
void vet_reading_add_member(VetReading *reading, VetEntry *container, const char *name,
			    guint64 size, int fd);
void vet_reading_add_refused_member(VetReading *reading, VetEntry *container, const char *name,
				    VetDocumentStatus status, const char *reason);
/* Its status is set; once all parts are through, its members may be read. */
void vet_reading_finish(VetReading *reading, VetEntry *entry);
/*
 * Its child was killed by no fault of the document: all that was read is forgotten and it waits
 * again, first.
 */
void vet_reading_retry(VetReading *reading, VetEntry *entry);
/*
 * Its extractor counts `n_pages`: which of them its child is to give.  The first time a document that
 * is large is divided, and its other parts wait from then on.  FALSE with error: that cannot be.
 */
gboolean vet_reading_divide(VetReading *reading, VetEntry *entry, guint n_pages,
			    VetShare *ret_share, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * A part, which no child holds any more, came to a cap.  Which pages are within it only one child can
 * say that reads them in order: the document waits again, first, to be read in one piece.
 */
void vet_reading_unite(VetReading *reading, VetEntry *entry);
/* How many pages of it may be read from their pictures. */
guint64 vet_reading_recognisable(const VetReading *reading, const VetEntry *entry);
/* The document that it is, or is a part of. */
VetEntry *vet_entry_whole(VetEntry *entry);
/* Of what is to be read: the document, or what it was converted to. */
int vet_entry_fd(const VetEntry *entry);
/* Every document that waits gets this status instead. */
void vet_reading_give_up(VetReading *reading, VetDocumentStatus status, const char *reason);
/* Calls done() with the documents in order. */
void vet_reading_deliver(VetReading *reading);

G_END_DECLS
