/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks the tree; it recurses no deeper than the tree is high, which the parser bounds. */

#include "lib/cel/evaluate.h"

#include "lib/cel/error.h"
#include "lib/cel/program.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <math.h>
#include <string.h>

#define DEFAULT_STEPS 1000000
/* operands of most calls fit on the stack */
#define FEW_ARGUMENTS 4

gboolean
cel_evaluate_fault(CelRun *run, const CelNode *node, GError *error)
{
	g_clear_error(&run->error);
	run->error = error;
	run->fault = node->kind == CEL_NODE_CALL || node->kind == CEL_NODE_SELECT ? node->mark
										  : node->span;
	return FALSE;
}

gboolean
cel_evaluate_not_bool(CelRun *run, const CelNode *node, const CelValue *value)
{
	cel_evaluate_fault(run, node,
			   g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE,
				       "no such overload: a bool is needed here, this is %s",
				       cel_kind_name(value->kind)));
	/* the whole of it has the wrong type, not the name or operator in it */
	run->fault = node->span;
	return FALSE;
}

gboolean
cel_evaluate_may_absorb(const CelRun *run)
{
	return !g_error_matches(run->error, CEL_ERROR, CEL_ERROR_LIMIT);
}

void
cel_pending_take(CelPending *pending, CelRun *run)
{
	if (pending->error != NULL) {
		g_clear_error(&run->error);
		return;
	}
	pending->error = g_steal_pointer(&run->error);
	pending->fault = run->fault;
}

gboolean
cel_pending_raise(CelPending *pending, CelRun *run)
{
	run->error = g_steal_pointer(&pending->error);
	run->fault = pending->fault;
	return FALSE;
}

void
cel_pending_clear(CelPending *pending)
{
	g_clear_error(&pending->error);
}

static gboolean
evaluate_constant(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	*ret_value = node->constant;
	return TRUE;
}

static gboolean
evaluate_local(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	*ret_value = run->locals[node->slot];
	return TRUE;
}

static gboolean
evaluate_root(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEvaluation *evaluation = run->evaluation;
	const char *name = run->root_names[node->root];
	CelRoot *root = &run->roots[node->root];
	GError *error = NULL;

	if (!root->bound) {
		if (evaluation->resolve == NULL ||
		    !evaluation->resolve(evaluation->user_data, name, &root->value, &error)) {
			if (error == NULL)
				cel_set_error(&error, CEL_ERROR_EVALUATE, "'%s' has no value here",
					      name);
			return cel_evaluate_fault(run, node, error);
		}
		root->bound = TRUE;
	}
	*ret_value = root->value;
	return TRUE;
}

static gboolean
evaluate_unknown(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	return cel_evaluate_fault(
		run, node,
		g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE, "unknown name '%s'", node->name));
}

/* The entry that a field names; FALSE when the operand has no fields, *ret_entry may be NULL. */
static gboolean
find_field(CelRun *run, const CelNode *node, const CelEntry **ret_entry)
{
	CelValue operand, key = cel_string(node->name);
	GError *error = NULL;

	if (!cel_evaluate_node(run, node->children[0], &operand))
		return FALSE;
	if (operand.kind != CEL_MAP) {
		cel_set_error(&error, CEL_ERROR_EVALUATE, "a value of type %s has no field '%s'",
			      cel_kind_name(operand.kind), node->name);
		return cel_evaluate_fault(run, node, error);
	}
	if (!cel_run_charge(run, cel_map_find_cost(operand.map), &error))
		return cel_evaluate_fault(run, node, error);
	*ret_entry = cel_map_find(operand.map, &key);
	return TRUE;
}

static gboolean
evaluate_select(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEntry *entry;

	if (!find_field(run, node, &entry))
		return FALSE;
	if (entry == NULL)
		return cel_evaluate_fault(run, node,
					  g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE,
						      "no such key: '%s'", node->name));
	*ret_value = entry->value;
	return TRUE;
}

static gboolean
evaluate_has(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEntry *entry;

	if (!find_field(run, node, &entry))
		return FALSE;
	*ret_value = cel_bool(entry != NULL);
	return TRUE;
}

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

static gboolean
index_list(const CelList *list, const CelValue *index, CelValue *ret_value, GError **error)
{
	g_autofree char *text = NULL;
	guint64 number;

	if (read_index(index, &number) && number < list->length) {
		*ret_value = list->items[number];
		return TRUE;
	}
	text = describe_key(index);
	return cel_set_error(error, CEL_ERROR_EVALUATE,
			     "no element %s in a list of %" G_GSIZE_FORMAT " (they count from 0)",
			     text, list->length);
}

static gboolean
index_map(CelRun *run, const CelMap *map, const CelValue *key, CelValue *ret_value, GError **error)
{
	const CelEntry *entry;

	if (!cel_run_charge(run, cel_map_find_cost(map), error))
		return FALSE;
	entry = cel_map_find(map, key);
	if (entry == NULL) {
		g_autofree char *text = describe_key(key);

		return cel_set_error(error, CEL_ERROR_EVALUATE, "no such key: '%s'", text);
	}
	*ret_value = entry->value;
	return TRUE;
}

static gboolean
evaluate_index(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue operand, index;
	GError *error = NULL;

	if (!cel_evaluate_node(run, node->children[0], &operand) ||
	    !cel_evaluate_node(run, node->children[1], &index))
		return FALSE;
	if (operand.kind == CEL_LIST ? index_list(operand.list, &index, ret_value, &error)
	    : operand.kind == CEL_MAP
		    ? index_map(run, operand.map, &index, ret_value, &error)
		    : cel_set_error(&error, CEL_ERROR_EVALUATE, "no such overload: %s[%s]",
				    cel_kind_name(operand.kind), cel_kind_name(index.kind)))
		return TRUE;
	return cel_evaluate_fault(run, node, error);
}

static gboolean
evaluate_call(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue few[FEW_ARGUMENTS] = {{0}};
	CelCall call = {run, node};
	CelValue *arguments = few;
	GError *error = NULL;

	if (node->n_children > FEW_ARGUMENTS)
		arguments = cel_call_alloc(&call, node->n_children, sizeof *arguments, &error);
	if (arguments == NULL)
		return cel_evaluate_fault(run, node, error);
	for (guint32 i = 0; i < node->n_children; i++)
		if (!cel_evaluate_node(run, node->children[i], &arguments[i]))
			return FALSE;
	if (node->function == NULL) {
		cel_set_error(&error, CEL_ERROR_EVALUATE, "unknown function '%s'", node->name);
		return cel_evaluate_fault(run, node, error);
	}
	if (node->function(&call, arguments, node->n_children, ret_value, &error))
		return TRUE;
	if (error == NULL)
		cel_set_error(&error, CEL_ERROR_EVALUATE, "%s() failed and did not say why",
			      node->name);
	return cel_evaluate_fault(run, node, error);
}

/* false && error = false, error && false = false; || likewise with true. */
static gboolean
evaluate_logic(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	gboolean decisive = node->kind == CEL_NODE_OR;
	g_auto(CelPending) pending = {NULL};
	CelValue value;

	for (guint32 i = 0; i < node->n_children; i++) {
		const CelNode *child = node->children[i];

		if (cel_evaluate_node(run, child, &value)) {
			if (value.kind == CEL_BOOL && !value.boolean == !decisive) {
				*ret_value = cel_bool(decisive);
				return TRUE;
			}
			if (value.kind == CEL_BOOL)
				continue;
			cel_evaluate_not_bool(run, child, &value);
		}
		if (!cel_evaluate_may_absorb(run))
			return FALSE;
		cel_pending_take(&pending, run);
	}
	if (pending.error != NULL)
		return cel_pending_raise(&pending, run);
	*ret_value = cel_bool(!decisive);
	return TRUE;
}

static gboolean
evaluate_conditional(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue condition;

	if (!cel_evaluate_node(run, node->children[0], &condition))
		return FALSE;
	if (condition.kind != CEL_BOOL)
		return cel_evaluate_not_bool(run, node->children[0], &condition);
	return cel_evaluate_node(run, node->children[condition.boolean ? 1 : 2], ret_value);
}

static gboolean
evaluate_list(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelCall call = {run, node};
	GError *error = NULL;
	CelValue *items = cel_call_alloc(&call, node->n_children, sizeof *items, &error);

	if (items == NULL)
		return cel_evaluate_fault(run, node, error);
	for (guint32 i = 0; i < node->n_children; i++)
		if (!cel_evaluate_node(run, node->children[i], &items[i]))
			return FALSE;
	if (!cel_call_make_list(&call, items, node->n_children, ret_value, &error))
		return cel_evaluate_fault(run, node, error);
	return TRUE;
}

static gboolean
fill_entry(CelRun *run, CelNode *const *pair, CelEntry *entry)
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
	return cel_evaluate_node(run, pair[1], &entry->value);
}

static gboolean
evaluate_map(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	gsize length = node->n_children / 2, duplicate = 0;
	CelCall call = {run, node};
	GError *error = NULL;
	CelEntry *entries = cel_call_alloc(&call, length, sizeof *entries, &error);

	if (entries == NULL)
		return cel_evaluate_fault(run, node, error);
	for (gsize i = 0; i < length; i++)
		if (!fill_entry(run, node->children + 2 * i, &entries[i]))
			return FALSE;
	if (!cel_map_make(run->evaluation->arena, entries, length, ret_value, &duplicate)) {
		cel_set_error(&error, CEL_ERROR_LIMIT, "the memory of this evaluation is spent");
		return cel_evaluate_fault(run, node, error);
	}
	if (duplicate == length)
		return TRUE;
	cel_set_error(&error, CEL_ERROR_EVALUATE, "this key is in the map twice");
	return cel_evaluate_fault(run, node->children[2 * duplicate], error);
}

static gboolean (*const evaluators[CEL_NODE_N_KINDS])(CelRun *, const CelNode *, CelValue *) = {
	[CEL_NODE_CONSTANT] = evaluate_constant,
	[CEL_NODE_NAME] = evaluate_unknown,
	[CEL_NODE_ROOT] = evaluate_root,
	[CEL_NODE_LOCAL] = evaluate_local,
	[CEL_NODE_UNKNOWN] = evaluate_unknown,
	[CEL_NODE_SELECT] = evaluate_select,
	[CEL_NODE_HAS] = evaluate_has,
	[CEL_NODE_INDEX] = evaluate_index,
	[CEL_NODE_CALL] = evaluate_call,
	[CEL_NODE_AND] = evaluate_logic,
	[CEL_NODE_OR] = evaluate_logic,
	[CEL_NODE_CONDITIONAL] = evaluate_conditional,
	[CEL_NODE_LIST] = evaluate_list,
	[CEL_NODE_MAP] = evaluate_map,
	[CEL_NODE_MESSAGE] = evaluate_unknown,
	[CEL_NODE_COMPREHENSION] = cel_evaluate_comprehension,
};

gboolean
cel_evaluate_node(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	GError *error = NULL;

	if (!cel_run_charge(run, 1, &error))
		return cel_evaluate_fault(run, node, error);
	return evaluators[node->kind](run, node, ret_value);
}

static gboolean
prepare(CelRun *run, const CelProgram *program, GError **error)
{
	CelCall call = {run, program->root};

	run->roots = cel_call_alloc(&call, program->variables->len, sizeof *run->roots, error);
	if (run->roots == NULL)
		return FALSE;
	run->locals = cel_call_alloc(&call, program->n_slots, sizeof *run->locals, error);
	return run->locals != NULL;
}

gboolean
cel_program_evaluate(const CelProgram *program, const CelEvaluation *evaluation,
		     CelValue *ret_value, guint64 *ret_steps, CelSpan *ret_span, GError **error)
{
	CelRun run = {.evaluation = evaluation,
		      .root_names = cel_program_variables(program),
		      .max_steps =
			      evaluation->max_steps != 0 ? evaluation->max_steps : DEFAULT_STEPS};
	CelValue value = cel_null();
	gboolean done = prepare(&run, program, &run.error) &&
			cel_evaluate_node(&run, program->root, &value);

	if (ret_steps != NULL)
		*ret_steps = run.steps;
	if (done)
		*ret_value = value;
	else if (ret_span != NULL)
		*ret_span = run.fault;
	if (run.error != NULL)
		g_propagate_error(error, run.error);
	g_clear_pointer(&run.patterns, g_hash_table_unref);
	g_clear_pointer(&run.zone, g_time_zone_unref);
	g_free(run.zone_name);
	return done;
}
