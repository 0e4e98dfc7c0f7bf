/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/members.h"

#include "lib/cel/value.h"

gboolean
cel_members_has_doubles(const CelList *list)
{
	for (gsize i = 0; i < list->length; i++)
		if (list->items[i].kind == CEL_DOUBLE)
			return TRUE;
	return FALSE;
}

/* What is in the index equals nothing that is not, so that a value is sought in one place only. */
static gboolean
is_indexed(const CelMembers *members, const CelValue *value)
{
	switch (value->kind) {
	case CEL_BOOL:
	case CEL_STRING:
		return TRUE;
	case CEL_INT:
	case CEL_UINT:
		return members->integers;
	default:
		return FALSE;
	}
}

static gboolean
charge_value(CelCall *call, const CelValue *value, GError **error)
{
	gsize length = value->kind == CEL_STRING ? value->length : 0;

	return cel_call_charge(call, 1 + length / CEL_BYTES_PER_STEP, error);
}

gboolean
cel_members_init(CelMembers *members, CelCall *call, const CelList *list, gboolean doubles,
		 GError **error)
{
	gsize n_entries = 0, duplicate;
	CelEntry *entries;

	*members = (CelMembers){.call = call, .list = list, .integers = !doubles};
	entries = cel_call_alloc(call, list->length, sizeof *entries, error);
	if (entries == NULL)
		return FALSE;
	members->others = cel_call_alloc(call, list->length, sizeof *members->others, error);
	if (members->others == NULL)
		return FALSE;
	for (gsize i = 0; i < list->length; i++) {
		if (!charge_value(call, &list->items[i], error))
			return FALSE;
		if (is_indexed(members, &list->items[i]))
			entries[n_entries++] = (CelEntry){list->items[i], cel_int((gint64)i)};
		else
			members->others[members->n_others++] = i;
	}
	if (cel_map_make(cel_call_arena(call), entries, n_entries, &members->index, &duplicate))
		return TRUE;
	/* the arena is full, and this says so */
	return cel_call_alloc(call, G_MAXSIZE, 1, error) != NULL;
}

gboolean
cel_members_find(const CelMembers *members, const CelValue *value, gsize *ret_position,
		 GError **error)
{
	const CelList *list = members->list;
	const CelEntry *entry;
	gboolean equal = FALSE;

	if (!charge_value(members->call, value, error))
		return FALSE;
	if (is_indexed(members, value)) {
		entry = cel_map_find(members->index.map, value);
		*ret_position = entry != NULL ? (gsize)entry->value.integer : list->length;
		return cel_call_charge(members->call, cel_map_find_cost(members->index.map), error);
	}
	for (gsize i = 0; i < members->n_others; i++) {
		gsize position = members->others[i];

		if (!cel_run_equal(members->call->run, value, &list->items[position], &equal,
				   error))
			return FALSE;
		if (equal) {
			*ret_position = position;
			return TRUE;
		}
	}
	*ret_position = list->length;
	return TRUE;
}
