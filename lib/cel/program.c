/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/program.h"

#include "lib/cel/error.h"
#include "lib/cel/parser.h"
#include "lib/cel/regex.h"

#include <string.h>

/* a tree is up to 200 times as large as the text: a list of commas and digits */
#define COMPILE_MAX_BYTES ((gsize)128 * 1024 * 1024)

void
cel_program_free(CelProgram *program)
{
	if (program == NULL)
		return;
	g_ptr_array_unref(program->variables);
	g_ptr_array_unref(program->paths);
	g_ptr_array_unref(program->regexes);
	g_free(program->source);
	cel_arena_free(program->arena);
	cel_env_unref(program->env);
	g_free(program);
}

static CelProgram *
program_new(CelEnv *env)
{
	CelProgram *program = g_new0(CelProgram, 1);

	program->env = cel_env_ref(env);
	program->arena = cel_arena_new(COMPILE_MAX_BYTES);
	program->variables = g_ptr_array_new_with_free_func(g_free);
	program->paths = g_ptr_array_new_with_free_func(g_free);
	program->regexes = g_ptr_array_new_with_free_func((GDestroyNotify)cel_regex_free);
	return program;
}

static gboolean
check_source(const char *source, CelSpan *ret_span, GError **error)
{
	gsize length = strnlen(source, CEL_MAX_SOURCE + 1);
	const char *end;

	if (length > CEL_MAX_SOURCE)
		return cel_set_error(error, CEL_ERROR_LIMIT,
				     "the expression is longer than %d bytes", CEL_MAX_SOURCE);
	if (g_utf8_validate(source, (gssize)length, &end))
		return TRUE;
	*ret_span = (CelSpan){(gsize)(end - source), 1};
	return cel_set_error(error, CEL_ERROR_SYNTAX, "byte 0x%02x is not UTF-8", (guchar)*end);
}

/* Parses the source into the new program, and looks its names up. */
static gboolean
fill(CelProgram *program, const char *source, gboolean until_brace, gsize *ret_end,
     CelSpan *ret_span, GError **error)
{
	program->root = cel_parse(program->arena, source, until_brace, ret_end, ret_span, error);
	if (program->root == NULL || !cel_resolve(program, ret_span, error))
		return FALSE;
	g_ptr_array_add(program->variables, NULL);
	g_ptr_array_add(program->paths, NULL);
	program->source = g_strndup(source, *ret_end);
	return TRUE;
}

static CelProgram *
compile(CelEnv *env, const char *source, gboolean until_brace, gsize *ret_end, CelSpan *ret_span,
	GError **error)
{
	CelProgram *program;

	if (!check_source(source, ret_span, error))
		return NULL;
	program = program_new(env);
	if (fill(program, source, until_brace, ret_end, ret_span, error))
		return program;
	cel_program_free(program);
	return NULL;
}

CelProgram *
cel_compile(CelEnv *env, const char *source, CelSpan *ret_span, GError **error)
{
	CelSpan fault = {0, 0};
	gsize end;
	CelProgram *program = compile(env, source, FALSE, &end, &fault, error);

	if (program == NULL && ret_span != NULL)
		*ret_span = fault;
	return program;
}

CelProgram *
cel_compile_until_brace(CelEnv *env, const char *source, gsize *ret_end, CelSpan *ret_span,
			GError **error)
{
	CelSpan fault = {0, 0};
	gsize end;
	CelProgram *program = compile(env, source, TRUE, &end, &fault, error);

	if (program == NULL && ret_span != NULL)
		*ret_span = fault;
	if (program != NULL)
		*ret_end = end;
	return program;
}

const char *
cel_program_source(const CelProgram *program)
{
	return program->source;
}

const char *const *
cel_program_variables(const CelProgram *program)
{
	return (const char *const *)program->variables->pdata;
}

const char *const *
cel_program_paths(const CelProgram *program)
{
	return (const char *const *)program->paths->pdata;
}
