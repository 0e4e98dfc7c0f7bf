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
	cel_env_declare(env, name);
}

/* NULL with the message, which the caller frees, and where the fault is. */
static inline CelProgram *
cel_calls_compile(CelEnv *env, const char *source, char **ret_message, CelSpan *ret_span)
{
	GError *error = NULL;
	CelProgram *program = cel_compile(env, source, ret_span, &error);

	if (program == NULL) {
		*ret_message = g_strdup(error->message);
		g_error_free(error);
	}
	return program;
}

/* As above, for the text in the braces of a message. */
static inline CelProgram *
cel_calls_compile_until_brace(CelEnv *env, const char *source, gsize *ret_end, char **ret_message,
			      CelSpan *ret_span)
{
	GError *error = NULL;
	CelProgram *program = cel_compile_until_brace(env, source, ret_end, ret_span, &error);

	if (program == NULL) {
		*ret_message = g_strdup(error->message);
		g_error_free(error);
	}
	return program;
}

/* What was taken from it is gone, its bound stays. */
static inline void
cel_calls_reset(CelArena **arena, gsize max_bytes)
{
	cel_arena_free(*arena);
	*arena = cel_arena_new(max_bytes);
}
