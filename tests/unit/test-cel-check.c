/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The type checker: what it makes of an expression, what it refuses, and how it says so. */

#include "lib/cel/cel.h"

#include <string.h>

static const CelFunctionRow functions[] = {
	{"relation(name: string, units: list(Unit)) -> Relation", "", NULL},
	{"tuple(a: T, b: U) -> tuple(T, U)", "", NULL},
	{"same(pair: tuple(T, T)) -> T", "", NULL},
	{"dup(value: int) -> int", "", NULL},
	{"dup(value: string) -> string", "", NULL},
	{NULL},
};

static CelEnv *
make_env(void)
{
	CelEnv *env = cel_env_new();

	cel_env_declare_field(env, "Unit", "name", "string");
	cel_env_declare_field(env, "Unit", "lead", "bool");
	cel_env_declare_field(env, "Unit", "former_names", "list(string)");
	cel_env_declare_field(env, "Relation", "kind", "string");
	cel_env_declare_field(env, "Relation", "unit", "Unit");
	cel_env_declare(env, "units", "list(Unit)");
	cel_env_declare(env, "unit", "Unit");
	cel_env_declare(env, "any", "dyn");
	cel_env_declare(env, "numbers", "map(string, int)");
	cel_env_declare(env, "when", "timestamp");
	cel_env_declare(env, "a.b.x", "int");
	cel_env_declare(env, "b.x", "string");
	cel_env_add_functions(env, functions);
	return env;
}

static const struct {
	const char *source, *type;
} typed[] = {
	{"1 + 2", "int"},
	{"1u * 2u", "uint"},
	{"true", "bool"},
	{"b'a' + b'b'", "bytes"},
	{"when - when", "duration"},
	{"when + duration('1h')", "timestamp"},
	{"1 < 1.5", "bool"},
	{"[]", "list(dyn)"},
	{"{}", "map(dyn, dyn)"},
	{"[1, 2u]", "list(dyn)"},
	{"[[], [1]]", "list(list(int))"},
	{"{'a': [], 'b': ['x']}", "map(string, list(string))"},
	{"[1] + []", "list(int)"},
	{"[null, when][0]", "timestamp"},
	{"any", "dyn"},
	{"any.x.y + 1", "int"},
	{"type(1)", "type(int)"},
	{"int", "type(int)"},
	{"units", "list(Unit)"},
	{"units[0]", "Unit"},
	{"units[0].name", "string"},
	{"unit.?former_names", "optional_type(list(string))"},
	{"unit.?former_names[?0].orValue('')", "string"},
	{"unit['name']", "string"},
	{"unit[any]", "dyn"},
	{"unit.map(k, unit[k])", "list(dyn)"},
	{"unit[?'name']", "optional_type(string)"},
	{"optional.of(unit)['name']", "optional_type(string)"},
	{"any.sortBy(x, x.y)", "dyn"},
	{"has(unit.name)", "bool"},
	{"units.map(u, u.name)", "list(string)"},
	{"units.map(u, u.lead, u.former_names)", "list(list(string))"},
	{"units.filter(u, u.lead)", "list(Unit)"},
	{"units.exists(i, u, i > 0 && u.lead)", "bool"},
	{"numbers.map(k, k)", "list(string)"},
	{"numbers.transformMap(k, v, string(v))", "map(string, string)"},
	{"numbers.transformList(k, v, v)", "list(int)"},
	{"units.sortBy(u, u.name)", "list(Unit)"},
	{"cel.bind(n, size(units), n * n)", "int"},
	{"optional.of(unit).optMap(u, u.name)", "optional_type(string)"},
	{"true ? unit : {'name': 'x'}", "Unit"},
	{"true ? 1 : any", "dyn"},
	{"relation('x', units).unit.name", "string"},
	{"relation('x', [{'name': 'y'}]).kind", "string"},
	{"tuple(1, 'a')", "tuple(int, string)"},
	{"same(tuple(1, dyn('a')))", "dyn"},
	{"dup(any)", "dyn"},
	{"dup('a')", "string"},
	{"math.greatest(1, 2, 3)", "int"},
	{"math.greatest(1, 2.0)", "dyn"},
	{"'%s'.format([1, 'a'])", "string"},
	{"a.b.x", "int"},
};

static void
test_typed(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(typed); i++) {
		g_autoptr(GPtrArray) issues = NULL;
		g_autoptr(CelProgram) program = cel_compile(env, typed[i].source, -1, &issues);

		if (program == NULL)
			g_error("%s: %s", typed[i].source, ((CelIssue *)issues->pdata[0])->message);
		g_autofree char *type = cel_type_to_string(cel_program_type(program));

		g_test_message("%s", typed[i].source);
		g_assert_cmpstr(type, ==, typed[i].type);
		g_assert_true(cel_program_fits(program, typed[i].type));
	}
}

static void
test_container(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(CelEnv) child = cel_env_new_child(env);

	cel_env_set_container(child, "a.b");
	g_autoptr(CelProgram) inner = cel_compile(child, "x", -1, NULL);
	g_autoptr(CelProgram) outer = cel_compile(child, ".b.x", -1, NULL);

	g_assert_true(cel_program_fits(inner, "int"));
	g_assert_true(cel_program_fits(outer, "string"));
	g_assert_false(cel_program_fits(outer, "int"));
	g_assert_null(cel_compile(env, "x", -1, NULL));
}

static const struct {
	const char *source, *at, *message;
} refused[] = {
	{"unit.naem", "naem", "Unit has no field 'naem'; did you mean 'name'?"},
	{"units.exists(u, u.leed)", "leed", "Unit has no field 'leed'; did you mean 'lead'?"},
	{"relation('x', units).unit.nam", "nam", "Unit has no field 'nam'; did you mean 'name'?"},
	{"untis.size() > 1", "untis", "unknown name 'untis'; did you mean 'units'?"},
	{"xyz", "xyz", "unknown name 'xyz'; there is a.b.x, any, b.x, numbers, unit, units, when"},
	{"size(units) <= '5'",
	 "<=", "found int <= string, expected int <= int, or int <= uint, or int <= double"},
	{"units <= 5", "<=",
	 "found list(Unit) <= int, expected bool <= bool, or int <= int, or uint <= uint, or "
	 "double "
	 "<= double, …"},
	{"unit.name == 5", "==", "found string == int, expected two values of one type"},
	{"1 in ['a']", "in",
	 "found int in list(string), expected a value in a list of such values, or in a map with "
	 "such keys"},
	{"!unit.name", "!", "found !string, expected !bool"},
	{"unit.name && true", "unit.name",
	 "found string, expected bool: something that is true or false"},
	{"true ? 1 : 'a'", "'a'", "found string, expected int, as before the ':'"},
	{"units.name", "name",
	 "list(Unit) has no fields, so no field 'name'; take one element, or ask all with exists() "
	 "or all()"},
	{"units['a']", "'a'",
	 "list(Unit) has no elements by string; a list has them by int, a map by its keys"},
	{"unit.name.exists(c, true)", "unit.name",
	 "found string, expected a list or a map to go through with exists()"},
	{"units.filter(u, u.name)", "u.name",
	 "found string, expected bool: something that is true or false"},
	{"dup(unit)", "dup",
	 "found dup(Unit), expected dup(value: int) -> int, or dup(value: string) -> string"},
	{"dup(1, 2)", "dup",
	 "dup() is not called like this; write dup(value: int) -> int, or dup(value: string) -> "
	 "string"},
	{"relaton('x', units)", "relaton", "unknown function 'relaton'; did you mean 'relation'?"},
	{"unit.name.startWith('x')", "startWith",
	 "unknown function 'startWith'; did you mean 'startsWith'?"},
	{"unit.name.contains(1)", "contains",
	 "found string.contains(int), expected string.contains(part: string) -> bool"},
	{"unit['naem']", "'naem'", "Unit has no field 'naem'; did you mean 'name'?"},
	{"unit[?'naem']", "'naem'", "Unit has no field 'naem'; did you mean 'name'?"},
	{"optional.of(unit)['naem']", "'naem'", "Unit has no field 'naem'; did you mean 'name'?"},
	{"unit[0]", "0", "Unit has fields by string, found int"},
	{"numbers.sortBy(k, k)", "numbers",
	 "found map(string, int), expected a list to sort with sortBy()"},
	{"units.sortBy(u, u)", "u",
	 "found Unit, expected a key that has an order: a text, a number, a time"},
	{"units.exists(u.lead)", "exists",
	 "exists() is not called like this; write list(A).exists(x, condition) -> bool"},
	{"exists(units, u, u.lead)", "exists",
	 "exists() is not called like this; write list(A).exists(x, condition) -> bool"},
	{"cel.bind(x, 1)", "bind",
	 "bind() is not called like this; write cel.bind(name, value, expression) -> A"},
	{"math.max(1, 2)", "max", "unknown function 'math.max'"},
	{"math.round2(1.0)", "round2",
	 "unknown function 'math.round2'; did you mean 'math.round'?"},
	{"math.abs(1, 2)", "abs",
	 "math.abs() is not called like this; write math.abs(number: int) -> int, or "
	 "math.abs(number: uint) -> uint, or math.abs(number: double) -> double"},
	{"units.size > 1", "size",
	 "list(Unit) has no fields, so no field 'size'; a function is called with brackets: "
	 "size()"},
	{"x", "x", "unknown name 'x'; there is a.b.x, any, b.x, numbers, unit, units, when"},
	{"[?unit]", "unit", "found Unit, expected an optional after '?'; take the '?' away"},
};

static void
test_refused(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autoptr(GPtrArray) issues = NULL;

		g_assert_null(cel_compile(env, refused[i].source, -1, &issues));
		const CelIssue *issue = issues->pdata[0];
		g_autofree char *at =
			g_strndup(refused[i].source + issue->span.offset, issue->span.length);

		g_assert_cmpint((int)issue->code, ==, CEL_ERROR_CHECK);
		g_assert_cmpstr(issue->message, ==, refused[i].message);
		g_assert_cmpstr(at, ==, refused[i].at);
		g_assert_cmpuint(issues->len, ==, 1);
	}
}

/* One fault does not hide the next, and they come in the order of their places. */
static void
test_several(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(GPtrArray) issues = NULL;

	g_assert_null(cel_compile(env, "unit.naem == 'x' && nobody > 1 && size(units) < 'a'", -1,
				  &issues));
	g_assert_cmpuint(issues->len, ==, 3);
	g_assert_cmpuint(((CelIssue *)issues->pdata[0])->span.offset, ==, 5);
	g_assert_cmpuint(((CelIssue *)issues->pdata[1])->span.offset, ==, 20);
	g_assert_cmpuint(((CelIssue *)issues->pdata[2])->span.offset, ==, 46);
}

static void
test_format(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(GPtrArray) issues = NULL;
	const char *source = "true &&\n  '湖南，益阳' == unit.naem";

	g_assert_null(cel_compile(env, source, -1, &issues));
	g_autofree char *text = cel_issue_format(issues->pdata[0], "rule", source);

	g_assert_cmpstr(text, ==,
			"rule:2:19: error: Unit has no field 'naem'; did you mean 'name'?\n"
			"    '湖南，益阳' == unit.naem\n"
			"     \u3000\u3000\u3000\u3000\u3000          ^~~~\n");
}

static void
test_valid(void)
{
	g_assert_true(cel_type_is_valid("map(string, list(Unit))"));
	g_assert_false(cel_type_is_valid(""));
	g_assert_false(cel_type_is_valid("list("));
	g_assert_false(cel_type_is_valid("int int"));
	g_assert_false(cel_type_is_valid("list(…)"));
	g_assert_true(cel_signature_is_valid("list(A).first(n: int) -> A"));
	g_assert_false(cel_signature_is_valid("f(int)"));
	g_assert_false(cel_signature_is_valid("(int) -> int"));
}

/* Types that share their parts are of astronomic size when they are walked. */
static void
test_astronomic(void)
{
	g_autoptr(CelEnv) env = make_env();
	g_autoptr(GString) source = g_string_new("cel.bind(x0, {1: 1}, ");
	g_autoptr(GPtrArray) issues = NULL;
	const guint depth = 100;

	for (guint i = 1; i < depth; i++)
		g_string_append_printf(source, "cel.bind(x%u, [{'a': x%u}, {'b': x%u}], ", i, i - 1,
				       i - 1);
	g_string_append_printf(source, "x%u == x%u", depth - 1, depth - 2);
	for (guint i = 0; i < depth; i++)
		g_string_append_c(source, ')');
	g_autoptr(CelProgram) program = cel_compile(env, source->str, -1, &issues);

	g_assert_null(program);
	g_assert_cmpuint(issues->len, >=, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/check/typed", test_typed);
	g_test_add_func("/cel/check/container", test_container);
	g_test_add_func("/cel/check/refused", test_refused);
	g_test_add_func("/cel/check/several", test_several);
	g_test_add_func("/cel/check/format", test_format);
	g_test_add_func("/cel/check/valid", test_valid);
	g_test_add_func("/cel/check/astronomic", test_astronomic);
	return g_test_run();
}
