/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * google/cel-spec's own tests (tests/simple/testdata), in the JSON form that `vetctl cel --batch`
 * speaks.  Skipped where the data is absent.
 */

#include "lib/cel-json.h"
#include "tests/unit/shared.h"

#include <string.h>

#define ARENA_BYTES (16 * 1024 * 1024)

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

/* "params": ["T", "U"], "result": "tuple(T, U)" → "tuple(T, U) -> tuple(T, U)" */
static void
add_overload(CelEnv *env, const char *name, const VetJsonTree *overload, GPtrArray *kept)
{
	const VetJsonTree *params = vet_json_tree_get(overload, "params");
	g_autoptr(GString) signature = g_string_new(NULL);
	CelFunctionRow *rows = g_new0(CelFunctionRow, 2);

	for (guint i = 0; i < vet_json_tree_length(params); i++)
		g_string_append_printf(signature, "%s%s", i > 0 ? ", " : "",
				       vet_json_tree_item(params, i)->text);
	rows->signature = g_strdup_printf("%s(%s) -> %s", name, signature->str,
					  text_under(overload, "result"));
	g_ptr_array_add(kept, (gpointer)rows->signature);
	g_ptr_array_add(kept, rows);
	cel_env_add_functions(env, rows);
}

static void
declare(CelEnv *env, const VetJsonTree *row, GPtrArray *kept)
{
	const char *name = text_under(row, "name");
	const VetJsonTree *overloads = vet_json_tree_get(row, "overloads");

	if (overloads == NULL) {
		cel_env_declare(env, name, text_under(row, "type"));
		return;
	}
	for (guint i = 0; i < vet_json_tree_length(overloads); i++)
		add_overload(env, name, vet_json_tree_item(overloads, i), kept);
}

static CelEnv *
make_env(const VetJsonTree *object, const VetJsonTree *bindings, GPtrArray *kept)
{
	CelEnv *env = cel_env_new();
	const VetJsonTree *declared = vet_json_tree_get(object, "type_env");
	const VetJsonTree *lenient = vet_json_tree_get(object, "disable_check");

	for (guint i = 0; i < vet_json_tree_length(bindings); i++)
		cel_env_declare(env, ((VetJsonTree *)bindings->names->pdata[i])->text, "dyn");
	for (guint i = 0; declared != NULL && i < vet_json_tree_length(declared); i++)
		declare(env, vet_json_tree_item(declared, i), kept);
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

/* What the checker made of it; NULL when it is what was expected.  Caller frees. */
static char *
compare_type(const VetJsonTree *object, const CelProgram *program)
{
	g_autofree char *found = cel_type_to_string(cel_program_type(program));

	const char *expected = text_under(object, "deduced_type");

	if (expected == NULL || g_str_equal(found, expected))
		return NULL;
	return g_strdup_printf("type %s", found);
}

static char *
compare_value(const VetJsonTree *expected, const CelProgram *program, Case *test)
{
	CelEvaluation evaluation = {.arena = test->arena, .resolve = resolve, .user_data = test};
	g_autoptr(GError) error = NULL;
	CelValue value = cel_null();
	gboolean done = cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error);

	if (vet_json_tree_get(expected, "error") != NULL)
		return done ? g_strdup("no error") : NULL;
	if (!done)
		return g_strdup(error->message);
	if (same(value, from_json(test, vet_json_tree_get(expected, "value"))))
		return NULL;
	g_autofree char *shown = cel_value_to_display(value);

	return g_strdup_printf("%s %s", cel_kind_name(value.kind), shown);
}

/* NULL when the case passes, else what happened.  Caller frees. */
static char *
run_case(const char *text, const VetJsonTree *object)
{
	const VetJsonTree *expression = vet_json_tree_get(object, "expr");
	const VetJsonTree *expected = vet_json_tree_get(object, "expected");
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) issues = NULL;
	Case test = {text, arena, vet_json_tree_get(object, "bindings")};
	g_autoptr(CelEnv) env = make_env(object, test.bindings, kept);
	g_autoptr(CelProgram) program =
		cel_compile(env, expression->text, (gssize)expression->length, &issues);
	char *wrong;

	if (program == NULL)
		return vet_json_tree_get(expected, "error") != NULL
			       ? NULL
			       : g_strdup(((CelIssue *)issues->pdata[0])->message);
	wrong = compare_type(object, program);
	if (wrong != NULL || vet_json_tree_get(object, "check_only") != NULL)
		return wrong;
	return compare_value(expected, program, &test);
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
	g_autofree char *path = shared_path("cel/conformance.json");
	g_autoptr(GError) error = NULL;
	gsize length = 0;

	if (!g_file_get_contents(path, ret_text, &length, NULL))
		return NULL;
	VetJsonTree *cases = vet_json_tree_parse(*ret_text, length, &error);

	g_assert_no_error(error);
	return cases;
}

/* Counts one case; TRUE when it failed. */
static gboolean
count_case(GHashTable *counts, const char *text, const VetJsonTree *object)
{
	const char *file = text_under(object, "file");
	g_autofree char *failure = run_case(text, object);
	Count *count = g_hash_table_lookup(counts, file);

	if (count == NULL) {
		count = g_new0(Count, 1);
		g_hash_table_insert(counts, (gpointer)file, count);
	}
	count->total++;
	count->passed += failure == NULL;
	if (failure != NULL)
		g_test_message("%s/%s/%s: %s → %s", file, text_under(object, "section"),
			       text_under(object, "name"), text_under(object, "expr"), failure);
	return failure != NULL;
}

static void
test_conformance(void)
{
	g_autofree char *text = NULL;
	g_autoptr(VetJsonTree) cases = load(&text);
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	guint failures = 0;

	if (cases == NULL) {
		g_test_skip("no conformance data; set VET_SHARED");
		return;
	}
	for (guint i = 0; i < vet_json_tree_length(cases); i++)
		failures += count_case(counts, text, vet_json_tree_item(cases, i)) != FALSE;
	report(counts);
	g_assert_cmpuint(failures, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cel/conformance", test_conformance);
	return g_test_run();
}
