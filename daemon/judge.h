/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * From documents to a result: manifest, facts, rules, verdict.  The one way a submission is judged,
 * whether its documents were just read or come from stored extractions.  Reads no file, writes none.
 */

#include "lib/result.h"

G_BEGIN_DECLS

/* By what it is judged; all borrowed. */
typedef struct {
	const VetPack *pack;
	VetNamelists *lists;  /* may be NULL: look-ups are then undetermined */
	const guint8 *secret; /* keys the HMAC of ID numbers */
	gsize secret_length;
	VetCohort *cohort; /* the other submissions; NULL: looking at them is undetermined */
} VetJudge;

/* What is judged: a receipt.  All borrowed, copied into the result. */
typedef struct {
	const char *id;   /* of the receipt: the manifest's submission_id prevails in the result */
	guint version;    /* of the receipt */
	const char *path; /* as it arrived */
	const char *sha256; /* of its tree */
	gint64 received_at; /* seconds since the epoch: the clock of the rules, so it can be repeated */
	/* the submission is this one file: its name, which members' paths leave out; else NULL */
	const char *archive;
} VetJudged;

/*
 * Takes `documents` (of VetDocument, in order).  Never fails for what the papers say.  The
 * submission joins the cohort, which must outlive the result, and is compared with what joined
 * before it.
 */
VetResult *vet_judge(const VetJudge *judge, const VetJudged *submission, GPtrArray *documents);
/* Runs the rules once more, with all others in view: for submissions that came together. */
void vet_judge_together(const VetJudge *judge, VetResult *result);

G_END_DECLS
