/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist-database.h"

#include "lib/text.h"

#include <math.h>

#define MAX_GRAMS 255
/* names looked at for one question, the rarest bigrams first: a bound on time, not on truth for
 * real names */
#define MAX_CANDIDATES 20000

typedef struct {
	gint64 gram;
	gint64 names; /* that have it */
} Gram;

static int
compare_grams(gconstpointer a, gconstpointer b)
{
	const Gram *left = a;
	const Gram *right = b;
	if (left->names != right->names)
		return left->names < right->names ? -1 : 1;
	return left->gram < right->gram ? -1 : left->gram > right->gram;
}

/* the distinct pairs of neighbours in a key; one character makes a pair with nothing */
static GArray *
grams_of(const char *key)
{
	GArray *grams = g_array_new(FALSE, TRUE, sizeof(Gram));
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (const char *p = key; *p && grams->len < MAX_GRAMS; p = g_utf8_next_char(p)) {
		const char *next = g_utf8_next_char(p);
		Gram gram = {(gint64)g_utf8_get_char(p) << 21 | g_utf8_get_char(next), 0};

		if (!*next && p != key)
			break;
		if (g_hash_table_add(seen, g_memdup2(&gram.gram, sizeof(gram.gram))))
			g_array_append_val(grams, gram);
	}
	return grams;
}

static gboolean
add_grams(VetSqlite *db, gint64 import, gint64 name, const char *key, GError **error)
{
	g_autoptr(GArray) grams = grams_of(key);

	for (guint i = 0; i < grams->len; i++) {
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			db, "INSERT INTO gram (import, gram, name) VALUES (?1, ?2, ?3)", error);
		if (!statement)
			return FALSE;
		vet_statement_bind_int(statement, 1, import);
		vet_statement_bind_int(statement, 2, g_array_index(grams, Gram, i).gram);
		vet_statement_bind_int(statement, 3, name);
		if (!vet_sqlite_run(db, statement, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_list_name_add(VetSqlite *db, gint64 import, gint64 owner, const char *entity_key,
		  GError **error)
{
	g_autofree char *simple_key = vet_text_key(entity_key);
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "INSERT INTO name (import, owner, entity_key, simple_key)"
				   " VALUES (?1, ?2, ?3, ?4)",
				   error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import);
	vet_statement_bind_int(statement, 2, owner);
	vet_statement_bind_text(statement, 3, entity_key);
	vet_statement_bind_text(statement, 4, simple_key);
	return vet_sqlite_run(db, statement, error) &&
	       add_grams(db, import, sqlite3_last_insert_rowid(vet_sqlite_handle(db)), simple_key,
			 error);
}

gboolean
vet_list_names_count(VetSqlite *db, gint64 import, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "INSERT INTO gram_count (import, gram, names)"
				   " SELECT import, gram, count(*) FROM gram WHERE import = ?1"
				   " GROUP BY gram",
				   error);

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import);
	return vet_sqlite_run(db, statement, error);
}

static gboolean
read_counts(VetSqlite *db, gint64 import, GArray *grams, GError **error)
{
	for (guint i = 0; i < grams->len; i++) {
		Gram *gram = &g_array_index(grams, Gram, i);
		gboolean row;
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			db, "SELECT names FROM gram_count WHERE import = ?1 AND gram = ?2", error);

		if (!statement)
			return FALSE;
		vet_statement_bind_int(statement, 1, import);
		vet_statement_bind_int(statement, 2, gram->gram);
		if (!vet_sqlite_step(db, statement, &row, error))
			return FALSE;
		gram->names = row ? sqlite3_column_int64(statement, 0) : 0;
	}
	return TRUE;
}

/*
 * How many of the rarest bigrams must be asked: a name with likeness m of one of n characters is at
 * most n (1 − m) / m edits away, each edit breaks two bigrams, so of 2 d + 1 at least one is left.
 */
static guint
grams_to_ask(const char *key, double minimum, guint n_grams)
{
	double length = (double)g_utf8_strlen(key, -1);
	double edits = minimum > 0 ? floor(length * (1 - minimum) / minimum + 1e-9) : n_grams;

	return (guint)MIN(2 * edits + 1, (double)n_grams);
}

typedef struct {
	const char *key;
	double minimum;
	GHashTable *best; /* owner → VetLikeName */
	guint looked_at;
} Search;

static void
search_add(Search *search, gint64 owner, double likeness)
{
	VetLikeName *found = g_hash_table_lookup(search->best, &owner);

	if (likeness < search->minimum)
		return;
	if (found) {
		found->likeness = MAX(found->likeness, likeness);
		return;
	}
	found = g_new(VetLikeName, 1);
	*found = (VetLikeName){owner, likeness};
	g_hash_table_insert(search->best, &found->owner, found);
}

static gboolean
search_gram(VetSqlite *db, gint64 import, gint64 gram, Search *search, GError **error)
{
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "SELECT n.owner, n.simple_key FROM gram g JOIN name n"
				   " ON n.id = g.name WHERE g.import = ?1 AND g.gram = ?2",
				   error);
	gboolean row;

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, import);
	vet_statement_bind_int(statement, 2, gram);
	while (search->looked_at++ < MAX_CANDIDATES) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return FALSE;
		if (!row)
			break;
		search_add(search, sqlite3_column_int64(statement, 0),
			   vet_text_similarity(search->key,
					       (const char *)sqlite3_column_text(statement, 1)));
	}
	return TRUE;
}

static int
compare_likeness(gconstpointer a, gconstpointer b)
{
	const VetLikeName *left = a;
	const VetLikeName *right = b;
	if (left->likeness != right->likeness)
		return left->likeness > right->likeness ? -1 : 1;
	return left->owner < right->owner ? -1 : left->owner > right->owner;
}

GArray *
vet_list_names_like(VetSqlite *db, gint64 import, const char *entity_key, double minimum,
		    guint most, GError **error)
{
	g_autofree char *key = vet_text_key(entity_key);
	g_autoptr(GArray) grams = grams_of(key);
	g_autoptr(GArray) like = g_array_new(FALSE, FALSE, sizeof(VetLikeName));
	g_autoptr(GHashTable) best =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
	Search search = {key, minimum, best, 0};
	GHashTableIter iterator;
	gpointer found;

	if (!read_counts(db, import, grams, error))
		return NULL;
	g_array_sort(grams, compare_grams);
	for (guint i = 0; i < grams_to_ask(key, minimum, grams->len); i++)
		if (!search_gram(db, import, g_array_index(grams, Gram, i).gram, &search, error))
			return NULL;
	g_hash_table_iter_init(&iterator, best);
	while (g_hash_table_iter_next(&iterator, NULL, &found))
		g_array_append_vals(like, found, 1);
	g_array_sort(like, compare_likeness);
	if (like->len > most)
		g_array_set_size(like, most);
	return g_steal_pointer(&like);
}
