/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <math.h>
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
	ON_PAGE = 1 << 4,
	ON_TABLE = 1 << 5, /* on a page, of which a table was begun */
	CLOSED = 1 << 6,
} State;

#define IN_DOCUMENT (READING | ON_PAGE | ON_TABLE)

struct _VetChannel {
	const VetChannelEvents *events;
	gpointer user_data;
	int socket;
	guint source;
	State state;
	VetLimits limits;
	VetBudget *submission;
	/* of the present document */
	VetDocument *document;
	VetBudget budget;
	guint64 own[VET_N_LIMITS]; /* its part of what the submission has spent */
	guint64 unpacked;
	guint n_metadata;
};

static gboolean
breach(GError **error, const char *what)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, what);
	return FALSE;
}

/* --- caps ------------------------------------------------------------------------------------- */

typedef struct {
	enum { PAGE, LINE, TABLE, CELL, MEMBER } kind;
	guint64 size;   /* bytes */
	guint64 detail; /* runs of a line */
} Item;

static gboolean
spend(const VetChannel *channel, VetBudget *budget, const Item *item, GError **error)
{
	switch (item->kind) {
	case PAGE:
		return vet_budget_page(budget, error);
	case LINE:
		return vet_budget_line(budget, item->size, item->detail, error);
	case TABLE:
		return vet_budget_table(budget, error);
	case CELL:
		return vet_budget_cell(budget, item->size, error);
	case MEMBER:
		return vet_budget_member(budget, item->size, channel->unpacked,
					 channel->document->size, error);
	}
	g_assert_not_reached();
}

/*
 * The child was told the document's caps and stops by itself, so going past them is a breach.  What
 * the other children have spent meanwhile it cannot know: that is a cap like any other.
 */
static gboolean
charge(VetChannel *channel, Item item, GError **error)
{
	g_autoptr(GError) past = NULL;
	guint64 before[VET_N_LIMITS];

	if (!spend(channel, &channel->budget, &item, &past)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "it flooded: %s", past->message);
		return FALSE;
	}
	memcpy(before, channel->submission->spent, sizeof before);
	if (!spend(channel, channel->submission, &item, error))
		return FALSE;
	for (guint i = 0; i < VET_N_LIMITS; i++)
		channel->own[i] += channel->submission->spent[i] - before[i];
	return TRUE;
}

void
vet_channel_refund(VetChannel *channel)
{
	for (guint i = 0; i < VET_N_LIMITS; i++)
		channel->submission->spent[i] -= channel->own[i];
	memset(channel->own, 0, sizeof channel->own);
}

/* What the child may know: its own spending of the document's caps, everybody's of the
 * submission's. */
static GVariant *
spent_variant(const VetChannel *channel)
{
	guint64 spent[VET_N_LIMITS];

	for (guint i = 0; i < VET_N_LIMITS; i++)
		spent[i] = MAX(channel->budget.spent[i], channel->submission->spent[i]);
	spent[VET_LIMIT_PAGES] = channel->budget.spent[VET_LIMIT_PAGES];
	spent[VET_LIMIT_TEXT_BYTES] = channel->budget.spent[VET_LIMIT_TEXT_BYTES];
	spent[VET_LIMIT_CONTENT_BYTES] = channel->budget.spent[VET_LIMIT_CONTENT_BYTES];
	return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, spent, VET_N_LIMITS,
					 sizeof spent[0]);
}

/* --- what a child says ---------------------------------------------------------------------------
 */

/* For people: no control characters, which a terminal might obey. */
static char *
clean_sentence(const char *text)
{
	GString *clean = g_string_new(NULL);

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		g_string_append_unichar(clean, g_unichar_iscntrl(c) ? ' ' : c);
	}
	return g_string_free(clean, FALSE);
}

static gboolean
box_is_finite(VetBox box)
{
	return isfinite(box.x0) && isfinite(box.y0) && isfinite(box.x1) && isfinite(box.y1);
}

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
	g_free(channel->document->media_type);
	channel->document->media_type = g_strdup(media_type);
	channel->document->lying_name = lying;
	channel->state = READING;
	return !*plugin || channel->events->identified(plugin, channel->user_data, error);
}

static gboolean
on_page(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	double width, height;
	guint32 source;

	g_variant_get(message->body, "(ddu)", &width, &height, &source);
	if (!isfinite(width) || !isfinite(height) || width < 0 || height < 0 ||
	    source > VET_TEXT_OCR)
		return breach(error, "it gave a page of impossible size or source");
	if (!charge(channel, (Item){PAGE}, error))
		return FALSE;
	vet_content_add_page(channel->document->content, width, height, source);
	channel->state = ON_PAGE;
	return TRUE;
}

static VetPage *
last_page(const VetChannel *channel)
{
	const GPtrArray *pages = channel->document->content->pages;
	return pages->pdata[pages->len - 1];
}

static gboolean
runs_fit(const VetRun *runs, gsize n_runs, gsize length)
{
	for (gsize i = 0; i < n_runs; i++) {
		if (runs[i].start > length || runs[i].length > length - runs[i].start ||
		    !box_is_finite(runs[i].box))
			return FALSE;
	}
	return n_runs <= VET_MAX_LINE_RUNS;
}

static gboolean
add_line(VetChannel *channel, GVariant *row, GError **error)
{
	g_autoptr(GVariant) runs_variant = NULL;
	const char *text;
	VetBox box;
	gsize n_runs;

	g_variant_get(row, "(&s(dddd)@a(uu(dddd)))", &text, &box.x0, &box.y0, &box.x1, &box.y1,
		      &runs_variant);
	const VetRun *runs = g_variant_get_fixed_array(runs_variant, &n_runs, sizeof *runs);
	gsize length = strlen(text);
	if (length > VET_MAX_LINE_BYTES || !box_is_finite(box) || !runs_fit(runs, n_runs, length))
		return breach(error, "it lied about the size or place of a line");
	if (!charge(channel, (Item){LINE, length, n_runs}, error))
		return FALSE;
	GArray *kept = NULL;
	if (n_runs > 0) {
		kept = g_array_sized_new(FALSE, FALSE, sizeof *runs, n_runs);
		g_array_append_vals(kept, runs, n_runs);
	}
	vet_page_add_line(last_page(channel), text, box, kept);
	channel->document->content->text_bytes += length;
	return TRUE;
}

static gboolean
on_lines(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	gsize n = g_variant_n_children(message->body);

	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) row = g_variant_get_child_value(message->body, i);
		if (!add_line(channel, row, error))
			return FALSE;
	}
	channel->state = ON_PAGE;
	return TRUE;
}

static gboolean
on_table(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	guint32 n_rows, n_columns;
	VetBox box;

	g_variant_get(message->body, "(uu(dddd))", &n_rows, &n_columns, &box.x0, &box.y0, &box.x1,
		      &box.y1);
	if (!box_is_finite(box) || !vet_table_shape_allowed(n_rows, n_columns))
		return breach(error, "it lied about the shape of a table");
	if (!charge(channel, (Item){TABLE}, error))
		return FALSE;
	vet_page_add_table(last_page(channel), n_rows, n_columns, box);
	channel->state = ON_TABLE;
	return TRUE;
}

static gboolean
add_cell(VetChannel *channel, VetTable *table, GVariant *row, GError **error)
{
	guint32 at, column, row_span, column_span;
	const char *text;
	VetBox box;

	g_variant_get(row, "(uuuu&s(dddd))", &at, &column, &row_span, &column_span, &text, &box.x0,
		      &box.y0, &box.x1, &box.y1);
	if (at >= table->n_rows || column >= table->n_columns || row_span < 1 || column_span < 1 ||
	    row_span > table->n_rows - at || column_span > table->n_columns - column ||
	    strlen(text) > VET_MAX_CELL_BYTES || !box_is_finite(box))
		return breach(error, "it lied about the size or place of a cell");
	if (!charge(channel, (Item){CELL, strlen(text)}, error))
		return FALSE;
	vet_table_add_cell(table, at, column, row_span, column_span, text, box);
	return TRUE;
}

static gboolean
on_cells(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const GPtrArray *tables = last_page(channel)->tables;
	gsize n = g_variant_n_children(message->body);

	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) row = g_variant_get_child_value(message->body, i);
		if (!add_cell(channel, tables->pdata[tables->len - 1], row, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
on_metadata(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const char *key, *value;

	g_variant_get(message->body, "(&s&s)", &key, &value);
	if (strlen(key) > VET_MAX_METADATA_KEY_BYTES || strlen(value) > VET_MAX_METADATA_BYTES ||
	    ++channel->n_metadata > VET_MAX_METADATA)
		return breach(error, "it flooded: too much metadata");
	g_hash_table_replace(channel->document->content->metadata, g_strdup(key), g_strdup(value));
	return TRUE;
}

static gboolean
on_warning(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	GPtrArray *warnings = channel->document->content->warnings;
	const char *sentence = g_variant_get_string(message->body, NULL);

	if (strlen(sentence) > VET_MAX_SENTENCE_BYTES || warnings->len >= VET_MAX_WARNINGS)
		return breach(error, "it flooded: too many warnings");
	g_ptr_array_add(warnings, clean_sentence(sentence));
	return TRUE;
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

	if (length > 0 && length <= channel->budget.limits.value[VET_LIMIT_NAME_BYTES])
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
	gboolean taken = charge(channel, (Item){MEMBER, size}, error) &&
			 channel->events->member(path, size, fd, channel->user_data, error);
	close(fd);
	channel->unpacked += size;
	return taken &&
	       vet_wire_send(channel->socket, VET_WIRE_KEPT, spent_variant(channel), -1, error);
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
	if (!check_path(channel, path, error) || !charge(channel, (Item){MEMBER}, error))
		return FALSE;
	g_autofree char *sentence = clean_sentence(reason);
	return channel->events->refused(path, statuses[code], sentence, channel->user_data, error);
}

static gboolean
on_done(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	const char *reason;
	guint32 status;

	g_variant_get(message->body, "(u&s)", &status, &reason);
	if (status > VET_STATUS_CRASHED || strlen(reason) > VET_MAX_SENTENCE_BYTES)
		return breach(error, "it ended a document with a status that is none");
	g_autofree char *sentence = status == VET_STATUS_OK ? NULL : clean_sentence(reason);
	vet_document_set_status(channel->document, status, sentence);
	channel->document = NULL;
	channel->state = IDLE;
	channel->events->done(channel->user_data);
	return TRUE;
}

/* --- the table
 * ------------------------------------------------------------------------------------ */

static void end(VetChannel *channel, VetDocumentStatus status, const char *reason);

static gboolean
on_fatal(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	g_autofree char *memory = vet_limits_describe(&channel->limits, VET_LIMIT_WORKER_MEMORY);
	const char *said;
	guint8 fatal;

	g_variant_get(message->body, "(y&s)", &fatal, &said);
	g_autofree char *words = clean_sentence(said);
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
} Row;

static const Row rows[] = {
	{VET_WIRE_READY, STARTING, on_ready},
	{VET_WIRE_IDENTIFIED, IDENTIFYING, on_identified},
	{VET_WIRE_PAGE, IN_DOCUMENT, on_page},
	{VET_WIRE_LINES, ON_PAGE | ON_TABLE, on_lines},
	{VET_WIRE_TABLE, ON_PAGE | ON_TABLE, on_table},
	{VET_WIRE_CELLS, ON_TABLE, on_cells},
	{VET_WIRE_METADATA, IN_DOCUMENT, on_metadata},
	{VET_WIRE_WARNING, IN_DOCUMENT, on_warning},
	{VET_WIRE_MEMBER, IN_DOCUMENT, on_member},
	{VET_WIRE_REFUSED, IN_DOCUMENT, on_refused},
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
dispatch(VetChannel *channel, const VetWireMessage *message, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type == message->type && rows[i].states & channel->state)
			return rows[i].handle(channel, message, error);
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
vet_channel_send(VetChannel *channel, VetDocument *document, int fd, GError **error)
{
	g_return_val_if_fail(channel->state == IDLE, FALSE);
	channel->document = document;
	channel->unpacked = 0;
	channel->n_metadata = 0;
	memset(channel->own, 0, sizeof channel->own);
	channel->budget = (VetBudget){.limits = channel->limits};
	channel->state = IDENTIFYING;
	GVariant *caps = g_variant_new_fixed_array(
		G_VARIANT_TYPE_UINT64, channel->budget.limits.value, VET_N_LIMITS, sizeof(guint64));
	return vet_wire_send(channel->socket, VET_WIRE_DOCUMENT,
			     g_variant_new("(s@at@at)", vet_document_name(document), caps,
					   spent_variant(channel)),
			     fd, error);
}
