/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/bus.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "daemon/query.h"
#include "daemon/socket.h"
#include "lib/error.h"

#define HEARTBEAT_SECONDS 1
/* Of each turn of the main loop, which has other work. */
#define EVENTS_A_TURN 200
#define REQUESTS_A_TURN 16
/* Identity and delimiter, and a few more for proxies on the way. */
#define MAX_ENVELOPE 8

struct _VetBus {
	VetStore *store;
	void *context;
	VetSocket *publisher;
	VetSocket *responder;
	VetBusOperation operation;
	gpointer user_data;
	gint64 published;
	guint heartbeat; /* source id */
	guint more;      /* source id of the rest of an outbox that did not fit in one turn, or 0 */
	gboolean complained;
};

/* --- publishing --- */

static gboolean
send_event(VetBus *bus, const char *topic, const char *json)
{
	void *handle = vet_socket_handle(bus->publisher);
	return zmq_send(handle, topic, strlen(topic), ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0 &&
	       zmq_send(handle, json, strlen(json), ZMQ_DONTWAIT) >= 0;
}

/* TRUE when there may be more. */
static gboolean
publish_some(VetBus *bus)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) events =
		vet_store_events(bus->store, bus->published + 1, EVENTS_A_TURN, &error);
	/* the next heartbeat tries again: said once, not every second */
	if (!events && !bus->complained)
		g_warning("the outbox cannot be read, nothing is published: %s", error->message);
	bus->complained = !events;
	if (!events)
		return FALSE;
	for (guint i = 0; i < events->len; i++) {
		const VetEvent *event = events->pdata[i];
		if (!send_event(bus, event->topic, event->json))
			return FALSE;
		bus->published = event->sequence;
	}
	if (events->len > 0)
		vet_store_set_published(bus->store, bus->published);
	return events->len > 0 && bus->published < vet_store_last_sequence(bus->store);
}

static gboolean
publish_more(gpointer user_data)
{
	VetBus *bus = user_data;
	if (publish_some(bus))
		return G_SOURCE_CONTINUE;
	bus->more = 0;
	return G_SOURCE_REMOVE;
}

static void
publish(gpointer user_data)
{
	VetBus *bus = user_data;
	if (bus->more == 0 && publish_some(bus))
		bus->more = g_idle_add(publish_more, bus);
}

/*
 * An event of its own that is not stored: its sequence is the last one published, so a subscriber
 * that has not seen that one has missed it.
 */
static gboolean
beat(gpointer user_data)
{
	VetBus *bus = user_data;
	if (bus->published < vet_store_last_sequence(bus->store))
		publish(bus);
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *json = g_strdup_printf(
		"{\"specversion\":\"1.0\",\"id\":\"heartbeat-%" G_GINT64_FORMAT
		"\",\"source\":\"%s\","
		"\"type\":\"vet.heartbeat\",\"time\":\"%s\",\"datacontenttype\":\"application/"
		"json\","
		"\"sequence\":\"%" G_GINT64_FORMAT "\",\"data\":{\"last\":%" G_GINT64_FORMAT "}}",
		g_get_real_time(), vet_store_source(bus->store), time, bus->published,
		bus->published);
	send_event(bus, "vet.heartbeat", json);
	return G_SOURCE_CONTINUE;
}

/* --- answering --- */

/* Frames of a request before its last: who asked, and a REQ peer's empty delimiter.  They go back
 * as they came. */
typedef struct {
	zmq_msg_t frames[MAX_ENVELOPE];
	guint length;
} Envelope;

static void
envelope_clear(Envelope *envelope)
{
	for (guint i = 0; i < envelope->length; i++)
		zmq_msg_close(&envelope->frames[i]);
	envelope->length = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Envelope, envelope_clear)

/* FALSE: nothing waits.  A message with too many frames is taken and dropped: `ret_fits`. */
static gboolean
receive_request(void *handle, Envelope *envelope, zmq_msg_t *ret_body, gboolean *ret_fits)
{
	gboolean fits = TRUE;
	for (;;) {
		if (zmq_msg_recv(ret_body, handle, ZMQ_DONTWAIT) < 0)
			return FALSE;
		if (!zmq_msg_more(ret_body)) {
			*ret_fits = fits && envelope->length > 0;
			return TRUE;
		}
		if (envelope->length == MAX_ENVELOPE) {
			fits = FALSE;
			continue;
		}
		zmq_msg_init(&envelope->frames[envelope->length]);
		zmq_msg_move(&envelope->frames[envelope->length++], ret_body);
	}
}

static gboolean
answer_one(VetBus *bus)
{
	void *handle = vet_socket_handle(bus->responder);
	g_auto(Envelope) envelope = {.length = 0};
	zmq_msg_t body;
	zmq_msg_init(&body);
	gboolean fits;
	gboolean received = receive_request(handle, &envelope, &body, &fits);
	if (received && fits) {
		g_autofree char *reply =
			vet_query_answer(bus->store, zmq_msg_data(&body), zmq_msg_size(&body),
					 bus->operation, bus->user_data);
		/* a peer that went away, or does not read, gets nothing: that is its own doing */
		gboolean sent = TRUE;
		for (guint i = 0; i < envelope.length && sent; i++)
			sent = zmq_msg_send(&envelope.frames[i], handle,
					    ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0;
		if (sent)
			zmq_send(handle, reply, strlen(reply), ZMQ_DONTWAIT);
	}
	zmq_msg_close(&body);
	return received;
}

static void
answer_requests(VetSocket *socket, gpointer user_data)
{
	VetBus *bus = user_data;
	for (guint i = 0; i < REQUESTS_A_TURN && answer_one(bus); i++)
		;
}

/* --- making --- */

/*
 * A subscriber that does not read loses what is beyond the mark, sees the gap by the sequence and
 * asks for a replay.  To wait for it instead would let one stuck subscriber stop the others.
 */
static const VetSocketBounds publisher_bounds = {.high_water = 10000, .largest = 4096};
/* A peer that does not read its replies (up to 16 MiB each) gets no more. */
static const VetSocketBounds responder_bounds = {.high_water = 8, .largest = VET_QUERY_MAX_IMPORT};

VetBus *
vet_bus_new(VetStore *store, const char *publish_endpoint, const char *query_endpoint,
	    VetBusOperation operation, gpointer user_data, GError **error)
{
	g_autoptr(VetBus) bus = g_new0(VetBus, 1);
	bus->store = store;
	bus->operation = operation;
	bus->user_data = user_data;
	bus->published = vet_store_published(store);
	bus->context = zmq_ctx_new();
	if (!bus->context) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "ZeroMQ cannot start: %s",
			    zmq_strerror(errno));
		return NULL;
	}
	bus->publisher =
		vet_socket_bind(bus->context, ZMQ_PUB, publish_endpoint, &publisher_bounds, error);
	if (!bus->publisher)
		return NULL;
	bus->responder =
		vet_socket_bind(bus->context, ZMQ_ROUTER, query_endpoint, &responder_bounds, error);
	if (!bus->responder)
		return NULL;
	vet_socket_watch(bus->responder, answer_requests, bus);
	vet_store_set_notify(store, publish, bus);
	bus->heartbeat = g_timeout_add_seconds(HEARTBEAT_SECONDS, beat, bus);
	publish(bus);
	return g_steal_pointer(&bus);
}

void
vet_bus_free(VetBus *bus)
{
	if (!bus)
		return;
	if (bus->heartbeat) {
		vet_store_set_notify(bus->store, NULL, NULL);
		g_source_remove(bus->heartbeat);
	}
	if (bus->more)
		g_source_remove(bus->more);
	vet_socket_free(bus->publisher);
	vet_socket_free(bus->responder);
	if (bus->context)
		zmq_ctx_term(bus->context);
	g_free(bus);
}
