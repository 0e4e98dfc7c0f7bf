/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evaluation under a small budget: a value that can be shown, or an error; the same every time. */

#include "tests/cel-calls.h"
#include "tests/fuzz/bindings.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define MAX_STEPS 20000
/* enough for values that are cut where they are shown */
#define MAX_BYTES (1024 * 1024)

typedef struct {
	CelArena *arena;
	gboolean done;
	char *shown; /* the value, or the error */
	CelKind kind;
	guint64 steps;
	gsize bytes;
	CelSpan span;
} Result;

static CelEnv *strict, *lenient;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	strict = fuzz_bindings_env();
	lenient = fuzz_bindings_env();
	cel_env_set_lenient(lenient, TRUE);
	return 0;
}

static void
result_clear(Result *result)
{
	g_free(result->shown);
	cel_arena_free(result->arena);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Result, result_clear)

static void
check_error(const CelProgram *program, const Result *result, const GError *error)
{
	gsize length = strlen(cel_program_source(program));

	fuzz_hold(error != NULL && error->domain == CEL_ERROR && *error->message != '\0');
	fuzz_hold(result->span.offset <= length &&
		  result->span.length <= length - result->span.offset);
}

static void
evaluate(const CelProgram *program, Result *result)
{
	g_autoptr(GError) error = NULL;
	CelValue value = cel_null();

	result->arena = cel_arena_new(MAX_BYTES);
	CelEvaluation evaluation = {
		.max_steps = MAX_STEPS, .arena = result->arena, .resolve = fuzz_bindings_resolve};

	result->done = cel_program_evaluate(program, &evaluation, &value, &result->steps,
					    &result->span, &error);
	result->bytes = cel_arena_used(result->arena);
	if (!result->done)
		check_error(program, result, error);
	result->kind = value.kind;
	result->shown = result->done ? cel_value_to_display(value) : g_strdup(error->message);
	fuzz_hold(g_utf8_validate(result->shown, -1, NULL));
	fuzz_hold(result->steps <= MAX_STEPS && result->bytes <= MAX_BYTES);
}

static void
evaluate_twice(const CelProgram *program)
{
	g_auto(Result) first = {NULL}, second = {NULL};

	evaluate(program, &first);
	evaluate(program, &second);
	fuzz_hold(first.done == second.done && first.kind == second.kind);
	fuzz_hold(first.steps == second.steps && first.bytes == second.bytes);
	fuzz_hold(g_str_equal(first.shown, second.shown));
}

static void
run(CelEnv *env, const char *source)
{
	g_autofree char *message = NULL;
	CelSpan span;
	g_autoptr(CelProgram) program = cel_calls_compile(env, source, &message, &span);

	if (program != NULL)
		evaluate_twice(program);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *source = fuzz_bindings_text(data, size);

	run(strict, source);
	run(lenient, source);
	return 0;
}
