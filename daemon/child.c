/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/child.h"

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/converter.h"
#include "daemon/last-words.h"
#include "daemon/sandbox.h"
#include "daemon/worker-socket.h"
#include "lib/extract-private.h"
#include "lib/wire.h"

typedef struct {
	const VetLoader *loader;
	VetIdentifier *identifier;
	const VetConverter *converter; /* NULL: this child does not convert */
} Child;

/* What became of a document. */
typedef struct {
	VetDocumentStatus status;
	char *reason;
} Outcome;

/* What is known of a media type without a plugin. */
typedef struct {
	const char *media_type;
	VetDocumentStatus status;
	const char *reason;
} KnownType;

static const KnownType known_types[] = {
	{"application/x-empty", VET_STATUS_CORRUPT, "the file is empty"},
	{"application/encrypted", VET_STATUS_ENCRYPTED, "the file is locked with a password"},
	{"application/pgp-encrypted", VET_STATUS_ENCRYPTED, "the file is encrypted with PGP"},
};

static VetDocumentStatus
status_of(const GError *error)
{
	static const VetDocumentStatus statuses[] = {
		[VET_ERROR_LIMIT] = VET_STATUS_LIMIT,
		[VET_ERROR_MALFORMED] = VET_STATUS_CORRUPT,
		[VET_ERROR_ENCRYPTED] = VET_STATUS_ENCRYPTED,
		[VET_ERROR_UNSUPPORTED] = VET_STATUS_UNSUPPORTED,
		[VET_ERROR_CRASHED] = VET_STATUS_CRASHED,
		[VET_ERROR_TIMEOUT] = VET_STATUS_TIMEOUT,
		[VET_ERROR_RETRY] = VET_STATUS_CRASHED,
		[VET_ERROR_CONFIG] = VET_STATUS_UNSUPPORTED,
	};

	if (error->domain != VET_ERROR || error->code < 0 ||
	    error->code >= (int)G_N_ELEMENTS(statuses))
		return VET_STATUS_CORRUPT;
	return statuses[error->code];
}

static void
send_or_end(VetWireType type, GVariant *body)
{
	g_autoptr(GError) error = NULL;

	if (!vet_wire_send(VET_WORKER_SOCKET, type, body, -1, &error))
		_exit(0);
}

static void
send_done(VetDocumentStatus status, const char *reason)
{
	g_autofree char *shorter = g_strndup(reason ? reason : "", VET_MAX_SENTENCE_BYTES - 8);
	/* a character that was cut in two becomes one U+FFFD */
	g_autofree char *valid = g_utf8_make_valid(shorter, -1);

	send_or_end(VET_WIRE_DONE, g_variant_new("(us)", (guint32)status, valid));
}

/* The sink's own failure comes first: a plugin may have taken no notice of it. */
static Outcome
judge(const VetSink *sink, gboolean read, const GError *error)
{
	const GError *failure = vet_sink_failure(sink);
	const char *first;
	guint warnings = vet_sink_warnings(sink, &first);

	if (!failure && !read)
		failure = error;
	if (failure)
		return (Outcome){status_of(failure), g_strdup(failure->message)};
	if (!read)
		return (Outcome){VET_STATUS_CORRUPT, g_strdup("the extractor did not say why")};
	if (warnings > 1)
		return (Outcome){VET_STATUS_PARTIAL,
				 g_strdup_printf("%s (and %u more)", first, warnings - 1)};
	if (warnings == 1)
		return (Outcome){VET_STATUS_PARTIAL, g_strdup(first)};
	return (Outcome){VET_STATUS_OK, NULL};
}

static void
extract(const VetLoader *loader, const VetPlugin *plugin, VetSource *source,
	const VetBudget *budget)
{
	g_autoptr(VetSink) sink = vet_sink_new(VET_WORKER_SOCKET, budget, vet_source_size(source));
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) ignored = NULL;

	vet_sink_set_recogniser(sink, vet_loader_recogniser(loader));
	lseek(vet_source_fd(source), 0, SEEK_SET);
	gboolean read = plugin->extract(source, sink, &error);
	/* a failure to flush is the sink's failure, which is judged */
	(void)!vet_sink_flush(sink, &ignored);
	/* a library that got no memory leaves something out and goes on: that is no reading */
	vet_last_words_end_without_memory();
	Outcome outcome = judge(sink, read, error);
	send_done(outcome.status, outcome.reason);
	g_free(outcome.reason);
}

static char *
identify(const Child *child, VetSource *source)
{
	g_autoptr(GError) error = NULL;
	gsize length = 0;
	const guint8 *data = vet_source_map(source, &length, &error);

	return vet_identifier_identify(child->identifier, data, data ? length : 0);
}

static void
read_document(const Child *child, VetSource *source, const VetBudget *budget)
{
	g_autofree char *media_type = identify(child, source);
	const VetLoadedPlugin *loaded = vet_loader_find(child->loader, media_type);

	vet_source_set_media_type(source, media_type);
	send_or_end(VET_WIRE_IDENTIFIED,
		    g_variant_new("(ssb)", media_type, loaded ? loaded->plugin->name : "",
				  vet_name_is_lying(vet_source_name(source), media_type)));
	if (loaded && loaded->plugin->converts && !child->converter) {
		send_or_end(VET_WIRE_SET_ASIDE, g_variant_new("()"));
		return;
	}
	if (child->converter)
		vet_source_set_means(source, &child->converter->means);
	if (loaded) {
		extract(child->loader, loaded->plugin, source, budget);
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(known_types); i++) {
		if (g_str_equal(known_types[i].media_type, media_type)) {
			send_done(known_types[i].status, known_types[i].reason);
			return;
		}
	}
	const char *why_not = vet_loader_why_not(child->loader, media_type);
	g_autofree char *reason =
		why_not ? g_strdup(why_not) : g_strdup_printf("nothing here reads %s", media_type);
	send_done(VET_STATUS_UNSUPPORTED, reason);
}

/* Instead of reading it: how one of its pages looks. */
static void
draw(const Child *child, VetSource *source, const VetBudget *budget, guint page, guint dpi)
{
	g_autofree char *media_type = identify(child, source);
	const VetLoadedPlugin *loaded = vet_loader_find(child->loader, media_type);
	g_autoptr(VetSink) sink = vet_sink_new(VET_WORKER_SOCKET, budget, vet_source_size(source));
	g_autoptr(GError) error = NULL;

	vet_source_set_media_type(source, media_type);
	if (!loaded || !loaded->plugin->render) {
		g_autofree char *reason =
			g_strdup_printf("pages of %s are not drawn here", media_type);
		send_done(VET_STATUS_UNSUPPORTED, reason);
		return;
	}
	gboolean drawn = loaded->plugin->render(source, page, dpi, sink, &error);
	vet_last_words_end_without_memory();
	Outcome outcome = judge(sink, drawn, error);
	send_done(outcome.status == VET_STATUS_PARTIAL ? VET_STATUS_OK : outcome.status,
		  outcome.reason);
	g_free(outcome.reason);
}

static gboolean
serve_drawing(const Child *child, VetWireMessage *message)
{
	g_autoptr(VetSource) source = NULL;
	g_autoptr(GVariant) caps = NULL;
	const char *name;
	guint32 page, dpi;
	VetBudget budget = {0};
	gsize n_caps;
	struct stat about;

	g_variant_get(message->body, "(&s@atuu)", &name, &caps, &page, &dpi);
	const guint64 *values = g_variant_get_fixed_array(caps, &n_caps, sizeof *values);
	if (n_caps != VET_N_LIMITS || fstat(message->fd, &about) != 0)
		return FALSE;
	memcpy(budget.limits.value, values, sizeof budget.limits.value);
	source = vet_source_new(message->fd, about.st_size, name, &budget);
	message->fd = -1;
	draw(child, source, &budget, page, dpi);
	return TRUE;
}

static gboolean
parse_document(VetWireMessage *message, VetSource **ret_source, VetBudget *ret_budget)
{
	const char *name;
	g_autoptr(GVariant) caps = NULL;
	g_autoptr(GVariant) spent = NULL;
	gsize n_caps, n_spent;
	struct stat about;

	if (message->type != VET_WIRE_DOCUMENT || fstat(message->fd, &about) != 0)
		return FALSE;
	g_variant_get(message->body, "(&s@at@at)", &name, &caps, &spent);
	const guint64 *cap_values = g_variant_get_fixed_array(caps, &n_caps, sizeof *cap_values);
	const guint64 *spent_values =
		g_variant_get_fixed_array(spent, &n_spent, sizeof *cap_values);
	if (n_caps != VET_N_LIMITS || n_spent != VET_N_LIMITS)
		return FALSE;
	memcpy(ret_budget->limits.value, cap_values, sizeof ret_budget->limits.value);
	memcpy(ret_budget->spent, spent_values, sizeof ret_budget->spent);
	*ret_source = vet_source_new(message->fd, about.st_size, name, ret_budget);
	message->fd = -1;
	return TRUE;
}

static void
serve(const Child *child)
{
	for (;;) {
		g_auto(VetWireMessage) message = {.fd = -1};
		g_autoptr(VetSource) source = NULL;
		g_autoptr(GError) error = NULL;
		VetBudget budget;

		if (!vet_wire_receive(VET_WORKER_SOCKET, 0, &message, &error))
			return;
		if (message.type == VET_WIRE_DRAW) {
			if (!serve_drawing(child, &message))
				return;
			continue;
		}
		if (!parse_document(&message, &source, &budget))
			return;
		vet_last_words_new_document();
		read_document(child, source, &budget);
		/* what one document needed at its peak shall not count against the next */
		malloc_trim(0);
	}
}

/*
 * Only the socket and /dev/null stay open: the libraries' complaints to stderr must not end up in
 * a descriptor that got its number later.  Sanitizers keep stderr for their reports.
 */
static gboolean
keep_only(int socket)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
		return FALSE;
#ifndef VET_SANITIZED
	if (dup2(null, 2) < 0)
		return FALSE;
#endif
	if (socket != VET_WORKER_SOCKET && dup2(socket, VET_WORKER_SOCKET) < 0)
		return FALSE;
	return close_range(VET_WORKER_SOCKET + 1, ~0U, 0) == 0;
}

static gboolean
confine(const char *folder, pid_t parent, gboolean sandboxed, const VetLimits *limits,
	VetConverter *converter, GError **error)
{
	if (folder)
		return vet_converter_enter(converter, folder, sandboxed, limits, parent, error);
	return sandboxed ? vet_sandbox_enter(limits, parent, error)
			 : vet_sandbox_die_with(parent, error);
}

void
vet_child_run(const VetLoader *loader, VetIdentifier *identifier, int socket, pid_t parent,
	      gboolean sandboxed, const VetLimits *limits, const char *folder)
{
	VetConverter converter = {{0}};
	const Child child = {loader, identifier, folder ? &converter : NULL};
	g_autoptr(GError) error = NULL;

	if (!keep_only(socket))
		_exit(1);
	vet_last_words_install();
	if (!confine(folder, parent, sandboxed, limits, &converter, &error)) {
		vet_last_words_say(VET_FATAL_SANDBOX, error->message);
		_exit(1);
	}
	send_or_end(VET_WIRE_READY, g_variant_new("()"));
	serve(&child);
	_exit(0);
}
