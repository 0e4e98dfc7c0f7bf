/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/pool.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/channel.h"
#include "daemon/reading.h"
#include "daemon/zygote.h"
#include "lib/wire.h"

/* No zygote and no sandbox takes longer to come up. */
#define START_SECONDS 60
/* How long a child may take to be gone after its socket closed. */
#define END_SECONDS 5
/* How often a document is given to a child that is then killed from outside. */
#define MAX_ATTEMPTS 3
/* Starts that fail in a row before documents are given up. */
#define MAX_FAILURES 6
#define MAX_BACKOFF_MS 5000
#define MAX_WORKERS 128

struct _VetPool {
	char *worker_path;
	char **plugin_dirs;
	guint workers;
	gboolean sandbox;
	VetLimits limits;
	VetZygote *zygote;
	guint failed_zygotes;  /* that died before they were ready, in a row */
	guint failed_children; /* the same of children */
	char *description;
	GPtrArray *children; /* of Child */
	GQueue works;        /* of Work, first come first */
	guint32 last_number;
	guint schedule_source;
	guint restart_source;
};

/* A reading that was started. */
typedef struct {
	VetPool *pool;
	VetReading *reading;
	guint children;
	guint starting; /* of them, how many are not ready */
	guint deadline; /* of the submission; 0 before its first document is read and after it has
			   passed */
	gboolean late;  /* the deadline has passed */
} Work;

typedef struct {
	VetPool *pool;
	guint32 number;
	Work *work;      /* NULL once it is retired */
	VetEntry *entry; /* the document it holds; NULL between documents */
	VetChannel *channel;
	int pidfd;       /* -1 until it is forked */
	guint deadline;  /* of the document, or for its end */
	gboolean ready;  /* its sandbox was up */
	gboolean closed; /* its channel says nothing any more */
	gboolean exited;
	int status;      /* once it exited, as of waitpid() */
	gboolean lost;   /* its zygote died: nobody will tell how it ended */
	gboolean judged; /* what became of its document is settled */
} Child;

static void schedule_soon(VetPool *pool);

/* --- the end of a child --------------------------------------------------------------------------
 */

static void
child_free(gpointer data)
{
	Child *child = data;

	g_clear_handle_id(&child->deadline, g_source_remove);
	vet_channel_free(child->channel);
	if (child->pidfd >= 0)
		close(child->pidfd);
	g_free(child);
}

static void
kill_child(const Child *child)
{
	if (child->pidfd >= 0)
		syscall(SYS_pidfd_send_signal, child->pidfd, SIGKILL, NULL, 0);
}

static void
leave_work(Child *child)
{
	if (!child->work)
		return;
	child->work->children--;
	if (!child->ready)
		child->work->starting--;
	child->work = NULL;
}

static void
finish_entry(Child *child)
{
	Work *work = child->work;

	vet_reading_finish(work->reading, g_steal_pointer(&child->entry));
	if (work->late) {
		g_autofree char *what =
			vet_limits_describe(&child->pool->limits, VET_LIMIT_SUBMISSION_SECONDS);
		vet_reading_give_up(work->reading, VET_STATUS_LIMIT, what);
	}
	schedule_soon(child->pool);
}

/* A signal or an exit that no last words explained. */
static char *
describe_death(const Child *child)
{
	if (WIFSIGNALED(child->status)) {
		const char *name = sigabbrev_np(WTERMSIG(child->status));
		return g_strdup_printf("the extractor died of SIG%s", name ? name : "?");
	}
	return g_strdup_printf("the extractor ended its process with status %d",
			       WEXITSTATUS(child->status));
}

static void
judge_death(Child *child)
{
	gboolean from_outside = child->lost || (child->exited && WIFSIGNALED(child->status) &&
						WTERMSIG(child->status) == SIGKILL);

	if (!from_outside) {
		g_autofree char *reason = describe_death(child);
		vet_document_set_status(child->entry->document, VET_STATUS_CRASHED, reason);
	} else if (child->entry->attempts >= MAX_ATTEMPTS) {
		g_autofree char *reason = g_strdup_printf(
			"its worker was killed from outside %d times (SIGKILL; out of memory?)",
			MAX_ATTEMPTS);
		vet_document_set_status(child->entry->document, VET_STATUS_CRASHED, reason);
	} else {
		vet_channel_refund(child->channel);
		vet_reading_retry(child->work->reading, g_steal_pointer(&child->entry));
	}
}

/* A child that died before its sandbox was up: the machine's fault, until it happens too often. */
static void
count_failed_child(Child *child)
{
	VetPool *pool = child->pool;

	if (child->lost || ++pool->failed_children < MAX_FAILURES || !child->work)
		return;
	vet_reading_give_up(child->work->reading, VET_STATUS_CRASHED,
			    "no worker could be started for it; the log of vetd says why");
	pool->failed_children = 0;
}

/* Once both its socket and its process are at their end, in whatever order that is learned. */
static void
bury_if_dead(Child *child)
{
	VetPool *pool = child->pool;

	if (!child->closed || !(child->exited || child->lost))
		return;
	if (child->entry && !child->judged)
		judge_death(child);
	if (child->entry)
		finish_entry(child);
	if (!child->ready)
		count_failed_child(child);
	leave_work(child);
	g_ptr_array_remove_fast(pool->children, child);
	schedule_soon(pool);
}

static void zygote_is_lost(VetPool *pool);

/* It closed its socket, or was killed, and yet nobody says that it ended. */
static gboolean
on_end_overdue(gpointer user_data)
{
	Child *child = user_data;
	struct pollfd end = {child->pidfd, POLLIN};

	child->deadline = 0;
	if (child->pidfd >= 0 && poll(&end, 1, 0) == 0) {
		/* alive */
		if (child->entry && !child->judged) {
			vet_document_set_status(child->entry->document, VET_STATUS_CRASHED,
						"the extractor closed its socket and went on");
			child->judged = TRUE;
		}
		kill_child(child);
		child->deadline = g_timeout_add_seconds(END_SECONDS, on_end_overdue, child);
	} else {
		/* dead, but the zygote does not reap: it hangs */
		zygote_is_lost(child->pool);
	}
	return G_SOURCE_REMOVE;
}

static void
await_end(Child *child)
{
	child->closed = TRUE;
	g_clear_handle_id(&child->deadline, g_source_remove);
	child->deadline = g_timeout_add_seconds(END_SECONDS, on_end_overdue, child);
	bury_if_dead(child);
}

/* Settles what became of the document that the child holds, and ends the child. */
static void
judge(Child *child, VetDocumentStatus status, const char *reason)
{
	vet_channel_close(child->channel);
	if (child->entry && !child->judged)
		vet_document_set_status(child->entry->document, status, reason);
	child->judged = TRUE;
	kill_child(child);
	await_end(child);
}

static void
judge_for_limit(Child *child, VetDocumentStatus status, VetLimit limit)
{
	g_autofree char *what = vet_limits_describe(&child->pool->limits, limit);
	judge(child, status, what);
}

static void
retire(Child *child)
{
	leave_work(child);
	vet_channel_close(child->channel);
	kill_child(child);
	await_end(child);
}

/* --- what a child does
 * ------------------------------------------------------------------------------ */

static gboolean
on_document_deadline(gpointer user_data)
{
	Child *child = user_data;

	child->deadline = 0;
	judge_for_limit(child, VET_STATUS_TIMEOUT, VET_LIMIT_DOCUMENT_SECONDS);
	return G_SOURCE_REMOVE;
}

static gboolean
on_submission_deadline(gpointer user_data)
{
	Work *work = user_data;
	VetPool *pool = work->pool;
	g_autofree char *what = vet_limits_describe(&pool->limits, VET_LIMIT_SUBMISSION_SECONDS);

	work->deadline = 0;
	work->late = TRUE;
	vet_reading_give_up(work->reading, VET_STATUS_LIMIT, what);
	/* from the end: a child that is dead already leaves the array */
	for (guint i = pool->children->len; i > 0; i--) {
		Child *child = pool->children->pdata[i - 1];
		if (child->work == work && !child->closed)
			judge(child, VET_STATUS_LIMIT, what);
	}
	schedule_soon(pool);
	return G_SOURCE_REMOVE;
}

static void
give_next(Child *child)
{
	Work *work = child->work;
	VetEntry *entry = vet_reading_take(work->reading);
	g_autoptr(GError) error = NULL;

	if (!entry) {
		retire(child);
		return;
	}
	child->entry = entry;
	child->judged = FALSE;
	child->deadline = g_timeout_add_seconds(
		child->pool->limits.value[VET_LIMIT_DOCUMENT_SECONDS], on_document_deadline, child);
	if (work->deadline == 0 && !work->late)
		work->deadline = g_timeout_add_seconds(
			child->pool->limits.value[VET_LIMIT_SUBMISSION_SECONDS],
			on_submission_deadline, work);
	/* a child that is gone by now is noticed when its socket closes */
	(void)!vet_channel_send(child->channel, entry->document, entry->fd, &error);
}

static void
on_child_ready(gpointer user_data)
{
	Child *child = user_data;

	child->ready = TRUE;
	child->work->starting--;
	child->pool->failed_children = 0;
	give_next(child);
}

static gboolean
on_identified(const char *name, gpointer user_data, GError **error)
{
	Child *child = user_data;
	VetDocument *document = child->entry->document;
	const VetZygotePlugin *plugin =
		child->pool->zygote ? vet_zygote_find_plugin(child->pool->zygote, name) : NULL;

	if (!plugin) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "it named an extractor that was not announced");
		return FALSE;
	}
	document->extractor = g_strdup(plugin->name);
	document->extractor_build = g_strdup(plugin->build);
	document->is_container = plugin->is_container;
	return TRUE;
}

static gboolean
on_member(const char *path, guint64 size, int fd, gpointer user_data, GError **error)
{
	Child *child = user_data;

	vet_reading_add_member(child->work->reading, child->entry, path, size, fd);
	return TRUE;
}

static gboolean
on_refused(const char *path, VetDocumentStatus status, const char *reason, gpointer user_data,
	   GError **error)
{
	Child *child = user_data;

	vet_reading_add_refused_member(child->work->reading, child->entry, path, status, reason);
	return TRUE;
}

static void
on_done(gpointer user_data)
{
	Child *child = user_data;

	g_clear_handle_id(&child->deadline, g_source_remove);
	finish_entry(child);
	give_next(child);
}

static void
on_broken(VetDocumentStatus status, const char *reason, gpointer user_data)
{
	Child *child = user_data;

	if (!child->entry)
		g_warning("a worker died: %s", reason);
	judge(child, status, reason);
}

static void
on_closed(gpointer user_data)
{
	await_end(user_data);
}

static const VetChannelEvents channel_events = {
	.ready = on_child_ready,
	.identified = on_identified,
	.member = on_member,
	.refused = on_refused,
	.done = on_done,
	.broken = on_broken,
	.closed = on_closed,
};

/* --- the zygote
 * ------------------------------------------------------------------------------------- */

static Child *
find_child(VetPool *pool, guint32 number)
{
	for (guint i = 0; i < pool->children->len; i++) {
		Child *child = pool->children->pdata[i];
		if (child->number == number)
			return child;
	}
	return NULL;
}

static void
on_forked(guint32 number, int pidfd, gpointer user_data)
{
	Child *child = find_child(user_data, number);

	if (!child) {
		/* buried before it was born: its submission is through */
		if (pidfd >= 0)
			close(pidfd);
		return;
	}
	child->pidfd = pidfd;
	if (child->closed)
		kill_child(child);
}

static void
on_exited(guint32 number, int status, gpointer user_data)
{
	Child *child = find_child(user_data, number);

	if (!child)
		return;
	child->exited = TRUE;
	child->status = status;
	bury_if_dead(child);
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

static void
on_zygote_ready(gpointer user_data)
{
	VetPool *pool = user_data;

	pool->failed_zygotes = 0;
	describe(pool);
	schedule_soon(pool);
}

static void start_again_later(VetPool *pool);

static void
zygote_is_lost(VetPool *pool)
{
	if (pool->restart_source)
		return;
	pool->failed_zygotes++;
	start_again_later(pool);
	for (guint i = pool->children->len; i > 0; i--) {
		Child *child = pool->children->pdata[i - 1];
		child->lost = TRUE;
		kill_child(child);
		bury_if_dead(child);
	}
}

static void
on_zygote_died(const char *why, gpointer user_data)
{
	g_warning("vet-worker is gone (%s), another is started", why);
	zygote_is_lost(user_data);
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
		pool->failed_zygotes++;
		start_again_later(pool);
	}
	return G_SOURCE_REMOVE;
}

static void
start_again_later(VetPool *pool)
{
	guint delay = 50u << MIN(pool->failed_zygotes, 7);

	pool->restart_source = g_timeout_add(MIN(delay, MAX_BACKOFF_MS), on_restart, pool);
	schedule_soon(pool);
}

/* --- scheduling
 * --------------------------------------------------------------------------------------- */

static void
work_free(gpointer data)
{
	Work *work = data;

	g_clear_handle_id(&work->deadline, g_source_remove);
	vet_reading_free(work->reading);
	g_free(work);
}

static gboolean
start_child(VetPool *pool, Work *work)
{
	g_autoptr(GError) error = NULL;
	int socket;

	if (!vet_zygote_fork(pool->zygote, ++pool->last_number, pool->sandbox, &pool->limits,
			     &socket, &error)) {
		g_warning("%s", error->message);
		return FALSE;
	}
	Child *child = g_new0(Child, 1);
	child->pool = pool;
	child->number = pool->last_number;
	child->work = work;
	child->pidfd = -1;
	child->channel = vet_channel_new(socket, &pool->limits, vet_reading_budget(work->reading),
					 &channel_events, child);
	/* no sandbox takes that long to set up */
	child->deadline = g_timeout_add_seconds(START_SECONDS, on_document_deadline, child);
	g_ptr_array_add(pool->children, child);
	work->children++;
	work->starting++;
	return TRUE;
}

static void
deliver_complete(VetPool *pool)
{
	for (GList *link = pool->works.head, *next; link; link = next) {
		Work *work = link->data;
		next = link->next;
		/* a child between documents is retired at once, so none is left that looks at the
		 * reading */
		if (!vet_reading_is_complete(work->reading) || work->children > 0)
			continue;
		g_queue_delete_link(&pool->works, link);
		vet_reading_deliver(work->reading);
		work_free(work);
		/* the callback may have started other readings */
		schedule_soon(pool);
		return;
	}
}

/* Every submission gets one child before any gets a second. */
static void
start_children(VetPool *pool, gboolean first)
{
	for (GList *link = pool->works.head; link; link = link->next) {
		Work *work = link->data;
		if (first && work->children > 0)
			continue;
		while (pool->children->len < pool->workers &&
		       vet_reading_waiting(work->reading) > work->starting) {
			if (!start_child(pool, work))
				return;
			if (first)
				break;
		}
	}
}

static void
give_up_everything(VetPool *pool)
{
	for (GList *link = pool->works.head; link; link = link->next) {
		Work *work = link->data;
		vet_reading_give_up(work->reading, VET_STATUS_CRASHED,
				    "vet-worker cannot be started; the log of vetd says why");
	}
}

static gboolean
on_schedule(gpointer user_data)
{
	VetPool *pool = user_data;

	pool->schedule_source = 0;
	if (pool->failed_zygotes >= MAX_FAILURES)
		give_up_everything(pool);
	if (pool->zygote && !pool->restart_source && vet_zygote_is_ready(pool->zygote)) {
		start_children(pool, TRUE);
		start_children(pool, FALSE);
	}
	deliver_complete(pool);
	return G_SOURCE_REMOVE;
}

static void
schedule_soon(VetPool *pool)
{
	if (!pool->schedule_source)
		pool->schedule_source =
			g_idle_add_full(G_PRIORITY_DEFAULT, on_schedule, pool, NULL);
}

/* --- the interface
 * ---------------------------------------------------------------------------------- */

/* One child, so that a machine which cannot confine is known before the first document. */
static gboolean
try_sandbox(VetPool *pool, GError **error)
{
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) cause = NULL;
	guint8 fatal;
	const char *words = "it said nothing";
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
		    "the sandbox cannot be set up: %s; nothing is read without it (sandbox=off "
		    "turns it off)",
		    cause ? cause->message : words);
	return FALSE;
}

VetPool *
vet_pool_new(const VetPoolOptions *options, GError **error)
{
	g_autoptr(VetPool) pool = g_new0(VetPool, 1);

	pool->worker_path = g_strdup(options->worker_path);
	pool->plugin_dirs = g_strdupv((char **)options->plugin_dirs);
	pool->workers = options->workers ? options->workers : g_get_num_processors();
	pool->workers = MIN(pool->workers, MAX_WORKERS);
	pool->sandbox = options->sandbox;
	pool->limits = options->limits;
	pool->children = g_ptr_array_new_with_free_func(child_free);
	g_queue_init(&pool->works);
	if (!start_zygote(pool, error) || !vet_zygote_wait(pool->zygote, START_SECONDS, error) ||
	    !try_sandbox(pool, error))
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
	g_ptr_array_unref(pool->children);
	g_clear_pointer(&pool->zygote, vet_zygote_free);
	g_queue_clear_full(&pool->works, work_free);
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

VetReading *
vet_pool_read(VetPool *pool, VetKeepMember keep, VetReadingDone done, gpointer user_data)
{
	return vet_reading_new(pool, &pool->limits, keep, done, user_data);
}

void
vet_pool_start(VetPool *pool, VetReading *reading)
{
	Work *work = g_new0(Work, 1);

	work->pool = pool;
	work->reading = reading;
	g_queue_push_tail(&pool->works, work);
	schedule_soon(pool);
}

guint
vet_pool_children(const VetPool *pool)
{
	return pool->children->len;
}

guint
vet_pool_waiting(const VetPool *pool)
{
	guint waiting = 0;

	for (const GList *link = pool->works.head; link; link = link->next) {
		const Work *work = link->data;
		waiting += work->children == 0;
	}
	return waiting;
}
