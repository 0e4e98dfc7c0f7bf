/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A subscriber that misses nothing: prints vetd's events in order.  What PUB did not deliver
 * (started late, too slow, vetd restarted) shows as a gap in `sequence`, or in the heartbeat's, and
 * is asked for at the query endpoint.  It uses nothing of vetd's own: copy it.
 */

#include <errno.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#define REPLY_MILLISECONDS 5000
#define REPLAY_LIMIT 1000

typedef struct {
	char *publish, *query;
	gint64 from;
	gint64 count; /* events still to be printed, 0 = without end */
	gboolean json;
} Options;

typedef struct {
	Options options;
	void *context, *events;
	gint64 next;  /* the sequence expected; 0 = whatever comes first */
	char *source; /* whose sequences these are */
	gboolean done;
} Subscriber;

/* --- printing --- */

static const char *
text_of(JsonObject *object, const char *name)
{
	return json_object_get_string_member_with_default(object, name, "");
}

static void
print_event(JsonObject *event)
{
	const char *type = text_of(event, "type");
	JsonObject *data = json_object_get_object_member(event, "data");
	const char *sequence = text_of(event, "sequence");
	if (g_str_has_prefix(type, "vet.finding.")) {
		JsonObject *finding = json_object_get_object_member(data, "finding");
		printf("%6s  %-12s  %s  %s: %s\n", sequence, type + strlen("vet.finding."),
		       text_of(data, "submission"), text_of(finding, "rule"),
		       text_of(finding, "message"));
	} else {
		const char *verdict = text_of(data, "verdict");
		printf("%6s  %-12s  %s%s%s\n", sequence, strrchr(type, '.') + 1,
		       text_of(event, "subject"), *verdict ? "  " : "", verdict);
	}
}

static void
take_event(Subscriber *subscriber, JsonNode *node)
{
	if (subscriber->done)
		return;
	if (subscriber->options.json) {
		g_autofree char *line = json_to_string(node, FALSE);
		printf("%s\n", line);
	} else {
		print_event(json_node_get_object(node));
	}
	subscriber->done = subscriber->options.count > 0 && --subscriber->options.count == 0;
}

/* --- what was missed --- */

/* One part of a replay, NULL when vetd does not answer.  A REQ socket that waits in vain is of no
 * more use. */
static JsonNode *
ask_replay(Subscriber *subscriber)
{
	void *socket = zmq_socket(subscriber->context, ZMQ_REQ);
	int timeout = REPLY_MILLISECONDS, linger = 0;
	zmq_setsockopt(socket, ZMQ_RCVTIMEO, &timeout, sizeof(timeout));
	zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
	g_autofree char *request =
		g_strdup_printf("{\"op\":\"replay\",\"from\":%" G_GINT64_FORMAT ",\"limit\":%d}",
				subscriber->next, REPLAY_LIMIT);
	JsonNode *reply = NULL;
	zmq_msg_t message;
	zmq_msg_init(&message);
	if (zmq_connect(socket, subscriber->options.query) == 0 &&
	    zmq_send(socket, request, strlen(request), 0) >= 0 &&
	    zmq_msg_recv(&message, socket, 0) >= 0) {
		g_autofree char *text = g_strndup(zmq_msg_data(&message), zmq_msg_size(&message));
		reply = json_from_string(text, NULL);
	}
	zmq_msg_close(&message);
	zmq_close(socket);
	return reply;
}

static gboolean
replay_part(Subscriber *subscriber)
{
	g_autoptr(JsonNode) reply = ask_replay(subscriber);
	JsonObject *object = reply ? json_node_get_object(reply) : NULL;
	if (!object || !json_object_get_boolean_member_with_default(object, "ok", FALSE)) {
		g_printerr("no replay from %s; is vetd running?\n", subscriber->options.query);
		return FALSE;
	}
	JsonArray *events = json_object_get_array_member(object, "events");
	guint length = json_array_get_length(events);
	for (guint i = 0; i < length; i++) {
		take_event(subscriber, json_array_get_element(events, i));
		subscriber->next++;
	}
	return length > 0 && !subscriber->done;
}

/* Everything up to and with `last`. */
static void
replay(Subscriber *subscriber, gint64 last)
{
	while (subscriber->next <= last && !subscriber->done && replay_part(subscriber))
		;
}

/* --- what comes --- */

static void
handle(Subscriber *subscriber, JsonNode *node)
{
	JsonObject *event = json_node_get_object(node);
	gint64 sequence = g_ascii_strtoll(text_of(event, "sequence"), NULL, 10);
	gboolean heartbeat = g_str_equal(text_of(event, "type"), "vet.heartbeat");
	/* another store counts from 1 again */
	if (subscriber->source && !g_str_equal(subscriber->source, text_of(event, "source")))
		subscriber->next = 1;
	g_free(subscriber->source);
	subscriber->source = g_strdup(text_of(event, "source"));
	if (subscriber->next == 0)
		subscriber->next = heartbeat ? sequence + 1 : sequence;
	replay(subscriber, heartbeat ? sequence : sequence - 1);
	if (heartbeat || sequence != subscriber->next)
		return; /* seen already, in a replay */
	take_event(subscriber, node);
	subscriber->next++;
}

/* The second frame of a message; the first is its topic. */
static JsonNode *
receive(Subscriber *subscriber)
{
	zmq_msg_t frame;
	zmq_msg_init(&frame);
	JsonNode *node = NULL;
	do {
		if (zmq_msg_recv(&frame, subscriber->events, 0) < 0)
			break;
		if (!zmq_msg_more(&frame)) {
			g_autofree char *text =
				g_strndup(zmq_msg_data(&frame), zmq_msg_size(&frame));
			node = json_from_string(text, NULL);
		}
	} while (zmq_msg_more(&frame));
	zmq_msg_close(&frame);
	return node;
}

static int
run(Subscriber *subscriber)
{
	subscriber->context = zmq_ctx_new();
	subscriber->events = zmq_socket(subscriber->context, ZMQ_SUB);
	zmq_setsockopt(subscriber->events, ZMQ_SUBSCRIBE, "vet.", strlen("vet."));
	if (zmq_connect(subscriber->events, subscriber->options.publish) != 0) {
		g_printerr("%s: %s\n", subscriber->options.publish, zmq_strerror(errno));
		return 2;
	}
	/* subscribed first: what is published during the replay waits in the socket */
	subscriber->next = subscriber->options.from;
	if (subscriber->next > 0)
		replay(subscriber, G_MAXINT64);
	while (!subscriber->done) {
		g_autoptr(JsonNode) node = receive(subscriber);
		if (node && JSON_NODE_HOLDS_OBJECT(node))
			handle(subscriber, node);
	}
	zmq_close(subscriber->events);
	zmq_ctx_term(subscriber->context);
	g_free(subscriber->source);
	return 0;
}

int
main(int argc, char **argv)
{
	Subscriber subscriber = {.options = {0}};
	Options *options = &subscriber.options;
	const GOptionEntry entries[] = {
		{"publish", 'p', 0, G_OPTION_ARG_STRING, &options->publish, "Where vetd publishes",
		 "ENDPOINT"},
		{"query", 'q', 0, G_OPTION_ARG_STRING, &options->query, "Where vetd answers",
		 "ENDPOINT"},
		{"from", 'f', 0, G_OPTION_ARG_INT64, &options->from,
		 "First event wanted; 1 = all there are (default: new ones)", "N"},
		{"count", 'c', 0, G_OPTION_ARG_INT64, &options->count, "End after N events", "N"},
		{"json", 'j', 0, G_OPTION_ARG_NONE, &options->json, "One CloudEvent a line", NULL},
		{NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new("- print vetd's events");
	g_option_context_add_main_entries(context, entries, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("%s\n", error->message);
		return 2;
	}
	/* only now: GOption does not free what it replaces */
	if (!options->publish)
		options->publish = g_strdup("ipc:///run/vetd/events");
	if (!options->query)
		options->query = g_strdup("ipc:///run/vetd/query");
	int status = run(&subscriber);
	g_free(options->publish);
	g_free(options->query);
	return status;
}
