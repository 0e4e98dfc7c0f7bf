/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks the tree; it recurses no deeper than the tree is high, which the parser bounds. */

#include "lib/cel/evaluate.h"

#include "lib/cel/error.h"
#include "lib/cel/operators.h"
#include "lib/cel/program.h"
#include "lib/cel/quick.h"
#include "lib/cel/value.h"

#include <string.h>

#define DEFAULT_STEPS 1000000
/* operands of most calls, and the variables of most expressions, fit on the stack */
#define FEW_ARGUMENTS 4
#define FEW_VARIABLES 8

gboolean
cel_evaluate_fault(CelRun *run, const CelNode *node, GError *error)
{
	g_clear_error(&run->error);
	run->error = error;
	run->fault = node->kind == CEL_NODE_CALL || node->kind == CEL_NODE_SELECT ||
				     node->kind == CEL_NODE_UNARY || node->kind == CEL_NODE_BINARY
			     ? node->mark
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
cel_evaluate_condition(CelRun *run, const CelNode *condition, gboolean *ret_holds)
{
	CelValue value;

	if (!cel_evaluate_node(run, condition, &value))
		return FALSE;
	if (value.kind != CEL_BOOL)
		return cel_evaluate_not_bool(run, condition, &value);
	*ret_holds = value.boolean;
	return TRUE;
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
	if (pending->error != NULL)
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

/* NULL when it has no value. */
static const CelValue *
find_root(CelRun *run, const CelNode *node)
{
	const CelEvaluation *evaluation = run->evaluation;
	const char *name = run->root_names[node->root];
	CelRoot *root = &run->roots[node->root];
	GError *error = NULL;

	if (root->bound)
		return &root->value;
	root->bound = evaluation->resolve != NULL &&
		      evaluation->resolve(evaluation->user_data, name, &root->value, &error);
	if (root->bound)
		return &root->value;
	if (error == NULL)
		cel_set_error(&error, CEL_ERROR_EVALUATE, "'%s' has no value here", name);
	cel_evaluate_fault(run, node, error);
	return NULL;
}

static gboolean
evaluate_root(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelValue *value = find_root(run, node);

	if (value == NULL)
		return FALSE;
	*ret_value = *value;
	return TRUE;
}

static gboolean
evaluate_unknown(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	return cel_evaluate_fault(
		run, node,
		g_error_new(CEL_ERROR, CEL_ERROR_EVALUATE, "unknown name '%s'", node->name));
}

/* --- calls --- */

/* The candidate that takes arguments of these kinds. */
static CelFunction
find_function(const CelNode *node, const CelValue *arguments)
{
	for (guint32 i = 0; i < node->n_candidates; i++) {
		const CelOverload *candidate = node->candidates[i];
		gboolean fits = TRUE;

		for (guint32 k = 0; fits && k < node->n_children; k++)
			fits = cel_overload_fits_kind(cel_overload_parameter(candidate, k),
						      arguments[k].kind);
		if (fits)
			return candidate->row->function;
	}
	return NULL;
}

static gboolean
apply(CelRun *run, const CelNode *node, const CelValue *arguments, CelValue *ret_value)
{
	CelCall call = {run, node};
	GError *error = NULL;
	CelFunction function =
		node->function != NULL ? node->function : find_function(node, arguments);

	if (function != NULL) {
		if (function(&call, arguments, node->n_children, ret_value, &error))
			return TRUE;
		if (error == NULL)
			cel_set_error(&error, CEL_ERROR_EVALUATE, "%s() failed and did not say why",
				      node->name);
	} else if (node->n_candidates > 0) {
		cel_call_no_overload(&call, arguments, node->n_children, &error);
	} else {
		cel_set_error(&error, CEL_ERROR_EVALUATE, "unknown function '%s'", node->name);
	}
	return cel_evaluate_fault(run, node, error);
}

static gboolean
evaluate_call(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue few[FEW_ARGUMENTS];
	CelCall call = {run, node};
	CelValue *arguments = few;
	GError *error = NULL;

	if (node->n_children > FEW_ARGUMENTS) {
		arguments = cel_call_alloc(&call, node->n_children, sizeof *arguments, &error);
		if (arguments == NULL)
			return cel_evaluate_fault(run, node, error);
	}
	for (guint32 i = 0; i < node->n_children; i++)
		if (!cel_evaluate_node(run, node->children[i], &arguments[i]))
			return FALSE;
	return apply(run, node, arguments, ret_value);
}

static gboolean
evaluate_unary(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue operand;

	if (!cel_evaluate_node(run, node->children[0], &operand))
		return FALSE;
	if (node->function != cel_not || operand.kind != CEL_BOOL)
		return apply(run, node, &operand, ret_value);
	cel_set_bool(ret_value, !operand.boolean);
	return TRUE;
}

static gboolean
compare_ints(CelCompare compare, gint64 a, gint64 b)
{
	switch (compare) {
	case CEL_COMPARE_EQUAL:
		return a == b;
	case CEL_COMPARE_NOT_EQUAL:
		return a != b;
	case CEL_COMPARE_LESS:
		return a < b;
	case CEL_COMPARE_LESS_EQUAL:
		return a <= b;
	case CEL_COMPARE_GREATER:
		return a > b;
	default:
		return a >= b;
	}
}

/* What packs compare most, without a call; what it costs is charged as the call would. */
static gboolean
compare_quickly(const CelNode *node, const CelValue *a, const CelValue *b, CelValue *ret_value)
{
	if (a->kind != b->kind)
		return FALSE;
	if (a->kind == CEL_INT) {
		cel_set_bool(ret_value,
			     compare_ints((CelCompare)node->compare, a->integer, b->integer));
		return TRUE;
	}
	if (a->kind != CEL_STRING || node->compare > CEL_COMPARE_NOT_EQUAL)
		return FALSE;
	if (a->length == b->length && a->length >= CEL_BYTES_PER_STEP)
		return FALSE;
	gboolean equal = a->length == b->length && memcmp(a->text, b->text, a->length) == 0;

	cel_set_bool(ret_value, equal == (node->compare == CEL_COMPARE_EQUAL));
	return TRUE;
}

/* A comparison of two that stand at hand; FALSE when it takes more, and nothing is charged. */
static gboolean
compare_at_hand(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	guint64 cost = 0;
	const CelValue *left = cel_quick_place(run, node->children[0], &cost);
	const CelValue *right =
		left != NULL ? cel_quick_place(run, node->children[1], &cost) : NULL;

	if (right == NULL || cost > run->max_steps - run->steps ||
	    !compare_quickly(node, left, right, ret_value))
		return FALSE;
	run->steps += cost;
	return TRUE;
}

static gboolean evaluate_operands(CelRun *run, const CelNode *node, CelValue *ret_value);

static gboolean
evaluate_binary(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	if (node->compare != CEL_COMPARE_NONE && run->evaluation->observe == NULL &&
	    compare_at_hand(run, node, ret_value))
		return TRUE;
	return evaluate_operands(run, node, ret_value);
}

static gboolean
evaluate_operands(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	CelValue operands[2];
	const CelValue *left = cel_evaluate_place(run, node->children[0], &operands[0]);
	const CelValue *right =
		left != NULL ? cel_evaluate_place(run, node->children[1], &operands[1]) : NULL;

	if (right == NULL)
		return FALSE;
	if (node->compare != CEL_COMPARE_NONE && compare_quickly(node, left, right, ret_value))
		return TRUE;
	if (left != &operands[0])
		operands[0] = *left;
	if (right != &operands[1])
		operands[1] = *right;
	return apply(run, node, operands, ret_value);
}

/* --- logic --- */

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
				cel_set_bool(ret_value, decisive);
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
	gboolean holds;

	return cel_evaluate_condition(run, node->children[0], &holds) &&
	       cel_evaluate_node(run, node->children[holds ? 1 : 2], ret_value);
}

/* --- the whole --- */

static const CelEvaluator evaluators[CEL_NODE_N_KINDS] = {
	[CEL_NODE_CONSTANT] = evaluate_constant,
	[CEL_NODE_NAME] = evaluate_unknown,
	[CEL_NODE_ROOT] = evaluate_root,
	[CEL_NODE_LOCAL] = evaluate_local,
	[CEL_NODE_UNKNOWN] = evaluate_unknown,
	[CEL_NODE_SELECT] = cel_evaluate_select,
	[CEL_NODE_HAS] = cel_evaluate_has,
	[CEL_NODE_INDEX] = cel_evaluate_index,
	[CEL_NODE_CALL] = evaluate_call,
	[CEL_NODE_UNARY] = evaluate_unary,
	[CEL_NODE_BINARY] = evaluate_binary,
	[CEL_NODE_OR_ELSE] = cel_evaluate_or_else,
	[CEL_NODE_AND] = evaluate_logic,
	[CEL_NODE_OR] = evaluate_logic,
	[CEL_NODE_CONDITIONAL] = evaluate_conditional,
	[CEL_NODE_LIST] = cel_evaluate_list,
	[CEL_NODE_MAP] = cel_evaluate_map,
	[CEL_NODE_MESSAGE] = evaluate_unknown,
	[CEL_NODE_COMPREHENSION] = cel_evaluate_comprehension,
};

static gboolean
evaluate_observed(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	const CelEvaluation *evaluation = run->evaluation;
	gboolean done = evaluators[node->kind](run, node, ret_value);

	evaluation->observe(evaluation->user_data, node->span, done ? ret_value : NULL,
			    done ? NULL : run->error);
	return done;
}

gboolean
cel_evaluate_spent(CelRun *run, const CelNode *node)
{
	GError *error = NULL;

	cel_run_spent(run, &error);
	return cel_evaluate_fault(run, node, error);
}

gboolean
cel_evaluate_node(CelRun *run, const CelNode *node, CelValue *ret_value)
{
	if (!cel_run_step(run))
		return cel_evaluate_spent(run, node);
	if (G_UNLIKELY(run->evaluation->observe != NULL))
		return evaluate_observed(run, node, ret_value);
	return evaluators[node->kind](run, node, ret_value);
}

const CelValue *
cel_evaluate_place(CelRun *run, const CelNode *node, CelValue *scratch)
{
	if (G_UNLIKELY(run->evaluation->observe != NULL))
		return cel_evaluate_node(run, node, scratch) ? scratch : NULL;
	if (!cel_run_step(run)) {
		cel_evaluate_spent(run, node);
		return NULL;
	}
	switch (node->kind) {
	case CEL_NODE_CONSTANT:
		return &node->constant;
	case CEL_NODE_LOCAL:
		return &run->locals[node->slot];
	case CEL_NODE_ROOT:
		return find_root(run, node);
	case CEL_NODE_SELECT:
		return cel_evaluate_select_place(run, node, scratch);
	default:
		return evaluators[node->kind](run, node, scratch) ? scratch : NULL;
	}
}

/* FALSE when there is no room for the variables, of which there are more than a few. */
static gboolean
prepare(CelRun *run, const CelProgram *program, CelRoot *few_roots, CelValue *few_locals)
{
	CelCall call = {run, program->root};
	gsize n_roots = program->variables->len - 1; /* its last is NULL */

	run->roots = n_roots <= FEW_VARIABLES
			     ? few_roots
			     : cel_call_alloc(&call, n_roots, sizeof *run->roots, &run->error);
	run->locals =
		program->n_slots <= FEW_VARIABLES
			? few_locals
			: cel_call_alloc(&call, program->n_slots, sizeof *run->locals, &run->error);
	if (run->roots == NULL || run->locals == NULL)
		return FALSE;
	for (gsize i = 0; i < n_roots; i++)
		run->roots[i].bound = FALSE;
	return TRUE;
}

static void
run_clear(CelRun *run)
{
	g_clear_pointer(&run->patterns, g_hash_table_unref);
	g_clear_pointer(&run->zone, g_time_zone_unref);
	g_free(run->zone_name);
}

gboolean
cel_program_evaluate(const CelProgram *program, const CelEvaluation *evaluation,
		     CelValue *ret_value, guint64 *ret_steps, CelSpan *ret_span, GError **error)
{
	CelRoot few_roots[FEW_VARIABLES];
	CelValue few_locals[FEW_VARIABLES];
	CelRun run = {.evaluation = evaluation,
		      .root_names = cel_program_variables(program),
		      .max_steps =
			      evaluation->max_steps != 0 ? evaluation->max_steps : DEFAULT_STEPS};
	CelValue value;
	gboolean done = prepare(&run, program, few_roots, few_locals) &&
			cel_evaluate_node(&run, program->root, &value);

	if (ret_steps != NULL)
		*ret_steps = run.steps;
	if (done)
		*ret_value = value;
	else if (ret_span != NULL)
		*ret_span = run.fault;
	if (run.error != NULL)
		g_propagate_error(error, run.error);
	if (run.patterns != NULL || run.zone != NULL)
		run_clear(&run);
	return done;
}
