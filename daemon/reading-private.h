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
	gpointer user_data;
	VetLimits limits;
	VetBudget budget;
	GPtrArray *entries;  /* of VetEntry: what was handed in */
	GQueue waiting;      /* of VetEntry, borrowed */
	GQueue aside;        /* of the same: waiting for a converter */
	guint conversions;   /* that wait to be read or are being read */
	guint unfinished;    /* waiting or with a child */
	GHashTable *paths;   /* set of char *: all that are taken */
	guint deadline;      /* 0 before the first document is read and after it has passed */
	gboolean late;       /* the deadline has passed */
	gboolean background; /* behind those that are not */
	VetExtractions *extractions; /* NULL: none are stored */
	char *scope;                 /* of whose submission; NULL: none are used */
};

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

/* --- reading-converted.c --- */

/* What the entry was converted to has been read, or is no longer wanted. */
void vet_reading_end_conversion(VetReading *reading, VetEntry *entry);

/* --- reading-stored.c --- */

/*
 * Fills the document and all below it from stored extractions; FALSE: not all are there, nothing
 * has changed.
 */
gboolean vet_reading_recall(VetReading *reading, VetEntry *entry);
/* Stores what came of a document, when it would come of it again. */
void vet_reading_remember(VetReading *reading, const VetEntry *entry);

G_END_DECLS
