/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What reading.c and reading-stored.c share: the state of a reading and how entries come into it. */

#include "daemon/extractions.h"
#include "daemon/reading.h"

G_BEGIN_DECLS

struct _VetReading {
	VetPool *pool;
	VetKeepMember keep;
	VetReadingDone done;
	VetKeepConversion keep_conversion; /* NULL: nobody wants it */
	gpointer user_data;
	VetLimits limits;
	VetBudget budget;
	GPtrArray *entries; /* of VetEntry: what was handed in */
	GQueue waiting;     /* of VetEntry, borrowed */
	GQueue aside;       /* of the same: waiting for a converter */
	guint conversions;  /* that wait to be read or are being read */
	guint unfinished;   /* documents waiting or with a child */
	guint64 reserved;   /* pages that are kept to be recognised, by whoever is being read */
	/* char * → guint: all that are taken, and the number to try for the next of the same */
	GHashTable *paths;
	guint deadline;      /* 0 before the first document is read and after it has passed */
	gboolean late;       /* the deadline has passed */
	gboolean background; /* behind those that are not */
	VetExtractions *extractions; /* NULL: none are stored */
	char *scope;                 /* of whose submission; NULL: none are used */
};

/* Takes both; -1 for the fd of a part. */
VetEntry *vet_entry_new(VetDocument *document, int fd);
void vet_entry_free(gpointer entry);
/* The path or, when another document has it, the next free one, which is now taken.  Caller frees. */
char *vet_reading_claim_path(VetReading *reading, const char *path);
/* An entry with a path that no other has; owned by `list`. */
VetEntry *vet_reading_add_entry(VetReading *reading, GPtrArray *list, const char *path,
				guint64 size, guint depth);
/*
 * A member's place below its container, its status set when it cannot be read there (a name that
 * leaves, too deep); NULL when it is junk.
 */
VetEntry *vet_reading_place_member(VetReading *reading, VetEntry *container, const char *name,
				   guint64 size);
/* The place of a member that was refused. */
void vet_reading_place_refused(VetReading *reading, VetEntry *container, const char *name,
			       VetDocumentStatus status, const char *reason);
/* All that was read in the document and below it is forgotten, as if it had never been begun. */
void vet_reading_forget(VetReading *reading, VetEntry *entry);
/* TRUE and the caps of the submission are charged for its bytes. */
gboolean vet_reading_within_caps(VetReading *reading, guint64 size, GError **error);

/* Starts the clock of the submission, with the first document that is taken. */
void vet_reading_start_clock(VetReading *reading);
/* What comes too late is given up at once. */
void vet_reading_give_up_late(VetReading *reading, VetEntry *entry);

/* --- reading-parts.c --- */

/* The place in the queue of what such a child may read next; NULL: there is nothing now. */
GList *vet_reading_next(const VetReading *reading, gboolean fresh);
/* It is about to be read; pages are set aside for it to be recognised. */
void vet_reading_reserve(VetReading *reading, VetEntry *entry);
void vet_reading_release(VetReading *reading, VetEntry *entry);
/* A part is through.  TRUE when all are, and its document has become what all of them yielded. */
gboolean vet_reading_finish_part(VetReading *reading, VetEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/* --- reading-converted.c --- */

/* What the entry was converted to has been read, or is no longer wanted. */
void vet_reading_end_conversion(VetReading *reading, VetEntry *entry);

/* --- reading-stored.c --- */

/*
 * Fills the document and all below it from stored extractions; FALSE: not all are there, nothing
 * has changed.
 */
gboolean vet_reading_recall(VetReading *reading, VetEntry *entry);
/* Whether a document's bytes decide such an outcome, so that it would come of them again. */
gboolean vet_reading_is_lasting(VetDocumentStatus status);
/* Stores what came of a document, when it would come of it again. */
void vet_reading_remember(VetReading *reading, const VetEntry *entry);

G_END_DECLS
