/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/difference.h"

#include <string.h>

static const struct {
	const char *stored, *now, *expected; /* NULL: the same */
} rows[] = {
	{"{\"a\":1}", "{\"a\":1}", NULL},
	{"{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}", "b: stored 2, now 3"},
	/* the first of several, in the order of what is stored */
	{"{\"v\":\"x\",\"f\":[{\"m\":\"益阳\"},{\"m\":\"沅江\"}]}",
	 "{\"v\":\"x\",\"f\":[{\"m\":\"益阳\"},{\"m\":\"南县\"},{}]}",
	 "f[1].m: stored \"沅江\", now \"南县\""},
	{"{\"f\":[1]}", "{\"f\":[1,2]}", "f[1]: stored nothing, now 2"},
	{"{\"f\":[1,2]}", "{\"f\":[1]}", "f[1]: stored 2, now nothing"},
	{"{\"a\":1}", "{\"a\":1,\"b\":null}", "b: stored nothing, now null"},
	{"{\"a\":1}", "{}", "a: stored 1, now nothing"},
	{"{\"a\":{}}", "{\"a\":[]}", "a: stored {}, now []"},
	{"{\"a\":1}", "{\"a\":\"1\"}", "a: stored 1, now \"1\""},
	/* the same members in other bytes */
	{"{\"a\": 1}", "{\"a\":1}", "byte 5: stored “{\"a\": 1}”, now “{\"a\":1}”"},
	{"", "{}", "byte 0: stored “”, now “{}”"},
	{"{\"a\":1", "{\"a\":1}", "byte 6: stored “{\"a\":1”, now “{\"a\":1}”"},
};

static void
test_rows(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *found = vet_difference(rows[i].stored, rows[i].now);
		g_assert_cmpstr(found, ==, rows[i].expected);
	}
}

/* what is stored may be damaged anywhere, and as long as a result is */
static void
test_long_and_damaged(void)
{
	g_autofree char *many = g_strnfill(100000, 'x');
	g_autofree char *stored = g_strdup_printf("{\"a\":\"%s\"}", many);
	g_autofree char *found = vet_difference(stored, "{\"a\":\"\"}");
	g_assert_true(g_str_has_prefix(found, "a: stored \"xxx"));
	g_assert_cmpuint(g_utf8_strlen(found, -1), <, 200);
	g_autofree char *torn = vet_difference("{\"a\":\"\xe7\x9b", "{\"a\":\"益\"}");
	g_assert_true(g_utf8_validate(torn, -1, NULL));
	g_assert_true(g_str_has_prefix(torn, "byte 8: "));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/difference/rows", test_rows);
	g_test_add_func("/difference/long-and-damaged", test_long_and_damaged);
	return g_test_run();
}
