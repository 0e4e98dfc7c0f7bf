/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-database.h"

#include "lib/error.h"

/* row n brings the file from version n to n + 1; a row that was released is never changed */
static const char *const steps[] = {
	"CREATE TABLE list ("
	"  id INTEGER PRIMARY KEY,"
	"  kind INTEGER NOT NULL,"
	"  name TEXT NOT NULL,"
	"  UNIQUE (kind, name)) STRICT;"
	"CREATE TABLE import ("
	"  id INTEGER PRIMARY KEY,"
	"  list INTEGER NOT NULL REFERENCES list (id),"
	"  version INTEGER NOT NULL,"
	"  source_name TEXT NOT NULL,"
	"  sha256 TEXT NOT NULL,"
	"  keyed TEXT NOT NULL,"
	"  rows INTEGER NOT NULL DEFAULT 0,"
	"  rejected INTEGER NOT NULL DEFAULT 0,"
	"  imported_at INTEGER NOT NULL,"
	"  UNIQUE (list, version)) STRICT;"

	/* codes are NULL where there is none, so that they take no room in the index */
	"CREATE TABLE entry ("
	"  id INTEGER PRIMARY KEY,"
	"  import INTEGER NOT NULL REFERENCES import (id),"
	"  row INTEGER NOT NULL,"
	"  name TEXT NOT NULL,"
	"  credit_code TEXT NOT NULL,"
	"  listed_on TEXT NOT NULL,"
	"  reason TEXT NOT NULL,"
	"  origin TEXT NOT NULL,"
	"  code TEXT,"
	"  organisation_code TEXT) STRICT;"
	"CREATE INDEX entry_code ON entry (import, code) WHERE code IS NOT NULL;"
	"CREATE INDEX entry_organisation_code ON entry (import, organisation_code)"
	"  WHERE organisation_code IS NOT NULL;"

	"CREATE TABLE registration ("
	"  id INTEGER PRIMARY KEY,"
	"  import INTEGER NOT NULL REFERENCES import (id),"
	"  row INTEGER NOT NULL,"
	"  project_name TEXT NOT NULL,"
	"  unit TEXT NOT NULL,"
	"  credit_code TEXT NOT NULL,"
	"  city TEXT NOT NULL,"
	"  track TEXT NOT NULL,"
	"  n_members INTEGER NOT NULL) STRICT;"
	"CREATE TABLE registration_unit ("
	"  import INTEGER NOT NULL,"
	"  registration INTEGER NOT NULL REFERENCES registration (id),"
	"  code TEXT,"
	"  entity_key TEXT,"
	"  simple_key TEXT) STRICT;"
	"CREATE INDEX registration_unit_code ON registration_unit (import, code)"
	"  WHERE code IS NOT NULL;"
	"CREATE INDEX registration_unit_entity_key ON registration_unit (import, entity_key);"
	"CREATE INDEX registration_unit_simple_key ON registration_unit (import, simple_key);"
	"CREATE TABLE registration_member ("
	"  import INTEGER NOT NULL,"
	"  registration INTEGER NOT NULL REFERENCES registration (id),"
	"  number INTEGER NOT NULL,"
	"  id_key TEXT," /* HMAC: the number itself is never stored */
	"  name_key TEXT) STRICT;"
	"CREATE INDEX registration_member_id_key ON registration_member (import, id_key)"
	"  WHERE id_key IS NOT NULL;"
	"CREATE INDEX registration_member_name_key ON registration_member (import, name_key)"
	"  WHERE name_key IS NOT NULL;"

	/* names of entries, project names of registrations: owner is either, as the import says */
	"CREATE TABLE name ("
	"  id INTEGER PRIMARY KEY,"
	"  import INTEGER NOT NULL REFERENCES import (id),"
	"  owner INTEGER NOT NULL,"
	"  entity_key TEXT NOT NULL,"
	"  simple_key TEXT NOT NULL) STRICT;"
	"CREATE INDEX name_entity_key ON name (import, entity_key);"
	"CREATE INDEX name_simple_key ON name (import, simple_key);"
	"CREATE TABLE gram ("
	"  import INTEGER NOT NULL,"
	"  gram INTEGER NOT NULL,"
	"  name INTEGER NOT NULL,"
	"  PRIMARY KEY (import, gram, name)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE gram_count ("
	"  import INTEGER NOT NULL,"
	"  gram INTEGER NOT NULL,"
	"  names INTEGER NOT NULL,"
	"  PRIMARY KEY (import, gram)) STRICT, WITHOUT ROWID;",
};

VetSqlite *
vet_namelist_database_open(const char *path, GError **error)
{
	g_autoptr(VetSqlite) db = vet_sqlite_open(path ? path : ":memory:", TRUE, error);

	if (!db || !vet_sqlite_apply_steps(db, steps, G_N_ELEMENTS(steps), error))
		return NULL;
	return g_steal_pointer(&db);
}

VetSqlite *
vet_namelist_database_open_reading(const char *path, GError **error)
{
	g_autoptr(VetSqlite) db = vet_sqlite_open(path, FALSE, error);

	if (!db || !vet_sqlite_check_version(db, G_N_ELEMENTS(steps), error))
		return NULL;
	return g_steal_pointer(&db);
}

void
vet_list_version_clear(VetListVersion *version)
{
	g_clear_pointer(&version->source_name, g_free);
	g_clear_pointer(&version->sha256, g_free);
	g_clear_pointer(&version->keyed, g_free);
}

gboolean
vet_list_version_read(VetSqlite *db, VetListKind kind, const char *list_name, gint64 wanted,
		      VetListVersion *ret_version, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"SELECT i.id, i.version, i.rows, i.rejected, i.source_name, i.sha256, i.keyed"
		" FROM list l JOIN import i ON i.list = l.id WHERE l.kind = ?1 AND l.name = ?2"
		"  AND (?3 = 0 OR i.version = ?3)"
		" ORDER BY i.version DESC LIMIT 1",
		error);
	gboolean row;

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, kind);
	vet_statement_bind_text(statement, 2, list_name);
	vet_statement_bind_int(statement, 3, wanted);
	if (!vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	*ret_version = (VetListVersion){0};
	if (!row)
		return TRUE;
	ret_version->import = sqlite3_column_int64(statement, 0);
	ret_version->version = sqlite3_column_int64(statement, 1);
	ret_version->rows = sqlite3_column_int64(statement, 2);
	ret_version->rejected = sqlite3_column_int64(statement, 3);
	ret_version->source_name = vet_statement_dup_text(statement, 4);
	ret_version->sha256 = vet_statement_dup_text(statement, 5);
	ret_version->keyed = vet_statement_dup_text(statement, 6);
	return TRUE;
}

gboolean
vet_list_version_seen(VetNamelists *lists, VetListKind kind, const char *list_name,
		      VetListVersion *ret_version, GError **error)
{
	const gint64 *recalled =
		lists->recalled ? g_hash_table_lookup(lists->recalled, list_name) : NULL;

	if (!lists->recalled || recalled)
		return vet_list_version_read(lists->db, kind, list_name, recalled ? *recalled : 0,
					     ret_version, error);
	*ret_version = (VetListVersion){0};
	return TRUE;
}
