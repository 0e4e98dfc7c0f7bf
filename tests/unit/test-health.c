/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/health.h"

static void
assert_problems(const VetHealth *health, const char *const *expected)
{
	g_autoptr(GPtrArray) problems = vet_health_problems(health);
	guint n = 0;
	for (; expected[n]; n++) {
		g_assert_cmpuint(problems->len, >, n);
		g_assert_cmpstr(problems->pdata[n], ==, expected[n]);
	}
	g_assert_cmpuint(problems->len, ==, n);
}

static void
test_until_it_is_over(void)
{
	g_autoptr(VetHealth) health = vet_health_new();

	assert_problems(health, (const char *const[]){NULL});
	vet_health_set(health, "store", "disk full");
	vet_health_set(health, "pack", "first fault");
	vet_health_set(health, "pack", "second fault");
	assert_problems(health,
			(const char *const[]){"pack: second fault", "store: disk full", NULL});
	vet_health_set(health, "pack", NULL);
	vet_health_set(health, "none", NULL);
	assert_problems(health, (const char *const[]){"store: disk full", NULL});
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/health/until-it-is-over", test_until_it_is_over);
	return g_test_run();
}
