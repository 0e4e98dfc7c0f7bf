/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One evaluation under way, and the calls in it. */

#include "lib/cel/ast.h"

/* Bytes that are worth one step where work grows with the length of a text. */
#define CEL_BYTES_PER_STEP 64

typedef struct {
	gboolean bound;
	CelValue value;
} CelRoot;

typedef struct {
	const CelEvaluation *evaluation;
	const char *const *root_names;
	CelRoot *roots;   /* asked for once each */
	CelValue *locals; /* by slot */
	guint64 steps, max_steps;
	GError *error; /* of what failed last; `fault` is where */
	CelSpan fault;
	GHashTable *patterns; /* text → CelRegex, of patterns that are not constant */
	GTimeZone *zone;      /* of the last accessor that named one */
	char *zone_name;
} CelRun;

struct _CelCall {
	CelRun *run;
	const CelNode *node;
};

/* The budget is spent: FALSE and LIMIT. */
gboolean cel_run_spent(CelRun *run, GError **error);
/* FALSE and LIMIT when the budget is spent. */
static inline gboolean
cel_run_charge(CelRun *run, guint64 steps, GError **error)
{
	if (G_UNLIKELY(steps > run->max_steps - run->steps))
		return cel_run_spent(run, error);
	run->steps += steps;
	return TRUE;
}
/* One step; FALSE when there is none left, which cel_run_charge() then says. */
static inline gboolean
cel_run_step(CelRun *run)
{
	if (G_UNLIKELY(run->steps >= run->max_steps))
		return FALSE;
	run->steps++;
	return TRUE;
}
gboolean cel_run_equal(CelRun *run, const CelValue *a, const CelValue *b, gboolean *ret_equal,
		       GError **error);

/* FALSE, with "no such overload: string + int". */
gboolean cel_call_no_overload(CelCall *call, const CelValue *arguments, gsize n_arguments,
			      GError **error);
/* The arena is full: FALSE and LIMIT. */
gboolean cel_run_no_memory(GError **error);
/* Memory from the arena; NULL and LIMIT when it is full. */
void *cel_call_alloc(CelCall *call, gsize count, gsize size, GError **error);
/* Room for a text of `length` bytes, with the steps it is worth; NULL and LIMIT. */
char *cel_call_alloc_text(CelCall *call, gsize length, GError **error);
/* A copy as STRING. */
gboolean cel_call_copy_text(CelCall *call, const char *text, gsize length, CelValue *ret_value,
			    GError **error);
/* LIMIT when the arena is full. */
gboolean cel_call_make_list(CelCall *call, const CelValue *items, gsize length, CelValue *ret_value,
			    GError **error);
