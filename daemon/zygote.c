/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/worker-socket.h"
#include "lib/error.h"
#include "lib/wire.h"

struct _VetZygote {
	const VetZygoteEvents *events;
	gpointer user_data;
	GPid pid;
	int socket;
	guint source;
	gboolean ready;
	gboolean dead;
	GPtrArray *plugins;
	GPtrArray *left_out;
};

static void
plugin_free(gpointer data)
{
	VetZygotePlugin *plugin = data;
	g_free(plugin->name);
	g_free(plugin->version);
	g_free(plugin->summary);
	g_free(plugin->build);
	g_strfreev(plugin->media_types);
	g_free(plugin);
}

void
vet_zygote_free(VetZygote *zygote)
{
	if (!zygote)
		return;
	g_clear_handle_id(&zygote->source, g_source_remove);
	if (zygote->socket >= 0)
		close(zygote->socket);
	if (zygote->pid > 0) {
		kill(zygote->pid, SIGKILL);
		while (waitpid(zygote->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	g_ptr_array_unref(zygote->plugins);
	g_ptr_array_unref(zygote->left_out);
	g_free(zygote);
}

/* --- messages --- */

static void
on_ready(VetZygote *zygote, const VetWireMessage *message)
{
	g_autoptr(GVariantIter) plugins = NULL;
	g_autoptr(GVariantIter) left_out = NULL;
	char *sentence;
	guint32 version;

	g_variant_get(message->body, "(ua(ssssbas)as)", &version, &plugins, &left_out);
	VetZygotePlugin row;
	while (g_variant_iter_next(plugins, "(ssssb^as)", &row.name, &row.version, &row.summary,
				   &row.build, &row.is_container, &row.media_types))
		g_ptr_array_add(zygote->plugins, g_memdup2(&row, sizeof row));
	while (g_variant_iter_next(left_out, "s", &sentence))
		g_ptr_array_add(zygote->left_out, sentence);
	zygote->ready = TRUE;
	zygote->events->ready(zygote->user_data);
}

static void
on_forked(VetZygote *zygote, const VetWireMessage *message)
{
	guint32 number;
	int pidfd = fcntl(message->fd, F_DUPFD_CLOEXEC, 0);

	g_variant_get(message->body, "(uu)", &number, NULL);
	zygote->events->forked(number, pidfd, zygote->user_data);
}

static void
on_exited(VetZygote *zygote, const VetWireMessage *message)
{
	guint32 number;
	gint32 status;

	g_variant_get(message->body, "(ui)", &number, &status);
	zygote->events->exited(number, status, zygote->user_data);
}

typedef struct {
	VetWireType type;
	gboolean ready; /* allowed before or after it is up */
	void (*handle)(VetZygote *zygote, const VetWireMessage *message);
} Row;

static const Row rows[] = {
	{VET_WIRE_ZYGOTE_READY, FALSE, on_ready},
	{VET_WIRE_FORKED, TRUE, on_forked},
	{VET_WIRE_EXITED, TRUE, on_exited},
};

static void
die(VetZygote *zygote, const char *why)
{
	g_clear_handle_id(&zygote->source, g_source_remove);
	zygote->dead = TRUE;
	zygote->events->died(why, zygote->user_data);
}

/* FALSE when there was nothing to receive, or it is dead by now. */
static gboolean
receive_one(VetZygote *zygote)
{
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;

	if (!vet_wire_receive(zygote->socket, MSG_DONTWAIT, &message, &error)) {
		if (error)
			die(zygote, error->message);
		return FALSE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type == message.type && rows[i].ready == zygote->ready) {
			rows[i].handle(zygote, &message);
			return TRUE;
		}
	}
	die(zygote, "a message out of order");
	return FALSE;
}

static gboolean
on_socket(int fd, GIOCondition condition, gpointer user_data)
{
	/* one at a time: a handler may free the zygote; the source fires again for the rest */
	receive_one(user_data);
	return G_SOURCE_CONTINUE;
}

/* --- start --- */

static gboolean
start(VetZygote *zygote, const char *worker_path, const char *const *plugin_dirs, GError **error)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) cause = NULL;
	const int target = VET_WORKER_SOCKET;
	int sockets[2];

	g_ptr_array_add(arguments, g_strdup(worker_path));
	g_ptr_array_add(arguments, g_strdup_printf("%d", (int)getpid()));
	for (gsize i = 0; plugin_dirs && plugin_dirs[i]; i++)
		g_ptr_array_add(arguments, g_strdup(plugin_dirs[i]));
	g_ptr_array_add(arguments, NULL);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "no socket for vet-worker: %s",
			    g_strerror(errno));
		return FALSE;
	}
	zygote->socket = sockets[0];
	gboolean spawned = g_spawn_async_with_pipes_and_fds(
		NULL, (const char *const *)arguments->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL,
		NULL, -1, -1, -1, &sockets[1], &target, 1, &zygote->pid, NULL, NULL, NULL, &cause);
	close(sockets[1]);
	if (!spawned)
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "the worker cannot be started: %s; check the installation",
			    cause->message);
	return spawned;
}

VetZygote *
vet_zygote_new(const char *worker_path, const char *const *plugin_dirs,
	       const VetZygoteEvents *events, gpointer user_data, GError **error)
{
	g_autoptr(VetZygote) zygote = g_new0(VetZygote, 1);

	zygote->socket = -1;
	zygote->events = events;
	zygote->user_data = user_data;
	zygote->plugins = g_ptr_array_new_with_free_func(plugin_free);
	zygote->left_out = g_ptr_array_new_with_free_func(g_free);
	if (!start(zygote, worker_path, plugin_dirs, error))
		return NULL;
	/* a worker that does not read must not hold up vetd */
	g_unix_set_fd_nonblocking(zygote->socket, TRUE, NULL);
	zygote->source = g_unix_fd_add(zygote->socket, G_IO_IN | G_IO_HUP, on_socket, zygote);
	return g_steal_pointer(&zygote);
}

gboolean
vet_zygote_wait(VetZygote *zygote, guint seconds, GError **error)
{
	gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

	while (!zygote->ready && !zygote->dead) {
		struct pollfd source = {zygote->socket, POLLIN};
		gint64 left = deadline - g_get_monotonic_time();
		if (left <= 0 || poll(&source, 1, left / 1000 + 1) == 0)
			break;
		receive_one(zygote);
	}
	if (zygote->ready)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "vet-worker %s before it was ready; what it printed says why",
		    zygote->dead ? "ended" : "took too long");
	return FALSE;
}

/* Takes a floating body; the child's end of the socket goes with it. */
static gboolean
ask_for_child(VetZygote *zygote, VetWireType type, GVariant *body, int *ret_socket, GError **error)
{
	g_autoptr(GVariant) owned = g_variant_ref_sink(body);
	int sockets[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "no socket for a child: %s",
			    g_strerror(errno));
		return FALSE;
	}
	gboolean asked = vet_wire_send(zygote->socket, type, owned, sockets[1], error);
	close(sockets[1]);
	if (!asked) {
		close(sockets[0]);
		return FALSE;
	}
	*ret_socket = sockets[0];
	return TRUE;
}

static GVariant *
pack_caps(const VetLimits *limits)
{
	return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, limits->value, VET_N_LIMITS,
					 sizeof limits->value[0]);
}

gboolean
vet_zygote_fork(VetZygote *zygote, guint32 number, gboolean sandboxed, const VetLimits *limits,
		int *ret_socket, GError **error)
{
	GVariant *body = g_variant_new("(ub@at)", number, sandboxed, pack_caps(limits));

	return ask_for_child(zygote, VET_WIRE_FORK, body, ret_socket, error);
}

gboolean
vet_zygote_fork_converter(VetZygote *zygote, guint32 number, gboolean sandboxed,
			  const VetLimits *limits, const char *folder, int *ret_socket,
			  GError **error)
{
	GVariant *body = g_variant_new("(ub@ats)", number, sandboxed, pack_caps(limits), folder);

	return ask_for_child(zygote, VET_WIRE_FORK_CONVERTER, body, ret_socket, error);
}

gboolean
vet_zygote_is_ready(const VetZygote *zygote)
{
	return zygote->ready && !zygote->dead;
}

const GPtrArray *
vet_zygote_plugins(const VetZygote *zygote)
{
	return zygote->plugins;
}

const VetZygotePlugin *
vet_zygote_find_plugin(const VetZygote *zygote, const char *name)
{
	for (guint i = 0; i < zygote->plugins->len; i++) {
		const VetZygotePlugin *plugin = zygote->plugins->pdata[i];
		if (g_str_equal(plugin->name, name))
			return plugin;
	}
	return NULL;
}

const GPtrArray *
vet_zygote_left_out(const VetZygote *zygote)
{
	return zygote->left_out;
}
