/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * google/cel-spec's own tests (tests/simple/testdata), in the JSON form that `vetctl cel --batch`
 * speaks.  Skipped where the data is absent.
 */

#include "lib/cel-json.h"

#include <string.h>

#define ARENA_BYTES (16 * 1024 * 1024)

/* what this evaluator must pass wholly: a file, and a section of it or all */
static const struct {
	const char *file, *section;
} whole[] = {
	{"basic", NULL},
	{"comparisons", NULL},
	{"conversions", NULL},
	{"fields", NULL},
	{"fp_math", NULL},
	{"integer_math", NULL},
	{"lists", NULL},
	{"logic", NULL},
	{"macros", NULL},
	{"namespace", NULL},
	{"parse", NULL},
	{"plumbing", NULL},
	{"string", NULL},
	{"timestamps", NULL},
	{"string_ext", "ascii_casing"},
	{"string_ext", "index_of"},
	{"string_ext", "join"},
	{"string_ext", "replace"},
	{"string_ext", "split"},
	{"string_ext", "substring"},
	{"string_ext", "trim"},
};

typedef struct {
	const char *text; /* of the whole file */
	CelArena *arena;
	const VetJsonTree *bindings;
} Case;

static const char *
text_under(const VetJsonTree *object, const char *name)
{
	const VetJsonTree *member = vet_json_tree_get(object, name);

	return member != NULL ? member->text : NULL;
}

static CelValue
from_json(const Case *test, const VetJsonTree *tree)
{
	g_autoptr(GError) error = NULL;
	CelValue value = cel_null();

	if (!vet_cel_json_read(tree, test->text, test->arena, &value, &error))
		g_error("%s", error->message);
	return value;
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	const Case *test = user_data;
	const VetJsonTree *bound = vet_json_tree_get(test->bindings, name);

	if (bound == NULL)
		return FALSE;
	*ret_value = from_json(test, bound);
	return TRUE;
}

static CelEnv *
make_env(const VetJsonTree *object, const VetJsonTree *bindings)
{
	CelEnv *env = cel_env_new();
	const VetJsonTree *declared = vet_json_tree_get(object, "type_env");
	const VetJsonTree *lenient = vet_json_tree_get(object, "disable_check");

	for (guint i = 0; i < vet_json_tree_length(bindings); i++)
		cel_env_declare(env, ((VetJsonTree *)bindings->names->pdata[i])->text);
	for (guint i = 0; declared != NULL && i < vet_json_tree_length(declared); i++) {
		const VetJsonTree *row = vet_json_tree_item(declared, i);

		if (vet_json_tree_get(row, "type") != NULL)
			cel_env_declare(env, text_under(row, "name"));
	}
	if (vet_json_tree_get(object, "container") != NULL)
		cel_env_set_container(env, text_under(object, "container"));
	cel_env_set_lenient(env, lenient->boolean);
	return env;
}

/* NaN is the NaN that was expected. */
static gboolean
same(CelValue got, CelValue expected)
{
	if (got.kind == CEL_DOUBLE && expected.kind == CEL_DOUBLE)
		return got.real == expected.real ||
		       (got.real != got.real && expected.real != expected.real);
	return got.kind == expected.kind && cel_value_equal(got, expected);
}

/* NULL when the case passes, else what happened.  Caller frees. */
static char *
run_case(const char *text, const VetJsonTree *object)
{
	const VetJsonTree *expression = vet_json_tree_get(object, "expr");
	const VetJsonTree *expected = vet_json_tree_get(object, "expected");
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	Case test = {text, arena, vet_json_tree_get(object, "bindings")};
	g_autoptr(CelEnv) env = make_env(object, test.bindings);
	g_autoptr(GError) error = NULL;
	g_autofree char *source = vet_cel_json_source(expression->text, expression->length, &error);

	g_assert_no_error(error);
	g_autoptr(CelProgram) program = cel_compile(env, source, NULL, &error);
	CelEvaluation evaluation = {.arena = arena, .resolve = resolve, .user_data = &test};
	CelValue value = cel_null();
	gboolean done = program != NULL;

	if (done && vet_json_tree_get(object, "check_only") == NULL)
		done = cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error);
	if (vet_json_tree_get(expected, "error") != NULL)
		return done ? g_strdup("no error") : NULL;
	if (!done)
		return g_strdup(error->message);
	if (vet_json_tree_get(expected, "value") == NULL)
		return NULL;
	if (same(value, from_json(&test, vet_json_tree_get(expected, "value"))))
		return NULL;
	g_autofree char *shown = cel_value_to_display(value);

	return g_strdup_printf("%s %s", cel_kind_name(value.kind), shown);
}

static gboolean
must_pass(const char *file, const char *section)
{
	for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
		if (g_str_equal(whole[i].file, file) &&
		    (whole[i].section == NULL || g_str_equal(whole[i].section, section)))
			return TRUE;
	return FALSE;
}

typedef struct {
	guint passed, total;
} Count;

static void
report(GHashTable *counts)
{
	g_autoptr(GList) files = g_list_sort(g_hash_table_get_keys(counts), (GCompareFunc)strcmp);
	Count all = {0, 0};

	for (GList *link = files; link != NULL; link = link->next) {
		const Count *count = g_hash_table_lookup(counts, link->data);

		g_test_message("%-16s %4u of %4u", (const char *)link->data, count->passed,
			       count->total);
		all.passed += count->passed;
		all.total += count->total;
	}
	g_test_message("%-16s %4u of %4u", "all", all.passed, all.total);
}

static VetJsonTree *
load(char **ret_text)
{
	const char *shared = g_getenv("VET_SHARED");
	g_autofree char *path = g_build_filename(shared != NULL ? shared : "../shared", "cel",
						 "conformance.json", NULL);
	g_autoptr(GError) error = NULL;
	gsize length = 0;

	if (!g_file_get_contents(path, ret_text, &length, NULL))
		return NULL;
	VetJsonTree *cases = vet_json_tree_parse(*ret_text, length, &error);

	g_assert_no_error(error);
	return cases;
}

/* Counts one case; TRUE when it should have passed and did not. */
static gboolean
count_case(GHashTable *counts, const char *text, const VetJsonTree *object)
{
	const char *file = text_under(object, "file");
	const char *section = text_under(object, "section");
	gboolean must = must_pass(file, section);
	g_autofree char *failure = run_case(text, object);
	Count *count = g_hash_table_lookup(counts, file);

	if (count == NULL) {
		count = g_new0(Count, 1);
		g_hash_table_insert(counts, (gpointer)file, count);
	}
	count->total++;
	count->passed += failure == NULL;
	if (failure != NULL && must)
		g_test_message("%s/%s/%s: %s → %s", file, section, text_under(object, "name"),
			       text_under(object, "expr"), failure);
	return failure != NULL && must;
}

static void
test_conformance(void)
{
	g_autofree char *text = NULL;
	g_autoptr(VetJsonTree) cases = load(&text);
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	guint regressions = 0;

	if (cases == NULL) {
		g_test_skip("no conformance data; set VET_SHARED");
		return;
	}
	for (guint i = 0; i < vet_json_tree_length(cases); i++)
		regressions += count_case(counts, text, vet_json_tree_item(cases, i)) != FALSE;
	report(counts);
	g_assert_cmpuint(regressions, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/conformance", test_conformance);
	return g_test_run();
}
