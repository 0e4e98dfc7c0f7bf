/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* 营业执照 and 事业单位法人证书. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

SampleSheet *sample_licence_new(const SampleSubmission *submission, const SampleUnit *unit);
/* The licence of an audit firm, on a page of its own, as auditors append it to their report. */
void sample_licence_append_auditor(SampleSheet *sheet, SampleDice *dice, const char *auditor);
