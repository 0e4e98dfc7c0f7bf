/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* submission.json: what the registration platform knows (contract: Submission). */

#include "tests/tools/make-samples/submission.h"

GBytes *sample_manifest_new(const SampleSubmission *submission);
