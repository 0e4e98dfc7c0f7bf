/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The public credit report of the lead unit, clean or with one record. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

/* The categories a report counts; `adverse` ones make a hit when their count is above 0. */
typedef struct {
	const char *title;
	gboolean adverse;
} SampleCreditCategory;

#define SAMPLE_N_CREDIT_CATEGORIES 7

extern const SampleCreditCategory sample_credit_categories[SAMPLE_N_CREDIT_CATEGORIES];

SampleSheet *sample_credit_report_new(const SampleSubmission *submission);
