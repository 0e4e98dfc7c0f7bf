/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The 项目申报书: four layouts of its table, four of its members, six of its headings. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

SampleSheet *sample_form_new(const SampleSubmission *submission);
/* "名　　称" for "名称" where the style spaces its labels out.  Caller frees. */
char *sample_form_label(const SampleStyle *style, const char *label);
