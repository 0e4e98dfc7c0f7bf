/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The team as a form shows it. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

void sample_form_add_members(SampleSheet *sheet, const SampleSubmission *submission);
