/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pool.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/drawings.h"
#include "daemon/converters.h"
#include "daemon/fingerprint.h"
#include "daemon/reader.h"
#include "daemon/reading.h"
#include "daemon/zygote.h"
#include "lib/error.h"
#include "lib/wire.h"

/* Neither the zygote nor the first sandbox takes longer to come up. */
#define START_SECONDS 60
/* How often the first zygote is started before vetd gives up. */
#define MAX_STARTS 3
/* Starts that fail in a row before documents are given up. */
#define MAX_FAILURES 6
#define MAX_BACKOFF_MS 5000
#define MAX_WORKERS 128
#define DESCRIPTORS 16384

struct _VetPool {
	char *worker_path;
	char **plugin_dirs;
	guint workers;
	gboolean sandbox;
	VetLimits limits;
	VetExtractions *extractions; /* borrowed, may be NULL */
	VetZygote *zygote;
	guint failed_zygotes; /* that died before they were ready, in a row */
	guint failed_readers; /* the same of children */
	char *description;
	GPtrArray *readers; /* of VetReader */
	VetDrawings *drawings;
	GQueue readings; /* of VetReading: started and not complete, first come first */
	guint32 last_number;
	VetConverters converters;
	guint schedule_source;
	guint restart_source;
};

static gboolean on_schedule(gpointer user_data);

static void
schedule_soon(VetPool *pool)
{
	if (!pool->schedule_source)
		pool->schedule_source =
			g_idle_add_full(G_PRIORITY_DEFAULT, on_schedule, pool, NULL);
}

/* --- the zygote --- */

static VetReader *
find_reader(const VetPool *pool, guint32 number)
{
	for (guint i = 0; i < pool->readers->len; i++) {
		VetReader *reader = pool->readers->pdata[i];
		if (vet_reader_number(reader) == number)
			return reader;
	}
	return NULL;
}

static void
on_forked(guint32 number, int pidfd, gpointer user_data)
{
	VetPool *pool = user_data;
	VetReader *reader = find_reader(pool, number);

	if (reader)
		vet_reader_forked(reader, pidfd);
	else if (!vet_drawings_forked(pool->drawings, number, pidfd) && pidfd >= 0)
		close(pidfd);
}

static void
on_exited(guint32 number, int status, gpointer user_data)
{
	VetReader *reader = find_reader(user_data, number);

	if (reader)
		vet_reader_exited(reader, status);
}

static void
describe(VetPool *pool)
{
	const GPtrArray *plugins = vet_zygote_plugins(pool->zygote);
	const GPtrArray *left_out = vet_zygote_left_out(pool->zygote);
	GString *text = g_string_new(pool->sandbox ? "sandbox on; extractors:"
						   : "SANDBOX OFF; extractors:");

	for (guint i = 0; i < plugins->len; i++) {
		const VetZygotePlugin *plugin = plugins->pdata[i];
		g_string_append_printf(text, " %s %s", plugin->name, plugin->version);
	}
	for (guint i = 0; i < left_out->len; i++)
		g_string_append_printf(text, "; %s", (const char *)left_out->pdata[i]);
	g_free(pool->description);
	pool->description = g_string_free(text, FALSE);
}

/* What is stored counts only for these plugins and this worker. */
static void
announce_reader(VetPool *pool)
{
	const GPtrArray *plugins = vet_zygote_plugins(pool->zygote);
	g_autoptr(GHashTable) builds = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *fingerprint = vet_fingerprint(pool->worker_path, plugins, &pool->limits);

	for (guint i = 0; i < plugins->len; i++) {
		const VetZygotePlugin *plugin = plugins->pdata[i];
		g_hash_table_insert(builds, plugin->name, plugin->build);
	}
	vet_extractions_set_reader(pool->extractions, fingerprint, builds);
}

static void
on_zygote_ready(gpointer user_data)
{
	VetPool *pool = user_data;

	pool->failed_zygotes = 0;
	describe(pool);
	if (pool->extractions)
		announce_reader(pool);
	schedule_soon(pool);
}

static gboolean on_restart(gpointer user_data);

/* The old one is freed only when the next is started: this may be called by its own events. */
static void
lose_zygote(VetPool *pool)
{
	if (pool->restart_source)
		return;
	guint delay = 25u << MIN(pool->failed_zygotes, 8);
	pool->failed_zygotes++;
	pool->restart_source = g_timeout_add(MIN(delay, MAX_BACKOFF_MS), on_restart, pool);
	for (guint i = 0; i < pool->readers->len; i++)
		vet_reader_lost(pool->readers->pdata[i]);
	schedule_soon(pool);
}

static void
on_zygote_died(const char *why, gpointer user_data)
{
	g_warning("vet-worker is gone (%s); another is started", why);
	lose_zygote(user_data);
}

static const VetZygoteEvents zygote_events = {
	.ready = on_zygote_ready,
	.forked = on_forked,
	.exited = on_exited,
	.died = on_zygote_died,
};

static gboolean
start_zygote(VetPool *pool, GError **error)
{
	g_clear_pointer(&pool->zygote, vet_zygote_free);
	pool->zygote = vet_zygote_new(pool->worker_path, (const char *const *)pool->plugin_dirs,
				      &zygote_events, pool, error);
	return pool->zygote != NULL;
}

static gboolean
on_restart(gpointer user_data)
{
	VetPool *pool = user_data;
	g_autoptr(GError) error = NULL;

	pool->restart_source = 0;
	if (!start_zygote(pool, &error)) {
		g_warning("%s", error->message);
		lose_zygote(pool);
	}
	return G_SOURCE_REMOVE;
}

/* --- readers --- */

static const VetZygotePlugin *
on_find_plugin(const char *name, gpointer user_data)
{
	VetPool *pool = user_data;
	return pool->zygote ? vet_zygote_find_plugin(pool->zygote, name) : NULL;
}

static void
on_reader_changed(gpointer user_data)
{
	schedule_soon(user_data);
}

static void
on_unreaped(gpointer user_data)
{
	g_warning("vet-worker does not answer; another is started");
	lose_zygote(user_data);
}

static gboolean on_may_go_on(const VetReader *reader, gpointer user_data);

static const VetReaderEvents reader_events = {
	.find_plugin = on_find_plugin,
	.changed = on_reader_changed,
	.may_go_on = on_may_go_on,
	.unreaped = on_unreaped,
};

/* One that ended before its sandbox was up: the machine's fault, until it happens too often. */
static void
count_failed_reader(VetPool *pool, const VetReader *reader)
{
	VetReading *reading = vet_reader_reading(reader);

	if (vet_reader_is_converting(reader)) {
		if (vet_converters_failed(&pool->converters, vet_reader_is_ready(reader)) &&
		    reading)
			vet_reading_give_up_aside(reading, "no converter could be started for it; "
							   "the log of vetd says why");
		return;
	}
	if (vet_reader_is_ready(reader)) {
		pool->failed_readers = 0;
		return;
	}
	if (vet_reader_was_lost(reader) || ++pool->failed_readers < MAX_FAILURES || !reading)
		return;
	vet_reading_give_up(reading, VET_STATUS_CRASHED,
			    "no worker could be started for it; the log of vetd says why");
	pool->failed_readers = 0;
}

static void
bury_readers(VetPool *pool)
{
	for (guint i = pool->readers->len; i > 0; i--) {
		VetReader *reader = pool->readers->pdata[i - 1];
		if (!vet_reader_is_over(reader))
			continue;
		vet_reader_settle(reader);
		count_failed_reader(pool, reader);
		if (vet_reader_is_converting(reader))
			vet_converters_ended(&pool->converters, vet_reader_number(reader));
		g_ptr_array_remove_index_fast(pool->readers, i - 1);
	}
}

static gboolean
start_reader(VetPool *pool, VetReading *reading)
{
	g_autoptr(GError) error = NULL;
	int socket;

	if (!vet_zygote_fork(pool->zygote, ++pool->last_number, pool->sandbox, &pool->limits,
			     &socket, &error)) {
		g_warning("%s", error->message);
		return FALSE;
	}
	g_ptr_array_add(pool->readers, vet_reader_new(pool->last_number, socket, reading,
						      &pool->limits, &reader_events, pool));
	return TRUE;
}

/* How many children work for a reading, and how many of them have not come to take a document yet.
 */
static guint
count_readers(const VetPool *pool, const VetReading *reading, guint *ret_starting)
{
	guint n = 0, starting = 0;

	for (guint i = 0; i < pool->readers->len; i++) {
		const VetReader *reader = pool->readers->pdata[i];
		if (vet_reader_reading(reader) != reading)
			continue;
		n++;
		starting += !vet_reader_is_ready(reader) && !vet_reader_is_converting(reader);
	}
	*ret_starting = starting;
	return n;
}

/* How many children are on their way to convert a document of the reading. */
static guint
count_converters(const VetPool *pool, const VetReading *reading)
{
	guint n = 0;

	for (guint i = 0; i < pool->readers->len; i++) {
		const VetReader *reader = pool->readers->pdata[i];
		n += vet_reader_reading(reader) == reading && vet_reader_is_converting(reader) &&
		     !vet_reader_is_ready(reader);
	}
	return n;
}

/* --- scheduling --- */

/* Every submission gets one child before any gets a second. */
static void
start_readers(VetPool *pool, gboolean first)
{
	for (GList *link = pool->readings.head; link; link = link->next) {
		guint starting;
		guint n = count_readers(pool, link->data, &starting);
		guint waiting = vet_reading_waiting(link->data);
		guint wanted = waiting > starting ? waiting - starting : 0;

		if (first)
			wanted = n == 0 ? MIN(wanted, 1) : 0;
		for (guint i = 0; i < wanted; i++) {
			if (pool->readers->len >= pool->workers || !start_reader(pool, link->data))
				return;
		}
	}
}

/* How many readings wait for their first child, and how many children are about to make room. */
static guint
count_starved(const VetPool *pool)
{
	guint starved = 0, ending = 0, starting;

	for (const GList *link = pool->readings.head; link; link = link->next)
		starved += vet_reading_waiting(link->data) + vet_reading_aside(link->data) > 0 &&
			   count_readers(pool, link->data, &starting) == 0;
	for (guint i = 0; i < pool->readers->len; i++)
		ending += !vet_reader_reading(pool->readers->pdata[i]);
	return starved > ending ? starved - ending : 0;
}

/* A submission with much to read gives up its second child for one that has none. */
static gboolean
on_may_go_on(const VetReader *reader, gpointer user_data)
{
	VetPool *pool = user_data;
	guint starting;

	return pool->readers->len < pool->workers ||
	       count_readers(pool, vet_reader_reading(reader), &starting) < 2 ||
	       count_starved(pool) == 0;
}

static void
start_converter(VetPool *pool, VetReading *reading)
{
	g_autoptr(GError) error = NULL;
	guint32 number = ++pool->last_number;
	g_autofree char *folder = vet_converters_folder(&pool->converters, number, &error);
	int socket;

	if (!folder || !vet_zygote_fork_converter(pool->zygote, number, pool->sandbox,
						  &pool->limits, folder, &socket, &error)) {
		g_warning("%s", error->message);
		if (!folder)
			vet_reading_give_up_aside(reading, error->message);
		return;
	}
	vet_converters_started(&pool->converters);
	VetReader *reader =
		vet_reader_new(number, socket, reading, &pool->limits, &reader_events, pool);
	vet_reader_set_converting(reader);
	g_ptr_array_add(pool->readers, reader);
}

/* As many as there are documents for that no converter is on its way to. */
static void
start_converters(VetPool *pool)
{
	for (GList *link = pool->readings.head; link; link = link->next) {
		guint wanted = vet_reading_aside(link->data);
		for (guint i = count_converters(pool, link->data);
		     i < wanted && pool->readers->len < pool->workers &&
		     vet_converters_has_room(&pool->converters);
		     i++)
			start_converter(pool, link->data);
	}
}

static void
deliver_complete(VetPool *pool)
{
	GList *link = pool->readings.head;
	guint starting;

	while (link && (!vet_reading_is_complete(link->data) ||
			count_readers(pool, link->data, &starting) > 0))
		link = link->next;
	if (!link)
		return;
	/* one at a time: the callback may start others, or take long */
	g_autoptr(VetReading) reading = link->data;
	g_queue_delete_link(&pool->readings, link);
	schedule_soon(pool);
	vet_reading_deliver(reading);
}

static void
start_drawers(VetPool *pool)
{
	while (vet_drawings_wants_child(pool->drawings, pool->workers)) {
		g_autoptr(GError) error = NULL;
		int socket;
		if (vet_zygote_fork(pool->zygote, ++pool->last_number, pool->sandbox, &pool->limits,
				    &socket, &error))
			vet_drawings_start(pool->drawings, pool->last_number, socket);
		else
			vet_drawings_refuse(pool->drawings, FALSE, error);
	}
}

static void
give_up_everything(VetPool *pool)
{
	g_autoptr(GError) error =
		g_error_new_literal(VET_ERROR, VET_ERROR_RETRY,
				    "vet-worker cannot be started; the log of vetd says why");

	vet_drawings_refuse(pool->drawings, TRUE, error);
	for (GList *link = pool->readings.head; link; link = link->next)
		vet_reading_give_up(link->data, VET_STATUS_CRASHED,
				    "vet-worker cannot be started; the log of vetd says why");
}

static gboolean
on_schedule(gpointer user_data)
{
	VetPool *pool = user_data;

	pool->schedule_source = 0;
	bury_readers(pool);
	if (pool->failed_zygotes >= MAX_FAILURES)
		give_up_everything(pool);
	if (!pool->restart_source && vet_zygote_is_ready(pool->zygote)) {
		start_readers(pool, TRUE);
		start_converters(pool);
		start_readers(pool, FALSE);
		start_drawers(pool);
	}
	vet_drawings_deliver(pool->drawings);
	deliver_complete(pool);
	return G_SOURCE_REMOVE;
}

void
vet_pool_start(VetPool *pool, VetReading *reading)
{
	GList *link = pool->readings.tail;

	/* what can wait stands behind all that cannot */
	while (link && !vet_reading_is_background(reading) && vet_reading_is_background(link->data))
		link = link->prev;
	if (link)
		g_queue_insert_after(&pool->readings, link, reading);
	else
		g_queue_push_head(&pool->readings, reading);
	schedule_soon(pool);
}

void
vet_pool_stop(VetPool *pool, VetReading *reading, const char *reason)
{
	for (guint i = 0; i < pool->readers->len; i++) {
		VetReader *reader = pool->readers->pdata[i];
		if (vet_reader_reading(reader) == reading)
			vet_reader_stop(reader, VET_STATUS_LIMIT, reason);
	}
	schedule_soon(pool);
}

void
vet_pool_abandon(VetPool *pool, const VetEntry *whole, const VetEntry *spared)
{
	for (guint i = 0; i < pool->readers->len; i++)
		vet_reader_abandon(pool->readers->pdata[i], whole, spared);
}

/* --- the interface --- */

/* One child, so that a machine which cannot confine is known before the first document. */
static gboolean
try_sandbox(VetPool *pool, GError **error)
{
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) cause = NULL;
	const char *words = "it said nothing";
	guint8 fatal;
	int socket;

	if (!vet_zygote_fork(pool->zygote, ++pool->last_number, pool->sandbox, &pool->limits,
			     &socket, error))
		return FALSE;
	struct pollfd source = {socket, POLLIN};
	gboolean received = poll(&source, 1, START_SECONDS * 1000) == 1 &&
			    vet_wire_receive(socket, MSG_DONTWAIT, &message, &cause);
	close(socket);
	if (received && message.type == VET_WIRE_READY)
		return TRUE;
	if (received && message.type == VET_WIRE_FATAL)
		g_variant_get(message.body, "(y&s)", &fatal, &words);
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "a worker's sandbox cannot be set up: %s; nothing is read without it",
		    cause ? cause->message : words);
	return FALSE;
}

/* each document that waits is an open descriptor: the 1,024 that a shell gives are soon spent */
static void
allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= DESCRIPTORS)
		return;
	limit.rlim_cur = MIN(limit.rlim_max, DESCRIPTORS);
	/* where it is refused, the documents that cannot be opened say so */
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * Tried again: a worker that somebody kills while it starts (for want of memory, say) is no fault of
 * the configuration, and from those vetd does not come back by itself.
 */
static gboolean
start_first_zygote(VetPool *pool, GError **error)
{
	for (guint attempt = 1;; attempt++) {
		g_autoptr(GError) failure = NULL;
		if (start_zygote(pool, &failure) &&
		    vet_zygote_wait(pool->zygote, START_SECONDS, &failure) &&
		    try_sandbox(pool, &failure))
			return TRUE;
		/* its death may have asked for another one later */
		g_clear_handle_id(&pool->restart_source, g_source_remove);
		if (attempt == MAX_STARTS) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return FALSE;
		}
	}
}

VetPool *
vet_pool_new(const VetPoolOptions *options, GError **error)
{
	g_autoptr(VetPool) pool = g_new0(VetPool, 1);

	allow_descriptors();
	pool->worker_path = g_strdup(options->worker_path);
	pool->plugin_dirs = g_strdupv((char **)options->plugin_dirs);
	pool->workers = options->workers ? options->workers : g_get_num_processors();
	pool->workers = MIN(pool->workers, MAX_WORKERS);
	pool->sandbox = options->sandbox;
	pool->limits = options->limits;
	pool->extractions = options->extractions;
	pool->readers = g_ptr_array_new_with_free_func((GDestroyNotify)vet_reader_free);
	g_queue_init(&pool->readings);
	pool->drawings = vet_drawings_new(&pool->limits, on_reader_changed, pool);
	if (!start_first_zygote(pool, error))
		return NULL;
	return g_steal_pointer(&pool);
}

void
vet_pool_free(VetPool *pool)
{
	if (!pool)
		return;
	g_clear_handle_id(&pool->schedule_source, g_source_remove);
	g_clear_handle_id(&pool->restart_source, g_source_remove);
	g_ptr_array_unref(pool->readers);
	vet_drawings_free(pool->drawings);
	g_clear_pointer(&pool->zygote, vet_zygote_free);
	vet_converters_clear(&pool->converters);
	g_queue_clear_full(&pool->readings, (GDestroyNotify)vet_reading_free);
	g_free(pool->worker_path);
	g_strfreev(pool->plugin_dirs);
	g_free(pool->description);
	g_free(pool);
}

const char *
vet_pool_describe(const VetPool *pool)
{
	return pool->description;
}

void
vet_pool_draw(VetPool *pool, const VetDrawRequest *request)
{
	vet_drawings_add(pool->drawings, request);
}

VetReading *
vet_pool_read(VetPool *pool, VetKeepMember keep, VetReadingDone done, gpointer user_data)
{
	VetReading *reading = vet_reading_new(pool, &pool->limits, keep, done, user_data);
	if (pool->extractions)
		vet_reading_use_stored(reading, pool->extractions);
	return reading;
}

guint
vet_pool_children(const VetPool *pool)
{
	return pool->readers->len;
}

guint
vet_pool_waiting(const VetPool *pool)
{
	guint waiting = 0, starting;

	for (const GList *link = pool->readings.head; link; link = link->next)
		waiting += count_readers(pool, link->data, &starting) == 0;
	return waiting;
}
