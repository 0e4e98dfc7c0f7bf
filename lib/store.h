/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What vetd remembers: receipts, runs with findings, the outbox of events.  The interface speaks of
 * intents, not of tables, so another back end can implement it.  One writer thread does all
 * writing; the asynchronous calls hand it work and answer on the caller's main context.  Reads use
 * their own connection.
 */

#include <gio/gio.h>

#include "lib/result.h"

G_BEGIN_DECLS

typedef struct _VetStore VetStore;

typedef struct {
	const char *id;     /* submission id, by its name in the inbox */
	const char *path;   /* as it arrived in the inbox */
	const char *sha256; /* of the whole submission */
	const char *spool;  /* where its exact bytes are, relative to the spool */
	guint64 size;
	gint64 received_at; /* seconds since the epoch */
} VetReceipt;

typedef enum {
	VET_RECEIVED_NEW,     /* version 1 */
	VET_RECEIVED_VERSION, /* the same id with other bytes: the next version */
	/* the bytes of the newest version: recognised, not screened again */
	VET_RECEIVED_SAME,
} VetReceived;

/*
 * A receipt, of vet_store_pending() and others: id and version as received; `number` is the order
 * of arrival.
 */
typedef struct {
	gint64 number;
	char *id;
	guint version;
	char *path, *sha256, *spool;
	guint64 size;
	gint64 received_at;
	guint attempts; /* times its screening, or its judging again, was begun in vain */
} VetPending;

void vet_pending_free(VetPending *pending);

/* Opens or creates the database (WAL, synchronous=FULL), migrates the schema. */
VetStore *vet_store_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * For others than vetd: an existing database, also while vetd writes it.  Only what is under
 * "reading" may be called.  VET_ERROR_CONFIG when it is not there or of another schema.
 */
VetStore *vet_store_open_reading(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for what was handed to the writer. */
void vet_store_close(VetStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetStore, vet_store_close)

/* --- intents --- */

/* Durable before it answers; NEW and VERSION write the event vet.submission.received. */
void vet_store_receive_async(VetStore *store, const VetReceipt *receipt,
			     GAsyncReadyCallback callback, gpointer user_data);
gboolean vet_store_receive_finish(VetStore *store, GAsyncResult *result, VetReceived *ret_received,
				  guint *ret_version, GError **error);
/*
 * Screening of this version begins: counts the attempt (a submission that kills vetd itself is
 * seen).
 */
void vet_store_begin_async(VetStore *store, const char *id, guint version,
			   GAsyncReadyCallback callback, gpointer user_data);
gboolean vet_store_begin_finish(VetStore *store, GAsyncResult *result, GError **error);
/*
 * Run, findings and outbox events (vet.finding.*, then vet.submission.screened) in one transaction.
 * The result is serialised before this returns.  A second commit for the same version by the pack
 * that it was judged by last changes nothing (exactly once). `id` and `version` are the receipt's.  Where the result's
 * own id is another (its manifest says so), the submission is kept under that id from here on, as
 * its next version, and the stored result says which.
 */
void vet_store_commit_async(VetStore *store, const char *id, guint version, const VetResult *result,
			    GAsyncReadyCallback callback, gpointer user_data);
/*
 * The same for a result that is serialised already: vet.result/1 text and the lists that were in
 * force (may be NULL).
 */
void vet_store_commit_json_async(VetStore *store, const char *id, guint version,
				 const char *result_json, const char *const *lists,
				 GAsyncReadyCallback callback, gpointer user_data);
gboolean vet_store_commit_finish(VetStore *store, GAsyncResult *result, GError **error);
/*
 * Judging again of a screened version begins: counts it, as vet_store_begin_async(); finish with
 * vet_store_begin_finish().
 */
void vet_store_begin_again_async(VetStore *store, const char *id, guint version,
				 GAsyncReadyCallback callback, gpointer user_data);
/*
 * What came of it.  When verdict, findings and coverage are those of its last run, or a newer
 * version was received, the submission is only marked as judged by this pack; else a new run with
 * its events, which say that the reason is the pack and what the verdict was before.  Either
 * happens once, whenever vetd is stopped.
 */
void vet_store_recommit_async(VetStore *store, const char *id, guint version,
			      const VetResult *result, GAsyncReadyCallback callback,
			      gpointer user_data);
void vet_store_recommit_json_async(VetStore *store, const char *id, guint version,
				   const char *result_json, const char *const *lists,
				   GAsyncReadyCallback callback, gpointer user_data);
gboolean vet_store_recommit_finish(VetStore *store, GAsyncResult *result, gboolean *ret_changed,
				   GError **error);
/* Marks a version as judged by this pack without judging it; its last run stays. */
void vet_store_leave(VetStore *store, const char *id, guint version, const char *pack_sha256);
/* An event of vetd's own; `data` is JSON.  Where the disk is full, it is told when it no longer is. */
void vet_store_announce(VetStore *store, const char *topic, const char *subject, const char *data);
/*
 * Something in the inbox that is no submission: refused (symlink, device …) or junk.  Counted once
 * for each path; when refused, an event-less record.  A failure shows in vet_store_figures().
 */
void vet_store_record_refusal(VetStore *store, const char *path, const char *reason, gint64 at);
void vet_store_count_junk(VetStore *store, const char *path);

/* --- reading --- */

GPtrArray *vet_store_pending(VetStore *store, GError **error); /* of VetPending, oldest first */
/* Of VetPending: of each submission the newest version that was screened, oldest first. */
GPtrArray *vet_store_newest(VetStore *store, GError **error);
/*
 * A screened version by the id and version it is kept under (0 = the newest); NULL without error
 * when there is none.  vet_pending_free().
 */
VetPending *vet_store_find(VetStore *store, const char *id, guint version, GError **error);
/*
 * Of VetPending: of vet_store_newest() those that were last judged by another pack, with a number
 * above `after`, at most `limit`; those of which a newer version waits are left out.
 */
GPtrArray *vet_store_outdated(VetStore *store, const char *pack_sha256, gint64 after, guint limit,
			      GError **error);
/* How many there are; -1 on error. */
gint64 vet_store_count_outdated(VetStore *store, const char *pack_sha256, GError **error);
/* Set of char *: what of the spool any receipt refers to, screened or not. */
GHashTable *vet_store_spooled(VetStore *store, GError **error);
/*
 * The newest run of a submission (version 0 = newest) as vet.result/1 JSON, NULL without error when
 * there is none.
 */
char *vet_store_get(VetStore *store, const char *id, guint version, GError **error);

/* A run as it is stored. */
typedef struct {
	gint64 number;          /* in order of their commits */
	VetPending *submission; /* the receipt of what was judged */
	char *id;               /* under which it is kept: its manifest's, else the receipt's */
	guint version;          /* likewise: the number of that id's version */
	char *pack_id, *pack_version, *pack_sha256;
	char **lists; /* VetResult.lists of that run; NULL: what is stored is no array of text */
	char *result; /* vet.result/1 */
	/* what it is listed, searched and counted by is what the result says */
	gboolean agrees;
} VetStoredRun;

void vet_stored_run_free(VetStoredRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetStoredRun, vet_stored_run_free)

/*
 * Of VetStoredRun with a number above `after`, by number, at most `limit`: of one version of a submission
 * (0 = the newest that was screened), of all when `id` is NULL.
 */
GPtrArray *vet_store_runs(VetStore *store, const char *id, guint version, gint64 after, guint limit,
			  GError **error);

/* How a submission stands, by its newest version. */
typedef struct {
	char *id;
	char *verdict; /* NULL: that version waits for its screening, and the rest is "" */
	char *track;   /* as written */
	char *lead_name, *lead_code; /* of the lead unit; "" where the papers do not say it */
} VetStanding;

void vet_standing_free(VetStanding *standing);

/* Of VetStanding, each submission that was received, by id. */
GPtrArray *vet_store_standings(VetStore *store, GError **error);

typedef struct {
	const char *verdict, *rule, *track, *unit, *text; /* NULL = any */
	const char *after_id;                             /* cursor */
	guint limit;                                      /* 1–1000 */
} VetStoreQuery;

/*
 * JSON array of
 * {"id","version","verdict","state","received_at","screened_at","project_name","track","units","findings":{"reject":n…}}.
 */
char *vet_store_list(VetStore *store, const VetStoreQuery *query, GError **error);

/* An event of the outbox; `json` is the whole CloudEvent. */
typedef struct {
	gint64 sequence;
	char *topic;
	char *json;
} VetEvent;

void vet_event_free(VetEvent *event);
/* Of VetEvent, from `from` on, at most `limit`; fewer when they come to more than 16 MiB. */
GPtrArray *vet_store_events(VetStore *store, gint64 from, guint limit, GError **error);
/* "urn:uuid:…": the `source` of every event of this store.  Owned by the store. */
const char *vet_store_source(VetStore *store);
gint64 vet_store_last_sequence(VetStore *store); /* 0: no event yet */
/*
 * The last sequence that was published; kept over restarts.  After a crash it may be behind: then
 * some are published twice.
 */
gint64 vet_store_published(VetStore *store);
void vet_store_set_published(VetStore *store, gint64 sequence);
/*
 * Called on the opener's main context after events were committed; several commits may come to one
 * call.
 */
void vet_store_set_notify(VetStore *store, void (*notify)(gpointer user_data), gpointer user_data);

/* Why the last write failed; NULL: it did not.  The caller's. */
char *vet_store_write_error(VetStore *store);
/*
 * Figures for `vetctl` and readiness as a JSON object: received, screened, pending, refused, junk,
 * runs, findings, last_sequence, published, write_error (null, or why the last write failed).
 */
char *vet_store_figures(VetStore *store, GError **error);

G_END_DECLS
