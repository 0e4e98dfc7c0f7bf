/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Runs a pack over the facts of one submission.  A rule passes only if its check is exactly true;
 * an error, a missing fact or a spent budget is `undetermined`.  Same inputs, same result: the
 * clock is an argument.
 */

#include "lib/cohort.h"
#include "lib/facts.h"
#include "lib/namelist.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/* One row of the coverage record. */
typedef struct {
	char *rule;
	/*
	 * the worst of its findings; PASS when evaluated without any, NOT_APPLICABLE when never
	 * evaluated
	 */
	VetOutcome outcome;
	guint evaluated;      /* elements the check was evaluated for */
	guint passed;         /* of these, elements without a finding */
	guint32 failed_cases; /* bit i: case i made a finding, rather than not being decidable */
} VetRuleCoverage;

typedef struct {
	GPtrArray *findings; /* of VetFinding: reject first, then by rule order in the pack */
	GPtrArray *coverage; /* of VetRuleCoverage, in pack order */
} VetScreening;

void vet_screening_free(VetScreening *screening);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetScreening, vet_screening_free)

/*
 * Someone who looks on while rules run.  Any of the functions may be NULL; what they are handed is
 * there during the call.
 */
typedef struct {
	/* A rule turns to an element: the values of its loops, outermost first, all of them. */
	void (*element)(gpointer user_data, const VetRule *rule, const CelValue *loops);
	/* A sub-expression was evaluated, see CelObserve. */
	void (*observed)(gpointer user_data, const CelProgram *program, CelSpan span,
			 const CelValue *value, const GError *error);
	/*
	 * An expression was evaluated: one of the rule, of a waiver, or of a var that they need.
	 * `value`, or NULL and `error`.  Vars are evaluated once in a screening, lets once for an
	 * element, both when they are first needed: within what needs them.
	 */
	void (*evaluated)(gpointer user_data, const CelProgram *program, const CelValue *value,
			  const GError *error);
	/*
	 * The element came to this, or the rule before it had one.  `finding` is NULL for PASS and
	 * NOT_APPLICABLE.
	 */
	void (*concluded)(gpointer user_data, const VetRule *rule, VetOutcome outcome,
			  const VetFinding *finding);
	gpointer user_data;
} VetScreenWatch;

typedef struct {
	const char *submission_id;
	gint64 now;                  /* seconds since the epoch: waivers' expiry */
	VetNamelists *lists;         /* may be NULL: look-ups are then undetermined */
	VetPeers *peers;             /* other submissions; NULL: looking at them is undetermined */
	guint64 max_steps;           /* for one rule; 0 = default */
	gsize max_memory;            /* for one rule; 0 = default */
	const CelValue *params;      /* in place of the pack's: its own tests; NULL = the pack's */
	const char *rule;            /* this one alone; NULL = all */
	const char *language;        /* of findings, see pack-languages.h; NULL = the pack's own */
	const VetScreenWatch *watch; /* NULL = nobody */
} VetScreenOptions;

VetScreening *vet_screen_run(const VetPack *pack, const VetFacts *facts,
			     const VetScreenOptions *options);
/* A field of the maps that functions give. */
typedef struct {
	const char *object, *field, *type, *summary;
} VetScreenField;

/* lookup, lookup_name, similar, relation, same_name … and what they give: for docs. */
const CelFunctionRow *vet_screen_functions(void);
/* Ends with a NULL object. */
const VetScreenField *vet_screen_fields(void);
/* Both, for an environment. */
void vet_screen_declare(CelEnv *env);

G_END_DECLS
