/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/json-tree.h"

#include <string.h>

#include "lib/error.h"

static VetJsonTree *
parse(const char *json)
{
	g_autoptr(GError) error = NULL;
	VetJsonTree *tree = vet_json_tree_parse(json, strlen(json), &error);

	g_assert_no_error(error);
	return tree;
}

static void
test_strings(void)
{
	g_autoptr(VetJsonTree) tree = parse("\"a\\u0000\\u4e2d\\ud83d\\ude00\\/\\n文\"");

	g_assert_cmpint(tree->kind, ==, VET_JSON_STRING);
	g_assert_cmpmem(tree->text, tree->length, "a\0中😀/\n文", 14);
}

static void
test_nested(void)
{
	g_autoptr(VetJsonTree) tree =
		parse(" {\"a\": [1, -2.5e3, true, null], \"b\": {}, \"a\": []} ");

	g_assert_cmpuint(vet_json_tree_length(tree), ==, 3);
	/* the last of a name prevails, as everywhere */
	g_assert_cmpuint(vet_json_tree_length(vet_json_tree_get(tree, "a")), ==, 0);
	const VetJsonTree *first = vet_json_tree_item(tree, 0);

	g_assert_cmpuint(first->offset, ==, 7);
	g_assert_cmpstr(vet_json_tree_item(first, 1)->text, ==, "-2.5e3");
	g_assert_true(vet_json_tree_item(first, 2)->boolean);
	g_assert_cmpint(vet_json_tree_item(first, 3)->kind, ==, VET_JSON_NULL);
	g_assert_null(vet_json_tree_get(tree, "c"));
	g_assert_null(vet_json_tree_get(first, "a"));
}

static void
test_faults(void)
{
	static const struct {
		const char *json, *message;
	} cases[] = {
		{"", "line 1, column 1: parse error: premature EOF"},
		{"[1,\n 2 3]", "line 2, column 5: parse error: after array element"},
		{"{\"中文\" 1}", "line 1, column 8: parse error: object key and value must be"},
		{"{a: 1}", "line 1, column 3: lexical error: invalid char in json text"},
		{"[1,]", "line 1, column 5: parse error: unallowed token"},
		{"-", "lexical error: malformed number"},
		{"1.", "a digit is required after the decimal point"},
		{"1 2", "trailing garbage"},
		{"\"a\nb\"", "invalid character inside string"},
		{"\"abc", "premature EOF"},
		{"\"\\x\"", "inside a string, '\\' occurs before a character which it may not"},
		{"\"\\u12g4\"", "invalid (non-hex) character occurs after"},
		{"\"\xff\"", "invalid bytes in UTF8 string"},
		{"nul", "invalid string in json text"},
		{"[/**/1]", "probable comment found"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(vet_json_tree_parse(cases[i].json, strlen(cases[i].json), &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
		if (strstr(error->message, cases[i].message) == NULL)
			g_error("“%s” is not in “%s”", cases[i].message, error->message);
	}
}

static void
test_depth(void)
{
	g_autofree char *deep = g_strnfill(100000, '[');
	g_autoptr(GError) error = NULL;

	g_assert_null(vet_json_tree_parse(deep, 100000, &error));
	g_assert_nonnull(strstr(error->message, "nested too deep"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/json-tree/strings", test_strings);
	g_test_add_func("/json-tree/nested", test_nested);
	g_test_add_func("/json-tree/faults", test_faults);
	g_test_add_func("/json-tree/depth", test_depth);
	return g_test_run();
}
