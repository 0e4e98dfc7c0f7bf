/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What another pack would change: the findings of each submission under the one pack held against
 * those under the other.
 */

#include "daemon/terminal.h"
#include "lib/result.h"

G_BEGIN_DECLS

typedef enum {
	VET_IMPACT_ADDED,
	VET_IMPACT_REMOVED,
	VET_IMPACT_OUTCOME, /* the same thing was found, and weighs more or less */
	VET_IMPACT_CONTENT, /* the same outcome in other words, or on other evidence */
} VetImpactKind;
#define VET_N_IMPACT_KINDS 4

typedef struct {
	VetImpactKind kind;
	char *rule;
	VetOutcome before, after; /* NOT_APPLICABLE where there is no finding */
	char *message;            /* of the finding after, of a removed one before */
	char *message_before;     /* OUTCOME and CONTENT, else NULL */
} VetImpactChange;

/* One submission that something would change for. */
typedef struct {
	char *id;
	guint version;
	VetVerdict before, after;
	GPtrArray *changes; /* of VetImpactChange, in the order of the findings */
} VetImpactSubmission;

/* One rule and how often what would change about it. */
typedef struct {
	char *rule;
	guint counts[VET_N_IMPACT_KINDS];
	guint submissions;
} VetImpactRule;

typedef struct {
	char *before, *after;   /* "yiyang-2025 1.0.0" */
	GPtrArray *submissions; /* of VetImpactSubmission: those with a change */
	GPtrArray *rules;       /* of VetImpactRule: those with a change, as they were met */
	GPtrArray *failures;    /* of char*: what could not be compared, and why */
	guint n_compared, n_verdicts;
	guint verdicts[3][3]; /* submissions whose verdict changes: before, after */
} VetImpact;

VetImpact *vet_impact_new(const VetPack *before, const VetPack *after);
void vet_impact_free(VetImpact *impact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetImpact, vet_impact_free)
/* Two results of one submission. */
void vet_impact_add(VetImpact *impact, const VetResult *before, const VetResult *after);
void vet_impact_add_failure(VetImpact *impact, const char *message);

void vet_impact_print(const VetImpact *impact, VetTerminal *terminal);
/* One line of JSON, "vet.impact/1".  Caller frees. */
char *vet_impact_to_json(const VetImpact *impact);
/* "added" … */
const char *vet_impact_kind_name(VetImpactKind kind);

G_END_DECLS
