/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For tests that look at one fault alone: the first issue as an error, and its place. */

#include "lib/cel/cel.h"

static inline void
take_issue(GPtrArray *issues, CelSpan *ret_span, GError **error)
{
	const CelIssue *issue = issues->pdata[0];

	if (ret_span != NULL)
		*ret_span = issue->span;
	g_set_error_literal(error, CEL_ERROR, (int)issue->code, issue->message);
	g_ptr_array_unref(issues);
}

static inline CelProgram *
compile(CelEnv *env, const char *source, CelSpan *ret_span, GError **error)
{
	GPtrArray *issues = NULL;
	CelProgram *program = cel_compile(env, source, -1, &issues);

	if (program == NULL)
		take_issue(issues, ret_span, error);
	return program;
}
