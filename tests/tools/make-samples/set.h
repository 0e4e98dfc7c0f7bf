/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which submissions a set holds: demo, regression, bound or small. */

#include "tests/tools/make-samples/submission.h"

typedef struct {
	const char *name;
	guint default_count;
	guint most; /* 0: as many as --count says */
	SampleSubmission *(*make)(guint32 seed, guint index);
} SampleSet;

/* NULL when there is no such set. */
const SampleSet *sample_set_find(const char *name);
