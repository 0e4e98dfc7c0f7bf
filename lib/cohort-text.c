/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whose application form is like the own one.  Shingles in common are put in rows: one after the
 * other in the own text, at one distance to the other text.  Such shingles overlap, so that a row is
 * a passage that stands in both, letter by letter.
 */

#include "lib/cohort-private.h"

#include <string.h>

/* a shingle in more than a fifth of the others is a template's, but only with so many at least */
#define TEMPLATE_SHARE 5
#define TEMPLATE_LEAST 5
#define TEMPLATE_MOST 200
/* rows of a shingle that are read: older versions and repetitions come on top of the above */
#define ROWS_FOR_ONE 4
#define MAX_PASSAGES 5

/* a row of common shingles */
typedef struct {
	guint first, last; /* own shingles */
	guint32 peer_letter, peer_page;
} Run;

/* one of the others */
typedef struct {
	gint64 content;   /* first: it is the key */
	GArray *runs;     /* of Run */
	GHashTable *open; /* distance between the texts → its last run, by index plus 1 */
} Other;

typedef struct {
	VetPeers *peers;
	GHashTable *contents;
	guint most;         /* others that may have a shingle that is no template's */
	GHashTable *others; /* content → Other */
	GArray *rows;       /* of Row: of the shingle at hand */
	guint n_own;        /* shingles that are no template's */
} Comparison;

typedef struct {
	gint64 content;
	guint32 letter, page;
} Row;

static void
other_free(gpointer data)
{
	Other *other = data;
	g_array_unref(other->runs);
	g_hash_table_unref(other->open);
	g_free(other);
}

static Other *
other_of(Comparison *comparison, gint64 content)
{
	Other *other = g_hash_table_lookup(comparison->others, &content);
	if (other)
		return other;
	other = g_new0(Other, 1);
	other->content = content;
	other->runs = g_array_new(FALSE, FALSE, sizeof(Run));
	other->open = g_hash_table_new(NULL, NULL);
	g_hash_table_insert(comparison->others, &other->content, other);
	return other;
}

/* --- rows of shingles --- */

static const VetShingle *
shingle_at(const Comparison *comparison, guint index)
{
	return &g_array_index(comparison->peers->own->shingles, VetShingle, index);
}

/* what a template's line parts is not one passage, though it is at one distance in both */
static gboolean
goes_on(const Comparison *comparison, const Run *run, guint index)
{
	return run->last + 1 == index &&
	       shingle_at(comparison, index)->letter - shingle_at(comparison, run->last)->letter <
		       VET_SHINGLE_LETTERS;
}

static void
add_row(Comparison *comparison, guint index, const Row *row)
{
	Other *other = other_of(comparison, row->content);
	gint64 distance = (gint64)row->letter - shingle_at(comparison, index)->letter;
	gpointer key = GINT_TO_POINTER((gint)distance);
	guint run = GPOINTER_TO_UINT(g_hash_table_lookup(other->open, key));
	if (run && goes_on(comparison, &g_array_index(other->runs, Run, run - 1), index)) {
		g_array_index(other->runs, Run, run - 1).last = index;
		return;
	}
	Run begun = {index, index, row->letter, row->page};
	g_array_append_val(other->runs, begun);
	g_hash_table_insert(other->open, key, GUINT_TO_POINTER(other->runs->len));
}

/* FALSE with *ret_template unset on error */
static gboolean
read_rows(Comparison *comparison, gint64 hash, gboolean *ret_template, GError **error)
{
	VetSqlite *db = comparison->peers->cohort->db;
	guint limit = comparison->most * ROWS_FOR_ONE, n = 0, n_others = 0;
	gint64 last = 0;
	gboolean more = TRUE;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db,
				   "SELECT content, letter, page FROM shingle WHERE hash = ?1"
				   " AND content <= ?3 ORDER BY content, letter LIMIT ?2",
				   error);
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, hash);
	vet_statement_bind_int(statement, 2, limit);
	vet_statement_bind_int(statement, 3, comparison->peers->horizon);
	g_array_set_size(comparison->rows, 0);
	for (;; n++) {
		if (!vet_sqlite_step(db, statement, &more, error))
			return FALSE;
		if (!more)
			break;
		Row row = {sqlite3_column_int64(statement, 0),
			   (guint32)sqlite3_column_int64(statement, 1),
			   (guint32)sqlite3_column_int64(statement, 2)};
		if (!g_hash_table_contains(comparison->contents, &row.content))
			continue;
		n_others += row.content != last;
		last = row.content;
		g_array_append_val(comparison->rows, row);
	}
	*ret_template = n >= limit || n_others > comparison->most;
	return TRUE;
}

static gboolean
compare_all(Comparison *comparison, GError **error)
{
	const GArray *shingles = comparison->peers->own->shingles;
	for (guint i = 0; i < shingles->len; i++) {
		gboolean is_template = FALSE;
		if (!read_rows(comparison, shingle_at(comparison, i)->hash, &is_template, error))
			return FALSE;
		if (is_template)
			continue;
		comparison->n_own++;
		for (guint j = 0; j < comparison->rows->len; j++)
			add_row(comparison, i, &g_array_index(comparison->rows, Row, j));
	}
	return TRUE;
}

/* --- passages --- */

static guint
letters_of(const Comparison *comparison, const Run *run)
{
	return shingle_at(comparison, run->last)->letter + VET_SHINGLE_LETTERS -
	       shingle_at(comparison, run->first)->letter;
}

/* own shingles that stand in a passage, each once however often the other repeats it */
static guint
count_covered(const Comparison *comparison, const Other *other)
{
	guint n_shingles = comparison->peers->own->shingles->len, n = 0;
	g_autofree guint8 *covered = g_new0(guint8, n_shingles + 1);
	for (guint i = 0; i < other->runs->len; i++) {
		const Run *run = &g_array_index(other->runs, Run, i);
		if (letters_of(comparison, run) < VET_PASSAGE_LETTERS)
			continue;
		memset(covered + run->first, 1, run->last - run->first + 1);
	}
	for (guint i = 0; i < n_shingles; i++)
		n += covered[i];
	return n;
}

static void
passage_free(gpointer data)
{
	VetPassage *passage = data;
	g_free(passage->text);
	g_free(passage);
}

static int
longest_first(gconstpointer a, gconstpointer b)
{
	const Run *first = a, *second = b;
	guint one = first->last - first->first, two = second->last - second->first;
	if (one != two)
		return one < two ? 1 : -1;
	if (first->first != second->first)
		return first->first < second->first ? -1 : 1;
	return first->peer_letter < second->peer_letter ? -1
							: first->peer_letter > second->peer_letter;
}

static VetPassage *
passage_of(const Comparison *comparison, const Run *run)
{
	const VetProfile *own = comparison->peers->own;
	gsize start = shingle_at(comparison, run->first)->start;
	gsize end = shingle_at(comparison, run->last)->end;
	g_autofree char *text = g_strndup(own->form_text + start, end - start);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	VetPassage *passage = g_new0(VetPassage, 1);
	passage->text = g_strjoinv(NULL, lines);
	passage->letters = letters_of(comparison, run);
	passage->page = g_array_index(own->pages, guint, run->first);
	passage->peer_page = run->peer_page;
	return passage;
}

static gboolean
is_within(const Run *run, const Run *shown)
{
	return run->first >= shown->first && run->last <= shown->last;
}

/* runs by length; one that lies within what is shown already says nothing new */
static void
add_passages(const Comparison *comparison, const Other *other, VetPeer *peer)
{
	g_autoptr(GPtrArray) shown = g_ptr_array_new();
	g_array_sort(other->runs, longest_first);
	for (guint i = 0; i < other->runs->len && shown->len < MAX_PASSAGES; i++) {
		Run *run = &g_array_index(other->runs, Run, i);
		gboolean is_new = letters_of(comparison, run) >= VET_PASSAGE_LETTERS;
		for (guint j = 0; is_new && j < shown->len; j++)
			is_new = !is_within(run, shown->pdata[j]);
		if (!is_new)
			continue;
		g_ptr_array_add(shown, run);
		g_ptr_array_add(peer->passages, passage_of(comparison, run));
	}
}

static gboolean
read_path(VetPeers *peers, gint64 content, VetPeer *peer, GError **error)
{
	VetSqlite *db = peers->cohort->db;
	g_autoptr(VetStatement) statement =
		vet_sqlite_prepare(db, "SELECT form_path FROM content WHERE id = ?1", error);
	gboolean row;
	if (!statement)
		return FALSE;
	vet_statement_bind_int(statement, 1, content);
	if (!vet_sqlite_step(db, statement, &row, error))
		return FALSE;
	g_free(peer->path);
	peer->path = vet_statement_dup_text(statement, 0);
	return TRUE;
}

static gboolean
add_peer(Comparison *comparison, const Other *other, double share, GPtrArray *found, GError **error)
{
	VetPeer *peer = vet_peers_read(comparison->peers, other->content, error);
	if (!peer)
		return FALSE;
	g_ptr_array_add(found, peer);
	peer->share = share;
	g_ptr_array_set_free_func(peer->passages, passage_free);
	add_passages(comparison, other, peer);
	return read_path(comparison->peers, other->content, peer, error);
}

static int
most_alike_first(gconstpointer a, gconstpointer b)
{
	const VetPeer *first = *(VetPeer *const *)a, *second = *(VetPeer *const *)b;
	if (first->share != second->share)
		return first->share < second->share ? 1 : -1;
	return strcmp(first->id, second->id);
}

static GPtrArray *
collect(Comparison *comparison, double minimum, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)vet_peer_free);
	GHashTableIter iter;
	gpointer other;
	g_hash_table_iter_init(&iter, comparison->others);
	while (comparison->n_own >= VET_LIKE_LEAST && g_hash_table_iter_next(&iter, NULL, &other)) {
		guint covered = count_covered(comparison, other);
		double share = (double)covered / comparison->n_own;
		if (covered && share >= minimum &&
		    !add_peer(comparison, other, share, found, error))
			return NULL;
	}
	g_ptr_array_sort(found, most_alike_first);
	if (found->len > VET_PEERS_MAX)
		g_ptr_array_set_size(found, VET_PEERS_MAX);
	return g_steal_pointer(&found);
}

GPtrArray *
vet_peers_like(VetPeers *peers, double minimum, GError **error)
{
	g_autoptr(GHashTable) others =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, other_free);
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
	Comparison comparison = {.peers = peers,
				 .contents = vet_peers_contents(peers, error),
				 .others = others,
				 .rows = rows};
	if (!comparison.contents)
		return NULL;
	comparison.most = CLAMP(g_hash_table_size(comparison.contents) / TEMPLATE_SHARE,
				TEMPLATE_LEAST, TEMPLATE_MOST);
	return compare_all(&comparison, error) ? collect(&comparison, minimum, error) : NULL;
}
