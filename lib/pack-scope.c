/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-scope.h"
#include "lib/pack-translate.h"
#include "lib/facts.h"
#include "lib/screen.h"

#include <string.h>

struct _VetPackScope {
	VetPackLoader *loader;
	char *rule; /* NULL: of none */
	CelEnv *env;
	GHashTable *locals; /* names of the rule */
	GHashTable *used;   /* names of this scope that were used */
};

/* --- what there is to be used, typed --- */

/* "units[]" → "Unit", "documents[].sections[]" → "Section", "form" → "Form" */
static char *
object_name(const char *path)
{
	const char *dot = strrchr(path, '.');
	char *name = g_strdup(dot ? dot + 1 : path);
	char *end = strchr(name, '[');
	if (end) {
		*end = '\0';
		if (g_str_has_suffix(name, "s"))
			name[strlen(name) - 1] = '\0';
	}
	*name = g_ascii_toupper(*name);
	return name;
}

/* a map or the elements of a list have fields of their own, or those of the root of that name */
static char *
type_of_row(const VetFactRow *row)
{
	gboolean is_list = g_str_equal(row->type, "list(map)");
	if (!is_list && !g_str_equal(row->type, "map"))
		return g_strdup(row->type);
	g_autofree char *path = g_strconcat(row->path, is_list ? "[]" : "", NULL);
	g_autofree char *object = object_name(path);
	return g_strdup_printf(is_list ? "list(%s)" : "%s", object);
}

static void
declare_fact(CelEnv *env, const VetFactRow *row)
{
	const char *dot = strrchr(row->path, '.');
	g_autofree char *type = type_of_row(row);
	if (!dot) {
		cel_env_declare(env, row->path, type);
		return;
	}
	g_autofree char *owner = g_strndup(row->path, dot - row->path);
	g_autofree char *object = object_name(owner);
	cel_env_declare_field(env, object, dot + 1, type);
}

CelEnv *
vet_pack_scope_env(void)
{
	CelEnv *env = cel_env_new();
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++)
		declare_fact(env, row);
	cel_env_declare(env, "params", "Params");
	cel_env_declare(env, "vars", "Vars");
	vet_screen_declare(env);
	return env;
}

const char *
vet_field_type_name(VetFieldType type)
{
	static const char *const names[] = {
		[VET_FIELD_STRING] = "string",
		[VET_FIELD_LIST] = "list(string)",
		[VET_FIELD_DATE] = "timestamp",
		[VET_FIELD_COUNT] = "int",
		[VET_FIELD_CODE] = "string",
		[VET_FIELD_FLAG] = "bool",
		[VET_FIELD_RECORDS] = "list(map(string, string))",
	};
	return names[type];
}

/* two classes may give one name to fields of two types: what it is is then known at run time */
static const char *
shared_type(const VetPack *pack, const VetFieldSpec *field)
{
	for (guint i = 0; i < pack->classes->len; i++) {
		const VetFieldSpec *other =
			vet_document_class_field(pack->classes->pdata[i], field->id);
		if (other && !g_str_equal(vet_field_type_name(other->type),
					  vet_field_type_name(field->type)))
			return "dyn";
	}
	return vet_field_type_name(field->type);
}

void
vet_pack_scope_declare_fields(VetPack *pack)
{
	for (guint i = 0; i < pack->classes->len; i++) {
		const VetDocumentClass *document_class = pack->classes->pdata[i];
		for (guint k = 0; k < document_class->fields->len; k++) {
			const VetFieldSpec *field = document_class->fields->pdata[k];
			cel_env_declare_field(pack->env, "Document", field->id,
					      shared_type(pack, field));
		}
	}
}

/* "list<string>" → "list(string)", "map<int>" → "map(string, int)" */
static const char *
param_type(const char *type)
{
	static const struct {
		const char *param, *cel;
	} types[] = {{"list<string>", "list(string)"},
		     {"map<string>", "map(string, string)"},
		     {"map<int>", "map(string, int)"}};
	for (guint i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_equal(types[i].param, type))
			return types[i].cel;
	return type;
}

void
vet_pack_scope_declare_params(VetPack *pack)
{
	for (guint i = 0; i < pack->params->len; i++) {
		const VetParam *param = pack->params->pdata[i];
		cel_env_declare_field(pack->env, "Params", param->id, param_type(param->type));
	}
}

void
vet_pack_scope_declare_var(VetPack *pack, const VetNamedExpression *var)
{
	if (var->program)
		cel_env_declare_field_as(pack->env, "Vars", var->name,
					 cel_program_type(var->program));
	else
		cel_env_declare_field(pack->env, "Vars", var->name, "dyn");
}

/* --- the names of one rule --- */

VetPackScope *
vet_pack_scope_new(VetPackLoader *loader, const char *rule)
{
	VetPackScope *scope = g_new0(VetPackScope, 1);
	scope->loader = loader;
	scope->rule = g_strdup(rule);
	scope->env = cel_env_new_child(loader->pack->env);
	scope->locals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	scope->used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return scope;
}

void
vet_pack_scope_free(VetPackScope *scope)
{
	if (!scope)
		return;
	g_free(scope->rule);
	cel_env_unref(scope->env);
	g_hash_table_unref(scope->locals);
	g_hash_table_unref(scope->used);
	g_free(scope);
}

/* what a loop binds; NULL with a fault when its expression makes no list */
static const CelType *
element_type(VetPackScope *scope, const VetYamlNode *name, const CelProgram *loop)
{
	const CelType *element = cel_type_element(cel_program_type(loop));
	if (element)
		return element;
	g_autofree char *found = cel_type_to_string(cel_program_type(loop));
	vet_yaml_fault(name, scope->loader->diagnostics,
		       "“%s” goes through a list, found %s; a plain value belongs under `let`",
		       name->text, found);
	return NULL;
}

gboolean
vet_pack_scope_declare(VetPackScope *scope, const VetYamlNode *name, const CelProgram *program,
		       gboolean is_loop)
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
	const CelType *type = !program  ? NULL
			      : is_loop ? element_type(scope, name, program)
					: cel_program_type(program);
	/* what could not be compiled has a fault of its own: what uses it shall have none */
	if (type)
		cel_env_declare_as(scope->env, name->text, type);
	else
		cel_env_declare(scope->env, name->text, "dyn");
	g_hash_table_add(scope->locals, g_strdup(name->text));
	return TRUE;
}

gboolean
vet_pack_scope_is_used(const VetPackScope *scope, const char *name)
{
	return g_hash_table_contains(scope->used, name);
}

/* params[name]: any of them may be meant */
static void
note_all(VetPackScope *scope, const char *root)
{
	const VetPack *pack = scope->loader->pack;
	gboolean params = g_str_equal(root, "params");
	const GPtrArray *all = params ? pack->params : pack->vars;
	for (guint i = 0; i < all->len; i++)
		g_hash_table_add(
			scope->loader->used,
			g_strdup_printf("%s.%s", root,
					params ? ((VetParam *)all->pdata[i])->id
					       : ((VetNamedExpression *)all->pdata[i])->name));
}

/* "params.max_members.x" → "params.max_members", which somebody uses then */
static void
note_path(VetPackScope *scope, const char *path)
{
	const char *dot = strchr(path, '.');
	if (g_str_equal(path, "params") || g_str_equal(path, "vars"))
		note_all(scope, path);
	if (g_str_has_prefix(path, "params.") || g_str_has_prefix(path, "vars."))
		g_hash_table_add(scope->loader->used,
				 g_strndup(path, dot + 1 + strcspn(dot + 1, ".") - path));
}

static void
note_program(VetPackScope *scope, const CelProgram *program)
{
	for (const char *const *name = cel_program_variables(program); *name; name++)
		g_hash_table_add(scope->used, g_strdup(*name));
	for (const char *const *path = cel_program_paths(program); *path; path++)
		note_path(scope, *path);
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

/* what a clerk may have meant, beyond what the message says */
static char *
hint_for(const VetYamlNode *node, const CelIssue *issue, gsize offset)
{
	const char *half = width_hint(node->text, offset);
	if (half)
		return g_strdup_printf("; write the half-width %s, not its full-width form", half);
	if (issue->code == CEL_ERROR_SYNTAX && is_cut_by_yaml(node))
		return g_strdup("; between { } or [ ] a comma ends the text: put the whole "
				"expression into quotes");
	return g_strdup("");
}

static void
report_issues(VetPackScope *scope, const VetYamlNode *node, const GPtrArray *issues)
{
	gsize length = strlen(node->text);
	for (guint i = 0; i < issues->len; i++) {
		const CelIssue *issue = issues->pdata[i];
		gsize offset = MIN(issue->span.offset, length);
		gsize span = MIN(issue->span.length, length - offset);
		g_autofree char *hint = hint_for(node, issue, offset);
		/* a full-width sign is one character, however wide the parser's view of it */
		if (width_hint(node->text, offset))
			span = g_utf8_next_char(node->text + offset) - (node->text + offset);
		vet_yaml_fault_at(node, offset, span, scope->loader->diagnostics, "%s%s",
				  issue->message, hint);
	}
}

CelProgram *
vet_pack_scope_compile(VetPackScope *scope, const VetYamlNode *node)
{
	if (!node || !vet_yaml_check_kind(node, "an expression", VET_YAML_SCALAR,
					  scope->loader->diagnostics))
		return NULL;
	g_autoptr(GPtrArray) issues = NULL;
	CelProgram *program = cel_compile(scope->env, node->text, -1, &issues);
	if (!program) {
		report_issues(scope, node, issues);
		return NULL;
	}
	note_program(scope, program);
	return program;
}

CelProgram *
vet_pack_scope_compile_bool(VetPackScope *scope, const VetYamlNode *node, const char *what)
{
	CelProgram *program = vet_pack_scope_compile(scope, node);
	if (program && !cel_program_fits(program, "bool")) {
		g_autofree char *found = cel_type_to_string(cel_program_type(program));
		vet_yaml_fault(node, scope->loader->diagnostics,
			       "`%s` must be true or false (bool), found %s", what, found);
	}
	return program;
}

VetTemplate *
vet_pack_scope_template(VetPackScope *scope, const VetYamlNode *node)
{
	if (!node ||
	    !vet_yaml_check_kind(node, "a message", VET_YAML_SCALAR, scope->loader->diagnostics))
		return NULL;
	g_autoptr(GPtrArray) issues = NULL;
	VetTemplate *message = vet_template_new(scope->env, node->text, &issues);
	if (!message) {
		report_issues(scope, node, issues);
		return NULL;
	}
	const CelProgram *program = NULL;
	for (guint i = 0; (program = vet_template_program(message, i)); i++)
		note_program(scope, program);
	vet_pack_translate_template(scope->loader, scope->env, scope->rule, message);
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
