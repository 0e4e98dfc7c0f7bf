/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Expressions that are written to hurt, and what they cost: each runs in a child, so that its peak of
 * memory is its own.  The test holds them to a clear error, steps and memory; `make bench-cel` also
 * shows the time.
 */

#include "tests/cel-calls.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* what one rule of a pack may spend (lib/screen-scope.c), in less memory */
#define HOSTILE_MAX_STEPS 5000000
#define HOSTILE_MAX_BYTES ((gsize)32 * 1024 * 1024)
/* a child that runs away ends here rather than with the machine; sanitizers reserve far more */
#define HOSTILE_ADDRESS_SPACE ((rlim_t)512 * 1024 * 1024)
#define HOSTILE_MANY 10000
#define HOSTILE_MEGABYTE (1024 * 1024 + 1)

/* head unit… middle close… tail; the unit and its close `count` times, or to fill `bytes` */
typedef struct {
	const char *name;
	const char *head, *unit, *middle, *close, *tail; /* NULL: nothing */
	gsize count, bytes;
	struct {
		const char *unit;
		gsize count;
		const char *end;
	} text;            /* the variable of that name */
	gboolean may_pass; /* within every limit: a value is as good as an error */
} Hostile;

typedef struct {
	gboolean finished; /* the child came to its end */
	gboolean failed;   /* with an error, which is the message */
	gboolean compiled;
	gboolean valid; /* the message is UTF-8 */
	gsize length;   /* of the whole message */
	char message[160];
	guint64 steps;
	gsize arena_bytes;
	gsize peak_kib;            /* grown since before it was compiled */
	double elapsed, processor; /* ms */
} HostileResult;

static const Hostile hostile_plain[] = {
	{"10,000 × 10,000 all", "many.all(a, many.all(b, a + b >= 0))"},
	{"10,000 × 10,000 exists", "many.exists(a, many.exists(b, a + b < 0))"},
	{"10,000 × 10,000 map", "many.map(a, many.map(b, a * b))"},
	{"10,000 × 10,000 filter", "many.filter(a, size(many.filter(b, b > a)) < 0)"},
	{"10,000 × 10,000 lists compared", "many.map(a, many) == many.map(a, many)"},
	{"10,000 × 10,000 texts joined", "many.map(a, many.map(b, 'abcdefgh').join())"},
	{"10,000 × 10,000 lists added", "many.map(a, many + many)"},
	{"(a+)+$ on 40", "text.matches('(a+)+$')", .text = {"a", 40, "b"}},
	{"(a+)+$ on 100 kB", "text.matches('(a+)+$')", .text = {"a", 100000, "b"}},
	{"(a|a)*b$ on 100 kB", "text.matches('(a|a)*b$')", .text = {"a", 100000, "bc"}},
	{"(.*)*x on 100 kB", "text.matches('(.*)*x')", .text = {"a", 100000, ""}, .may_pass = TRUE},
	{"^(.*)*x$ on 100 kB", "text.matches('^(.*)*x$')", .text = {"ax", 50000, "y"},
	 .may_pass = TRUE},
	{"^(.*)*(x|z)$ on 100 kB", "text.matches('^(.*)*(x|z)$')", .text = {"ax", 50000, "y"}},
	{"(x+x+)+(y|z)$ on 100 kB", "text.matches('(x+x+)+(y|z)$')", .text = {"x", 100000, "yx"}},
	{"((a{1,30}){1,30}){1,30}$ on 100 kB", "text.matches('((a{1,30}){1,30}){1,30}$')",
	 .text = {"a", 100000, "b"}},
	{"a pattern that is not constant",
	 "many.map(v, text.matches('(a+)+(b|' + string(v) + ')?$'))", .text = {"a", 10000, "bx"}},
};

/* at a megabyte refused for their size; at the largest there may be, answered within bounds */
static const Hostile hostile_shapes[] = {
	{"sum", "", "1+", "1"},
	{"list", "[", "1,", "1", "", "]"},
	{"map", "{", "1:1,", "2:1", "", "}"},
	{"string", "'", "a", "", "", "'"},
	{"&& chain", "", "yes&&", "yes"},
	{"comparisons", "", "1<", "1"},
	{"selections", "map", ".a"},
	{"indexes", "map", "[0]"},
	{"methods", "text", ".trim()"},
	{"macros", "many", ".map(v,v)"},
	{"arguments", "size(", "1,", "1", "", ")"},
	{"faults", "[", "q,", "q", "", "]"},
};

static const Hostile hostile_nests[] = {
	{"parentheses", "", "(", "1", ")"},       {"open parentheses", "", "("},
	{"brackets", "", "[", "", "]"},           {"braces", "", "{1:", "1", "}"},
	{"unary minus", "", "- ", "1"},           {"unary not", "", "!", "yes"},
	{"ternaries", "", "yes?1:", "1"},         {"ternaries within", "", "yes?(", "1", "):1"},
	{"calls", "", "size(", "map", ")"},       {"indexes within", "", "map[", "1", "]"},
	{"loops", "", "many.all(v,", "yes", ")"},
};

/* The row under another name and size; a growing array of what is run. */
static inline void
hostile_add(GArray *rows, const Hostile *row, const char *size_name, gsize count, gsize bytes)
{
	g_autofree char *name = g_strdup_printf("%s %s", size_name, row->name);
	Hostile sized = *row;

	/* lives as long as the program does: it is the name of a test */
	sized.name = g_intern_string(name);
	sized.count = count;
	sized.bytes = bytes;
	sized.may_pass = bytes > 0 && bytes <= CEL_MAX_SOURCE;
	g_array_append_val(rows, sized);
}

/* All of them.  Caller unrefs. */
static inline GArray *
hostile_rows(void)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(Hostile));

	g_array_append_vals(rows, hostile_plain, G_N_ELEMENTS(hostile_plain));
	for (gsize i = 0; i < G_N_ELEMENTS(hostile_shapes); i++) {
		hostile_add(rows, &hostile_shapes[i], "1 MiB", 0, HOSTILE_MEGABYTE);
		hostile_add(rows, &hostile_shapes[i], "largest", 0, CEL_MAX_SOURCE);
	}
	/* the second within what a source may have, so that it is the depth that is refused */
	for (gsize i = 0; i < G_N_ELEMENTS(hostile_nests); i++) {
		hostile_add(rows, &hostile_nests[i], "100,000", 100000, 0);
		hostile_add(rows, &hostile_nests[i], "5,000", 5000, 0);
	}
	return rows;
}

static inline gsize
hostile_length(const char *text)
{
	return text != NULL ? strlen(text) : 0;
}

static inline void
hostile_repeat(GString *text, const char *unit, gsize count)
{
	for (gsize i = 0; unit != NULL && i < count; i++)
		g_string_append(text, unit);
}

static inline char *
hostile_source(const Hostile *row)
{
	gsize ends =
		hostile_length(row->head) + hostile_length(row->middle) + hostile_length(row->tail);
	gsize each = hostile_length(row->unit) + hostile_length(row->close);
	GString *text = g_string_new(row->head);
	gsize count = row->bytes > 0 ? (row->bytes - ends) / each : row->count;

	/* too long rather than just right, where it is to be refused for that */
	if (row->bytes > CEL_MAX_SOURCE)
		count++;
	hostile_repeat(text, row->unit, count);
	hostile_repeat(text, row->middle, 1);
	hostile_repeat(text, row->close, count);
	hostile_repeat(text, row->tail, 1);
	return g_string_free(text, FALSE);
}

typedef struct {
	CelArena *arena;
	CelValue many, map, text;
	char *owned;
} HostileFacts;

static inline void
hostile_facts_init(HostileFacts *facts, const Hostile *row)
{
	GString *text = g_string_new(NULL);

	facts->arena = cel_arena_new(HOSTILE_MAX_BYTES);
	CelValue *items = cel_arena_alloc(facts->arena, HOSTILE_MANY * sizeof *items);
	for (gsize i = 0; i < HOSTILE_MANY; i++)
		items[i] = cel_int((gint64)i);
	facts->many = cel_list_new(facts->arena, items, HOSTILE_MANY);
	facts->map = cel_map_new(facts->arena, NULL, 0);
	hostile_repeat(text, row->text.unit, row->text.count);
	hostile_repeat(text, row->text.end, 1);
	facts->owned = g_string_free(text, FALSE);
	facts->text = cel_string(facts->owned);
}

static inline void
hostile_facts_clear(HostileFacts *facts)
{
	cel_arena_free(facts->arena);
	g_free(facts->owned);
}

static inline gboolean
hostile_resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	const HostileFacts *facts = user_data;

	if (g_str_equal(name, "many"))
		*ret_value = facts->many;
	else if (g_str_equal(name, "map"))
		*ret_value = facts->map;
	else if (g_str_equal(name, "text"))
		*ret_value = facts->text;
	else
		*ret_value = cel_bool(TRUE);
	return TRUE;
}

static inline CelEnv *
hostile_env(void)
{
	CelEnv *env = cel_env_new();

	cel_calls_declare(env, "many", "list(int)");
	cel_calls_declare(env, "map", "map(dyn, dyn)");
	cel_calls_declare(env, "text", "string");
	cel_calls_declare(env, "yes", "bool");
	return env;
}

/* the most memory this process ever had, in KiB */
static inline gsize
hostile_peak(void)
{
	g_autofree char *status = NULL;

	g_file_get_contents("/proc/self/status", &status, NULL, NULL);
	const char *line = status != NULL ? strstr(status, "VmHWM:") : NULL;
	return line != NULL ? g_ascii_strtoull(line + strlen("VmHWM:"), NULL, 10) : 0;
}

static inline double
hostile_processor(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline void
hostile_say(HostileResult *result, const char *message)
{
	result->failed = TRUE;
	result->length = strlen(message);
	result->valid = g_utf8_validate(message, -1, NULL);
	g_strlcpy(result->message, message, sizeof result->message);
}

static inline void
hostile_evaluate(const CelProgram *program, HostileFacts *facts, HostileResult *result)
{
	g_autoptr(CelArena) arena = cel_arena_new(HOSTILE_MAX_BYTES);
	CelEvaluation evaluation = {.max_steps = HOSTILE_MAX_STEPS,
				    .arena = arena,
				    .resolve = hostile_resolve,
				    .user_data = facts};
	g_autoptr(GError) error = NULL;
	CelValue value;

	if (!cel_program_evaluate(program, &evaluation, &value, &result->steps, NULL, &error))
		hostile_say(result, error->message);
	result->arena_bytes = cel_arena_used(arena);
}

/* What the child does. */
static inline void
hostile_measure(const char *source, HostileFacts *facts, HostileResult *result)
{
	g_autoptr(CelEnv) env = hostile_env();
	g_autofree char *message = NULL;
	CelSpan span;
	gsize peak = hostile_peak();
	gint64 begin = g_get_monotonic_time();
	double processor = hostile_processor();
	CelProgram *program = cel_calls_compile(env, source, &message, &span);

	result->compiled = program != NULL;
	if (program == NULL)
		hostile_say(result, message);
	else
		hostile_evaluate(program, facts, result);
	cel_program_free(program);
	result->processor = hostile_processor() - processor;
	result->elapsed = (double)(g_get_monotonic_time() - begin) / 1e3;
	result->peak_kib = hostile_peak() - peak;
	result->finished = TRUE;
}

static inline void
hostile_limit_child(void)
{
#ifndef VET_SANITIZED
	const struct rlimit limit = {HOSTILE_ADDRESS_SPACE, HOSTILE_ADDRESS_SPACE};

	setrlimit(RLIMIT_AS, &limit);
#endif
}

/* Runs it in a child; a result that is not finished is a child that died. */
static inline void
hostile_run(const Hostile *row, HostileResult *ret_result)
{
	g_autofree char *source = hostile_source(row);
	HostileFacts facts;
	int ends[2];

	*ret_result = (HostileResult){FALSE};
	hostile_facts_init(&facts, row);
	g_assert_cmpint(pipe(ends), ==, 0);
	pid_t child = fork();
	g_assert_cmpint(child, >=, 0);
	if (child == 0) {
		hostile_limit_child();
		hostile_measure(source, &facts, ret_result);
		_exit(write(ends[1], ret_result, sizeof *ret_result) != sizeof *ret_result);
	}
	close(ends[1]);
	HostileResult told;
	if (read(ends[0], &told, sizeof told) == sizeof told)
		*ret_result = told;
	close(ends[0]);
	waitpid(child, NULL, 0);
	hostile_facts_clear(&facts);
}
