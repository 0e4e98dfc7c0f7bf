/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store's part in judging again: marks, runs by another pack, what an older schema held. */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "lib/error.h"
#include "lib/store-sqlite.h"

typedef struct {
	char *folder, *path;
	VetStore *store;
} Fixture;

static void
make_folder(Fixture *fixture, gconstpointer data)
{
	fixture->folder = g_dir_make_tmp("vet-store-XXXXXX", NULL);
	fixture->path = g_build_filename(fixture->folder, "store.db", NULL);
}

static void
open_store(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	g_clear_pointer(&fixture->store, vet_store_close);
	fixture->store = vet_store_open(fixture->path, &error);
	g_assert_no_error(error);
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	make_folder(fixture, data);
	open_store(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	g_clear_pointer(&fixture->store, vet_store_close);
	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *path = g_strconcat(fixture->path, suffixes[i], NULL);
		g_unlink(path);
	}
	g_rmdir(fixture->folder);
	g_free(fixture->path);
	g_free(fixture->folder);
}

static void
keep_result(GObject *source, GAsyncResult *result, gpointer user_data)
{
	*(GAsyncResult **)user_data = g_object_ref(result);
}

static GAsyncResult *
wait_for(GAsyncResult **result)
{
	while (!*result)
		g_main_context_iteration(NULL, TRUE);
	return *result;
}

static void
receive(VetStore *store, const char *id, const char *sha256)
{
	g_autoptr(GAsyncResult) result = NULL;
	VetReceipt receipt = {.id = id, .path = id, .sha256 = sha256, .spool = sha256};
	VetReceived received;
	guint version;
	vet_store_receive_async(store, &receipt, keep_result, &result);
	g_assert_true(
		vet_store_receive_finish(store, wait_for(&result), &received, &version, NULL));
}

static char *
result_json(const char *id, guint version, const char *pack, const char *verdict,
	    const char *message)
{
	return g_strdup_printf(
		"{\"submission\":{\"id\":\"%s\",\"version\":%u},\"pack\":{\"id\":\"p\",\"version\":"
		"\"1\","
		"\"sha256\":\"%s\"},\"verdict\":\"%s\",\"facts\":{},\"findings\":[{\"id\":\"f\","
		"\"rule\":\"r\",\"outcome\":\"review\",\"message\":\"%s\"}],\"documents\":[],"
		"\"coverage\":{\"rules\":[]}}",
		id, version, pack, verdict, message);
}

static void
screen(VetStore *store, const char *id, guint version, const char *pack, const char *message)
{
	g_autoptr(GAsyncResult) result = NULL;
	g_autofree char *json = result_json(id, version, pack, "needs_review", message);
	vet_store_commit_json_async(store, id, version, json, NULL, keep_result, &result);
	g_assert_true(vet_store_commit_finish(store, wait_for(&result), NULL));
}

/* TRUE when it gave a new run. */
static gboolean
again(VetStore *store, const char *id, guint version, const char *pack, const char *verdict,
      const char *message)
{
	g_autoptr(GAsyncResult) begun = NULL, result = NULL;
	g_autofree char *json = result_json(id, version, pack, verdict, message);
	gboolean changed;
	vet_store_begin_again_async(store, id, version, keep_result, &begun);
	g_assert_true(vet_store_begin_finish(store, wait_for(&begun), NULL));
	vet_store_recommit_json_async(store, id, version, json, NULL, keep_result, &result);
	g_assert_true(vet_store_recommit_finish(store, wait_for(&result), &changed, NULL));
	return changed;
}

static GPtrArray *
outdated(VetStore *store, const char *pack)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *all = vet_store_outdated(store, pack, 0, 100, &error);
	g_assert_no_error(error);
	g_assert_cmpint(vet_store_count_outdated(store, pack, &error), ==, all->len);
	return all;
}

static void
assert_outdated(VetStore *store, const char *pack, guint expected)
{
	g_autoptr(GPtrArray) all = outdated(store, pack);
	g_assert_cmpuint(all->len, ==, expected);
}

static JsonObject *
data_of_last(VetStore *store, JsonNode **ret_node)
{
	g_autoptr(GPtrArray) events =
		vet_store_events(store, vet_store_last_sequence(store), 1, NULL);
	*ret_node = json_from_string(((VetEvent *)events->pdata[0])->json, NULL);
	return json_object_get_object_member(json_node_get_object(*ret_node), "data");
}

static void
test_same(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	receive(store, "A", "s1");
	screen(store, "A", 1, "p1", "m");
	gint64 last = vet_store_last_sequence(store);
	g_autofree char *before = vet_store_get(store, "A", 1, NULL);
	assert_outdated(store, "p1", 0);
	assert_outdated(store, "p2", 1);
	g_assert_false(again(store, "A", 1, "p2", "needs_review", "m"));
	g_autofree char *after = vet_store_get(store, "A", 1, NULL);
	g_assert_cmpstr(before, ==, after);
	g_assert_cmpint(vet_store_last_sequence(store), ==, last);
	assert_outdated(store, "p2", 0);
	/* the mark outlives vetd */
	open_store(fixture);
	assert_outdated(fixture->store, "p2", 0);
}

static void
test_changed(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	g_autoptr(JsonNode) node = NULL;
	receive(store, "A", "s1");
	screen(store, "A", 1, "p1", "m");
	g_autoptr(JsonNode) first = NULL;
	g_assert_false(json_object_has_member(data_of_last(store, &first), "reason"));
	gint64 last = vet_store_last_sequence(store);
	g_assert_true(again(store, "A", 1, "p2", "eligible", "m"));
	g_assert_cmpint(vet_store_last_sequence(store), ==, last + 2);
	JsonObject *screened = data_of_last(store, &node);
	g_assert_cmpstr(json_object_get_string_member(screened, "reason"), ==, "pack");
	g_assert_cmpstr(json_object_get_string_member(screened, "verdict"), ==, "eligible");
	g_assert_cmpstr(json_object_get_string_member(screened, "previous_verdict"), ==,
			"needs_review");
	/* the same once more, as after a crash that lost the answer */
	g_assert_false(again(store, "A", 1, "p2", "eligible", "m"));
	g_assert_cmpint(vet_store_last_sequence(store), ==, last + 2);
	/* an older pack may come back */
	g_assert_true(again(store, "A", 1, "p1", "needs_review", "m"));
	g_autofree char *now = vet_store_get(store, "A", 1, NULL);
	g_assert_nonnull(strstr(now, "\"p1\""));
}

static void
test_newest_alone(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	receive(store, "A", "s1");
	receive(store, "B", "s1");
	assert_outdated(store, "p2", 0);
	screen(store, "A", 1, "p1", "m");
	screen(store, "B", 1, "p1", "m");
	assert_outdated(store, "p2", 2);
	receive(store, "A", "s2");
	/* its newest version waits for its first screening, by the new pack anyway */
	assert_outdated(store, "p2", 1);
	g_autoptr(GPtrArray) newest = vet_store_newest(store, NULL);
	g_assert_cmpuint(newest->len, ==, 2);
	/* what was on its way when the version came is not told */
	gint64 last = vet_store_last_sequence(store);
	g_assert_false(again(store, "A", 1, "p2", "eligible", "other"));
	g_assert_cmpint(vet_store_last_sequence(store), ==, last);
	screen(store, "A", 2, "p1", "m");
	g_autoptr(GPtrArray) all = outdated(store, "p2");
	g_assert_cmpuint(all->len, ==, 2);
	const VetPending *second = all->pdata[1];
	g_assert_cmpuint(second->version, ==, 2);
	g_autoptr(GPtrArray) rest = vet_store_outdated(store, "p2", second->number - 1, 5, NULL);
	g_assert_cmpuint(rest->len, ==, 1);
	VetPending *found = vet_store_find(store, "A", 0, NULL);
	g_assert_cmpuint(found->version, ==, 2);
	vet_pending_free(found);
	g_assert_null(vet_store_find(store, "C", 0, NULL));
}

static void
test_in_vain(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	receive(store, "A", "s1");
	screen(store, "A", 1, "p1", "m");
	for (guint i = 0; i < 3; i++) {
		g_autoptr(GAsyncResult) begun = NULL;
		vet_store_begin_again_async(store, "A", 1, keep_result, &begun);
		g_assert_true(vet_store_begin_finish(store, wait_for(&begun), NULL));
	}
	g_autoptr(GPtrArray) all = outdated(store, "p2");
	g_assert_cmpuint(((VetPending *)all->pdata[0])->attempts, ==, 3);
	vet_store_leave(store, "A", 1, "p2");
	open_store(fixture);
	assert_outdated(fixture->store, "p2", 0);
	g_autoptr(GPtrArray) next = outdated(fixture->store, "p3");
	g_assert_cmpuint(((VetPending *)next->pdata[0])->attempts, ==, 0);
}

static void
test_announce(Fixture *fixture, gconstpointer data)
{
	g_autoptr(JsonNode) node = NULL;
	vet_store_announce(fixture->store, "vet.pack.reloaded", "p", "{\"ok\":true}");
	open_store(fixture);
	JsonObject *told = data_of_last(fixture->store, &node);
	g_assert_true(json_object_get_boolean_member(told, "ok"));
	g_assert_cmpstr(json_object_get_string_member(json_node_get_object(node), "type"), ==,
			"vet.pack.reloaded");
}

static void
test_reading(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive(fixture->store, "A", "s1");
	screen(fixture->store, "A", 1, "p1", "m");
	g_autoptr(VetStore) reading = vet_store_open_reading(fixture->path, &error);
	g_assert_no_error(error);
	g_autoptr(GPtrArray) newest = vet_store_newest(reading, NULL);
	g_assert_cmpuint(newest->len, ==, 1);
	g_autofree char *missing = g_build_filename(fixture->folder, "none.db", NULL);
	g_assert_null(vet_store_open_reading(missing, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

static void
assert_runs(VetStore *store, const char *id, guint version, gint64 after, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) runs = vet_store_runs(store, id, version, after, 10, &error);
	g_autoptr(GString) text = g_string_new(NULL);
	g_assert_no_error(error);
	for (guint i = 0; i < runs->len; i++) {
		const VetStoredRun *run = runs->pdata[i];
		g_assert_cmpstr(run->submission->id, ==, run->id);
		g_string_append_printf(text, "%s%" G_GINT64_FORMAT " %s/%u %s%s", i ? ", " : "",
				       run->number, run->id, run->version, run->pack_sha256,
				       run->agrees ? "" : "!");
	}
	g_assert_cmpstr(text->str, ==, expected);
}

static void
test_runs(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	receive(store, "A", "s1");
	receive(store, "B", "s1");
	screen(store, "A", 1, "p1", "m");
	screen(store, "B", 1, "p1", "m");
	g_assert_true(again(store, "A", 1, "p2", "eligible", "m"));
	receive(store, "A", "s2");
	assert_runs(store, "A", 0, 0, "1 A/1 p1, 3 A/1 p2");
	screen(store, "A", 2, "p2", "m");
	assert_runs(store, NULL, 0, 0, "1 A/1 p1, 2 B/1 p1, 3 A/1 p2, 4 A/2 p2");
	assert_runs(store, NULL, 0, 2, "3 A/1 p2, 4 A/2 p2");
	assert_runs(store, "A", 0, 0, "4 A/2 p2");
	assert_runs(store, "A", 1, 0, "1 A/1 p1, 3 A/1 p2");
	assert_runs(store, "C", 0, 0, "");
	assert_runs(store, "A", 7, 0, "");
	g_autoptr(GPtrArray) runs = vet_store_runs(store, "B", 1, 0, 10, NULL);
	const VetStoredRun *run = runs->pdata[0];
	g_autofree char *stored = vet_store_get(store, "B", 1, NULL);
	g_assert_cmpstr(run->result, ==, stored);
	g_assert_cmpstr(run->pack_id, ==, "p");
	g_assert_cmpstr(run->submission->sha256, ==, "s1");
	g_assert_cmpuint(g_strv_length(run->lists), ==, 0);
}

/* each of what is taken from a result, changed behind its back */
static void
test_tampered(Fixture *fixture, gconstpointer data)
{
	static const char *const changes[] = {
		"UPDATE run SET verdict = 'eligible'",
		"UPDATE run SET pack_sha256 = 'p2'",
		"UPDATE run SET counts = '{}'",
		"UPDATE run SET track = '工业制造'",
		"UPDATE run SET units = '[\"甲\"]'",
		"UPDATE run SET project_name = '甲'",
		"UPDATE run SET lead = '{}'",
		"UPDATE run SET result = 'no JSON'",
		"UPDATE run SET result = json_set(result, '$.findings[0].message', 'n')",
		"UPDATE finding SET outcome = 'note'",
		"UPDATE finding SET rule = 's'",
		"UPDATE finding SET message = 'n'",
		"UPDATE finding SET json = '{'",
		"DELETE FROM finding",
	};
	receive(fixture->store, "A", "s1");
	screen(fixture->store, "A", 1, "p1", "m");
	assert_runs(fixture->store, "A", 1, 0, "1 A/1 p1");
	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(VetSqlite) db = vet_sqlite_open(fixture->path, TRUE, &error);
		g_assert_true(vet_sqlite_execute(db,
						 "CREATE TABLE was AS SELECT * FROM run;"
						 "CREATE TABLE told AS SELECT * FROM finding",
						 &error));
		g_assert_true(vet_sqlite_execute(db, changes[i], &error));
		g_autoptr(GPtrArray) runs = vet_store_runs(fixture->store, "A", 1, 0, 10, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(runs->len, ==, 1);
		if (((VetStoredRun *)runs->pdata[0])->agrees)
			g_error("not noticed: %s", changes[i]);
		g_assert_true(vet_sqlite_execute(
			db,
			"DELETE FROM finding; DELETE FROM run;"
			"INSERT INTO run SELECT * FROM was; INSERT INTO finding SELECT * FROM told;"
			"DROP TABLE was; DROP TABLE told",
			&error));
		assert_runs(fixture->store, "A", 1, 0, "1 A/1 p1");
	}
	/* a record that is no record */
	g_autoptr(VetSqlite) db = vet_sqlite_open(fixture->path, TRUE, NULL);
	const char *const records[] = {"UPDATE run SET lists = '[1]'",
				       "UPDATE run SET lists = '[['",
				       "UPDATE run SET lists = '{}'"};
	for (guint i = 0; i < G_N_ELEMENTS(records); i++) {
		g_assert_true(vet_sqlite_execute(db, records[i], NULL));
		g_autoptr(GPtrArray) runs = vet_store_runs(fixture->store, "A", 1, 0, 10, NULL);
		g_assert_null(((VetStoredRun *)runs->pdata[0])->lists);
	}
}

static void
screen_units(VetStore *store, const char *id, const char *units)
{
	g_autoptr(GAsyncResult) result = NULL;
	g_autofree char *json = g_strdup_printf(
		"{\"submission\":{\"id\":\"%s\",\"version\":1},\"pack\":{\"id\":\"p\","
		"\"version\":\"1\",\"sha256\":\"p1\"},\"verdict\":\"eligible\",\"facts\":{"
		"\"track\":{\"value\":\"工业制造\"},\"units\":[%s]},\"findings\":[],"
		"\"documents\":[],\"coverage\":{\"rules\":[]}}",
		id, units);
	receive(store, id, id);
	vet_store_commit_json_async(store, id, 1, json, NULL, keep_result, &result);
	g_assert_true(vet_store_commit_finish(store, wait_for(&result), NULL));
}

#define UNIT(name, lead) "{\"name\":{\"value\":\"" name "\"},\"lead\":{\"value\":" lead "}}"

/* the lead is the only one, or the only one that is said to be: else nobody is */
static void
test_standings(Fixture *fixture, gconstpointer data)
{
	VetStore *store = fixture->store;
	g_autoptr(GError) error = NULL;
	screen_units(store, "A",
		     "{\"name\":{\"value\":\"甲\"},\"credit_code\":{\"value\":\"91\"}}");
	screen_units(store, "B", UNIT("甲", "false") "," UNIT("乙", "true"));
	screen_units(store, "C", UNIT("甲", "true") "," UNIT("乙", "true"));
	screen_units(store, "D", UNIT("甲", "false") "," UNIT("乙", "false"));
	screen_units(store, "E", "");
	/* a newer version that waits stands for its submission */
	receive(store, "A", "s2");
	screen(store, "A", 2, "p1", "m");
	receive(store, "B", "s2");
	g_autoptr(GPtrArray) standings = vet_store_standings(store, &error);
	g_assert_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < standings->len; i++) {
		const VetStanding *standing = standings->pdata[i];
		g_string_append_printf(text, "%s %s %s %s/%s;", standing->id,
				       standing->verdict ? standing->verdict : "-", standing->track,
				       standing->lead_name, standing->lead_code);
	}
	g_assert_cmpstr(text->str, ==,
			"A needs_review  /;B -  /;C eligible 工业制造 /;D eligible 工业制造 /;"
			"E eligible 工业制造 /;");
	assert_runs(store, "A", 1, 0, "1 A/1 p1");
	g_autoptr(VetSqlite) db = vet_sqlite_open(fixture->path, TRUE, NULL);
	g_assert_true(vet_sqlite_execute(db,
					 "DELETE FROM finding; DELETE FROM run WHERE submission IN"
					 " (SELECT number FROM submission WHERE version = 2);"
					 "DELETE FROM submission WHERE version = 2",
					 NULL));
	g_autoptr(GPtrArray) first = vet_store_standings(store, &error);
	g_assert_cmpstr(((VetStanding *)first->pdata[0])->lead_name, ==, "甲");
	g_assert_cmpstr(((VetStanding *)first->pdata[0])->lead_code, ==, "91");
	g_assert_cmpstr(((VetStanding *)first->pdata[1])->lead_name, ==, "乙");
}

/* What a vetd of the second schema left: its runs are kept, and are judged again. */
static void
test_migrate(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetSqlite) old = vet_sqlite_open(fixture->path, TRUE, &error);
	g_autofree char *json = result_json("A", 1, "p1", "needs_review", "m");
	g_assert_true(vet_store_sqlite_migrate(old, 2, &error));
	g_assert_null(vet_store_open_reading(fixture->path, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_clear_error(&error);
	g_autofree char *fill = g_strdup_printf(
		"INSERT INTO submission VALUES (1, 'A', 1, 'A', 1, 'A', 's', 's', 5, 7, 1, 8),"
		" (2, 'B', 1, 'B', 1, 'B', 's', 's', 5, 7, 1, NULL);"
		"INSERT INTO run VALUES (1, 1, 'p', '1', 'p1', '[]', 'needs_review', 8, '{}', '%s',"
		" '某项目', '', '[]');"
		"INSERT INTO finding VALUES (1, 0, 'f', 'r', 'review', 'm', '{}');",
		json);
	g_assert_true(vet_sqlite_execute(old, fill, &error));
	g_clear_pointer(&old, vet_sqlite_close);
	open_store(fixture);
	assert_outdated(fixture->store, "p1", 0);
	assert_outdated(fixture->store, "p2", 1);
	VetStoreQuery by_rule = {.rule = "r", .limit = 5};
	g_autofree char *list = vet_store_list(fixture->store, &by_rule, &error);
	g_assert_nonnull(strstr(list, "某项目"));
	g_assert_true(again(fixture->store, "A", 1, "p2", "eligible", "m"));
	screen(fixture->store, "B", 1, "p2", "m");
	assert_outdated(fixture->store, "p2", 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, begin, test)                                                                     \
	g_test_add("/store-again/" name, Fixture, NULL, begin, test, tear_down)
	ADD("same", set_up, test_same);
	ADD("changed", set_up, test_changed);
	ADD("newest-alone", set_up, test_newest_alone);
	ADD("in-vain", set_up, test_in_vain);
	ADD("announce", set_up, test_announce);
	ADD("reading", set_up, test_reading);
	ADD("runs", set_up, test_runs);
	ADD("tampered", set_up, test_tampered);
	ADD("standings", set_up, test_standings);
	ADD("migrate", make_folder, test_migrate);
	return g_test_run();
}
