/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/socket.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

#include "lib/error.h"

#define LINGER_MILLISECONDS 500

struct _VetSocket {
	void *handle;
	GSource *source; /* NULL until it is watched */
	VetSocketReadable readable;
	gpointer user_data;
};

/* --- the endpoint --- */

/*
 * ZeroMQ would take the path away from a living owner without a word, so it is asked first.  A
 * socket that refuses was left behind by a process that was killed.
 */
static gboolean
is_free(const char *path, GError **error)
{
	struct stat status;
	if (lstat(path, &status) != 0)
		return TRUE;
	if (!S_ISSOCK(status.st_mode)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "ipc://%s: there is a file of that name; move it away or choose "
			    "another endpoint",
			    path);
		return FALSE;
	}
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "ipc://%s: %s", path,
			    g_strerror(errno));
		return FALSE;
	}
	gboolean refused = connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 &&
			   errno == ECONNREFUSED;
	close(fd);
	if (!refused)
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "ipc://%s: another process listens there; stop it or choose another "
			    "endpoint",
			    path);
	return refused;
}

static const char *
path_of_endpoint(const char *endpoint, GError **error)
{
	if (g_str_has_prefix(endpoint, "tcp://")) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_CONFIG,
			"%s: tcp must not be served without CURVE and an allow-list, which this "
			"version does not have; use ipc:///PATH",
			endpoint);
		return NULL;
	}
	const char *path = endpoint + strlen("ipc://");
	if (!g_str_has_prefix(endpoint, "ipc://") || !*path || *path == '@' || *path == '*') {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: this is no endpoint; ipc:///PATH is expected", endpoint);
		return NULL;
	}
	gsize longest = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
	if (strlen(path) > longest) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: the path of a socket has at most %" G_GSIZE_FORMAT
			    " bytes; choose a shorter one",
			    endpoint, longest);
		return NULL;
	}
	return path;
}

static gboolean
prepare_path(const char *endpoint, GError **error)
{
	const char *path = path_of_endpoint(endpoint, error);
	if (!path)
		return FALSE;
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, 0750) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: cannot make the folder %s: %s",
			    endpoint, folder, g_strerror(errno));
		return FALSE;
	}
	return is_free(path, error);
}

/* They hold for peers that come after: before binding. */
static void
set_options(void *handle, const VetSocketBounds *bounds)
{
	int linger = LINGER_MILLISECONDS;
	zmq_setsockopt(handle, ZMQ_LINGER, &linger, sizeof(linger));
	zmq_setsockopt(handle, ZMQ_SNDHWM, &bounds->high_water, sizeof(bounds->high_water));
	zmq_setsockopt(handle, ZMQ_RCVHWM, &bounds->high_water, sizeof(bounds->high_water));
	zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &bounds->largest, sizeof(bounds->largest));
}

VetSocket *
vet_socket_bind(void *context, int type, const char *endpoint, const VetSocketBounds *bounds,
		GError **error)
{
	if (!prepare_path(endpoint, error))
		return NULL;
	g_autoptr(VetSocket) socket = g_new0(VetSocket, 1);
	socket->handle = zmq_socket(context, type);
	if (!socket->handle) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s: %s", endpoint,
			    zmq_strerror(errno));
		return NULL;
	}
	set_options(socket->handle, bounds);
	/* who may talk to vetd is who may write to the socket: never open it wider, not even for a
	 * moment */
	mode_t before = umask(0117);
	int bound = zmq_bind(socket->handle, endpoint);
	int fault = errno;
	umask(before);
	if (bound != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: %s; check that its folder is writable for vetd", endpoint,
			    zmq_strerror(fault));
		return NULL;
	}
	return g_steal_pointer(&socket);
}

void
vet_socket_free(VetSocket *socket)
{
	if (!socket)
		return;
	if (socket->source) {
		g_source_destroy(socket->source);
		g_source_unref(socket->source);
	}
	if (socket->handle)
		zmq_close(socket->handle);
	g_free(socket);
}

void *
vet_socket_handle(VetSocket *socket)
{
	return socket->handle;
}

/* --- the main loop --- */

typedef struct {
	GSource source;
	VetSocket *socket;
} SocketSource;

/* ZMQ_FD is edge-triggered and says only that the state may have changed: ZMQ_EVENTS is the state.
 */
static gboolean
is_readable(GSource *source)
{
	int events = 0;
	size_t size = sizeof(events);
	VetSocket *socket = ((SocketSource *)source)->socket;
	return zmq_getsockopt(socket->handle, ZMQ_EVENTS, &events, &size) == 0 &&
	       (events & ZMQ_POLLIN);
}

static gboolean
prepare(GSource *source, int *ret_timeout)
{
	*ret_timeout = -1;
	return is_readable(source);
}

static gboolean
dispatch(GSource *source, GSourceFunc callback, gpointer user_data)
{
	VetSocket *socket = ((SocketSource *)source)->socket;
	socket->readable(socket, socket->user_data);
	return G_SOURCE_CONTINUE;
}

void
vet_socket_watch(VetSocket *socket, VetSocketReadable readable, gpointer user_data)
{
	static GSourceFuncs functions = {
		.prepare = prepare,
		.check = is_readable,
		.dispatch = dispatch,
	};
	int fd = -1;
	size_t size = sizeof(fd);
	zmq_getsockopt(socket->handle, ZMQ_FD, &fd, &size);
	socket->readable = readable;
	socket->user_data = user_data;
	socket->source = g_source_new(&functions, sizeof(SocketSource));
	((SocketSource *)socket->source)->socket = socket;
	g_source_set_static_name(socket->source, "ZeroMQ socket");
	g_source_add_unix_fd(socket->source, fd, G_IO_IN);
	g_source_attach(socket->source, g_main_context_get_thread_default());
}
