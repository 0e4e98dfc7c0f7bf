/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/wire.h"

/* Messages taken in one go before the main loop sees to its other sources. */
#define MESSAGES_AT_ONCE 16

typedef enum {
	STARTING = 1 << 0,
	IDLE = 1 << 1,
	IDENTIFYING = 1 << 2,
	READING = 1 << 3, /* before the first page */
	COUNTED = 1 << 4, /* the same, and it was said how many there are */
	ON_PAGE = 1 << 5,
	ON_TABLE = 1 << 6, /* on a page, of which a table was begun */
	CLOSED = 1 << 7,
} State;

#define IN_DOCUMENT (READING | COUNTED | ON_PAGE | ON_TABLE)

struct _VetChannel {
	const VetChannelEvents *events;
	gpointer user_data;
	int socket;
	guint source;
	State state;
	VetLimits limits;
	VetBudget *submission;
	VetFilling filling; /* of the present document */
};

static gboolean
breach(GError **error, const char *what)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, what);
	return FALSE;
}

/* --- what a child says --- */

static gboolean
on_ready(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	channel->state = IDLE;
	channel->events->ready(channel->user_data);
	return TRUE;
}

static gboolean
is_media_type(const char *text)
{
	return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			    "!#$&-^_.+/") == strlen(text) &&
	       strchr(text, '/') && strlen(text) <= 127;
}

static gboolean
on_identified(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const char *media_type, *plugin;
	gboolean lying;

	g_variant_get(message->body, "(&s&sb)", &media_type, &plugin, &lying);
	if (!is_media_type(media_type))
		return breach(error, "it gave a media type that is none");
	g_free(channel->filling.document->media_type);
	channel->filling.document->media_type = g_strdup(media_type);
	channel->filling.document->lying_name = lying;
	channel->state = READING;
	return !*plugin || channel->events->identified(plugin, channel->user_data, error);
}

static gboolean
on_pages(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	guint n_pages = g_variant_get_uint32(message->body);
	VetShare share;

	if (n_pages == 0)
		return breach(error, "it counted no pages");
	if (!channel->events->pages(n_pages, &share, channel->user_data, error))
		return FALSE;
	vet_filling_join(&channel->filling, &share);
	channel->state = COUNTED;
	return vet_wire_send(channel->socket, VET_WIRE_RANGE,
			     g_variant_new("(uu)", share.first, share.last), -1, error);
}

/* A descriptor of our own for the bytes, at 0: the child could move the position of its. */
static int
open_sealed(int fd, guint64 size, GError **error)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
	int found = fcntl(fd, F_GET_SEALS);
	struct stat about;

	if (found < 0 || (found & seals) != seals) {
		breach(error, "it handed back a member that is not sealed");
		return -1;
	}
	if (fstat(fd, &about) != 0 || (guint64)about.st_size != size) {
		breach(error, "it lied about the size of a member");
		return -1;
	}
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	int own = open(path, O_RDONLY | O_CLOEXEC);
	if (own < 0)
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "a member cannot be opened: %s",
			    g_strerror(errno));
	return own;
}

static gboolean
check_path(const VetChannel *channel, const char *path, GError **error)
{
	gsize length = strlen(path);

	if (length > 0 && length <= channel->limits.value[VET_LIMIT_NAME_BYTES])
		return TRUE;
	return breach(error, "it gave a member an impossible name");
}

static gboolean
on_member(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const char *path;
	guint64 size;

	g_variant_get(message->body, "(&st)", &path, &size);
	if (!check_path(channel, path, error))
		return FALSE;
	int fd = open_sealed(message->fd, size, error);
	if (fd < 0)
		return FALSE;
	gboolean allowed = vet_filling_member(&channel->filling, size, error);
	if (allowed)
		channel->events->member(path, size, fd, channel->user_data);
	close(fd);
	return allowed && vet_wire_send(channel->socket, VET_WIRE_KEPT,
					vet_filling_spent(&channel->filling), -1, error);
}

static gboolean
on_refused(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	static const VetDocumentStatus statuses[] = {
		[VET_ERROR_LIMIT] = VET_STATUS_LIMIT,
		[VET_ERROR_MALFORMED] = VET_STATUS_CORRUPT,
		[VET_ERROR_ENCRYPTED] = VET_STATUS_ENCRYPTED,
		[VET_ERROR_UNSUPPORTED] = VET_STATUS_UNSUPPORTED,
		[VET_ERROR_CRASHED] = VET_STATUS_CORRUPT,
		[VET_ERROR_TIMEOUT] = VET_STATUS_CORRUPT,
		[VET_ERROR_RETRY] = VET_STATUS_CORRUPT,
		[VET_ERROR_CONFIG] = VET_STATUS_UNSUPPORTED,
	};
	const char *path, *reason;
	guint32 code;

	g_variant_get(message->body, "(&su&s)", &path, &code, &reason);
	if (code >= G_N_ELEMENTS(statuses) || strlen(reason) > VET_MAX_SENTENCE_BYTES)
		return breach(error, "it refused a member for no known reason");
	if (!check_path(channel, path, error) || !vet_filling_member(&channel->filling, 0, error))
		return FALSE;
	g_autofree char *sentence = vet_filling_clean_sentence(reason);
	channel->events->refused(path, statuses[code], sentence, channel->user_data);
	return TRUE;
}

static gboolean
on_set_aside(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	channel->filling.document = NULL;
	channel->state = IDLE;
	channel->events->set_aside(channel->user_data);
	return TRUE;
}

static gboolean
on_converted(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	guint64 size = g_variant_get_uint64(message->body);

	if (size > channel->limits.value[VET_LIMIT_DOCUMENT_BYTES])
		return breach(error, "it flooded: what it converted is larger than a document");
	int fd = open_sealed(message->fd, size, error);
	if (fd < 0)
		return FALSE;
	channel->events->converted(size, fd, channel->user_data);
	close(fd);
	return TRUE;
}

static gboolean
on_done(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const char *reason;
	guint32 status;

	g_variant_get(message->body, "(u&s)", &status, &reason);
	if (status > VET_STATUS_CRASHED || strlen(reason) > VET_MAX_SENTENCE_BYTES)
		return breach(error, "it ended a document with a status that is none");
	g_autofree char *sentence =
		status == VET_STATUS_OK ? NULL : vet_filling_clean_sentence(reason);
	vet_document_set_status(channel->filling.document, status, sentence);
	channel->filling.document = NULL;
	channel->state = IDLE;
	channel->events->done(channel->user_data);
	return TRUE;
}

/* --- the table --- */

static void end(VetChannel *channel, VetDocumentStatus status, const char *reason);

static gboolean
on_fatal(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	g_autofree char *memory = vet_limits_describe(&channel->limits, VET_LIMIT_WORKER_MEMORY);
	const char *said;
	guint8 fatal;

	g_variant_get(message->body, "(y&s)", &fatal, &said);
	g_autofree char *words = vet_filling_clean_sentence(said);
	const struct {
		VetDocumentStatus status;
		const char *format; /* NULL: the words of the cap */
	} rows[] = {
		[VET_FATAL_SANDBOX] = {VET_STATUS_CRASHED, "the sandbox could not be set up: "},
		[VET_FATAL_SYSCALL] = {VET_STATUS_CRASHED,
				       "the extractor made a refused system call: "},
		[VET_FATAL_SIGNAL] = {VET_STATUS_CRASHED, "the extractor died of "},
		[VET_FATAL_MEMORY] = {VET_STATUS_LIMIT, NULL},
		[VET_FATAL_EXIT] = {VET_STATUS_CRASHED, "the extractor ended its process by "},
	};
	if (fatal < VET_FATAL_SANDBOX || fatal >= G_N_ELEMENTS(rows))
		return breach(error, "it died for no known reason");
	g_autofree char *reason =
		rows[fatal].format ? g_strconcat(rows[fatal].format, words, NULL) : NULL;
	end(channel, rows[fatal].status, reason ? reason : memory);
	return TRUE;
}

typedef struct {
	VetWireType type;
	int states; /* in which it may come */
	gboolean (*handle)(VetChannel *channel, const VetWireMessage *message, GError **error);
	/* or, for what becomes part of the document */
	gboolean (*fill)(VetFilling *filling, GVariant *body, GError **error);
	State next; /* 0: the same as before */
} Row;

static const Row rows[] = {
	{VET_WIRE_READY, STARTING, on_ready},
	{VET_WIRE_IDENTIFIED, IDENTIFYING, on_identified},
	{VET_WIRE_PAGES, READING, on_pages},
	{VET_WIRE_PAGE, IN_DOCUMENT, NULL, vet_filling_page, ON_PAGE},
	{VET_WIRE_LINES, ON_PAGE | ON_TABLE, NULL, vet_filling_lines, ON_PAGE},
	{VET_WIRE_TABLE, ON_PAGE | ON_TABLE, NULL, vet_filling_table, ON_TABLE},
	{VET_WIRE_MARK, ON_PAGE | ON_TABLE, NULL, vet_filling_mark, ON_PAGE},
	{VET_WIRE_CELLS, ON_TABLE, NULL, vet_filling_cells, 0},
	{VET_WIRE_RECOGNISED, ON_PAGE | ON_TABLE, NULL, vet_filling_recognised, ON_PAGE},
	{VET_WIRE_METADATA, IN_DOCUMENT, NULL, vet_filling_metadata, 0},
	{VET_WIRE_WARNING, IN_DOCUMENT, NULL, vet_filling_warning, 0},
	{VET_WIRE_MEMBER, IN_DOCUMENT, on_member},
	{VET_WIRE_REFUSED, IN_DOCUMENT, on_refused},
	{VET_WIRE_SET_ASIDE, READING, on_set_aside},
	{VET_WIRE_CONVERTED, READING, on_converted},
	{VET_WIRE_DONE, IN_DOCUMENT, on_done},
	{VET_WIRE_FATAL, STARTING | IDLE | IDENTIFYING | IN_DOCUMENT, on_fatal},
};

void
vet_channel_close(VetChannel *channel)
{
	if (channel->state == CLOSED)
		return;
	channel->state = CLOSED;
	g_clear_handle_id(&channel->source, g_source_remove);
	close(channel->socket);
}

static void
end(VetChannel *channel, VetDocumentStatus status, const char *reason)
{
	vet_channel_close(channel);
	channel->events->broken(status, reason, channel->user_data);
}

static void
end_for(VetChannel *channel, const GError *error)
{
	if (g_error_matches(error, VET_ERROR, VET_ERROR_MALFORMED)) {
		g_autofree char *reason =
			g_strdup_printf("the extractor broke the protocol: %s", error->message);
		end(channel, VET_STATUS_CRASHED, reason);
	} else if (g_error_matches(error, VET_ERROR, VET_ERROR_LIMIT)) {
		end(channel, VET_STATUS_LIMIT, error->message);
	} else {
		vet_channel_close(channel);
		channel->events->closed(channel->user_data);
	}
}

static gboolean
handle(VetChannel *channel, const Row *row, const VetWireMessage *message, GError **error)
{
	if (row->handle)
		return row->handle(channel, message, error);
	if (!row->fill(&channel->filling, message->body, error))
		return FALSE;
	if (row->next)
		channel->state = row->next;
	return TRUE;
}

static gboolean
dispatch(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type == message->type && rows[i].states & channel->state)
			return handle(channel, &rows[i], message, error);
	}
	g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "a message \"%s\" out of order",
		    vet_wire_row(message->type)->name);
	return FALSE;
}

static gboolean
on_socket(int fd, GIOCondition condition, gpointer user_data)
{
	VetChannel *channel = user_data;

	for (guint i = 0; i < MESSAGES_AT_ONCE; i++) {
		g_auto(VetWireMessage) message = {.fd = -1};
		g_autoptr(GError) error = NULL;

		if (!vet_wire_receive(channel->socket, MSG_DONTWAIT, &message, &error)) {
			if (error)
				end_for(channel, error);
			break;
		}
		if (!dispatch(channel, &message, &error))
			end_for(channel, error);
		if (channel->state == CLOSED)
			break;
	}
	/* closing has removed the source already */
	return G_SOURCE_CONTINUE;
}

void
vet_channel_refund(VetChannel *channel)
{
	vet_filling_refund(&channel->filling);
}

gboolean
vet_channel_was_outspent(const VetChannel *channel)
{
	return channel->filling.outspent;
}

gboolean
vet_channel_was_outrun(const VetChannel *channel)
{
	return channel->filling.outspent && channel->filling.outrun;
}

gboolean
vet_channel_was_curtailed(const VetChannel *channel)
{
	return vet_filling_was_curtailed(&channel->filling);
}

VetChannel *
vet_channel_new(int socket, const VetLimits *limits, VetBudget *submission,
		const VetChannelEvents *events, gpointer user_data)
{
	VetChannel *channel = g_new0(VetChannel, 1);

	channel->events = events;
	channel->user_data = user_data;
	channel->socket = socket;
	channel->limits = *limits;
	channel->submission = submission;
	channel->state = STARTING;
	/* a child that does not read must not hold up vetd */
	g_unix_set_fd_nonblocking(socket, TRUE, NULL);
	channel->source = g_unix_fd_add(socket, G_IO_IN | G_IO_HUP, on_socket, channel);
	return channel;
}

void
vet_channel_free(VetChannel *channel)
{
	if (!channel)
		return;
	vet_channel_close(channel);
	g_free(channel);
}

gboolean
vet_channel_send(VetChannel *channel, VetDocument *document, int fd, guint64 recognisable,
		 GError **error)
{
	g_return_val_if_fail(channel->state == IDLE, FALSE);
	vet_filling_begin(&channel->filling, document, &channel->limits, channel->submission);
	vet_filling_allow_recognising(&channel->filling, recognisable);
	channel->state = IDENTIFYING;
	GVariant *caps = g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, channel->limits.value,
						   VET_N_LIMITS, sizeof(guint64));
	return vet_wire_send(channel->socket, VET_WIRE_DOCUMENT,
			     g_variant_new("(s@at@at)", vet_document_name(document), caps,
					   vet_filling_spent(&channel->filling)),
			     fd, error);
}
