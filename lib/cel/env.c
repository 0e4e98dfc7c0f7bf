/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/env.h"

#include "lib/cel/functions.h"
#include "lib/cel/operators.h"

#include <string.h>

#define ENV_MAX_BYTES ((gsize)64 * 1024 * 1024)
#define TRIAL_MAX_BYTES ((gsize)64 * 1024)

struct _CelEnv {
	gatomicrefcount references;
	CelEnv *parent;        /* NULL: the standard one */
	CelArena *arena;       /* of types and overloads */
	GHashTable *variables; /* char* → CelType */
	GHashTable *functions; /* name → GPtrArray of CelOverload */
	GHashTable *objects;   /* name → CelType of kind OBJECT */
	char *container;       /* NULL: the parent's */
	gboolean lenient;
};

static void
free_object(gpointer type)
{
	g_hash_table_unref(((const CelType *)type)->object->fields);
}

static CelEnv *
env_new(CelEnv *parent)
{
	CelEnv *env = g_new0(CelEnv, 1);

	g_atomic_ref_count_init(&env->references);
	env->parent = parent;
	env->arena = cel_arena_new(ENV_MAX_BYTES);
	env->variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	env->functions = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					       (GDestroyNotify)g_ptr_array_unref);
	env->objects = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_object);
	env->lenient = parent != NULL && parent->lenient;
	return env;
}

/* Read once, for all environments. */
static CelEnv *
standard_env(void)
{
	static gsize once = 0;
	static CelEnv *env;

	if (g_once_init_enter(&once)) {
		env = env_new(NULL);
		cel_env_add_functions(env, cel_operator_rows());
		cel_env_add_functions(env, cel_standard_functions());
		g_once_init_leave(&once, 1);
	}
	return env;
}

CelEnv *
cel_env_new(void)
{
	return env_new(cel_env_ref(standard_env()));
}

CelEnv *
cel_env_new_child(CelEnv *parent)
{
	return env_new(cel_env_ref(parent));
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
	g_hash_table_unref(env->variables);
	g_hash_table_unref(env->functions);
	g_hash_table_unref(env->objects);
	cel_arena_free(env->arena);
	g_free(env->container);
	if (env->parent != NULL)
		cel_env_unref(env->parent);
	g_free(env);
}

/* --- types --- */

static const CelType *
find_object(gpointer user_data, const char *name)
{
	for (const CelEnv *env = user_data; env != NULL; env = env->parent) {
		const CelType *type = g_hash_table_lookup(env->objects, name);

		if (type != NULL)
			return type;
	}
	return NULL;
}

const CelType *
cel_env_read_type(const CelEnv *env, CelArena *arena, const char *text)
{
	const char *end;
	const CelType *type = cel_type_read(arena, text, find_object, (gpointer)env, &end);

	return type != NULL && *end == '\0' ? type : NULL;
}

/*
 * Of a declaration, which is code: a mistake in it is a mistake of the program.  A name with a
 * capital letter is an object, though its fields may come later.
 */
static const CelType *
declared_object(gpointer user_data, const char *name)
{
	CelEnv *env = user_data;
	const CelType *known = find_object(env, name);
	CelObject *object;
	CelType *type;

	if (known != NULL || !g_ascii_isupper(*name))
		return known;
	type = cel_arena_alloc(env->arena, sizeof *type);
	object = cel_arena_alloc(env->arena, sizeof *object);
	char *copy = cel_arena_copy(env->arena, name, strlen(name));

	if (type == NULL || object == NULL || copy == NULL)
		g_error("cel: no memory for the type '%s'", name);
	object->name = copy;
	object->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	type->kind = CEL_TYPE_OBJECT;
	type->object = object;
	g_hash_table_insert(env->objects, copy, type);
	return type;
}

static const CelType *
read_declared(CelEnv *env, const char *text)
{
	const char *end;
	const CelType *type = cel_type_read(env->arena, text, declared_object, env, &end);

	if (type == NULL || *end != '\0')
		g_error("cel: '%s' is no type", text);
	return type;
}

gboolean
cel_type_is_valid(const char *text)
{
	g_autoptr(CelArena) arena = cel_arena_new(TRIAL_MAX_BYTES);
	const char *end;

	return cel_type_read(arena, text, NULL, NULL, &end) != NULL && *end == '\0';
}

gboolean
cel_signature_is_valid(const char *signature)
{
	g_autoptr(CelArena) arena = cel_arena_new(TRIAL_MAX_BYTES);
	CelFunctionRow row = {signature, NULL, NULL};
	CelOverload overload;

	return cel_overload_read(&row, arena, NULL, NULL, &overload);
}

static void
declare_field(CelEnv *env, const char *object, const char *field, const CelType *type)
{
	const CelType *owner = declared_object(env, object);

	if (owner == NULL)
		g_error("cel: an object type begins with a capital letter, '%s' does not", object);
	g_hash_table_replace(owner->object->fields, g_strdup(field), (gpointer)type);
}

void
cel_env_declare_field(CelEnv *env, const char *object, const char *field, const char *type)
{
	declare_field(env, object, field, read_declared(env, type));
}

void
cel_env_declare_field_as(CelEnv *env, const char *object, const char *field, const CelType *type)
{
	declare_field(env, object, field, cel_type_copy(env->arena, type));
}

/* --- variables --- */

void
cel_env_declare(CelEnv *env, const char *name, const char *type)
{
	g_hash_table_replace(env->variables, g_strdup(name), (gpointer)read_declared(env, type));
}

void
cel_env_declare_as(CelEnv *env, const char *name, const CelType *type)
{
	g_hash_table_replace(env->variables, g_strdup(name),
			     (gpointer)cel_type_copy(env->arena, type));
}

const CelType *
cel_env_variable(const CelEnv *env, const char *name)
{
	for (; env != NULL; env = env->parent) {
		const CelType *type = g_hash_table_lookup(env->variables, name);

		if (type != NULL)
			return type;
	}
	return NULL;
}

static void
collect_keys(GHashTable *table, GPtrArray *names)
{
	GHashTableIter iterator;
	gpointer key;

	g_hash_table_iter_init(&iterator, table);
	while (g_hash_table_iter_next(&iterator, &key, NULL))
		g_ptr_array_add(names, key);
}

void
cel_env_collect_variables(const CelEnv *env, GPtrArray *names)
{
	for (; env != NULL; env = env->parent)
		collect_keys(env->variables, names);
}

/* --- functions --- */

void
cel_env_add_functions(CelEnv *env, const CelFunctionRow *rows)
{
	for (const CelFunctionRow *row = rows; row->signature != NULL; row++) {
		CelOverload *overload = cel_arena_alloc(env->arena, sizeof *overload);
		GPtrArray *list;

		if (overload == NULL ||
		    !cel_overload_read(row, env->arena, declared_object, env, overload))
			g_error("cel: '%s' is no signature", row->signature);
		list = g_hash_table_lookup(env->functions, overload->name);
		if (list == NULL) {
			list = g_ptr_array_new();
			g_hash_table_insert(env->functions, (gpointer)overload->name, list);
		}
		g_ptr_array_add(list, overload);
	}
}

void
cel_env_collect_overloads(const CelEnv *env, const char *name, GPtrArray *overloads)
{
	for (; env != NULL; env = env->parent) {
		const GPtrArray *list = g_hash_table_lookup(env->functions, name);

		for (guint i = 0; list != NULL && i < list->len; i++)
			g_ptr_array_add(overloads, list->pdata[i]);
	}
}

gboolean
cel_env_has_function(const CelEnv *env, const char *name, gboolean member, guint n_arguments)
{
	for (; env != NULL; env = env->parent) {
		const GPtrArray *list = g_hash_table_lookup(env->functions, name);

		for (guint i = 0; list != NULL && i < list->len; i++)
			if (cel_overload_takes(list->pdata[i], member, n_arguments))
				return TRUE;
	}
	return FALSE;
}

void
cel_env_collect_functions(const CelEnv *env, gboolean members, GPtrArray *names)
{
	for (; env != NULL; env = env->parent) {
		GHashTableIter iterator;
		gpointer name, list;

		g_hash_table_iter_init(&iterator, env->functions);
		while (g_hash_table_iter_next(&iterator, &name, &list)) {
			const CelOverload *overload = ((const GPtrArray *)list)->pdata[0];

			/* operators have no name that could be written */
			if (!overload->member == !members && g_ascii_isalpha(*overload->name))
				g_ptr_array_add(names, name);
		}
	}
}

/* --- the rest --- */

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

const char *
cel_env_container(const CelEnv *env)
{
	for (; env != NULL; env = env->parent)
		if (env->container != NULL)
			return env->container;
	return "";
}

gboolean
cel_env_is_lenient(const CelEnv *env)
{
	return env->lenient;
}
