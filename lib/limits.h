/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Every cap on what strangers send, in one table: its key in [limits] of the configuration, its unit,
 * its default and what it guards.  Caps of a submission are spent by all its documents together,
 * so they compose through nested archives.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_LIMIT_DOCUMENT_BYTES,     /* one document, as stored */
	VET_LIMIT_SUBMISSION_BYTES,   /* all documents of a submission, unpacked */
	VET_LIMIT_PAGES,              /* one document */
	VET_LIMIT_SUBMISSION_PAGES,
	VET_LIMIT_MEMBERS,            /* of all archives of a submission together */
	VET_LIMIT_DEPTH,              /* archives within archives */
	VET_LIMIT_RATIO,              /* unpacked : packed, of one archive, once past 1 MiB */
	VET_LIMIT_TEXT_BYTES,         /* UTF-8 text of one document */
	VET_LIMIT_SUBMISSION_TEXT_BYTES,
	VET_LIMIT_DOCUMENT_SECONDS,   /* wall clock of one document */
	VET_LIMIT_SUBMISSION_SECONDS, /* wall clock of all documents of a submission */
	VET_LIMIT_WORKER_MEMORY,      /* bytes of address space a child may add */
	VET_LIMIT_NAME_BYTES,         /* a member's path */
	VET_N_LIMITS,
} VetLimit;

typedef enum {
	VET_UNIT_COUNT,
	VET_UNIT_BYTES,
	VET_UNIT_SECONDS,
} VetLimitUnit;

typedef struct {
	const char *key; /* "document-bytes" */
	VetLimitUnit unit;
	guint64 value; /* default */
	guint64 minimum;
	guint64 maximum;
	const char *summary; /* one line, for vetd.conf(5) */
} VetLimitRow;

typedef struct {
	guint64 value[VET_N_LIMITS];
} VetLimits;

const VetLimitRow *vet_limit_row(VetLimit limit);
/* FALSE when no cap has that key. */
gboolean vet_limit_find(const char *key, VetLimit *ret_limit);
void vet_limits_init(VetLimits *limits);
/*
 * Sets a cap from text: a whole number, with K M G (1024) for bytes, s m h for seconds.
 * VET_ERROR_CONFIG names key, text and the range allowed.
 */
gboolean vet_limits_set(VetLimits *limits, const char *key, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "limit:members" and how much was allowed, for people: "more than 2,000 members (limits.members)". Caller frees. */
char *vet_limits_describe(const VetLimits *limits, VetLimit limit);

/* What is left of a submission's caps. */
typedef struct {
	VetLimits limits;
	guint64 spent[VET_N_LIMITS];
} VetBudget;

void vet_budget_init(VetBudget *budget, const VetLimits *limits);
/* Spends `amount`; VET_ERROR_LIMIT names the cap when it does not suffice, and nothing is spent. */
gboolean vet_budget_spend(VetBudget *budget, VetLimit limit, guint64 amount, GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint64 vet_budget_left(const VetBudget *budget, VetLimit limit);

G_END_DECLS
