/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The documents of one submission while they are read: a tree, members below their container, so
 * that the result has the same order whoever reads which when.  Only the pool uses it; see
 * daemon/pool.h for what its owner sees.
 */

#include "daemon/conversion.h"
#include "daemon/extractions.h"
#include "daemon/pool.h"

G_BEGIN_DECLS

typedef struct _VetEntry VetEntry;

struct _VetEntry {
	VetDocument *document;
	int fd;             /* -1 once it is through */
	guint kills;        /* how often its child was killed from outside */
	guint repeats;      /* how often it was read again since its child had read others before */
	guint losses;       /* how often its child was lost with the zygote */
	GPtrArray *members; /* of VetEntry */
	GPtrArray *handed;  /* of VetHanded: what the container gave, junk too, in its order */
	gboolean fresh;     /* its child had read nothing else */
	/* what it was converted to, until that has been read; NULL: nothing, or not yet */
	VetConversion *conversion;
	gboolean unrepeatable; /* what came of it hangs on more than its bytes */
};

VetReading *vet_reading_new(VetPool *pool, const VetLimits *limits, VetKeepMember keep,
			    VetReadingDone done, gpointer user_data);
void vet_reading_free(VetReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetReading, vet_reading_free)

/* Called by vet_reading_start(): puts the reading, now the pool's, in the queue. */
void vet_pool_start(VetPool *pool, VetReading *reading);
/* Called when the time of the submission has run out: ends whoever reads its documents. */
void vet_pool_stop(VetPool *pool, VetReading *reading, const char *reason);

/* Documents whose extraction is stored are filled from it; what is read is stored. Borrowed. */
void vet_reading_use_stored(VetReading *reading, VetExtractions *extractions);
gboolean vet_reading_is_background(const VetReading *reading);

/* What all its documents have spent of the submission's caps. */
VetBudget *vet_reading_budget(VetReading *reading);
/*
 * The next document that waits to be read, in order; NULL when there is none.  Owned by the
 * reading. With the first the clock of the submission starts; when it has run out, all that wait
 * are given up and vet_pool_stop() is called for those that are being read.
 */
VetEntry *vet_reading_take(VetReading *reading);
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
/* How many documents wait. */
guint vet_reading_waiting(const VetReading *reading);
/* TRUE when every document is through. */
gboolean vet_reading_is_complete(const VetReading *reading);

/* A member that a container handed back; it waits until its container is through. */
void vet_reading_add_member(VetReading *reading, VetEntry *container, const char *name,
			    guint64 size, int fd);
void vet_reading_add_refused_member(VetReading *reading, VetEntry *container, const char *name,
				    VetDocumentStatus status, const char *reason);
/* Its status is set; its members may be read now. */
void vet_reading_finish(VetReading *reading, VetEntry *entry);
/*
 * Its child was killed by no fault of the document: all that was read is forgotten and it waits
 * again, first.
 */
void vet_reading_retry(VetReading *reading, VetEntry *entry);
/* Every document that waits gets this status instead. */
void vet_reading_give_up(VetReading *reading, VetDocumentStatus status, const char *reason);
/* Calls done() with the documents in order. */
void vet_reading_deliver(VetReading *reading);

G_END_DECLS
