/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What lies under one name of the inbox at one moment.  Two equal looks some time apart mean that
 * nobody is copying there any more.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	gboolean present;
	gboolean folder;
	const char *refusal; /* static sentence: no folder and no plain file of its own; NULL = fit
				to be taken */
	guint64 signature;   /* of names, sizes, times and inodes below it */
	gint64 changed_at;   /* newest ctime, nanoseconds since the epoch */
	guint files;         /* plain files in it, junk and marker left out */
	gboolean marked; /* NAME.complete beside it or .complete inside, and nothing came after */
} VetArrival;

/* VET_ERROR_RETRY when a folder of it cannot be read. */
gboolean vet_arrival_look(int inbox_fd, const char *name, VetArrival *ret_arrival,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE while some process has one of its files open for writing (file systems that cannot say:
 * FALSE). */
gboolean vet_arrival_is_written(int inbox_fd, const char *name);
/*
 * Removes what was taken, with its marker, unless it changed since `signature`: then it stays,
 * FALSE without error.  A crash in between leaves a name that vet_arrival_is_remains() knows.
 */
gboolean vet_arrival_remove(int inbox_fd, const char *name, guint64 signature, GError **error);
gboolean vet_arrival_is_remains(const char *name);
/* Removes remains. */
gboolean vet_arrival_remove_remains(int inbox_fd, const char *name, GError **error);
/* The name that a marker stands for ("a.zip" for "a.zip.complete"), NULL when it is none.  Caller
 * frees. */
char *vet_arrival_marked_name(const char *name);

G_END_DECLS
