/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cohort-private.h"

/*
 * Row n brings the file from version n to n + 1; a row that was released is never changed.  What a
 * profile holds hangs on its content, so that another reading of the same papers is a new content
 * and nothing needs to be searched to be deleted.
 */
static const char *const steps[] = {
	"CREATE TABLE content ("
	"  id INTEGER PRIMARY KEY,"
	"  digest TEXT NOT NULL,"
	"  submission TEXT NOT NULL,"
	"  project_name TEXT NOT NULL,"
	"  team_id TEXT NOT NULL,"
	"  n_members INTEGER NOT NULL,"
	"  form_path TEXT NOT NULL) STRICT;"
	"CREATE TABLE profile ("
	"  number INTEGER PRIMARY KEY AUTOINCREMENT," /* in order of their first judging */
	"  received_as TEXT NOT NULL,"
	"  version INTEGER NOT NULL,"
	"  sha256 TEXT NOT NULL,"
	"  submission TEXT NOT NULL,"
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  UNIQUE (received_as, version, sha256)) STRICT;"
	"CREATE INDEX profile_submission ON profile (submission, number);"
	"CREATE TABLE unit ("
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  position INTEGER NOT NULL,"
	"  name TEXT NOT NULL,"
	"  credit_code TEXT NOT NULL,"
	"  PRIMARY KEY (content, position)) STRICT, WITHOUT ROWID;"
	/* HMACs: neither number nor name is stored */
	"CREATE TABLE person ("
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  position INTEGER NOT NULL,"
	"  id_key TEXT NOT NULL,"
	"  name_key TEXT NOT NULL,"
	"  PRIMARY KEY (content, position)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX person_id_key ON person (id_key) WHERE id_key <> '';"
	"CREATE INDEX person_name_key ON person (name_key);"
	"CREATE TABLE document ("
	"  sha256 TEXT NOT NULL,"
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  path TEXT NOT NULL,"
	"  PRIMARY KEY (sha256, content, path)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE shingle ("
	"  hash INTEGER NOT NULL,"
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  letter INTEGER NOT NULL,"
	"  page INTEGER NOT NULL,"
	"  PRIMARY KEY (hash, content, letter)) STRICT, WITHOUT ROWID;",

	/*
	 * 2: a content knows whose it is, also when another one took its place.  Of those that were
	 * replaced before nobody knows any more, and nobody sees them.
	 */
	"ALTER TABLE content ADD COLUMN profile INTEGER REFERENCES profile (number);"
	"UPDATE content SET profile = (SELECT number FROM profile WHERE content = content.id);"
	"CREATE INDEX content_profile ON content (profile, id);",

	/* 3: pages that are pictures */
	"CREATE TABLE picture ("
	"  id INTEGER PRIMARY KEY,"
	"  content INTEGER NOT NULL REFERENCES content (id),"
	"  path TEXT NOT NULL,"
	"  sha256 TEXT NOT NULL,"
	"  page INTEGER NOT NULL,"
	"  high INTEGER NOT NULL,"
	"  low INTEGER NOT NULL,"
	"  names_unit INTEGER NOT NULL,"
	"  numbers TEXT NOT NULL) STRICT;" /* HMACs */
	"CREATE TABLE picture_band ("
	"  band INTEGER NOT NULL,"
	"  picture INTEGER NOT NULL REFERENCES picture (id),"
	"  PRIMARY KEY (band, picture)) STRICT, WITHOUT ROWID;",
};

VetSqlite *
vet_cohort_database_open(const char *path, GError **error)
{
	g_autoptr(VetSqlite) db = vet_sqlite_open(path ? path : ":memory:", TRUE, error);

	if (!db || !vet_sqlite_apply_steps(db, steps, G_N_ELEMENTS(steps), error))
		return NULL;
	return g_steal_pointer(&db);
}

VetSqlite *
vet_cohort_database_open_reading(const char *path, GError **error)
{
	g_autoptr(VetSqlite) db = vet_sqlite_open(path, FALSE, error);

	if (!db || !vet_sqlite_check_version(db, G_N_ELEMENTS(steps), error))
		return NULL;
	return g_steal_pointer(&db);
}
