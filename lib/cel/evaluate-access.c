/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields and elements, of values and of what optionals hold. */

#include "lib/cel/evaluate.h"

#include "lib/cel/error.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

/* --- fields --- */

/*
 * The entry that the field names, or NULL.  Where it was in the map before is looked at first: the
 * maps of a list are mostly alike.
 */
static const CelEntry *
find_entry(const CelMap *map, const CelNode *node)
{
	const CelValue *key = &node->constant;
	guint32 hint = __atomic_load_n(node->hint, __ATOMIC_RELAXED);
	const CelEntry *entry;

	if (map->distinct && hint < map->length) {
		entry = &map->entries[hint];
		if (entry->key.kind == CEL_STRING && entry->key.length == key->length &&
		    (entry->key.text == key->text ||
		     memcmp(entry->key.text, key->text, key->length) == 0))
			return entry;
	}
	entry = cel_map_find(map, key);
	if (entry != NULL)
		__atomic_store_n(node->hint, (guint32)(entry - map->entries), __ATOMIC_RELAXED);
	return entry;
}

static gboolean
find_field(CelRun *run, const CelNode *node, const CelValue *operand, const CelEntry **ret_entry)
{
	GError *error = NULL;

	if (operand->kind != CEL_MAP) {
		cel_set_error(&error, CEL_ERROR_EVALUATE, "a value of type %s has no field '%s'",
			      cel_kind_name(operand->kind), node->name);
		return cel_evaluate_fault(run, node, error);
	}
	if (!cel_run_charge(run, cel_map_find_cost(operand->map), &error))
		return cel_evaluate_fault(run, node, error);
	*ret_entry = find_entry(operand->map, node);
	return TRUE;
}

static gboolean
make_optional(CelRun *run, const CelNode *node, const CelValue *held, CelValue *ret_value)
{
	GError *error = NULL;

	*ret_value = cel_optional(run->evaluation->arena, held);
	if (ret_value->kind == CEL_OPTIONAL)
		return TRUE;
	cel_set_error(&error, CEL_ERROR_LIMIT, "the memory of this evaluation is spent");
	return cel_evaluate_fault(run, node, error);
}

/* What an optional operand holds takes its place; FALSE when it holds nothing. */
static gboolean
open_optional(CelValue *operand, gboolean *optional)
{
	if (operand->kind != CEL_OPTIONAL)
		return TRUE;
	*optional = TRUE;
	if (operand->optional == NULL)
		return FALSE;
	*operand = *operand->optional;
	return TRUE;
}

gboolean
cel_evaluate_select(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	gboolean optional = node->optional;
	const CelEntry *entry;
	CelValue operand;

	if (!cel_evaluate_node(run, node->children[0], &operand))
		return FALSE;
	if (!open_optional(&operand, &optional))
		return make_optional(run, node, NULL, ret_value);
	if (!find_field(run, node, &operand, &entry))
		return FALSE;
	if (optional)
		return make_optional(run, node, entry != NULL ? &entry->value : NULL, ret_value);
	if (entry == NULL)
		return cel_evaluate_fault(run, node,
					  g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE,
						      "no such key: '%s'", node->name));
	*ret_value = entry->value;
	return TRUE;
}

gboolean
cel_evaluate_has(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEntry *entry = NULL;
	gboolean optional;
	CelValue operand;

	if (!cel_evaluate_node(run, node->children[0], &operand))
		return FALSE;
	if (open_optional(&operand, &optional) && !find_field(run, node, &operand, &entry))
		return FALSE;
	*ret_value = cel_bool(entry != NULL);
	return TRUE;
}

/* --- elements --- */

/* FALSE when the value is no whole number that could be an index. */
static gboolean
read_index(const CelValue *value, guint64 *ret_index)
{
	switch (value->kind) {
	case CEL_INT:
		*ret_index = value->uinteger;
		return value->integer >= 0;
	case CEL_UINT:
		*ret_index = value->uinteger;
		return TRUE;
	case CEL_DOUBLE:
		if (!(value->real >= 0 && value->real < 0x1p63) ||
		    value->real != trunc(value->real))
			return FALSE;
		*ret_index = (guint64)value->real;
		return TRUE;
	default:
		return FALSE;
	}
}

/* A key or index as a message shows it.  Caller frees. */
static char *
describe_key(const CelValue *key)
{
	switch (key->kind) {
	case CEL_STRING:
		return g_strndup(key->text, (gsize)cel_text_shown(key->text, key->length));
	case CEL_BYTES:
	case CEL_LIST:
	case CEL_MAP:
		return g_strdup(cel_kind_name(key->kind));
	default:
		return cel_value_to_display(*key);
	}
}

/* NULL when there is no such element. */
static const CelValue *
find_element(const CelList *list, const CelValue *index)
{
	guint64 number;

	return read_index(index, &number) && number < list->length ? &list->items[number] : NULL;
}

static gboolean
find_indexed(CelRun *run, const CelValue *operand, const CelValue *index,
	     const CelValue **ret_found, GError **error)
{
	const CelEntry *entry;

	*ret_found = NULL;
	if (operand->kind == CEL_LIST) {
		*ret_found = find_element(operand->list, index);
		return TRUE;
	}
	if (operand->kind != CEL_MAP)
		return cel_set_error(error, CEL_ERROR_EVALUATE, "no such overload: %s[%s]",
				     cel_kind_name(operand->kind), cel_kind_name(index->kind));
	if (!cel_run_charge(run, cel_map_find_cost(operand->map), error))
		return FALSE;
	entry = cel_map_find(operand->map, index);
	if (entry != NULL)
		*ret_found = &entry->value;
	return TRUE;
}

static gboolean
fail_missing(CelRun *run, const CelNode *node, const CelValue *operand, const CelValue *index)
{
	g_autofree char *text = describe_key(index);
	GError *error = NULL;

	if (operand->kind == CEL_LIST)
		cel_set_error(&error, CEL_ERROR_EVALUATE,
			      "no element %s in a list of %" G_GSIZE_FORMAT " (they count from 0)",
			      text, operand->list->length);
	else
		cel_set_error(&error, CEL_ERROR_EVALUATE, "no such key: '%s'", text);
	return cel_evaluate_fault(run, node, error);
}

gboolean
cel_evaluate_index(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	gboolean optional = node->optional;
	CelValue operand, index;
	const CelValue *found;
	GError *error = NULL;

	if (!cel_evaluate_node(run, node->children[0], &operand) ||
	    !cel_evaluate_node(run, node->children[1], &index))
		return FALSE;
	if (!open_optional(&operand, &optional))
		return make_optional(run, node, NULL, ret_value);
	if (!find_indexed(run, &operand, &index, &found, &error))
		return cel_evaluate_fault(run, node, error);
	if (optional)
		return make_optional(run, node, found, ret_value);
	if (found == NULL)
		return fail_missing(run, node, &operand, &index);
	*ret_value = *found;
	return TRUE;
}

/* --- optionals --- */

/* a.or(b), a.orValue(b): b is evaluated only where a holds nothing */
gboolean
cel_evaluate_or_else(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelCall call = {run, node};
	CelValue operands[2];
	GError *error = NULL;

	if (!cel_evaluate_node(run, node->children[0], &operands[0]))
		return FALSE;
	operands[1] = operands[0];
	if (operands[0].kind == CEL_OPTIONAL && operands[0].optional == NULL &&
	    !cel_evaluate_node(run, node->children[1], &operands[1]))
		return FALSE;
	return node->function(&call, operands, 2, ret_value, &error) ||
	       cel_evaluate_fault(run, node, error);
}
