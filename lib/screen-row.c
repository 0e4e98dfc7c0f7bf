/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/screen-row.h"

#include <string.h>

#define LOOKUP_STEPS 100
#define MAX_ENTRIES 12

const VetEvidence *
vet_screen_keep_evidence(CelCall *call, VetEvidence *evidence)
{
	VetScreenLookups *lookups = cel_call_user_data(call);
	if (lookups->evidence->len >= VET_SCREEN_MAX_EVIDENCE) {
		vet_evidence_free(evidence);
		return NULL;
	}
	g_ptr_array_add(lookups->evidence, evidence);
	return evidence;
}

void
vet_screen_row_begin(VetScreenRow *row, CelCall *call, VetEvidence *evidence)
{
	*row = (VetScreenRow){.call = call};
	row->entries = cel_arena_alloc(cel_call_arena(call), MAX_ENTRIES * sizeof(CelEntry));
	row->full = !row->entries;
	row->origin = evidence ? vet_screen_keep_evidence(call, evidence) : NULL;
}

void
vet_screen_row_add(VetScreenRow *row, const char *key, CelValue value)
{
	if (row->full)
		return;
	value.origin = row->origin ? row->origin : value.origin;
	row->entries[row->length++] = (CelEntry){cel_string(key), value};
}

void
vet_screen_row_add_string(VetScreenRow *row, const char *key, const char *text)
{
	const char *copy = cel_arena_copy(cel_call_arena(row->call), text, strlen(text));
	row->full |= !copy;
	if (copy)
		vet_screen_row_add(row, key, cel_string(copy));
}

void
vet_screen_row_add_strings(VetScreenRow *row, const char *key, char **texts)
{
	CelArena *arena = cel_call_arena(row->call);
	guint n = g_strv_length(texts);
	CelValue *items = cel_arena_alloc(arena, MAX(n, 1) * sizeof(CelValue));
	for (guint i = 0; items && i < n; i++) {
		const char *copy = cel_arena_copy(arena, texts[i], strlen(texts[i]));
		row->full |= !copy;
		items[i] = cel_string(copy ? copy : "");
		items[i].origin = row->origin;
	}
	row->full |= !items;
	if (items)
		vet_screen_row_add(row, key, cel_list_new(arena, items, n));
}

gboolean
vet_screen_row_finish(VetScreenRow *row, CelValue *ret_value, GError **error)
{
	if (row->full) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	*ret_value = cel_map_new(cel_call_arena(row->call), row->entries, row->length);
	ret_value->origin = row->origin;
	return TRUE;
}

gboolean
vet_screen_rows(CelCall *call, const GPtrArray *hits, VetScreenMakeRow make, CelValue *ret_value,
		GError **error)
{
	if (!hits || !cel_call_charge(call, LOOKUP_STEPS + hits->len, error))
		return FALSE;
	gsize size = MAX(hits->len, 1) * sizeof(CelValue);
	CelValue *items = cel_arena_alloc(cel_call_arena(call), size);
	if (!items) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	for (guint i = 0; i < hits->len; i++)
		if (!make(call, hits->pdata[i], &items[i], error))
			return FALSE;
	*ret_value = cel_list_new(cel_call_arena(call), items, hits->len);
	return TRUE;
}

const char **
vet_screen_texts_under(const CelList *maps, const char *key)
{
	const char **texts = g_new0(const char *, maps->length + 1);
	for (gsize i = 0; i < maps->length; i++) {
		CelValue value;
		gboolean found = cel_map_get(maps->items[i], key, &value);
		texts[i] = found && value.kind == CEL_STRING ? value.text : "";
	}
	return texts;
}
