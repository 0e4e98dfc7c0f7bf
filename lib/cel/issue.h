/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

/* Of CelIssue, freeing them. */
GPtrArray *cel_issues_new(void);
void cel_issues_add(GPtrArray *issues, CelErrorCode code, CelSpan span, const char *message);
