/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Why a rule came to what it came to on one submission: for each element of its loops what was
 * evaluated, with which values, and what was not.  Made by looking on while the rule runs as it
 * always does.
 */

#include "daemon/terminal.h"
#include "daemon/trace.h"
#include "lib/result.h"

G_BEGIN_DECLS

/* One element of the loops; the only one of a rule without loops. */
typedef struct {
	GPtrArray *loops;   /* of char*: the values of the loops, as text */
	GHashTable *traces; /* CelProgram → VetTrace; what is not in it was not evaluated */
	VetOutcome outcome;
	char *message, *advice; /* of its finding; NULL without one */
	GPtrArray *evidence;    /* of VetEvidence */
} VetExplainedElement;

typedef struct {
	const VetPack *pack;
	const VetRule *rule;
	char *submission;
	GPtrArray *elements; /* of VetExplainedElement */
	/* what stands outside of any element, CelProgram → VetTrace: loops and vars */
	GHashTable *traces;
	guint n_left_out; /* elements beyond the maximum */
} VetExplanation;

/*
 * Runs the rule (of the pack) on the facts of the result, by the same clock.  `lists` may be NULL.
 * The pack outlives the explanation.
 */
VetExplanation *vet_explanation_new(const VetPack *pack, const VetRule *rule,
				    const VetResult *result, VetNamelists *lists);
void vet_explanation_free(VetExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetExplanation, vet_explanation_free)

/* As a tree for a person, in Chinese. `findings`: only the elements that have one. */
void vet_explanation_print(const VetExplanation *explanation, gboolean findings,
			   VetTerminal *terminal);
/* One line of JSON, "vet.explanation/1".  Caller frees. */
char *vet_explanation_to_json(const VetExplanation *explanation, gboolean findings);

G_END_DECLS
