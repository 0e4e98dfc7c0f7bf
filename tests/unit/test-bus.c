/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/bus.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

#include "lib/error.h"

#define RECEIVE_MILLISECONDS 10000

typedef struct {
	char *folder, *path, *publish, *query;
	VetStore *store;
	VetBus *bus;
	void *context; /* the peers' */
} Fixture;

static gboolean
operate(const char *op, JsonObject *request, JsonObject *ret_reply, gpointer user_data,
	GError **error)
{
	if (g_str_equal(op, "import")) {
		const char *content = json_object_get_string_member(request, "content");
		json_object_set_int_member(ret_reply, "bytes", strlen(content));
		return TRUE;
	}
	if (g_str_equal(op, "silent"))
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED, "no such operation: %s", op);
	return FALSE;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	fixture->folder = g_dir_make_tmp("vet-bus-XXXXXX", NULL);
	fixture->path = g_build_filename(fixture->folder, "store.db", NULL);
	fixture->publish = g_strdup_printf("ipc://%s/run/events", fixture->folder);
	fixture->query = g_strdup_printf("ipc://%s/run/query", fixture->folder);
	fixture->store = vet_store_open(fixture->path, &error);
	g_assert_no_error(error);
	fixture->bus = vet_bus_new(fixture->store, fixture->publish, fixture->query, operate, NULL,
				   &error);
	g_assert_no_error(error);
	fixture->context = zmq_ctx_new();
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	zmq_ctx_term(fixture->context);
	vet_bus_free(fixture->bus);
	vet_store_close(fixture->store);
	static const char *const names[] = {"store.db",   "store.db-wal", "store.db-shm",
					    "run/events", "run/query",    "run"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(fixture->folder, names[i], NULL);
		g_remove(path);
	}
	g_rmdir(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->path);
	g_free(fixture->publish);
	g_free(fixture->query);
}

/* --- peers run in a thread of their own while the main loop serves them --- */

typedef struct {
	Fixture *fixture;
	gpointer (*talk)(Fixture *fixture, gconstpointer argument);
	gconstpointer argument;
	gboolean done; /* atomic */
} Peer;

static gpointer
run_peer(gpointer data)
{
	Peer *peer = data;
	gpointer answer = peer->talk(peer->fixture, peer->argument);
	g_atomic_int_set(&peer->done, TRUE);
	g_main_context_wakeup(NULL);
	return answer;
}

static gpointer
serve_peer(Fixture *fixture, gpointer (*talk)(Fixture *fixture, gconstpointer argument),
	   gconstpointer argument)
{
	Peer peer = {.fixture = fixture, .talk = talk, .argument = argument};
	GThread *thread = g_thread_new("peer", run_peer, &peer);
	while (!g_atomic_int_get(&peer.done))
		g_main_context_iteration(NULL, TRUE);
	return g_thread_join(thread);
}

static void *
connect_socket(Fixture *fixture, int type, const char *endpoint)
{
	void *socket = zmq_socket(fixture->context, type);
	int timeout = RECEIVE_MILLISECONDS, linger = 0;
	zmq_setsockopt(socket, ZMQ_RCVTIMEO, &timeout, sizeof(timeout));
	zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
	g_assert_cmpint(zmq_connect(socket, endpoint), ==, 0);
	return socket;
}

/* One frame as text, NULL when none comes in time. */
static char *
receive_frame(void *socket)
{
	zmq_msg_t frame;
	zmq_msg_init(&frame);
	char *text = NULL;
	if (zmq_msg_recv(&frame, socket, 0) >= 0)
		text = g_strndup(zmq_msg_data(&frame), zmq_msg_size(&frame));
	zmq_msg_close(&frame);
	return text;
}

static gpointer
ask(Fixture *fixture, gconstpointer request)
{
	void *socket = connect_socket(fixture, ZMQ_REQ, fixture->query);
	zmq_send(socket, request, strlen(request), 0);
	char *reply = receive_frame(socket);
	zmq_close(socket);
	return reply;
}

static JsonNode *
query(Fixture *fixture, const char *request)
{
	g_autofree char *reply = serve_peer(fixture, ask, request);
	g_assert_nonnull(reply);
	g_autoptr(GError) error = NULL;
	JsonNode *node = json_from_string(reply, &error);
	g_assert_no_error(error);
	return node;
}

static void
assert_refused(Fixture *fixture, const char *request, const char *code)
{
	g_autoptr(JsonNode) reply = query(fixture, request);
	JsonObject *object = json_node_get_object(reply);
	g_assert_false(json_object_get_boolean_member(object, "ok"));
	JsonObject *fault = json_object_get_object_member(object, "error");
	g_assert_cmpstr(json_object_get_string_member(fault, "code"), ==, code);
	g_assert_cmpuint(strlen(json_object_get_string_member(fault, "message")), >, 0);
}

/* --- writing --- */

static void
keep_result(GObject *source, GAsyncResult *result, gpointer user_data)
{
	*(GAsyncResult **)user_data = g_object_ref(result);
}

static void
receive_submission(Fixture *fixture, const char *id)
{
	g_autoptr(GAsyncResult) result = NULL;
	VetReceipt receipt = {.id = id, .path = id, .sha256 = "s", .spool = "s"};
	vet_store_receive_async(fixture->store, &receipt, keep_result, &result);
	while (!result)
		g_main_context_iteration(NULL, TRUE);
	VetReceived received;
	guint version;
	g_assert_true(vet_store_receive_finish(fixture->store, result, &received, &version, NULL));
}

static void
receive_many(Fixture *fixture, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		g_autofree char *id = g_strdup_printf("S%04u", i);
		receive_submission(fixture, id);
	}
}

/* --- tests --- */

typedef struct {
	guint events;
	void *socket;
} Subscription;

static gint64
sequence_of(JsonNode *event)
{
	const char *text = json_object_get_string_member(json_node_get_object(event), "sequence");
	return g_ascii_strtoll(text, NULL, 10);
}

/* The heartbeat's sequence, when one came. */
static gpointer
await_heartbeat(Fixture *fixture, gconstpointer argument)
{
	const Subscription *subscription = argument;
	g_autofree char *topic = receive_frame(subscription->socket);
	g_autofree char *text = receive_frame(subscription->socket);
	g_assert_cmpstr(topic, ==, "vet.heartbeat");
	g_autoptr(JsonNode) event = json_from_string(text, NULL);
	return GSIZE_TO_POINTER(sequence_of(event) + 1);
}

/* Everything until `events` have come: they follow one another, heartbeats never run ahead. */
static gpointer
await_events(Fixture *fixture, gconstpointer argument)
{
	const Subscription *subscription = argument;
	gint64 last = 0;
	for (guint seen = 0; seen < subscription->events;) {
		g_autofree char *topic = receive_frame(subscription->socket);
		g_autofree char *text = receive_frame(subscription->socket);
		g_assert_nonnull(text);
		g_autoptr(JsonNode) event = json_from_string(text, NULL);
		if (g_str_equal(topic, "vet.heartbeat")) {
			g_assert_cmpint(sequence_of(event), ==, last);
			continue;
		}
		g_assert_cmpstr(topic, ==, "vet.submission.received");
		g_assert_cmpint(sequence_of(event), ==, last + 1);
		last++;
		seen++;
	}
	return GSIZE_TO_POINTER(last);
}

static void
test_publish(Fixture *fixture, gconstpointer data)
{
	Subscription subscription = {.events = 450,
				     .socket = connect_socket(fixture, ZMQ_SUB, fixture->publish)};
	zmq_setsockopt(subscription.socket, ZMQ_SUBSCRIBE, "vet.", 4);
	/* a heartbeat proves that the subscription has arrived */
	g_assert_cmpuint(GPOINTER_TO_SIZE(serve_peer(fixture, await_heartbeat, &subscription)), ==,
			 1);
	receive_many(fixture, 0, subscription.events);
	g_assert_cmpuint(GPOINTER_TO_SIZE(serve_peer(fixture, await_events, &subscription)), ==,
			 subscription.events);
	g_assert_cmpint(vet_store_published(fixture->store), ==, subscription.events);
	zmq_close(subscription.socket);
}

/* What was committed while no bus ran is published when one starts, from the outbox's mark on. */
static void
test_outbox(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	receive_many(fixture, 0, 3);
	while (vet_store_published(fixture->store) < 3)
		g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&fixture->bus, vet_bus_free);
	receive_many(fixture, 3, 5);
	g_assert_cmpint(vet_store_published(fixture->store), ==, 3);
	fixture->bus = vet_bus_new(fixture->store, fixture->publish, fixture->query, operate, NULL,
				   &error);
	g_assert_no_error(error);
	g_assert_cmpint(vet_store_published(fixture->store), ==, 5);
}

static void
test_replay(Fixture *fixture, gconstpointer data)
{
	receive_many(fixture, 0, 5);
	g_autoptr(JsonNode) reply = query(fixture, "{\"op\":\"replay\",\"from\":2,\"limit\":3}");
	JsonObject *object = json_node_get_object(reply);
	g_assert_true(json_object_get_boolean_member(object, "ok"));
	g_assert_cmpint(json_object_get_int_member(object, "last"), ==, 5);
	JsonArray *events = json_object_get_array_member(object, "events");
	g_assert_cmpuint(json_array_get_length(events), ==, 3);
	for (guint i = 0; i < 3; i++)
		g_assert_cmpint(sequence_of(json_array_get_element(events, i)), ==, 2 + i);
	g_autoptr(JsonNode) beyond = query(fixture, "{\"op\":\"replay\",\"from\":6}");
	events = json_object_get_array_member(json_node_get_object(beyond), "events");
	g_assert_cmpuint(json_array_get_length(events), ==, 0);
}

static void
test_queries(Fixture *fixture, gconstpointer data)
{
	receive_many(fixture, 0, 3);
	g_autoptr(JsonNode) list =
		query(fixture, "{\"op\":\"list\",\"after\":\"S0000\",\"limit\":1}");
	JsonArray *items = json_object_get_array_member(json_node_get_object(list), "items");
	g_assert_cmpuint(json_array_get_length(items), ==, 1);
	g_autoptr(JsonNode) search = query(fixture, "{\"op\":\"search\",\"text\":\"S000\"}");
	items = json_object_get_array_member(json_node_get_object(search), "items");
	g_assert_cmpuint(json_array_get_length(items), ==, 3);
	g_autoptr(JsonNode) figures = query(fixture, "{\"op\":\"figures\"}");
	JsonObject *item = json_object_get_object_member(json_node_get_object(figures), "item");
	g_assert_cmpint(json_object_get_int_member(item, "received"), ==, 3);
	g_autoptr(JsonNode) silent = query(fixture, "{\"op\":\"silent\"}");
	g_assert_true(json_object_get_boolean_member(json_node_get_object(silent), "ok"));
	g_autoptr(JsonNode) import = query(fixture, "{\"op\":\"import\",\"content\":\"abc\"}");
	g_assert_cmpint(json_object_get_int_member(json_node_get_object(import), "bytes"), ==, 3);
}

static void
test_refusals(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *request, *code;
	} rows[] = {
		{"", "malformed"},
		{"{", "malformed"},
		{"[]", "malformed"},
		{"\xff\xfe", "malformed"},
		{"{}", "malformed"},
		{"{\"op\":7}", "malformed"},
		{"{\"op\":\"get\"}", "malformed"},
		{"{\"op\":\"get\",\"id\":\"none\"}", "not_found"},
		{"{\"op\":\"get\",\"id\":\"none\",\"version\":-1}", "malformed"},
		{"{\"op\":\"replay\",\"limit\":1001}", "malformed"},
		{"{\"op\":\"replay\",\"from\":\"1\"}", "malformed"},
		{"{\"op\":\"list\",\"limit\":1e3}", "malformed"},
		{"{\"op\":\"drop\"}", "unsupported"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_refused(fixture, rows[i].request, rows[i].code);
	g_autofree char *deep = g_strnfill(200000, '[');
	assert_refused(fixture, deep, "malformed");
	g_autofree char *filler = g_strnfill(2 * 1024 * 1024, 'x');
	g_autofree char *big = g_strdup_printf("{\"op\":\"list\",\"content\":\"%s\"}", filler);
	assert_refused(fixture, big, "limit");
	g_autofree char *import = g_strdup_printf("{\"op\":\"import\",\"content\":\"%s\"}", filler);
	g_autoptr(JsonNode) reply = query(fixture, import);
	g_assert_true(json_object_get_boolean_member(json_node_get_object(reply), "ok"));
}

/* A DEALER with and without the empty delimiter, two requests at once; the frames come back. */
static gpointer
deal(Fixture *fixture, gconstpointer argument)
{
	static const char request[] = "{\"op\":\"figures\"}";
	void *socket = connect_socket(fixture, ZMQ_DEALER, fixture->query);
	zmq_send(socket, "", 0, ZMQ_SNDMORE);
	zmq_send(socket, request, strlen(request), 0);
	zmq_send(socket, request, strlen(request), 0);
	g_autofree char *delimiter = receive_frame(socket);
	g_autofree char *first = receive_frame(socket);
	g_autofree char *second = receive_frame(socket);
	zmq_close(socket);
	g_assert_cmpstr(delimiter, ==, "");
	g_assert_cmpstr(first, ==, second);
	return GINT_TO_POINTER(g_str_has_prefix(first, "{\"ok\":true"));
}

static void
test_dealer(Fixture *fixture, gconstpointer data)
{
	g_assert_true(GPOINTER_TO_INT(serve_peer(fixture, deal, NULL)));
}

/* Too many frames: dropped, and the next request is answered. */
static gpointer
flood_frames(Fixture *fixture, gconstpointer argument)
{
	static const char request[] = "{\"op\":\"figures\"}";
	void *socket = connect_socket(fixture, ZMQ_DEALER, fixture->query);
	for (guint i = 0; i < 100; i++)
		zmq_send(socket, "x", 1, ZMQ_SNDMORE);
	zmq_send(socket, request, strlen(request), 0);
	zmq_send(socket, request, strlen(request), 0);
	char *reply = receive_frame(socket);
	zmq_close(socket);
	return reply;
}

static void
test_frames(Fixture *fixture, gconstpointer data)
{
	g_autofree char *reply = serve_peer(fixture, flood_frames, NULL);
	g_assert_true(g_str_has_prefix(reply, "{\"ok\":true"));
}

static void
test_endpoints(Fixture *fixture, gconstpointer data)
{
	static const char *const bad[] = {"tcp://127.0.0.1:5555", "inproc://x", "ipc://", "events",
					  "ipc://@abstract"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(
			vet_bus_new(fixture->store, bad[i], fixture->query, NULL, NULL, &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	}
	/* the running one keeps its place */
	g_autoptr(GError) error = NULL;
	g_assert_null(
		vet_bus_new(fixture->store, fixture->publish, fixture->query, NULL, NULL, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_nonnull(strstr(error->message, fixture->publish));
	struct stat status;
	g_assert_cmpint(stat(fixture->query + strlen("ipc://"), &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0660);
	g_autoptr(JsonNode) reply = query(fixture, "{\"op\":\"figures\"}");
	g_assert_nonnull(reply);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
	ADD("/bus/publish", test_publish);
	ADD("/bus/outbox", test_outbox);
	ADD("/bus/replay", test_replay);
	ADD("/bus/queries", test_queries);
	ADD("/bus/refusals", test_refusals);
	ADD("/bus/dealer", test_dealer);
	ADD("/bus/frames", test_frames);
	ADD("/bus/endpoints", test_endpoints);
	return g_test_run();
}
