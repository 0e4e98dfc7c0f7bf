/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What packs do most, without a call: the field of a macro's variable, where it was found before. */

#include "lib/cel/run.h"
#include "lib/cel/value.h"

/* The entry of the field where it was in the map before, for the maps of a list are mostly alike. */
static inline const CelEntry *
cel_entry_at_hint(const CelMap *map, const CelNode *node)
{
	const CelValue *key = &node->constant;
	guint32 hint = __atomic_load_n(&node->hint, __ATOMIC_RELAXED);
	const CelEntry *entry;

	if (!map->distinct || hint >= map->length)
		return NULL;
	entry = &map->entries[hint];
	return entry->key.kind == CEL_STRING && entry->key.length == key->length &&
			       cel_same_bytes(entry->key.text, key->text, key->length)
		       ? entry
		       : NULL;
}

static inline void
cel_hint_entry(const CelMap *map, const CelNode *node, const CelEntry *entry)
{
	/* the one thing of a finished tree that changes */
	__atomic_store_n((guint32 *)&node->hint, (guint32)(entry - map->entries), __ATOMIC_RELAXED);
}

/*
 * The value of a constant, a macro's variable or a field of one, and the steps it is worth added to
 * *cost.  NULL when it takes more than a look: nothing is charged then, and nothing has failed.
 */
static G_ALWAYS_INLINE inline const CelValue *
cel_quick_place(const CelRun *run, const CelNode *node, guint64 *cost)
{
	const CelNode *operand;
	const CelValue *value;
	const CelEntry *entry;

	*cost += 1;
	if (node->kind == CEL_NODE_CONSTANT)
		return &node->constant;
	if (node->kind == CEL_NODE_LOCAL)
		return &run->locals[node->slot];
	if (node->kind != CEL_NODE_SELECT || node->optional)
		return NULL;
	operand = node->children[0];
	if (operand->kind != CEL_NODE_LOCAL)
		return NULL;
	value = &run->locals[operand->slot];
	if (value->kind != CEL_MAP)
		return NULL;
	entry = cel_entry_at_hint(value->map, node);
	*cost += 1 + cel_map_find_cost(value->map);
	return entry != NULL ? &entry->value : NULL;
}
