/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * google/cel-spec's own tests (tests/simple/testdata), in the JSON form that `vetctl cel --batch`
 * speaks.  Skipped where the data is absent.
 */

#include "lib/cel/cel.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* U+E000: JSON-GLib ends a text at \u0000, so one stands in for it while it is read */
#define NUL_STAND_IN "\xee\x80\x80"
#define ARENA_BYTES (16 * 1024 * 1024)

typedef struct {
	CelArena *arena;
	JsonObject *bindings;
} Case;

static CelValue from_json(CelArena *arena, JsonNode *node);

static void *
take(CelArena *arena, gsize size)
{
	void *memory = cel_arena_alloc(arena, size);

	g_assert_nonnull(memory);
	return memory;
}

static CelValue
list_from_json(CelArena *arena, JsonArray *array)
{
	guint length = json_array_get_length(array);
	CelValue *items = take(arena, length * sizeof *items);

	for (guint i = 0; i < length; i++)
		items[i] = from_json(arena, json_array_get_element(array, i));
	return cel_list_new(arena, items, length);
}

static CelValue
map_from_json(CelArena *arena, JsonArray *array)
{
	guint length = json_array_get_length(array);
	CelEntry *entries = take(arena, length * sizeof *entries);

	for (guint i = 0; i < length; i++) {
		JsonArray *pair = json_array_get_array_element(array, i);

		entries[i].key = from_json(arena, json_array_get_element(pair, 0));
		entries[i].value = from_json(arena, json_array_get_element(pair, 1));
	}
	return cel_map_new(arena, entries, length);
}

static CelValue
bytes_from_hex(CelArena *arena, const char *hex)
{
	gsize length = strlen(hex) / 2;
	char *data = take(arena, length + 1);

	for (gsize i = 0; i < length; i++)
		data[i] = (char)(g_ascii_xdigit_value(hex[2 * i]) * 16 +
				 g_ascii_xdigit_value(hex[2 * i + 1]));
	return cel_bytes(data, length);
}

static CelValue
moment_from_json(JsonObject *object, gboolean timestamp)
{
	gint64 seconds =
		g_ascii_strtoll(json_object_get_string_member(object, "seconds"), NULL, 10);
	gint32 nanoseconds = (gint32)json_object_get_int_member(object, "nanos");

	return timestamp ? cel_timestamp(seconds, nanoseconds) : cel_duration(seconds, nanoseconds);
}

static CelValue
text_from_json(CelArena *arena, JsonNode *content, CelKind kind)
{
	const char *text = json_node_get_string(content);
	char *copy = cel_arena_copy(arena, text, strlen(text));
	CelValue value = cel_string(copy);
	gsize length = 0;

	for (const char *p = text; *p != '\0'; length++) {
		gboolean nul = g_str_has_prefix(p, NUL_STAND_IN);

		copy[length] = nul ? '\0' : *p;
		p += nul ? strlen(NUL_STAND_IN) : 1;
	}
	copy[length] = '\0';
	value.length = (guint32)length;
	value.kind = kind;
	return value;
}

/* A one-key object {"int": "5"} → value. */
static CelValue
from_json(CelArena *arena, JsonNode *node)
{
	JsonObject *object = json_node_get_object(node);
	g_autoptr(GList) keys = json_object_get_members(object);
	const char *key = keys->data;
	JsonNode *content = json_object_get_member(object, key);

	if (g_str_equal(key, "null"))
		return cel_null();
	if (g_str_equal(key, "bool"))
		return cel_bool(json_node_get_boolean(content));
	if (g_str_equal(key, "int"))
		return cel_int(g_ascii_strtoll(json_node_get_string(content), NULL, 10));
	if (g_str_equal(key, "uint"))
		return cel_uint(g_ascii_strtoull(json_node_get_string(content), NULL, 10));
	if (g_str_equal(key, "double"))
		return cel_double(g_ascii_strtod(json_node_get_string(content), NULL));
	if (g_str_equal(key, "string"))
		return text_from_json(arena, content, CEL_STRING);
	if (g_str_equal(key, "type"))
		return text_from_json(arena, content, CEL_TYPE);
	if (g_str_equal(key, "bytes"))
		return bytes_from_hex(arena, json_node_get_string(content));
	if (g_str_equal(key, "list"))
		return list_from_json(arena, json_node_get_array(content));
	if (g_str_equal(key, "map"))
		return map_from_json(arena, json_node_get_array(content));
	g_assert_true(g_str_equal(key, "timestamp") || g_str_equal(key, "duration"));
	return moment_from_json(json_node_get_object(content), g_str_equal(key, "timestamp"));
}

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	Case *test = user_data;

	if (!json_object_has_member(test->bindings, name))
		return FALSE;
	*ret_value = from_json(test->arena, json_object_get_member(test->bindings, name));
	return TRUE;
}

/* "params": ["T", "U"], "result": "tuple(T, U)" → "tuple(T, U) -> tuple(T, U)" */
static void
add_overload(CelEnv *env, const char *name, JsonObject *overload, GPtrArray *kept)
{
	JsonArray *params = json_object_get_array_member(overload, "params");
	g_autoptr(GString) signature = g_string_new(NULL);
	CelFunctionRow *rows = g_new0(CelFunctionRow, 2);

	for (guint i = 0; i < json_array_get_length(params); i++)
		g_string_append_printf(signature, "%s%s", i > 0 ? ", " : "",
				       json_array_get_string_element(params, i));
	rows->signature = g_strdup_printf("%s(%s) -> %s", name, signature->str,
					  json_object_get_string_member(overload, "result"));
	g_ptr_array_add(kept, (gpointer)rows->signature);
	g_ptr_array_add(kept, rows);
	cel_env_add_functions(env, rows);
}

static void
declare(CelEnv *env, JsonObject *row, GPtrArray *kept)
{
	const char *name = json_object_get_string_member(row, "name");
	JsonArray *overloads;

	if (json_object_has_member(row, "type")) {
		cel_env_declare(env, name, json_object_get_string_member(row, "type"));
		return;
	}
	overloads = json_object_get_array_member(row, "overloads");
	for (guint i = 0; i < json_array_get_length(overloads); i++)
		add_overload(env, name, json_array_get_object_element(overloads, i), kept);
}

static CelEnv *
make_env(JsonObject *object, JsonObject *bindings, GPtrArray *kept)
{
	CelEnv *env = cel_env_new();
	g_autoptr(GList) names = json_object_get_members(bindings);

	for (GList *link = names; link != NULL; link = link->next)
		cel_env_declare(env, link->data, "dyn");
	if (json_object_has_member(object, "type_env")) {
		JsonArray *declared = json_object_get_array_member(object, "type_env");

		for (guint i = 0; i < json_array_get_length(declared); i++)
			declare(env, json_array_get_object_element(declared, i), kept);
	}
	if (json_object_has_member(object, "container"))
		cel_env_set_container(env, json_object_get_string_member(object, "container"));
	cel_env_set_lenient(env, json_object_get_boolean_member(object, "disable_check"));
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
compare_type(JsonObject *object, const CelProgram *program)
{
	g_autofree char *found = cel_type_to_string(cel_program_type(program));

	if (!json_object_has_member(object, "deduced_type") ||
	    g_str_equal(found, json_object_get_string_member(object, "deduced_type")))
		return NULL;
	return g_strdup_printf("type %s", found);
}

static char *
compare_value(JsonObject *expected, const CelProgram *program, Case *test)
{
	CelEvaluation evaluation = {.arena = test->arena, .resolve = resolve, .user_data = test};
	g_autoptr(GError) error = NULL;
	CelValue value = cel_null();
	gboolean done = cel_program_evaluate(program, &evaluation, &value, NULL, NULL, &error);

	if (json_object_has_member(expected, "error"))
		return done ? g_strdup("no error") : NULL;
	if (!done)
		return g_strdup(error->message);
	if (same(value, from_json(test->arena, json_object_get_member(expected, "value"))))
		return NULL;
	g_autofree char *shown = cel_value_to_display(value);

	return g_strdup_printf("%s %s", cel_kind_name(value.kind), shown);
}

/* NULL when the case passes, else what happened.  Caller frees. */
static char *
run_case(JsonObject *object)
{
	g_autoptr(GString) expression = g_string_new(json_object_get_string_member(object, "expr"));
	JsonObject *expected = json_object_get_object_member(object, "expected");
	g_autoptr(CelArena) arena = cel_arena_new(ARENA_BYTES);
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) issues = NULL;
	Case test = {arena, json_object_get_object_member(object, "bindings")};
	g_autoptr(CelEnv) env = make_env(object, test.bindings, kept);
	char *wrong;

	/* a source is a C string: a NUL in a literal of it is written as its escape */
	g_string_replace(expression, NUL_STAND_IN, "\\x00", 0);
	g_autoptr(CelProgram) program = cel_compile(env, expression->str, -1, &issues);

	if (program == NULL)
		return json_object_has_member(expected, "error")
			       ? NULL
			       : g_strdup(((CelIssue *)issues->pdata[0])->message);
	wrong = compare_type(object, program);
	if (wrong != NULL || json_object_has_member(object, "check_only"))
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

/* Every \u0000 of the JSON text becomes its stand-in. */
static char *
replace_nul(const char *json)
{
	GString *text = g_string_sized_new(strlen(json));

	for (const char *p = json; *p != '\0';) {
		gboolean nul = g_str_has_prefix(p, "\\u0000");
		gsize length = nul ? 6 : p[0] == '\\' && p[1] != '\0' ? 2 : 1;

		g_string_append_len(text, nul ? NUL_STAND_IN : p, nul ? -1 : (gssize)length);
		p += length;
	}
	return g_string_free(text, FALSE);
}

static JsonParser *
load(void)
{
	const char *shared = g_getenv("VET_SHARED");
	g_autofree char *path = g_build_filename(shared != NULL ? shared : "../shared", "cel",
						 "conformance.json", NULL);
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *json = NULL;
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &json, NULL, NULL))
		return NULL;
	text = replace_nul(json);
	json_parser_load_from_data(parser, text, -1, &error);
	g_assert_no_error(error);
	return g_steal_pointer(&parser);
}

/* Counts one case; TRUE when it failed. */
static gboolean
count_case(GHashTable *counts, JsonObject *object)
{
	const char *file = json_object_get_string_member(object, "file");
	g_autofree char *failure = run_case(object);
	Count *count = g_hash_table_lookup(counts, file);

	if (count == NULL) {
		count = g_new0(Count, 1);
		g_hash_table_insert(counts, (gpointer)file, count);
	}
	count->total++;
	count->passed += failure == NULL;
	if (failure != NULL)
		g_test_message("%s/%s/%s: %s → %s", file,
			       json_object_get_string_member(object, "section"),
			       json_object_get_string_member(object, "name"),
			       json_object_get_string_member(object, "expr"), failure);
	return failure != NULL;
}

static void
test_conformance(void)
{
	g_autoptr(JsonParser) parser = load();
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	guint failures = 0;

	if (parser == NULL) {
		g_test_skip("no conformance data; set VET_SHARED");
		return;
	}
	JsonArray *cases = json_node_get_array(json_parser_get_root(parser));

	for (guint i = 0; i < json_array_get_length(cases); i++)
		failures += count_case(counts, json_array_get_object_element(cases, i)) != FALSE;
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
