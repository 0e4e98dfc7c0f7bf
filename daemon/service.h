/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * vetd's parts, wired: lists, store, spool, pool, pipeline, screener, bus and intake, from one
 * configuration.
 */

#include "daemon/config.h"

G_BEGIN_DECLS

typedef struct _VetService VetService;

/*
 * Starts everything; when this returns, submissions are taken in.  VET_ERROR_CONFIG says what an
 * operator must change.
 */
VetService *vet_service_new(const VetConfig *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_service_free(VetService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetService, vet_service_free)
/* Takes nothing more in; `stopped` is called when what is in flight is stored. */
void vet_service_stop(VetService *service, void (*stopped)(gpointer user_data), gpointer user_data);
/*
 * Loads the rule pack anew, see daemon/reload.h: what comes of it is said in the log, on the bus and
 * in vet_service_health().  What is stored is then judged again in the background.  Not to be called
 * once it is stopped.
 */
gboolean vet_service_reload(VetService *service, GError **error);
/* Of char *: what wants an operator, a sentence each; empty when all is well.  The caller's. */
GPtrArray *vet_service_health(const VetService *service);
/* Looks at the configured CSV files now. */
void vet_service_look(VetService *service);
/* One line of state for the service manager: waiting, in flight, sandbox. Caller frees. */
char *vet_service_state(const VetService *service);

G_END_DECLS
