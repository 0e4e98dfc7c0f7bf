/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* 2024年度审计报告, signed by the auditor, with a balance sheet. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

SampleSheet *sample_audit_new(const SampleSubmission *submission);
