/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel-json.h"

#include <string.h>

#include "lib/error.h"

#define ARENA_BYTES (1024 * 1024)

static gboolean
read_text(CelArena *arena, const char *json, CelValue *ret_value, GError **error)
{
	g_autoptr(VetJsonTree) tree = vet_json_tree_parse(json, strlen(json), error);

	return tree != NULL && vet_cel_json_read(tree, json, arena, ret_value, error);
}

static char *
write_text(CelValue value, gboolean masked)
{
	g_autoptr(GError) error = NULL;
	VetJsonWriter *writer = vet_json_writer_new();

	g_assert_true(vet_cel_json_write(writer, value, masked, &error));
	g_assert_no_error(error);
	return vet_json_writer_finish(writer);
}

/* what is written is what was read */
static void
test_round_trip(void)
{
	static const char *const texts[] = {
		"{\"null\":null}",
		"{\"bool\":true}",
		"{\"int\":\"-9223372036854775808\"}",
		"{\"uint\":\"18446744073709551615\"}",
		"{\"double\":\"0x1.8000000000000p+1\"}",
		"{\"double\":\"-0x0.0p+0\"}",
		"{\"double\":\"0x0.0000000000001p-1022\"}",
		"{\"double\":\"-inf\"}",
		"{\"double\":\"nan\"}",
		"{\"string\":\"数据\\u0000要素\"}",
		"{\"string\":\"\\\"\\\\\\n\\u0001\"}",
		"{\"bytes\":\"00ff10\"}",
		"{\"type\":\"list\"}",
		"{\"list\":[{\"int\":\"1\"},{\"list\":[]}]}",
		"{\"map\":[[{\"string\":\"a\\u0000\"},{\"map\":[]}],[{\"uint\":\"1\"},{\"null\":"
		"null}]]}",
		"{\"timestamp\":{\"seconds\":\"-1\",\"nanos\":999999999}}",
		"{\"duration\":{\"seconds\":\"-1\",\"nanos\":-500000000}}",
		"{\"duration\":{\"seconds\":\"0\",\"nanos\":-1}}",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
		g_autoptr(GError) error = NULL;
		CelValue value = cel_null();

		g_assert_true(read_text(arena, texts[i], &value, &error));
		g_assert_no_error(error);
		g_autofree char *written = write_text(value, FALSE);

		g_assert_cmpstr(written, ==, texts[i]);
	}
}

static void
test_short_doubles(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	CelValue value = cel_null();

	g_assert_true(read_text(arena, "{\"double\": \"0x1.8p+1\"}", &value, NULL));
	g_assert_cmpfloat(value.real, ==, 3.0);
	g_assert_true(read_text(arena, "{\"double\": \"2.5\"}", &value, NULL));
	g_assert_cmpfloat(value.real, ==, 2.5);
}

static void
test_faults(void)
{
	static const struct {
		const char *json, *message;
	} cases[] = {
		{"{\"int\": 5}", "line 1, column 9: a string is expected, a number was found"},
		{"{\"int\": \"9223372036854775808\"}", "line 1, column 9: a whole number"},
		{"{\"int\": \"1 \"}", "line 1, column 9: a whole number"},
		{"\n{\"list\": [{\"integer\": 1}]}", "line 2, column 11: its key is none of"},
		{"{\"int\": \"1\", \"uint\": \"1\"}", "an object of one key is expected"},
		{"{\"map\": [[{\"int\": \"1\"}]]}", "a pair [key, value] is expected"},
		{"{\"map\": [[{\"null\": null}, {\"int\": \"1\"}]]}", "the key of a map is a bool"},
		{"{\"bytes\": \"0\"}", "pairs of hexadecimal digits"},
		{"{\"double\": \"\"}", "a number is expected"},
		{"{\"timestamp\": {\"nanos\": 1}}", "seconds are missing"},
		{"{\"duration\": {\"seconds\": \"9223372036854775807\"}}", "ten thousand years"},
		{"[1]", "an object is expected, an array was found"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
		g_autoptr(GError) error = NULL;
		CelValue value = cel_int(7);

		g_assert_false(read_text(arena, cases[i].json, &value, &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
		g_assert_nonnull(strstr(error->message, cases[i].message));
		g_assert_cmpint(value.integer, ==, 7);
	}
}

static void
test_masked(void)
{
	g_autofree char *open = write_text(cel_string("电话 13812345678"), FALSE);
	g_autofree char *masked = write_text(cel_string("电话 13812345678"), TRUE);

	g_assert_nonnull(strstr(open, "13812345678"));
	g_assert_null(strstr(masked, "13812345678"));
}

/* ten lists, each holding the one before ten times, are ten thousand million elements in print */
static void
test_astronomic(void)
{
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	g_autoptr(GError) error = NULL;
	CelValue value = cel_int(1);

	for (guint level = 0; level < 10; level++) {
		CelValue *items = cel_arena_alloc(arena, 10 * sizeof *items);

		for (guint i = 0; i < 10; i++)
			items[i] = value;
		value = cel_list_new(arena, items, 10);
	}
	VetJsonWriter *writer = vet_json_writer_new();

	g_assert_false(vet_cel_json_write(writer, value, FALSE, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_LIMIT);
	g_free(vet_json_writer_finish(writer));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel-json/round-trip", test_round_trip);
	g_test_add_func("/cel-json/short-doubles", test_short_doubles);
	g_test_add_func("/cel-json/faults", test_faults);
	g_test_add_func("/cel-json/masked", test_masked);
	g_test_add_func("/cel-json/astronomic", test_astronomic);
	return g_test_run();
}
