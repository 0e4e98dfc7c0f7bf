/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Certificates of intellectual property: 软件著作权, 发明专利, 实用新型专利. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

/* kind is SAMPLE_PAPER_COPYRIGHT or SAMPLE_PAPER_PATENT. */
SampleSheet *sample_certificate_new(const SampleSubmission *submission, SamplePaperKind kind);
