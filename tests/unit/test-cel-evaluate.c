/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Results, errors, budgets and origins of evaluation. */

#include "lib/cel/cel.h"
#include "tests/unit/cel-compile.h"

#include <string.h>

#define ARENA_BYTES (16 * 1024 * 1024)

/* what evidence hangs on: the address of a static is an origin as good as any */
static const char page_one[] = "page 1";
static const char page_two[] = "page 2";

typedef struct {
	CelArena *arena;
	guint n_asked; /* how often a root was resolved */
	gsize n_items; /* of the list "many" */
} Facts;

static CelValue
with_origin(CelValue value, const char *origin)
{
	value.origin = origin;
	return value;
}

static CelValue
make_unit(CelArena *arena, const char *name, const char *origin)
{
	CelEntry *entries = cel_arena_alloc(arena, 2 * sizeof *entries);

	entries[0] = (CelEntry){cel_string("name"), with_origin(cel_string(name), origin)};
	entries[1] = (CelEntry){cel_string("lead"), cel_bool(origin == page_one)};
	return with_origin(cel_map_new(arena, entries, 2), origin);
}

static CelValue
make_units(CelArena *arena)
{
	CelValue *items = cel_arena_alloc(arena, 2 * sizeof *items);

	items[0] = make_unit(arena, "甲公司", page_one);
	items[1] = make_unit(arena, "乙公司", page_two);
	return cel_list_new(arena, items, 2);
}

static CelValue
make_many(const Facts *facts)
{
	CelValue *items = cel_arena_alloc(facts->arena, facts->n_items * sizeof *items);

	for (gsize i = 0; i < facts->n_items; i++)
		items[i] = cel_int((gint64)i);
	return cel_list_new(facts->arena, items, facts->n_items);
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	Facts *facts = user_data;

	facts->n_asked++;
	if (g_str_equal(name, "units"))
		*ret_value = make_units(facts->arena);
	else if (g_str_equal(name, "many"))
		*ret_value = make_many(facts);
	else if (g_str_equal(name, "text"))
		*ret_value = cel_string(
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	else if (g_str_equal(name, "broken"))
		g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "this var failed");
	else
		return FALSE;
	return !g_str_equal(name, "broken");
}

static gboolean
twice(CelCall *call, const CelValue *arguments, gsize n_arguments, CelValue *ret_value,
      GError **error)
{
	Facts *facts = cel_call_user_data(call);

	g_assert_true(facts->arena == cel_call_arena(call));
	if (!cel_call_charge(call, 1000, error))
		return FALSE;
	*ret_value = cel_int(arguments[0].integer * 2);
	return TRUE;
}

static const CelFunctionRow functions[] = {
	{"twice(number: int) -> int", "The number twice.", twice},
	{"demo.twice(number: int) -> int", "The number twice.", twice},
	{NULL},
};

static CelEnv *
make_env(void)
{
	static const char *const names[] = {"units", "many", "text", "broken", "absent"};
	CelEnv *env = cel_env_new();

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		cel_env_declare(env, names[i], "dyn");
	cel_env_add_functions(env, functions);
	return env;
}

typedef struct {
	CelArena *arena;
	CelProgram *program; /* results borrow from it */
	CelValue value;
	gboolean done;
	guint64 steps;
	CelSpan span;
	GError *error;
	Facts facts;
} Run;

static void
run_clear(Run *run)
{
	cel_arena_free(run->arena);
	cel_program_free(run->program);
	g_clear_error(&run->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

static void
evaluate(Run *run, const char *source, guint64 max_steps, gsize max_bytes)
{
	g_autoptr(CelEnv) env = make_env();
	gsize n_items = run->facts.n_items;

	/* what the checker would find before must be an error of evaluation too, where types are dyn */
	cel_env_set_lenient(env, TRUE);
	run->program = compile(env, source, NULL, &run->error);
	g_assert_no_error(run->error);
	run->arena = cel_arena_new(max_bytes);
	run->facts = (Facts){run->arena, 0, n_items != 0 ? n_items : 10};
	CelEvaluation evaluation = {.max_steps = max_steps,
				    .arena = run->arena,
				    .resolve = resolve,
				    .user_data = &run->facts};

	run->done = cel_program_evaluate(run->program, &evaluation, &run->value, &run->steps,
					 &run->span, &run->error);
	g_assert_true(run->done == (run->error == NULL));
}

static const struct {
	const char *source;
	const char *shown;
} results[] = {
	{"1 + 2 * 3 - 4 / 2 % 3", "5"},
	{"size(units) == 2 && units[0].lead", "true"},
	{"units.map(u, u.name).join('、')", "甲公司、乙公司"},
	{"units.filter(u, !u.lead)[0].name", "乙公司"},
	{"units.map(u, u.lead, u.name)", "[\"甲公司\"]"},
	{"units.exists_one(u, u.lead) ? 'one' : 'other'", "one"},
	{"{'a': 1, 'b': [true, null, 2.5]}", "{\"a\": 1, \"b\": [true, null, 2.5]}"},
	{"[1, 2.0, 3u] == [1u, 2, 3.0]", "true"},
	{"0.1 + 0.2", "0.30000000000000004"},
	{"1e21 + 0.0", "1e+21"},
	{"100000000.0", "100000000"},
	{"-0.000001", "-0.000001"},
	{"string(1.0 / 0.0) + string(0.0 / 0.0)", "+InfNaN"},
	{"'a' in {'a': 1} && 2 in [1, 2] && !(3u in {3.0 == 3.0: 1})", "true"},
	{"b'a\\x00b'", "610062"},
	{"type(type(1))", "type"},
	{"'中文字'.size() + size('🐱')", "4"},
	{"'中文字'.substring(1, 2) + '中文字'.substring(2)", "文字"},
	{"'a,b,,c'.split(',')", "[\"a\", \"b\", \"\", \"c\"]"},
	{"'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]"},
	{"'中文'.split('')", "[\"中\", \"文\"]"},
	{"'aaa'.replace('a', 'bb', 2)", "bbbba"},
	{"'ab'.replace('', '-')", "-a-b-"},
	{"'　 a b　'.trim() + '|'", "a b|"},
	{"'AbÄ'.lowerAscii() + 'abä'.upperAscii()", "abÄABä"},
	{"'中a中'.indexOf('中', 1)", "2"},
	{"timestamp('2025-07-08T16:20:00+08:00') <= timestamp('2025-07-08T08:20:00Z')", "true"},
	{"timestamp('2025-07-08T16:20:00.5+08:00')", "2025-07-08T08:20:00.5Z"},
	{"timestamp('2024-02-29T23:59:59Z') + duration('1s')", "2024-03-01T00:00:00Z"},
	{"timestamp('2025-01-01T00:00:00Z') - timestamp('2024-01-01T00:00:00Z')", "31622400s"},
	{"timestamp('2025-07-08T20:00:00Z').getDate('+08:00')", "9"},
	{"timestamp('2025-07-08T20:00:00Z').getHours('Asia/Shanghai')", "4"},
	{"timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250"},
	{"timestamp('2025-07-08T00:00:00Z').getDayOfWeek()", "2"},
	{"duration('-1.5s')", "-1.5s"},
	{"duration('-1.5s').getSeconds()", "-1"},
	{"duration('1h2m3s4ms')", "3723.004s"},
	{"int('-9223372036854775808')", "-9223372036854775808"},
	{"'430***123X'.matches('^[0-9]{3}[*]{3}[0-9]{2,3}[X]$')", "true"},
	{"'a\\n'.matches('a$') || '\\v'.matches('\\\\s') || 'É'.matches('\\\\w')", "false"},
	{"'中国' .matches('^\\\\p{Han}{2}$') && 'a-b'.matches('(?i)A\\\\-B')", "true"},
	{"['a+', 'b+'].exists(p, 'bb'.matches('^' + p + '$'))", "true"},
	{"twice(4) + demo.twice(3)", "14"},
	{"absent.x || true", "true"},
	{"false && broken", "false"},
	{"[0, 1].exists(i, 1 / i == 1)", "true"},
	{"![0, 1].all(i, 1 / i == 2)", "true"},
	{"{'a': {'b': 1}}.map(k, k)", "[\"a\"]"},
	{"[[1, 2], [3]].map(y, y.map(z, z * size(y)))", "[[2, 4], [3]]"},
	{"has({'a': 1}.a) && !has({'a': 1}.b)", "true"},
};

static void
test_results(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(results); i++) {
		g_auto(Run) run = {0};

		g_test_message("%s", results[i].source);
		evaluate(&run, results[i].source, 0, ARENA_BYTES);
		g_assert_no_error(run.error);
		g_autofree char *shown = cel_value_to_display(run.value);

		g_assert_cmpstr(shown, ==, results[i].shown);
	}
}

/* what fails, and the part of the expression that is to blame */
static const struct {
	const char *source;
	const char *at;
} failures[] = {
	{"1 / 0", "/"},
	{"1 + 'a'", "+"},
	{"-9223372036854775807 - 2", "-"},
	{"-(-9223372036854775807 - 1)", "-"},
	{"(-9223372036854775807 - 1) / -1", "/"},
	{"1u - 2u", "-"},
	{"units[0].nmae", "nmae"},
	{"units[2]", "units[2]"},
	{"units[-1]", "units[-1]"},
	{"units.name", "name"},
	{"absent", "absent"},
	{"broken + 1", "broken"},
	{"1 ? 2 : 3", "1"},
	{"true && 1", "1"},
	{"units.all(u, u.name)", "u.name"},
	{"size(1)", "size"},
	{"1.5.map(x, x)", "1.5"},
	{"{1.5: 1}", "1.5"},
	{"{'a': 1, 'a': 2}", "'a'"},
	{"[1].join(',')", "join"},
	{"'a'.substring(2)", "substring"},
	{"'a'.matches('(' + 'a')", "matches"},
	{"'a'.matches('a' + '{1001}')", "matches"},
	{"timestamp('2025-02-29T00:00:00Z')", "timestamp"},
	{"timestamp('2025-07-08')", "timestamp"},
	{"timestamp(0).getHours('../../etc/passwd')", "getHours"},
	{"timestamp(0).getHours('Nowhere/At_All')", "getHours"},
	{"duration('1')", "duration"},
	{"duration('300000h') + duration('2500000h')", "+"},
	{"int('1 ')", "int"},
	{"int(1e19)", "int"},
	{"string(b'\\xff')", "string"},
};

static void
test_failures(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
		g_auto(Run) run = {.value = cel_int(42)};
		const char *source = failures[i].source;

		evaluate(&run, source, 0, ARENA_BYTES);
		g_test_message("%s: %s", source,
			       run.error != NULL ? run.error->message : "no error");
		g_assert_error(run.error, CEL_ERROR, CEL_ERROR_EVALUATE);
		g_assert_cmpint(run.value.integer, ==, 42);
		g_assert_null(strchr(run.error->message, '\n'));
		g_autofree char *at = g_strndup(source + run.span.offset, run.span.length);

		g_assert_cmpstr(at, ==, failures[i].at);
	}
}

/* each spends the budget, and nothing absorbs that */
static const char *const endless[] = {
	"many.map(a, many.map(b, many.map(c, a + b + c)))",
	"many.all(a, many.all(b, many.all(c, true)))",
	"many.exists(a, many.exists(b, many.exists(c, false))) || true",
	"many.exists(a, many.map(b, many.map(c, c)) == many.map(b, many.map(c, c)))",
	"[[1, 1]].map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a])"
	".map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a])"
	".map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a])"
	".map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a])"
	".exists(a, a == [a][0])",
	"many.map(a, twice(a))",
	"many.map(a, 'x').join('').matches('(x+x+)+y') || text.matches('(a|a|aa)+$')",
	"many.exists(a, text.matches('(a*)*(a*)*[bc]'))",
	"many.exists(a, -1 in many)",
	/* a regular expression that unrolls to much, and another one for each element */
	"many.exists(a, text.matches('(((((((a{0,2}){0,2}){0,2}){0,2}){0,2}){0,2}){0,2})' + "
	"string(a)))",
};

static void
test_steps(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(endless); i++) {
		g_auto(Run) run = {.facts.n_items = 2000};
		gint64 start = g_get_monotonic_time();

		evaluate(&run, endless[i], 0, (gsize)1024 * 1024 * 1024);
		g_test_message("%s: %s (%" G_GUINT64_FORMAT " steps, %" G_GINT64_FORMAT " ms)",
			       endless[i], run.error != NULL ? run.error->message : "no error",
			       run.steps, (g_get_monotonic_time() - start) / 1000);
		g_assert_error(run.error, CEL_ERROR, CEL_ERROR_LIMIT);
		g_assert_cmpuint(run.steps, <=, 1000000);
	}
}

static void
test_exact_steps(void)
{
	g_auto(Run) run = {0};
	g_auto(Run) enough = {0};
	g_auto(Run) too_few = {0};

	evaluate(&run, "many.all(a, a >= 0)", 0, ARENA_BYTES);
	g_assert_no_error(run.error);
	evaluate(&enough, "many.all(a, a >= 0)", run.steps, ARENA_BYTES);
	g_assert_no_error(enough.error);
	evaluate(&too_few, "many.all(a, a >= 0)", run.steps - 1, ARENA_BYTES);
	g_assert_error(too_few.error, CEL_ERROR, CEL_ERROR_LIMIT);
}

static const char *const greedy[] = {
	"many.map(a, many.map(b, b))",
	"many.map(a, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' + string(a))",
	"many + many + many + many + many + many + many + many",
	"many.map(a, string(a)).join('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
};

static void
test_memory(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(greedy); i++) {
		g_auto(Run) run = {.facts.n_items = 1000};

		evaluate(&run, greedy[i], 0, 64 * 1024);
		g_test_message("%s: %s", greedy[i],
			       run.error != NULL ? run.error->message : "no error");
		g_assert_error(run.error, CEL_ERROR, CEL_ERROR_LIMIT);
		g_assert_cmpuint(cel_arena_used(run.arena), <=, 64 * 1024);
	}
}

static const struct {
	const char *source;
	const char *origin;
} origins[] = {
	{"units[1].name", page_two},
	{"units[0]", page_one},
	{"units.filter(u, u.lead)[0].name", page_one},
	{"units.map(u, u.name)[1]", page_two},
	{"true ? units[0].name : ''", page_one},
	{"dyn([units[1].name])[0]", page_two},
	{"{'a': units[1].name}.a", page_two},
	{"(units + units)[3].name", page_two},
	{"units[0].name + ''", NULL},
	{"units[0].name == '甲公司'", NULL},
	{"units", NULL},
	{"size(units[0].name)", NULL},
};

static void
test_origins(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(origins); i++) {
		g_auto(Run) run = {0};

		evaluate(&run, origins[i].source, 0, ARENA_BYTES);
		g_assert_no_error(run.error);
		g_test_message("%s", origins[i].source);
		g_assert_true(run.value.origin == origins[i].origin);
	}
}

static void
test_roots_are_asked_once(void)
{
	g_auto(Run) run = {0};

	evaluate(&run, "many.all(a, size(many) + size(units) > a)", 0, ARENA_BYTES);
	g_assert_no_error(run.error);
	g_assert_cmpuint(run.facts.n_asked, ==, 2);
}

/* What the parser lets through is not too deep for the evaluator's stack. */
static void
test_deepest(void)
{
	static const struct {
		const char *before, *after;
	} shells[] = {{"[", "]"}, {"size([", "])"}, {"[1].map(a, ", ")"}, {"!(true && !", ")"}};

	for (gsize i = 0; i < G_N_ELEMENTS(shells); i++) {
		g_autoptr(GString) source = g_string_new("false");
		g_auto(Run) run = {0};
		gsize n = (CEL_MAX_DEPTH - 4) / (i == 1 || i == 3 ? 3 : 1);

		for (gsize depth = 0; depth < n; depth++) {
			g_string_prepend(source, shells[i].before);
			g_string_append(source, shells[i].after);
		}
		evaluate(&run, source->str, 0, ARENA_BYTES);
		g_assert_no_error(run.error);
	}
}

static void
test_lenient(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(GError) error = NULL;
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	CelEvaluation evaluation = {.arena = arena};
	CelValue value = cel_null();

	g_assert_null(compile(env, "nobody.knows(1) || true", NULL, NULL));
	cel_env_set_lenient(env, TRUE);
	g_autoptr(CelProgram) program = compile(env, "nobody.knows(1) || true", NULL, &error);

	g_assert_no_error(error);
	g_assert_true(cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error));
	g_assert_true(value.kind == CEL_BOOL && value.boolean);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/evaluate/results", test_results);
	g_test_add_func("/cel/evaluate/failures", test_failures);
	g_test_add_func("/cel/evaluate/steps", test_steps);
	g_test_add_func("/cel/evaluate/exact-steps", test_exact_steps);
	g_test_add_func("/cel/evaluate/memory", test_memory);
	g_test_add_func("/cel/evaluate/origins", test_origins);
	g_test_add_func("/cel/evaluate/roots-are-asked-once", test_roots_are_asked_once);
	g_test_add_func("/cel/evaluate/deepest", test_deepest);
	g_test_add_func("/cel/evaluate/lenient", test_lenient);
	return g_test_run();
}
