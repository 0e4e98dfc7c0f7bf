/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "daemon/arrival.h"
#include "lib/error.h"
#include "lib/junk.h"
#include "lib/text.h"

/* names of the inbox that are kept in mind; what is beyond is found by a later scan */
#define MAX_ENTRIES 65536
/* looks that fall due within this time are done together */
#define TICK_MS 20
#define MAX_JUNK_COUNTED 1000

#define WATCHED (IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR)

typedef enum {
	ENTRY_SETTLING,
	ENTRY_READY, /* complete, waits for its turn */
	ENTRY_DONE,  /* received, but it could not be removed: not again until it changes */
} EntryState;

typedef struct {
	char *name;
	EntryState state;
	gboolean known;      /* was looked at before */
	gboolean renamed;    /* came by a rename: whole */
	gboolean seen;       /* by the scan that is running */
	guint64 signature;   /* of the last look */
	gint64 quiet_since;  /* monotonic, microseconds */
	gint64 due;          /* when to look again */
	const char *refusal; /* static; recorded already */
} Entry;

/* what was told already, so that a full disk is one sentence and not one for each submission */
typedef enum {
	KIND_INBOX,
	KIND_LOOK,
	KIND_TAKE,
	KIND_RECEIVE,
	KIND_REMOVE,
	N_KINDS,
} ComplaintKind;

struct _VetIntake {
	char *inbox;
	VetIntakeOptions options;
	VetSpool *spool;
	VetStore *store;
	VetIntakeReceived received;
	gpointer user_data;
	void (*complain)(const char *sentence, gpointer user_data);
	gpointer complain_data;
	gboolean complained[N_KINDS];

	int inbox_fd;
	int inotify_fd;
	guint watch_source, rescan_source, tick_source, take_source;
	gint64 tick_at;
	GHashTable *entries; /* name → Entry */
	GQueue *ready;       /* of names, in the order they became complete */

	/* the one submission between spool and store */
	char *taking;
	char *taking_id;
	VetTree *tree;
	guint64 taking_signature;
	gboolean freed; /* while the store was answering */
};

static void
entry_free(gpointer data)
{
	Entry *entry = data;

	g_free(entry->name);
	g_free(entry);
}

static void
complain(VetIntake *intake, ComplaintKind kind, const GError *error)
{
	if (intake->complained[kind] || !intake->complain)
		return;
	intake->complained[kind] = TRUE;
	intake->complain(error->message, intake->complain_data);
}

static char *
readable(const char *name)
{
	g_autofree char *text = vet_text_decode(name, strlen(name), NULL, NULL);

	if (!text)
		text = g_utf8_make_valid(name, -1);
	for (char *p = text; *p; p++)
		if ((guchar)*p < 0x20 || *p == '/' || *p == 0x7F)
			*p = '_';
	return g_steal_pointer(&text);
}

static char *
id_or_underscores(char *id)
{
	if (strspn(id, ". ") == strlen(id)) {
		g_free(id);
		return g_strdup("_");
	}
	return g_strstrip(id);
}

char *
vet_intake_id_of_name(const char *name)
{
	char *id = readable(name);
	char *dot = strrchr(id, '.');
	gboolean letter = FALSE;

	/* "第1.2稿" and "2025.07" have no extension */
	for (const char *p = dot ? dot + 1 : ""; *p; p++) {
		letter = letter || g_ascii_isalpha(*p);
		if (!g_ascii_isalnum(*p) || p - dot > 8)
			return id_or_underscores(id);
	}
	if (!dot || dot == id || !letter)
		return id_or_underscores(id);
	*dot = '\0';
	if (g_str_has_suffix(id, ".tar") && strlen(id) > strlen(".tar"))
		id[strlen(id) - strlen(".tar")] = '\0';
	return id_or_underscores(id);
}

/* --- looking: which names are complete --- */

static void plan_tick(VetIntake *intake, gint64 at);
static void plan_take(VetIntake *intake);

static void
record_refusal(VetIntake *intake, Entry *entry, const char *refusal)
{
	g_autofree char *path = readable(entry->name);

	if (entry->refusal == refusal)
		return;
	entry->refusal = refusal;
	vet_store_record_refusal(intake->store, path, refusal, g_get_real_time() / G_USEC_PER_SEC);
}

static gboolean
is_quiet(const VetIntake *intake, const Entry *entry, const VetArrival *arrival, gint64 now)
{
	return entry->known && entry->signature == arrival->signature &&
	       now - entry->quiet_since >= (gint64)intake->options.settle_ms * 1000;
}

static gboolean
is_complete(const VetIntake *intake, const Entry *entry, const VetArrival *arrival, gint64 now)
{
	/* somebody made a folder and is looking for the files to put there */
	if (arrival->files == 0 && !arrival->marked && !entry->renamed)
		return FALSE;
	return (arrival->marked || entry->renamed || is_quiet(intake, entry, arrival, now)) &&
	       !vet_arrival_is_written(intake->inbox_fd, entry->name);
}

/* FALSE when the entry is gone */
static gboolean
look_at(VetIntake *intake, Entry *entry)
{
	gint64 now = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;
	VetArrival arrival;

	entry->due = now + (gint64)MAX(intake->options.settle_ms, TICK_MS) * 1000;
	if (!vet_arrival_look(intake->inbox_fd, entry->name, &arrival, &error)) {
		entry->due = G_MAXINT64;
		complain(intake, KIND_LOOK, error);
		return TRUE;
	}
	if (!arrival.present)
		return FALSE;
	if (arrival.refusal) {
		record_refusal(intake, entry, arrival.refusal);
		entry->due = G_MAXINT64;
		return TRUE;
	}
	if (entry->state == ENTRY_DONE && entry->signature == arrival.signature) {
		entry->due = G_MAXINT64;
		return TRUE;
	}
	entry->state = ENTRY_SETTLING;
	if (is_complete(intake, entry, &arrival, now)) {
		entry->state = ENTRY_READY;
		entry->due = G_MAXINT64;
		g_queue_push_tail(intake->ready, g_strdup(entry->name));
		plan_take(intake);
	} else if (!entry->known || entry->signature != arrival.signature) {
		entry->quiet_since = now;
	}
	entry->known = TRUE;
	entry->signature = arrival.signature;
	return TRUE;
}

static void
look_and_plan(VetIntake *intake, Entry *entry)
{
	if (!look_at(intake, entry))
		g_hash_table_remove(intake->entries, entry->name);
	else if (entry->due != G_MAXINT64)
		plan_tick(intake, entry->due);
}

static gboolean
tick(gpointer data)
{
	VetIntake *intake = data;
	gint64 now = g_get_monotonic_time();
	gint64 next = G_MAXINT64;
	GHashTableIter iterator;
	gpointer value;

	intake->tick_source = 0;
	g_hash_table_iter_init(&iterator, intake->entries);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		Entry *entry = value;

		if (entry->due <= now && !look_at(intake, entry)) {
			g_hash_table_iter_remove(&iterator);
			continue;
		}
		next = MIN(next, entry->due);
	}
	if (next != G_MAXINT64)
		plan_tick(intake, next);
	return G_SOURCE_REMOVE;
}

static void
plan_tick(VetIntake *intake, gint64 at)
{
	gint64 wait_ms;

	if (intake->tick_source && intake->tick_at <= at)
		return;
	g_clear_handle_id(&intake->tick_source, g_source_remove);
	wait_ms = (at - g_get_monotonic_time()) / 1000 + 1;
	intake->tick_at = at;
	intake->tick_source = g_timeout_add((guint)MAX(wait_ms, TICK_MS), tick, intake);
}

/* hidden names too: programs of transfer write under them before they rename */
static gboolean
is_junk(const char *name)
{
	return *name == '.' || vet_junk_name(name);
}

/* the entry of a name, made when it is new; NULL for what is no submission */
static Entry *
entry_for(VetIntake *intake, const char *name)
{
	g_autofree char *marked = vet_arrival_marked_name(name);
	Entry *entry;

	if (marked || vet_arrival_is_remains(name))
		return NULL;
	if (is_junk(name))
		return NULL;
	entry = g_hash_table_lookup(intake->entries, name);
	if (entry || g_hash_table_size(intake->entries) >= MAX_ENTRIES)
		return entry;
	entry = g_new0(Entry, 1);
	entry->name = g_strdup(name);
	g_hash_table_insert(intake->entries, entry->name, entry);
	return entry;
}

static gboolean
is_unseen(gpointer name, gpointer value, gpointer user_data)
{
	Entry *entry = value;
	gboolean seen = entry->seen;

	entry->seen = FALSE;
	return !seen && entry->state != ENTRY_READY;
}

static int
open_inbox(const char *inbox, GError **error)
{
	int fd = open(inbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "inbox %s: %s; make the folder and let vetd read and write in it",
			    inbox, g_strerror(errno));
	return fd;
}

static gboolean
scan(VetIntake *intake, GError **error)
{
	int fd = open_inbox(intake->inbox, error);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

	if (!folder)
		return FALSE;
	for (struct dirent *found; (found = readdir(folder));) {
		Entry *entry;

		if (g_str_equal(found->d_name, ".") || g_str_equal(found->d_name, ".."))
			continue;
		if (vet_arrival_is_remains(found->d_name)) {
			vet_arrival_remove_remains(intake->inbox_fd, found->d_name, NULL);
			continue;
		}
		/* counted here only: what an event brings may be gone in a moment */
		if (is_junk(found->d_name)) {
			g_autofree char *path = readable(found->d_name);
			vet_store_count_junk(intake->store, path);
			continue;
		}
		entry = entry_for(intake, found->d_name);
		if (!entry)
			continue;
		entry->seen = TRUE;
		if (entry->state != ENTRY_READY)
			look_and_plan(intake, entry);
	}
	closedir(folder);
	g_hash_table_foreach_remove(intake->entries, is_unseen, NULL);
	return TRUE;
}

/* --- watching --- */

/* the folder may have been put there anew, or a file system mounted over it */
static gboolean
watch_inbox(VetIntake *intake, GError **error)
{
	int fd = open_inbox(intake->inbox, error);

	if (fd < 0)
		return FALSE;
	if (intake->inbox_fd >= 0)
		close(intake->inbox_fd);
	intake->inbox_fd = fd;
	/* where there is no inotify the rescan finds everything, only later */
	if (intake->inotify_fd >= 0)
		inotify_add_watch(intake->inotify_fd, intake->inbox, WATCHED);
	return TRUE;
}

static gboolean
rescan(gpointer data)
{
	VetIntake *intake = data;
	g_autoptr(GError) error = NULL;

	if (watch_inbox(intake, &error) && scan(intake, &error))
		intake->complained[KIND_INBOX] = FALSE;
	else
		complain(intake, KIND_INBOX, error);
	return G_SOURCE_CONTINUE;
}

static void
handle_event(VetIntake *intake, const struct inotify_event *event)
{
	g_autofree char *marked = NULL;
	Entry *entry;

	if (event->mask & IN_Q_OVERFLOW)
		rescan(intake);
	if (event->len == 0 || event->mask & (IN_DELETE | IN_MOVED_FROM))
		return;
	marked = vet_arrival_marked_name(event->name);
	entry = entry_for(intake, marked ? marked : event->name);
	if (!entry || entry->state == ENTRY_READY)
		return;
	if (event->mask & IN_MOVED_TO && !marked)
		entry->renamed = TRUE;
	look_and_plan(intake, entry);
}

static gboolean
read_events(gint fd, GIOCondition condition, gpointer data)
{
	VetIntake *intake = data;
	_Alignas(struct inotify_event) char buffer[16 * 1024];
	ssize_t length = read(fd, buffer, sizeof buffer);

	for (char *p = buffer; length > 0 && p < buffer + length;) {
		const struct inotify_event *event = (const struct inotify_event *)p;
		handle_event(intake, event);
		p += sizeof *event + event->len;
	}
	return G_SOURCE_CONTINUE;
}

/* --- taking: spool, store, and only then out of the inbox --- */

static void
stop_taking(VetIntake *intake)
{
	g_clear_pointer(&intake->taking, g_free);
	g_clear_pointer(&intake->taking_id, g_free);
	g_clear_pointer(&intake->tree, vet_tree_free);
}

static void
intake_destroy(VetIntake *intake)
{
	stop_taking(intake);
	g_hash_table_unref(intake->entries);
	g_queue_free_full(intake->ready, g_free);
	if (intake->inbox_fd >= 0)
		close(intake->inbox_fd);
	if (intake->inotify_fd >= 0)
		close(intake->inotify_fd);
	g_free(intake->inbox);
	g_free(intake);
}

/* the entry settles anew and is tried again by the next scan */
static void
put_back(VetIntake *intake, Entry *entry)
{
	entry->state = ENTRY_SETTLING;
	entry->known = FALSE;
	entry->renamed = FALSE;
	entry->due = G_MAXINT64;
}

static void
note_left_out(VetIntake *intake, gint64 now)
{
	g_autofree char *name = readable(intake->taking);

	for (guint i = 0; i < intake->tree->entries->len; i++) {
		const VetTreeEntry *file = intake->tree->entries->pdata[i];
		g_autofree char *path = g_build_filename(name, file->path, NULL);
		if (file->refusal)
			vet_store_record_refusal(intake->store, path, file->refusal, now);
	}
	for (guint i = 0; i < MIN(intake->tree->junk, MAX_JUNK_COUNTED); i++) {
		g_autofree char *path = g_strdup_printf("%s/(junk %u)", name, i + 1);
		vet_store_count_junk(intake->store, path);
	}
}

static void
clear_away(VetIntake *intake)
{
	Entry *entry = g_hash_table_lookup(intake->entries, intake->taking);
	g_autoptr(GError) error = NULL;

	if (vet_arrival_remove(intake->inbox_fd, intake->taking, intake->taking_signature,
			       &error)) {
		intake->complained[KIND_REMOVE] = FALSE;
		g_hash_table_remove(intake->entries, intake->taking);
		return;
	}
	if (error)
		complain(intake, KIND_REMOVE, error);
	if (!entry)
		return;
	/* it changed since: what it is now is a version of its own */
	entry->state = error ? ENTRY_DONE : ENTRY_SETTLING;
	entry->signature = intake->taking_signature;
	entry->renamed = FALSE;
	look_and_plan(intake, entry);
}

static void
receipt_stored(GObject *source, GAsyncResult *result, gpointer data)
{
	VetIntake *intake = data;
	g_autoptr(GError) error = NULL;
	VetReceived received;
	guint version;

	if (intake->freed) {
		intake_destroy(intake);
		return;
	}
	if (!vet_store_receive_finish(intake->store, result, &received, &version, &error)) {
		Entry *entry = g_hash_table_lookup(intake->entries, intake->taking);
		complain(intake, KIND_RECEIVE, error);
		if (entry)
			put_back(intake, entry);
	} else {
		g_autofree char *id = g_steal_pointer(&intake->taking_id);

		intake->complained[KIND_RECEIVE] = FALSE;
		if (received != VET_RECEIVED_SAME)
			note_left_out(intake, g_get_real_time() / G_USEC_PER_SEC);
		clear_away(intake);
		intake->received(id, version, received, intake->user_data);
	}
	stop_taking(intake);
	plan_take(intake);
}

static void
store_receipt(VetIntake *intake)
{
	g_autofree char *path = readable(intake->taking);
	VetReceipt receipt = {
		.id = intake->taking_id,
		.path = path,
		.sha256 = intake->tree->sha256,
		.spool = intake->tree->sha256,
		.size = intake->tree->size,
		.received_at = intake->tree->changed_at,
	};

	vet_store_receive_async(intake->store, &receipt, receipt_stored, intake);
}

/* FALSE when it is not what it was when it became complete: it settles anew */
static gboolean
copy_into_spool(VetIntake *intake, Entry *entry, GError **error)
{
	VetArrival before;
	VetArrival after;

	if (!vet_arrival_look(intake->inbox_fd, entry->name, &before, error) || !before.present ||
	    before.refusal)
		return FALSE;
	intake->tree = vet_spool_take(intake->spool, intake->inbox_fd, entry->name,
				      &intake->options.limits, error);
	if (!intake->tree || !vet_arrival_look(intake->inbox_fd, entry->name, &after, error) ||
	    after.signature != before.signature)
		return FALSE;
	intake->taking = g_strdup(entry->name);
	/* the dots in the name of a folder are no extension */
	intake->taking_id = before.folder ? id_or_underscores(readable(entry->name))
					  : vet_intake_id_of_name(entry->name);
	intake->taking_signature = before.signature;
	return TRUE;
}

/* one submission for each turn of the main loop, so that large ones do not silence the others */
static gboolean
take_next(gpointer data)
{
	VetIntake *intake = data;
	g_autofree char *name = g_queue_pop_head(intake->ready);
	Entry *entry = name ? g_hash_table_lookup(intake->entries, name) : NULL;
	g_autoptr(GError) error = NULL;

	intake->take_source = 0;
	if (entry && copy_into_spool(intake, entry, &error)) {
		intake->complained[KIND_TAKE] = FALSE;
		store_receipt(intake);
		return G_SOURCE_REMOVE;
	}
	stop_taking(intake);
	if (entry)
		put_back(intake, entry);
	if (error)
		complain(intake, KIND_TAKE, error);
	else if (entry)
		look_and_plan(intake, entry);
	plan_take(intake);
	return G_SOURCE_REMOVE;
}

static void
plan_take(VetIntake *intake)
{
	if (intake->taking || intake->take_source || g_queue_is_empty(intake->ready))
		return;
	intake->take_source = g_idle_add(take_next, intake);
}

/* --- the whole --- */

VetIntake *
vet_intake_new(const VetIntakeOptions *options, VetSpool *spool, VetStore *store,
	       VetIntakeReceived received, gpointer user_data, GError **error)
{
	g_autoptr(VetIntake) intake = g_new0(VetIntake, 1);

	intake->inbox = g_strdup(options->inbox);
	intake->options = *options;
	intake->options.inbox = intake->inbox;
	intake->spool = spool;
	intake->store = store;
	intake->received = received;
	intake->user_data = user_data;
	intake->inbox_fd = -1;
	intake->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
	intake->ready = g_queue_new();
	intake->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	/* the watch comes before the scan, so nothing falls between them */
	if (!watch_inbox(intake, error) || !scan(intake, error))
		return NULL;
	if (intake->inotify_fd >= 0)
		intake->watch_source =
			g_unix_fd_add(intake->inotify_fd, G_IO_IN, read_events, intake);
	intake->rescan_source = g_timeout_add(MAX(options->rescan_ms, TICK_MS), rescan, intake);
	return g_steal_pointer(&intake);
}

void
vet_intake_free(VetIntake *intake)
{
	if (!intake)
		return;
	g_clear_handle_id(&intake->watch_source, g_source_remove);
	g_clear_handle_id(&intake->rescan_source, g_source_remove);
	g_clear_handle_id(&intake->tick_source, g_source_remove);
	g_clear_handle_id(&intake->take_source, g_source_remove);
	/* the store still has to answer: its answer ends what is left */
	if (intake->taking)
		intake->freed = TRUE;
	else
		intake_destroy(intake);
}

guint
vet_intake_waiting(const VetIntake *intake)
{
	GHashTableIter iterator;
	gpointer value;
	guint waiting = 0;

	g_hash_table_iter_init(&iterator, intake->entries);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		const Entry *entry = value;
		waiting += entry->state != ENTRY_DONE && !entry->refusal;
	}
	return waiting;
}

void
vet_intake_set_complaint(VetIntake *intake, void (*complain_)(const char *, gpointer),
			 gpointer user_data)
{
	intake->complain = complain_;
	intake->complain_data = user_data;
}
