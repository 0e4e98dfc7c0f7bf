/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/client.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include "lib/error.h"
#include "lib/json.h"

#define REPLAY_LIMIT 1000
/* Heartbeats come each second: this long without one means that vetd is gone. */
#define SILENCE_SECONDS 10

/* Seconds for each time that a replay is asked for: a vetd that restarts forgets what it was asked. */
static const guint replay_waits[] = {1, 3, 10};

struct _VetClient {
	char *query, *publish;
	void *context;
};

VetClient *
vet_client_new(const char *query, const char *publish)
{
	VetClient *client = g_new0(VetClient, 1);
	client->query = g_strdup(query);
	client->publish = g_strdup(publish);
	client->context = zmq_ctx_new();
	return client;
}

void
vet_client_free(VetClient *client)
{
	if (!client)
		return;
	zmq_ctx_term(client->context);
	g_free(client->query);
	g_free(client->publish);
	g_free(client);
}

static gboolean
is_there(const char *endpoint, GError **error)
{
	if (!g_str_has_prefix(endpoint, "ipc://") || access(endpoint + strlen("ipc://"), F_OK) == 0)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_TIMEOUT,
		    "vetd is not running? there is no socket %s; start it, or say which one with "
		    "--query or --config",
		    endpoint);
	return FALSE;
}

static void *
connect_socket(VetClient *client, int type, const char *endpoint, guint seconds, GError **error)
{
	void *socket = zmq_socket(client->context, type);
	int timeout = seconds * 1000, linger = 0;
	zmq_setsockopt(socket, ZMQ_RCVTIMEO, &timeout, sizeof(timeout));
	zmq_setsockopt(socket, ZMQ_SNDTIMEO, &timeout, sizeof(timeout));
	zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
	if (zmq_connect(socket, endpoint) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s; ipc:///PATH is expected",
			    endpoint, zmq_strerror(errno));
		zmq_close(socket);
		return NULL;
	}
	return socket;
}

/* The last frame of a message as text; NULL when none comes. */
static char *
receive_text(void *socket, gsize *ret_length)
{
	zmq_msg_t frame;
	zmq_msg_init(&frame);
	char *text = NULL;
	while (!text && zmq_msg_recv(&frame, socket, 0) >= 0) {
		if (zmq_msg_more(&frame))
			continue;
		*ret_length = zmq_msg_size(&frame);
		text = g_strndup(zmq_msg_data(&frame), *ret_length);
	}
	zmq_msg_close(&frame);
	return text;
}

static char *
exchange(VetClient *client, const char *request, guint seconds, gsize *ret_length, GError **error)
{
	void *socket = connect_socket(client, ZMQ_REQ, client->query, seconds, error);
	if (!socket)
		return NULL;
	char *text = NULL;
	if (zmq_send(socket, request, strlen(request), 0) >= 0)
		text = receive_text(socket, ret_length);
	zmq_close(socket);
	if (!text)
		g_set_error(error, VET_ERROR, VET_ERROR_TIMEOUT,
			    "vetd is not running? no answer on %s within %u s", client->query,
			    seconds);
	return text;
}

/* vetd's own words for why not. */
static gboolean
is_ok(JsonObject *reply, GError **error)
{
	if (json_object_get_boolean_member_with_default(reply, "ok", FALSE))
		return TRUE;
	JsonNode *node = json_object_get_member(reply, "error");
	const char *message = node && JSON_NODE_HOLDS_OBJECT(node)
				      ? json_object_get_string_member_with_default(
						json_node_get_object(node), "message", NULL)
				      : NULL;
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "%s",
		    message ? message : "vetd refused without saying why");
	return FALSE;
}

static JsonObject *
read_answer(VetClient *client, const char *answer, gsize length, GError **error)
{
	g_autoptr(JsonObject) reply = vet_json_parse_object(answer, length, error);
	if (!reply) {
		g_prefix_error(error, "%s: the answer cannot be read: ", client->query);
		return NULL;
	}
	return is_ok(reply, error) ? g_steal_pointer(&reply) : NULL;
}

static char *
write_request(JsonObject *request)
{
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(), request);
	return json_to_string(node, FALSE);
}

JsonObject *
vet_client_ask(VetClient *client, JsonObject *request, guint seconds, GError **error)
{
	if (!is_there(client->query, error))
		return NULL;
	g_autofree char *text = write_request(request);
	gsize length = 0;
	g_autofree char *answer = exchange(client, text, seconds, &length, error);
	return answer ? read_answer(client, answer, length, error) : NULL;
}

/* Only what changes nothing may be asked again. */
static JsonObject *
ask_again(VetClient *client, JsonObject *request, GError **error)
{
	g_autofree char *text = write_request(request);
	g_autofree char *answer = NULL;
	gsize length = 0;
	for (guint i = 0; !answer && i < G_N_ELEMENTS(replay_waits); i++) {
		g_clear_error(error);
		answer = exchange(client, text, replay_waits[i], &length, error);
	}
	return answer ? read_answer(client, answer, length, error) : NULL;
}

/* --- events --- */

/* Where a reader of events stands. */
typedef struct {
	gint64 next;  /* the sequence expected; 0 = whatever comes first */
	char *source; /* whose sequences these are; NULL until one was seen */
	gboolean done;
	VetClientEvent event;
	gpointer user_data;
} Reader;

static gint64
sequence_of(JsonObject *event)
{
	const char *text = json_object_get_string_member_with_default(event, "sequence", "0");
	return g_ascii_strtoll(text, NULL, 10);
}

/* TRUE with *ret_more FALSE: the store has no more of them. */
static gboolean
replay_part(VetClient *client, Reader *reader, gint64 to, gboolean *ret_more, GError **error)
{
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", "replay");
	json_object_set_int_member(request, "from", reader->next);
	json_object_set_int_member(request, "limit", REPLAY_LIMIT);
	g_autoptr(JsonObject) reply = ask_again(client, request, error);
	if (!reply)
		return FALSE;
	JsonArray *events = json_object_get_array_member(reply, "events");
	guint length = events ? json_array_get_length(events) : 0;
	for (guint i = 0; i < length && reader->next <= to && !reader->done; i++) {
		JsonNode *event = json_array_get_element(events, i);
		reader->next = sequence_of(json_node_get_object(event)) + 1;
		reader->done = !reader->event(event, reader->user_data);
	}
	*ret_more = length > 0 && reader->next <= to && !reader->done;
	return TRUE;
}

static gboolean
replay(VetClient *client, Reader *reader, gint64 to, GError **error)
{
	gboolean more = reader->next <= to;
	while (more) {
		if (!replay_part(client, reader, to, &more, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_client_replay(VetClient *client, gint64 from, gint64 to, VetClientEvent event,
		  gpointer user_data, GError **error)
{
	Reader reader = {.next = MAX(from, 1), .event = event, .user_data = user_data};
	return is_there(client->query, error) && replay(client, &reader, to, error);
}

static gboolean
take(VetClient *client, Reader *reader, JsonNode *node, GError **error)
{
	JsonObject *event = json_node_get_object(node);
	gint64 sequence = sequence_of(event);
	gboolean heartbeat =
		g_strcmp0(json_object_get_string_member_with_default(event, "type", ""),
			  "vet.heartbeat") == 0;
	const char *source = json_object_get_string_member_with_default(event, "source", "");
	/* another store counts from 1 again */
	if (reader->source && !g_str_equal(reader->source, source))
		reader->next = 1;
	g_free(reader->source);
	reader->source = g_strdup(source);
	if (reader->next == 0)
		reader->next = heartbeat ? sequence + 1 : sequence;
	if (!replay(client, reader, heartbeat ? sequence : sequence - 1, error))
		return FALSE;
	if (reader->done || heartbeat || sequence != reader->next)
		return TRUE; /* seen already, in a replay */
	reader->next++;
	reader->done = !reader->event(node, reader->user_data);
	return TRUE;
}

static gboolean
follow(VetClient *client, void *socket, Reader *reader, GError **error)
{
	/* subscribed already: what is published during the replay waits in the socket */
	if (reader->next > 0 && !replay(client, reader, G_MAXINT64, error))
		return FALSE;
	while (!reader->done) {
		gsize length = 0;
		g_autofree char *text = receive_text(socket, &length);
		if (!text) {
			g_set_error(error, VET_ERROR, VET_ERROR_TIMEOUT,
				    "no heartbeat on %s within %d s: vetd has stopped",
				    client->publish, SILENCE_SECONDS);
			return FALSE;
		}
		g_autoptr(JsonNode) node = json_from_string(text, NULL);
		if (node && JSON_NODE_HOLDS_OBJECT(node) && !take(client, reader, node, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_client_follow(VetClient *client, gint64 from, VetClientEvent event, gpointer user_data,
		  GError **error)
{
	void *socket =
		is_there(client->publish, error)
			? connect_socket(client, ZMQ_SUB, client->publish, SILENCE_SECONDS, error)
			: NULL;
	if (!socket)
		return FALSE;
	zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "vet.", strlen("vet."));
	Reader reader = {.next = from, .event = event, .user_data = user_data};
	gboolean ok = follow(client, socket, &reader, error);
	zmq_close(socket);
	g_free(reader.source);
	return ok;
}
