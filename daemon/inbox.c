/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/inbox.h"

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

/* names that are kept in mind; what is beyond is found by a later scan */
#define MAX_ENTRIES 65536
/* looks that fall due within this time are done together */
#define TICK_MS 20

#define WATCHED (IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR)

typedef enum {
	ENTRY_SETTLING,
	ENTRY_READY, /* complete, waits for its turn */
	ENTRY_DONE,  /* taken, but it could not be removed: not again until it changes */
} EntryState;

typedef struct {
	char *name;
	EntryState state;
	gboolean known;      /* was looked at before */
	gboolean renamed;    /* came by a rename: whole */
	gboolean seen;       /* by the scan that is running */
	guint64 signature;   /* of the last look */
	gint64 changed_at;   /* newest ctime of the last look */
	gint64 quiet_since;  /* monotonic, microseconds */
	gint64 due;          /* when to look again */
	const char *refusal; /* static; told already */
} Entry;

struct _VetInbox {
	char *folder;
	guint settle_ms;
	VetInboxHandlers handlers;
	gpointer user_data;
	gboolean told_scan, told_look; /* a fault is told once, not at every scan */

	int folder_fd;
	int inotify_fd;
	guint watch_source, rescan_source, tick_source;
	gint64 tick_at;
	GHashTable *entries; /* name → Entry */
	GQueue *ready;       /* of Entry, in the order of arrival once sorted */
	gboolean sorted;
};

static void
entry_free(gpointer data)
{
	Entry *entry = data;

	g_free(entry->name);
	g_free(entry);
}

char *
vet_inbox_readable_name(const char *name)
{
	g_autofree char *text = vet_text_decode(name, strlen(name), NULL, NULL);

	if (!text)
		text = g_utf8_make_valid(name, -1);
	for (char *p = text; *p; p++)
		if ((guchar)*p < 0x20 || *p == '/' || *p == 0x7F)
			*p = '_';
	return g_steal_pointer(&text);
}

static void plan_tick(VetInbox *inbox, gint64 at);

static void
tell_fault(VetInbox *inbox, gboolean *told, const GError *error)
{
	if (*told)
		return;
	*told = TRUE;
	inbox->handlers.fault(error, inbox->user_data);
}

static void
tell_refusal(VetInbox *inbox, Entry *entry, const char *refusal)
{
	g_autofree char *path = vet_inbox_readable_name(entry->name);

	if (entry->refusal == refusal)
		return;
	entry->refusal = refusal;
	inbox->handlers.refused(path, refusal, inbox->user_data);
}

static gboolean
is_quiet(const VetInbox *inbox, const Entry *entry, const VetArrival *arrival, gint64 now)
{
	return entry->known && entry->signature == arrival->signature &&
	       now - entry->quiet_since >= (gint64)inbox->settle_ms * 1000;
}

static gboolean
is_complete(const VetInbox *inbox, const Entry *entry, const VetArrival *arrival, gint64 now)
{
	/* somebody made a folder and is looking for the files to put there */
	if (arrival->files == 0 && !arrival->marked && !entry->renamed)
		return FALSE;
	return (arrival->marked || entry->renamed || is_quiet(inbox, entry, arrival, now)) &&
	       !vet_arrival_is_written(inbox->folder_fd, entry->name);
}

/* FALSE when the entry is gone */
static gboolean
look_at(VetInbox *inbox, Entry *entry)
{
	gint64 now = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;
	VetArrival arrival;

	entry->due = now + (gint64)MAX(inbox->settle_ms, TICK_MS) * 1000;
	if (!vet_arrival_look(inbox->folder_fd, entry->name, &arrival, &error)) {
		entry->due = G_MAXINT64;
		tell_fault(inbox, &inbox->told_look, error);
		return TRUE;
	}
	inbox->told_look = FALSE;
	if (!arrival.present)
		return FALSE;
	if (arrival.refusal) {
		tell_refusal(inbox, entry, arrival.refusal);
		entry->due = G_MAXINT64;
		return TRUE;
	}
	entry->refusal = NULL;
	if (entry->state == ENTRY_DONE && entry->signature == arrival.signature) {
		entry->due = G_MAXINT64;
		return TRUE;
	}
	entry->state = ENTRY_SETTLING;
	entry->changed_at = arrival.changed_at;
	if (is_complete(inbox, entry, &arrival, now)) {
		entry->state = ENTRY_READY;
		entry->due = G_MAXINT64;
		g_queue_push_tail(inbox->ready, entry);
		inbox->sorted = FALSE;
		inbox->handlers.complete(inbox->user_data);
	} else if (!entry->known || entry->signature != arrival.signature) {
		entry->quiet_since = now;
	}
	entry->known = TRUE;
	entry->signature = arrival.signature;
	return TRUE;
}

static void
look_and_plan(VetInbox *inbox, Entry *entry)
{
	if (!look_at(inbox, entry))
		g_hash_table_remove(inbox->entries, entry->name);
	else if (entry->due != G_MAXINT64)
		plan_tick(inbox, entry->due);
}

static gboolean
tick(gpointer data)
{
	VetInbox *inbox = data;
	gint64 now = g_get_monotonic_time();
	gint64 next = G_MAXINT64;
	GHashTableIter iterator;
	gpointer value;

	inbox->tick_source = 0;
	g_hash_table_iter_init(&iterator, inbox->entries);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		Entry *entry = value;

		if (entry->due <= now && !look_at(inbox, entry)) {
			g_hash_table_iter_remove(&iterator);
			continue;
		}
		next = MIN(next, entry->due);
	}
	if (next != G_MAXINT64)
		plan_tick(inbox, next);
	return G_SOURCE_REMOVE;
}

static void
plan_tick(VetInbox *inbox, gint64 at)
{
	gint64 wait_ms;

	if (inbox->tick_source && inbox->tick_at <= at)
		return;
	g_clear_handle_id(&inbox->tick_source, g_source_remove);
	wait_ms = (at - g_get_monotonic_time()) / 1000 + 1;
	inbox->tick_at = at;
	inbox->tick_source = g_timeout_add((guint)MAX(wait_ms, TICK_MS), tick, inbox);
}

/* hidden names too: programs of transfer write under them before they rename */
static gboolean
is_junk(const char *name)
{
	return *name == '.' || vet_junk_name(name);
}

/* the entry of a name, made when it is new; NULL for what is no submission */
static Entry *
entry_for(VetInbox *inbox, const char *name)
{
	g_autofree char *marked = vet_arrival_marked_name(name);
	Entry *entry;

	if (marked || is_junk(name))
		return NULL;
	entry = g_hash_table_lookup(inbox->entries, name);
	if (entry || g_hash_table_size(inbox->entries) >= MAX_ENTRIES)
		return entry;
	entry = g_new0(Entry, 1);
	entry->name = g_strdup(name);
	g_hash_table_insert(inbox->entries, entry->name, entry);
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
scan(VetInbox *inbox, GError **error)
{
	int fd = open_inbox(inbox->folder, error);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

	if (!folder)
		return FALSE;
	for (struct dirent *found; (found = readdir(folder));) {
		Entry *entry;

		if (g_str_equal(found->d_name, ".") || g_str_equal(found->d_name, ".."))
			continue;
		if (vet_arrival_is_remains(found->d_name)) {
			vet_arrival_remove_remains(inbox->folder_fd, found->d_name, NULL);
			continue;
		}
		/* counted here only: what an event brings may be gone in a moment */
		if (is_junk(found->d_name)) {
			g_autofree char *path = vet_inbox_readable_name(found->d_name);
			inbox->handlers.junk(path, inbox->user_data);
			continue;
		}
		entry = entry_for(inbox, found->d_name);
		if (!entry)
			continue;
		entry->seen = TRUE;
		if (entry->state != ENTRY_READY)
			look_and_plan(inbox, entry);
	}
	closedir(folder);
	g_hash_table_foreach_remove(inbox->entries, is_unseen, NULL);
	return TRUE;
}

/* --- watching --- */

/* the folder may have been put there anew, or a file system mounted over it */
static gboolean
watch_inbox(VetInbox *inbox, GError **error)
{
	int fd = open_inbox(inbox->folder, error);

	if (fd < 0)
		return FALSE;
	if (inbox->folder_fd >= 0)
		close(inbox->folder_fd);
	inbox->folder_fd = fd;
	/* where there is no inotify the rescan finds everything, only later */
	if (inbox->inotify_fd >= 0)
		inotify_add_watch(inbox->inotify_fd, inbox->folder, WATCHED);
	return TRUE;
}

static gboolean
rescan(gpointer data)
{
	VetInbox *inbox = data;
	g_autoptr(GError) error = NULL;

	if (watch_inbox(inbox, &error) && scan(inbox, &error))
		inbox->told_scan = FALSE;
	else
		tell_fault(inbox, &inbox->told_scan, error);
	return G_SOURCE_CONTINUE;
}

static void
handle_event(VetInbox *inbox, const struct inotify_event *event)
{
	g_autofree char *marked = NULL;
	Entry *entry;

	if (event->mask & IN_Q_OVERFLOW)
		rescan(inbox);
	if (event->len == 0 || event->mask & (IN_DELETE | IN_MOVED_FROM))
		return;
	marked = vet_arrival_marked_name(event->name);
	entry = entry_for(inbox, marked ? marked : event->name);
	if (!entry || entry->state == ENTRY_READY)
		return;
	if (event->mask & IN_MOVED_TO && !marked)
		entry->renamed = TRUE;
	look_and_plan(inbox, entry);
}

static gboolean
read_events(gint fd, GIOCondition condition, gpointer data)
{
	VetInbox *inbox = data;
	_Alignas(struct inotify_event) char buffer[16 * 1024];
	ssize_t length = read(fd, buffer, sizeof buffer);

	for (char *p = buffer; length > 0 && p < buffer + length;) {
		const struct inotify_event *event = (const struct inotify_event *)p;
		handle_event(inbox, event);
		p += sizeof *event + event->len;
	}
	return G_SOURCE_CONTINUE;
}

/* --- the order of arrival --- */

static int
compare_arrival(gconstpointer a, gconstpointer b, gpointer user_data)
{
	const Entry *left = a;
	const Entry *right = b;

	if (left->changed_at != right->changed_at)
		return left->changed_at < right->changed_at ? -1 : 1;
	return strcmp(left->name, right->name);
}

char *
vet_inbox_next(VetInbox *inbox)
{
	Entry *entry;

	if (!inbox->sorted)
		g_queue_sort(inbox->ready, compare_arrival, NULL);
	inbox->sorted = TRUE;
	entry = g_queue_pop_head(inbox->ready);
	return entry ? g_strdup(entry->name) : NULL;
}

void
vet_inbox_put_back(VetInbox *inbox, const char *name, gboolean changed)
{
	Entry *entry = g_hash_table_lookup(inbox->entries, name);

	entry->state = ENTRY_SETTLING;
	entry->known = FALSE;
	entry->renamed = FALSE;
	entry->due = G_MAXINT64;
	if (changed)
		look_and_plan(inbox, entry);
}

gboolean
vet_inbox_clear(VetInbox *inbox, const char *name, guint64 signature, GError **error)
{
	Entry *entry = g_hash_table_lookup(inbox->entries, name);
	g_autoptr(GError) fault = NULL;

	if (vet_arrival_remove(inbox->folder_fd, name, signature, &fault)) {
		g_hash_table_remove(inbox->entries, name);
		return TRUE;
	}
	entry->state = fault ? ENTRY_DONE : ENTRY_SETTLING;
	entry->signature = signature;
	entry->renamed = FALSE;
	look_and_plan(inbox, entry);
	if (!fault)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&fault));
	return FALSE;
}

/* --- the whole --- */

VetInbox *
vet_inbox_new(const char *folder, guint settle_ms, guint rescan_ms,
	      const VetInboxHandlers *handlers, gpointer user_data, GError **error)
{
	g_autoptr(VetInbox) inbox = g_new0(VetInbox, 1);

	inbox->folder = g_strdup(folder);
	inbox->settle_ms = settle_ms;
	inbox->handlers = *handlers;
	inbox->user_data = user_data;
	inbox->folder_fd = -1;
	inbox->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
	inbox->ready = g_queue_new();
	inbox->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	/* the watch comes before the scan, so nothing falls between them */
	if (!watch_inbox(inbox, error) || !scan(inbox, error))
		return NULL;
	if (inbox->inotify_fd >= 0)
		inbox->watch_source = g_unix_fd_add(inbox->inotify_fd, G_IO_IN, read_events, inbox);
	inbox->rescan_source = g_timeout_add(MAX(rescan_ms, TICK_MS), rescan, inbox);
	return g_steal_pointer(&inbox);
}

void
vet_inbox_free(VetInbox *inbox)
{
	if (!inbox)
		return;
	g_clear_handle_id(&inbox->watch_source, g_source_remove);
	g_clear_handle_id(&inbox->rescan_source, g_source_remove);
	g_clear_handle_id(&inbox->tick_source, g_source_remove);
	g_queue_free(inbox->ready);
	g_hash_table_unref(inbox->entries);
	if (inbox->folder_fd >= 0)
		close(inbox->folder_fd);
	if (inbox->inotify_fd >= 0)
		close(inbox->inotify_fd);
	g_free(inbox->folder);
	g_free(inbox);
}

int
vet_inbox_fd(const VetInbox *inbox)
{
	return inbox->folder_fd;
}

guint
vet_inbox_waiting(const VetInbox *inbox)
{
	GHashTableIter iterator;
	gpointer value;
	guint waiting = 0;

	g_hash_table_iter_init(&iterator, inbox->entries);
	while (g_hash_table_iter_next(&iterator, NULL, &value)) {
		const Entry *entry = value;
		waiting += entry->state != ENTRY_DONE && !entry->refusal;
	}
	return waiting;
}
