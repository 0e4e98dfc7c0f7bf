/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A connection to an SQLite database with its prepared statements, transactions and migrations.  It
 * serves one thread at a time.
 */

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _VetSqlite VetSqlite;

/* A prepared statement in use; releasing it resets it, so that no read snapshot stays open. */
typedef sqlite3_stmt VetStatement;
void vet_statement_release(VetStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetStatement, vet_statement_release)

/*
 * Creates the file (mode 0600) when `write`; sets WAL and FULL.  VET_ERROR_CONFIG or RETRY names
 * it.  ":memory:" is a database of this connection alone.
 */
VetSqlite *vet_sqlite_open(const char *path, gboolean write,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_sqlite_close(VetSqlite *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSqlite, vet_sqlite_close)
/* The connection itself, for tests that break it on purpose. */
sqlite3 *vet_sqlite_handle(VetSqlite *db);

/* `sql` must be static text: it is the key of the statement's cache.  Parameters start unbound. */
VetStatement *vet_sqlite_prepare(VetSqlite *db, const char *sql,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Parameters count from 1; text is borrowed until the statement is released, NULL binds NULL. */
void vet_statement_bind_text(VetStatement *statement, int parameter, const char *text);
void vet_statement_bind_int(VetStatement *statement, int parameter, gint64 value);
/* TRUE with *ret_row: whether there is one more row. */
gboolean vet_sqlite_step(VetSqlite *db, VetStatement *statement, gboolean *ret_row,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Steps a statement that gives no rows. */
gboolean vet_sqlite_run(VetSqlite *db, VetStatement *statement,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The column's text, "" for NULL; the caller's. */
char *vet_statement_dup_text(VetStatement *statement, int column);
/* Statements without parameters and rows, separated by ';'. */
gboolean vet_sqlite_execute(VetSqlite *db, const char *sql,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef gboolean (*VetSqliteBody)(VetSqlite *db, gpointer request, GError **error);
/* Runs `body` between BEGIN IMMEDIATE and COMMIT; when either fails nothing of it remains. */
gboolean vet_sqlite_transaction(VetSqlite *db, VetSqliteBody body, gpointer request,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Brings a database to `version` by the steps (step n leads from version n to n + 1), one
 * transaction each. VET_ERROR_CONFIG when it is already newer.
 */
gboolean vet_sqlite_apply_steps(VetSqlite *db, const char *const *steps, guint version,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For who only reads: VET_ERROR_CONFIG unless the database is of that version. */
gboolean vet_sqlite_check_version(VetSqlite *db, guint version,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
