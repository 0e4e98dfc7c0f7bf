/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

/* up to here a search in order is as fast as a hash */
#define MAP_SMALL 12
#define MAP_LARGEST ((gsize)1 << 30)

/*
 * Keys come from strangers' documents: the seed keeps them from choosing which ones collide.
 * Order of insertion, not the hash, decides what an expression sees, so results do not depend on
 * it.
 */
static guint64
hash_seed(void)
{
	static gsize once = 0;
	static guint64 seed;

	if (g_once_init_enter(&once)) {
		seed = ((guint64)g_random_int() << 32 | g_random_int()) | 1;
		g_once_init_leave(&once, 1);
	}
	return seed;
}

static guint64
mix(guint64 hash, guint64 word)
{
	hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 29);
}

/* a number that is whole has one hash in all its kinds */
static gboolean
key_hash(const CelValue *key, guint64 *ret_hash)
{
	guint64 hash = hash_seed();

	switch (key->kind) {
	case CEL_BOOL:
		*ret_hash = mix(hash, key->boolean ? 3 : 5);
		return TRUE;
	case CEL_INT:
	case CEL_UINT:
		*ret_hash = mix(hash, key->uinteger);
		return TRUE;
	case CEL_DOUBLE:
		if (!(key->real >= -0x1p63 && key->real < 0x1p64) || key->real != trunc(key->real))
			return FALSE;
		*ret_hash =
			mix(hash, key->real < 0 ? (guint64)(gint64)key->real : (guint64)key->real);
		return TRUE;
	case CEL_STRING:
		for (guint32 i = 0; i < key->length; i += 8) {
			guint64 word = 0;

			memcpy(&word, key->text + i, MIN(8, key->length - i));
			hash = mix(hash, word);
		}
		*ret_hash = mix(hash, key->length);
		return TRUE;
	default:
		return FALSE;
	}
}

static gboolean
key_equal(const CelValue *a, const CelValue *b)
{
	CelAllowance allowance = {.left = G_MAXUINT64};

	if (a->kind == CEL_STRING && b->kind == CEL_STRING)
		return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
	if (a->kind == CEL_LIST || a->kind == CEL_MAP)
		return FALSE;
	return cel_value_equal_within(a, b, &allowance);
}

static const CelEntry *
find_in_order(const CelEntry *entries, gsize length, const CelValue *key)
{
	for (gsize i = 0; i < length; i++)
		if (key_equal(key, &entries[i].key))
			return &entries[i];
	return NULL;
}

/* The slot of the key in the index: its own, or the free one where it would go. */
static gsize
find_slot(const CelMap *map, const CelValue *key, guint64 hash)
{
	gsize mask = map->index_size - 1;
	gsize slot = (gsize)(hash >> 16) & mask;

	while (map->index[slot] != 0 && !key_equal(key, &map->entries[map->index[slot] - 1].key))
		slot = (slot + 1) & mask;
	return slot;
}

const CelEntry *
cel_map_find(const CelMap *map, const CelValue *key)
{
	guint64 hash;

	if (map->index == NULL)
		return find_in_order(map->entries, map->length, key);
	if (!key_hash(key, &hash))
		return NULL;
	guint32 number = map->index[find_slot(map, key, hash)];

	return number != 0 ? &map->entries[number - 1] : NULL;
}

/* FALSE when the arena is full. */
static gboolean
index_entries(CelArena *arena, CelMap *map, gsize *ret_duplicate)
{
	gsize size = 32;

	while (size < map->length * 2)
		size *= 2;
	guint32 *index = cel_arena_alloc(arena, size * sizeof *index);

	if (index == NULL)
		return FALSE;
	map->index = index;
	map->index_size = size;
	for (gsize i = 0; i < map->length; i++) {
		guint64 hash = 0;
		gsize slot;

		if (!key_hash(&map->entries[i].key, &hash))
			continue;
		slot = find_slot(map, &map->entries[i].key, hash);
		if (index[slot] == 0)
			index[slot] = (guint32)(i + 1);
		else if (*ret_duplicate == map->length)
			*ret_duplicate = i;
	}
	return TRUE;
}

gboolean
cel_map_make(CelArena *arena, const CelEntry *entries, gsize length, CelValue *ret_map,
	     gsize *ret_duplicate)
{
	CelMap *map = length <= MAP_LARGEST ? cel_arena_alloc(arena, sizeof *map) : NULL;
	gsize duplicate = length;

	if (map == NULL)
		return FALSE;
	map->length = length;
	map->entries = entries;
	if (length > MAP_SMALL) {
		if (!index_entries(arena, map, &duplicate))
			return FALSE;
	} else {
		for (gsize i = 1; i < length && duplicate == length; i++)
			if (find_in_order(entries, i, &entries[i].key) != NULL)
				duplicate = i;
	}
	map->distinct = duplicate == length;
	*ret_map = (CelValue){.kind = CEL_MAP, .map = map};
	*ret_duplicate = duplicate;
	return TRUE;
}

CelValue
cel_map_new(CelArena *arena, const CelEntry *entries, gsize length)
{
	CelValue map = cel_null();
	gsize duplicate;

	if (!cel_map_make(arena, entries, length, &map, &duplicate))
		return cel_null();
	return map;
}

gboolean
cel_map_get(CelValue map, const char *key, CelValue *ret_value)
{
	CelValue name = cel_string(key);
	const CelEntry *entry = map.kind == CEL_MAP ? cel_map_find(map.map, &name) : NULL;

	if (entry == NULL)
		return FALSE;
	*ret_value = entry->value;
	return TRUE;
}
