/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/store-sqlite.h"

#include "lib/error.h"

#define LIST_MAX 1000
/* events read at once: a bound of memory, whoever asks for more comes again */
#define EVENTS_MAX_BYTES (16u * 1024 * 1024)

VetPending *
vet_store_sqlite_receipt(VetStatement *row)
{
	VetPending *pending = g_new0(VetPending, 1);
	pending->id = vet_statement_dup_text(row, 0);
	pending->version = sqlite3_column_int(row, 1);
	pending->path = vet_statement_dup_text(row, 2);
	pending->sha256 = vet_statement_dup_text(row, 3);
	pending->spool = vet_statement_dup_text(row, 4);
	pending->size = sqlite3_column_int64(row, 5);
	pending->received_at = sqlite3_column_int64(row, 6);
	pending->attempts = sqlite3_column_int(row, 7);
	pending->number = sqlite3_column_int64(row, 8);
	return pending;
}

GPtrArray *
vet_store_sqlite_collect(VetSqlite *db, VetStatement *statement,
			 gpointer (*read_row)(VetStatement *row), GDestroyNotify free_item,
			 GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(free_item);
	for (;;) {
		gboolean row;
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&all);
		g_ptr_array_add(all, read_row(statement));
	}
}

static gpointer
receipt_of_row(VetStatement *row)
{
	return vet_store_sqlite_receipt(row);
}

static GPtrArray *
collect_pending(VetSqlite *db, VetStatement *statement, GError **error)
{
	return vet_store_sqlite_collect(db, statement, receipt_of_row,
					(GDestroyNotify)vet_pending_free, error);
}

#define RECEIPT "SELECT " VET_STORE_RECEIPT

static const char pending_sql[] =
	RECEIPT "attempts, number FROM submission s WHERE screened_at IS NULL ORDER BY number";

GPtrArray *
vet_store_sqlite_pending(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, pending_sql, error);
	return statement ? collect_pending(db, statement, error) : NULL;
}

static const char newest_sql[] =
	RECEIPT "revets, number FROM submission s WHERE screened_at IS NOT NULL AND version ="
		" (SELECT max(version) FROM submission WHERE id = s.id AND screened_at IS NOT NULL)"
		" ORDER BY number";

GPtrArray *
vet_store_sqlite_newest(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, newest_sql, error);
	return statement ? collect_pending(db, statement, error) : NULL;
}

static const char find_sql[] =
	RECEIPT "revets, number FROM submission s WHERE screened_at IS NOT NULL AND id = ?1"
		" AND (?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1";

VetPending *
vet_store_sqlite_find(VetSqlite *db, const char *id, guint version, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, find_sql, error);
	gboolean row;
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, id);
	vet_statement_bind_int(statement, 2, version);
	if (!vet_sqlite_step(db, statement, &row, error) || !row)
		return NULL;
	return vet_store_sqlite_receipt(statement);
}

#define OUTDATED                                                                                   \
	" FROM submission s WHERE screened_at IS NOT NULL AND judged_pack IS NOT ?1"               \
	" AND version = (SELECT max(version) FROM submission WHERE id = s.id)"

static const char outdated_sql[] =
	RECEIPT "revets, number" OUTDATED " AND number > ?2 ORDER BY number LIMIT ?3";

GPtrArray *
vet_store_sqlite_outdated(VetSqlite *db, const char *pack_sha256, gint64 after, guint limit,
			  GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, outdated_sql, error);
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, pack_sha256);
	vet_statement_bind_int(statement, 2, after);
	vet_statement_bind_int(statement, 3, limit);
	return collect_pending(db, statement, error);
}

static const char count_outdated_sql[] = "SELECT count(*)" OUTDATED;

gint64
vet_store_sqlite_count_outdated(VetSqlite *db, const char *pack_sha256, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, count_outdated_sql, error);
	gboolean row;
	if (!statement)
		return -1;
	vet_statement_bind_text(statement, 1, pack_sha256);
	if (!vet_sqlite_step(db, statement, &row, error))
		return -1;
	return sqlite3_column_int64(statement, 0);
}

static const char get_sql[] =
	"SELECT r.result FROM submission s JOIN run r ON r.submission = s.number"
	" WHERE s.id = ?1 AND (?2 = 0 OR s.version = ?2)"
	" ORDER BY s.version DESC, r.number DESC LIMIT 1";

GHashTable *
vet_store_sqlite_spooled(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "SELECT DISTINCT spool FROM submission", error);
	if (!statement)
		return NULL;
	g_autoptr(GHashTable) spooled =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gboolean row = TRUE;
	while (row) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (row)
			g_hash_table_add(spooled, vet_statement_dup_text(statement, 0));
	}
	return g_steal_pointer(&spooled);
}

char *
vet_store_sqlite_get(VetSqlite *db, const char *id, guint version, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, get_sql, error);
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, id);
	vet_statement_bind_int(statement, 2, version);
	gboolean row;
	if (!vet_sqlite_step(db, statement, &row, error) || !row)
		return NULL;
	return vet_statement_dup_text(statement, 0);
}

/* One row a submission: its newest version with the newest run. */
static const char list_sql[] =
	"SELECT json_object('id', s.id, 'version', s.version, 'verdict', r.verdict,"
	"  'state', iif(s.screened_at IS NULL, 'received', 'screened'),"
	"  'received_at', strftime('%Y-%m-%dT%H:%M:%SZ', s.received_at, 'unixepoch'),"
	"  'screened_at', strftime('%Y-%m-%dT%H:%M:%SZ', s.screened_at, 'unixepoch'),"
	"  'project_name', r.project_name, 'track', r.track,"
	"  'units', json(coalesce(r.units, '[]')),"
	"  'findings', json(coalesce(r.counts, '{}')))"
	" FROM submission s LEFT JOIN run r"
	"  ON r.number = (SELECT max(number) FROM run WHERE submission = s.number)"
	" WHERE s.version = (SELECT max(version) FROM submission WHERE id = s.id) AND s.id > ?1"
	"  AND (?2 IS NULL OR r.verdict = ?2) AND (?3 IS NULL OR r.track = ?3)"
	"  AND (?4 IS NULL OR EXISTS (SELECT 1 FROM finding WHERE run = r.number AND rule = ?4))"
	"  AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(r.units) u"
	"    WHERE u.value LIKE ?5 ESCAPE '\\'))"
	"  AND (?6 IS NULL OR s.id LIKE ?6 ESCAPE '\\' OR r.project_name LIKE ?6 ESCAPE '\\'"
	"    OR EXISTS (SELECT 1 FROM json_each(r.units) u WHERE u.value LIKE ?6 ESCAPE '\\')"
	"    OR EXISTS (SELECT 1 FROM finding f WHERE f.run = r.number"
	"      AND f.message LIKE ?6 ESCAPE '\\'))"
	" ORDER BY s.id LIMIT ?7";

/* "text anywhere" as a LIKE pattern with '\' as its escape; NULL stays NULL. */
static char *
like_pattern(const char *text)
{
	if (!text)
		return NULL;
	GString *pattern = g_string_new("%");
	for (; *text; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			g_string_append_c(pattern, '\\');
		g_string_append_c(pattern, *text);
	}
	g_string_append_c(pattern, '%');
	return g_string_free(pattern, FALSE);
}

static char *
collect_array(VetSqlite *db, VetStatement *statement, GError **error)
{
	g_autoptr(GString) json = g_string_new("[");
	for (;;) {
		gboolean row;
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (!row)
			break;
		if (json->len > 1)
			g_string_append_c(json, ',');
		g_string_append(json, (const char *)sqlite3_column_text(statement, 0));
	}
	g_string_append_c(json, ']');
	return g_string_free(g_steal_pointer(&json), FALSE);
}

char *
vet_store_sqlite_list(VetSqlite *db, const VetStoreQuery *query, GError **error)
{
	g_autofree char *unit = like_pattern(query->unit);
	g_autofree char *text = like_pattern(query->text);
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, list_sql, error);
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, query->after_id ? query->after_id : "");
	vet_statement_bind_text(statement, 2, query->verdict);
	vet_statement_bind_text(statement, 3, query->track);
	vet_statement_bind_text(statement, 4, query->rule);
	vet_statement_bind_text(statement, 5, unit);
	vet_statement_bind_text(statement, 6, text);
	vet_statement_bind_int(statement, 7, CLAMP(query->limit, 1, LIST_MAX));
	return collect_array(db, statement, error);
}

static const char events_sql[] =
	"SELECT sequence, topic, json FROM event WHERE sequence >= ?1 ORDER BY sequence LIMIT ?2";

GPtrArray *
vet_store_sqlite_events(VetSqlite *db, gint64 from, guint limit, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, events_sql, error);
	if (!statement)
		return NULL;
	vet_statement_bind_int(statement, 1, from);
	vet_statement_bind_int(statement, 2, limit);
	g_autoptr(GPtrArray) events =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_event_free);
	gsize bytes = 0;
	while (bytes < EVENTS_MAX_BYTES) {
		gboolean row;
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (!row)
			break;
		VetEvent *event = g_new0(VetEvent, 1);
		event->sequence = sqlite3_column_int64(statement, 0);
		event->topic = vet_statement_dup_text(statement, 1);
		event->json = vet_statement_dup_text(statement, 2);
		bytes += sqlite3_column_bytes(statement, 2);
		g_ptr_array_add(events, event);
	}
	return g_steal_pointer(&events);
}

static const char figures_sql[] =
	"SELECT json_object('received', (SELECT count(*) FROM submission),"
	" 'screened', (SELECT count(*) FROM submission WHERE screened_at IS NOT NULL),"
	" 'pending', (SELECT count(*) FROM submission WHERE screened_at IS NULL),"
	" 'refused', (SELECT count(*) FROM refusal), 'junk', (SELECT count(*) FROM junk),"
	" 'runs', (SELECT count(*) FROM run), 'findings', (SELECT count(*) FROM finding),"
	" 'last_sequence', last_sequence, 'published', published, 'write_error', ?1) FROM store";

char *
vet_store_sqlite_figures(VetSqlite *db, const char *write_error, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, figures_sql, error);
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, write_error);
	gboolean row;
	if (!vet_sqlite_step(db, statement, &row, error))
		return NULL;
	return vet_statement_dup_text(statement, 0);
}

char *
vet_store_sqlite_source(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "SELECT 'urn:uuid:' || uuid FROM store", error);
	gboolean row;
	if (!statement || !vet_sqlite_step(db, statement, &row, error))
		return NULL;
	return vet_statement_dup_text(statement, 0);
}

gboolean
vet_store_sqlite_sequences(VetSqlite *db, gint64 *ret_last, gint64 *ret_published, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "SELECT last_sequence, published FROM store", error);
	gboolean row;
	if (!statement || !vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	*ret_last = sqlite3_column_int64(statement, 0);
	*ret_published = sqlite3_column_int64(statement, 1);
	return TRUE;
}
