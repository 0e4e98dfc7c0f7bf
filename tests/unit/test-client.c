/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/client.h"

#include <glib/gstdio.h>

#include "daemon/bus.h"
#include "lib/error.h"

typedef struct {
	char *folder, *publish, *query;
	VetStore *store;
	VetBus *bus;
	VetClient *client;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	fixture->folder = g_dir_make_tmp("vet-client-XXXXXX", NULL);
	fixture->publish = g_strdup_printf("ipc://%s/events", fixture->folder);
	fixture->query = g_strdup_printf("ipc://%s/query", fixture->folder);
	g_autofree char *path = g_build_filename(fixture->folder, "store.db", NULL);
	fixture->store = vet_store_open(path, &error);
	g_assert_no_error(error);
	fixture->bus =
		vet_bus_new(fixture->store, fixture->publish, fixture->query, NULL, NULL, &error);
	g_assert_no_error(error);
	fixture->client = vet_client_new(fixture->query, fixture->publish);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	vet_client_free(fixture->client);
	vet_bus_free(fixture->bus);
	vet_store_close(fixture->store);
	static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "events",
					    "query"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(fixture->folder, names[i], NULL);
		g_remove(path);
	}
	g_rmdir(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->publish);
	g_free(fixture->query);
}

static void
keep_result(GObject *source, GAsyncResult *result, gpointer user_data)
{
	*(GAsyncResult **)user_data = g_object_ref(result);
}

static void
receive_many(Fixture *fixture, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		g_autofree char *id = g_strdup_printf("S%04u", i);
		VetReceipt receipt = {.id = id, .path = id, .sha256 = "s", .spool = "s"};
		g_autoptr(GAsyncResult) result = NULL;
		vet_store_receive_async(fixture->store, &receipt, keep_result, &result);
		while (!result)
			g_main_context_iteration(NULL, TRUE);
		VetReceived received;
		guint version;
		g_assert_true(vet_store_receive_finish(fixture->store, result, &received, &version,
						       NULL));
	}
}

/* --- the client runs in a thread, the bus in the main loop --- */

typedef struct {
	Fixture *fixture;
	gint64 from, to;
	guint wanted;      /* events after which following ends */
	GArray *sequences; /* of gint64 */
	GError *error;
	gboolean ok, done; /* done: atomic */
} Reading;

static gboolean
note_event(JsonNode *event, gpointer user_data)
{
	Reading *reading = user_data;
	const char *text = json_object_get_string_member(json_node_get_object(event), "sequence");
	gint64 sequence = g_ascii_strtoll(text, NULL, 10);
	g_array_append_val(reading->sequences, sequence);
	g_main_context_wakeup(NULL);
	return reading->sequences->len < reading->wanted;
}

static gpointer
replay(gpointer data)
{
	Reading *reading = data;
	reading->ok = vet_client_replay(reading->fixture->client, reading->from, reading->to,
					note_event, reading, &reading->error);
	g_atomic_int_set(&reading->done, TRUE);
	g_main_context_wakeup(NULL);
	return NULL;
}

static gpointer
follow(gpointer data)
{
	Reading *reading = data;
	reading->ok = vet_client_follow(reading->fixture->client, reading->from, note_event,
					reading, &reading->error);
	g_atomic_int_set(&reading->done, TRUE);
	g_main_context_wakeup(NULL);
	return NULL;
}

static void
finish(GThread *thread, Reading *reading)
{
	while (!g_atomic_int_get(&reading->done))
		g_main_context_iteration(NULL, TRUE);
	g_thread_join(thread);
}

static void
assert_run(const Reading *reading, gint64 first, guint length)
{
	g_assert_cmpuint(reading->sequences->len, ==, length);
	for (guint i = 0; i < length; i++)
		g_assert_cmpint(g_array_index(reading->sequences, gint64, i), ==, first + i);
}

static void
test_replay(Fixture *fixture, gconstpointer data)
{
	static const struct {
		gint64 from, to, first;
		guint length;
	} rows[] = {
		{1, G_MAXINT64, 1, 30}, {0, G_MAXINT64, 1, 30}, {7, 9, 7, 3},
		{31, G_MAXINT64, 0, 0}, {9, 7, 0, 0},
	};
	receive_many(fixture, 0, 30);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) sequences = g_array_new(FALSE, FALSE, sizeof(gint64));
		Reading reading = {.fixture = fixture,
				   .from = rows[i].from,
				   .to = rows[i].to,
				   .wanted = 1000,
				   .sequences = sequences};
		finish(g_thread_new("replay", replay, &reading), &reading);
		g_assert_no_error(reading.error);
		assert_run(&reading, rows[i].first, rows[i].length);
	}
}

/* Half of it was published before anyone listened, half comes while it reads. */
static void
test_follow(Fixture *fixture, gconstpointer data)
{
	receive_many(fixture, 0, 20);
	g_autoptr(GArray) sequences = g_array_new(FALSE, FALSE, sizeof(gint64));
	Reading reading = {.fixture = fixture, .from = 1, .wanted = 60, .sequences = sequences};
	GThread *thread = g_thread_new("follow", follow, &reading);
	receive_many(fixture, 20, 60);
	finish(thread, &reading);
	g_assert_no_error(reading.error);
	assert_run(&reading, 1, 60);
}

/* vetd restarts while a reader follows: what was committed in between arrives too. */
static void
test_restart(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive_many(fixture, 0, 5);
	g_autoptr(GArray) sequences = g_array_new(FALSE, FALSE, sizeof(gint64));
	Reading reading = {.fixture = fixture, .from = 1, .wanted = 12, .sequences = sequences};
	GThread *thread = g_thread_new("follow", follow, &reading);
	while (g_atomic_int_get((gint *)&sequences->len) < 5)
		g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&fixture->bus, vet_bus_free);
	receive_many(fixture, 5, 10);
	fixture->bus =
		vet_bus_new(fixture->store, fixture->publish, fixture->query, NULL, NULL, &error);
	g_assert_no_error(error);
	receive_many(fixture, 10, 12);
	finish(thread, &reading);
	g_assert_no_error(reading.error);
	assert_run(&reading, 1, 12);
}

static void
test_nobody(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *missing = g_strdup_printf("ipc://%s/missing", fixture->folder);
	g_autoptr(VetClient) client = vet_client_new(missing, missing);
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", "figures");
	g_assert_null(vet_client_ask(client, request, 1, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_TIMEOUT);
	g_clear_error(&error);
	/* the main loop does not run: no answer in time */
	g_assert_null(vet_client_ask(fixture->client, request, 1, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_TIMEOUT);
}

static gpointer
ask_refused(gpointer data)
{
	Reading *reading = data;
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", "nonsense");
	g_autoptr(JsonObject) reply =
		vet_client_ask(reading->fixture->client, request, 10, &reading->error);
	reading->ok = reply != NULL;
	g_atomic_int_set(&reading->done, TRUE);
	g_main_context_wakeup(NULL);
	return NULL;
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
	Reading reading = {.fixture = fixture};
	finish(g_thread_new("ask", ask_refused, &reading), &reading);
	g_assert_false(reading.ok);
	g_assert_error(reading.error, VET_ERROR, VET_ERROR_MALFORMED);
	g_assert_nonnull(g_strrstr(reading.error->message, "nonsense"));
	g_clear_error(&reading.error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
	ADD("/client/replay", test_replay);
	ADD("/client/follow", test_follow);
	ADD("/client/restart", test_restart);
	ADD("/client/nobody", test_nobody);
	ADD("/client/refused", test_refused);
	return g_test_run();
}
