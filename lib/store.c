/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/store-private.h"

#include <json-glib/json-glib.h>

#include "lib/error.h"

/* Announcements that wait for room on the disk; of more the oldest is forgotten. */
#define MAX_UNSAID 16

/* Work for the writer: one transaction. */
typedef struct {
	VetSqliteBody body;
	gpointer request;
	GDestroyNotify free_request; /* NULL: the request is the store's or the task's */
	GTask *task;                 /* NULL: nobody waits for the answer */
} Job;

void
vet_pending_free(VetPending *pending)
{
	if (!pending)
		return;
	g_free(pending->id);
	g_free(pending->path);
	g_free(pending->sha256);
	g_free(pending->spool);
	g_free(pending);
}

void
vet_event_free(VetEvent *event)
{
	if (!event)
		return;
	g_free(event->topic);
	g_free(event->json);
	g_free(event);
}

/* --- the writer thread --- */

static void
note_outcome(VetStore *store, const GError *failure)
{
	gint64 last = 0, published = 0;
	gboolean known =
		!failure && vet_store_sqlite_sequences(store->writing, &last, &published, NULL);
	g_mutex_lock(&store->lock);
	gboolean grew = known && last > store->last_sequence;
	if (known)
		store->last_sequence = last;
	g_free(store->write_error);
	store->write_error = failure ? g_strdup(failure->message) : NULL;
	g_mutex_unlock(&store->lock);
	if (grew)
		g_source_set_ready_time(store->notice, 0);
}

static void
job_free(Job *job)
{
	g_clear_object(&job->task);
	if (job->free_request)
		job->free_request(job->request);
	g_free(job);
}

/* What nobody waits for and nobody says again, and could not be written: before anything else. */
static void
run_unsaid(VetStore *store)
{
	for (Job *job; (job = g_queue_peek_head(&store->unsaid));) {
		if (!vet_sqlite_transaction(store->writing, job->body, job->request, NULL))
			return;
		job_free(g_queue_pop_head(&store->unsaid));
	}
}

static void
keep_unsaid(VetStore *store, Job *job)
{
	g_queue_push_tail(&store->unsaid, job);
	if (g_queue_get_length(&store->unsaid) > MAX_UNSAID)
		job_free(g_queue_pop_head(&store->unsaid));
}

static void
run_job(gpointer data, gpointer user_data)
{
	Job *job = data;
	VetStore *store = user_data;
	g_autoptr(GError) failure = NULL;
	run_unsaid(store);
	gboolean ok = vet_sqlite_transaction(store->writing, job->body, job->request, &failure);
	note_outcome(store, failure);
	if (job->task && ok)
		g_task_return_boolean(job->task, TRUE);
	else if (job->task)
		g_task_return_error(job->task, g_steal_pointer(&failure));
	if (!ok && job->body == vet_store_sqlite_announce)
		keep_unsaid(store, job);
	else
		job_free(job);
}

static void
push_job(VetStore *store, VetSqliteBody body, gpointer request, GDestroyNotify free_request,
	 GTask *task)
{
	Job *job = g_new0(Job, 1);
	job->body = body;
	job->request = request;
	job->free_request = free_request;
	job->task = task;
	/* the pool is exclusive, its thread exists: pushing cannot fail */
	g_thread_pool_push(store->writer, job, NULL);
}

/* The request becomes the task's data, so that finishing can read what the writer put there. */
static void
push_task(VetStore *store, VetSqliteBody body, gpointer request, GDestroyNotify free_request,
	  gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
	GTask *task = g_task_new(NULL, NULL, callback, user_data);
	g_task_set_source_tag(task, tag);
	g_task_set_task_data(task, request, free_request);
	push_job(store, body, request, NULL, task);
}

static gboolean
dispatch_notice(GSource *source, GSourceFunc callback, gpointer user_data)
{
	VetStore *store = user_data;
	g_source_set_ready_time(source, -1);
	if (store->notify)
		store->notify(store->notify_data);
	return G_SOURCE_CONTINUE;
}

static gboolean
ignore(gpointer user_data)
{
	return G_SOURCE_CONTINUE;
}

static GSource *
make_notice(VetStore *store)
{
	static GSourceFuncs functions = {.dispatch = dispatch_notice};
	GSource *notice = g_source_new(&functions, sizeof(GSource));
	g_source_set_static_name(notice, "store notice");
	g_source_set_callback(notice, ignore, store, NULL);
	g_source_attach(notice, g_main_context_get_thread_default());
	return notice;
}

/* --- opening --- */

VetStore *
vet_store_open(const char *path, GError **error)
{
	g_autoptr(VetSqlite) writing = vet_sqlite_open(path, TRUE, error);
	if (!writing ||
	    !vet_store_sqlite_migrate(writing, vet_store_sqlite_schema_version(), error))
		return NULL;
	g_autoptr(VetSqlite) reading = vet_sqlite_open(path, FALSE, error);
	gint64 last, published;
	if (!reading || !vet_store_sqlite_sequences(reading, &last, &published, error))
		return NULL;
	g_autofree char *source = vet_store_sqlite_source(reading, error);
	if (!source)
		return NULL;

	g_autofree VetStore *store = g_new0(VetStore, 1);
	store->writer = g_thread_pool_new(run_job, store, 1, TRUE, error);
	if (!store->writer)
		return NULL;
	store->writing = g_steal_pointer(&writing);
	store->reading = g_steal_pointer(&reading);
	store->source = g_steal_pointer(&source);
	store->last_sequence = last;
	store->published = published;
	g_mutex_init(&store->lock);
	store->notice = make_notice(store);
	return g_steal_pointer(&store);
}

VetStore *
vet_store_open_reading(const char *path, GError **error)
{
	g_autoptr(VetSqlite) reading = vet_sqlite_open(path, FALSE, error);
	if (!reading || !vet_store_sqlite_check(reading, error))
		return NULL;
	VetStore *store = g_new0(VetStore, 1);
	store->reading = g_steal_pointer(&reading);
	g_mutex_init(&store->lock);
	return store;
}

void
vet_store_close(VetStore *store)
{
	if (!store)
		return;
	if (store->writer)
		g_thread_pool_free(store->writer, FALSE, TRUE);
	g_queue_clear_full(&store->unsaid, (GDestroyNotify)job_free);
	if (store->notice)
		g_source_destroy(store->notice);
	g_clear_pointer(&store->notice, g_source_unref);
	vet_sqlite_close(store->reading);
	vet_sqlite_close(store->writing);
	g_mutex_clear(&store->lock);
	g_free(store->write_error);
	g_free(store->source);
	g_free(store);
}

void
vet_store_set_notify(VetStore *store, void (*notify)(gpointer user_data), gpointer user_data)
{
	store->notify = notify;
	store->notify_data = user_data;
}

/* --- intents --- */

static void
free_receive(gpointer data)
{
	VetReceiveRequest *request = data;
	g_free(request->id);
	g_free(request->path);
	g_free(request->sha256);
	g_free(request->spool);
	g_free(request);
}

void
vet_store_receive_async(VetStore *store, const VetReceipt *receipt, GAsyncReadyCallback callback,
			gpointer user_data)
{
	if (!g_utf8_validate(receipt->id, -1, NULL)) {
		g_task_report_new_error(NULL, callback, user_data, vet_store_receive_async,
					VET_ERROR, VET_ERROR_MALFORMED,
					"submission %s: its id is not UTF-8; rename it",
					receipt->path);
		return;
	}
	VetReceiveRequest *request = g_new0(VetReceiveRequest, 1);
	request->id = g_strdup(receipt->id);
	request->path = g_strdup(receipt->path);
	request->sha256 = g_strdup(receipt->sha256);
	request->spool = g_strdup(receipt->spool);
	request->size = receipt->size;
	request->received_at = receipt->received_at;
	push_task(store, vet_store_sqlite_receive, request, free_receive, vet_store_receive_async,
		  callback, user_data);
}

gboolean
vet_store_receive_finish(VetStore *store, GAsyncResult *result, VetReceived *ret_received,
			 guint *ret_version, GError **error)
{
	GTask *task = G_TASK(result);
	if (!g_task_propagate_boolean(task, error))
		return FALSE;
	const VetReceiveRequest *request = g_task_get_task_data(task);
	*ret_received = request->ret_received;
	*ret_version = request->ret_version;
	return TRUE;
}

static void
free_begin(gpointer data)
{
	VetBeginRequest *request = data;
	g_free(request->id);
	g_free(request);
}

void
vet_store_begin_async(VetStore *store, const char *id, guint version, GAsyncReadyCallback callback,
		      gpointer user_data)
{
	VetBeginRequest *request = g_new0(VetBeginRequest, 1);
	request->id = g_strdup(id);
	request->version = version;
	push_task(store, vet_store_sqlite_begin, request, free_begin, vet_store_begin_async,
		  callback, user_data);
}

void
vet_store_begin_again_async(VetStore *store, const char *id, guint version,
			    GAsyncReadyCallback callback, gpointer user_data)
{
	VetBeginRequest *request = g_new0(VetBeginRequest, 1);
	request->id = g_strdup(id);
	request->version = version;
	push_task(store, vet_store_sqlite_begin_again, request, free_begin,
		  vet_store_begin_again_async, callback, user_data);
}

gboolean
vet_store_begin_finish(VetStore *store, GAsyncResult *result, GError **error)
{
	return g_task_propagate_boolean(G_TASK(result), error);
}

static void
free_commit(gpointer data)
{
	VetCommitRequest *request = data;
	g_free(request->id);
	g_free(request->result);
	g_free(request->lists);
	g_free(request);
}

static char *
json_of_texts(const char *const *texts)
{
	g_autoptr(JsonNode) root = json_node_new(JSON_NODE_ARRAY);
	JsonArray *array = json_array_new();
	for (guint i = 0; texts && texts[i]; i++)
		json_array_add_string_element(array, texts[i]);
	json_node_take_array(root, array);
	return json_to_string(root, FALSE);
}

static void
commit_json(VetStore *store, const char *id, guint version, const char *result_json,
	    const char *const *lists, gboolean again, GAsyncReadyCallback callback,
	    gpointer user_data)
{
	VetCommitRequest *request = g_new0(VetCommitRequest, 1);
	request->again = again;
	request->id = g_strdup(id);
	request->version = version;
	request->result = g_strdup(result_json);
	request->lists = json_of_texts(lists);
	push_task(store, vet_store_sqlite_commit, request, free_commit, vet_store_commit_json_async,
		  callback, user_data);
}

void
vet_store_commit_json_async(VetStore *store, const char *id, guint version, const char *result_json,
			    const char *const *lists, GAsyncReadyCallback callback,
			    gpointer user_data)
{
	commit_json(store, id, version, result_json, lists, FALSE, callback, user_data);
}

void
vet_store_recommit_json_async(VetStore *store, const char *id, guint version,
			      const char *result_json, const char *const *lists,
			      GAsyncReadyCallback callback, gpointer user_data)
{
	commit_json(store, id, version, result_json, lists, TRUE, callback, user_data);
}

gboolean
vet_store_recommit_finish(VetStore *store, GAsyncResult *result, gboolean *ret_changed,
			  GError **error)
{
	GTask *task = G_TASK(result);
	if (!g_task_propagate_boolean(task, error))
		return FALSE;
	const VetCommitRequest *request = g_task_get_task_data(task);
	*ret_changed = request->ret_changed;
	return TRUE;
}

gboolean
vet_store_commit_finish(VetStore *store, GAsyncResult *result, GError **error)
{
	return g_task_propagate_boolean(G_TASK(result), error);
}

static void
free_leave(gpointer data)
{
	VetLeaveRequest *request = data;
	g_free(request->id);
	g_free(request->pack_sha256);
	g_free(request);
}

void
vet_store_leave(VetStore *store, const char *id, guint version, const char *pack_sha256)
{
	VetLeaveRequest *request = g_new0(VetLeaveRequest, 1);
	request->id = g_strdup(id);
	request->version = version;
	request->pack_sha256 = g_strdup(pack_sha256);
	push_job(store, vet_store_sqlite_leave, request, free_leave, NULL);
}

static void
free_announce(gpointer data)
{
	VetAnnounceRequest *request = data;
	g_free(request->topic);
	g_free(request->subject);
	g_free(request->data);
	g_free(request);
}

void
vet_store_announce(VetStore *store, const char *topic, const char *subject, const char *data)
{
	VetAnnounceRequest *request = g_new0(VetAnnounceRequest, 1);
	request->topic = g_strdup(topic);
	request->subject = g_strdup(subject);
	request->data = g_strdup(data);
	push_job(store, vet_store_sqlite_announce, request, free_announce, NULL);
}

static void
free_refusal(gpointer data)
{
	VetRefusalRequest *request = data;
	g_free(request->path);
	g_free(request->reason);
	g_free(request);
}

void
vet_store_record_refusal(VetStore *store, const char *path, const char *reason, gint64 at)
{
	VetRefusalRequest *request = g_new0(VetRefusalRequest, 1);
	request->path = g_strdup(path);
	request->reason = g_strdup(reason);
	request->at = at;
	push_job(store, vet_store_sqlite_refuse, request, free_refusal, NULL);
}

void
vet_store_count_junk(VetStore *store, const char *path)
{
	vet_store_record_refusal(store, path, NULL, 0);
}

/* --- the outbox's mark --- */

const char *
vet_store_source(VetStore *store)
{
	return store->source;
}

gint64
vet_store_last_sequence(VetStore *store)
{
	g_mutex_lock(&store->lock);
	gint64 last = store->last_sequence;
	g_mutex_unlock(&store->lock);
	return last;
}

gint64
vet_store_published(VetStore *store)
{
	g_mutex_lock(&store->lock);
	gint64 published = store->published;
	g_mutex_unlock(&store->lock);
	return published;
}

static gboolean
write_published(VetSqlite *db, gpointer request, GError **error)
{
	VetStore *store = request;
	g_mutex_lock(&store->lock);
	gint64 published = store->published;
	store->publish_queued = FALSE;
	g_mutex_unlock(&store->lock);
	return vet_store_sqlite_publish(db, &published, error);
}

void
vet_store_set_published(VetStore *store, gint64 sequence)
{
	g_mutex_lock(&store->lock);
	store->published = MAX(store->published, sequence);
	gboolean push = !store->publish_queued;
	store->publish_queued = TRUE;
	g_mutex_unlock(&store->lock);
	/* one write stands for all that were published until it runs */
	if (push)
		push_job(store, write_published, store, NULL, NULL);
}
