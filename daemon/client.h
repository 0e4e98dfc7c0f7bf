/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The other end of the bus, for vetctl: asks the query endpoint, follows the events without a gap.
 */

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _VetClient VetClient;

/* Endpoints are copied.  Connects when it is used first. */
VetClient *vet_client_new(const char *query, const char *publish);
void vet_client_free(VetClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetClient, vet_client_free)

/*
 * Sends a request and waits for its reply; the caller's.  VET_ERROR_TIMEOUT: nobody answers (after
 * `seconds`, or at once where there is no socket); VET_ERROR_MALFORMED: vetd refused, with its own
 * words.
 */
JsonObject *vet_client_ask(VetClient *client, JsonObject *request, guint seconds,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An event, in order of sequence; FALSE ends. */
typedef gboolean (*VetClientEvent)(JsonNode *event, gpointer user_data);

/* Stored events from `from` to `to` (G_MAXINT64 = all there are); FALSE on error. */
gboolean vet_client_replay(VetClient *client, gint64 from, gint64 to, VetClientEvent event,
			   gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Stored events from `from` on (0 = none), then those to come, until `event` ends it; nothing is
 * missed between.
 */
gboolean vet_client_follow(VetClient *client, gint64 from, VetClientEvent event, gpointer user_data,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
