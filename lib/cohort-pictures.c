/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pages that are pictures: whose submission shows the same one, saved anew.  Candidates share a band
 * of bits with the own page, so that a look-up scans nothing; what they are is decided by
 * vet_profile_picture_same().
 */

#include "lib/cohort-private.h"

#include <string.h>

/* rows of one band: beyond it is what nearly every page looks like */
#define MAX_ROWS 2000

static gboolean
insert_bands(VetSqlite *db, const VetProfilePicture *picture, gint64 id, GError **error)
{
	for (guint i = 0; i < VET_PICTURE_BANDS; i++) {
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			db, "INSERT INTO picture_band (band, picture) VALUES (?1, ?2)", error);
		if (!statement)
			return FALSE;
		vet_statement_bind_int(statement, 1, vet_profile_picture_band(picture, i));
		vet_statement_bind_int(statement, 2, id);
		if (!vet_sqlite_run(db, statement, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_cohort_insert_pictures(VetSqlite *db, const VetProfile *profile, gint64 content, GError **error)
{
	for (guint i = 0; i < profile->pictures->len; i++) {
		const VetProfilePicture *picture = profile->pictures->pdata[i];
		g_autofree char *numbers = vet_profile_picture_numbers(picture);
		g_autoptr(VetStatement) statement = vet_sqlite_prepare(
			db,
			"INSERT INTO picture (content, path, sha256, page, high, low, names_unit,"
			" numbers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			error);
		if (!statement)
			return FALSE;
		vet_statement_bind_int(statement, 1, content);
		vet_statement_bind_text(statement, 2, picture->path);
		vet_statement_bind_text(statement, 3, picture->sha256);
		vet_statement_bind_int(statement, 4, picture->page);
		vet_statement_bind_int(statement, 5, (gint64)picture->bits[0]);
		vet_statement_bind_int(statement, 6, (gint64)picture->bits[1]);
		vet_statement_bind_int(statement, 7, picture->names_unit);
		vet_statement_bind_text(statement, 8, numbers);
		if (!vet_sqlite_run(db, statement, error) ||
		    !insert_bands(db, picture, sqlite3_last_insert_rowid(vet_sqlite_handle(db)),
				  error))
			return FALSE;
	}
	return TRUE;
}

/* --- looking for them --- */

static VetProfilePicture *
read_picture(VetStatement *statement)
{
	VetProfilePicture *picture = g_new0(VetProfilePicture, 1);
	g_autofree char *numbers = vet_statement_dup_text(statement, 7);

	picture->path = vet_statement_dup_text(statement, 1);
	picture->sha256 = vet_statement_dup_text(statement, 2);
	picture->page = (guint)sqlite3_column_int(statement, 3);
	picture->bits[0] = (guint64)sqlite3_column_int64(statement, 4);
	picture->bits[1] = (guint64)sqlite3_column_int64(statement, 5);
	picture->names_unit = sqlite3_column_int(statement, 6) != 0;
	/* a file that was tampered with: nothing in common */
	if (!vet_profile_picture_set_numbers(picture, numbers))
		picture->n_numbers = 0;
	return picture;
}

/* Content → VetPeer; of the pages of one of the others that show the own picture the first counts. */
static gboolean
take(VetPeers *peers, GHashTable *found, gint64 content, const VetProfilePicture *own,
     const VetProfilePicture *other, GError **error)
{
	VetPeer *peer = g_hash_table_lookup(found, &content);

	/* the same bytes are vet_peers_of_document()'s */
	if (!vet_profile_picture_same(own, other) || g_str_equal(own->sha256, other->sha256))
		return TRUE;
	if (!peer) {
		peer = vet_peers_read(peers, content, error);
		if (!peer)
			return FALSE;
		g_hash_table_insert(found, g_memdup2(&content, sizeof content), peer);
	} else if (own->page > peer->own_page ||
		   (own->page == peer->own_page &&
		    (strcmp(other->path, peer->path) > 0 ||
		     (strcmp(other->path, peer->path) == 0 && other->page >= peer->page)))) {
		return TRUE;
	}
	g_free(peer->path);
	peer->path = g_strdup(other->path);
	peer->page = other->page;
	peer->own_page = own->page;
	return TRUE;
}

static gboolean
find_band(VetPeers *peers, GHashTable *found, const VetProfilePicture *own, guint band,
	  GError **error)
{
	VetSqlite *db = peers->cohort->db;
	GHashTable *contents = vet_peers_contents(peers, error);
	g_autoptr(VetStatement) statement =
		contents ? vet_sqlite_prepare(
				   db,
				   "SELECT p.content, p.path, p.sha256, p.page, p.high,"
				   " p.low, p.names_unit, p.numbers"
				   " FROM picture_band b JOIN picture p ON p.id = b.picture"
				   " WHERE b.band = ?1 ORDER BY b.picture LIMIT ?2",
				   error)
			 : NULL;
	gboolean row = TRUE;

	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, vet_profile_picture_band(own, band));
	vet_statement_bind_int(statement, 2, MAX_ROWS);
	for (;;) {
		if (!vet_sqlite_step(db, statement, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		gint64 content = sqlite3_column_int64(statement, 0);
		if (!g_hash_table_contains(contents, &content))
			continue;
		g_autoptr(VetProfilePicture) other = read_picture(statement);
		if (!take(peers, found, content, own, other, error))
			return FALSE;
	}
}

GPtrArray *
vet_peers_of_picture(VetPeers *peers, const char *path, GError **error)
{
	g_autoptr(GHashTable) found =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)vet_peer_free);
	gboolean done = TRUE;
	GHashTableIter iter;
	gpointer peer;

	for (guint i = 0; done && i < peers->own->pictures->len; i++) {
		const VetProfilePicture *own = peers->own->pictures->pdata[i];
		if (!g_str_equal(own->path, path))
			continue;
		for (guint j = 0; done && j < VET_PICTURE_BANDS; j++)
			done = find_band(peers, found, own, j, error);
	}
	g_hash_table_iter_init(&iter, found);
	while (g_hash_table_iter_next(&iter, NULL, &peer))
		g_ptr_array_add(list, peer);
	if (!done) {
		g_ptr_array_unref(list);
		return NULL;
	}
	g_ptr_array_sort(list, vet_peers_by_id);
	if (list->len > VET_PEERS_MAX)
		g_ptr_array_set_size(list, VET_PEERS_MAX);
	return list;
}
