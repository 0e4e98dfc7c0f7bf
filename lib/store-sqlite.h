/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The store's SQLite back end: its schema, and what the intents of lib/store.h mean in SQL. 
 * store.c gives a writing connection to the writer thread and keeps a reading one for its caller.
 */

#include "lib/sqlite.h"
#include "lib/store.h"

G_BEGIN_DECLS

/* --- schema: store-sqlite-schema.c --- */

/* The number of the newest migration. */
guint vet_store_sqlite_schema_version(void);
/*
 * Brings the schema to `version`, one transaction a step.  VET_ERROR_CONFIG when it is already
 * newer.
 */
gboolean vet_store_sqlite_migrate(VetSqlite *db, guint version,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* VET_ERROR_CONFIG unless the schema is of the newest version: for who only reads. */
gboolean vet_store_sqlite_check(VetSqlite *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- writing: store-sqlite-write.c; bodies for vet_sqlite_transaction() --- */

typedef struct {
	char *id, *path, *sha256, *spool;
	guint64 size;
	gint64 received_at;
	VetReceived ret_received;
	guint ret_version;
} VetReceiveRequest;

typedef struct {
	char *id;
	guint version;
} VetBeginRequest;

typedef struct {
	char *id;
	guint version;
	char *result;   /* vet.result/1 */
	char *lists;    /* JSON array of text */
	gboolean again; /* it was screened before: what is as it was is only marked */
	gboolean ret_changed;
} VetCommitRequest;

typedef struct {
	char *id;
	guint version;
	char *pack_sha256;
} VetLeaveRequest;

typedef struct {
	char *topic, *subject;
	char *data; /* JSON */
} VetAnnounceRequest;

typedef struct {
	char *path;
	char *reason; /* NULL: junk */
	gint64 at;
} VetRefusalRequest;

gboolean vet_store_sqlite_receive(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_begin(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_begin_again(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_leave(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_announce(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_commit(VetSqlite *db, gpointer request, GError **error);
gboolean vet_store_sqlite_refuse(VetSqlite *db, gpointer request, GError **error);
/* `request` is a gint64: the sequence. */
gboolean vet_store_sqlite_publish(VetSqlite *db, gpointer request, GError **error);

/* --- reading: store-sqlite-read.c --- */

GPtrArray *vet_store_sqlite_pending(VetSqlite *db, GError **error);
GPtrArray *vet_store_sqlite_newest(VetSqlite *db, GError **error);
VetPending *vet_store_sqlite_find(VetSqlite *db, const char *id, guint version, GError **error);
GPtrArray *vet_store_sqlite_outdated(VetSqlite *db, const char *pack_sha256, gint64 after,
				     guint limit, GError **error);
gint64 vet_store_sqlite_count_outdated(VetSqlite *db, const char *pack_sha256, GError **error);
GHashTable *vet_store_sqlite_spooled(VetSqlite *db, GError **error);
char *vet_store_sqlite_get(VetSqlite *db, const char *id, guint version, GError **error);
char *vet_store_sqlite_list(VetSqlite *db, const VetStoreQuery *query, GError **error);
GPtrArray *vet_store_sqlite_events(VetSqlite *db, gint64 from, guint limit, GError **error);
char *vet_store_sqlite_figures(VetSqlite *db, const char *write_error, GError **error);
/* store-sqlite-runs.c */
GPtrArray *vet_store_sqlite_runs(VetSqlite *db, const char *id, guint version, gint64 after,
				 guint limit, GError **error);
/* store-sqlite-standings.c */
GPtrArray *vet_store_sqlite_standings(VetSqlite *db, GError **error);
/* What `read_row` makes of each row that is left, freed by `free_item`; NULL on error. */
GPtrArray *vet_store_sqlite_collect(VetSqlite *db, VetStatement *statement,
				    gpointer (*read_row)(VetStatement *row),
				    GDestroyNotify free_item, GError **error);
/* A row that begins with the columns VET_STORE_RECEIPT as a VetPending; the caller's. */
VetPending *vet_store_sqlite_receipt(VetStatement *row);
/* Of `submission s`; behind them come attempts and number. */
#define VET_STORE_RECEIPT                                                                          \
	"s.received_as, s.received_version, s.path, s.sha256, s.spool, s.size, s.received_at, "
/* "urn:uuid:…"; the caller's. */
char *vet_store_sqlite_source(VetSqlite *db, GError **error);
gboolean vet_store_sqlite_sequences(VetSqlite *db, gint64 *ret_last, gint64 *ret_published,
				    GError **error);

G_END_DECLS
