/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the unit and its customer state under seal: 申报主体责任声明 and 应用案例证明. */

#include "tests/tools/make-samples/sheet.h"
#include "tests/tools/make-samples/submission.h"

SampleSheet *sample_declaration_new(const SampleSubmission *submission);
SampleSheet *sample_application_case_new(const SampleSubmission *submission);
