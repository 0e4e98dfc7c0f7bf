/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/store-sqlite.h"

#include "lib/error.h"

static const char count_event_sql[] = "UPDATE store SET last_sequence = last_sequence + 1";
static const char insert_event_sql[] =
	"INSERT INTO event (sequence, topic, json) SELECT last_sequence, ?1, json_object("
	" 'specversion', '1.0', 'id', CAST(last_sequence AS TEXT), 'source', 'urn:uuid:' || uuid,"
	" 'type', ?1, 'subject', ?2, 'time', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),"
	" 'datacontenttype', 'application/json', 'sequence', CAST(last_sequence AS TEXT),"
	" 'data', json(?3)) FROM store";

/* The text that is published is made here, once, and never again. */
static gboolean
emit(VetSqlite *db, const char *topic, const char *subject, const char *data, GError **error)
{
	/* the counter moves within the transaction: what is rolled back leaves no gap */
	g_autoptr(VetStatement) count = vet_sqlite_prepare(db, count_event_sql, error);
	if (!count || !vet_sqlite_run(db, count, error))
		return FALSE;
	g_autoptr(VetStatement) insert = vet_sqlite_prepare(db, insert_event_sql, error);
	if (!insert)
		return FALSE;
	vet_statement_bind_text(insert, 1, topic);
	vet_statement_bind_text(insert, 2, subject);
	vet_statement_bind_text(insert, 3, data);
	return vet_sqlite_run(db, insert, error);
}

/* --- receipts --- */

static const char next_version_sql[] =
	"SELECT received_version, sha256 = ?2,"
	"  1 + max(received_version, (SELECT coalesce(max(version), 0) FROM submission WHERE id = "
	"?1))"
	"  FROM submission WHERE received_as = ?1"
	" UNION ALL SELECT 0, 0, 1 + coalesce(max(version), 0) FROM submission WHERE id = ?1"
	" ORDER BY 1 DESC LIMIT 1";

/*
 * The next version under the receipt's id; with *ret_same the version there is, when its newest
 * receipt has the same bytes.  An id that a manifest gave to something else counts too.
 */
static gboolean
next_version(VetSqlite *db, const VetReceiveRequest *receipt, guint *ret_version,
	     gboolean *ret_same, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, next_version_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, receipt->id);
	vet_statement_bind_text(statement, 2, receipt->sha256);
	gboolean row;
	if (!vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	*ret_same = sqlite3_column_int(statement, 1);
	*ret_version = sqlite3_column_int(statement, *ret_same ? 0 : 2);
	return TRUE;
}

static const char insert_receipt_sql[] =
	"INSERT INTO submission (received_as, received_version, id, version, path, sha256, spool, "
	"size,"
	"  received_at) VALUES (?1, ?2, ?1, ?2, ?3, ?4, ?5, ?6, ?7)";

static gboolean
insert_receipt(VetSqlite *db, const VetReceiveRequest *receipt, guint version, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, insert_receipt_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, receipt->id);
	vet_statement_bind_int(statement, 2, version);
	vet_statement_bind_text(statement, 3, receipt->path);
	vet_statement_bind_text(statement, 4, receipt->sha256);
	vet_statement_bind_text(statement, 5, receipt->spool);
	vet_statement_bind_int(statement, 6, receipt->size);
	vet_statement_bind_int(statement, 7, receipt->received_at);
	return vet_sqlite_run(db, statement, error);
}

static const char received_data_sql[] =
	"SELECT json_object('submission', ?1, 'version', ?2, 'path', ?3, 'sha256', ?4, 'size', ?5,"
	" 'received_at', strftime('%Y-%m-%dT%H:%M:%SZ', ?6, 'unixepoch'))";

static gboolean
emit_received(VetSqlite *db, const VetReceiveRequest *receipt, guint version, GError **error)
{
	/* a file name is bytes, an event is UTF-8 */
	g_autofree char *path = g_utf8_make_valid(receipt->path, -1);
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, received_data_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, receipt->id);
	vet_statement_bind_int(statement, 2, version);
	vet_statement_bind_text(statement, 3, path);
	vet_statement_bind_text(statement, 4, receipt->sha256);
	vet_statement_bind_int(statement, 5, receipt->size);
	vet_statement_bind_int(statement, 6, receipt->received_at);
	gboolean row;
	return vet_sqlite_step(db, statement, &row, error) &&
	       emit(db, "vet.submission.received", receipt->id,
		    (const char *)sqlite3_column_text(statement, 0), error);
}

gboolean
vet_store_sqlite_receive(VetSqlite *db, gpointer request, GError **error)
{
	VetReceiveRequest *receipt = request;
	guint version;
	gboolean same;
	if (!next_version(db, receipt, &version, &same, error))
		return FALSE;
	receipt->ret_version = version;
	if (same) {
		receipt->ret_received = VET_RECEIVED_SAME;
		return TRUE;
	}
	receipt->ret_received = version == 1 ? VET_RECEIVED_NEW : VET_RECEIVED_VERSION;
	return insert_receipt(db, receipt, version, error) &&
	       emit_received(db, receipt, version, error);
}

static gboolean
no_receipt(const char *id, guint version, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
		    "submission %s version %u: no receipt is stored; receive it first", id,
		    version);
	return FALSE;
}

static const char begin_sql[] = "UPDATE submission SET attempts = attempts + 1 WHERE received_as = "
				"?1 AND received_version = ?2";

static const char begin_again_sql[] = "UPDATE submission SET revets = revets + 1"
				      " WHERE received_as = ?1 AND received_version = ?2";

static gboolean
begin_by(VetSqlite *db, const char *sql, const VetBeginRequest *begin, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, begin->id);
	vet_statement_bind_int(statement, 2, begin->version);
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	return sqlite3_changes(vet_sqlite_handle(db)) == 1 ||
	       no_receipt(begin->id, begin->version, error);
}

gboolean
vet_store_sqlite_begin(VetSqlite *db, gpointer request, GError **error)
{
	return begin_by(db, begin_sql, request, error);
}

gboolean
vet_store_sqlite_begin_again(VetSqlite *db, gpointer request, GError **error)
{
	return begin_by(db, begin_again_sql, request, error);
}

/* --- runs --- */

static const char find_receipt_sql[] =
	"SELECT number FROM submission WHERE received_as = ?1 AND received_version = ?2";

static gboolean
find_receipt(VetSqlite *db, const VetCommitRequest *commit, gint64 *ret_submission, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, find_receipt_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, commit->id);
	vet_statement_bind_int(statement, 2, commit->version);
	gboolean row;
	if (!vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	if (!row)
		return no_receipt(commit->id, commit->version, error);
	*ret_submission = sqlite3_column_int64(statement, 0);
	return TRUE;
}

static const char rename_sql[] = "UPDATE submission SET id = n.id, version = n.version FROM ("
				 "  SELECT j.id, 1 + coalesce(max(s.version), 0) AS version"
				 "  FROM (SELECT json_extract(?1, '$.submission.id') AS id) j"
				 "  LEFT JOIN submission s ON s.id = j.id) n"
				 " WHERE number = ?2 AND submission.id <> n.id";

/* The manifest's id prevails over the name in the inbox: the next version of that id. */
static gboolean
rename_submission(VetSqlite *db, const VetCommitRequest *commit, gint64 submission, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, rename_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, commit->result);
	vet_statement_bind_int(statement, 2, submission);
	return vet_sqlite_run(db, statement, error);
}

/* The result is kept byte for byte, unless renaming gave it another version. */
static const char insert_run_sql[] =
	"INSERT INTO run (submission, reason, pack_id, pack_version, pack_sha256, lists, verdict, "
	"screened_at,"
	"  counts, result)"
	" SELECT number, ?4, json_extract(?1, '$.pack.id'), json_extract(?1, '$.pack.version'),"
	"  json_extract(?1, '$.pack.sha256'), ?2, json_extract(?1, '$.verdict'), unixepoch(),"
	"  (SELECT json_group_object(outcome, n) FROM (SELECT json_extract(value, '$.outcome')"
	"    AS outcome, count(*) AS n FROM json_each(?1, '$.findings') GROUP BY 1)),"
	"  iif(json_extract(?1, '$.submission.version') = version, ?1,"
	"    json_set(?1, '$.submission.version', version))"
	" FROM submission WHERE number = ?3"
	"  AND judged_pack IS NOT json_extract(?1, '$.pack.sha256')";

/* *ret_run 0: this pack was the last to judge this version. */
static gboolean
insert_run(VetSqlite *db, const VetCommitRequest *commit, gint64 submission, gint64 *ret_run,
	   GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, insert_run_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, commit->result);
	vet_statement_bind_text(statement, 2, commit->lists);
	vet_statement_bind_int(statement, 3, submission);
	vet_statement_bind_text(statement, 4, commit->again ? "pack" : "arrival");
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	sqlite3 *handle = vet_sqlite_handle(db);
	*ret_run = sqlite3_changes(handle) == 1 ? sqlite3_last_insert_rowid(handle) : 0;
	return TRUE;
}

/* What follows from a run that was just inserted; ?1 is its number. */
static const char *const run_steps[] = {
	"UPDATE run SET (project_name, track, units, lead) ="
	" (SELECT f.project_name, f.track, f.units, f.lead FROM run_facts f WHERE f.number = ?1)"
	" WHERE number = ?1",
	"INSERT INTO finding (run, position, id, rule, outcome, message, json)"
	" SELECT ?1, f.key, json_extract(f.value, '$.id'), json_extract(f.value, '$.rule'),"
	"  json_extract(f.value, '$.outcome'), json_extract(f.value, '$.message'), f.value"
	" FROM run r, json_each(r.result, '$.findings') f WHERE r.number = ?1",
	"UPDATE submission SET screened_at = r.screened_at, judged_pack = r.pack_sha256, revets = 0"
	" FROM run r"
	" WHERE r.number = ?1 AND submission.number = r.submission",
};

#define FINDING_DATA "'submission', s.id, 'version', s.version, 'finding', json(f.json)"
#define SCREENED_DATA                                                                              \
	"'submission', s.id, 'version', s.version, 'received_as', s.received_as,"                  \
	" 'verdict', r.verdict, 'findings', json(counts), 'project_name', project_name,"           \
	" 'track', track, 'units', json(units), 'pack', json_extract(result, '$.pack'),"           \
	" 'lists', json(lists), 'documents', json_array_length(result, '$.documents'),"            \
	" 'screened_at', strftime('%Y-%m-%dT%H:%M:%SZ', r.screened_at, 'unixepoch')"
#define PREVIOUS_VERDICT                                                                           \
	"(SELECT verdict FROM run WHERE submission = r.submission AND number < r.number"           \
	" ORDER BY number DESC LIMIT 1)"

/*
 * The events of a run, in order: its findings, then the verdict, so who sees the verdict has seen
 * all. What passed or was waived is in the result, and no news.
 */
static const char *const run_events[] = {
	"SELECT 'vet.finding.' || f.outcome, s.id, iif(r.reason = 'arrival',"
	"  json_object(" FINDING_DATA "), json_object(" FINDING_DATA ", 'reason', r.reason))"
	"  FROM run r JOIN submission s ON s.number = r.submission JOIN finding f ON f.run = "
	"r.number"
	"  WHERE r.number = ?1 AND f.outcome IN ('reject', 'review', 'note', 'undetermined')"
	"  ORDER BY f.position",
	"SELECT 'vet.submission.screened', s.id, iif(r.reason = 'arrival',"
	"  json_object(" SCREENED_DATA "), json_object(" SCREENED_DATA ", 'reason', r.reason,"
	"   'previous_verdict', " PREVIOUS_VERDICT "))"
	"  FROM run r JOIN submission s ON s.number = r.submission WHERE r.number = ?1",
};

static gboolean
emit_rows(VetSqlite *db, const char *sql, gint64 run, GError **error)
{
	g_autoptr(VetStatement) events = vet_sqlite_prepare(db, sql, error);
	if (!events)
		return FALSE;
	vet_statement_bind_int(events, 1, run);
	for (;;) {
		gboolean row;
		if (!vet_sqlite_step(db, events, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		if (!emit(db, (const char *)sqlite3_column_text(events, 0),
			  (const char *)sqlite3_column_text(events, 1),
			  (const char *)sqlite3_column_text(events, 2), error))
			return FALSE;
	}
}

static gboolean
run_steps_of(VetSqlite *db, gint64 run, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(run_steps); i++) {
		g_autoptr(VetStatement) step = vet_sqlite_prepare(db, run_steps[i], error);
		if (!step)
			return FALSE;
		vet_statement_bind_int(step, 1, run);
		if (!vet_sqlite_run(db, step, error))
			return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(run_events); i++) {
		if (!emit_rows(db, run_events[i], run, error))
			return FALSE;
	}
	return TRUE;
}

/* Marked: what another pack says of a version is what was said, or is of no interest any more. */
static const char mark_same_sql[] =
	"UPDATE submission SET judged_pack = json_extract(?1, '$.pack.sha256'), revets = 0"
	" WHERE number = ?2 AND (version < (SELECT max(version) FROM submission o"
	"   WHERE o.id = submission.id) OR EXISTS (SELECT 1 FROM run r WHERE r.number ="
	"    (SELECT max(number) FROM run WHERE submission = ?2)"
	"   AND json_extract(r.result, '$.verdict') = json_extract(?1, '$.verdict')"
	"   AND json_extract(r.result, '$.findings') = json_extract(?1, '$.findings')"
	"   AND json_extract(r.result, '$.coverage') = json_extract(?1, '$.coverage')))";

static gboolean
mark_same(VetSqlite *db, const VetCommitRequest *commit, gint64 submission, gboolean *ret_same,
	  GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, mark_same_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, commit->result);
	vet_statement_bind_int(statement, 2, submission);
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	*ret_same = sqlite3_changes(vet_sqlite_handle(db)) == 1;
	return TRUE;
}

gboolean
vet_store_sqlite_commit(VetSqlite *db, gpointer request, GError **error)
{
	VetCommitRequest *commit = request;
	gint64 submission, run;
	gboolean same = FALSE;
	commit->ret_changed = FALSE;
	if (!find_receipt(db, commit, &submission, error) ||
	    (commit->again && !mark_same(db, commit, submission, &same, error)))
		return FALSE;
	if (same)
		return TRUE;
	if (!rename_submission(db, commit, submission, error) ||
	    !insert_run(db, commit, submission, &run, error))
		return FALSE;
	if (run == 0)
		return TRUE;
	commit->ret_changed = TRUE;
	return run_steps_of(db, run, error);
}

static const char leave_sql[] = "UPDATE submission SET judged_pack = ?3, revets = 0"
				" WHERE received_as = ?1 AND received_version = ?2";

gboolean
vet_store_sqlite_leave(VetSqlite *db, gpointer request, GError **error)
{
	const VetLeaveRequest *leave = request;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, leave_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, leave->id);
	vet_statement_bind_int(statement, 2, leave->version);
	vet_statement_bind_text(statement, 3, leave->pack_sha256);
	return vet_sqlite_run(db, statement, error);
}

gboolean
vet_store_sqlite_announce(VetSqlite *db, gpointer request, GError **error)
{
	const VetAnnounceRequest *announce = request;
	return emit(db, announce->topic, announce->subject, announce->data, error);
}

/* --- what is no submission, and the outbox's mark --- */

/* A rescan meets the same file again: one row a path. */
static const char refusal_sql[] = "INSERT INTO refusal (path, reason, at) VALUES (?1, ?2, ?3)"
				  " ON CONFLICT DO UPDATE SET at = excluded.at, times = times + 1";
static const char junk_sql[] = "INSERT INTO junk (path) VALUES (?1) ON CONFLICT DO NOTHING";

gboolean
vet_store_sqlite_refuse(VetSqlite *db, gpointer request, GError **error)
{
	const VetRefusalRequest *refusal = request;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, refusal->reason ? refusal_sql : junk_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, refusal->path);
	if (refusal->reason) {
		vet_statement_bind_text(statement, 2, refusal->reason);
		vet_statement_bind_int(statement, 3, refusal->at);
	}
	return vet_sqlite_run(db, statement, error);
}

static const char publish_sql[] = "UPDATE store SET published = ?1 WHERE published < ?1";

gboolean
vet_store_sqlite_publish(VetSqlite *db, gpointer request, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, publish_sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, *(gint64 *)request);
	return vet_sqlite_run(db, statement, error);
}
