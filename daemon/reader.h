/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A child as vetd sees it: its channel, its pidfd, the deadline of the document it holds.  It takes
 * documents from one reading until there are none, and whatever happens to it becomes the outcome
 * of the one that it holds.
 */

#include "daemon/reading.h"
#include "daemon/zygote.h"

G_BEGIN_DECLS

typedef struct _VetReader VetReader;

typedef struct {
	/* An extractor that the zygote announced; NULL when there is none of that name. */
	const VetZygotePlugin *(*find_plugin)(const char *name, gpointer user_data);
	/*
	 * It is ready, through with a document, or over: look what there is to do.  Do not free it
	 * here.
	 */
	void (*changed)(gpointer user_data);
	/* Whether it may take another document: a reading without a child may be waiting for one. */
	gboolean (*may_go_on)(const VetReader *reader, gpointer user_data);
	/* It is dead and yet nobody says so: the zygote hangs. */
	void (*unreaped)(gpointer user_data);
} VetReaderEvents;

/* Takes `socket`; it is the child's that the zygote was asked for under this number. */
VetReader *vet_reader_new(guint32 number, int socket, VetReading *reading, const VetLimits *limits,
			  const VetReaderEvents *events, gpointer user_data);
/* Before it is ready: the child converts one document of those that are set aside. */
void vet_reader_set_converting(VetReader *reader);
gboolean vet_reader_is_converting(const VetReader *reader);
/* Ends the child; what it holds is not settled by this. */
void vet_reader_free(VetReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetReader, vet_reader_free)

guint32 vet_reader_number(const VetReader *reader);
/* NULL once it has no more to do with it. */
VetReading *vet_reader_reading(const VetReader *reader);
/* Its sandbox was up. */
gboolean vet_reader_is_ready(const VetReader *reader);

/* What the zygote says of it: `pidfd` is taken; `status` as of waitpid(). */
void vet_reader_forked(VetReader *reader, int pidfd);
void vet_reader_exited(VetReader *reader, int status);
/* Its zygote died and it with it. */
void vet_reader_lost(VetReader *reader);
gboolean vet_reader_was_lost(const VetReader *reader);

/* Ends it; the document it holds gets this outcome. */
void vet_reader_stop(VetReader *reader, VetDocumentStatus status, const char *reason);
/* Ends it when it holds a part of `whole`, but not `spared`, and takes that out of its hands. */
void vet_reader_abandon(VetReader *reader, const VetEntry *whole, const VetEntry *spared);
/* Both its socket and its process are at their end. */
gboolean vet_reader_is_over(const VetReader *reader);
/* Settles the document that it held when it ended; then it may be freed. */
void vet_reader_settle(VetReader *reader);

G_END_DECLS
