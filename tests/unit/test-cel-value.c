/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arena, values, maps, timestamps, and the language of regular expressions. */

#include "lib/cel/cel.h"
#include "lib/cel/regex.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static void
test_arena(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(100000);
	gsize n = 0;
	char *memory;

	for (; (memory = cel_arena_alloc(arena, 1000)) != NULL; n++) {
		g_assert_cmpuint((uintptr_t)memory % 16, ==, 0);
		for (gsize i = 0; i < 1000; i++)
			g_assert_cmpint(memory[i], ==, 0);
		memset(memory, 'x', 1000);
	}
	g_assert_cmpuint(n, ==, 100000 / 1008);
	g_assert_cmpuint(cel_arena_used(arena), <=, 100000);
	g_assert_null(cel_arena_alloc(arena, G_MAXSIZE));
	g_assert_null(cel_arena_copy(arena, "x", G_MAXSIZE));
	g_assert_cmpstr(cel_arena_copy(arena, "xyz", 2), ==, "xy");

	g_autoptr(CelArena) large = cel_arena_new(G_MAXSIZE);

	g_assert_nonnull(cel_arena_alloc(large, 10 * 1024 * 1024));
	g_assert_null(cel_arena_alloc(large, G_MAXSIZE - 8));
}

static void
test_large_map(void)
{
	enum { N = 5000 };
	g_autoptr(CelArena) arena = cel_arena_new(16 * 1024 * 1024);
	CelEntry *entries = cel_arena_alloc(arena, 2 * N * sizeof *entries);
	CelValue value;

	for (gsize i = 0; i < N; i++) {
		char key[16];
		int length = g_snprintf(key, sizeof key, "k%" G_GSIZE_FORMAT, i);

		entries[2 * i].key = cel_string(cel_arena_copy(arena, key, (gsize)length));
		entries[2 * i].value = cel_int((gint64)i);
		entries[2 * i + 1].key = i % 2 == 0 ? cel_int((gint64)i) : cel_uint(i);
		entries[2 * i + 1].value = cel_double((double)i);
	}
	/* a duplicate: kept, never found */
	entries[2 * N - 1] = (CelEntry){cel_string("k0"), cel_double(0)};
	CelValue map = cel_map_new(arena, entries, 2 * N);

	g_assert_cmpint(map.kind, ==, CEL_MAP);
	g_assert_nonnull(map.map->index);
	g_assert_true(cel_map_get(map, "k4999", &value));
	g_assert_cmpint(value.integer, ==, 4999);
	g_assert_true(cel_map_get(map, "k0", &value));
	g_assert_cmpint(value.kind, ==, CEL_INT);
	value = cel_int(7);
	g_assert_false(cel_map_get(map, "k5000", &value));
	g_assert_false(cel_map_get(cel_null(), "k0", &value));
	g_assert_cmpint(value.integer, ==, 7);
	g_assert_true(cel_value_equal(map, map));
}

static void
test_full_arena(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(8);
	CelEntry entry = {cel_string("a"), cel_int(1)};

	g_assert_cmpint(cel_list_new(arena, &entry.value, 1).kind, ==, CEL_NULL);
	g_assert_cmpint(cel_map_new(arena, &entry, 1).kind, ==, CEL_NULL);
}

static void
test_equal(void)
{
	g_assert_true(cel_value_equal(cel_int(1), cel_double(1)));
	g_assert_true(cel_value_equal(cel_uint(G_MAXUINT64), cel_double(0x1p64)));
	g_assert_false(cel_value_equal(cel_int(-1), cel_uint(G_MAXUINT64)));
	g_assert_false(cel_value_equal(cel_double(NAN), cel_double(NAN)));
	g_assert_false(cel_value_equal(cel_string("1"), cel_int(1)));
	g_assert_false(cel_value_equal(cel_string("a"), cel_bytes("a", 1)));
	g_assert_true(cel_value_equal(cel_duration(-1, 500000000), cel_duration(0, -500000000)));
}

static const struct {
	const char *text;
	const char *shown; /* NULL: not a timestamp */
} timestamps[] = {
	{"2025-07-08T16:20:00+08:00", "2025-07-08T08:20:00Z"},
	{"2025-07-08t16:20:00.120z", "2025-07-08T16:20:00.12Z"},
	{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	{"9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"},
	{"2000-02-29T00:00:00-00:30", "2000-02-29T00:30:00Z"},
	{"1900-02-29T00:00:00Z", NULL},
	{"0001-01-01T00:00:00+00:01", NULL},
	{"2025-07-08 16:20:00Z", NULL},
	{"2025-07-08T16:20:00", NULL},
	{"2025-07-08T24:00:00Z", NULL},
	{"2025-13-08T16:20:00Z", NULL},
	{"2025-07-08T16:20:00.Z", NULL},
	{"2025-07-08T16:20:00Z ", NULL},
	{"２０２５-07-08T16:20:00Z", NULL},
	{"", NULL},
};

static void
test_timestamps(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(timestamps); i++) {
		CelValue value = cel_null();
		gboolean read = cel_timestamp_parse(timestamps[i].text, &value);

		g_assert_true(read == (timestamps[i].shown != NULL));
		if (!read)
			continue;
		g_autofree char *shown = cel_timestamp_format(value);

		g_assert_cmpstr(shown, ==, timestamps[i].shown);
	}
}

/* a long text within a list is cut, wherever the bound falls among the bytes of a character */
static void
test_cut_between_characters(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(1024 * 1024);

	for (gsize pad = 0; pad < 3; pad++) {
		g_autoptr(GString) text = g_string_new(&"aa"[2 - pad]);

		while (text->len < 70 * 1024)
			g_string_append(text, "益");
		CelValue item = cel_string(text->str);
		g_autofree char *shown = cel_value_to_display(cel_list_new(arena, &item, 1));
		g_assert_true(g_utf8_validate(shown, -1, NULL));
	}
}

/* A small value that is a tree of 2⁶⁴ parts when it is printed or compared. */
static void
test_shared_parts(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(1024 * 1024);
	CelValue value = cel_int(1), other = cel_int(1);

	for (guint i = 0; i < 64; i++) {
		CelValue *pair = cel_arena_alloc(arena, 4 * sizeof *pair);

		pair[0] = pair[1] = value;
		pair[2] = pair[3] = other;
		value = cel_list_new(arena, pair, 2);
		other = cel_list_new(arena, pair + 2, 2);
	}
	g_autofree char *shown = cel_value_to_display(value);

	g_assert_cmpuint(strlen(shown), <, 128 * 1024);
	g_assert_false(cel_value_equal(value, other));
}

static const struct {
	const char *pattern;
	const char *translated; /* NULL: refused */
} patterns[] = {
	{"a(?:b|c)+?[^]x]{2,3}$", "a(?:b|c)+?[^]x]{2,3}$"},
	{"(?P<year>\\d{4})(?<month>\\d+)", "(?P<year>\\d{4})(?<month>\\d+)"},
	{"(?i)a(?s-m:.)", "(?i)a(?s-m:.)"},
	{"\\v[\\v\\s]\\s", "\\x0b[\\x0b\\t\\n\\f\\r ][\\t\\n\\f\\r ]"},
	{"\\012\\0", "\\x{a}\\x{0}"},
	{"\\Q(?=\\E\\+", "\\Q(?=\\E\\+"},
	{"[(?=]\\(?=", "[(?=]\\(?="},
	{"a{,3}{", "a{,3}{"},
	{"[[:alpha:]]", "[[:alpha:]]"},
	{"(a)\\1", NULL},
	{"\\k<a>", NULL},
	{"\\g1", NULL},
	{"(?=a)", NULL},
	{"(?!a)", NULL},
	{"(?<=a)", NULL},
	{"(?<!a)", NULL},
	{"(?>a)", NULL},
	{"(?|a)", NULL},
	{"(?R)", NULL},
	{"(?1)", NULL},
	{"(?(1)a)", NULL},
	{"(?#a)", NULL},
	{"(*ACCEPT)", NULL},
	{"a++", NULL},
	{"a**", NULL},
	{"a{2}{3}", NULL},
	{"a{1001}", NULL},
	{"\\C", NULL},
	{"\\K", NULL},
	{"\\R", NULL},
	{"\\", NULL},
	{"[[.a.]]", NULL},
};

static void
test_patterns(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *translated = cel_regex_translate(
			patterns[i].pattern, strlen(patterns[i].pattern), &error);

		g_test_message("%s: %s", patterns[i].pattern,
			       error != NULL ? error->message : "read");
		g_assert_cmpstr(translated, ==, patterns[i].translated);
		g_assert_true((error == NULL) == (translated != NULL));
		if (translated == NULL)
			continue;
		g_autoptr(CelRegex) regex =
			cel_regex_new(patterns[i].pattern, strlen(patterns[i].pattern), &error);

		g_assert_no_error(error);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/value/arena", test_arena);
	g_test_add_func("/cel/value/large-map", test_large_map);
	g_test_add_func("/cel/value/full-arena", test_full_arena);
	g_test_add_func("/cel/value/equal", test_equal);
	g_test_add_func("/cel/value/timestamps", test_timestamps);
	g_test_add_func("/cel/value/cut-between-characters", test_cut_between_characters);
	g_test_add_func("/cel/value/shared-parts", test_shared_parts);
	g_test_add_func("/cel/value/patterns", test_patterns);
	return g_test_run();
}
