/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The store itself, for the files that its intents are spread over. */

#include "lib/store-sqlite.h"

G_BEGIN_DECLS

struct _VetStore {
	VetSqlite *writing;  /* the writer thread's; NULL: opened for reading */
	VetSqlite *reading;  /* the caller's */
	GThreadPool *writer; /* of one thread: jobs in order; NULL as well */
	char *source;

	GSource *notice; /* made ready by the writer, dispatched on the caller's context */
	void (*notify)(gpointer user_data);
	gpointer notify_data;

	GQueue unsaid; /* of Job, the writer's own: announcements that could not be written yet */

	GMutex lock; /* guards what follows */
	gint64 last_sequence;
	gint64 published;
	gboolean publish_queued;
	char *write_error;
};

G_END_DECLS
