/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/reader.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/channel.h"
#include "lib/error.h"

/* How long a child may take until its sandbox is up: a loaded machine, a cold disk. */
#define START_SECONDS 60
/* How long it may take to be gone after its socket closed. */
#define END_SECONDS 5
/*
 * How often a document is given to a child that is then killed from outside.  The kernel kills what
 * takes too much memory, so it may be the document's doing after all; when the zygote dies, hardly
 * ever.
 */
#define MAX_KILLS 4
#define MAX_LOSSES 16

struct _VetReader {
	const VetReaderEvents *events;
	gpointer user_data;
	guint32 number;
	VetReading *reading; /* NULL once it is retired */
	VetEntry *entry;     /* the document it holds; NULL between documents */
	VetLimits limits;
	VetChannel *channel;
	int pidfd;           /* -1 until it is forked */
	guint deadline;      /* of the start, the document, or the end */
	guint served;        /* documents and parts it has read to the end */
	gboolean mixed;      /* not all of them of one document */
	const VetEntry *of;  /* the document, when they are: its name, never to be followed */
	gboolean converting; /* one document, and then no more */
	gboolean ready;      /* its sandbox was up */
	gboolean closed;     /* its channel says nothing any more */
	gboolean exited;
	int status;      /* once it exited, as of waitpid() */
	gboolean lost;   /* its zygote died: nobody will tell how it ended */
	gboolean judged; /* what became of its document is settled */
};

static void
changed(VetReader *reader)
{
	reader->events->changed(reader->user_data);
}

static void
kill_child(const VetReader *reader)
{
	if (reader->pidfd >= 0)
		syscall(SYS_pidfd_send_signal, reader->pidfd, SIGKILL, NULL, 0);
}

/* --- its end --- */

static gboolean
is_alive(const VetReader *reader)
{
	struct pollfd end = {reader->pidfd, POLLIN};

	return reader->pidfd >= 0 && poll(&end, 1, 0) == 0;
}

static void
set_outcome(VetReader *reader, VetDocumentStatus status, const char *reason)
{
	if (reader->entry && !reader->judged)
		vet_document_set_status(reader->entry->document, status, reason);
	reader->judged = TRUE;
}

static gboolean
on_end_overdue(gpointer user_data)
{
	VetReader *reader = user_data;

	if (!is_alive(reader)) {
		reader->deadline = 0;
		reader->events->unreaped(reader->user_data);
		return G_SOURCE_REMOVE;
	}
	set_outcome(reader, VET_STATUS_CRASHED, "the extractor closed its socket and went on");
	kill_child(reader);
	return G_SOURCE_CONTINUE;
}

static void
await_end(VetReader *reader)
{
	reader->closed = TRUE;
	g_clear_handle_id(&reader->deadline, g_source_remove);
	reader->deadline = g_timeout_add_seconds(END_SECONDS, on_end_overdue, reader);
	changed(reader);
}

void
vet_reader_stop(VetReader *reader, VetDocumentStatus status, const char *reason)
{
	vet_channel_close(reader->channel);
	set_outcome(reader, status, reason);
	kill_child(reader);
	await_end(reader);
}

static void
retire(VetReader *reader)
{
	reader->reading = NULL;
	vet_channel_close(reader->channel);
	kill_child(reader);
	await_end(reader);
}

void
vet_reader_abandon(VetReader *reader, const VetEntry *whole, const VetEntry *spared)
{
	if (!reader->entry || reader->entry == spared || vet_entry_whole(reader->entry) != whole)
		return;
	reader->entry = NULL;
	retire(reader);
}

gboolean
vet_reader_is_over(const VetReader *reader)
{
	return reader->closed && (reader->exited || reader->lost);
}

/* A signal or an exit that no last words explained. */
static char *
describe_death(const VetReader *reader)
{
	if (WIFSIGNALED(reader->status)) {
		const char *name = sigabbrev_np(WTERMSIG(reader->status));
		return g_strdup_printf("the extractor died of SIG%s", name ? name : "?");
	}
	return g_strdup_printf("the extractor ended its process with status %d",
			       WEXITSTATUS(reader->status));
}

static void
read_again(VetReader *reader)
{
	vet_channel_refund(reader->channel);
	vet_reading_retry(reader->reading, g_steal_pointer(&reader->entry));
}

/*
 * What earlier documents left in the child (memory, a library led astray) must not be blamed on
 * this one, nor the result hang on who read what: the outcome is that of a child that has read
 * nothing else.
 */
static gboolean
read_again_fresh(VetReader *reader)
{
	if (!reader->entry || reader->judged || reader->served == 0)
		return FALSE;
	reader->entry->repeats++;
	read_again(reader);
	return TRUE;
}

static void
judge_death(VetReader *reader)
{
	gboolean from_outside = reader->lost || (WIFSIGNALED(reader->status) &&
						 WTERMSIG(reader->status) == SIGKILL);

	if (reader->lost)
		reader->entry->losses++;
	else if (from_outside)
		reader->entry->kills++;
	if (!from_outside && read_again_fresh(reader))
		return;
	if (!from_outside) {
		g_autofree char *reason = describe_death(reader);
		set_outcome(reader, VET_STATUS_CRASHED, reason);
	} else if (reader->entry->kills >= MAX_KILLS || reader->entry->losses >= MAX_LOSSES) {
		g_autofree char *reason = g_strdup_printf(
			"its worker was killed from outside %u times (SIGKILL; out of memory?)",
			reader->entry->kills + reader->entry->losses);
		set_outcome(reader, VET_STATUS_CRASHED, reason);
	} else {
		read_again(reader);
	}
}

void
vet_reader_settle(VetReader *reader)
{
	if (reader->entry && !reader->judged)
		judge_death(reader);
	if (reader->entry)
		vet_reading_finish(reader->reading, g_steal_pointer(&reader->entry));
}

/* --- what it does --- */

/* The cap on the time that it may take for one document. */
static VetLimit
time_cap(const VetReader *reader)
{
	return reader->converting ? VET_LIMIT_CONVERT_SECONDS : VET_LIMIT_DOCUMENT_SECONDS;
}

static gboolean
on_overdue(gpointer user_data)
{
	VetReader *reader = user_data;
	g_autofree char *what = vet_limits_describe(&reader->limits, time_cap(reader));

	reader->deadline = 0;
	vet_reader_stop(reader, VET_STATUS_TIMEOUT, what);
	return G_SOURCE_REMOVE;
}

/* Children that read at once must not share one position in the file. */
static int
open_for_part(const VetEntry *entry)
{
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", vet_entry_fd(entry->whole));
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void
send_entry(VetReader *reader, VetEntry *entry)
{
	guint64 recognisable = vet_reading_recognisable(reader->reading, entry);
	int own = entry->whole ? open_for_part(entry) : -1;
	g_autoptr(GError) error = NULL;

	if (entry->whole && own < 0) {
		vet_reader_stop(reader, VET_STATUS_CRASHED, "the file could not be opened again");
		return;
	}
	/* a child that is gone by now is noticed when its socket closes */
	(void)!vet_channel_send(reader->channel, entry->document,
				own < 0 ? vet_entry_fd(entry) : own, recognisable, &error);
	if (own >= 0)
		close(own);
}

/* What a child has read that it holds now, too, cannot have been led astray by another document. */
static gboolean
is_fresh_for(const VetReader *reader, VetEntry *entry)
{
	return reader->served == 0 || (!reader->mixed && reader->of == vet_entry_whole(entry));
}

static void
count_served(VetReader *reader)
{
	const VetEntry *whole = vet_entry_whole(reader->entry);

	reader->mixed = reader->mixed || (reader->served > 0 && reader->of != whole);
	reader->of = whole;
	reader->served++;
}

static VetEntry *
next_entry(const VetReader *reader)
{
	gboolean fresh = reader->served == 0;

	if (reader->converting)
		return fresh ? vet_reading_take_aside(reader->reading) : NULL;
	if (!fresh && !reader->events->may_go_on(reader, reader->user_data))
		return NULL;
	return vet_reading_take(reader->reading, fresh);
}

static void
take_next(VetReader *reader)
{
	VetEntry *entry = next_entry(reader);

	g_clear_handle_id(&reader->deadline, g_source_remove);
	if (!entry) {
		retire(reader);
		return;
	}
	reader->entry = entry;
	reader->judged = FALSE;
	entry->fresh = is_fresh_for(reader, entry);
	reader->deadline =
		g_timeout_add_seconds(reader->limits.value[time_cap(reader)], on_overdue, reader);
	send_entry(reader, entry);
}

static void
on_ready(gpointer user_data)
{
	VetReader *reader = user_data;

	reader->ready = TRUE;
	take_next(reader);
	changed(reader);
}

static gboolean
on_identified(const char *name, gpointer user_data, GError **error)
{
	VetReader *reader = user_data;
	VetDocument *document = reader->entry->document;
	const VetZygotePlugin *plugin = reader->events->find_plugin(name, reader->user_data);

	if (!plugin) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "it named an extractor that was not announced");
		return FALSE;
	}
	/* again, when another child said so before the document was set aside */
	g_free(document->extractor);
	g_free(document->extractor_build);
	document->extractor = g_strdup(plugin->name);
	document->extractor_build = g_strdup(plugin->build);
	document->is_container = plugin->is_container;
	return TRUE;
}

static gboolean
on_pages(guint n_pages, VetShare *ret_share, gpointer user_data, GError **error)
{
	VetReader *reader = user_data;
	gboolean divided =
		vet_reading_divide(reader->reading, reader->entry, n_pages, ret_share, error);

	/* other parts wait now */
	changed(reader);
	return divided;
}

static void
on_member(const char *path, guint64 size, int fd, gpointer user_data)
{
	VetReader *reader = user_data;
	vet_reading_add_member(reader->reading, reader->entry, path, size, fd);
}

static void
on_refused(const char *path, VetDocumentStatus status, const char *reason, gpointer user_data)
{
	VetReader *reader = user_data;
	vet_reading_add_refused_member(reader->reading, reader->entry, path, status, reason);
}

/* A part came to a cap of the whole document or the submission. */
static gboolean
ends_parts(const VetEntry *entry, VetDocumentStatus status)
{
	return entry && status == VET_STATUS_LIMIT && (entry->parts || entry->whole);
}

static void
on_set_aside(gpointer user_data)
{
	VetReader *reader = user_data;

	count_served(reader);
	VetEntry *entry = g_steal_pointer(&reader->entry);
	if (reader->converting || entry->conversion || entry->whole || entry->parts) {
		vet_document_set_status(
			entry->document, VET_STATUS_UNSUPPORTED,
			"what it was converted to would have to be converted again");
		vet_reading_finish(reader->reading, entry);
	} else {
		vet_reading_set_aside(reader->reading, entry);
	}
	take_next(reader);
	changed(reader);
}

static void
on_converted(guint64 size, int fd, gpointer user_data)
{
	VetReader *reader = user_data;
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	/* without descriptors it cannot be read, which is the outcome of a conversion without result */
	if (own >= 0)
		vet_reading_add_conversion(reader->reading, reader->entry, size, own);
}

/* A converting child is through with it: there is something to read now, or it is the end. */
static void
end_converting(VetReader *reader, VetEntry *entry)
{
	VetDocumentStatus status = entry->document->status;
	gboolean done = status == VET_STATUS_OK || status == VET_STATUS_PARTIAL;

	if (done && entry->conversion) {
		vet_reading_converted(reader->reading, entry);
		return;
	}
	/* a wrapper around files has no pages of its own */
	if (done && entry->handed->len == 0)
		vet_document_set_status(entry->document, VET_STATUS_CRASHED,
					"the converter handed over nothing");
	vet_reading_finish(reader->reading, entry);
}

static void
on_done(gpointer user_data)
{
	VetReader *reader = user_data;
	VetReading *reading = reader->reading;

	count_served(reader);
	VetEntry *entry = g_steal_pointer(&reader->entry);
	entry->curtailed = vet_channel_was_curtailed(reader->channel);
	if (reader->converting)
		end_converting(reader, entry);
	else if (ends_parts(entry, entry->document->status))
		vet_reading_unite(reading, entry);
	else
		vet_reading_finish(reading, entry);
	take_next(reader);
	changed(reader);
}

static void
on_broken(VetDocumentStatus status, const char *reason, gpointer user_data)
{
	VetReader *reader = user_data;

	if (!reader->ready)
		g_warning("a worker died before it was ready: %s", reason);
	if (vet_channel_was_outspent(reader->channel) && ends_parts(reader->entry, status))
		vet_reading_unite(reader->reading, g_steal_pointer(&reader->entry));
	else if (reader->entry && vet_channel_was_outrun(reader->channel))
		read_again(reader);
	else
		read_again_fresh(reader);
	vet_reader_stop(reader, status, reason);
}

static void
on_closed(gpointer user_data)
{
	await_end(user_data);
}

static const VetChannelEvents channel_events = {
	.ready = on_ready,
	.identified = on_identified,
	.pages = on_pages,
	.member = on_member,
	.refused = on_refused,
	.set_aside = on_set_aside,
	.converted = on_converted,
	.done = on_done,
	.broken = on_broken,
	.closed = on_closed,
};

/* --- what is known of it --- */

VetReader *
vet_reader_new(guint32 number, int socket, VetReading *reading, const VetLimits *limits,
	       const VetReaderEvents *events, gpointer user_data)
{
	VetReader *reader = g_new0(VetReader, 1);

	reader->events = events;
	reader->user_data = user_data;
	reader->number = number;
	reader->reading = reading;
	reader->limits = *limits;
	reader->pidfd = -1;
	reader->channel = vet_channel_new(socket, limits, vet_reading_budget(reading),
					  &channel_events, reader);
	reader->deadline = g_timeout_add_seconds(START_SECONDS, on_overdue, reader);
	return reader;
}

void
vet_reader_free(VetReader *reader)
{
	if (!reader)
		return;
	kill_child(reader);
	g_clear_handle_id(&reader->deadline, g_source_remove);
	vet_channel_free(reader->channel);
	if (reader->pidfd >= 0)
		close(reader->pidfd);
	g_free(reader);
}

void
vet_reader_set_converting(VetReader *reader)
{
	reader->converting = TRUE;
}

gboolean
vet_reader_is_converting(const VetReader *reader)
{
	return reader->converting;
}

guint32
vet_reader_number(const VetReader *reader)
{
	return reader->number;
}

VetReading *
vet_reader_reading(const VetReader *reader)
{
	return reader->reading;
}

gboolean
vet_reader_is_ready(const VetReader *reader)
{
	return reader->ready;
}

void
vet_reader_forked(VetReader *reader, int pidfd)
{
	reader->pidfd = pidfd;
	/* it was given up before it was born */
	if (reader->judged || !reader->reading)
		kill_child(reader);
}

void
vet_reader_exited(VetReader *reader, int status)
{
	reader->exited = TRUE;
	reader->status = status;
	changed(reader);
}

void
vet_reader_lost(VetReader *reader)
{
	reader->lost = TRUE;
	kill_child(reader);
	changed(reader);
}

gboolean
vet_reader_was_lost(const VetReader *reader)
{
	return reader->lost;
}
