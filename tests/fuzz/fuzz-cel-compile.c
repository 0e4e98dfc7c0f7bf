/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lexer, parser and checker: any text compiles, or is refused with a message and a place in it. */

#include "tests/cel-calls.h"
#include "tests/fuzz/bindings.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static CelEnv *strict, *lenient;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	strict = fuzz_bindings_env();
	lenient = fuzz_bindings_env();
	cel_env_set_lenient(lenient, TRUE);
	cel_env_set_container(lenient, "a.b");
	return 0;
}

static void
check_fault(const char *source, const char *message, const CelSpan *span)
{
	gsize length = strlen(source);

	fuzz_hold(*message != '\0' && g_utf8_validate(message, -1, NULL));
	fuzz_hold(span->offset <= length && span->length <= length - span->offset);
}

static void
check_names(const char *const *names)
{
	for (; *names != NULL; names++)
		fuzz_hold(g_utf8_validate(*names, -1, NULL));
}

static void
check_program(const CelProgram *program, const char *source, gsize length)
{
	fuzz_hold(strlen(cel_program_source(program)) == length);
	fuzz_hold(memcmp(cel_program_source(program), source, length) == 0);
	check_names(cel_program_variables(program));
	check_names(cel_program_paths(program));
}

static void
compile(CelEnv *env, const char *source)
{
	g_autofree char *message = NULL;
	CelSpan span = {0, 0};
	g_autoptr(CelProgram) program = cel_calls_compile(env, source, &message, &span);

	if (program != NULL)
		check_program(program, source, strlen(source));
	else
		check_fault(source, message, &span);
}

static void
compile_until_brace(CelEnv *env, const char *source)
{
	g_autofree char *message = NULL;
	CelSpan span = {0, 0};
	gsize end = 0;
	g_autoptr(CelProgram) program =
		cel_calls_compile_until_brace(env, source, &end, &message, &span);

	if (program == NULL) {
		check_fault(source, message, &span);
		return;
	}
	fuzz_hold(end < strlen(source) && source[end] == '}');
	check_program(program, source, end);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *source = fuzz_bindings_text(data, size);

	compile(strict, source);
	compile(lenient, source);
	compile_until_brace(strict, source);
	return 0;
}
