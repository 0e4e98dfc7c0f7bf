/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What can be wrong with a submission, and what must not be mistaken for a fault: two tables. */

#include "tests/tools/make-samples/submission.h"

G_BEGIN_DECLS

typedef struct _SampleFault SampleFault;

struct _SampleFault {
	const char *mutation; /* as truth.json names it; of a trait, what is hard about it */
	const char *how;
	guint claims; /* bits of SampleClaim and 1 << SamplePaperKind: two faults of one submission
			 share none */
	void (*apply)(SampleSubmission *submission, const SampleFault *fault);
	SamplePaperKind paper;
	gint detail; /* what else `apply` needs */
};

extern const SampleFault sample_faults[];
extern const guint sample_n_faults;
/* Innocent peculiarities: nothing is expected of them. */
extern const SampleFault sample_traits[];
extern const guint sample_n_traits;

void sample_fault_apply(SampleSubmission *submission, const SampleFault *fault);
/* NULL when no fault has that name; `how` may be NULL for the first of them. */
const SampleFault *sample_fault_find(const char *mutation, const char *how);

G_END_DECLS
