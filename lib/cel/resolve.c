/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each name in a tree means (langdef, "Name Resolution"). */

#include "lib/cel/env.h"
#include "lib/cel/error.h"
#include "lib/cel/program.h"
#include "lib/cel/regex.h"
#include "lib/cel/value.h"

#include <string.h>

typedef struct {
	CelProgram *program;
	GPtrArray
		*scope; /* the macros' variables that can be seen, outermost first; slot = index */
	GHashTable *seen_paths;
	CelSpan fault;
	GError *error;
} Resolver;

/* a name and the fields selected from it: a.b.c is three nodes, the name first */
typedef struct {
	CelNode *nodes[CEL_MAX_DEPTH];
	gsize length;
	gsize n_joined; /* as many as may make one name: up to a backquoted or optional field */
} Chain;

static gboolean resolve(Resolver *resolver, CelNode *node);

static gboolean fail(Resolver *resolver, CelSpan span, const char *format, ...) G_GNUC_PRINTF(3, 4);

static gboolean
fail(Resolver *resolver, CelSpan span, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	resolver->fault = span;
	return cel_set_error(&resolver->error, CEL_ERROR_CHECK, "%s", message);
}

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

/* The innermost slot of this name; -1 when no macro binds it. */
static gssize
find_local(const Resolver *resolver, const char *name)
{
	for (guint i = resolver->scope->len; i > 0; i--)
		if (strcmp(g_ptr_array_index(resolver->scope, i - 1), name) == 0)
			return (gssize)i - 1;
	return -1;
}

/*
 * What `name` may stand for in the container a.b: a.b.name, a.name, name; the first that `matches`.
 * Caller frees.
 */
static char *
find_in_container(const Resolver *resolver, const char *name, gboolean absolute,
		  gboolean (*matches)(const CelEnv *env, const char *name, gconstpointer data),
		  gconstpointer data)
{
	const CelEnv *env = resolver->program->env;
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
	return cel_env_declares(env, name);
}

static gboolean
is_type(const CelEnv *env, const char *name, gconstpointer data)
{
	for (guint kind = CEL_NULL; kind <= CEL_DURATION; kind++)
		if (strcmp(cel_kind_name(kind), name) == 0)
			return TRUE;
	return FALSE;
}

static guint
root_index(Resolver *resolver, const char *name)
{
	GPtrArray *variables = resolver->program->variables;
	guint index;

	if (!g_ptr_array_find_with_equal_func(variables, name, g_str_equal, &index)) {
		index = variables->len;
		g_ptr_array_add(variables, g_strdup(name));
	}
	return index;
}

/* The path from a root variable, of `length` nodes, through all that is selected from it. */
static void
record_path(Resolver *resolver, const Chain *chain, const char *root, gsize length)
{
	g_autoptr(GString) path = g_string_new(root);

	if (length == chain->length)
		return;
	for (gsize i = length; i < chain->length; i++)
		g_string_append_printf(path, ".%s", chain->nodes[i]->name);
	if (g_hash_table_contains(resolver->seen_paths, path->str))
		return;
	char *copy = g_strdup(path->str);

	g_ptr_array_add(resolver->program->paths, copy);
	g_hash_table_add(resolver->seen_paths, copy);
}

/* The longest beginning of the chain that is declared becomes one node. */
static gboolean
resolve_declared(Resolver *resolver, const Chain *chain)
{
	gboolean absolute = chain->nodes[0]->absolute;

	for (gsize length = chain->n_joined; length > 0; length--) {
		CelNode *node = chain->nodes[length - 1];
		g_autofree char *name = join_names(chain, length);
		g_autofree char *variable =
			find_in_container(resolver, name, absolute, is_variable, NULL);
		g_autofree char *type = NULL;

		if (variable != NULL) {
			record_path(resolver, chain, variable, length);
			node->kind = CEL_NODE_ROOT;
			node->root = root_index(resolver, variable);
			node->n_children = 0;
			return TRUE;
		}
		type = find_in_container(resolver, name, absolute, is_type, NULL);
		if (type != NULL) {
			node->kind = CEL_NODE_CONSTANT;
			node->n_children = 0;
			node->constant = cel_type_of(
				cel_arena_copy(resolver->program->arena, type, strlen(type)));
			if (node->constant.text != NULL)
				return TRUE;
			return fail(resolver, node->span, "the expression is too large");
		}
	}
	return FALSE;
}

static gboolean
fail_optional(Resolver *resolver, const CelNode *node)
{
	return fail(resolver, node->mark,
		    "optional values ('?' before a field, index or entry) are not supported; use "
		    "has()");
}

static gboolean
resolve_chain(Resolver *resolver, const Chain *chain)
{
	CelNode *name = chain->nodes[0];
	gssize slot = name->absolute ? -1 : find_local(resolver, name->name);
	g_autofree char *known = NULL;

	for (gsize i = 1; i < chain->length; i++)
		if (chain->nodes[i]->optional)
			return fail_optional(resolver, chain->nodes[i]);
	if (slot >= 0) {
		name->kind = CEL_NODE_LOCAL;
		name->slot = (guint)slot;
		return TRUE;
	}
	if (resolve_declared(resolver, chain))
		return TRUE;
	if (resolver->error != NULL)
		return FALSE;
	if (cel_env_is_lenient(resolver->program->env)) {
		name->kind = CEL_NODE_UNKNOWN;
		return TRUE;
	}
	known = cel_env_list_names(resolver->program->env);
	return fail(resolver, name->span, "unknown name '%s'; known here: %s", name->name,
		    known[0] != '\0' ? known : "none");
}

static gboolean
resolve_children(Resolver *resolver, CelNode *node)
{
	for (guint32 i = 0; i < node->n_children; i++) {
		if (node->children[i]->optional_entry)
			return fail_optional(resolver, node->children[i]);
		if (!resolve(resolver, node->children[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean
resolve_select(Resolver *resolver, CelNode *node)
{
	Chain chain;

	if (find_chain(node, &chain))
		return resolve_chain(resolver, &chain);
	if (node->optional)
		return fail_optional(resolver, node);
	return resolve_children(resolver, node);
}

static gboolean
resolve_index(Resolver *resolver, CelNode *node)
{
	return node->optional ? fail_optional(resolver, node) : resolve_children(resolver, node);
}

static gboolean
resolve_message(Resolver *resolver, CelNode *node)
{
	return fail(resolver, node->mark,
		    "unknown message type '%s'; a map is written {'key': value}", node->name);
}

static gboolean
resolve_comprehension(Resolver *resolver, CelNode *node)
{
	guint slot = resolver->scope->len;

	if (!resolve(resolver, node->children[0]))
		return FALSE;
	node->slot = slot;
	g_ptr_array_add(resolver->scope, (gpointer)node->name);
	resolver->program->n_slots = MAX(resolver->program->n_slots, slot + 1);
	for (guint32 i = 1; i < node->n_children; i++)
		if (!resolve(resolver, node->children[i]))
			return FALSE;
	g_ptr_array_set_size(resolver->scope, (gint)slot);
	return TRUE;
}

static gboolean
is_function(const CelEnv *env, const char *name, gconstpointer data)
{
	return cel_env_find_function(env, name, FALSE, *(const guint *)data) != NULL;
}

/* math.abs(x): a function in a namespace, unless `math` is a macro's variable. */
static const CelFunctionRow *
find_qualified(Resolver *resolver, CelNode *call)
{
	CelNode *receiver = call->children[0];
	guint n_arguments = call->n_children - 1;
	Chain chain;

	if ((receiver->kind != CEL_NODE_NAME && receiver->kind != CEL_NODE_SELECT) ||
	    !find_chain(receiver, &chain) || chain.n_joined != chain.length)
		return NULL;
	if (!chain.nodes[0]->absolute && find_local(resolver, chain.nodes[0]->name) >= 0)
		return NULL;
	g_autofree char *prefix = join_names(&chain, chain.length);
	g_autofree char *name = g_strdup_printf("%s.%s", prefix, call->name);
	g_autofree char *found = find_in_container(resolver, name, chain.nodes[0]->absolute,
						   is_function, &n_arguments);

	return found != NULL
		       ? cel_env_find_function(resolver->program->env, found, FALSE, n_arguments)
		       : NULL;
}

static gboolean
fail_unknown_function(Resolver *resolver, const CelNode *call)
{
	const CelFunctionRow *other = cel_env_find_any(resolver->program->env, call->name);

	if (other != NULL)
		return fail(resolver, call->mark, "%s() is not called like this; write %s",
			    call->name, other->signature);
	return fail(resolver, call->mark, "unknown function '%s'", call->name);
}

/* A pattern that is written down is compiled once, and its faults are found at once. */
static gboolean
compile_pattern(Resolver *resolver, CelNode *call, const CelFunctionRow *row)
{
	if (strcmp(row->name, "matches") != 0)
		return TRUE;
	const CelNode *pattern = call->children[call->n_children - 1];
	CelRegex *regex;

	if (pattern->kind != CEL_NODE_CONSTANT || pattern->constant.kind != CEL_STRING)
		return TRUE;
	g_autoptr(GError) error = NULL;

	regex = cel_regex_new(pattern->constant.text, pattern->constant.length, &error);
	if (regex == NULL)
		return fail(resolver, pattern->span, "%s", error->message);
	g_ptr_array_add(resolver->program->regexes, regex);
	call->regex = regex;
	return TRUE;
}

static gboolean
resolve_call(Resolver *resolver, CelNode *node)
{
	const CelEnv *env = resolver->program->env;
	const CelFunctionRow *row = NULL;

	if (node->operation)
		return resolve_children(resolver, node);
	if (node->member) {
		row = find_qualified(resolver, node);
		if (row != NULL) {
			node->member = FALSE;
			node->children++;
			node->n_children--;
		} else {
			row = cel_env_find_function(env, node->name, TRUE, node->n_children);
		}
	} else {
		guint n_arguments = node->n_children;
		g_autofree char *name = find_in_container(resolver, node->name, node->absolute,
							  is_function, &n_arguments);

		row = name != NULL ? cel_env_find_function(env, name, FALSE, n_arguments) : NULL;
	}
	if (row == NULL && !cel_env_is_lenient(env))
		return fail_unknown_function(resolver, node);
	node->function = row != NULL ? row->function : NULL;
	if (!resolve_children(resolver, node))
		return FALSE;
	return row == NULL || compile_pattern(resolver, node, row);
}

static gboolean
resolve_nothing(Resolver *resolver, CelNode *node)
{
	return TRUE;
}

static gboolean (*const resolvers[CEL_NODE_N_KINDS])(Resolver *, CelNode *) = {
	[CEL_NODE_CONSTANT] = resolve_nothing, [CEL_NODE_NAME] = resolve_select,
	[CEL_NODE_ROOT] = resolve_nothing,     [CEL_NODE_LOCAL] = resolve_nothing,
	[CEL_NODE_UNKNOWN] = resolve_nothing,  [CEL_NODE_SELECT] = resolve_select,
	[CEL_NODE_HAS] = resolve_select,       [CEL_NODE_INDEX] = resolve_index,
	[CEL_NODE_CALL] = resolve_call,        [CEL_NODE_AND] = resolve_children,
	[CEL_NODE_OR] = resolve_children,      [CEL_NODE_CONDITIONAL] = resolve_children,
	[CEL_NODE_LIST] = resolve_children,    [CEL_NODE_MAP] = resolve_children,
	[CEL_NODE_MESSAGE] = resolve_message,  [CEL_NODE_COMPREHENSION] = resolve_comprehension,
};

static gboolean
resolve(Resolver *resolver, CelNode *node)
{
	return resolvers[node->kind](resolver, node);
}

gboolean
cel_resolve(CelProgram *program, CelSpan *ret_span, GError **error)
{
	g_autoptr(GPtrArray) scope = g_ptr_array_new();
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	Resolver resolver = {.program = program, .scope = scope, .seen_paths = seen};

	if (resolve(&resolver, program->root))
		return TRUE;
	*ret_span = resolver.fault;
	g_propagate_error(error, resolver.error);
	return FALSE;
}
