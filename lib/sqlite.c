/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/error.h"

/* another process (a backup, a curious sqlite3) may hold the file for a moment */
#define BUSY_MILLISECONDS 5000

struct _VetSqlite {
	sqlite3 *handle;
	char *path;
	GHashTable *statements; /* static SQL text → sqlite3_stmt */
};

/* What the caller does next, by SQLite's primary result code; any other is RETRY. */
static const struct {
	int code;
	VetErrorCode error;
	const char *advice;
} advice_rows[] = {
	{SQLITE_FULL, VET_ERROR_RETRY, "make room on that disk"},
	{SQLITE_IOERR, VET_ERROR_RETRY, "look at the disk and its free space"},
	{SQLITE_NOMEM, VET_ERROR_RETRY, "the machine is out of memory"},
	{SQLITE_BUSY, VET_ERROR_RETRY, "another process is using it"},
	{SQLITE_LOCKED, VET_ERROR_RETRY, "another process is using it"},
	{SQLITE_READONLY, VET_ERROR_CONFIG, "make the file and its folder writable for vetd"},
	{SQLITE_CANTOPEN, VET_ERROR_CONFIG,
	 "check that its folder exists and vetd may write there"},
	{SQLITE_PERM, VET_ERROR_CONFIG, "make the file and its folder writable for vetd"},
	{SQLITE_NOTADB, VET_ERROR_CONFIG,
	 "it is no database: restore it from a backup or move it away"},
	{SQLITE_CORRUPT, VET_ERROR_CONFIG, "it is damaged: restore it from a backup"},
	{SQLITE_CONSTRAINT, VET_ERROR_MALFORMED, "the record does not fit what is stored"},
	{SQLITE_TOOBIG, VET_ERROR_LIMIT, "the record is too large to be stored"},
};

static gboolean
fail(VetSqlite *db, GError **error)
{
	int code = sqlite3_extended_errcode(db->handle);
	VetErrorCode next = VET_ERROR_RETRY;
	const char *advice = "try again";
	for (guint i = 0; i < G_N_ELEMENTS(advice_rows); i++) {
		if (advice_rows[i].code == (code & 0xff)) {
			next = advice_rows[i].error;
			advice = advice_rows[i].advice;
		}
	}
	g_set_error(error, VET_ERROR, next, "database %s: %s (SQLite %d); %s", db->path,
		    sqlite3_errmsg(db->handle), code, advice);
	return FALSE;
}

void
vet_statement_release(VetStatement *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

VetStatement *
vet_sqlite_prepare(VetSqlite *db, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(db->statements, sql);
	if (statement)
		return statement;
	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
	    SQLITE_OK) {
		fail(db, error);
		return NULL;
	}
	g_hash_table_insert(db->statements, (gpointer)sql, statement);
	return statement;
}

void
vet_statement_bind_text(VetStatement *statement, int parameter, const char *text)
{
	sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
}

void
vet_statement_bind_int(VetStatement *statement, int parameter, gint64 value)
{
	sqlite3_bind_int64(statement, parameter, value);
}

gboolean
vet_sqlite_step(VetSqlite *db, VetStatement *statement, gboolean *ret_row, GError **error)
{
	int code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return fail(db, error);
	*ret_row = code == SQLITE_ROW;
	return TRUE;
}

gboolean
vet_sqlite_run(VetSqlite *db, VetStatement *statement, GError **error)
{
	gboolean row;
	return vet_sqlite_step(db, statement, &row, error);
}

char *
vet_statement_dup_text(VetStatement *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return g_strdup(text ? text : "");
}

gboolean
vet_sqlite_execute(VetSqlite *db, const char *sql, GError **error)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || fail(db, error);
}

gboolean
vet_sqlite_transaction(VetSqlite *db, VetSqliteBody body, gpointer request, GError **error)
{
	/* IMMEDIATE: a write lock that cannot be had shows here, not in the middle */
	if (!vet_sqlite_execute(db, "BEGIN IMMEDIATE", error))
		return FALSE;
	if (body(db, request, error) && vet_sqlite_execute(db, "COMMIT", error))
		return TRUE;
	/* SQLite may have rolled back by itself (disk full): then this fails, and that is well */
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	return FALSE;
}

/* WAL files take over the mode of the database: what is stored is not for other users. */
static gboolean
create_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		g_set_error(
			error, VET_ERROR, errno == ENOSPC ? VET_ERROR_RETRY : VET_ERROR_CONFIG,
			"database %s: %s; check that its folder exists and vetd may write there",
			path, g_strerror(errno));
		return FALSE;
	}
	close(fd);
	return TRUE;
}

static gboolean
set_wal(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "PRAGMA journal_mode = WAL", error);
	gboolean row = FALSE;
	if (!statement || !vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	/* a step that succeeded has set it; NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Branch) */
	const char *mode = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	if (g_strcmp0(mode, "wal") == 0)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "database %s: its file system allows no write-ahead log (journal mode %s); put "
		    "the state "
		    "folder on a local disk",
		    db->path, mode ? mode : "unknown");
	return FALSE;
}

static void
free_statement(gpointer data)
{
	sqlite3_finalize(data);
}

VetSqlite *
vet_sqlite_open(const char *path, gboolean write, GError **error)
{
	gboolean in_memory = strcmp(path, ":memory:") == 0;
	if (write && !in_memory && !create_file(path, error))
		return NULL;
	g_autoptr(VetSqlite) db = g_new0(VetSqlite, 1);
	db->path = g_strdup(path);
	db->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_statement);
	int flags = (write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_FULLMUTEX |
		    SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (!db->handle) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "database %s: out of memory", path);
		return NULL;
	}
	if (code != SQLITE_OK) {
		fail(db, error);
		return NULL;
	}
	sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	if (!vet_sqlite_execute(db, "PRAGMA foreign_keys = ON", error))
		return NULL;
	if (write && !in_memory &&
	    (!set_wal(db, error) ||
	     !vet_sqlite_execute(
		     db, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864", error)))
		return NULL;
	return g_steal_pointer(&db);
}

void
vet_sqlite_close(VetSqlite *db)
{
	if (!db)
		return;
	g_hash_table_unref(db->statements);
	sqlite3_close(db->handle);
	g_free(db->path);
	g_free(db);
}

sqlite3 *
vet_sqlite_handle(VetSqlite *db)
{
	return db->handle;
}

typedef struct {
	guint from; /* version */
	const char *sql;
} Step;

static gboolean
read_version(VetSqlite *db, guint *ret_version, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, "PRAGMA user_version", error);
	gboolean row;
	if (!statement || !vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	*ret_version = sqlite3_column_int(statement, 0);
	return TRUE;
}

/* The version is read again under the write lock: another process may have been faster. */
static gboolean
apply_step(VetSqlite *db, gpointer request, GError **error)
{
	const Step *step = request;
	guint version;
	if (!read_version(db, &version, error))
		return FALSE;
	if (version != step->from)
		return TRUE;
	g_autofree char *bump = g_strdup_printf("PRAGMA user_version = %u", version + 1);
	return vet_sqlite_execute(db, step->sql, error) && vet_sqlite_execute(db, bump, error);
}

gboolean
vet_sqlite_apply_steps(VetSqlite *db, const char *const *steps, guint version, GError **error)
{
	guint current;
	if (!read_version(db, &current, error))
		return FALSE;
	if (current > version) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "database %s: its schema is version %u, this vetd knows %u; start the "
			    "newer vetd",
			    sqlite3_db_filename(vet_sqlite_handle(db), NULL), current, version);
		return FALSE;
	}
	for (; current < version; current++) {
		Step step = {current, steps[current]};
		if (!vet_sqlite_transaction(db, apply_step, &step, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_sqlite_check_version(VetSqlite *db, guint version, GError **error)
{
	guint current;
	if (!read_version(db, &current, error))
		return FALSE;
	if (current == version)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "database %s: its schema is version %u, this program knows %u; start the vetd "
		    "of the same version first",
		    db->path, current, version);
	return FALSE;
}
