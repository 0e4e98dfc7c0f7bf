/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names and the fields selected from them (langdef, "Name Resolution"). */

#include "lib/cel/check.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <string.h>

#define LISTED_NAMES 12

/* a name and the fields selected from it: a.b.c is three nodes, the name first */
typedef struct {
	CelNode *nodes[CEL_MAX_DEPTH];
	gsize length;
	gsize n_joined; /* as many as may make one name: up to a backquoted or optional field */
} Chain;

/* FALSE when `node` is no name with selections. */
static gboolean
find_chain(CelNode *node, Chain *ret_chain)
{
	gsize length = 1;
	CelNode *last = node;

	for (; last->kind == CEL_NODE_SELECT || (last == node && last->kind == CEL_NODE_HAS);
	     last = last->children[0])
		length++;
	if (last->kind != CEL_NODE_NAME || length > CEL_MAX_DEPTH)
		return FALSE;
	ret_chain->length = length;
	for (gsize i = length; i > 0; i--) {
		ret_chain->nodes[i - 1] = node;
		node = i > 1 ? node->children[0] : node;
	}
	ret_chain->n_joined = 1;
	while (ret_chain->n_joined < length) {
		const CelNode *next = ret_chain->nodes[ret_chain->n_joined];

		if (next->kind == CEL_NODE_HAS || next->optional || next->quoted)
			break;
		ret_chain->n_joined++;
	}
	return TRUE;
}

static char *
join_names(const Chain *chain, gsize length)
{
	GString *text = g_string_new(chain->nodes[0]->name);

	for (gsize i = 1; i < length; i++)
		g_string_append_printf(text, ".%s", chain->nodes[i]->name);
	return g_string_free(text, FALSE);
}

gssize
cel_check_find_local(const CelChecker *checker, const char *name)
{
	for (guint i = checker->scope->len; i > 0; i--) {
		const CelLocal *local = &g_array_index(checker->scope, CelLocal, i - 1);

		if (local->name != NULL && strcmp(local->name, name) == 0)
			return (gssize)i - 1;
	}
	return -1;
}

typedef gboolean (*Matches)(const CelEnv *env, const char *name, gconstpointer data);

/*
 * What `name` may stand for in the container a.b: a.b.name, a.name, name; the first that `matches`.
 * Caller frees.
 */
static char *
find_in_container(const CelEnv *env, const char *name, gboolean absolute, Matches matches,
		  gconstpointer data)
{
	g_autofree char *container = g_strdup(absolute ? "" : cel_env_container(env));

	while (container[0] != '\0') {
		g_autofree char *candidate = g_strdup_printf("%s.%s", container, name);
		char *dot = strrchr(container, '.');

		if (matches(env, candidate, data))
			return g_steal_pointer(&candidate);
		*(dot != NULL ? dot : container) = '\0';
	}
	return matches(env, name, data) ? g_strdup(name) : NULL;
}

static gboolean
is_variable(const CelEnv *env, const char *name, gconstpointer data)
{
	return cel_env_variable(env, name) != NULL;
}

static gboolean
is_type(const CelEnv *env, const char *name, gconstpointer data)
{
	for (guint kind = CEL_NULL; kind <= CEL_OPTIONAL; kind++)
		if (strcmp(cel_kind_name(kind), name) == 0)
			return TRUE;
	return FALSE;
}

static guint
root_index(CelProgram *program, const char *name)
{
	guint index;

	if (!g_ptr_array_find_with_equal_func(program->variables, name, g_str_equal, &index)) {
		index = program->variables->len;
		g_ptr_array_add(program->variables, g_strdup(name));
	}
	return index;
}

/* The path from a root variable, of `length` nodes, through all that is selected from it. */
static void
record_path(CelChecker *checker, const Chain *chain, const char *root, gsize length)
{
	g_autoptr(GString) path = g_string_new(root);

	for (gsize i = length; i < chain->length; i++)
		g_string_append_printf(path, ".%s", chain->nodes[i]->name);
	if (checker->key != NULL)
		g_string_append_printf(path, ".%s", checker->key);
	if (g_hash_table_contains(checker->seen_paths, path->str))
		return;
	char *copy = g_strdup(path->str);

	g_ptr_array_add(checker->program->paths, copy);
	g_hash_table_add(checker->seen_paths, copy);
}

static const CelType *
become_root(CelChecker *checker, CelNode *node, const char *variable)
{
	node->kind = CEL_NODE_ROOT;
	node->root = root_index(checker->program, variable);
	node->n_children = 0;
	return checker->lenient ? cel_check_dyn()
				: cel_env_variable(checker->program->env, variable);
}

/* `int`, `list` …: a value of type type(int), type(list(dyn)) … */
static const CelType *
become_type(CelChecker *checker, CelNode *node, const char *name)
{
	CelArena *arena = checker->program->arena;
	const char *text = cel_arena_copy(arena, name, strlen(name));
	const CelType *type = cel_env_read_type(checker->program->env, arena, name);

	node->kind = CEL_NODE_CONSTANT;
	node->n_children = 0;
	node->constant = cel_type_of(text != NULL ? text : "");
	checker->types.spent |= text == NULL;
	return cel_check_make(checker, CEL_TYPE_TYPE, type != NULL ? type : cel_check_dyn(), NULL);
}

/* The longest beginning of the chain that is declared becomes one node; 0 when none is. */
static gsize
resolve_declared(CelChecker *checker, const Chain *chain, const CelType **ret_type)
{
	const CelEnv *env = checker->program->env;
	gboolean absolute = chain->nodes[0]->absolute;

	for (gsize length = chain->n_joined; length > 0; length--) {
		CelNode *node = chain->nodes[length - 1];
		g_autofree char *name = join_names(chain, length);
		g_autofree char *variable =
			find_in_container(env, name, absolute, is_variable, NULL);
		g_autofree char *type = NULL;

		if (variable != NULL) {
			record_path(checker, chain, variable, length);
			*ret_type = become_root(checker, node, variable);
			return length;
		}
		type = find_in_container(env, name, absolute, is_type, NULL);
		if (type != NULL) {
			*ret_type = become_type(checker, node, type);
			return length;
		}
	}
	return 0;
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "; did you mean 'x'?", or "; there is a, b, c …" of the names, which it takes. */
static char *
suggest_or_list(const char *name, GPtrArray *names)
{
	g_autoptr(GString) list = g_string_new("; there is ");

	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < MIN(names->len, LISTED_NAMES); i++)
		g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", (char *)names->pdata[i]);
	g_string_append(list, names->len == 0 ? "none" : names->len > LISTED_NAMES ? " …" : "");
	char *hint = cel_check_suggest(name, names);

	if (*hint != '\0')
		return hint;
	g_free(hint);
	return g_strdup(list->str);
}

static void
fail_unknown(CelChecker *checker, const CelNode *name)
{
	GPtrArray *known = g_ptr_array_new();

	cel_env_collect_variables(checker->program->env, known);
	for (guint i = 0; i < checker->scope->len; i++)
		g_ptr_array_add(known, (gpointer)g_array_index(checker->scope, CelLocal, i).name);
	g_autofree char *hint = suggest_or_list(name->name, known);

	cel_check_fault(checker, name->span, "unknown name '%s'%s", name->name, hint);
}

static const CelType *
check_chain(CelChecker *checker, const Chain *chain)
{
	CelNode *name = chain->nodes[0];
	gssize slot = name->absolute ? -1 : cel_check_find_local(checker, name->name);
	const CelType *type = cel_check_dyn();
	gsize length = 1;

	if (slot >= 0) {
		name->kind = CEL_NODE_LOCAL;
		name->slot = (guint)slot;
		type = g_array_index(checker->scope, CelLocal, slot).type;
	} else {
		length = resolve_declared(checker, chain, &type);
		if (length == 0) {
			if (!checker->lenient)
				fail_unknown(checker, name);
			name->kind = CEL_NODE_UNKNOWN;
			return cel_check_dyn();
		}
	}
	for (gsize i = length; i < chain->length; i++)
		type = cel_check_field(checker, chain->nodes[i], type);
	return type;
}

/* --- fields --- */

const CelType *
cel_check_object_field(CelChecker *checker, const CelType *object, const char *name, CelSpan place)
{
	const CelType *type = g_hash_table_lookup(object->object->fields, name);
	GPtrArray *names;
	GHashTableIter iterator;
	gpointer known;

	if (type != NULL)
		return type;
	names = g_ptr_array_new();
	g_hash_table_iter_init(&iterator, object->object->fields);
	while (g_hash_table_iter_next(&iterator, &known, NULL))
		g_ptr_array_add(names, known);
	g_autofree char *hint = suggest_or_list(name, names);

	cel_check_mismatch(checker, place, "%s has no field '%.*s'%s", object->object->name,
			   cel_text_shown(name, strlen(name)), name, hint);
	return cel_check_dyn();
}

/* units.size where units.size() is meant; or units.name */
static char *
hint_for_field(const CelChecker *checker, const CelNode *node, const CelType *operand)
{
	if (cel_env_has_function(checker->program->env, node->name, TRUE, 1))
		return g_strdup_printf("; a function is called with brackets: %s()", node->name);
	return g_strdup(operand->kind == CEL_TYPE_LIST
				? "; take one element, or ask all with exists() or all()"
				: "");
}

static const CelType *
known_field(CelChecker *checker, const CelNode *node, const CelType *operand)
{
	operand = cel_unifier_resolve(&checker->types, operand);
	switch (operand->kind) {
	case CEL_TYPE_DYN:
		return cel_check_dyn();
	case CEL_TYPE_VARIABLE:
		(void)cel_unifier_assign(&checker->types, cel_check_dyn(), operand);
		return cel_check_dyn();
	case CEL_TYPE_MAP:
		return operand->parameters[1];
	case CEL_TYPE_OBJECT:
		return cel_check_object_field(checker, operand, node->name, node->mark);
	default:
		break;
	}
	g_autofree char *found = cel_check_print(checker, operand);
	g_autofree char *hint = hint_for_field(checker, node, operand);

	cel_check_mismatch(checker, node->mark, "%s has no fields, so no field '%s'%s", found,
			   node->name, hint);
	return cel_check_dyn();
}

const CelType *
cel_check_field(CelChecker *checker, CelNode *node, const CelType *operand)
{
	const CelType *held = cel_check_held(checker, operand);
	const CelType *type = known_field(checker, node, held != NULL ? held : operand);

	if (node->kind == CEL_NODE_HAS)
		return cel_type_simple(CEL_TYPE_BOOL);
	return held != NULL || node->optional ? cel_check_make_optional(checker, type) : type;
}

/* The chain is large: not on the stack of every level of a recursion. */
static G_NO_INLINE gboolean
check_as_chain(CelChecker *checker, CelNode *node, const CelType **ret_type)
{
	Chain chain;

	if (!find_chain(node, &chain))
		return FALSE;
	*ret_type = check_chain(checker, &chain);
	return TRUE;
}

const CelType *
cel_check_name(CelChecker *checker, CelNode *node)
{
	const CelType *type;
	gboolean is_chain = check_as_chain(checker, node, &type);

	checker->key = NULL;
	if (is_chain)
		return type;
	return cel_check_field(checker, node, cel_check_node(checker, node->children[0]));
}

/* --- names of functions --- */

static gboolean
is_function(const CelEnv *env, const char *name, gconstpointer data)
{
	return cel_env_has_function(env, name, FALSE, *(const guint *)data);
}

static const char *
keep(CelChecker *checker, const char *name)
{
	const char *copy = cel_arena_copy(checker->program->arena, name, strlen(name));

	checker->types.spent |= copy == NULL;
	return copy;
}

gboolean
cel_check_find_qualified(CelChecker *checker, CelNode *call, const char **ret_name)
{
	CelNode *receiver = call->children[0];
	guint n_arguments = call->n_children - 1;
	Chain chain;

	if ((receiver->kind != CEL_NODE_NAME && receiver->kind != CEL_NODE_SELECT) ||
	    !find_chain(receiver, &chain) || chain.n_joined != chain.length)
		return FALSE;
	if (!chain.nodes[0]->absolute && cel_check_find_local(checker, chain.nodes[0]->name) >= 0)
		return FALSE;
	g_autofree char *prefix = join_names(&chain, chain.length);
	g_autofree char *name = g_strdup_printf("%s.%s", prefix, call->name);
	g_autofree char *found = find_in_container(
		checker->program->env, name, chain.nodes[0]->absolute, is_function, &n_arguments);

	const char *kept = found != NULL ? keep(checker, found) : NULL;

	if (kept != NULL)
		*ret_name = kept;
	return kept != NULL;
}

static gboolean
is_namespace(const CelEnv *env, const char *prefix)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	gsize length = strlen(prefix);

	cel_env_collect_functions(env, FALSE, names);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (strncmp(name, prefix, length) == 0 && name[length] == '.')
			return TRUE;
	}
	return FALSE;
}

char *
cel_check_unknown_qualified(const CelChecker *checker, const CelNode *call)
{
	const CelNode *receiver = call->children[0];

	if (receiver->kind != CEL_NODE_NAME || checker->lenient ||
	    cel_check_find_local(checker, receiver->name) >= 0 ||
	    cel_env_variable(checker->program->env, receiver->name) != NULL ||
	    !is_namespace(checker->program->env, receiver->name))
		return NULL;
	return g_strdup_printf("%s.%s", receiver->name, call->name);
}

const char *
cel_check_function_name(CelChecker *checker, const CelNode *call)
{
	guint n_arguments = call->n_children;
	g_autofree char *found = find_in_container(checker->program->env, call->name,
						   call->absolute, is_function, &n_arguments);

	return found == NULL || strcmp(found, call->name) == 0 ? call->name : keep(checker, found);
}
