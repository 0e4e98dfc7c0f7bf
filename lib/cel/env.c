/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/env.h"

#include <string.h>

#define LISTED_NAMES 12

struct _CelEnv {
	gatomicrefcount references;
	GHashTable *names;     /* set of char* */
	GHashTable *functions; /* "name/form/count" → row */
	GHashTable *by_name;   /* name → its first row */
	char *container;
	gboolean lenient;
};

static char *
function_key(const char *name, gboolean member, guint n_arguments)
{
	return g_strdup_printf("%s/%c/%u", name, member ? 'm' : 'g', n_arguments);
}

CelEnv *
cel_env_new(void)
{
	CelEnv *env = g_new0(CelEnv, 1);

	g_atomic_ref_count_init(&env->references);
	env->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	env->functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	env->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	env->container = g_strdup("");
	cel_env_add_functions(env, cel_standard_functions());
	return env;
}

CelEnv *
cel_env_ref(CelEnv *env)
{
	g_atomic_ref_count_inc(&env->references);
	return env;
}

void
cel_env_unref(CelEnv *env)
{
	if (!g_atomic_ref_count_dec(&env->references))
		return;
	g_hash_table_unref(env->names);
	g_hash_table_unref(env->functions);
	g_hash_table_unref(env->by_name);
	g_free(env->container);
	g_free(env);
}

void
cel_env_declare(CelEnv *env, const char *name)
{
	g_hash_table_add(env->names, g_strdup(name));
}

void
cel_env_add_functions(CelEnv *env, const CelFunctionRow *rows)
{
	for (const CelFunctionRow *row = rows; row->name != NULL; row++) {
		g_hash_table_replace(env->functions,
				     function_key(row->name, row->member, row->n_arguments),
				     (gpointer)row);
		if (!g_hash_table_contains(env->by_name, row->name))
			g_hash_table_insert(env->by_name, (gpointer)row->name, (gpointer)row);
	}
}

void
cel_env_set_container(CelEnv *env, const char *container)
{
	g_free(env->container);
	env->container = g_strdup(container);
}

void
cel_env_set_lenient(CelEnv *env, gboolean lenient)
{
	env->lenient = lenient;
}

gboolean
cel_env_declares(const CelEnv *env, const char *name)
{
	return g_hash_table_contains(env->names, name);
}

char *
cel_env_list_names(const CelEnv *env)
{
	g_autoptr(GList) names =
		g_list_sort(g_hash_table_get_keys(env->names), (GCompareFunc)strcmp);
	GString *text = g_string_new(NULL);
	guint n = 0;

	for (GList *link = names; link != NULL; link = link->next, n++) {
		if (n == LISTED_NAMES) {
			g_string_append(text, " …");
			break;
		}
		g_string_append_printf(text, "%s%s", n > 0 ? ", " : "", (const char *)link->data);
	}
	return g_string_free(text, FALSE);
}

const CelFunctionRow *
cel_env_find_function(const CelEnv *env, const char *name, gboolean member, guint n_arguments)
{
	g_autofree char *key = function_key(name, member, n_arguments);

	return g_hash_table_lookup(env->functions, key);
}

const CelFunctionRow *
cel_env_find_any(const CelEnv *env, const char *name)
{
	return g_hash_table_lookup(env->by_name, name);
}

const char *
cel_env_container(const CelEnv *env)
{
	return env->container;
}

gboolean
cel_env_is_lenient(const CelEnv *env)
{
	return env->lenient;
}
