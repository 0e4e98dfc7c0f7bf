/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of registry.csv: what all cities of the province have registered. */

#include "tests/tools/make-samples/submission.h"

#define SAMPLE_REGISTRATION_HEADER                                                                 \
	"项目名称,参赛单位,统一社会信用代码,团队成员,成员身份证号,初赛承办市州,参赛赛道\r\n"

typedef enum {
	SAMPLE_REGISTRATION_SAME,    /* as submitted */
	SAMPLE_REGISTRATION_RENAMED, /* another name that is clearly the same project */
	SAMPLE_REGISTRATION_TEAM,    /* the same people, another unit and project */
	SAMPLE_REGISTRATION_UNIT,    /* the unit alone, with another project and team */
} SampleRegistrationKind;

/* Appends to submission->registrations. */
void sample_registration_append(SampleSubmission *submission, SampleRegistrationKind kind,
				const char *city);
