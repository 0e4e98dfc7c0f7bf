/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-scope.h"
#include "lib/facts.h"
#include "lib/screen.h"

#include <string.h>

struct _VetPackScope {
	VetPackLoader *loader;
	CelEnv *env;
	GHashTable *locals; /* name → prefix of its elements' fields in the table of facts, "" when
			       unknown */
	GHashTable *used;   /* names of this scope that were used */
};

/* an element of units of manifest or form has the fields of units[] */
static char *
element_prefix(const char *path)
{
	const char *type = vet_fact_type(path);
	if (!type || !g_str_equal(type, "list(map)"))
		return g_strdup("");
	const char *last = strrchr(path, '.');
	return g_strconcat(last && vet_fact_type(last + 1) ? last + 1 : path, "[]", NULL);
}

CelEnv *
vet_pack_scope_env(void)
{
	CelEnv *env = cel_env_new();
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++)
		if (!strpbrk(row->path, ".["))
			cel_env_declare(env, row->path);
	cel_env_declare(env, "params");
	cel_env_declare(env, "vars");
	cel_env_add_functions(env, vet_screen_functions());
	return env;
}

VetPackScope *
vet_pack_scope_new(VetPackLoader *loader)
{
	VetPackScope *scope = g_new0(VetPackScope, 1);
	scope->loader = loader;
	scope->env = vet_pack_scope_env();
	scope->locals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	scope->used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return scope;
}

void
vet_pack_scope_free(VetPackScope *scope)
{
	if (!scope)
		return;
	cel_env_unref(scope->env);
	g_hash_table_unref(scope->locals);
	g_hash_table_unref(scope->used);
	g_free(scope);
}

gboolean
vet_pack_scope_declare(VetPackScope *scope, const VetYamlNode *name, const CelProgram *loop)
{
	VetDiagnostics *diagnostics = scope->loader->diagnostics;
	if (!vet_pack_check_identifier(name, "a name", diagnostics))
		return FALSE;
	if (vet_fact_type(name->text) || g_str_equal(name->text, "params") ||
	    g_str_equal(name->text, "vars") || g_hash_table_contains(scope->locals, name->text)) {
		vet_yaml_fault(name, diagnostics, "the name “%s” is taken; choose another",
			       name->text);
		return FALSE;
	}
	cel_env_declare(scope->env, name->text);
	g_autofree char *source =
		loop ? g_strstrip(g_strdup(cel_program_source(loop))) : g_strdup("");
	g_hash_table_insert(scope->locals, g_strdup(name->text), element_prefix(source));
	return TRUE;
}

gboolean
vet_pack_scope_is_used(const VetPackScope *scope, const char *name)
{
	return g_hash_table_contains(scope->used, name);
}

/* --- paths against what is declared --- */

static const char *
nearest(const char *name, GPtrArray *names)
{
	g_ptr_array_add(names, NULL);
	return vet_nearest_name(name, (const char *const *)names->pdata);
}

static void
report_name(const VetPackScope *scope, const VetYamlNode *node, const char *path, const char *what,
	    const char *name, GPtrArray *candidates)
{
	const char *at = strstr(node->text, path);
	gsize offset = at ? at - node->text : 0;
	gsize length = at ? strlen(path) : strlen(node->text);
	const char *meant = nearest(name, candidates);
	if (meant)
		vet_yaml_fault_at(node, offset, length, scope->loader->diagnostics,
				  "there is no %s “%s”; did you mean “%s”?", what, name, meant);
	else
		vet_yaml_fault_at(node, offset, length, scope->loader->diagnostics,
				  "there is no %s “%s”", what, name);
}

static gboolean
known_param(const VetPack *pack, const char *name, GPtrArray *names)
{
	gboolean known = FALSE;
	for (guint i = 0; i < pack->params->len; i++) {
		const VetParam *param = pack->params->pdata[i];
		g_ptr_array_add(names, param->id);
		known |= g_str_equal(param->id, name);
	}
	return known;
}

static gboolean
known_var(const VetPack *pack, const char *name, GPtrArray *names)
{
	gboolean known = FALSE;
	for (guint i = 0; i < pack->vars->len; i++) {
		const VetNamedExpression *var = pack->vars->pdata[i];
		g_ptr_array_add(names, var->name);
		known |= g_str_equal(var->name, name);
	}
	return known;
}

/* `prefix` is a root or "units[]": its fields are the rows one step below it */
static gboolean
known_fact(const VetPack *pack, const char *prefix, const char *name, GPtrArray *names)
{
	gsize length = strlen(prefix);
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		if (!g_str_has_prefix(row->path, prefix) || row->path[length] != '.')
			continue;
		const char *field = row->path + length + 1;
		if (!strpbrk(field, ".["))
			g_ptr_array_add(names, (gpointer)field);
		if (g_str_equal(field, name))
			return TRUE;
	}
	return g_str_equal(prefix, "documents[]") && vet_pack_has_field(pack, name);
}

/* first step of a path below its root: "a.b.c" → "b" */
static char *
second_step(const char *path, const char *root)
{
	const char *from = path + strlen(root) + 1;
	return g_strndup(from, strcspn(from, "."));
}

static void
check_path(VetPackScope *scope, const VetYamlNode *node, const char *path)
{
	const VetPack *pack = scope->loader->pack;
	g_autofree char *root = g_strndup(path, strcspn(path, "."));
	if (!path[strlen(root)])
		return;
	g_autofree char *name = second_step(path, root);
	g_autofree char *whole = g_strdup_printf("%s.%s", root, name);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const char *prefix = g_hash_table_lookup(scope->locals, root);
	if (prefix) {
		if (*prefix && !known_fact(pack, prefix, name, names))
			report_name(scope, node, whole, "field", name, names);
	} else if (g_str_equal(root, "params")) {
		if (!known_param(pack, name, names))
			report_name(scope, node, whole, "param", name, names);
		g_hash_table_add(scope->loader->used, g_strdup(whole));
	} else if (g_str_equal(root, "vars")) {
		if (!known_var(pack, name, names))
			report_name(scope, node, whole, "var", name, names);
		g_hash_table_add(scope->loader->used, g_strdup(whole));
	} else if (!known_fact(pack, root, name, names)) {
		report_name(scope, node, whole, "fact", name, names);
	}
}

static void
check_program(VetPackScope *scope, const VetYamlNode *node, const CelProgram *program)
{
	for (const char *const *name = cel_program_variables(program); *name; name++)
		g_hash_table_add(scope->used, g_strdup(*name));
	for (const char *const *path = cel_program_paths(program); *path; path++)
		check_path(scope, node, *path);
}

/* --- compile --- */

/* typed with a Chinese input method */
static const char *
width_hint(const char *text, gsize offset)
{
	static const struct {
		const char *full, *half;
	} signs[] = {{"“", "'"},  {"”", "'"},  {"‘", "'"},  {"’", "'"},  {"：", ":"}, {"，", ","},
		     {"（", "("}, {"）", ")"}, {"＝", "="}, {"＜", "<"}, {"＞", ">"}, {"！", "!"},
		     {"＋", "+"}, {"。", "."}, {"；", ";"}, {"？", "?"}, {"｜", "|"}, {"＆", "&"}};
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (offset < strlen(text) && g_str_has_prefix(text + offset, signs[i].full))
			return signs[i].half;
	return NULL;
}

/* cut off where YAML takes a comma for the end of an entry of { } or [ ] */
static gboolean
is_cut_by_yaml(const VetYamlNode *node)
{
	return node->style == VET_YAML_PLAIN && node->end < vet_manuscript_length(node->source) &&
	       vet_manuscript_text(node->source)[node->end] == ',';
}

/* every name that could have been meant in place of an unknown one */
static char *
name_hint(const VetPackScope *scope, const VetYamlNode *node, CelSpan span)
{
	g_autofree char *name = g_strndup(node->text + span.offset, span.length);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GHashTableIter iterator;
	gpointer key = NULL;
	g_hash_table_iter_init(&iterator, scope->locals);
	while (g_hash_table_iter_next(&iterator, &key, NULL))
		g_ptr_array_add(names, key);
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++)
		if (!strpbrk(row->path, ".["))
			g_ptr_array_add(names, (gpointer)row->path);
	for (const CelFunctionRow *row = vet_screen_functions(); row->name; row++)
		g_ptr_array_add(names, (gpointer)row->name);
	for (const CelFunctionRow *row = cel_standard_functions(); row->name; row++)
		g_ptr_array_add(names, (gpointer)row->name);
	g_ptr_array_add(names, (gpointer) "params");
	g_ptr_array_add(names, (gpointer) "vars");
	g_strdelimit(name, "(", '\0');
	const char *meant = nearest(name, names);
	return meant && !g_str_equal(meant, name) ? g_strdup_printf("; did you mean “%s”?", meant)
						  : g_strdup("");
}

static void
report_error(VetPackScope *scope, const VetYamlNode *node, CelSpan span, const GError *error)
{
	gsize length = strlen(node->text);
	span.offset = MIN(span.offset, length);
	span.length = MIN(span.length, length - span.offset);
	g_autofree char *hint = g_strdup("");
	const char *half = width_hint(node->text, span.offset);
	if (half) {
		g_free(hint);
		hint = g_strdup_printf("; write the half-width %s, not its full-width form", half);
		/* the fault is one character, however wide the parser's view of it */
		span.length =
			g_utf8_next_char(node->text + span.offset) - (node->text + span.offset);
	} else if (g_error_matches(error, CEL_ERROR, CEL_ERROR_CHECK)) {
		g_free(hint);
		hint = name_hint(scope, node, span);
	} else if (is_cut_by_yaml(node)) {
		g_free(hint);
		hint = g_strdup(
			"; between { } or [ ] a comma ends the text: put the whole expression "
			"into quotes");
	}
	vet_yaml_fault_at(node, span.offset, span.length, scope->loader->diagnostics, "%s%s",
			  error->message, hint);
}

CelProgram *
vet_pack_scope_compile(VetPackScope *scope, const VetYamlNode *node)
{
	if (!node || !vet_yaml_check_kind(node, "an expression", VET_YAML_SCALAR,
					  scope->loader->diagnostics))
		return NULL;
	g_autoptr(GError) error = NULL;
	CelSpan span = {0, 0};
	CelProgram *program = cel_compile(scope->env, node->text, &span, &error);
	if (!program) {
		report_error(scope, node, span, error);
		return NULL;
	}
	check_program(scope, node, program);
	return program;
}

VetTemplate *
vet_pack_scope_template(VetPackScope *scope, const VetYamlNode *node)
{
	if (!node ||
	    !vet_yaml_check_kind(node, "a message", VET_YAML_SCALAR, scope->loader->diagnostics))
		return NULL;
	g_autoptr(GError) error = NULL;
	CelSpan span = {0, 0};
	VetTemplate *message = vet_template_new(scope->env, node->text, &span, &error);
	if (!message) {
		report_error(scope, node, span, error);
		return NULL;
	}
	const CelProgram *program = NULL;
	for (guint i = 0; (program = vet_template_program(message, i)); i++)
		check_program(scope, node, program);
	return message;
}

GPtrArray *
vet_pack_scope_compile_list(VetPackScope *scope, const VetYamlNode *list)
{
	GPtrArray *programs = g_ptr_array_new_with_free_func((GDestroyNotify)cel_program_free);
	for (guint i = 0; list->kind == VET_YAML_LIST && i < list->items->len; i++) {
		CelProgram *program = vet_pack_scope_compile(scope, list->items->pdata[i]);
		if (program)
			g_ptr_array_add(programs, program);
	}
	return programs;
}
