/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The others of a cohort, seen from one submission: who they are, and who shares persons or files. */

#include "lib/cohort-private.h"

#include <string.h>

#include "lib/entity.h"

/* rows that one person or file may have; beyond it is a name or a file of everybody */
#define MAX_ROWS 5000

VetPeers *
vet_peers_new(VetCohort *cohort, VetProfile *own, gint64 before)
{
	VetPeers *peers = g_new0(VetPeers, 1);
	peers->cohort = cohort;
	peers->own = own;
	peers->before = before;
	peers->horizon = cohort->horizon;
	return peers;
}

void
vet_peers_free(VetPeers *peers)
{
	if (!peers)
		return;
	vet_profile_free(peers->own);
	g_clear_pointer(&peers->contents, g_hash_table_unref);
	g_free(peers);
}

const VetProfile *
vet_peers_own(const VetPeers *peers)
{
	return peers->own;
}

void
vet_peers_see_all(VetPeers *peers)
{
	peers->before = VET_PEERS_ALL;
	peers->horizon = VET_PEERS_ALL;
	g_clear_pointer(&peers->contents, g_hash_table_unref);
}

void
vet_peer_free(VetPeer *peer)
{
	if (!peer)
		return;
	g_free(peer->id);
	g_free(peer->project_name);
	g_free(peer->team_id);
	g_strfreev(peer->units);
	g_strfreev(peer->shared);
	g_free(peer->path);
	g_clear_pointer(&peer->passages, g_ptr_array_unref);
	g_free(peer);
}

/* --- the set --- */

static gint64 *
key_new(gint64 content)
{
	return g_memdup2(&content, sizeof content);
}

static gboolean
find_horizon(VetPeers *peers, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	gboolean row;
	if (peers->horizon)
		return TRUE;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "SELECT coalesce(max(id), 0) FROM content", error);
	if (!statement || !vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	peers->horizon = sqlite3_column_int64(statement, 0);
	return TRUE;
}

/* of each version its content at that time; the bare column is of the row that has the maximum:
 * SQLite promises it */
static const char contents_sql[] = "SELECT max(profile), content FROM"
				   " (SELECT profile, submission, max(id) AS content FROM content"
				   "   WHERE profile < ?1 AND id <= ?3 GROUP BY profile)"
				   " WHERE submission <> ?2 GROUP BY submission";

GHashTable *
vet_peers_contents(VetPeers *peers, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	if (peers->contents)
		return peers->contents;
	if (!find_horizon(peers, error))
		return NULL;
	g_autoptr(GHashTable) contents =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(db, contents_sql, error);
	gboolean row = TRUE;
	if (!statement)
		return NULL;
	vet_statement_bind_int(statement, 1, peers->before);
	vet_statement_bind_text(statement, 2, peers->own->id);
	vet_statement_bind_int(statement, 3, peers->horizon);
	for (;;) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (!row)
			break;
		g_hash_table_add(contents, key_new(sqlite3_column_int64(statement, 1)));
	}
	peers->contents = g_steal_pointer(&contents);
	return peers->contents;
}

char *
vet_peers_describe(VetPeers *peers)
{
	GHashTable *contents = vet_peers_contents(peers, NULL);
	g_autofree char *number = peers->before == VET_PEERS_ALL
					  ? g_strdup("all")
					  : g_strdup_printf("%" G_GINT64_FORMAT, peers->before);
	g_autofree char *horizon = peers->horizon == 0 || peers->horizon == VET_PEERS_ALL
					   ? g_strdup("")
					   : g_strdup_printf("/%" G_GINT64_FORMAT, peers->horizon);
	return contents ? g_strdup_printf(VET_PEERS_MARK "%s%s (%u others)", number, horizon,
					  g_hash_table_size(contents))
			: g_strdup_printf(VET_PEERS_MARK "%s (cannot be read)", number);
}

/* --- one of them --- */

static gboolean
is_own_unit(const VetProfile *own, const char *name, const char *credit_code)
{
	for (guint i = 0; i < own->units->len; i++) {
		const VetProfileUnit *unit = own->units->pdata[i];
		if ((*credit_code && g_str_equal(unit->credit_code, credit_code)) ||
		    vet_entity_equal(unit->name, name))
			return TRUE;
	}
	return FALSE;
}

static gboolean
read_units(VetPeers *peers, gint64 content, VetPeer *peer, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	g_autoptr(GStrvBuilder) units = g_strv_builder_new();
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db, "SELECT name, credit_code FROM unit WHERE content = ?1 ORDER BY position",
		error);
	gboolean row = TRUE;
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, content);
	for (;;) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return FALSE;
		if (!row)
			break;
		g_autofree char *name = vet_statement_dup_text(statement, 0);
		g_autofree char *credit_code = vet_statement_dup_text(statement, 1);
		peer->same_unit |= is_own_unit(peers->own, name, credit_code);
		g_strv_builder_add(units, name);
	}
	peer->units = g_strv_builder_end(units);
	return TRUE;
}

VetPeer *
vet_peers_read(VetPeers *peers, gint64 content, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	g_autoptr(VetPeer) peer = g_new0(VetPeer, 1);
	g_autoptr(VetStatement) statement = vet_sqlite_prepare(
		db,
		"SELECT submission, project_name, team_id, n_members FROM content WHERE id = ?1",
		error);
	gboolean row;
	if (!statement)
		return NULL;
	vet_statement_bind_int(statement, 1, content);
	if (!vet_sqlite_step(db, statement, &row, error))
		return NULL;
	peer->id = vet_statement_dup_text(statement, 0);
	peer->project_name = vet_statement_dup_text(statement, 1);
	peer->team_id = vet_statement_dup_text(statement, 2);
	peer->n_members = sqlite3_column_int(statement, 3);
	peer->path = g_strdup("");
	peer->shared = g_new0(char *, 1);
	peer->passages = g_ptr_array_new();
	return read_units(peers, content, peer, error) ? g_steal_pointer(&peer) : NULL;
}

/* --- by person --- */

/* which of the own persons stand in one of the others */
typedef struct {
	gint64 content; /* first: it is the key */
	GPtrArray *names;
	guint n_ids;
	guint last; /* own person that was counted last, from 1 */
	gboolean last_by_id;
} Shared;

static void
shared_free(gpointer data)
{
	Shared *shared = data;
	g_ptr_array_unref(shared->names);
	g_free(shared);
}

static void
count_shared(GHashTable *all, gint64 content, guint person, const char *name, gboolean by_id)
{
	Shared *shared = g_hash_table_lookup(all, &content);
	if (!shared) {
		shared = g_new0(Shared, 1);
		shared->content = content;
		shared->names = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(all, &shared->content, shared);
	}
	if (shared->last != person) {
		g_ptr_array_add(shared->names, g_strdup(name));
		shared->last_by_id = FALSE;
	}
	shared->n_ids += by_id && !shared->last_by_id;
	shared->last_by_id |= by_id;
	shared->last = person;
}

/* two persons of one name who both have a number, and not the same, are two persons */
static const char person_sql[] = "SELECT content, 1 FROM person WHERE id_key = ?1 AND id_key <> ''"
				 "  AND content <= ?4 UNION SELECT content, 0 FROM person"
				 " WHERE name_key = ?2 AND (?1 = '' OR id_key = '')"
				 "  AND content <= ?4 ORDER BY 1 LIMIT ?3";

static gboolean
find_person(VetPeers *peers, GHashTable *all, guint person, const char *id_key, const char *name,
	    GError **error)
{
	VetCohort *cohort = peers->cohort;
	GHashTable *contents = vet_peers_contents(peers, error);
	g_autoptr(VetStatement) statement =
		contents ? vet_sqlite_prepare(cohort->db, person_sql, error) : NULL;
	g_autofree char *name_key =
		vet_profile_name_key(cohort->secret, cohort->secret_length, name);
	gboolean row = TRUE;
	if (!statement)
		return FALSE;
	vet_statement_bind_text(statement, 1, id_key);
	vet_statement_bind_text(statement, 2, name_key);
	vet_statement_bind_int(statement, 3, MAX_ROWS);
	vet_statement_bind_int(statement, 4, peers->horizon);
	for (;;) {
		if (!vet_sqlite_step(cohort->db, statement, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		gint64 content = sqlite3_column_int64(statement, 0);
		if (g_hash_table_contains(contents, &content))
			count_shared(all, content, person, name, sqlite3_column_int(statement, 1));
	}
}

static int
most_shared_first(gconstpointer a, gconstpointer b)
{
	const VetPeer *first = *(VetPeer *const *)a, *second = *(VetPeer *const *)b;
	if (first->n_shared != second->n_shared)
		return first->n_shared < second->n_shared ? 1 : -1;
	return strcmp(first->id, second->id);
}

static GPtrArray *
peers_of_shared(VetPeers *peers, GHashTable *all, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)vet_peer_free);
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init(&iter, all);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		Shared *shared = value;
		VetPeer *peer = vet_peers_read(peers, shared->content, error);
		if (!peer)
			return NULL;
		peer->n_shared = shared->names->len;
		peer->n_shared_ids = shared->n_ids;
		g_strfreev(peer->shared);
		g_ptr_array_add(shared->names, NULL);
		peer->shared = g_strdupv((char **)shared->names->pdata);
		g_ptr_array_add(found, peer);
	}
	g_ptr_array_sort(found, most_shared_first);
	if (found->len > VET_PEERS_MAX)
		g_ptr_array_set_size(found, VET_PEERS_MAX);
	return g_steal_pointer(&found);
}

GPtrArray *
vet_peers_of_roster(VetPeers *peers, const char *const *id_keys, const char *const *names,
		    GError **error)
{
	g_autoptr(GHashTable) all =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, shared_free);
	for (guint i = 0; id_keys[i] && names[i]; i++)
		if ((*id_keys[i] || *names[i]) &&
		    !find_person(peers, all, i + 1, id_keys[i], names[i], error))
			return NULL;
	return peers_of_shared(peers, all, error);
}

/* --- by file --- */

int
vet_peers_by_id(gconstpointer a, gconstpointer b)
{
	return strcmp((*(VetPeer *const *)a)->id, (*(VetPeer *const *)b)->id);
}

GPtrArray *
vet_peers_of_document(VetPeers *peers, const char *sha256, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	GHashTable *contents = vet_peers_contents(peers, error);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)vet_peer_free);
	/* a file may lie in several places of a submission: the first stands for all */
	g_autoptr(VetStatement) statement =
		contents ? vet_sqlite_prepare(db,
					      "SELECT content, min(path) FROM document"
					      " WHERE sha256 = ?1 AND content <= ?3"
					      " GROUP BY content ORDER BY content LIMIT ?2",
					      error)
			 : NULL;
	gboolean row = TRUE;
	if (!statement)
		return NULL;
	vet_statement_bind_text(statement, 1, sha256);
	vet_statement_bind_int(statement, 2, MAX_ROWS);
	vet_statement_bind_int(statement, 3, peers->horizon);
	for (;;) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return NULL;
		if (!row)
			break;
		gint64 content = sqlite3_column_int64(statement, 0);
		if (!g_hash_table_contains(contents, &content))
			continue;
		VetPeer *peer = vet_peers_read(peers, content, error);
		if (!peer)
			return NULL;
		g_free(peer->path);
		peer->path = vet_statement_dup_text(statement, 1);
		g_ptr_array_add(found, peer);
	}
	g_ptr_array_sort(found, vet_peers_by_id);
	if (found->len > VET_PEERS_MAX)
		g_ptr_array_set_size(found, VET_PEERS_MAX);
	return g_steal_pointer(&found);
}
