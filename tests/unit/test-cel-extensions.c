/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The extension functions: what they give, what they refuse, and that they stay in their budget. */

#include "lib/cel/cel.h"
#include "tests/unit/cel-compile.h"

#include <string.h>

#define ARENA_BYTES (16 * 1024 * 1024)
#define MAX_STEPS 100000
/* deeper than format() and flatten() go */
#define DEPTH 2000

/* An expression, and one that must give the same value of the same kind. */
typedef struct {
	const char *expression, *expected;
} Row;

/* clang-format off */
static const Row strings[] = {
	{"'tacocat'.charAt(3)", "'o'"},
	{"'tacocat'.charAt(7)", "''"},
	{"''.charAt(0)", "''"},
	{"'甲公司'.charAt(1)", "'公'"},
	{"'a\\x00b'.charAt(1)", "'\\x00'"},
	{"'tacocat'.lastIndexOf('a')", "5"},
	{"'tacocat'.lastIndexOf('')", "7"},
	{"''.lastIndexOf('@@')", "-1"},
	{"''.lastIndexOf('')", "0"},
	{"''.lastIndexOf('', 0)", "0"},
	{"'tacocat'.lastIndexOf('', 3)", "3"},
	{"'tacocat'.lastIndexOf('', 7)", "7"},
	{"'tacocat'.lastIndexOf('tacocatt')", "-1"},
	{"'tacocat'.lastIndexOf('tacocat', 6)", "0"},
	{"'tacocat'.lastIndexOf('a', 3)", "1"},
	{"'tacocat'.lastIndexOf('a', 5)", "5"},
	{"'tacocat'.lastIndexOf('t', 6)", "6"},
	{"'bananananana'.lastIndexOf('nana', 7)", "6"},
	{"'甲公司乙公司'.lastIndexOf('公司')", "4"},
	{"'甲公司乙公司'.lastIndexOf('公司', 3)", "1"},
	{"'甲公司乙公司'.lastIndexOf('公司', 0)", "-1"},
	{"''.reverse()", "''"},
	{"'Ta©oCαt😀'.reverse()", "'😀tαCo©aT'"},
	{"strings.quote('')", "'\"\"'"},
	{"strings.quote('a\"b\\\\c \\a\\b\\f\\n\\r\\t\\v 甲')", "r'\"a\\\"b\\\\c \\a\\b\\f\\n\\r\\t\\v 甲\"'"},
	{"strings.quote('a\\x00b') == '\"a\\x00b\"'", "true"},
	{"strings.quote(\"it's `so`?\")", "\"\\\"it's `so`?\\\"\""},
};

static const Row formats[] = {
	{"''.format([])", "''"},
	{"'100%%'.format([])", "'100%'"},
	{"'%%%s%%'.format(['text'])", "'%text%'"},
	{"'%s'.format(['one', 'more than is asked for'])", "'one'"},
	{"'%d %d %d'.format([1, 2u, -3])", "'1 2 -3'"},
	{"'%d'.format([-9223372036854775807 - 1])", "'-9223372036854775808'"},
	{"'%d %d'.format([1.5, 1e25])", "'1.5 10000000000000000000000000'"},
	{"'%d'.format([-0.0000001])", "'-0.0000001'"},
	{"'%.2f'.format([3.14159])", "'3.14'"},
	{"'%.0f %.0f'.format([2.5, 3.5])", "'2 4'"},
	{"'%.3f'.format([1.2345])", "'1.234'"},
	{"'%f %f'.format([1, 2u])", "'1.000000 2.000000'"},
	{"'%.1000f'.format([-1.7976931348623157e308]).size()", "1311"},
	{"'%.6e'.format([1052.032911275])", "'1.052033e+03'"},
	{"'%e'.format([2])", "'2.000000e+00'"},
	{"'%.0e'.format([15.0])", "'2e+01'"},
	{"'%s %d %f %e'.format([0.0/0.0, 1.0/0.0, -1.0/0.0, 0.0/0.0])", "'NaN Infinity -Infinity NaN'"},
	{"'%b %b %b %b'.format([5, -5, 6u, true])", "'101 -101 110 1'"},
	{"'%b'.format([-9223372036854775807 - 1]).size()", "65"},
	{"'%o %o'.format([11, -11])", "'13 -13'"},
	{"'%x %X %x'.format([30, 30u, -30])", "'1e 1E -1e'"},
	{"'%x %X'.format(['Hello', b'\\xff\\x00\\x0a'])", "'48656c6c6f FF000A'"},
	{"'%.3s %.2d'.format(['whole', 1234])", "'whole 1234'"},
	{"'%s %s %s'.format([null, true, b'xyz'])", "'null true xyz'"},
	{"'%s %s'.format([0.000000002, 1e21])", "'0.000000002 1000000000000000000000'"},
	{"'%s %s'.format([type('a'), duration('90.5s')])", "'string 90.5s'"},
	{"'%s'.format([timestamp('2023-02-03T23:31:20.5+08:00')])", "'2023-02-03T15:31:20.5Z'"},
	{"'%s'.format([[]])", "'[]'"},
	{"'%s'.format([{}])", "'{}'"},
	{"'%s'.format([['a', 3.14, null, [9, 8]]])", "'[a, 3.14, null, [9, 8]]'"},
	{"'%s'.format([{'b': [1], 'a': {'z': 1}, 10: 2, true: 3, 9u: 4}])", "'{10: 2, 9: 4, a: {z: 1}, b: [1], true: 3}'"},
	{"'甲%s乙'.format(['公司'])", "'甲公司乙'"},
	{"'a\\x00%s'.format(['\\x00b']).size()", "4"},
};

static const Row numbers[] = {
	{"math.greatest(5)", "5"},
	{"math.greatest(-7, 5)", "5"},
	{"math.greatest(1, 1.0)", "1"},
	{"math.greatest(1.0, 1)", "1.0"},
	{"math.greatest(1u, -7)", "1u"},
	{"math.greatest(5.4, 10, 3u, -5.0, 3.5)", "10"},
	{"math.greatest([5.4, 10u, 3u, -5.0, 3.5])", "10u"},
	{"math.greatest(18446744073709551615u, 1, 5u)", "18446744073709551615u"},
	{"math.least(5, -7)", "-7"},
	{"math.least(1, 1u)", "1"},
	{"math.least(5.4, 10, 3u, -5.0, 3)", "-5.0"},
	{"math.least([1, 2.0, 1u])", "1"},
	{"math.isNaN(math.least(0.0/0.0))", "true"},
	{"math.ceil(-1.2)", "-1.0"},
	{"math.floor(-1.2)", "-2.0"},
	{"math.round(-1.5)", "-2.0"},
	{"math.round(2.5)", "3.0"},
	{"math.round(1.2)", "1.0"},
	{"math.isNaN(math.round(0.0/0.0))", "true"},
	{"math.trunc(-1.9)", "-1.0"},
	{"math.abs(-11)", "11"},
	{"math.abs(11u)", "11u"},
	{"math.abs(-11.5)", "11.5"},
	{"math.sign(-42)", "-1"},
	{"math.sign(0u)", "0u"},
	{"math.sign(42u)", "1u"},
	{"math.sign(-0.3)", "-1.0"},
	{"math.isNaN(math.sign(0.0/0.0))", "true"},
	{"math.sqrt(81)", "9.0"},
	{"math.sqrt(81u)", "9.0"},
	{"math.sqrt(985.25)", "31.388692231439016"},
	{"math.isNaN(math.sqrt(-15))", "true"},
	{"math.isNaN(1.0)", "false"},
	{"math.isInf(-1.0/0.0)", "true"},
	{"math.isFinite(1.5) && !math.isFinite(0.0/0.0) && !math.isFinite(1.0/0.0)", "true"},
	{"math.bitAnd(1, -1)", "1"},
	{"math.bitAnd(1u, 3u)", "1u"},
	{"math.bitOr(4, -2)", "-2"},
	{"math.bitXor(3u, 5u)", "6u"},
	{"math.bitNot(1)", "-2"},
	{"math.bitNot(0u)", "18446744073709551615u"},
	{"math.bitShiftLeft(1, 2)", "4"},
	{"math.bitShiftLeft(1, 63)", "-9223372036854775807 - 1"},
	{"math.bitShiftLeft(-1, 200)", "0"},
	{"math.bitShiftLeft(1u, 64)", "0u"},
	{"math.bitShiftRight(-1024, 3)", "2305843009213693824"},
	{"math.bitShiftRight(-1024, 64)", "0"},
	{"math.bitShiftRight(1024u, 2)", "256u"},
};

static const Row encoders[] = {
	{"base64.encode(b'')", "''"},
	{"base64.encode(b'h')", "'aA=='"},
	{"base64.encode(b'he')", "'aGU='"},
	{"base64.encode(b'\\xff\\xfe\\xfd')", "'//79'"},
	{"base64.decode('')", "b''"},
	{"base64.decode('aGVsbG8=')", "b'hello'"},
	{"base64.decode('aGVsbG8')", "b'hello'"},
	{"base64.decode('aA')", "b'h'"},
	{"base64.decode('aGVs\\r\\nbG8=\\n')", "b'hello'"},
	{"base64.decode(base64.encode(b'Hello World!'))", "b'Hello World!'"},
	{"base64.decode(base64.encode(b'\\x00\\xff\\x80\\x7f'))", "b'\\x00\\xff\\x80\\x7f'"},
};

static const Row lists[] = {
	{"[1, 2, 3, 4].slice(1, 3)", "[2, 3]"},
	{"[1, 2, 3, 4].slice(4, 4)", "[]"},
	{"[].slice(0, 0)", "[]"},
	{"[1, [2, [3, 4]]].flatten()", "[1, 2, [3, 4]]"},
	{"[1, 2, [], [], [3, 4]].flatten()", "[1, 2, 3, 4]"},
	{"[1, [2, [3, [4]]]].flatten(2)", "[1, 2, 3, [4]]"},
	{"[1, [2, [3, [4]]]].flatten(9223372036854775807)", "[1, 2, 3, 4]"},
	{"[[1]].flatten(0)", "[[1]]"},
	{"dyn([]).flatten()", "[]"},
	{"[].sort()", "[]"},
	{"[3, 1, 2, 5, 4].sort()", "[1, 2, 3, 4, 5]"},
	{"['d', 'a', '', 'b', 'aa'].sort()", "['', 'a', 'aa', 'b', 'd']"},
	{"[true, false].sort()", "[false, true]"},
	{"[b'b', b'a'].sort()", "[b'a', b'b']"},
	{"[1.5, -1.0/0.0, 0.5].sort()", "[-1.0/0.0, 0.5, 1.5]"},
	{"[duration('2s'), duration('-1s')].sort()", "[duration('-1s'), duration('2s')]"},
	{"lists.range(200).reverse().sort() == lists.range(200)", "true"},
	{"[].distinct()", "[]"},
	{"[-2, 5, -2, 1, 1, 5, -2, 1].distinct()", "[-2, 5, 1]"},
	{"[1, 2.0, 'c', 3, 'c', 1].distinct()", "[1, 2.0, 'c', 3]"},
	{"[1, 1.0, 2u, 2].distinct().map(x, string(type(x) == uint))", "['false', 'true']"},
	{"[1.0, 1, 1u].distinct() == [1.0]", "true"},
	{"[[1], [1], [2], [1.0]].distinct()", "[[1], [2]]"},
	{"[true, 1, 'true', null, null, b'a', 'a'].distinct()", "[true, 1, 'true', null, b'a', 'a']"},
	{"[0.0/0.0, 0.0/0.0].distinct().size()", "2"},
	{"[5, 1, 2, 3].reverse()", "[3, 2, 1, 5]"},
	{"[].reverse()", "[]"},
	{"lists.range(4)", "[0, 1, 2, 3]"},
	{"lists.range(0)", "[]"},
};

static const Row sets[] = {
	{"sets.contains([], [])", "true"},
	{"sets.contains([], [1])", "false"},
	{"sets.contains([1, 2, 3, 4], [2, 3])", "true"},
	{"sets.contains([1, 2, 3, 4], [2, 5])", "false"},
	{"sets.contains([1, 2.0, 3u], [1.0, 2u, 3])", "true"},
	{"sets.contains([9223372036854775807], [dyn(9223372036854775808.0)])", "true"},
	{"sets.contains([[1], ['a']], [['a'], [1u]])", "true"},
	{"sets.contains(['a', null, true], [null, 'a'])", "true"},
	{"sets.equivalent([], [])", "true"},
	{"sets.equivalent([1], [1, 1])", "true"},
	{"sets.equivalent([1, 2, 3], [3u, 2.0, 1])", "true"},
	{"sets.equivalent([1, 2], [1])", "false"},
	{"sets.equivalent([1], [1, 2])", "false"},
	{"sets.intersects([1], [])", "false"},
	{"sets.intersects([1], [1, 2])", "true"},
	{"sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", "true"},
	{"sets.intersects(['a'], [b'a', 1, true])", "false"},
};

/* Here `expected` is part of the message. */
static const Row errors[] = {
	{"'tacocat'.charAt(30)", "index out of range: 30"},
	{"'tacocat'.charAt(-1)", "index out of range: -1"},
	{"'tacocat'.charAt(dyn(true))", "no such overload"},
	{"'tacocat'.lastIndexOf('a', -1)", "index out of range: -1"},
	{"'tacocat'.lastIndexOf('a', 30)", "index out of range: 30"},
	{"'tacocat'.lastIndexOf('', 8)", "index out of range: 8"},
	{"'tacocat'.lastIndexOf(dyn(1))", "no such overload"},
	{"dyn(5).reverse()", "no such overload"},
	{"strings.quote(dyn(1))", "no such overload"},
	{"'%a'.format([1])", "could not parse formatting clause: unrecognized formatting clause \"a\""},
	{"'%甲'.format([1])", "unrecognized formatting clause \"甲\""},
	{"'%E'.format([0.5])", "unrecognized formatting clause \"E\""},
	{"'%d %d %d'.format([0, 1])", "index 2 out of range"},
	{"'a %'.format([1])", "unexpected end of string"},
	{"'%.34'.format([1.0])", "could not find end of precision specifier"},
	{"'%.'.format([1.0])", "could not find end of precision specifier"},
	{"'%.f'.format([1.0])", "error while parsing precision"},
	{"'%.1001f'.format([1.0])", "it exceeds 1000"},
	{"'%.99999999999999999999f'.format([1.0])", "it exceeds 1000"},
	{"'%d'.format([duration('30m2s')])", "error during formatting: decimal clause can only be used on integers, was given google.protobuf.Duration"},
	{"'%f'.format([null])", "error during formatting: fixed-point clause can only be used on doubles, was given null_type"},
	{"'%e'.format(['1'])", "error during formatting: scientific clause can only be used on doubles, was given string"},
	{"'%x'.format([0.5])", "error during formatting: only integers, byte buffers, and strings can be formatted as hex, was given double"},
	{"'%b'.format(['abc'])", "error during formatting: only integers and bools can be formatted as binary, was given string"},
	{"'%o'.format([3.14])", "error during formatting: octal clause can only be used on integers, was given double"},
	{"'%s'.format([[b'\\xff']])", "error during formatting: invalid UTF-8"},
	{"'%s'.format(dyn('a'))", "no such overload"},
	{"math.greatest(dyn([]))", "must not be empty"},
	{"math.greatest(dyn('a'))", "no such overload"},
	{"math.greatest(dyn([1, true]))", "no such overload"},
	{"math.least(dyn([1]), 1)", "no such overload"},
	{"math.least(0.0/0.0, 1.0)", "NaN has no order"},
	{"math.greatest([1.0, 0.0/0.0])", "NaN has no order"},
	{"math.ceil(dyn(1))", "no such overload"},
	{"math.isNaN(dyn(1u))", "no such overload"},
	{"math.isFinite(dyn(true))", "no such overload"},
	{"math.abs(-9223372036854775807 - 1)", "overflow"},
	{"math.abs(dyn(''))", "no such overload"},
	{"math.sign(dyn(''))", "no such overload"},
	{"math.sqrt(dyn(''))", "no such overload"},
	{"math.bitXor(dyn(1), dyn(1u))", "no such overload"},
	{"math.bitNot(dyn(1.0))", "no such overload"},
	{"math.bitShiftLeft(1u, -1)", "negative offset: -1"},
	{"math.bitShiftRight(1, -1)", "negative offset: -1"},
	{"math.bitShiftRight(dyn(b'123'), 1)", "no such overload"},
	{"base64.encode(dyn('a'))", "no such overload"},
	{"base64.decode('a')", "not base64"},
	{"base64.decode('aGVsbG8==')", "not base64"},
	{"base64.decode('aGVs=')", "not base64"},
	{"base64.decode('aA=A')", "not base64 at byte 3"},
	{"base64.decode('aA=')", "not base64"},
	{"base64.decode('====')", "not base64"},
	{"base64.decode('aG-_')", "not base64 at byte 2"},
	{"base64.decode('aG\\x00a')", "not base64 at byte 2"},
	{"[1, 2, 3, 4].slice(3, 0)", "start index must be less than or equal to end index"},
	{"[1, 2, 3, 4].slice(0, 10)", "cannot slice(0, 10), list is length 4"},
	{"[1, 2, 3, 4].slice(-5, 10)", "cannot slice(-5, 10), negative indexes not supported"},
	{"[1, [2]].flatten(-1)", "level must be non-negative"},
	{"dyn({}).flatten()", "no such overload"},
	{"['d', 3, 2, 'c'].sort()", "list elements must have the same type"},
	{"dyn([[1, 2, 3]]).sort()", "list elements must be comparable"},
	{"[1.0, 0.0/0.0].sort()", "NaN has no order"},
	{"[1.0, 0.0/0.0].sortBy(x, x)", "no order among them"},
	{"[1, 'a'].sortBy(x, x)", "no order among them"},
	{"dyn({'b': 1}).sortBy(k, k)", "sortBy() goes with a list"},
	{"lists.range(-1)", "must be non-negative"},
	{"dyn(1).distinct()", "no such overload"},
	{"sets.contains(dyn(1), [1])", "no such overload"},
	{"sets.intersects([1], dyn({}))", "no such overload"},
};

/* Each of them ends with LIMIT: `wide` is astronomic when walked, `deep` nests DEPTH times. */
static const char *const spent[] = {
	"'%s'.format([wide])",
	"'%s%s'.format([1, {'a': wide}])",
	"'%s'.format([deep])",
	"wide.flatten(1000)",
	"deep.flatten(9223372036854775807)",
	"[wide, wide].distinct()",
	"sets.contains([wide, 1.5], [wide])",
	"sets.intersects([null, wide], [1.5, wide])",
	"lists.range(100001)",
	"lists.range(9223372036854775807)",
	"lists.range(90000).reverse()",
	"lists.range(30000).sort()",
	"cel.bind(s, lists.range(3000).map(i, 'abcdefghij').join(), lists.range(2000).sortBy(i, s))",
	"math.greatest(lists.range(60000))",
	"lists.range(1000).map(x, [x]).distinct()",
};
/* clang-format on */

typedef struct {
	CelArena *arena;
} Facts;

/* [[…]] DEPTH times over, each level holding the one below `width` times. */
static CelValue
make_nested(CelArena *arena, guint levels, gsize width)
{
	CelValue value = cel_int(1);

	for (guint i = 0; i < levels; i++) {
		CelValue *items = cel_arena_alloc(arena, width * sizeof *items);

		for (gsize k = 0; k < width; k++)
			items[k] = value;
		value = cel_list_new(arena, items, width);
	}
	return value;
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	Facts *facts = user_data;

	*ret_value = g_str_equal(name, "wide") ? make_nested(facts->arena, 60, 2)
					       : make_nested(facts->arena, DEPTH, 1);
	return TRUE;
}

static CelEnv *
make_env(void)
{
	CelEnv *env = cel_env_new();

	cel_env_declare(env, "wide", "dyn");
	cel_env_declare(env, "deep", "dyn");
	return env;
}

static gboolean
evaluate(CelEnv *env, Facts *facts, const char *source, CelProgram **ret_program,
	 CelValue *ret_value, GError **error)
{
	CelEvaluation evaluation = {
		.max_steps = MAX_STEPS,
		.arena = facts->arena,
		.resolve = resolve,
		.user_data = facts,
	};

	*ret_program = compile(env, source, NULL, error);
	return *ret_program != NULL &&
	       cel_program_evaluate(*ret_program, &evaluation, ret_value, NULL, NULL, error);
}

static void
check_value(CelEnv *env, const Row *row)
{
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	Facts facts = {arena};
	g_autoptr(CelProgram) program = NULL;
	g_autoptr(CelProgram) other = NULL;
	g_autoptr(GError) error = NULL;
	CelValue value, expected;

	if (!evaluate(env, &facts, row->expression, &program, &value, &error) ||
	    !evaluate(env, &facts, row->expected, &other, &expected, &error)) {
		g_test_message("%s: %s", row->expression, error->message);
		g_test_fail();
		return;
	}
	if (value.kind == expected.kind && cel_value_equal(value, expected))
		return;
	g_autofree char *shown = cel_value_to_display(value);

	g_test_message("%s: %s %s, expected %s", row->expression, cel_kind_name(value.kind), shown,
		       row->expected);
	g_test_fail();
}

typedef struct {
	const Row *rows;
	gsize n_rows;
} Table;

static void
test_values(gconstpointer data)
{
	const Table *table = data;
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < table->n_rows; i++)
		check_value(env, &table->rows[i]);
}

static void
test_errors(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(errors); i++) {
		g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
		Facts facts = {arena};
		g_autoptr(CelProgram) program = NULL;
		g_autoptr(GError) error = NULL;
		CelValue value = cel_null();

		if (!evaluate(env, &facts, errors[i].expression, &program, &value, &error) &&
		    strstr(error->message, errors[i].expected) != NULL)
			continue;
		g_test_message("%s: %s", errors[i].expression,
			       error != NULL ? error->message : "no error");
		g_test_fail();
	}
}

static void
test_budget(void)
{
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(spent); i++) {
		g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
		Facts facts = {arena};
		g_autoptr(CelProgram) program = NULL;
		g_autoptr(GError) error = NULL;
		CelValue value = cel_null();

		g_assert_false(evaluate(env, &facts, spent[i], &program, &value, &error));
		if (!g_error_matches(error, CEL_ERROR, CEL_ERROR_LIMIT))
			g_test_message("%s", spent[i]);
		g_assert_error(error, CEL_ERROR, CEL_ERROR_LIMIT);
	}
}

/* Memory that ends at any place is an error there, and nothing worse. */
static void
test_memory(void)
{
	static const char *const sources[] = {
		"'%s %f %x'.format([{'b': [1, 2], 3: 'c'}, 2.5, 'hex'])",
		"[3, 1, 2, 1].distinct().sort().reverse() + [[4], [5.5]].flatten()",
		"sets.equivalent(['a', 1, null], [1, 'a', null])",
		"strings.quote('a\\nb'.reverse() + 'abc'.charAt(1)) + "
		"string('abab'.lastIndexOf('ab'))",
		"base64.decode(base64.encode(b'hello'))",
		"lists.range(20).slice(1, 19)",
	};
	g_autoptr(CelEnv) env = make_env();

	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
		gboolean done = FALSE;

		for (gsize bytes = 0; !done; bytes += 16) {
			g_autoptr(CelArena) arena = cel_arena_new(bytes);
			Facts facts = {arena};
			g_autoptr(CelProgram) program = NULL;
			g_autoptr(GError) error = NULL;
			CelValue value;

			done = evaluate(env, &facts, sources[i], &program, &value, &error);
			if (!done)
				g_assert_error(error, CEL_ERROR, CEL_ERROR_LIMIT);
		}
	}
}

static const struct {
	const char *path;
	Table table;
} tables[] = {
	{"/cel/extensions/strings", {strings, G_N_ELEMENTS(strings)}},
	{"/cel/extensions/format", {formats, G_N_ELEMENTS(formats)}},
	{"/cel/extensions/math", {numbers, G_N_ELEMENTS(numbers)}},
	{"/cel/extensions/encoders", {encoders, G_N_ELEMENTS(encoders)}},
	{"/cel/extensions/lists", {lists, G_N_ELEMENTS(lists)}},
	{"/cel/extensions/sets", {sets, G_N_ELEMENTS(sets)}},
};

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
		g_test_add_data_func(tables[i].path, &tables[i].table, test_values);
	g_test_add_func("/cel/extensions/errors", test_errors);
	g_test_add_func("/cel/extensions/budget", test_budget);
	g_test_add_func("/cel/extensions/memory", test_memory);
	return g_test_run();
}
