/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields and elements, of values and of what optionals hold. */

#include "lib/cel/evaluate.h"
#include "lib/cel/quick.h"

#include "lib/cel/error.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

/* --- fields --- */

/* FALSE when the operand has no fields, or the budget is spent; *ret_entry may be NULL. */
static gboolean
find_field(CelRun *run, const CelNode *node, const CelValue *operand, const CelEntry **ret_entry)
{
	GError *error = NULL;

	if (operand->kind != CEL_MAP) {
		cel_set_error(&error, CEL_ERROR_EVALUATE, "a value of type %s has no field '%s'",
			      cel_kind_name(operand->kind), node->name);
		return cel_evaluate_fault(run, node, error);
	}
	/* the same with a hint as without: what an expression costs must not hang on what ran before */
	if (!cel_run_charge(run, cel_map_find_cost(operand->map), &error))
		return cel_evaluate_fault(run, node, error);
	*ret_entry = cel_entry_at_hint(operand->map, node);
	if (*ret_entry != NULL)
		return TRUE;
	*ret_entry = cel_map_find(operand->map, &node->constant);
	if (*ret_entry != NULL)
		cel_hint_entry(operand->map, node, *ret_entry);
	return TRUE;
}

static gboolean
make_optional(CelRun *run, const CelNode *node, const CelValue *held, CelValue *ret_value)
{
	GError *error = NULL;

	*ret_value = cel_optional(run->evaluation->arena, held);
	if (ret_value->kind == CEL_OPTIONAL)
		return TRUE;
	cel_run_no_memory(&error);
	return cel_evaluate_fault(run, node, error);
}

/*
 * What an optional operand holds takes its place, NULL when it holds nothing, and the result is an
 * optional as well.
 */
static const CelValue *
open_optional(const CelValue *operand, gboolean *optional)
{
	if (operand->kind != CEL_OPTIONAL)
		return operand;
	*optional = TRUE;
	return operand->optional;
}

const CelValue *
cel_evaluate_select_place(CelRun *run, const CelNode *node, CelValue *scratch)
{
	gboolean optional = node->optional;
	const CelEntry *entry = NULL;
	CelValue own;
	const CelValue *operand = cel_evaluate_place(run, node->children[0], &own);

	if (operand == NULL)
		return NULL;
	operand = open_optional(operand, &optional);
	if (operand != NULL && !find_field(run, node, operand, &entry))
		return NULL;
	if (optional)
		return make_optional(run, node, entry != NULL ? &entry->value : NULL, scratch)
			       ? scratch
			       : NULL;
	if (entry != NULL)
		return &entry->value;
	cel_evaluate_fault(
		run, node,
		g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE, "no such key: '%s'", node->name));
	return NULL;
}

gboolean
cel_evaluate_select(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue scratch;
	const CelValue *place = cel_evaluate_select_place(run, node, &scratch);

	if (place == NULL)
		return FALSE;
	*ret_value = *place;
	return TRUE;
}

gboolean
cel_evaluate_has(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEntry *entry = NULL;
	gboolean optional;
	CelValue own;
	const CelValue *operand = cel_evaluate_place(run, node->children[0], &own);

	if (operand == NULL)
		return FALSE;
	operand = open_optional(operand, &optional);
	if (operand != NULL && !find_field(run, node, operand, &entry))
		return FALSE;
	cel_set_bool(ret_value, entry != NULL);
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
	CelValue own, index;
	const CelValue *operand = cel_evaluate_place(run, node->children[0], &own), *found = NULL;
	GError *error = NULL;

	if (operand == NULL || !cel_evaluate_node(run, node->children[1], &index))
		return FALSE;
	operand = open_optional(operand, &optional);
	if (operand != NULL && !find_indexed(run, operand, &index, &found, &error))
		return cel_evaluate_fault(run, node, error);
	if (optional)
		return make_optional(run, node, found, ret_value);
	if (found == NULL)
		return fail_missing(run, node, operand, &index);
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
