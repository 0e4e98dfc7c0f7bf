/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The ZeroMQ side: publishes the store's outbox in order on a PUB socket with a heartbeat each
 * second, and answers queries on a ROUTER socket.  Nothing is published that the store does not
 * hold.
 */

#include <json-glib/json-glib.h>

#include "lib/store.h"

G_BEGIN_DECLS

typedef struct _VetBus VetBus;

/*
 * Operations of vetd's own (import …): fills *ret_reply (a JSON object's members besides "ok"), or
 * FALSE with error; VET_ERROR_UNSUPPORTED: no such operation.
 */
typedef gboolean (*VetBusOperation)(const char *op, JsonObject *request, JsonObject *ret_reply,
				    gpointer user_data, GError **error);

/* VET_ERROR_CONFIG when an endpoint cannot be bound; says which and why. */
VetBus *vet_bus_new(VetStore *store, const char *publish, const char *query,
		    VetBusOperation operation, gpointer user_data,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_bus_free(VetBus *bus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetBus, vet_bus_free)

G_END_DECLS
