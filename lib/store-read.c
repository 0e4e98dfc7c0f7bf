/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of the store: on the caller's own connection, beside the writer. */

#include "lib/store-private.h"

GPtrArray *
vet_store_pending(VetStore *store, GError **error)
{
	return vet_store_sqlite_pending(store->reading, error);
}

GHashTable *
vet_store_spooled(VetStore *store, GError **error)
{
	return vet_store_sqlite_spooled(store->reading, error);
}

char *
vet_store_get(VetStore *store, const char *id, guint version, GError **error)
{
	return vet_store_sqlite_get(store->reading, id, version, error);
}

char *
vet_store_list(VetStore *store, const VetStoreQuery *query, GError **error)
{
	return vet_store_sqlite_list(store->reading, query, error);
}

GPtrArray *
vet_store_events(VetStore *store, gint64 from, guint limit, GError **error)
{
	return vet_store_sqlite_events(store->reading, from, limit, error);
}

char *
vet_store_figures(VetStore *store, GError **error)
{
	g_autofree char *write_error = vet_store_write_error(store);
	return vet_store_sqlite_figures(store->reading, write_error, error);
}

GPtrArray *
vet_store_standings(VetStore *store, GError **error)
{
	return vet_store_sqlite_standings(store->reading, error);
}

char *
vet_store_write_error(VetStore *store)
{
	g_mutex_lock(&store->lock);
	char *write_error = g_strdup(store->write_error);
	g_mutex_unlock(&store->lock);
	return write_error;
}

GPtrArray *
vet_store_newest(VetStore *store, GError **error)
{
	return vet_store_sqlite_newest(store->reading, error);
}

VetPending *
vet_store_find(VetStore *store, const char *id, guint version, GError **error)
{
	return vet_store_sqlite_find(store->reading, id, version, error);
}

GPtrArray *
vet_store_runs(VetStore *store, const char *id, guint version, gint64 after, guint limit,
	       GError **error)
{
	return vet_store_sqlite_runs(store->reading, id, version, after, limit, error);
}

GPtrArray *
vet_store_outdated(VetStore *store, const char *pack_sha256, gint64 after, guint limit,
		   GError **error)
{
	return vet_store_sqlite_outdated(store->reading, pack_sha256, after, limit, error);
}

gint64
vet_store_count_outdated(VetStore *store, const char *pack_sha256, GError **error)
{
	return vet_store_sqlite_count_outdated(store->reading, pack_sha256, error);
}
