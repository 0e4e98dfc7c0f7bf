/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is known of a set: truth.json for scoring, registry.csv and blacklist.csv to screen with. */

#include "tests/tools/make-samples/bundle.h"

G_BEGIN_DECLS

typedef struct _SampleTruth SampleTruth;

SampleTruth *sample_truth_new(guint32 seed);
void sample_truth_free(SampleTruth *truth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleTruth, sample_truth_free)

void sample_truth_add(SampleTruth *truth, SampleSubmission *submission, const SampleBundle *bundle);
/* Writes the three files into `folder`. */
gboolean sample_truth_write(SampleTruth *truth, const char *folder,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
