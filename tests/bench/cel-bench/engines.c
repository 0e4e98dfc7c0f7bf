/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/cel-bench/engines.h"

#include "tests/cel-calls.h"

/* before <jq.h>, which needs it */
#include <stdio.h>

#include <jq.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#define DATA_BYTES (16 * 1024 * 1024)
#define ARENA_BYTES (1024 * 1024)

typedef struct {
	const char *name, *type;
	CelValue value;
} Root;

struct _BenchEngines {
	const BenchTask *task;
	jv data;
	CelArena *values, *arena;
	Root roots[3];
	CelEnv *env;
	CelProgram *program;
	lua_State *lua;
	jq_state *jq, *jq_compiler;
};

static void G_GNUC_PRINTF(1, 2) give_up(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	exit(EXIT_FAILURE);
}

/* --- CEL --- */

static gboolean
resolve(gpointer user_data, const char *name, CelValue *ret_value, GError **error)
{
	const BenchEngines *engines = user_data;

	for (gsize i = 0; i < G_N_ELEMENTS(engines->roots); i++) {
		if (strcmp(engines->roots[i].name, name) != 0)
			continue;
		*ret_value = engines->roots[i].value;
		return TRUE;
	}
	return FALSE;
}

static CelProgram *
compile_cel(const BenchEngines *engines)
{
	g_autofree char *message = NULL;
	CelSpan span;
	CelProgram *program =
		cel_calls_compile(engines->env, engines->task->sources[BENCH_CEL], &message, &span);

	if (program == NULL)
		give_up("CEL: %s\n", message);
	return program;
}

static CelValue
evaluate_cel(BenchEngines *engines)
{
	CelEvaluation evaluation = {
		.arena = engines->arena, .resolve = resolve, .user_data = engines};
	CelValue value;

	if (!cel_program_evaluate(engines->program, &evaluation, &value, NULL, NULL, NULL))
		give_up("CEL: the evaluation failed\n");
	return value;
}

static void
run_cel(gpointer data, guint64 n)
{
	BenchEngines *engines = data;

	for (guint64 i = 0; i < n; i++) {
		evaluate_cel(engines);
		cel_calls_reset(&engines->arena, ARENA_BYTES);
	}
}

static void
run_cel_compile(gpointer data, guint64 n)
{
	for (guint64 i = 0; i < n; i++)
		cel_program_free(compile_cel(data));
}

static void
start_cel(BenchEngines *engines)
{
	static const Root roots[] = {{"members", "list(map(string, dyn))"},
				     {"documents", "list(map(string, dyn))"},
				     {"units", "list(map(string, dyn))"}};

	engines->values = cel_arena_new(DATA_BYTES);
	engines->arena = cel_arena_new(ARENA_BYTES);
	engines->env = cel_env_new();
	for (gsize i = 0; i < G_N_ELEMENTS(roots); i++) {
		jv value = jv_object_get(jv_copy(engines->data), jv_string(roots[i].name));

		engines->roots[i] = roots[i];
		engines->roots[i].value = bench_data_to_cel(value, engines->values);
		cel_calls_declare(engines->env, roots[i].name, roots[i].type);
	}
	engines->program = compile_cel(engines);
}

/* --- Lua: the function at index 1, its arguments behind it --- */

static int
n_arguments(const BenchEngines *engines)
{
	return engines->task->arguments[1] != NULL ? 2 : 1;
}

static void
call_lua(const BenchEngines *engines)
{
	int n = n_arguments(engines);

	for (int i = 0; i <= n; i++)
		lua_pushvalue(engines->lua, i + 1);
	lua_call(engines->lua, n, 1);
}

static void
run_lua(gpointer data, guint64 n)
{
	const BenchEngines *engines = data;

	for (guint64 i = 0; i < n; i++) {
		call_lua(engines);
		lua_settop(engines->lua, -2);
	}
}

static void
compile_lua(const BenchEngines *engines)
{
	if (luaL_loadstring(engines->lua, engines->task->sources[BENCH_LUA]) != LUA_OK)
		give_up("Lua: %s\n", lua_tostring(engines->lua, -1));
}

static void
run_lua_compile(gpointer data, guint64 n)
{
	const BenchEngines *engines = data;

	for (guint64 i = 0; i < n; i++) {
		compile_lua(engines);
		lua_settop(engines->lua, -2);
	}
}

static void
start_lua(BenchEngines *engines)
{
	engines->lua = luaL_newstate();
	luaL_openlibs(engines->lua);
	compile_lua(engines);
	lua_call(engines->lua, 0, 1);
	for (int i = 0; i < n_arguments(engines); i++) {
		jv key = jv_string(engines->task->arguments[i]);

		bench_data_to_lua(jv_object_get(jv_copy(engines->data), key), engines->lua);
	}
}

/* --- jq --- */

static jv
evaluate_jq(const BenchEngines *engines)
{
	jq_start(engines->jq, jv_copy(engines->data), 0);
	return jq_next(engines->jq);
}

static void
run_jq(gpointer data, guint64 n)
{
	for (guint64 i = 0; i < n; i++)
		jv_free(evaluate_jq(data));
}

static void
run_jq_compile(gpointer data, guint64 n)
{
	const BenchEngines *engines = data;

	for (guint64 i = 0; i < n; i++)
		if (!jq_compile(engines->jq_compiler, engines->task->sources[BENCH_JQ]))
			give_up("jq: does not compile\n");
}

static void
start_jq(BenchEngines *engines)
{
	engines->jq = jq_init();
	engines->jq_compiler = jq_init();
	if (!jq_compile(engines->jq, engines->task->sources[BENCH_JQ]))
		give_up("jq: does not compile\n");
}

/* --- results --- */

static char *
show_cel(BenchEngines *engines)
{
	g_autoptr(GString) text = g_string_new(NULL);
	CelValue value = evaluate_cel(engines), path;

	if (value.kind == CEL_BOOL)
		return g_strdup(value.boolean ? "true" : "false");
	for (gsize i = 0; value.kind == CEL_LIST && i < value.list->length; i++)
		if (cel_map_get(value.list->items[i], "path", &path))
			g_string_append_printf(text, "%s\n", path.text);
	return g_strdup(text->str);
}

static char *
show_lua(BenchEngines *engines)
{
	g_autoptr(GString) text = g_string_new(NULL);
	lua_State *lua = engines->lua;

	call_lua(engines);
	if (lua_isboolean(lua, -1))
		g_string_append(text, lua_toboolean(lua, -1) ? "true" : "false");
	for (int i = 1; lua_istable(lua, -1) && i <= (int)lua_rawlen(lua, -1); i++) {
		lua_rawgeti(lua, -1, i);
		lua_getfield(lua, -1, "path");
		g_string_append_printf(text, "%s\n", lua_tostring(lua, -1));
		lua_settop(lua, -3);
	}
	lua_settop(lua, -2);
	return g_strdup(text->str);
}

static char *
show_jq(BenchEngines *engines)
{
	g_autoptr(GString) text = g_string_new(NULL);
	jv value = evaluate_jq(engines);
	jv_kind kind = jv_get_kind(value);
	int length = kind == JV_KIND_ARRAY ? jv_array_length(jv_copy(value)) : 0;

	if (kind == JV_KIND_TRUE || kind == JV_KIND_FALSE)
		g_string_append(text, kind == JV_KIND_TRUE ? "true" : "false");
	for (int i = 0; i < length; i++) {
		jv path = jv_object_get(jv_array_get(jv_copy(value), i), jv_string("path"));

		g_string_append_printf(text, "%s\n", jv_string_value(path));
		jv_free(path);
	}
	jv_free(value);
	return g_strdup(text->str);
}

char *
bench_engines_show(BenchEngines *engines, BenchEngine engine)
{
	static char *(*const shows[])(BenchEngines *) = {
		[BENCH_CEL] = show_cel, [BENCH_LUA] = show_lua, [BENCH_JQ] = show_jq};

	return shows[engine](engines);
}

/* --- all three --- */

BenchEngines *
bench_engines_new(const BenchTask *task)
{
	BenchEngines *engines = g_new0(BenchEngines, 1);

	engines->task = task;
	engines->data = bench_data_new();
	start_cel(engines);
	start_lua(engines);
	start_jq(engines);
	return engines;
}

void
bench_engines_free(BenchEngines *engines)
{
	jq_teardown(&engines->jq);
	jq_teardown(&engines->jq_compiler);
	lua_close(engines->lua);
	cel_program_free(engines->program);
	cel_env_unref(engines->env);
	cel_arena_free(engines->arena);
	cel_arena_free(engines->values);
	jv_free(engines->data);
	g_free(engines);
}

BenchRun
bench_engines_evaluate(BenchEngine engine)
{
	static const BenchRun runs[] = {
		[BENCH_CEL] = run_cel, [BENCH_LUA] = run_lua, [BENCH_JQ] = run_jq};

	return runs[engine];
}

BenchRun
bench_engines_compile(BenchEngine engine)
{
	static const BenchRun runs[] = {[BENCH_CEL] = run_cel_compile,
					[BENCH_LUA] = run_lua_compile,
					[BENCH_JQ] = run_jq_compile};

	return runs[engine];
}

static gsize
lua_bytes(lua_State *lua)
{
	return (gsize)lua_gc(lua, LUA_GCCOUNT) * 1024 + (gsize)lua_gc(lua, LUA_GCCOUNTB);
}

gsize
bench_engines_own_bytes(BenchEngines *engines, BenchEngine engine)
{
	gsize before, taken;

	if (engine == BENCH_JQ)
		return 0;
	if (engine == BENCH_CEL) {
		cel_calls_reset(&engines->arena, ARENA_BYTES);
		evaluate_cel(engines);
		return cel_arena_used(engines->arena);
	}
	lua_gc(engines->lua, LUA_GCCOLLECT);
	lua_gc(engines->lua, LUA_GCSTOP);
	before = lua_bytes(engines->lua);
	run_lua(engines, 1);
	taken = lua_bytes(engines->lua) - before;
	lua_gc(engines->lua, LUA_GCRESTART);
	return taken;
}
