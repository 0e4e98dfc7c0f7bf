/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/drawer.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/filling.h"
#include "lib/wire.h"

struct _VetDrawer {
	guint32 number;
	int socket;
	int pidfd; /* -1 until it is forked */
	guint source, deadline;
	VetDrawRequest request;
	VetLimits limits;
	gboolean asked;
	VetRendering *rendering;
	GError *failure;
	VetDrawerOver over; /* NULL once it was called */
	gpointer user_data;
};

static void
end(VetDrawer *drawer)
{
	VetDrawerOver over = drawer->over;

	drawer->over = NULL;
	g_clear_handle_id(&drawer->source, g_source_remove);
	g_clear_handle_id(&drawer->deadline, g_source_remove);
	if (over)
		over(drawer, drawer->user_data);
}

static void
fail(VetDrawer *drawer, VetErrorCode code, const char *words)
{
	g_autofree char *clean = vet_filling_clean_sentence(words);

	if (!drawer->failure)
		g_set_error_literal(&drawer->failure, VET_ERROR, code, clean);
	end(drawer);
}

static gboolean
on_overdue(gpointer user_data)
{
	VetDrawer *drawer = user_data;
	g_autofree char *what = vet_limits_describe(&drawer->limits, VET_LIMIT_DOCUMENT_SECONDS);

	drawer->deadline = 0;
	fail(drawer, VET_ERROR_TIMEOUT, what);
	return G_SOURCE_REMOVE;
}

/* --- what the child says --- */

static void
on_ready(VetDrawer *drawer, const VetWireMessage *message)
{
	g_autoptr(GError) error = NULL;
	GVariant *caps = g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, drawer->limits.value,
						   VET_N_LIMITS, sizeof drawer->limits.value[0]);

	drawer->asked = TRUE;
	if (!vet_wire_send(drawer->socket, VET_WIRE_DRAW,
			   g_variant_new("(s@atuu)", drawer->request.name, caps,
					 drawer->request.page, drawer->request.dpi),
			   drawer->request.fd, &error))
		fail(drawer, error->code, error->message);
}

/* Sealed, or the child could change the pixels while they are copied. */
static void
on_rendering(VetDrawer *drawer, const VetWireMessage *message)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
	int found = fcntl(message->fd, F_GET_SEALS);
	guint32 width, height;

	g_variant_get(message->body, "(uu)", &width, &height);
	if (drawer->rendering || found < 0 || (found & seals) != seals) {
		fail(drawer, VET_ERROR_MALFORMED, "it handed back a page that is not sealed");
		return;
	}
	drawer->rendering = vet_rendering_read(message->fd, width, height, &drawer->failure);
	if (!drawer->rendering)
		end(drawer);
}

static void
on_done(VetDrawer *drawer, const VetWireMessage *message)
{
	const char *reason;
	guint32 status;

	g_variant_get(message->body, "(u&s)", &status, &reason);
	if (status == VET_STATUS_OK && drawer->rendering)
		end(drawer);
	else
		fail(drawer, VET_ERROR_UNSUPPORTED, *reason ? reason : "it drew nothing");
}

static void
on_fatal(VetDrawer *drawer, const VetWireMessage *message)
{
	const char *words;
	guint8 fatal;

	g_variant_get(message->body, "(y&s)", &fatal, &words);
	fail(drawer, VET_ERROR_CRASHED, *words ? words : "the extractor died");
}

/* What is said of the document besides is of no use here. */
static void
on_remark(VetDrawer *drawer, const VetWireMessage *message)
{
}

typedef struct {
	VetWireType type;
	gboolean asked; /* whether it may come before it was asked, or after */
	void (*handle)(VetDrawer *drawer, const VetWireMessage *message);
} Row;

static const Row rows[] = {
	{VET_WIRE_READY, FALSE, on_ready},        {VET_WIRE_FATAL, FALSE, on_fatal},
	{VET_WIRE_RENDERING, TRUE, on_rendering}, {VET_WIRE_WARNING, TRUE, on_remark},
	{VET_WIRE_DONE, TRUE, on_done},           {VET_WIRE_FATAL, TRUE, on_fatal},
};

static void
dispatch(VetDrawer *drawer, const VetWireMessage *message)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type == message->type && rows[i].asked == drawer->asked) {
			rows[i].handle(drawer, message);
			return;
		}
	}
	fail(drawer, VET_ERROR_MALFORMED, "the extractor broke the protocol");
}

static gboolean
on_socket(int fd, GIOCondition condition, gpointer user_data)
{
	VetDrawer *drawer = user_data;
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;

	if (vet_wire_receive(drawer->socket, MSG_DONTWAIT, &message, &error))
		dispatch(drawer, &message);
	else if (error)
		fail(drawer, VET_ERROR_CRASHED, "the extractor died");
	/* ending has removed the source already */
	return G_SOURCE_CONTINUE;
}

/* --- the whole --- */

VetDrawer *
vet_drawer_new(guint32 number, int socket, const VetDrawRequest *request, const VetLimits *limits,
	       VetDrawerOver over, gpointer user_data)
{
	VetDrawer *drawer = g_new0(VetDrawer, 1);

	drawer->number = number;
	drawer->socket = socket;
	drawer->pidfd = -1;
	drawer->request = *request;
	drawer->request.name = g_strdup(request->name);
	drawer->limits = *limits;
	drawer->over = over;
	drawer->user_data = user_data;
	g_unix_set_fd_nonblocking(socket, TRUE, NULL);
	drawer->source = g_unix_fd_add(socket, G_IO_IN | G_IO_HUP, on_socket, drawer);
	drawer->deadline = g_timeout_add_seconds(limits->value[VET_LIMIT_DOCUMENT_SECONDS],
						 on_overdue, drawer);
	return drawer;
}

void
vet_drawer_free(VetDrawer *drawer)
{
	if (!drawer)
		return;
	drawer->over = NULL;
	end(drawer);
	close(drawer->socket);
	if (drawer->pidfd >= 0) {
		syscall(SYS_pidfd_send_signal, drawer->pidfd, SIGKILL, NULL, 0);
		close(drawer->pidfd);
	}
	close(drawer->request.fd);
	g_free((char *)drawer->request.name);
	vet_rendering_free(drawer->rendering);
	g_clear_error(&drawer->failure);
	g_free(drawer);
}

guint32
vet_drawer_number(const VetDrawer *drawer)
{
	return drawer->number;
}

void
vet_drawer_forked(VetDrawer *drawer, int pidfd)
{
	drawer->pidfd = pidfd;
}

void
vet_drawer_deliver(VetDrawer *drawer)
{
	if (drawer->failure)
		g_clear_pointer(&drawer->rendering, vet_rendering_free);
	drawer->request.drawn(g_steal_pointer(&drawer->rendering), drawer->failure,
			      drawer->request.user_data);
}
