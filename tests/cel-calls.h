/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The few calls of lib/cel that benches, fuzz targets and the test of hostile inputs share, each in
 * one place: they outlive several shapes of that interface.
 */

#include "lib/cel/cel.h"

/* `type` as the checker reads it: "list(map(string, dyn))". */
static inline void
cel_calls_declare(CelEnv *env, const char *name, const char *type)
{
	cel_env_declare(env, name, type);
}

/* Takes the issues; the first one's message, which the caller frees, and its place. */
static inline void
cel_calls_take_issues(GPtrArray *issues, char **ret_message, CelSpan *ret_span)
{
	const CelIssue *issue = issues->pdata[0];

	*ret_message = g_strdup(issue->message);
	*ret_span = issue->span;
	g_ptr_array_unref(issues);
}

/* NULL with the message, which the caller frees, and where the fault is. */
static inline CelProgram *
cel_calls_compile(CelEnv *env, const char *source, char **ret_message, CelSpan *ret_span)
{
	GPtrArray *issues = NULL;
	CelProgram *program = cel_compile(env, source, -1, &issues);

	if (program == NULL)
		cel_calls_take_issues(issues, ret_message, ret_span);
	return program;
}

/* As above, for the text in the braces of a message. */
static inline CelProgram *
cel_calls_compile_until_brace(CelEnv *env, const char *source, gsize *ret_end, char **ret_message,
			      CelSpan *ret_span)
{
	GPtrArray *issues = NULL;
	CelProgram *program = cel_compile_until_brace(env, source, ret_end, &issues);

	if (program == NULL)
		cel_calls_take_issues(issues, ret_message, ret_span);
	return program;
}

/* What was taken from it is gone, its bound stays. */
static inline void
cel_calls_reset(CelArena **arena, gsize max_bytes)
{
	cel_arena_reset(*arena);
}
