/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A ZeroMQ socket bound to an endpoint and served by the GLib main loop. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetSocket VetSocket;

/* What a peer may make us keep. */
typedef struct {
	int high_water; /* messages queued for, and from, one peer */
	gint64 largest; /* bytes of a message from a peer; one that sends more is cut off */
} VetSocketBounds;

/* Called while there is something to receive; need not take all of it. */
typedef void (*VetSocketReadable)(VetSocket *socket, gpointer user_data);

/*
 * Binds a socket of `context` (a ZeroMQ context) to ipc:///PATH with mode 0660; makes the folder,
 * replaces a stale socket.  VET_ERROR_CONFIG: somebody listens there, or the path cannot be used;
 * tcp:// is refused, because it must not be served without CURVE and an allow-list.
 */
VetSocket *vet_socket_bind(void *context, int type, const char *endpoint,
			   const VetSocketBounds *bounds, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Messages in flight get half a second. */
void vet_socket_free(VetSocket *socket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetSocket, vet_socket_free)
/* From now on `readable` is called from the thread's main context. */
void vet_socket_watch(VetSocket *socket, VetSocketReadable readable, gpointer user_data);
/* The ZeroMQ socket, for sending, receiving and options. */
void *vet_socket_handle(VetSocket *socket);

G_END_DECLS
