/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the query endpoint understands: one JSON request in, one JSON reply out. */

#include "daemon/bus.h"

G_BEGIN_DECLS

/* A request may have 64 MiB when it imports a list, else 1 MiB. */
#define VET_QUERY_MAX_IMPORT (64 * 1024 * 1024)
#define VET_QUERY_MAX (1024 * 1024)

/*
 * The reply, always one: {"ok":true,…} or {"ok":false,"error":{"code","message"}}.  Caller frees.
 */
char *vet_query_answer(VetStore *store, const char *request, gsize length,
		       VetBusOperation operation, gpointer user_data);

G_END_DECLS
