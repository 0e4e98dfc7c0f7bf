/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cohort-private.h"

#include <string.h>

#include "lib/error.h"

/* Takes the database, which may be NULL: then so is what comes back. */
static VetCohort *
make(VetSqlite *db, gboolean writes, const guint8 *secret, gsize secret_length)
{
	if (!db)
		return NULL;
	VetCohort *cohort = g_new0(VetCohort, 1);
	cohort->db = db;
	cohort->writes = writes;
	/* a key of no length is a key, a NULL pointer is not */
	cohort->secret = g_malloc(secret_length + 1);
	if (secret_length > 0)
		memcpy(cohort->secret, secret, secret_length);
	cohort->secret_length = secret_length;
	return cohort;
}

VetCohort *
vet_cohort_open(const char *path, const guint8 *secret, gsize secret_length, GError **error)
{
	return make(vet_cohort_database_open(path, error), TRUE, secret, secret_length);
}

VetCohort *
vet_cohort_open_reading(const char *path, const guint8 *secret, gsize secret_length, GError **error)
{
	return make(vet_cohort_database_open_reading(path, error), FALSE, secret, secret_length);
}

void
vet_cohort_close(VetCohort *cohort)
{
	if (!cohort)
		return;
	vet_sqlite_close(cohort->db);
	g_free(cohort->secret);
	g_free(cohort);
}

gboolean
vet_cohort_recall(VetCohort *cohort, const char *description, GError **error)
{
	guint64 number, horizon = 0;
	gboolean known = !description || g_str_has_prefix(description, VET_PEERS_MARK);

	if (description && known) {
		char *end = NULL;
		number = g_ascii_strtoull(description + strlen(VET_PEERS_MARK), &end, 10);
		horizon = *end == '/' ? g_ascii_strtoull(end + 1, &end, 10) : VET_PEERS_ALL;
		known = number > 0 && number < VET_PEERS_ALL && horizon > 0 &&
			horizon <= VET_PEERS_ALL && *end == ' ';
	}
	if (!known) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "“%s” does not say which submissions were seen", description);
		return FALSE;
	}
	cohort->horizon = (gint64)horizon;
	return TRUE;
}

/* --- joining --- */

typedef struct {
	const VetProfile *profile;
	char *digest;
	gint64 number;  /* 0: it has none yet */
	gboolean as_is; /* it is kept as it is now */
} Joining;

static gboolean
find_number(VetSqlite *db, Joining *joining, GError **error)
{
	const VetProfile *profile = joining->profile;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"SELECT p.number, c.digest = ?4 FROM profile p JOIN content c ON c.id = p.content"
		" WHERE p.received_as = ?1 AND p.version = ?2 AND p.sha256 = ?3",
		error);
	gboolean row;

	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, profile->received_as);
	vet_statement_bind_int(statement, 2, profile->version);
	vet_statement_bind_text(statement, 3, profile->sha256);
	vet_statement_bind_text(statement, 4, joining->digest);
	if (!vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	joining->number = row ? sqlite3_column_int64(statement, 0) : 0;
	joining->as_is = row && sqlite3_column_int(statement, 1);
	return TRUE;
}

static gboolean
insert_content(VetSqlite *db, const Joining *joining, gint64 *ret_content, GError **error)
{
	const VetProfile *profile = joining->profile;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "INSERT INTO content (digest, submission, project_name, "
				   "team_id, n_members, form_path)"
				   " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
				   error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, joining->digest);
	vet_statement_bind_text(statement, 2, profile->id);
	vet_statement_bind_text(statement, 3, profile->project_name);
	vet_statement_bind_text(statement, 4, profile->team_id);
	vet_statement_bind_int(statement, 5, profile->persons->len);
	vet_statement_bind_text(statement, 6, profile->form_path);
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	*ret_content = sqlite3_last_insert_rowid(vet_sqlite_handle(db));
	return TRUE;
}

/* a row of a part of the content: two texts at most, and a number */
static gboolean
insert_part(VetSqlite *db, const char *sql, gint64 content, gint64 position, const char *first,
	    const char *second, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, sql, error);
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, content);
	vet_statement_bind_int(statement, 2, position);
	vet_statement_bind_text(statement, 3, first);
	vet_statement_bind_text(statement, 4, second);
	return vet_sqlite_run(db, statement, error);
}

static const char insert_unit_sql[] =
	"INSERT INTO unit (content, position, name, credit_code) VALUES (?1, ?2, ?3, ?4)";
static const char insert_person_sql[] =
	"INSERT INTO person (content, position, id_key, name_key) VALUES (?1, ?2, ?3, ?4)";
/* the same path twice is the same file; ?2 keeps the parameters in their places */
static const char insert_document_sql[] =
	"INSERT INTO document (content, sha256, path) SELECT ?1, ?3, ?4 WHERE ?2 >= 0"
	" ON CONFLICT DO NOTHING";

static gboolean
insert_parts(VetSqlite *db, const VetProfile *profile, gint64 content, GError **error)
{
	for (guint i = 0; i < profile->units->len; i++) {
		const VetProfileUnit *unit = profile->units->pdata[i];
		if (!insert_part(db, insert_unit_sql, content, i, unit->name, unit->credit_code,
				 error))
			return FALSE;
	}
	for (guint i = 0; i < profile->persons->len; i++) {
		const VetProfilePerson *person = profile->persons->pdata[i];
		if (!insert_part(db, insert_person_sql, content, i, person->id_key,
				 person->name_key, error))
			return FALSE;
	}
	for (guint i = 0; i < profile->documents->len; i++) {
		const VetProfileDocument *document = profile->documents->pdata[i];
		if (!insert_part(db, insert_document_sql, content, i, document->sha256,
				 document->path, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
insert_shingles(VetSqlite *db, const VetProfile *profile, gint64 content, GError **error)
{
	for (guint i = 0; i < profile->shingles->len; i++) {
		const VetShingle *shingle = &g_array_index(profile->shingles, VetShingle, i);
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			db,
			"INSERT INTO shingle (hash, content, letter, page) VALUES (?1, ?2, ?3, ?4)"
			" ON CONFLICT DO NOTHING",
			error);
		if (!statement)
			return FALSE;
		vet_statement_bind_int(statement, 1, shingle->hash);
		vet_statement_bind_int(statement, 2, content);
		vet_statement_bind_int(statement, 3, shingle->letter);
		vet_statement_bind_int(statement, 4, g_array_index(profile->pages, guint, i));
		if (!vet_sqlite_run(db, statement, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
set_owner(VetSqlite *db, gint64 content, gint64 number, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "UPDATE content SET profile = ?2 WHERE id = ?1", error);
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, content);
	vet_statement_bind_int(statement, 2, number);
	return vet_sqlite_run(db, statement, error);
}

/* a number that is given stays, whatever its content becomes */
static gboolean
set_profile(VetSqlite *db, Joining *joining, gint64 content, GError **error)
{
	const VetProfile *profile = joining->profile;
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"INSERT INTO profile (received_as, version, sha256, submission, content)"
		" VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (received_as, version, sha256)"
		" DO UPDATE SET submission = excluded.submission, content = excluded.content",
		error);
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, profile->received_as);
	vet_statement_bind_int(statement, 2, profile->version);
	vet_statement_bind_text(statement, 3, profile->sha256);
	vet_statement_bind_text(statement, 4, profile->id);
	vet_statement_bind_int(statement, 5, content);
	if (!vet_sqlite_run(db, statement, error))
		return FALSE;
	if (!joining->number)
		joining->number = sqlite3_last_insert_rowid(vet_sqlite_handle(db));
	return set_owner(db, content, joining->number, error);
}

static gboolean
join(VetSqlite *db, gpointer request, GError **error)
{
	Joining *joining = request;
	gint64 content;
	if (!find_number(db, joining, error))
		return FALSE;
	return joining->as_is ||
	       (insert_content(db, joining, &content, error) &&
		insert_parts(db, joining->profile, content, error) &&
		vet_cohort_insert_pictures(db, joining->profile, content, error) &&
		insert_shingles(db, joining->profile, content, error) &&
		set_profile(db, joining, content, error));
}

gboolean
vet_cohort_join(VetCohort *cohort, const VetProfile *profile, gint64 *ret_number, GError **error)
{
	g_autofree char *digest = vet_profile_digest(profile);
	Joining joining = {.profile = profile, .digest = digest};
	gboolean done = cohort->writes ? vet_sqlite_transaction(cohort->db, join, &joining, error)
				       : find_number(cohort->db, &joining, error);
	if (done)
		*ret_number = joining.number ? joining.number : VET_PEERS_ALL;
	return done;
}
