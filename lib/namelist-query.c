/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-database.h"

#include "lib/entity.h"
#include "lib/ident.h"
#include "lib/text.h"

#include <string.h>

/* persons of one roster that are asked for, and members looked at for each: 王伟 is in many teams
 */
#define MAX_PERSONS 256
#define MAX_NAMESAKES 1000

static void
hit_free(gpointer data)
{
	VetRegistrationHit *hit = data;

	g_free(hit->source_name);
	g_free(hit->project_name);
	g_free(hit->unit);
	g_free(hit->credit_code);
	g_free(hit->city);
	g_free(hit->track);
	g_free(hit);
}

static gboolean
read_version(VetNamelists *lists, VetListVersion *ret_version, GError **error)
{
	return vet_list_version_seen(lists, VET_LIST_REGISTRATIONS, VET_LIST_OF_REGISTRATIONS,
				     ret_version, error);
}

#define HIT_COLUMNS "r.row, r.project_name, r.unit, r.credit_code, r.city, r.track, r.n_members"

static VetRegistrationHit *
add_hit(GPtrArray *hits, const VetListVersion *version, VetStatement *statement)
{
	VetRegistrationHit *hit = g_new0(VetRegistrationHit, 1);

	hit->version = version->version;
	hit->source_name = g_strdup(version->source_name);
	hit->row = (guint)sqlite3_column_int64(statement, 0);
	hit->project_name = vet_statement_dup_text(statement, 1);
	hit->unit = vet_statement_dup_text(statement, 2);
	hit->credit_code = vet_statement_dup_text(statement, 3);
	hit->city = vet_statement_dup_text(statement, 4);
	hit->track = vet_statement_dup_text(statement, 5);
	hit->n_members = (guint)sqlite3_column_int64(statement, 6);
	g_ptr_array_add(hits, hit);
	return hit;
}

gboolean
vet_namelists_registrations_cover(VetNamelists *lists, const char *city, gboolean *ret_covered,
				  GError **error)
{
	g_auto(VetListVersion) version = {0};
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		lists->db,
		"SELECT 1 FROM registration WHERE import = ?1 AND instr(city, ?2) > 0 LIMIT 1",
		error);

	if (!statement || !read_version(lists, &version, error))
		return FALSE;
	vet_statement_bind_int(statement, 1, version.import);
	vet_statement_bind_text(statement, 2, city);
	return vet_sqlite_step(lists->db, statement, ret_covered, error);
}

GPtrArray *
vet_namelists_registrations_of_unit(VetNamelists *lists, const char *credit_code, const char *name,
				    GError **error)
{
	g_autofree char *code = vet_credit_code_normalise(credit_code ? credit_code : "");
	g_autofree char *entity_key = vet_entity_key(name ? name : "");
	g_autofree char *simple_key = vet_text_key(entity_key);
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
	g_auto(VetListVersion) version = {0};
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		lists->db,
		"SELECT " HIT_COLUMNS " FROM registration r WHERE r.id IN ("
		" SELECT registration FROM registration_unit WHERE import = ?1 AND code = ?2 UNION"
		" SELECT registration FROM registration_unit WHERE import = ?1 AND entity_key = ?3"
		"  AND (code IS NULL OR ?2 IS NULL) UNION"
		" SELECT registration FROM registration_unit WHERE import = ?1 AND simple_key = ?4"
		"  AND (code IS NULL OR ?2 IS NULL)) ORDER BY r.row LIMIT ?5",
		error);
	gboolean row;

	if (!statement || !read_version(lists, &version, error))
		return NULL;
	vet_statement_bind_int(statement, 1, version.import);
	vet_statement_bind_text(statement, 2, *code ? code : NULL);
	vet_statement_bind_text(statement, 3, *entity_key ? entity_key : NULL);
	vet_statement_bind_text(statement, 4, *simple_key ? simple_key : NULL);
	vet_statement_bind_int(statement, 5, VET_LIST_MAX_HITS);
	for (;;) {
		if (!vet_sqlite_step(lists->db, statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&hits);
		add_hit(hits, &version, statement);
	}
}

/* adds the registration `id`; *ret_hit is the array's */
static gboolean
add_registration(VetNamelists *lists, const VetListVersion *version, gint64 id, GPtrArray *hits,
		 VetRegistrationHit **ret_hit, GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		lists->db, "SELECT " HIT_COLUMNS " FROM registration r WHERE r.id = ?1", error);
	gboolean row;

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, id);
	if (!vet_sqlite_step(lists->db, statement, &row, error))
		return FALSE;
	*ret_hit = row ? add_hit(hits, version, statement) : NULL;
	return TRUE;
}

GPtrArray *
vet_namelists_registrations_of_project(VetNamelists *lists, const char *project_name,
				       double minimum, GError **error)
{
	g_autofree char *key = vet_entity_key(project_name);
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
	g_auto(VetListVersion) version = {0};
	g_autoptr(GArray) like = NULL;

	if (!read_version(lists, &version, error))
		return NULL;
	like = vet_list_names_like(lists->db, version.import, key, minimum, VET_LIST_MAX_HITS,
				   error);
	for (guint i = 0; like && i < like->len; i++) {
		const VetLikeName *found = &g_array_index(like, VetLikeName, i);
		VetRegistrationHit *hit;

		if (!add_registration(lists, &version, found->owner, hits, &hit, error))
			return NULL;
		if (hit)
			hit->likeness = found->likeness;
	}
	return like ? g_steal_pointer(&hits) : NULL;
}

/* registration → set of the numbers of its members that were asked for */
typedef GHashTable Shared;

static void
shared_add(Shared *shared, gint64 registration, guint number)
{
	GHashTable *numbers = g_hash_table_lookup(shared, &registration);

	if (!numbers) {
		numbers = g_hash_table_new(NULL, NULL);
		g_hash_table_insert(shared, g_memdup2(&registration, sizeof(registration)),
				    numbers);
	}
	g_hash_table_add(numbers, GUINT_TO_POINTER(number + 1));
}

static gboolean
find_person(VetNamelists *lists, gint64 import, const char *sql, const char *key, Shared *shared,
	    GError **error)
{
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(lists->db, sql, error);
	gboolean row;

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import);
	vet_statement_bind_text(statement, 2, key);
	vet_statement_bind_int(statement, 3, MAX_NAMESAKES);
	for (;;) {
		if (!vet_sqlite_step(lists->db, statement, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		shared_add(shared, sqlite3_column_int64(statement, 0),
			   (guint)sqlite3_column_int64(statement, 1));
	}
}

/* by ID numbers; by names the members that have none, or all when no number is known */
static gboolean
find_persons(VetNamelists *lists, gint64 import, const char *const *id_keys,
	     const char *const *names, Shared *shared, GError **error)
{
	const char *by_name =
		id_keys && id_keys[0]
			? "SELECT registration, number FROM registration_member"
			  " WHERE import = ?1 AND name_key = ?2 AND id_key IS NULL LIMIT ?3"
			: "SELECT registration, number FROM registration_member"
			  " WHERE import = ?1 AND name_key = ?2 LIMIT ?3";

	for (guint i = 0; id_keys && id_keys[i] && i < MAX_PERSONS; i++)
		if (!find_person(lists, import,
				 "SELECT registration, number FROM registration_member"
				 " WHERE import = ?1 AND id_key = ?2 LIMIT ?3",
				 id_keys[i], shared, error))
			return FALSE;
	for (guint i = 0; names && names[i] && i < MAX_PERSONS; i++) {
		g_autofree char *key = vet_text_key(names[i]);
		if (*key && !find_person(lists, import, by_name, key, shared, error))
			return FALSE;
	}
	return TRUE;
}

static int
compare_shared(gconstpointer a, gconstpointer b)
{
	const VetRegistrationHit *left = *(VetRegistrationHit *const *)a;
	const VetRegistrationHit *right = *(VetRegistrationHit *const *)b;
	if (left->n_shared != right->n_shared)
		return left->n_shared > right->n_shared ? -1 : 1;
	return left->row < right->row ? -1 : left->row > right->row;
}

GPtrArray *
vet_namelists_registrations_of_roster(VetNamelists *lists, const char *const *id_keys,
				      const char *const *names, GError **error)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
	g_autoptr(GHashTable) shared = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
							     (GDestroyNotify)g_hash_table_unref);
	g_auto(VetListVersion) version = {0};
	GHashTableIter iterator;
	gpointer registration;
	gpointer numbers;

	if (!read_version(lists, &version, error) ||
	    !find_persons(lists, version.import, id_keys, names, shared, error))
		return NULL;
	g_hash_table_iter_init(&iterator, shared);
	while (g_hash_table_iter_next(&iterator, &registration, &numbers)) {
		VetRegistrationHit *hit;

		if (!add_registration(lists, &version, *(gint64 *)registration, hits, &hit, error))
			return NULL;
		if (hit)
			hit->n_shared = g_hash_table_size(numbers);
	}
	g_ptr_array_sort(hits, compare_shared);
	if (hits->len > VET_LIST_MAX_HITS)
		g_ptr_array_set_size(hits, VET_LIST_MAX_HITS);
	return g_steal_pointer(&hits);
}
