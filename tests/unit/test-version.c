/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/version.h"

static void
test_parse(void)
{
	static const char *const wrong[] = {"",     "a",    "1.",      ".1",       "1.2.3.4", "1.x",
					    "1 .2", "-1.0", "1.0-rc1", "99999999", "v1"};
	VetVersion version;
	g_assert_true(vet_version_parse("1.10", &version));
	g_assert_cmpuint(version.part[1], ==, 10);
	g_assert_cmpuint(version.part[2], ==, 0);
	g_assert_cmpuint(version.n_parts, ==, 2);
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
		if (vet_version_parse(wrong[i], &version))
			g_error("“%s” was taken for a version", wrong[i]);
}

static void
test_ranges(void)
{
	static const struct {
		const char *version, *range;
		gboolean holds;
	} rows[] = {
		{"1.0.0", "^1", TRUE},     {"1.9.9", "^1", TRUE},      {"2.0.0", "^1", FALSE},
		{"0.9.0", "^1", FALSE},    {"1.2.0", "^1.2", TRUE},    {"1.1.9", "^1.2", FALSE},
		{"1.10", "^1.2", TRUE},    {"0.3.9", "^0.3", TRUE},    {"0.4.0", "^0.3", FALSE},
		{"0.0.3", "^0.0.3", TRUE}, {"0.0.4", "^0.0.3", FALSE}, {"0.9", "^0", TRUE},
		{"1.2.7", "~1.2", TRUE},   {"1.3.0", "~1.2", FALSE},   {"1.9", "~1", TRUE},
		{"1.2.4", "~1.2.3", TRUE}, {"1.2.2", "~1.2.3", FALSE}, {"1.2.3", "1.2.3", TRUE},
		{"1.2.4", "1.2.3", FALSE}, {"1.2.4", "1.2", TRUE},     {"1.3", "=1.2", FALSE},
		{"1.5", ">=1.0 <2", TRUE}, {"2.0", ">=1.0 <2", FALSE}, {"1.0", ">=1.0, <2", TRUE},
		{"1.2.3", ">1.2", FALSE},  {"1.3", ">1.2", TRUE},      {"1.2.3", "<=1.2", TRUE},
		{"1.3", "<=1.2", FALSE},   {"1.0", "==1", TRUE},       {"1.0", "^1 <1.0.1", TRUE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		VetVersion version;
		gboolean holds = FALSE;
		g_assert_true(vet_version_parse(rows[i].version, &version));
		g_assert_true(vet_version_in_range(&version, rows[i].range, &holds, NULL));
		if (holds != rows[i].holds)
			g_error("%s in %s: expected %d, found %d", rows[i].version, rows[i].range,
				rows[i].holds, holds);
	}
}

static void
test_no_ranges(void)
{
	static const struct {
		const char *range, *term;
	} rows[] = {{"", ""},         {" , ", " , "}, {"^", "^"},     {"^1 x", "x"},
		    {">= 1.0", ">="}, {"!1", "!1"},   {"1.*", "1.*"}, {"latest", "latest"}};
	VetVersion version = {{1, 0, 0}, 3};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *term = NULL;
		gboolean holds = FALSE;
		g_assert_false(vet_version_in_range(&version, rows[i].range, &holds, &term));
		g_assert_cmpstr(term, ==, rows[i].term);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/version/parse", test_parse);
	g_test_add_func("/version/ranges", test_ranges);
	g_test_add_func("/version/no-ranges", test_no_ranges);
	return g_test_run();
}
