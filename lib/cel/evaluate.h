/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the evaluator share. */

#include "lib/cel/run.h"

typedef gboolean (*CelEvaluator)(CelRun *run, const CelNode *node, CelValue *ret_value);

/* FALSE with run->error and run->fault set. */
gboolean cel_evaluate_node(CelRun *run, const CelNode *node, CelValue *ret_value);
/*
 * The same, without a copy where the value stands somewhere already: it is that place, else
 * `scratch`.  NULL on failure.  Good until the next element is bound.
 */
const CelValue *cel_evaluate_place(CelRun *run, const CelNode *node, CelValue *scratch);
/* Records that `node` failed with `error`, which it takes; FALSE. */
gboolean cel_evaluate_fault(CelRun *run, const CelNode *node, GError *error);
/* As cel_evaluate_fault(): there is no step left for the node. */
gboolean cel_evaluate_spent(CelRun *run, const CelNode *node);
/* As cel_evaluate_fault(), for a value that had to be a bool. */
gboolean cel_evaluate_not_bool(CelRun *run, const CelNode *node, const CelValue *value);
/* A node that must give a bool. */
gboolean cel_evaluate_condition(CelRun *run, const CelNode *condition, gboolean *ret_holds);
/* FALSE when the error in `run` must end everything: a spent budget is nobody's to absorb. */
gboolean cel_evaluate_may_absorb(const CelRun *run);

/* evaluate-access.c: fields, elements, optionals */
gboolean cel_evaluate_select(CelRun *run, const CelNode *node, CelValue *ret_value);
/* As cel_evaluate_place(), of a SELECT. */
const CelValue *cel_evaluate_select_place(CelRun *run, const CelNode *node, CelValue *scratch);
gboolean cel_evaluate_has(CelRun *run, const CelNode *node, CelValue *ret_value);
gboolean cel_evaluate_index(CelRun *run, const CelNode *node, CelValue *ret_value);
gboolean cel_evaluate_or_else(CelRun *run, const CelNode *node, CelValue *ret_value);
/* evaluate-make.c: lists and maps that are written down */
gboolean cel_evaluate_list(CelRun *run, const CelNode *node, CelValue *ret_value);
gboolean cel_evaluate_map(CelRun *run, const CelNode *node, CelValue *ret_value);
/*
 * The map of the entries; a key that comes twice is a fault of `node`, and *ret_duplicate (may be
 * NULL) the entry it comes in again.
 */
gboolean cel_evaluate_finish_map(CelRun *run, const CelNode *node, const CelEntry *entries,
				 gsize length, CelValue *ret_value, gsize *ret_duplicate);
/* comprehension.c */
gboolean cel_evaluate_comprehension(CelRun *run, const CelNode *node, CelValue *ret_value);

/* An error set aside while something else may decide the result. */
typedef struct {
	GError *error;
	CelSpan fault;
} CelPending;

/* Takes the error of `run`; the first one stays. */
void cel_pending_take(CelPending *pending, CelRun *run);
/* Gives it back; FALSE. */
gboolean cel_pending_raise(CelPending *pending, CelRun *run);
void cel_pending_clear(CelPending *pending);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CelPending, cel_pending_clear)
