/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The intents that know the engine: apart, so that a reader of the store links without it. */

#include "lib/store.h"

void
vet_store_commit_async(VetStore *store, const char *id, guint version, const VetResult *result,
		       GAsyncReadyCallback callback, gpointer user_data)
{
	g_autofree char *json = vet_result_to_json(result);
	vet_store_commit_json_async(store, id, version, json, (const char *const *)result->lists,
				    callback, user_data);
}

void
vet_store_recommit_async(VetStore *store, const char *id, guint version, const VetResult *result,
			 GAsyncReadyCallback callback, gpointer user_data)
{
	g_autofree char *json = vet_result_to_json(result);
	vet_store_recommit_json_async(store, id, version, json, (const char *const *)result->lists,
				      callback, user_data);
}
