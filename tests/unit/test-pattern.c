/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pattern.h"

#include <string.h>

#include "lib/error.h"

static VetPattern *
pattern_of(const char *expression)
{
	g_autoptr(GError) error = NULL;
	VetPattern *pattern = vet_pattern_new(expression, NULL, &error);
	g_assert_no_error(error);
	return pattern;
}

/* the group `value` prevails over the first, which prevails over the whole */
static void
test_value(void)
{
	static const struct {
		const char *expression, *text, *match, *value;
	} cases[] = {
		{"登记号[0-9]+", "软件登记号2024号", "登记号2024", "登记号2024"},
		{"登记号([0-9]+)", "软件登记号2024号", "登记号2024", "2024"},
		{"(第)(?<value>[0-9]+)号", "证书第12号", "第12号", "12"},
		{"^甲$", "乙\n甲\n丙", "甲", "甲"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetPattern) pattern = pattern_of(cases[i].expression);
		const char *text = cases[i].text;
		VetMatch match;
		gboolean limited = TRUE;

		g_assert_true(vet_pattern_find(pattern, text, strlen(text), 0, &match, &limited));
		g_assert_false(limited);
		g_assert_cmpmem(text + match.start, match.end - match.start, cases[i].match,
				strlen(cases[i].match));
		g_assert_cmpmem(text + match.value_start, match.value_end - match.value_start,
				cases[i].value, strlen(cases[i].value));
	}
}

static void
test_next(void)
{
	g_autoptr(VetPattern) pattern = pattern_of("[0-9]+");
	const char *text = "甲1乙22";
	VetMatch match;

	g_assert_true(vet_pattern_find(pattern, text, strlen(text), 0, &match, NULL));
	g_assert_true(vet_pattern_find(pattern, text, strlen(text), match.end, &match, NULL));
	g_assert_cmpuint(match.start, ==, strlen("甲1乙"));
	g_assert_false(vet_pattern_find(pattern, text, strlen(text), match.end, &match, NULL));
}

static void
test_named(void)
{
	g_autoptr(VetPattern) pattern =
		pattern_of("(?<name>[^，]+)，(?<title>博士|硕士)?(?<phone>[0-9]+)?");
	static const char *const names[] = {"phone", "name", "title", "absent"};
	const char *text = "张三，博士";
	gsize spans[2 * G_N_ELEMENTS(names)];
	VetMatch match;

	memset(spans, 0xff, sizeof spans);
	g_assert_true(vet_pattern_find_named(pattern, text, strlen(text), 0, names,
					     G_N_ELEMENTS(names), &match, spans));
	g_assert_cmpuint(spans[0], ==, 0);
	g_assert_cmpuint(spans[1], ==, 0);
	g_assert_cmpmem(text + spans[2], spans[3] - spans[2], "张三", strlen("张三"));
	g_assert_cmpmem(text + spans[4], spans[5] - spans[4], "博士", strlen("博士"));
	g_assert_cmpuint(spans[6], ==, 0);
	g_assert_cmpuint(spans[7], ==, 0);
}

static void
test_faults(void)
{
	g_autofree char *long_one = g_strnfill(1024 * 1024, 'a');
	static const struct {
		const char *expression;
		gsize offset;
	} cases[] = {{"a(b", 3}, {"[z-a]", 3}, {"\\C", 2}, {"\xff", 0}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		gsize offset = 99;
		g_assert_null(vet_pattern_new(cases[i].expression, &offset, &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
		g_assert_cmpuint(offset, ==, cases[i].offset);
	}
	g_assert_null(vet_pattern_new(long_one, NULL, NULL));
}

/* an expression that a stranger's text sends on endless ways is given up, and that is said */
static void
test_limited(void)
{
	g_autoptr(VetPattern) pattern = pattern_of("(?:a+)+$|^(?:(?:a|aa)+)+b");
	g_autofree char *as = g_strnfill(5000, 'a');
	g_autofree char *text = g_strconcat(as, "c", NULL);
	gint64 begun = g_get_monotonic_time();
	gboolean limited = FALSE;
	VetMatch match;

	g_assert_false(vet_pattern_find(pattern, text, strlen(text), 0, &match, &limited));
	g_assert_true(limited);
	g_assert_cmpint(g_get_monotonic_time() - begun, <, 30 * G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pattern/value", test_value);
	g_test_add_func("/pattern/next", test_next);
	g_test_add_func("/pattern/named", test_named);
	g_test_add_func("/pattern/faults", test_faults);
	g_test_add_func("/pattern/limited", test_limited);
	return g_test_run();
}
