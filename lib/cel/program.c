/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/program.h"

#include "lib/cel/env.h"
#include "lib/cel/issue.h"
#include "lib/cel/parser.h"
#include "lib/cel/regex.h"
#include "lib/cel/text.h"
#include "lib/cel/unify.h"

#include <string.h>

/* a tree is up to 200 times as large as the text: a list of commas and digits */
#define COMPILE_MAX_BYTES ((gsize)32 * 1024 * 1024)

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
	program->regexes = g_ptr_array_new_with_free_func((GDestroyNotify)cel_regex_unref);
	return program;
}

/* GLib takes a NUL for the end; to CEL it is a character like any other, inside quotes. */
static gboolean
check_source(const char *source, gsize length, GPtrArray *issues)
{
	const char *end;

	if (length > CEL_MAX_SOURCE) {
		g_autofree char *message =
			g_strdup_printf("the expression is longer than %d bytes; split it, or keep "
					"its data in a list",
					CEL_MAX_SOURCE);

		cel_issues_add(issues, CEL_ERROR_LIMIT, (CelSpan){0, 1}, message);
		return FALSE;
	}
	if (cel_text_is_valid(source, length, &end))
		return TRUE;
	g_autofree char *message = g_strdup_printf("byte 0x%02x is not UTF-8", (guchar)*end);

	cel_issues_add(issues, CEL_ERROR_SYNTAX, (CelSpan){(gsize)(end - source), 1}, message);
	return FALSE;
}

/* Parses the source into the new program, and checks it. */
static gboolean
fill(CelProgram *program, const char *source, gsize length, gboolean until_brace, GPtrArray *issues)
{
	g_autoptr(GError) error = NULL;
	CelSpan fault = {0, 0};
	gsize end = length;

	program->root =
		cel_parse(program->arena, source, length, until_brace, &end, &fault, &error);
	if (program->root == NULL) {
		cel_issues_add(issues, (CelErrorCode)error->code, fault, error->message);
		return FALSE;
	}
	if (!cel_check(program, issues))
		return FALSE;
	g_ptr_array_add(program->variables, NULL);
	g_ptr_array_add(program->paths, NULL);
	program->source = g_malloc(end + 1);
	memcpy(program->source, source, end);
	program->source[end] = '\0';
	program->length = end;
	return TRUE;
}

static CelProgram *
compile(CelEnv *env, const char *source, gsize length, gboolean until_brace, GPtrArray **ret_issues)
{
	g_autoptr(GPtrArray) issues = cel_issues_new();
	g_autoptr(CelProgram) program = NULL;

	if (check_source(source, length, issues)) {
		program = program_new(env);
		if (fill(program, source, length, until_brace, issues))
			return g_steal_pointer(&program);
	}
	if (ret_issues != NULL)
		*ret_issues = g_steal_pointer(&issues);
	return NULL;
}

CelProgram *
cel_compile(CelEnv *env, const char *source, gssize length, GPtrArray **ret_issues)
{
	return compile(env, source,
		       length < 0 ? strnlen(source, CEL_MAX_SOURCE + 1) : (gsize)length, FALSE,
		       ret_issues);
}

CelProgram *
cel_compile_until_brace(CelEnv *env, const char *source, gsize *ret_end, GPtrArray **ret_issues)
{
	CelProgram *program =
		compile(env, source, strnlen(source, CEL_MAX_SOURCE + 1), TRUE, ret_issues);

	if (program != NULL)
		*ret_end = program->length;
	return program;
}

const char *
cel_program_source(const CelProgram *program)
{
	return program->source;
}

const CelType *
cel_program_type(const CelProgram *program)
{
	return program->type;
}

gboolean
cel_program_fits(const CelProgram *program, const char *type)
{
	g_autoptr(CelArena) arena = cel_arena_new(COMPILE_MAX_BYTES);
	const CelType *wanted = cel_env_read_type(program->env, arena, type);
	CelUnifier types;

	cel_unifier_init(&types, arena);
	gboolean fits = wanted != NULL && cel_unifier_assign(&types, program->type, wanted);

	cel_unifier_clear(&types);
	return fits;
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
