/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The folder where submissions arrive: which names in it are complete, in the order of arrival.  Complete:
 * renamed in; or unchanged for the settle time and not open for writing; or marked (NAME.complete, .complete inside).
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetInbox VetInbox;

typedef struct {
	void (*complete)(gpointer user_data); /* vet_inbox_next() has a name */
	void (*refused)(const char *path, const char *reason, gpointer user_data);
	void (*junk)(const char *path, gpointer user_data);     /* at each scan again */
	void (*fault)(const GError *error, gpointer user_data); /* once until it is mended */
} VetInboxHandlers;

/* Watches and does a first scan at once.  VET_ERROR_CONFIG when the folder cannot be read. */
VetInbox *vet_inbox_new(const char *folder, guint settle_ms, guint rescan_ms,
			const VetInboxHandlers *handlers, gpointer user_data,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_inbox_free(VetInbox *inbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetInbox, vet_inbox_free)
/* The open folder: valid until the main loop runs again. */
int vet_inbox_fd(const VetInbox *inbox);
/* Names seen and not yet complete or not yet taken. */
guint vet_inbox_waiting(const VetInbox *inbox);

/* The complete name that arrived first, NULL when there is none.  It stays set aside until one of the calls below. Caller frees. */
char *vet_inbox_next(VetInbox *inbox);
/*
 * It was not taken: it settles as if it were new, from the next scan on (the machine's fault), or at once when it had
 * changed.
 */
void vet_inbox_put_back(VetInbox *inbox, const char *name, gboolean changed);
/*
 * It was taken with this signature: removes it.  What has changed since settles anew; what cannot be removed stays,
 * with VET_ERROR_RETRY, and is not offered again until it changes.
 */
gboolean vet_inbox_clear(VetInbox *inbox, const char *name, guint64 signature,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A name of a file for people and records: UTF-8, else read as GB18030; control characters and '/' as '_'.  Caller frees. */
char *vet_inbox_readable_name(const char *name);

G_END_DECLS
