/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Every cap on what strangers send, in one table: its key in [limits] of the configuration, its
 * unit, its default and what it guards.  Caps of a submission are spent by all its documents
 * together, so they compose through nested archives.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_LIMIT_DOCUMENT_BYTES,   /* one document, as stored */
	VET_LIMIT_SUBMISSION_BYTES, /* all documents of a submission, unpacked */
	VET_LIMIT_PAGES,            /* one document */
	VET_LIMIT_SUBMISSION_PAGES,
	VET_LIMIT_RECOGNISED_PAGES, /* of a submission whose text is read from their pictures */
	VET_LIMIT_MEMBERS,          /* of all archives of a submission together */
	VET_LIMIT_DEPTH,            /* archives within archives */
	VET_LIMIT_RATIO,            /* unpacked : packed, of one archive, once past 1 MiB */
	VET_LIMIT_TEXT_BYTES,       /* UTF-8 text of one document */
	VET_LIMIT_SUBMISSION_TEXT_BYTES,
	/* what one document's pages, boxes and tables take in vetd's memory */
	VET_LIMIT_CONTENT_BYTES,
	VET_LIMIT_SUBMISSION_CONTENT_BYTES,
	VET_LIMIT_DOCUMENT_SECONDS,   /* wall clock of one document */
	VET_LIMIT_CONVERT_SECONDS,    /* wall clock of the conversion that a document needs first */
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
	const char *noun;    /* what there is too much of: "members" */
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
gboolean vet_limits_set(VetLimits *limits, const char *key, const char *text,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * What was too much and how much is allowed: "more than 2,000 members (limits.members)".  Caller
 * frees.
 */
char *vet_limits_describe(const VetLimits *limits, VetLimit limit);

/* A table of this shape is small enough to be kept. */
gboolean vet_table_shape_allowed(guint64 n_rows, guint64 n_columns);

/* What is left of a submission's caps. */
typedef struct {
	VetLimits limits;
	guint64 spent[VET_N_LIMITS];
} VetBudget;

void vet_budget_init(VetBudget *budget, const VetLimits *limits);
/* Spends `amount`; VET_ERROR_LIMIT names the cap when it does not suffice, and nothing is spent. */
gboolean vet_budget_spend(VetBudget *budget, VetLimit limit, guint64 amount,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint64 vet_budget_left(const VetBudget *budget, VetLimit limit);

/*
 * What the parts of a document cost: pages, text, and the memory they will take in vetd.  The
 * worker's sink and vetd's channel both charge by these, so an honest child stops before vetd stops
 * it. Nothing is spent when one of the caps does not suffice; VET_ERROR_LIMIT names it.
 */
gboolean vet_budget_page(VetBudget *budget, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_budget_line(VetBudget *budget, gsize text_bytes, gsize n_runs,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_budget_table(VetBudget *budget, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_budget_cell(VetBudget *budget, gsize text_bytes,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_budget_mark(VetBudget *budget, gsize text_bytes,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * A member of `size` bytes handed back by a container of `container_size` bytes, which had handed
 * back `unpacked` before: members, bytes, and the ratio of the whole container.
 */
gboolean vet_budget_member(VetBudget *budget, guint64 size, guint64 unpacked,
			   guint64 container_size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fixed caps: no operator has a reason to change them, and the messages' sizes follow from them. */
#define VET_MAX_LINE_BYTES (16 * 1024)
#define VET_MAX_LINE_RUNS 1024
#define VET_MAX_CELL_BYTES (32 * 1024)
/* rows times columns: somebody will go through them all */
#define VET_MAX_TABLE_PLACES (1024 * 1024)
/* what a code says, who signed */
#define VET_MAX_MARK_BYTES 3072
#define VET_MAX_MARKS 256 /* of a page */
/* of a page that is drawn to be looked at: A3 at 300 dots an inch has 17 million */
#define VET_MAX_RENDERING_PIXELS (32 * 1024 * 1024)
/* a document of fewer than two parts of so many pages is read in one piece */
#define VET_MIN_PART_PAGES 4
#define VET_MAX_METADATA 64
#define VET_MAX_METADATA_KEY_BYTES 64
#define VET_MAX_METADATA_BYTES 4096
#define VET_MAX_WARNINGS 64
#define VET_MAX_SENTENCE_BYTES 1024
/* arguments and environment of a program that converts */
#define VET_MAX_COMMAND_BYTES (16 * 1024)

G_END_DECLS
