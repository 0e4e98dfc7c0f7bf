/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/factmap.h"

#include <string.h>

struct _VetFactMap {
	VetFacts *facts;
	GArray *entries; /* of CelEntry */
};

struct _VetFactList {
	VetFacts *facts;
	GArray *items; /* of CelValue */
};

CelValue
vet_fact_string(VetFacts *facts, const char *text, const VetEvidence *origin)
{
	const char *copy = cel_arena_copy(vet_facts_arena(facts), text, strlen(text));
	CelValue value = copy ? cel_string(copy) : cel_null();
	value.origin = origin;
	return value;
}

static gconstpointer
settle(VetFacts *facts, const GArray *items, gsize item_size)
{
	gsize bytes = items->len * item_size;
	void *copy = bytes > 0 ? cel_arena_alloc(vet_facts_arena(facts), bytes) : NULL;
	if (copy)
		memcpy(copy, items->data, bytes);
	return copy;
}

VetFactMap *
vet_fact_map_new(VetFacts *facts)
{
	VetFactMap *map = g_new0(VetFactMap, 1);
	map->facts = facts;
	map->entries = g_array_new(FALSE, FALSE, sizeof(CelEntry));
	return map;
}

void
vet_fact_map_add(VetFactMap *map, const char *key, CelValue value, const VetEvidence *origin)
{
	CelEntry entry = {cel_string(key), value};
	if (origin)
		entry.value.origin = origin;
	g_array_append_val(map->entries, entry);
}

void
vet_fact_map_add_string(VetFactMap *map, const char *key, const char *text,
			const VetEvidence *origin)
{
	if (text)
		vet_fact_map_add(map, key, vet_fact_string(map->facts, text, origin), origin);
}

CelValue
vet_fact_map_finish(VetFactMap *map, const VetEvidence *origin)
{
	const CelEntry *entries = settle(map->facts, map->entries, sizeof(CelEntry));
	CelValue value =
		cel_map_new(vet_facts_arena(map->facts), entries, entries ? map->entries->len : 0);
	value.origin = origin;
	g_array_unref(map->entries);
	g_free(map);
	return value;
}

VetFactList *
vet_fact_list_new(VetFacts *facts)
{
	VetFactList *list = g_new0(VetFactList, 1);
	list->facts = facts;
	list->items = g_array_new(FALSE, FALSE, sizeof(CelValue));
	return list;
}

void
vet_fact_list_add(VetFactList *list, CelValue value)
{
	g_array_append_val(list->items, value);
}

void
vet_fact_list_add_string(VetFactList *list, const char *text, const VetEvidence *origin)
{
	vet_fact_list_add(list, vet_fact_string(list->facts, text, origin));
}

CelValue
vet_fact_list_finish(VetFactList *list, const VetEvidence *origin)
{
	const CelValue *items = settle(list->facts, list->items, sizeof(CelValue));
	CelValue value =
		cel_list_new(vet_facts_arena(list->facts), items, items ? list->items->len : 0);
	value.origin = origin;
	g_array_unref(list->items);
	g_free(list);
	return value;
}
