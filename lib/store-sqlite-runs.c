/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs as they were committed, and whether what was taken from them is still what they say. */

#include "lib/store-sqlite.h"

#include <string.h>

#include "lib/json.h"

void
vet_stored_run_free(VetStoredRun *run)
{
	if (!run)
		return;
	vet_pending_free(run->submission);
	g_free(run->id);
	g_free(run->pack_id);
	g_free(run->pack_version);
	g_free(run->pack_sha256);
	g_strfreev(run->lists);
	g_free(run->result);
	g_free(run);
}

/* what store-sqlite-write.c takes from a result, held against it */
#define FINDINGS_AGREE                                                                             \
	"(SELECT '[' || coalesce(group_concat(f.json, ','), '') || ']'"                            \
	"  FROM (SELECT json FROM finding WHERE run = r.number ORDER BY position) f)"              \
	" = json_extract(r.result, '$.findings')"                                                  \
	" AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.run = r.number AND CASE"                 \
	"  WHEN json_valid(f.json) THEN f.id IS NOT json_extract(f.json, '$.id')"                  \
	"   OR f.rule IS NOT json_extract(f.json, '$.rule')"                                       \
	"   OR f.outcome IS NOT json_extract(f.json, '$.outcome')"                                 \
	"   OR f.message IS NOT json_extract(f.json, '$.message')"                                 \
	"  ELSE 1 END)"
#define COLUMNS_AGREE                                                                              \
	"r.verdict = json_extract(r.result, '$.verdict')"                                          \
	" AND r.pack_sha256 = json_extract(r.result, '$.pack.sha256')"                             \
	" AND r.counts = (SELECT json_group_object(outcome, n) FROM"                               \
	"  (SELECT json_extract(value, '$.outcome') AS outcome, count(*) AS n"                     \
	"   FROM json_each(r.result, '$.findings') GROUP BY 1))"                                   \
	" AND EXISTS (SELECT 1 FROM run_facts f WHERE f.number = r.number"                         \
	"  AND f.project_name = r.project_name AND f.track = r.track AND f.units = r.units AND "   \
	"f.lead IS r.lead)"

static const char runs_sql[] =
	"SELECT " VET_STORE_RECEIPT "s.revets, s.number, r.number, s.id, s.version, r.pack_id,"
	" r.pack_version, r.pack_sha256, r.lists, r.result,"
	" CASE WHEN json_valid(r.result) THEN " COLUMNS_AGREE " AND " FINDINGS_AGREE " ELSE 0 END"
	" FROM run r JOIN submission s ON s.number = r.submission"
	" WHERE r.number > ?1 AND (?2 IS NULL OR (s.id = ?2 AND s.version = iif(?3 > 0, ?3,"
	"  (SELECT max(version) FROM submission WHERE id = ?2 AND screened_at IS NOT NULL))))"
	" ORDER BY r.number LIMIT ?4";

/* NULL: it is no array of text */
static char **
parse_lists(const char *text)
{
	/* the parser of objects bounds what json-glib would recurse into */
	g_autofree char *wrapped = g_strdup_printf("{\"lists\":%s}", text);
	g_autoptr(JsonObject) object = vet_json_parse_object(wrapped, strlen(wrapped), NULL);
	JsonNode *node = object ? json_object_get_member(object, "lists") : NULL;
	g_autoptr(GStrvBuilder) lists = g_strv_builder_new();

	if (!node || !JSON_NODE_HOLDS_ARRAY(node))
		return NULL;
	JsonArray *array = json_node_get_array(node);
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonNode *item = json_array_get_element(array, i);
		if (json_node_get_value_type(item) != G_TYPE_STRING)
			return NULL;
		g_strv_builder_add(lists, json_node_get_string(item));
	}
	return g_strv_builder_end(lists);
}

static gpointer
run_of_row(VetStatement *row)
{
	VetStoredRun *run = g_new0(VetStoredRun, 1);
	run->submission = vet_store_sqlite_receipt(row);
	run->number = sqlite3_column_int64(row, 9);
	run->id = vet_statement_dup_text(row, 10);
	run->version = sqlite3_column_int(row, 11);
	run->pack_id = vet_statement_dup_text(row, 12);
	run->pack_version = vet_statement_dup_text(row, 13);
	run->pack_sha256 = vet_statement_dup_text(row, 14);
	run->lists = parse_lists((const char *)sqlite3_column_text(row, 15));
	run->result = vet_statement_dup_text(row, 16);
	run->agrees = sqlite3_column_int(row, 17);
	return run;
}

GPtrArray *
vet_store_sqlite_runs(VetSqlite *db, const char *id, guint version, gint64 after, guint limit,
		      GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, runs_sql, error);

	if (!statement)
		return NULL;
	vet_statement_bind_int(statement, 1, after);
	vet_statement_bind_text(statement, 2, id);
	vet_statement_bind_int(statement, 3, version);
	vet_statement_bind_int(statement, 4, limit);
	return vet_store_sqlite_collect(db, statement, run_of_row,
					(GDestroyNotify)vet_stored_run_free, error);
}
