/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-database.h"

#include "lib/entity.h"
#include "lib/error.h"
#include "lib/ident.h"
#include "lib/text.h"

#include <string.h>

#define MAX_SIMILAR 20

void
vet_import_report_clear(VetImportReport *report)
{
	g_clear_pointer(&report->problems, g_ptr_array_unref);
}

/* Takes the database, which may be NULL: then so is what comes back. */
static VetNamelists *
make(VetSqlite *db, const guint8 *secret, gsize secret_length)
{
	if (!db)
		return NULL;
	VetNamelists *lists = g_new0(VetNamelists, 1);
	/* a key of no length is a key, a NULL pointer is not */
	lists->secret = g_malloc(secret_length + 1);
	if (secret_length > 0)
		memcpy(lists->secret, secret, secret_length);
	lists->secret_length = secret_length;
	lists->db = db;
	return lists;
}

VetNamelists *
vet_namelists_open(const char *path, const guint8 *secret, gsize secret_length, GError **error)
{
	return make(vet_namelist_database_open(path, error), secret, secret_length);
}

VetNamelists *
vet_namelists_open_reading(const char *path, const guint8 *secret, gsize secret_length,
			   GError **error)
{
	return make(vet_namelist_database_open_reading(path, error), secret, secret_length);
}

/* where it cannot be had the look-ups do without, and say what is wrong with the database */
void
vet_namelists_hold(VetNamelists *lists)
{
	(void)!vet_sqlite_execute(lists->db, "BEGIN", NULL);
}

void
vet_namelists_let_go(VetNamelists *lists)
{
	(void)!vet_sqlite_execute(lists->db, "COMMIT", NULL);
}

void
vet_namelists_close(VetNamelists *lists)
{
	if (!lists)
		return;
	vet_sqlite_close(lists->db);
	g_clear_pointer(&lists->recalled, g_hash_table_unref);
	g_free(lists->secret);
	g_free(lists);
}

static gboolean
has(VetNamelists *lists, VetListKind kind, const char *list_name)
{
	g_auto(VetListVersion) version = {0};

	return vet_list_version_seen(lists, kind, list_name, &version, NULL) && version.import != 0;
}

gboolean
vet_namelists_has(VetNamelists *lists, const char *list_name)
{
	return has(lists, VET_LIST_NAMES, list_name);
}

gboolean
vet_namelists_has_registrations(VetNamelists *lists)
{
	return has(lists, VET_LIST_REGISTRATIONS, VET_LIST_OF_REGISTRATIONS);
}

static void
hit_free(gpointer data)
{
	VetListHit *hit = data;

	g_free(hit->list);
	g_free(hit->source_name);
	g_free(hit->name);
	g_free(hit->credit_code);
	g_free(hit->listed_on);
	g_free(hit->reason);
	g_free(hit->origin);
	g_free(hit);
}

/* what the columns of each query are, in this order */
#define HIT_COLUMNS "e.row, e.name, e.credit_code, e.listed_on, e.reason, e.origin"

static void
add_hit(GPtrArray *hits, const char *list_name, const VetListVersion *version,
	VetStatement *statement, double likeness)
{
	VetListHit *hit = g_new0(VetListHit, 1);

	hit->list = g_strdup(list_name);
	hit->version = version->version;
	hit->source_name = g_strdup(version->source_name);
	hit->row = (guint)sqlite3_column_int64(statement, 0);
	hit->name = vet_statement_dup_text(statement, 1);
	hit->credit_code = vet_statement_dup_text(statement, 2);
	hit->listed_on = vet_statement_dup_text(statement, 3);
	hit->reason = vet_statement_dup_text(statement, 4);
	hit->origin = vet_statement_dup_text(statement, 5);
	hit->likeness = likeness;
	g_ptr_array_add(hits, hit);
}

/* the entries for two keys, each found by an index of its own */
static GPtrArray *
lookup(VetNamelists *lists, const char *list_name, const char *sql, const char *first_key,
       const char *second_key, GError **error)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
	g_auto(VetListVersion) version = {0};
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(lists->db, sql, error);
	gboolean row = TRUE;

	if (!statement || !vet_list_version_seen(lists, VET_LIST_NAMES, list_name, &version, error))
		return NULL;
	vet_statement_bind_int(statement, 1, version.import);
	vet_statement_bind_text(statement, 2, first_key);
	vet_statement_bind_text(statement, 3, second_key);
	vet_statement_bind_int(statement, 4, VET_LIST_MAX_HITS);
	for (;;) {
		if (!vet_sqlite_step(lists->db, statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&hits);
		add_hit(hits, list_name, &version, statement, 1.0);
	}
}

GPtrArray *
vet_namelists_lookup_code(VetNamelists *lists, const char *list_name, const char *credit_code,
			  GError **error)
{
	g_autofree char *code = vet_credit_code_normalise(credit_code);
	g_autofree char *organisation_code = NULL;
	gsize length = strlen(code);

	/* inside a code with a typing error the organisation code may still prove itself */
	if (length == 18 && vet_organisation_code_check_digit(code + 8) == code[16])
		organisation_code = g_strndup(code + 8, 9);
	else if (length == 9)
		organisation_code = g_strdup(code);
	return lookup(lists, list_name,
		      "SELECT " HIT_COLUMNS " FROM entry e WHERE e.id IN ("
		      " SELECT id FROM entry WHERE import = ?1 AND code = ?2 UNION"
		      " SELECT id FROM entry WHERE import = ?1 AND organisation_code = ?3)"
		      " ORDER BY e.row LIMIT ?4",
		      *code ? code : NULL, organisation_code, error);
}

GPtrArray *
vet_namelists_lookup_name(VetNamelists *lists, const char *list_name, const char *name,
			  GError **error)
{
	g_autofree char *entity_key = vet_entity_key(name);
	g_autofree char *simple_key = vet_text_key(entity_key);

	return lookup(lists, list_name,
		      "SELECT " HIT_COLUMNS " FROM entry e WHERE e.id IN ("
		      " SELECT owner FROM name WHERE import = ?1 AND entity_key = ?2 UNION"
		      " SELECT owner FROM name WHERE import = ?1 AND simple_key = ?3)"
		      " ORDER BY e.row LIMIT ?4",
		      entity_key, simple_key, error);
}

GPtrArray *
vet_namelists_similar(VetNamelists *lists, const char *list_name, const char *name, double minimum,
		      GError **error)
{
	g_autofree char *entity_key = vet_entity_key(name);
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
	g_auto(VetListVersion) version = {0};
	g_autoptr(GArray) like = NULL;

	if (!vet_list_version_seen(lists, VET_LIST_NAMES, list_name, &version, error))
		return NULL;
	like = vet_list_names_like(lists->db, version.import, entity_key, minimum, MAX_SIMILAR,
				   error);
	for (guint i = 0; like && i < like->len; i++) {
		const VetLikeName *found = &g_array_index(like, VetLikeName, i);
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			lists->db, "SELECT " HIT_COLUMNS " FROM entry e WHERE e.id = ?1", error);
		gboolean row;

		if (!statement)
			return NULL;
		vet_statement_bind_int(statement, 1, found->owner);
		if (!vet_sqlite_step(lists->db, statement, &row, error))
			return NULL;
		if (row)
			add_hit(hits, list_name, &version, statement, found->likeness);
	}
	return like ? g_steal_pointer(&hits) : NULL;
}

/* --- for the record of a run, and from it --- */

char **
vet_namelists_describe(VetNamelists *lists)
{
	GPtrArray *lines = g_ptr_array_new();
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		lists->db, "SELECT kind, name FROM list ORDER BY kind, name", NULL);
	gboolean row;

	while (statement && vet_sqlite_step(lists->db, statement, &row, NULL) && row) {
		g_auto(VetListVersion) version = {0};
		const char *name = (const char *)sqlite3_column_text(statement, 1);
		if (!vet_list_version_seen(lists, sqlite3_column_int(statement, 0), name, &version,
					   NULL) ||
		    !version.import)
			continue;
		g_ptr_array_add(lines, g_strdup_printf("%s@%" G_GINT64_FORMAT
						       " (%s, %" G_GINT64_FORMAT " rows)",
						       name, version.version, version.source_name,
						       version.rows));
	}
	g_ptr_array_add(lines, NULL);
	return (char **)g_ptr_array_free(lines, FALSE);
}

/* "blacklist@3 (…": the name ends at the first @, for a pack names no list with one */
static gboolean
parse_description(const char *description, char **ret_name, gint64 *ret_version, GError **error)
{
	const char *at = strchr(description, '@');
	char *end = NULL;
	guint64 version = at ? g_ascii_strtoull(at + 1, &end, 10) : 0;

	if (version == 0 || version >= G_MAXINT64 || at == description || *end != ' ') {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "“%s” does not say which version of which list was seen", description);
		return FALSE;
	}
	*ret_name = g_strndup(description, at - description);
	*ret_version = (gint64)version;
	return TRUE;
}

static gboolean
recall_one(VetNamelists *lists, GHashTable *recalled, const char *description, GError **error)
{
	g_auto(VetListVersion) version = {0};
	g_autofree char *name = NULL;
	gint64 wanted;

	if (!parse_description(description, &name, &wanted, error))
		return FALSE;
	VetListKind kind = g_str_equal(name, VET_LIST_OF_REGISTRATIONS) ? VET_LIST_REGISTRATIONS
									: VET_LIST_NAMES;
	if (!vet_list_version_read(lists->db, kind, name, wanted, &version, error))
		return FALSE;
	if (!version.import) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
			    "version %" G_GINT64_FORMAT " of list “%s” is not among the imported "
			    "lists (any more); restore them from backup",
			    wanted, name);
		return FALSE;
	}
	g_hash_table_insert(recalled, g_steal_pointer(&name), g_memdup2(&wanted, sizeof wanted));
	return TRUE;
}

gboolean
vet_namelists_recall(VetNamelists *lists, const char *const *descriptions, GError **error)
{
	g_autoptr(GHashTable) recalled =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; descriptions && descriptions[i]; i++)
		if (!recall_one(lists, recalled, descriptions[i], error))
			return FALSE;
	g_clear_pointer(&lists->recalled, g_hash_table_unref);
	if (descriptions)
		lists->recalled = g_steal_pointer(&recalled);
	return TRUE;
}
