/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/limits.h"

#include <string.h>

#include "lib/error.h"

static void
test_table(void)
{
	VetLimits limits;

	vet_limits_init(&limits);
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		const VetLimitRow *row = vet_limit_row(i);
		VetLimit found;
		g_assert_true(vet_limit_find(row->key, &found));
		g_assert_cmpuint(found, ==, i);
		g_assert_cmpuint(limits.value[i], ==, row->value);
		g_assert_cmpuint(row->minimum, <=, row->value);
		g_assert_cmpuint(row->value, <=, row->maximum);
		g_assert_nonnull(row->summary);
		g_autofree char *words = vet_limits_describe(&limits, i);
		g_assert_nonnull(strstr(words, row->key));
	}
}

typedef struct {
	const char *key, *text;
	gboolean good;
	guint64 value;
	VetLimit limit;
} SetCase;

static void
test_set(void)
{
	static const SetCase cases[] = {
		{"document-bytes", "10M", TRUE, 10 << 20, VET_LIMIT_DOCUMENT_BYTES},
		{"document-bytes", "4096", TRUE, 4096, VET_LIMIT_DOCUMENT_BYTES},
		{"document-seconds", "2m", TRUE, 120, VET_LIMIT_DOCUMENT_SECONDS},
		{"submission-seconds", "1h", TRUE, 3600, VET_LIMIT_SUBMISSION_SECONDS},
		{"members", "7", TRUE, 7, VET_LIMIT_MEMBERS},
		{"members", "7K", FALSE},
		{"members", "0", FALSE},
		{"members", "-1", FALSE},
		{"members", "", FALSE},
		{"members", " 7", FALSE},
		{"members", "99999999999999999999999", FALSE},
		{"document-bytes", "18446744073709551615G", FALSE},
		{"document-seconds", "5M", FALSE},
		{"document-seconds", "7 s", FALSE},
		{"no-such-cap", "7", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		VetLimits limits, before;
		vet_limits_init(&limits);
		before = limits;
		gboolean set = vet_limits_set(&limits, cases[i].key, cases[i].text, &error);
		g_assert_cmpint(set, ==, cases[i].good);
		if (set) {
			g_assert_cmpuint(limits.value[cases[i].limit], ==, cases[i].value);
			continue;
		}
		g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
		g_assert_nonnull(strstr(error->message, cases[i].key));
		g_assert_cmpmem(&limits, sizeof limits, &before, sizeof before);
	}
}

static void
test_describe(void)
{
	VetLimits limits;

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 2000;
	limits.value[VET_LIMIT_DOCUMENT_BYTES] = 64 << 20;
	limits.value[VET_LIMIT_DOCUMENT_SECONDS] = 30;
	g_autofree char *members = vet_limits_describe(&limits, VET_LIMIT_MEMBERS);
	g_autofree char *bytes = vet_limits_describe(&limits, VET_LIMIT_DOCUMENT_BYTES);
	g_autofree char *seconds = vet_limits_describe(&limits, VET_LIMIT_DOCUMENT_SECONDS);
	g_assert_cmpstr(members, ==, "more than 2,000 members (limits.members)");
	g_assert_cmpstr(bytes, ==, "more than 64 MiB in one document (limits.document-bytes)");
	g_assert_cmpstr(seconds, ==,
			"more than 30 s for one document or part of one (limits.document-seconds)");
}

static void
test_budget(void)
{
	g_autoptr(GError) error = NULL;
	VetLimits limits;
	VetBudget budget;

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 3;
	vet_budget_init(&budget, &limits);
	g_assert_true(vet_budget_spend(&budget, VET_LIMIT_MEMBERS, 2, NULL));
	g_assert_cmpuint(vet_budget_left(&budget, VET_LIMIT_MEMBERS), ==, 1);
	g_assert_false(vet_budget_spend(&budget, VET_LIMIT_MEMBERS, 2, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_LIMIT);
	g_assert_cmpuint(vet_budget_left(&budget, VET_LIMIT_MEMBERS), ==, 1);
	g_assert_false(vet_budget_spend(&budget, VET_LIMIT_MEMBERS, G_MAXUINT64, NULL));
}

/* A charge that one cap refuses leaves no trace in the others. */
static void
test_charges_are_whole(void)
{
	VetLimits limits;
	VetBudget budget, before;

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_SUBMISSION_TEXT_BYTES] = 10;
	vet_budget_init(&budget, &limits);
	before = budget;
	g_assert_false(vet_budget_line(&budget, 11, 0, NULL));
	g_assert_cmpmem(&budget, sizeof budget, &before, sizeof before);
	g_assert_true(vet_budget_line(&budget, 10, 0, NULL));
	g_assert_false(vet_budget_line(&budget, 1, 0, NULL));
}

static void
test_ratio(void)
{
	const guint64 mib = 1 << 20;
	VetLimits limits;
	VetBudget budget;
	g_autoptr(GError) error = NULL;

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_RATIO] = 100;
	vet_budget_init(&budget, &limits);
	/* small ones pass at any ratio */
	g_assert_true(vet_budget_member(&budget, mib, 0, 10, NULL));
	g_assert_false(vet_budget_member(&budget, 1, mib, 10, &error));
	g_assert_nonnull(strstr(error->message, "limits.ratio"));
	/* the whole archive counts, not the member */
	g_assert_true(vet_budget_member(&budget, mib, mib * 98, mib, NULL));
	g_assert_false(vet_budget_member(&budget, mib, mib * 100, mib, NULL));
	g_assert_false(vet_budget_member(&budget, G_MAXUINT64, G_MAXUINT64, G_MAXUINT64, NULL));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/limits/table", test_table);
	g_test_add_func("/limits/set", test_set);
	g_test_add_func("/limits/describe", test_describe);
	g_test_add_func("/limits/budget", test_budget);
	g_test_add_func("/limits/charges-are-whole", test_charges_are_whole);
	g_test_add_func("/limits/ratio", test_ratio);
	return g_test_run();
}
