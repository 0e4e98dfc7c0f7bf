/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How one expression came to its value: its sub-expressions as a tree, each with what it was.  Made
 * from what an evaluation reports, which comes from the inside out (CelObserve).
 */

#include "lib/cel/cel.h"

G_BEGIN_DECLS

typedef struct _VetTrace VetTrace;

/* One sub-expression. */
typedef struct _VetTraceNode VetTraceNode;
struct _VetTraceNode {
	CelSpan span;
	char *source; /* on one line */
	/* the value as text, masked; NULL: `error`, or it was not evaluated when that is NULL too */
	char *shown;
	char *error;
	const char *reason; /* why it was not evaluated, in Chinese; static, else NULL */
	/* says nothing to a person: a constant, or `params` of `params.max_members` */
	gboolean plain;
	guint left_out;      /* turns of a macro before this one that are not kept */
	GPtrArray *children; /* of VetTraceNode, in order */
};

/* Copies the source. */
VetTrace *vet_trace_new(const char *source);
void vet_trace_free(VetTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetTrace, vet_trace_free)
/* A sub-expression was evaluated: `value`, or NULL and `error`. */
void vet_trace_add(VetTrace *trace, CelSpan span, const CelValue *value, const GError *error);
/* The whole is done, with the same: what is behind it is complete. */
void vet_trace_end(VetTrace *trace, const CelValue *value, const GError *error);
/* The whole expression; only after vet_trace_end().  Owned. */
const VetTraceNode *vet_trace_root(const VetTrace *trace);
/* What a value looks like in a trace: masked, cut.  Caller frees. */
char *vet_trace_show(CelValue value);

G_END_DECLS
