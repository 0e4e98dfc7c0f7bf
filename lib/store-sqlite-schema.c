/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/store-sqlite.h"

/*
 * The schema as a table of steps: row n brings a database from version n to n + 1.  A row that was
 * released never changes; what comes later is a new row.
 */
static const char *const migrations[] = {
	/* 1: receipts, runs with findings, the outbox */
	"CREATE TABLE store ("
	"  only INTEGER PRIMARY KEY CHECK (only = 1),"
	"  uuid TEXT NOT NULL," /* the source of every event */
	"  last_sequence INTEGER NOT NULL DEFAULT 0,"
	"  published INTEGER NOT NULL DEFAULT 0) STRICT;"
	"INSERT INTO store (only, uuid) SELECT 1, substr(h, 1, 8) || '-' || substr(h, 9, 4)"
	"  || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12)"
	"  FROM (SELECT lower(hex(randomblob(16))) AS h);"
	"CREATE TABLE submission ("
	"  number INTEGER PRIMARY KEY," /* in order of arrival */
	"  received_as TEXT NOT NULL,"  /* the receipt: id by name in the inbox */
	"  received_version INTEGER NOT NULL,"
	"  id TEXT NOT NULL," /* the same, until its manifest gives another */
	"  version INTEGER NOT NULL CHECK (version >= 1),"
	"  path TEXT NOT NULL,"
	"  sha256 TEXT NOT NULL,"
	"  spool TEXT NOT NULL,"
	"  size INTEGER NOT NULL,"
	"  received_at INTEGER NOT NULL,"
	"  attempts INTEGER NOT NULL DEFAULT 0,"
	"  screened_at INTEGER,"
	"  UNIQUE (received_as, received_version),"
	"  UNIQUE (id, version)) STRICT;"
	"CREATE INDEX submission_pending ON submission (number) WHERE screened_at IS NULL;"
	"CREATE TABLE run ("
	"  number INTEGER PRIMARY KEY,"
	"  submission INTEGER NOT NULL REFERENCES submission (number),"
	"  pack_id TEXT NOT NULL,"
	"  pack_version TEXT NOT NULL,"
	"  pack_sha256 TEXT NOT NULL,"
	"  lists TEXT NOT NULL," /* JSON array: which lists were in force */
	"  verdict TEXT NOT NULL,"
	"  screened_at INTEGER NOT NULL,"
	"  counts TEXT NOT NULL," /* JSON object: findings by outcome */
	"  result TEXT NOT NULL," /* vet.result/1 */
	"  UNIQUE (submission, pack_sha256)) STRICT;"
	"CREATE TABLE finding ("
	"  run INTEGER NOT NULL REFERENCES run (number),"
	"  position INTEGER NOT NULL,"
	"  id TEXT NOT NULL,"
	"  rule TEXT NOT NULL,"
	"  outcome TEXT NOT NULL,"
	"  message TEXT NOT NULL,"
	"  json TEXT NOT NULL,"
	"  PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE event ("
	"  sequence INTEGER PRIMARY KEY,"
	"  topic TEXT NOT NULL,"
	"  json TEXT NOT NULL) STRICT;",

	/* 2: columns to list by, what was refused, what was junk */
	"ALTER TABLE run ADD COLUMN project_name TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE run ADD COLUMN track TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE run ADD COLUMN units TEXT NOT NULL DEFAULT '[]';" /* JSON array of names */
	"CREATE VIEW run_facts AS SELECT number,"
	"  coalesce(json_extract(result, '$.facts.project_name.value'), '') AS project_name,"
	"  coalesce(json_extract(result, '$.facts.track.value'), '') AS track,"
	"  (SELECT json_group_array(name) FROM (SELECT coalesce("
	"      json_extract(result, u.fullkey || '.name.value'), json_extract(result, u.fullkey || "
	"'.name'))"
	"      AS name FROM json_each(result, '$.facts.units') u) WHERE name IS NOT NULL) AS units"
	"  FROM run;"
	"UPDATE run SET (project_name, track, units) = (SELECT f.project_name, f.track, f.units"
	"  FROM run_facts f WHERE f.number = run.number);"
	"CREATE INDEX finding_rule ON finding (rule, run);"
	"CREATE TABLE refusal ("
	"  path TEXT NOT NULL,"
	"  reason TEXT NOT NULL,"
	"  at INTEGER NOT NULL,"
	"  times INTEGER NOT NULL DEFAULT 1,"
	"  PRIMARY KEY (path, reason)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE junk (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",

	/*
	 * 3: judging again.  A submission knows the pack that it was judged by last, whether that gave
	 * a new run or the same as before; a pack may come back, so runs are no longer one a pack.
	 */
	"DROP VIEW run_facts;"
	"CREATE TABLE run_3 ("
	"  number INTEGER PRIMARY KEY,"
	"  submission INTEGER NOT NULL REFERENCES submission (number),"
	"  reason TEXT NOT NULL," /* arrival, pack */
	"  pack_id TEXT NOT NULL,"
	"  pack_version TEXT NOT NULL,"
	"  pack_sha256 TEXT NOT NULL,"
	"  lists TEXT NOT NULL,"
	"  verdict TEXT NOT NULL,"
	"  screened_at INTEGER NOT NULL,"
	"  counts TEXT NOT NULL,"
	"  result TEXT NOT NULL,"
	"  project_name TEXT NOT NULL DEFAULT '',"
	"  track TEXT NOT NULL DEFAULT '',"
	"  units TEXT NOT NULL DEFAULT '[]') STRICT;"
	"INSERT INTO run_3 SELECT number, submission, 'arrival', pack_id, pack_version, "
	"pack_sha256,"
	"  lists, verdict, screened_at, counts, result, project_name, track, units FROM run;"
	"CREATE TABLE finding_3 ("
	"  run INTEGER NOT NULL REFERENCES run_3 (number),"
	"  position INTEGER NOT NULL,"
	"  id TEXT NOT NULL,"
	"  rule TEXT NOT NULL,"
	"  outcome TEXT NOT NULL,"
	"  message TEXT NOT NULL,"
	"  json TEXT NOT NULL,"
	"  PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;"
	"INSERT INTO finding_3 SELECT run, position, id, rule, outcome, message, json FROM finding;"
	/* findings first: nothing may refer to a table that goes */
	"DROP TABLE finding;"
	"DROP TABLE run;"
	"ALTER TABLE run_3 RENAME TO run;"
	"ALTER TABLE finding_3 RENAME TO finding;"
	"CREATE INDEX run_submission ON run (submission, number);"
	"CREATE INDEX finding_rule ON finding (rule, run);"
	"CREATE VIEW run_facts AS SELECT number,"
	"  coalesce(json_extract(result, '$.facts.project_name.value'), '') AS project_name,"
	"  coalesce(json_extract(result, '$.facts.track.value'), '') AS track,"
	"  (SELECT json_group_array(name) FROM (SELECT coalesce("
	"      json_extract(result, u.fullkey || '.name.value'), json_extract(result, u.fullkey || "
	"'.name'))"
	"      AS name FROM json_each(result, '$.facts.units') u) WHERE name IS NOT NULL) AS units"
	"  FROM run;"
	"ALTER TABLE submission ADD COLUMN judged_pack TEXT;" /* sha256; NULL: not judged yet */
	"ALTER TABLE submission ADD COLUMN revets INTEGER NOT NULL DEFAULT 0;" /* begun in vain */
	"UPDATE submission SET judged_pack = (SELECT pack_sha256 FROM run"
	"  WHERE run.submission = submission.number ORDER BY run.number DESC LIMIT 1);",

	/*
	 * 4: the lead unit, to count by: the one that is named as such, or the only one there is.  NULL
	 * where the papers do not say it.
	 */
	"ALTER TABLE run ADD COLUMN lead TEXT;" /* JSON object: name, credit_code */
	"DROP VIEW run_facts;"
	"CREATE VIEW run_facts AS SELECT number,"
	"  coalesce(json_extract(result, '$.facts.project_name.value'), '') AS project_name,"
	"  coalesce(json_extract(result, '$.facts.track.value'), '') AS track,"
	"  (SELECT json_group_array(name) FROM (SELECT coalesce("
	"      json_extract(result, u.fullkey || '.name.value'), json_extract(result, u.fullkey || "
	"'.name'))"
	"      AS name FROM json_each(result, '$.facts.units') u) WHERE name IS NOT NULL) AS units,"
	"  (SELECT json_object('name', coalesce(json_extract(u.value, '$.name.value'), ''),"
	"      'credit_code', coalesce(json_extract(u.value, '$.credit_code.value'), ''))"
	"    FROM json_each(result, '$.facts.units') u"
	"    WHERE json_array_length(result, '$.facts.units') = 1"
	"     OR (json_extract(u.value, '$.lead.value') = 1"
	"      AND (SELECT count(*) FROM json_each(result, '$.facts.units') o"
	"        WHERE json_extract(o.value, '$.lead.value') = 1) = 1) LIMIT 1) AS lead"
	"  FROM run;"
	"UPDATE run SET lead = (SELECT f.lead FROM run_facts f WHERE f.number = run.number);",
};

guint
vet_store_sqlite_schema_version(void)
{
	return G_N_ELEMENTS(migrations);
}

gboolean
vet_store_sqlite_migrate(VetSqlite *db, guint version, GError **error)
{
	return vet_sqlite_apply_steps(db, migrations, version, error);
}

gboolean
vet_store_sqlite_check(VetSqlite *db, GError **error)
{
	return vet_sqlite_check_version(db, G_N_ELEMENTS(migrations), error);
}
