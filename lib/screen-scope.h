/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The names of one rule while it runs: facts, params and vars of the pack, loops and lets of the
 * rule.  Vars and lets are evaluated when first needed and kept: vars for the whole screening, lets
 * for one element.
 */

#include "lib/screen-private.h"

G_BEGIN_DECLS

#define VET_SCREEN_MAX_LOOPS 8

/* A value that is worked out once. */
typedef struct {
	enum { VET_LAZY_NEW, VET_LAZY_BUSY, VET_LAZY_DONE, VET_LAZY_FAILED } state;
	CelValue value;
	GError *error;
	char *missing; /* the sub-expression that failed */
} VetLazy;

/* One screening: what its rules share. */
typedef struct {
	VetScreenLookups lookups; /* first: it is what functions are handed */
	const VetPack *pack;
	const VetFacts *facts;
	const VetScreenOptions *options;
	CelValue params;
	CelArena *arena;      /* of the vars */
	CelArena *rule_arena; /* of one rule after the other */
	VetLazy *vars;        /* one for each of the pack */
} VetScreenRun;

/* One rule, and within it one element of its loops. */
typedef struct {
	VetScreenLookups lookups; /* first, as above */
	VetScreenRun *run;
	const VetRule *rule; /* NULL while a var is evaluated */
	CelArena *arena;
	guint64 steps_left;
	CelValue loops[VET_SCREEN_MAX_LOOPS];
	guint n_loops;             /* bound so far */
	VetLazy *lets;             /* one for each of the rule */
	char *missing;             /* the sub-expression that failed last, wherever it stands */
	const CelProgram *program; /* under way */
} VetScreenScope;

void vet_screen_run_init(VetScreenRun *run, const VetPack *pack, const VetFacts *facts,
			 const VetScreenOptions *options);
void vet_screen_run_clear(VetScreenRun *run);
void vet_screen_scope_init(VetScreenScope *scope, VetScreenRun *run, const VetRule *rule);
void vet_screen_scope_clear(VetScreenScope *scope);
/* Forgets the lets: the next element begins. */
void vet_screen_scope_next(VetScreenScope *scope);
/*
 * FALSE with error; `missing` of the scope is then the sub-expression at fault, of this program or
 * of a let or var it needed.
 */
gboolean vet_screen_scope_evaluate(VetScreenScope *scope, const CelProgram *program,
				   CelValue *ret_value, GError **error);
gboolean vet_screen_scope_render(VetScreenScope *scope, const VetTemplate *message, char **ret_text,
				 GError **error);

G_END_DECLS
