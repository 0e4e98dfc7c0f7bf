/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists and maps that are written down; an entry behind '?' is left out where it holds nothing. */

#include "lib/cel/evaluate.h"

#include "lib/cel/error.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <string.h>

/* FALSE in *ret_there: an optional entry that holds nothing. */
static gboolean
evaluate_entry(CelRun *run, const CelNode *node, gboolean optional, CelValue *ret_value,
	       gboolean *ret_there)
{
	*ret_there = TRUE;
	if (!cel_evaluate_node(run, node, ret_value))
		return FALSE;
	if (!optional)
		return TRUE;
	if (ret_value->kind != CEL_OPTIONAL)
		return cel_evaluate_fault(run, node,
					  g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE,
						      "no such overload: an optional is needed "
						      "after '?', this is %s",
						      cel_kind_name(ret_value->kind)));
	*ret_there = ret_value->optional != NULL;
	if (*ret_there)
		*ret_value = *ret_value->optional;
	return TRUE;
}

gboolean
cel_evaluate_list(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelCall call = {run, node};
	GError *error = NULL;
	CelValue *items = cel_call_alloc(&call, node->n_children, sizeof *items, &error);
	gsize length = 0;
	gboolean there = FALSE;

	if (items == NULL)
		return cel_evaluate_fault(run, node, error);
	for (guint32 i = 0; i < node->n_children; i++) {
		const CelNode *item = node->children[i];

		if (!evaluate_entry(run, item, item->optional_entry, &items[length], &there))
			return FALSE;
		length += there != FALSE;
	}
	if (!cel_call_make_list(&call, items, length, ret_value, &error))
		return cel_evaluate_fault(run, node, error);
	return TRUE;
}

static gboolean
fill_entry(CelRun *run, CelNode *const *pair, CelEntry *entry, gboolean *ret_there)
{
	CelKind kind;

	if (!cel_evaluate_node(run, pair[0], &entry->key))
		return FALSE;
	kind = entry->key.kind;
	if (kind != CEL_BOOL && kind != CEL_INT && kind != CEL_UINT && kind != CEL_STRING)
		return cel_evaluate_fault(
			run, pair[0],
			g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE,
				    "unsupported key type: %s; keys are string, int, uint or bool",
				    cel_kind_name(kind)));
	return evaluate_entry(run, pair[1], pair[0]->optional_entry, &entry->value, ret_there);
}

gboolean
cel_evaluate_finish_map(CelRun *run, const CelNode *node, const CelEntry *entries, gsize length,
			CelValue *ret_value, gsize *ret_duplicate)
{
	GError *error = NULL;
	gsize duplicate = length;
	gboolean made =
		cel_map_make(run->evaluation->arena, entries, length, ret_value, &duplicate);

	if (ret_duplicate != NULL)
		*ret_duplicate = duplicate;
	if (!made) {
		cel_run_no_memory(&error);
		return cel_evaluate_fault(run, node, error);
	}
	if (duplicate == length)
		return TRUE;
	g_autofree char *key = cel_value_to_display(entries[duplicate].key);

	cel_set_error(&error, CEL_ERROR_EVALUATE, "the key '%.*s' is in the map twice",
		      cel_text_shown(key, strlen(key)), key);
	return cel_evaluate_fault(run, node, error);
}

gboolean
cel_evaluate_map(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelCall call = {run, node};
	GError *error = NULL;
	CelEntry *entries = cel_call_alloc(&call, node->n_children / 2, sizeof *entries, &error);
	gsize length = 0, duplicate = 0;
	gboolean there = FALSE;

	if (entries == NULL)
		return cel_evaluate_fault(run, node, error);
	for (guint32 i = 0; i < node->n_children; i += 2) {
		if (!fill_entry(run, node->children + i, &entries[length], &there))
			return FALSE;
		length += there != FALSE;
	}
	if (cel_evaluate_finish_map(run, node, entries, length, ret_value, &duplicate))
		return TRUE;
	/* with all entries there, the one that came twice is known by its key */
	if (duplicate < length && length == node->n_children / 2)
		run->fault = node->children[2 * duplicate]->span;
	return FALSE;
}
