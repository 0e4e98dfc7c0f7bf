/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lexer, parser, names: what compiles, what does not, and where the fault is. */

#include "lib/cel/cel.h"
#include "tests/unit/cel-compile.h"

#include <string.h>

static CelEnv *
make_env(void)
{
	CelEnv *env = cel_env_new();

	cel_env_declare(env, "members", "dyn");
	cel_env_declare(env, "params", "dyn");
	cel_env_declare(env, "x", "dyn");
	return env;
}

static const struct {
	const char *source;
} accepted[] = {
	{"size(members) <= params.max_members"},
	{"// comment\n x // another\n"},
	{"r'\\d' + \"\"\"a\n'\"b\"\"\" + '''\"'''"},
	{"b'\\xff' + br'\\'"},
	{"[1, 2u, 0x1F, .5, 1e3, -1,]"},
	{"{'a': 1, true: 2, 3: [4],}"},
	{"x.`a-b c`.d['e'][0]"},
	{"has(x.y) && has(x.y.z)"},
	{"x.all(y, y > 0) || x.map(y, y > 1, y).filter(z, z in [1]).exists_one(w, w == 1)"},
	{"!!x ? --1 : -x.y"},
	{".x.y == x.return"},
	{"type(x) == google.protobuf.Timestamp"},
	{"'中文' + x"},
};

static void
test_accepted(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(accepted); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(CelProgram) program = compile(env, accepted[i].source, NULL, &error);

		g_assert_no_error(error);
		g_assert_cmpstr(cel_program_source(program), ==, accepted[i].source);
	}
}

/* the fault, as the text that the span covers; "" at the end */
static const struct {
	const char *source;
	CelErrorCode code;
	const char *at;
} refused[] = {
	{"", CEL_ERROR_SYNTAX, ""},
	{"1 +", CEL_ERROR_SYNTAX, ""},
	{"(1", CEL_ERROR_SYNTAX, ""},
	{"1 2", CEL_ERROR_SYNTAX, "2"},
	{"x and x", CEL_ERROR_SYNTAX, "and"},
	{"f(1,)", CEL_ERROR_SYNTAX, ")"},
	{"x = 1", CEL_ERROR_SYNTAX, "="},
	{"x & 1", CEL_ERROR_SYNTAX, "&"},
	{"单位 == 1", CEL_ERROR_SYNTAX, "单"},
	{"'abc", CEL_ERROR_SYNTAX, "'"},
	{"'''abc'", CEL_ERROR_SYNTAX, "'''"},
	{"'a\\q'", CEL_ERROR_SYNTAX, "\\q"},
	{"'\\ud800'", CEL_ERROR_SYNTAX, "\\ud800"},
	{"b'\\u0041'", CEL_ERROR_SYNTAX, "\\u"},
	{"1abc", CEL_ERROR_SYNTAX, "1a"},
	{"9223372036854775808", CEL_ERROR_SYNTAX, "9223372036854775808"},
	{"18446744073709551616u", CEL_ERROR_SYNTAX, "18446744073709551616u"},
	{"x.in", CEL_ERROR_SYNTAX, "in"},
	{"while", CEL_ERROR_SYNTAX, "while"},
	{"`x`", CEL_ERROR_SYNTAX, "`x`"},
	{"x.all(1, true)", CEL_ERROR_SYNTAX, "1"},
	{"has(x)", CEL_ERROR_SYNTAX, "x"},
	{"{1}", CEL_ERROR_SYNTAX, "}"},
	{"unknown + 1", CEL_ERROR_CHECK, "unknown"},
	{"x.map(y, y) + y", CEL_ERROR_CHECK, "y"},
	{"f(x)", CEL_ERROR_CHECK, "f"},
	{"size(x, x)", CEL_ERROR_CHECK, "size"},
	{"x.size(1)", CEL_ERROR_CHECK, "size"},
	{"Foo{a: 1}", CEL_ERROR_CHECK, "Foo"},
	{"a.b.Foo{}", CEL_ERROR_CHECK, "a.b.Foo"},
	{"[?1]", CEL_ERROR_CHECK, "1"},
	{"{?'a': 'b'}", CEL_ERROR_CHECK, "'b'"},
	{"cel.bind(1, 1, 1)", CEL_ERROR_SYNTAX, "1"},
	{"x.all(y, y, true)", CEL_ERROR_SYNTAX, "y"},
	{"x.matches('(')", CEL_ERROR_CHECK, "'('"},
	{"x.matches('(?=a)')", CEL_ERROR_CHECK, "'(?=a)'"},
	{"x\xff", CEL_ERROR_SYNTAX, "\xff"},
};

static void
test_refused(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		const char *source = refused[i].source;
		g_autoptr(GError) error = NULL;
		CelSpan span = {G_MAXSIZE, 0};
		CelProgram *program = compile(env, source, &span, &error);

		g_test_message("%s", error != NULL ? error->message : source);
		g_assert_null(program);
		g_assert_error(error, CEL_ERROR, (int)refused[i].code);
		g_assert_null(strchr(error->message, '\n'));
		g_assert_cmpuint(span.offset + span.length, <=, strlen(source));
		g_autofree char *at = g_strndup(source + span.offset, span.length);

		g_assert_cmpstr(at, ==, refused[i].at);
	}
}

/* `n` times `part`, between `before` and `after` */
static char *
repeat(const char *before, const char *part, gsize n, const char *after)
{
	GString *text = g_string_new(before);

	for (gsize i = 0; i < n; i++)
		g_string_append(text, part);
	return g_string_free(g_string_append(text, after), FALSE);
}

static const struct {
	const char *before, *part;
	gsize n;
	const char *after;
} hostile[] = {
	{"", "(", 100000, "1"},        {"", "[", 100000, "1"},
	{"", "{1:", 100000, "1"},      {"", "!", 100000, "true"},
	{"", "-", 100000, "x"},        {"x", ".a", 100000, ""},
	{"x", "[0", 100000, ""},       {"x", "[0]", 100000, ""},
	{"1", " + 1", 100000, ""},     {"1", " == 1", 100000, ""},
	{"", "x ? 1 : ", 100000, "1"}, {"", "x.map(y, ", 100000, "y"},
	{"", "size(", 100000, "x"},    {"'", "a", 2 * CEL_MAX_SOURCE, "'"},
};

static void
test_hostile(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
		g_autofree char *source =
			repeat(hostile[i].before, hostile[i].part, hostile[i].n, hostile[i].after);
		g_autoptr(GError) error = NULL;

		g_assert_null(compile(env, source, NULL, &error));
		g_assert_error(error, CEL_ERROR, CEL_ERROR_LIMIT);
	}
}

/* What is long but not deep is allowed. */
static void
test_long(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autofree char *conditions = repeat("true", " && true", 10000, "");
	g_autofree char *list = repeat("[", "1,", 40000, "]");
	g_autofree char *text = repeat("'", "a", CEL_MAX_SOURCE - 2, "'");
	g_autoptr(GError) error = NULL;
	g_autoptr(CelProgram) first = compile(env, conditions, NULL, &error);
	g_autoptr(CelProgram) second = compile(env, list, NULL, &error);
	g_autoptr(CelProgram) third = compile(env, text, NULL, &error);

	g_assert_no_error(error);
	g_assert_nonnull(first);
	g_assert_nonnull(second);
	g_assert_nonnull(third);
}

static void
test_names(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(GError) error = NULL;
	g_autoptr(CelProgram) program = compile(
		env,
		"x.a.b == params.max && has(params.min) && members.exists(x, x.c == params.max) "
		"&& x['k'].d == size(params.`a-b`.e)",
		NULL, &error);

	g_assert_no_error(error);
	g_assert_true(g_strv_equal(cel_program_variables(program),
				   (const char *const[]){"x", "params", "members", NULL}));
	g_assert_true(g_strv_equal(cel_program_paths(program),
				   (const char *const[]){"x.a.b", "params.max", "params.min",
							 "members", "x.k", "params.a-b.e", NULL}));
}

static const struct {
	const char *source;
	const char *expression; /* NULL: refused */
} templates[] = {
	{"x} rest", "x"},
	{"{'a': '}'}['a']} it's", "{'a': '}'}['a']"},
	{"x.map(y, {'k': y})[0].k }人", "x.map(y, {'k': y})[0].k "},
	{"'}' + r'\\}' + \"\"\"}\"\"\"}", "'}' + r'\\}' + \"\"\"}\"\"\""},
	{"x // } comment\n}", "x // } comment\n"},
	{"x", NULL},
	{"}", NULL},
	{"x y}", NULL},
	{"'}", NULL},
};

static void
test_templates(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(templates); i++) {
		g_autoptr(GError) error = NULL;
		GPtrArray *issues = NULL;
		gsize end = G_MAXSIZE;
		g_autoptr(CelProgram) program =
			cel_compile_until_brace(env, templates[i].source, &end, &issues);

		if (program == NULL)
			take_issue(issues, NULL, &error);
		if (templates[i].expression == NULL) {
			g_assert_null(program);
			g_assert_error(error, CEL_ERROR, CEL_ERROR_SYNTAX);
			g_assert_cmpuint(end, ==, G_MAXSIZE);
			continue;
		}
		g_assert_no_error(error);
		g_assert_cmpstr(cel_program_source(program), ==, templates[i].expression);
		g_assert_cmpint(templates[i].source[end], ==, '}');
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/grammar/accepted", test_accepted);
	g_test_add_func("/cel/grammar/refused", test_refused);
	g_test_add_func("/cel/grammar/hostile", test_hostile);
	g_test_add_func("/cel/grammar/long", test_long);
	g_test_add_func("/cel/grammar/names", test_names);
	g_test_add_func("/cel/grammar/templates", test_templates);
	return g_test_run();
}
