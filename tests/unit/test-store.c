/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/store.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/error.h"
#include "lib/store-sqlite.h"

#define SHA "0000000000000000000000000000000000000000000000000000000000000000"

typedef struct {
	char *folder;
	char *path;
	VetStore *store;
	guint notices;
} Fixture;

static void
count_notice(gpointer user_data)
{
	((Fixture *)user_data)->notices++;
}

static void
open_store(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	fixture->store = vet_store_open(fixture->path, &error);
	g_assert_no_error(error);
	vet_store_set_notify(fixture->store, count_notice, fixture);
}

static void
make_folder(Fixture *fixture, gconstpointer data)
{
	fixture->folder = g_dir_make_tmp("vet-store-XXXXXX", NULL);
	fixture->path = g_build_filename(fixture->folder, "store.db", NULL);
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
	g_clear_pointer(&fixture->store, vet_store_close);
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *path = g_strconcat(fixture->path, suffixes[i], NULL);
		g_unlink(path);
	}
	g_rmdir(fixture->folder);
	g_free(fixture->path);
	g_free(fixture->folder);
}

/* --- asynchronous calls, waited for --- */

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

static gboolean
receive(VetStore *store, const char *id, const char *sha256, VetReceived *ret_received,
	guint *ret_version, GError **error)
{
	g_autoptr(GAsyncResult) result = NULL;
	VetReceipt receipt = {
		.id = id,
		.path = id,
		.sha256 = sha256,
		.spool = sha256,
		.size = 10,
		.received_at = 1751900000,
	};
	vet_store_receive_async(store, &receipt, keep_result, &result);
	return vet_store_receive_finish(store, wait_for(&result), ret_received, ret_version, error);
}

static guint
receive_one(VetStore *store, const char *id, const char *sha256)
{
	g_autoptr(GError) error = NULL;
	VetReceived received;
	guint version = 0;
	receive(store, id, sha256, &received, &version, &error);
	g_assert_no_error(error);
	return version;
}

static char *
result_json(const char *id, guint version, const char *findings)
{
	return g_strdup_printf(
		"{\"schema\":\"vet.result/"
		"1\",\"submission\":{\"id\":\"%s\",\"version\":%u,\"path\":\"%s\"},"
		"\"pack\":{\"id\":\"p\",\"version\":\"1.0.0\",\"sha256\":\"" SHA "\"},"
		"\"verdict\":\"ineligible\",\"facts\":{\"project_name\":{\"value\":\"智能 100%%\","
		"\"evidence\":{\"confidence\":0.93}},\"track\":{\"value\":\"工业制造\"},"
		"\"units\":[{\"name\":{\"value\":\"甲公司\"}},{\"name\":\"乙公司\"},{}]},"
		"\"findings\":[%s],\"documents\":[{},{}],\"coverage\":{}}",
		id, version, id, findings);
}

static const char two_findings[] =
	"{\"id\":\"a1\",\"rule\":\"team-size\",\"outcome\":\"reject\",\"message\":\"七人\","
	"\"evidence\":[{\"confidence\":0.93}]},"
	"{\"id\":\"a2\",\"rule\":\"deadline\",\"outcome\":\"review\",\"message\":\"late\","
	"\"evidence\":[]},"
	"{\"id\":\"a3\",\"rule\":\"track\",\"outcome\":\"waived\",\"message\":\"w\",\"evidence\":[]"
	"}";

static gboolean
commit(VetStore *store, const char *id, guint version, const char *json, GError **error)
{
	static const char *const lists[] = {"blacklist@1 (b.csv, 3 rows)", NULL};
	g_autoptr(GAsyncResult) result = NULL;
	vet_store_commit_json_async(store, id, version, json, lists, keep_result, &result);
	return vet_store_commit_finish(store, wait_for(&result), error);
}

static void
commit_one(VetStore *store, const char *id, guint version, const char *findings)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = result_json(id, version, findings);
	commit(store, id, version, json, &error);
	g_assert_no_error(error);
}

static GPtrArray *
all_events(VetStore *store)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *events = vet_store_events(store, 1, 100000, &error);
	g_assert_no_error(error);
	return events;
}

static void
assert_no_gap(GPtrArray *events)
{
	for (guint i = 0; i < events->len; i++)
		g_assert_cmpint(((VetEvent *)events->pdata[i])->sequence, ==, i + 1);
}

static gint64
figure(VetStore *store, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = vet_store_figures(store, &error);
	g_assert_no_error(error);
	g_autoptr(JsonNode) node = json_from_string(json, NULL);
	return json_object_get_int_member(json_node_get_object(node), name);
}

/* --- tests --- */

static void
test_receive(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *id, *sha256;
		VetReceived received;
		guint version;
	} rows[] = {
		{"A", "s1", VET_RECEIVED_NEW, 1},     {"A", "s1", VET_RECEIVED_SAME, 1},
		{"A", "s2", VET_RECEIVED_VERSION, 2}, {"A", "s1", VET_RECEIVED_VERSION, 3},
		{"B", "s1", VET_RECEIVED_NEW, 1},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		VetReceived received;
		guint version;
		g_assert_true(receive(fixture->store, rows[i].id, rows[i].sha256, &received,
				      &version, &error));
		g_assert_cmpint(received, ==, rows[i].received);
		g_assert_cmpuint(version, ==, rows[i].version);
	}
	g_autoptr(GPtrArray) pending = vet_store_pending(fixture->store, NULL);
	g_assert_cmpuint(pending->len, ==, 4);
	g_assert_cmpstr(((VetPending *)pending->pdata[0])->id, ==, "A");
	g_assert_cmpuint(((VetPending *)pending->pdata[2])->version, ==, 3);
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	g_assert_cmpuint(events->len, ==, 4);
	assert_no_gap(events);
	g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, 4);
}

static void
test_names(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	VetReceived received;
	guint version;
	g_assert_false(receive(fixture->store, "\xd6\xd0", "s", &received, &version, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);

	/* a path of other bytes is kept as it is, and is UTF-8 in the event */
	g_autoptr(GAsyncResult) result = NULL;
	VetReceipt receipt = {.id = "A", .path = "\xd6\xd0.zip", .sha256 = "s", .spool = "s"};
	vet_store_receive_async(fixture->store, &receipt, keep_result, &result);
	g_assert_true(vet_store_receive_finish(fixture->store, wait_for(&result), &received,
					       &version, NULL));
	g_autoptr(GPtrArray) pending = vet_store_pending(fixture->store, NULL);
	g_assert_cmpstr(((VetPending *)pending->pdata[0])->path, ==, "\xd6\xd0.zip");
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	g_assert_true(g_utf8_validate(((VetEvent *)events->pdata[0])->json, -1, NULL));
}

static void
test_attempts(Fixture *fixture, gconstpointer data)
{
	receive_one(fixture->store, "A", "s1");
	for (guint i = 0; i < 2; i++) {
		g_autoptr(GAsyncResult) result = NULL;
		vet_store_begin_async(fixture->store, "A", 1, keep_result, &result);
		g_assert_true(vet_store_begin_finish(fixture->store, wait_for(&result), NULL));
	}
	g_autoptr(GPtrArray) pending = vet_store_pending(fixture->store, NULL);
	g_assert_cmpuint(((VetPending *)pending->pdata[0])->attempts, ==, 2);

	g_autoptr(GError) error = NULL;
	g_autoptr(GAsyncResult) result = NULL;
	vet_store_begin_async(fixture->store, "unknown", 1, keep_result, &result);
	g_assert_false(vet_store_begin_finish(fixture->store, wait_for(&result), &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
}

static JsonObject *
data_of(JsonNode *event, const char *type, gint64 sequence)
{
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, sequence);
	JsonObject *object = json_node_get_object(event);
	g_assert_cmpstr(json_object_get_string_member(object, "specversion"), ==, "1.0");
	g_assert_cmpstr(json_object_get_string_member(object, "type"), ==, type);
	g_assert_cmpstr(json_object_get_string_member(object, "sequence"), ==, number);
	g_assert_cmpstr(json_object_get_string_member(object, "datacontenttype"), ==,
			"application/json");
	g_assert_true(json_object_has_member(object, "id"));
	g_assert_true(json_object_has_member(object, "source"));
	g_assert_true(json_object_has_member(object, "time"));
	return json_object_get_object_member(object, "data");
}

static void
test_commit(Fixture *fixture, gconstpointer data)
{
	receive_one(fixture->store, "A", "s1");
	g_autofree char *json = result_json("A", 1, two_findings);
	commit_one(fixture->store, "A", 1, two_findings);
	g_autofree char *stored = vet_store_get(fixture->store, "A", 0, NULL);
	g_assert_cmpstr(stored, ==, json);

	g_autoptr(GPtrArray) events = all_events(fixture->store);
	g_assert_cmpuint(events->len, ==, 4);
	assert_no_gap(events);
	/* numbers keep their digits */
	g_assert_nonnull(strstr(((VetEvent *)events->pdata[1])->json, "\"confidence\":0.93}"));
	g_autoptr(JsonNode) finding = json_from_string(((VetEvent *)events->pdata[1])->json, NULL);
	JsonObject *finding_data = data_of(finding, "vet.finding.reject", 2);
	g_assert_cmpstr(json_object_get_string_member(finding_data, "submission"), ==, "A");
	g_assert_cmpstr(((VetEvent *)events->pdata[2])->topic, ==, "vet.finding.review");
	g_autoptr(JsonNode) screened = json_from_string(((VetEvent *)events->pdata[3])->json, NULL);
	JsonObject *screened_data = data_of(screened, "vet.submission.screened", 4);
	g_assert_cmpstr(json_object_get_string_member(screened_data, "verdict"), ==, "ineligible");
	JsonArray *units = json_object_get_array_member(screened_data, "units");
	g_assert_cmpuint(json_array_get_length(units), ==, 2);
	g_assert_cmpstr(json_array_get_string_element(units, 1), ==, "乙公司");
	JsonObject *counts = json_object_get_object_member(screened_data, "findings");
	g_assert_cmpint(json_object_get_int_member(counts, "reject"), ==, 1);

	/* again: nothing happens */
	commit_one(fixture->store, "A", 1, two_findings);
	g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, 4);
	g_assert_cmpint(figure(fixture->store, "runs"), ==, 1);
	g_assert_cmpint(figure(fixture->store, "pending"), ==, 0);
	g_assert_cmpuint(fixture->notices, >, 0);
}

/* The result of the engine itself, whose texts come from papers. */
static VetResult *
make_result(const char *id)
{
	VetResult *result = g_new0(VetResult, 1);
	result->id = g_strdup(id);
	result->version = 1;
	result->path = g_strdup("A.zip");
	result->sha256 = g_strdup(SHA);
	result->received_at = 1751900000;
	result->pack_id = g_strdup("p");
	result->pack_version = g_strdup("1.0.0");
	result->pack_sha256 = g_strdup(SHA);
	result->verdict = VET_VERDICT_NEEDS_REVIEW;
	result->documents = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	g_ptr_array_add(result->documents, vet_document_new("表.pdf", SHA, 10, 0));
	result->facts = vet_facts_new(64 * 1024);
	result->screening = g_new0(VetScreening, 1);
	result->screening->findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_finding_free);
	result->screening->coverage = g_ptr_array_new();
	VetFinding *finding = vet_finding_new("deadline", VET_OUTCOME_REVIEW, "五", "期限",
					      "\"引号\"\\ 430903199001011231", "");
	vet_finding_seal(finding, id);
	g_ptr_array_add(result->screening->findings, finding);
	return result;
}

static void
test_commit_result(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GAsyncResult) answer = NULL;
	g_autoptr(VetResult) result = make_result("YY-1");
	g_autofree char *json = vet_result_to_json(result);
	receive_one(fixture->store, "YY-1", "s1");
	vet_store_commit_async(fixture->store, "YY-1", 1, result, keep_result, &answer);
	g_assert_true(vet_store_commit_finish(fixture->store, wait_for(&answer), &error));
	g_autofree char *stored = vet_store_get(fixture->store, "YY-1", 1, NULL);
	g_assert_cmpstr(stored, ==, json);
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	g_assert_cmpuint(events->len, ==, 3);
	const VetEvent *event = events->pdata[1];
	g_assert_nonnull(strstr(event->json, "\\\"引号\\\""));
	g_assert_null(strstr(event->json, "430903199001011231"));
}

static void
test_rollback(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive_one(fixture->store, "A", "s1");
	/* the second finding has no rule: the whole run is refused, its events leave no gap */
	g_autofree char *bad =
		result_json("A", 1,
			    "{\"id\":\"a\",\"rule\":\"r\",\"outcome\":\"note\",\"message\":\"m\"},"
			    "{\"id\":\"b\",\"outcome\":\"note\",\"message\":\"m\"}");
	g_assert_false(commit(fixture->store, "A", 1, bad, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	g_clear_error(&error);
	g_assert_false(commit(fixture->store, "A", 1, "{not json", &error));
	g_clear_error(&error);
	g_assert_false(commit(fixture->store, "B", 1, bad, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	g_assert_cmpint(figure(fixture->store, "runs"), ==, 0);
	g_assert_cmpint(figure(fixture->store, "pending"), ==, 1);
	commit_one(fixture->store, "A", 1, two_findings);
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	g_assert_cmpuint(events->len, ==, 4);
	assert_no_gap(events);
}

static void
test_manifest_id(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive_one(fixture->store, "YY-1", "s0");
	commit_one(fixture->store, "YY-1", 1, "");
	receive_one(fixture->store, "upload", "s1");
	g_autofree char *json = result_json("YY-1", 1, two_findings);
	g_assert_true(commit(fixture->store, "upload", 1, json, &error));
	g_assert_true(commit(fixture->store, "upload", 1, json, &error));
	g_assert_cmpint(figure(fixture->store, "runs"), ==, 2);

	g_autofree char *second = vet_store_get(fixture->store, "YY-1", 2, NULL);
	g_assert_nonnull(strstr(second, "\"version\":2"));
	g_autofree char *none = vet_store_get(fixture->store, "upload", 0, NULL);
	g_assert_null(none);
	/* the name is recognised, and goes on with a number of its own */
	g_assert_cmpuint(receive_one(fixture->store, "upload", "s1"), ==, 1);
	g_assert_cmpuint(receive_one(fixture->store, "upload", "s2"), ==, 2);
	g_assert_cmpuint(receive_one(fixture->store, "YY-1", "s3"), ==, 3);
}

static void
assert_listed(VetStore *store, const VetStoreQuery *query, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = vet_store_list(store, query, &error);
	g_assert_no_error(error);
	g_autoptr(JsonNode) node = json_from_string(json, NULL);
	JsonArray *array = json_node_get_array(node);
	g_autoptr(GString) ids = g_string_new(NULL);
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonObject *item = json_array_get_object_element(array, i);
		g_string_append(ids, json_object_get_string_member(item, "id"));
	}
	g_assert_cmpstr(ids->str, ==, expected);
}

static void
test_list(Fixture *fixture, gconstpointer data)
{
	static const char *const ids[] = {"A", "B", "C"};
	for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
		receive_one(fixture->store, ids[i], "s1");
	commit_one(fixture->store, "A", 1, two_findings);
	commit_one(fixture->store, "B", 1, "");
	static const struct {
		VetStoreQuery query;
		const char *expected;
	} rows[] = {
		{{.limit = 1000}, "ABC"},
		{{.limit = 2}, "AB"},
		{{.limit = 2, .after_id = "B"}, "C"},
		{{.limit = 10, .verdict = "ineligible"}, "AB"},
		{{.limit = 10, .rule = "team-size"}, "A"},
		{{.limit = 10, .track = "工业制造"}, "AB"},
		{{.limit = 10, .track = "工业"}, ""},
		{{.limit = 10, .unit = "乙"}, "AB"},
		{{.limit = 10, .text = "七人"}, "A"},
		{{.limit = 10, .text = "100%"}, "AB"},
		{{.limit = 10, .text = "1_0"}, ""},
		{{.limit = 10, .text = "'; DROP TABLE run; --"}, ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_listed(fixture->store, &rows[i].query, rows[i].expected);
}

static void
test_refusals(Fixture *fixture, gconstpointer data)
{
	vet_store_record_refusal(fixture->store, "fifo", "a FIFO", 1);
	vet_store_record_refusal(fixture->store, "fifo", "a FIFO", 2);
	vet_store_count_junk(fixture->store, ".DS_Store");
	vet_store_count_junk(fixture->store, ".DS_Store");
	receive_one(fixture->store, "A", "s"); /* comes behind them */
	g_assert_cmpint(figure(fixture->store, "refused"), ==, 1);
	g_assert_cmpint(figure(fixture->store, "junk"), ==, 1);
}

static void
test_reopen(Fixture *fixture, gconstpointer data)
{
	receive_one(fixture->store, "A", "s1");
	receive_one(fixture->store, "B", "s1");
	vet_store_set_published(fixture->store, 1);
	vet_store_set_published(fixture->store, 2);
	vet_store_close(fixture->store);
	open_store(fixture);
	g_assert_cmpint(vet_store_published(fixture->store), ==, 2);
	g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, 2);
	receive_one(fixture->store, "C", "s1");
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	assert_no_gap(events);
	g_autoptr(GPtrArray) late = vet_store_events(fixture->store, 3, 10, NULL);
	g_assert_cmpuint(late->len, ==, 1);
}

static void
test_migrate(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetSqlite) old = vet_sqlite_open(fixture->path, TRUE, &error);
	g_assert_no_error(error);
	g_assert_true(vet_store_sqlite_migrate(old, 1, &error));
	g_autofree char *json = result_json("A", 1, "");
	g_autofree char *fill = g_strdup_printf(
		"INSERT INTO submission VALUES (1, 'A', 1, 'A', 1, 'A.zip', 's', 's', 5, 7, 1, 8);"
		"INSERT INTO run VALUES (1, 1, 'p', '1', '" SHA
		"', '[]', 'eligible', 8, '{}', '%s');"
		"INSERT INTO event VALUES (1, 'vet.submission.received', '{}');"
		"UPDATE store SET last_sequence = 1",
		json);
	g_assert_true(vet_sqlite_execute(old, fill, &error));
	g_clear_pointer(&old, vet_sqlite_close);

	open_store(fixture);
	g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, 1);
	assert_listed(fixture->store, &(VetStoreQuery){.limit = 5, .unit = "甲公司"}, "A");
	commit_one(fixture->store, "A", 1, two_findings); /* the same pack: known */
	g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, 1);
}

static void
test_newer_schema(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetSqlite) db = vet_sqlite_open(fixture->path, TRUE, &error);
	g_assert_true(vet_sqlite_execute(db, "PRAGMA user_version = 999", &error));
	g_clear_pointer(&db, vet_sqlite_close);
	g_assert_null(vet_store_open(fixture->path, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

static void
test_unopenable(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *missing = g_build_filename(fixture->folder, "none", "store.db", NULL);
	g_assert_null(vet_store_open(missing, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_nonnull(strstr(error->message, missing));
	g_clear_error(&error);
	g_assert_true(
		g_file_set_contents(fixture->path, "this is no database, but some text", -1, NULL));
	g_assert_null(vet_store_open(fixture->path, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

/* A full disk, as the largest file this process may write. */
static void
test_disk_full(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive_one(fixture->store, "A", "s1");
	struct rlimit before, small;
	g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
	small = before;
	small.rlim_cur = 256 * 1024;
	signal(SIGXFSZ, SIG_IGN);
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &small), ==, 0);
	g_autofree char *big = g_strnfill(600 * 1024, 'x');
	g_autofree char *finding = g_strdup_printf(
		"{\"id\":\"a\",\"rule\":\"r\",\"outcome\":\"note\",\"message\":\"%s\"}", big);
	g_autofree char *big_data = g_strdup_printf("{\"error\":\"%s\"}", big);
	g_autofree char *json = result_json("A", 1, finding);
	gboolean committed = commit(fixture->store, "A", 1, json, &error);
	vet_store_announce(fixture->store, "vet.pack.reloaded", "p", big_data);
	vet_store_announce(fixture->store, "vet.pack.reloaded", "p", big_data);
	g_assert_false(commit(fixture->store, "A", 1, json, NULL));
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
	g_assert_false(committed);
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	g_assert_nonnull(strstr(error->message, fixture->path));
	g_autofree char *figures = vet_store_figures(fixture->store, NULL);
	g_assert_nonnull(strstr(figures, "\"write_error\":\"database "));

	/* there is room again */
	commit_one(fixture->store, "A", 1, two_findings);
	g_autoptr(GPtrArray) events = all_events(fixture->store);
	/* and what was announced meanwhile is told */
	g_assert_cmpuint(events->len, ==, 6);
	g_assert_cmpstr(((VetEvent *)events->pdata[1])->topic, ==, "vet.pack.reloaded");
	g_assert_cmpstr(((VetEvent *)events->pdata[2])->topic, ==, "vet.pack.reloaded");
	assert_no_gap(events);
}

/* The program that test_killed() runs: writes until it is killed, a line for each commit answered.
 */
static int
write_until_killed(const char *path)
{
	g_autoptr(VetStore) store = vet_store_open(path, NULL);
	for (guint i = 0; store; i++) {
		g_autofree char *id = g_strdup_printf("S%u-%d", i, (int)getpid());
		receive_one(store, id, "s1");
		commit_one(store, id, 1, two_findings);
		printf("%s\n", id);
		fflush(stdout);
	}
	return 1;
}

/* Kills the writer after `lines` answers; the ids it had answered for. */
static char **
kill_writer(const char *path, guint lines)
{
	g_autoptr(GError) error = NULL;
	const char *const command[] = {"/proc/self/exe", "--write", path, NULL};
	g_autoptr(GSubprocess) writer =
		g_subprocess_newv(command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
	g_assert_no_error(error);
	g_autoptr(GDataInputStream) stream =
		g_data_input_stream_new(g_subprocess_get_stdout_pipe(writer));
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	for (guint i = 0;; i++) {
		if (i == lines)
			g_subprocess_force_exit(writer);
		char *line = g_data_input_stream_read_line(stream, NULL, NULL, NULL);
		if (!line)
			break;
		g_ptr_array_add(ids, line);
	}
	g_ptr_array_add(ids, NULL);
	g_assert_true(g_subprocess_wait(writer, NULL, &error));
	return (char **)g_ptr_array_free(g_steal_pointer(&ids), FALSE);
}

static void
test_killed(Fixture *fixture, gconstpointer data)
{
	for (guint round = 0; round < 5; round++) {
		g_auto(GStrv) ids = kill_writer(fixture->path, 3 + round * 2);
		open_store(fixture);
		for (guint i = 0; ids[i]; i++) {
			g_autofree char *result = vet_store_get(fixture->store, ids[i], 1, NULL);
			g_assert_nonnull(result);
		}
		g_autoptr(GPtrArray) events = all_events(fixture->store);
		assert_no_gap(events);
		g_assert_cmpint(vet_store_last_sequence(fixture->store), ==, events->len);
		/* whole runs or none: a receipt is one event, a run three */
		g_assert_cmpint(figure(fixture->store, "received") +
					3 * figure(fixture->store, "screened"),
				==, events->len);
		g_clear_pointer(&fixture->store, vet_store_close);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 3 && g_str_equal(argv[1], "--write"))
		return write_until_killed(argv[2]);
	g_test_init(&argc, &argv, NULL);
#define ADD(name, begin, test) g_test_add(name, Fixture, NULL, begin, test, tear_down)
	ADD("/store/receive", set_up, test_receive);
	ADD("/store/names", set_up, test_names);
	ADD("/store/attempts", set_up, test_attempts);
	ADD("/store/commit", set_up, test_commit);
	ADD("/store/commit-result", set_up, test_commit_result);
	ADD("/store/rollback", set_up, test_rollback);
	ADD("/store/manifest-id", set_up, test_manifest_id);
	ADD("/store/list", set_up, test_list);
	ADD("/store/refusals", set_up, test_refusals);
	ADD("/store/reopen", set_up, test_reopen);
	ADD("/store/disk-full", set_up, test_disk_full);
	ADD("/store/migrate", make_folder, test_migrate);
	ADD("/store/newer-schema", make_folder, test_newer_schema);
	ADD("/store/unopenable", make_folder, test_unopenable);
	ADD("/store/killed", make_folder, test_killed);
	return g_test_run();
}
