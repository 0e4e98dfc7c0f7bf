/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the organiser counts by, of each submission. */

#include "lib/store-sqlite.h"

void
vet_standing_free(VetStanding *standing)
{
	if (!standing)
		return;
	g_free(standing->id);
	g_free(standing->verdict);
	g_free(standing->track);
	g_free(standing->lead_name);
	g_free(standing->lead_code);
	g_free(standing);
}

static const char standings_sql[] =
	"SELECT s.id, r.verdict, r.track, json_extract(r.lead, '$.name'),"
	" json_extract(r.lead, '$.credit_code') FROM submission s LEFT JOIN run r"
	"  ON r.number = (SELECT max(number) FROM run WHERE submission = s.number)"
	" WHERE s.version = (SELECT max(version) FROM submission WHERE id = s.id) ORDER BY s.id";

static gpointer
standing_of_row(VetStatement *row)
{
	VetStanding *standing = g_new0(VetStanding, 1);
	standing->id = vet_statement_dup_text(row, 0);
	standing->verdict =
		sqlite3_column_type(row, 1) == SQLITE_NULL ? NULL : vet_statement_dup_text(row, 1);
	standing->track = vet_statement_dup_text(row, 2);
	standing->lead_name = vet_statement_dup_text(row, 3);
	standing->lead_code = vet_statement_dup_text(row, 4);
	return standing;
}

GPtrArray *
vet_store_sqlite_standings(VetSqlite *db, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, standings_sql, error);

	return statement ? vet_store_sqlite_collect(db, statement, standing_of_row,
						    (GDestroyNotify)vet_standing_free, error)
			 : NULL;
}
