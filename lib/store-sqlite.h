/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The store's SQLite back end: one connection with its prepared statements, the schema, and what the
 * intents of lib/store.h mean in SQL.  A connection serves one thread at a time; store.c gives the
 * writing one to the writer thread and keeps the reading one for its caller.
 */

#include <gio/gio.h>
#include <sqlite3.h>

#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetSqlite VetSqlite;

/* A prepared statement in use; releasing it resets it, so that no read snapshot stays open. */
typedef sqlite3_stmt VetStatement;
void vet_statement_release(VetStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetStatement, vet_statement_release)

/*
 * Creates the file (mode 0600) when `write`; sets WAL and FULL.  VET_ERROR_CONFIG or RETRY names it.  ":memory:" is a
 * database of this connection alone.
 */
VetSqlite *vet_sqlite_open(const char *path, gboolean write, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_sqlite_close(VetSqlite *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSqlite, vet_sqlite_close)
/* The connection itself, for tests that break it on purpose. */
sqlite3 *vet_sqlite_handle(VetSqlite *db);

/* `sql` must be static text: it is the key of the statement's cache.  Parameters start unbound. */
VetStatement *vet_sqlite_prepare(VetSqlite *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Parameters count from 1; text is borrowed until the statement is released, NULL binds NULL. */
void vet_statement_bind_text(VetStatement *statement, int parameter, const char *text);
void vet_statement_bind_int(VetStatement *statement, int parameter, gint64 value);
/* TRUE with *ret_row: whether there is one more row. */
gboolean vet_sqlite_step(VetSqlite *db, VetStatement *statement, gboolean *ret_row, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Steps a statement that gives no rows. */
gboolean vet_sqlite_run(VetSqlite *db, VetStatement *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The column's text, "" for NULL; the caller's. */
char *vet_statement_dup_text(VetStatement *statement, int column);
/* Statements without parameters and rows, separated by ';'. */
gboolean vet_sqlite_execute(VetSqlite *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef gboolean (*VetSqliteBody)(VetSqlite *db, gpointer request, GError **error);
/* Runs `body` between BEGIN IMMEDIATE and COMMIT; when either fails nothing of it remains. */
gboolean vet_sqlite_transaction(VetSqlite *db, VetSqliteBody body, gpointer request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Brings a database to `version` by the steps (step n leads from version n to n + 1), one transaction each.
 * VET_ERROR_CONFIG when it is already newer.
 */
gboolean vet_sqlite_apply_steps(VetSqlite *db, const char *const *steps, guint version, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- schema: store-sqlite-schema.c ---------------------------------------------------------------- */

/* The number of the newest migration. */
guint vet_sqlite_schema_version(void);
/* Brings the schema to `version`, one transaction a step.  VET_ERROR_CONFIG when it is already newer. */
gboolean vet_sqlite_migrate(VetSqlite *db, guint version, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- writing: store-sqlite-write.c; bodies for vet_sqlite_transaction() ----------------------------- */

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
	char *result; /* vet.result/1 */
	char *lists;  /* JSON array of text */
} VetCommitRequest;

typedef struct {
	char *path;
	char *reason; /* NULL: junk */
	gint64 at;
} VetRefusalRequest;

gboolean vet_sqlite_receive(VetSqlite *db, gpointer request, GError **error);
gboolean vet_sqlite_begin(VetSqlite *db, gpointer request, GError **error);
gboolean vet_sqlite_commit(VetSqlite *db, gpointer request, GError **error);
gboolean vet_sqlite_refuse(VetSqlite *db, gpointer request, GError **error);
/* `request` is a gint64: the sequence. */
gboolean vet_sqlite_publish(VetSqlite *db, gpointer request, GError **error);

/* --- reading: store-sqlite-read.c ----------------------------------------------------------------- */

GPtrArray *vet_sqlite_pending(VetSqlite *db, GError **error);
GHashTable *vet_sqlite_spooled(VetSqlite *db, GError **error);
char *vet_sqlite_get(VetSqlite *db, const char *id, guint version, GError **error);
char *vet_sqlite_list(VetSqlite *db, const VetStoreQuery *query, GError **error);
GPtrArray *vet_sqlite_events(VetSqlite *db, gint64 from, guint limit, GError **error);
char *vet_sqlite_figures(VetSqlite *db, const char *write_error, GError **error);
/* "urn:uuid:…"; the caller's. */
char *vet_sqlite_source(VetSqlite *db, GError **error);
gboolean vet_sqlite_sequences(VetSqlite *db, gint64 *ret_last, gint64 *ret_published, GError **error);

G_END_DECLS
