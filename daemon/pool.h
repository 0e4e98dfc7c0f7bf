/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The pool keeps one zygote (`vet-worker`) and forks children from it, at most `workers` at once. 
 * A submission's documents are read by children that serve no other submission.  The pool holds
 * each child's pidfd and deadline, and turns whatever happens to it into an outcome of the one
 * document it held.
 */

#include "daemon/extractions.h"
#include "daemon/rendering.h"
#include "lib/document.h"
#include "lib/limits.h"

G_BEGIN_DECLS

typedef struct _VetPool VetPool;
typedef struct _VetReading VetReading; /* the reading of one submission */

typedef struct {
	const char *worker_path;        /* the vet-worker program */
	const char *const *plugin_dirs; /* NULL-terminated */
	guint workers;                  /* children at once; 0 = cores */
	gboolean sandbox;               /* FALSE only by configuration, for debugging */
	VetLimits limits;
	VetExtractions *extractions; /* borrowed; NULL = every document is read */
} VetPoolOptions;

/* A member that a container handed back: an open, sealed, read-only descriptor positioned at 0. */
typedef struct {
	const char *path; /* of the new document, already joined to its archive's and made safe */
	guint64 size;
	int fd; /* the callee duplicates what it keeps */
	guint depth;
} VetMember;

/*
 * Puts a member's bytes where they are kept and says how to name and open it: sha256 and a new
 * descriptor (owned by the pool).  FALSE: recorded on the member as its status.
 */
typedef gboolean (*VetKeepMember)(const VetMember *member, char **ret_sha256, int *ret_fd,
				  gpointer user_data, GError **error);
/*
 * All documents are through (or the submission's caps are spent).  `documents` (of VetDocument,
 * full) is the callee's.
 */
typedef void (*VetReadingDone)(VetReading *reading, GPtrArray *documents, gpointer user_data);

/* Starts the zygote; VET_ERROR_CONFIG when it cannot run or the sandbox cannot be set up. */
VetPool *vet_pool_new(const VetPoolOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_pool_free(VetPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetPool, vet_pool_free)

/* One line for the log and /readyz: sandbox state, plugins with versions.  Owned by the pool. */
const char *vet_pool_describe(const VetPool *pool);

/*
 * Queues a submission.  Callbacks run on the main context, never from within this call.  Owned by
 * the pool until `done`, which is called exactly once.
 */
VetReading *vet_pool_read(VetPool *pool, VetKeepMember keep, VetReadingDone done,
			  gpointer user_data);
/* Whose submission it is: without a scope every document is read, and nothing stored. */
void vet_reading_set_scope(VetReading *reading, const char *scope);
/*
 * Has `keep` called with what a document was converted to: a sealed, read-only descriptor of the file from which
 * its pages are read, of which the callee duplicates what it keeps.  It gets the user_data of the reading.
 */
typedef void (*VetKeepConversion)(const char *path, int fd, gpointer user_data);
void vet_reading_set_keep_conversion(VetReading *reading, VetKeepConversion keep);
/* Its documents wait until those of all other readings have a child. */
void vet_reading_set_background(VetReading *reading);
/*
 * Adds a document whose extraction is stored, and all members of its.  FALSE: it is not, or not
 * all of them; add the document itself.
 */
gboolean vet_reading_add_stored(VetReading *reading, const char *path, const char *sha256,
				guint64 size) G_GNUC_WARN_UNUSED_RESULT;
/* Adds a document before vet_reading_start(); `fd` is taken. */
void vet_reading_add(VetReading *reading, const char *path, const char *sha256, guint64 size,
		     int fd);
/* Records a file that was refused before it was read (symlink, device, unsafe name). */
void vet_reading_add_refused(VetReading *reading, const char *path, VetDocumentStatus status,
			     const char *reason);
void vet_reading_start(VetReading *reading);
/* The callee takes the rendering; NULL with the error when the page cannot be drawn. */
typedef void (*VetDrawn)(VetRendering *rendering, const GError *error, gpointer user_data);

typedef struct {
	const char *name; /* the document's own */
	int fd;           /* of its bytes, read-only; taken */
	guint page;       /* from 1 */
	guint dpi;        /* dots an inch; fewer when the page would be too large */
	VetDrawn drawn;
	gpointer user_data;
} VetDrawRequest;

/* Has a page drawn by a sandboxed child of its own.  `drawn` is called once, never from within. */
void vet_pool_draw(VetPool *pool, const VetDrawRequest *request);
/* Figures for vet_pool's owner: children alive, readings waiting. */
guint vet_pool_children(const VetPool *pool);
guint vet_pool_waiting(const VetPool *pool);

G_END_DECLS
