/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/yaml.h"

#include <glib/gstdio.h>
#include <string.h>

#define MANY_KEYS 60000

typedef struct {
	VetManuscript *source;
	VetDiagnostics *diagnostics;
	VetYamlNode *root;
} Parsed;

static void
parsed_clear(Parsed *parsed)
{
	vet_yaml_node_free(parsed->root);
	vet_diagnostics_free(parsed->diagnostics);
	vet_manuscript_free(parsed->source);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parsed, parsed_clear)

static void
parse(Parsed *parsed, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;
	int descriptor = g_file_open_tmp("vet-yaml-XXXXXX", &path, &error);
	g_assert_no_error(error);
	g_close(descriptor, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	parsed->source = vet_manuscript_read(path, "test.yaml", &error);
	g_assert_no_error(error);
	g_unlink(path);
	parsed->diagnostics = vet_diagnostics_new();
	parsed->root = vet_yaml_parse(parsed->source, parsed->diagnostics);
}

static void
assert_fault(const Parsed *parsed, const char *expected)
{
	g_autofree char *text = vet_diagnostics_text(parsed->diagnostics);
	g_assert_true(strstr(text, expected) != NULL);
}

/* each key was once compared with all before it: this took half a minute */
static void
test_many_keys(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < MANY_KEYS; i++)
		g_string_append_printf(text, "k%u: v\n", i);
	g_string_append(text, "k7: again\n");
	g_auto(Parsed) parsed = {NULL};
	parse(&parsed, text->str);
	g_assert_nonnull(parsed.root);
	g_assert_cmpuint(parsed.root->keys->len, ==, MANY_KEYS + 1);
	g_assert_cmpuint(vet_diagnostics_count(parsed.diagnostics), ==, 1);
	assert_fault(&parsed, "test.yaml:60001:1: error: the key “k7” stands here twice, first on "
			      "line 8");
}

/* the same key in a map within, or beside, is another key */
static void
test_keys_of_others(void)
{
	g_auto(Parsed) parsed = {NULL};
	parse(&parsed, "a: {a: 1, b: {a: 2}}\nb: [{a: 3}, {a: 4}]\n");
	g_assert_cmpuint(vet_diagnostics_count(parsed.diagnostics), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/yaml/many-keys", test_many_keys);
	g_test_add_func("/yaml/keys-of-others", test_keys_of_others);
	return g_test_run();
}
