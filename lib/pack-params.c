/* SPDX-License-Identifier: GPL-3.0-or-later */

/* params and vars of pack.yaml: what a clerk may change, and expressions with a name. */

#include "lib/pack-scope.h"

#include <string.h>

#define MAX_PARAMS 256
#define MAX_VARS 256

static const char *const param_types[] = {"int",         "string",   "timestamp",
					  "double",      "bool",     "list<string>",
					  "map<string>", "map<int>", NULL};

static const VetYamlKey param_keys[] = {
	{"type", VET_YAML_SCALAR, TRUE},
	{"value", VET_YAML_SCALAR | VET_YAML_LIST | VET_YAML_MAP, TRUE},
	{"min", VET_YAML_SCALAR},
	{"max", VET_YAML_SCALAR},
	{"title", VET_YAML_SCALAR, TRUE},
	{NULL},
};

void
vet_param_free(VetParam *param)
{
	if (!param)
		return;
	g_free(param->id);
	g_free(param->title);
	g_free(param->type);
	g_free(param);
}

static VetParam *
find_param(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->params->len; i++) {
		VetParam *param = pack->params->pdata[i];
		if (g_str_equal(param->id, id))
			return param;
	}
	return NULL;
}

gboolean
vet_pack_has_param(const VetPack *pack, const char *id)
{
	return find_param(pack, id) != NULL;
}

/* negative, zero, positive: for the types that have bounds */
static int
compare(CelValue a, CelValue b)
{
	if (a.kind == CEL_DOUBLE)
		return (a.real > b.real) - (a.real < b.real);
	return (a.integer > b.integer) - (a.integer < b.integer);
}

static gboolean
check_bounds(const VetParam *param, CelValue value, const VetYamlNode *node,
	     VetDiagnostics *diagnostics)
{
	gboolean low = param->min.kind != CEL_NULL && compare(value, param->min) < 0;
	gboolean high = param->max.kind != CEL_NULL && compare(value, param->max) > 0;
	if (!low && !high)
		return TRUE;
	g_autofree char *bound = cel_value_to_display(low ? param->min : param->max);
	vet_yaml_fault(node, diagnostics, "param “%s” must be at %s %s, found %s", param->id,
		       low ? "least" : "most", bound, node->text);
	return FALSE;
}

static gboolean
read_bound(VetPackLoader *loader, const VetParam *param, const VetYamlNode *node,
	   CelValue *ret_bound)
{
	static const char *const bounded[] = {"int", "double", "timestamp", NULL};
	if (!node)
		return TRUE;
	if (!g_strv_contains(bounded, param->type)) {
		vet_yaml_fault(node, loader->diagnostics, "a param of type %s has no min or max",
			       param->type);
		return FALSE;
	}
	return vet_pack_read_value(node, param->type, loader->pack->arena, loader->diagnostics,
				   ret_bound);
}

static gboolean
read_type(VetParam *param, const VetYamlNode *type, VetDiagnostics *diagnostics)
{
	if (!g_strv_contains(param_types, type->text)) {
		vet_yaml_fault(type, diagnostics,
			       "there is no type “%s”; there are int, string, timestamp, double, "
			       "bool, list<string>, map<string>, map<int>",
			       type->text);
		return FALSE;
	}
	g_free(param->type);
	param->type = g_strdup(type->text);
	return TRUE;
}

static VetParam *
read_param(VetPackLoader *loader, const VetYamlNode *name, const VetYamlNode *node)
{
	if (!vet_pack_check_identifier(name, "the name of a param", loader->diagnostics))
		return NULL;
	/* one with a fault is kept: the rules that use it have none for it */
	VetParam *param = g_new0(VetParam, 1);
	param->id = g_strdup(name->text);
	param->type = g_strdup("dyn");
	if (!vet_yaml_check(node, "param", param_keys, loader->diagnostics) ||
	    !read_type(param, vet_yaml_get(node, "type"), loader->diagnostics))
		return param;
	param->title = g_strdup(vet_yaml_get_text(node, "title"));
	const VetYamlNode *value = vet_yaml_get(node, "value");
	if (read_bound(loader, param, vet_yaml_get(node, "min"), &param->min) &&
	    read_bound(loader, param, vet_yaml_get(node, "max"), &param->max) &&
	    vet_pack_read_value(value, param->type, loader->pack->arena, loader->diagnostics,
				&param->value))
		check_bounds(param, param->value, value, loader->diagnostics);
	return param;
}

static CelValue
make_map(const VetPack *pack, const CelValue *values, CelArena *arena)
{
	CelEntry *entries = cel_arena_alloc(arena, (pack->params->len + 1) * sizeof(CelEntry));
	for (guint i = 0; entries && i < pack->params->len; i++) {
		const VetParam *param = pack->params->pdata[i];
		entries[i].key = cel_string(param->id);
		entries[i].value = values ? values[i] : param->value;
	}
	return cel_map_new(arena, entries, entries ? pack->params->len : 0);
}

static const char *
nearest_param(const VetPack *pack, const char *id)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < pack->params->len; i++)
		g_ptr_array_add(names, ((VetParam *)pack->params->pdata[i])->id);
	g_ptr_array_add(names, NULL);
	return cel_nearest_name(id, (const char *const *)names->pdata);
}

/* an overlay's plain value: of the type and within the bounds that the base says */
static void
set_value(VetPackLoader *loader, VetParam *param, const VetYamlNode *node)
{
	CelValue value = {0};
	if (node->kind == VET_YAML_MAP && vet_yaml_get(node, "value") &&
	    !g_str_has_prefix(param->type, "map<")) {
		vet_yaml_fault(node, loader->diagnostics,
			       "the base says type, bounds and title of “%s”; expected the value "
			       "alone, found a map",
			       param->id);
		return;
	}
	if (node->kind == VET_YAML_SCALAR && vet_yaml_is_blank(node)) {
		vet_yaml_fault(node, loader->diagnostics,
			       "nothing stands behind “%s”; expected its value, or no line for it "
			       "where the base's will do",
			       param->id);
		return;
	}
	if (vet_pack_read_value(node, param->type, loader->pack->arena, loader->diagnostics,
				&value) &&
	    check_bounds(param, value, node, loader->diagnostics))
		param->value = value;
}

static void
report_no_param(VetPackLoader *loader, const VetYamlNode *name)
{
	const char *meant = nearest_param(loader->pack, name->text);
	if (meant)
		vet_yaml_fault(name, loader->diagnostics,
			       "the base has no param “%s”; did you mean “%s”?", name->text, meant);
	else
		vet_yaml_fault(name, loader->diagnostics,
			       "the base has no param “%s”; a new one is written in full: {type: "
			       "…, value: …, title: …}",
			       name->text);
}

static void
read_layer(VetPackLoader *loader, const VetPackLayer *layer)
{
	VetPack *pack = loader->pack;
	gboolean is_overlay = layer != pack->layers->pdata[0];
	const VetYamlNode *params = vet_yaml_get(layer->pack, "params");
	for (guint i = 0; params && i < params->keys->len; i++) {
		const VetYamlNode *name = params->keys->pdata[i], *node = params->items->pdata[i];
		VetParam *inherited = is_overlay ? find_param(pack, name->text) : NULL;
		if (pack->params->len >= MAX_PARAMS) {
			vet_yaml_fault(name, loader->diagnostics, "more than %d params",
				       MAX_PARAMS);
			return;
		}
		if (inherited) {
			set_value(loader, inherited, node);
		} else if (is_overlay && !vet_yaml_get(node, "type")) {
			report_no_param(loader, name);
		} else {
			VetParam *param = read_param(loader, name, node);
			if (param)
				g_ptr_array_add(pack->params, param);
		}
	}
}

void
vet_pack_read_params(VetPackLoader *loader)
{
	VetPack *pack = loader->pack;
	for (guint i = 0; i < pack->layers->len; i++)
		read_layer(loader, pack->layers->pdata[i]);
	pack->params_value = make_map(pack, NULL, pack->arena);
	vet_pack_scope_declare_params(pack);
}

gboolean
vet_pack_override_params(const VetPack *pack, const VetYamlNode *overrides, CelArena *arena,
			 VetDiagnostics *diagnostics, CelValue *ret_params)
{
	if (!vet_yaml_check_kind(overrides, "params", VET_YAML_MAP, diagnostics))
		return FALSE;
	g_autofree CelValue *values = g_new0(CelValue, pack->params->len + 1);
	for (guint i = 0; i < pack->params->len; i++) {
		const VetParam *param = pack->params->pdata[i];
		const VetYamlNode *node = vet_yaml_get(overrides, param->id);
		values[i] = param->value;
		if (node &&
		    (!vet_pack_read_value(node, param->type, arena, diagnostics, &values[i]) ||
		     !check_bounds(param, values[i], node, diagnostics)))
			return FALSE;
	}
	for (guint i = 0; i < overrides->keys->len; i++) {
		const VetYamlNode *name = overrides->keys->pdata[i];
		if (find_param(pack, name->text))
			continue;
		const char *meant = nearest_param(pack, name->text);
		vet_yaml_fault(name, diagnostics, "the pack has no param “%s”%s%s%s", name->text,
			       meant ? "; did you mean “" : "", meant ? meant : "",
			       meant ? "”?" : "");
		return FALSE;
	}
	*ret_params = make_map(pack, values, arena);
	return TRUE;
}

/* --- vars --- */

void
vet_named_expression_free(VetNamedExpression *named)
{
	if (!named)
		return;
	g_free(named->name);
	cel_program_free(named->program);
	g_free(named);
}

static VetNamedExpression *
find_var(const VetPack *pack, const char *name)
{
	for (guint i = 0; i < pack->vars->len; i++) {
		VetNamedExpression *var = pack->vars->pdata[i];
		if (g_str_equal(var->name, name))
			return var;
	}
	return NULL;
}

/* TRUE when `goal` is reached from `from` over the vars that it uses, by name or all of them;
 * `seen` are those already tried */
static gboolean
reaches(const VetPack *pack, const VetNamedExpression *from, const char *goal, GHashTable *seen)
{
	if (!from->program || !g_hash_table_add(seen, from->name))
		return FALSE;
	for (const char *const *path = cel_program_paths(from->program); *path; path++) {
		if (g_str_equal(*path, "vars"))
			return TRUE;
		if (!g_str_has_prefix(*path, "vars."))
			continue;
		g_autofree char *name = g_strndup(*path + 5, strcspn(*path + 5, "."));
		const VetNamedExpression *next = find_var(pack, name);
		if (g_str_equal(name, goal) || (next && reaches(pack, next, goal, seen)))
			return TRUE;
	}
	return FALSE;
}

/* all names first: a var may use one that stands below it; the nodes are in the order of the vars */
static void
declare_vars(VetPackLoader *loader, const VetPackLayer *layer, GPtrArray *names, GPtrArray *nodes)
{
	VetPack *pack = loader->pack;
	const VetYamlNode *vars = vet_yaml_get(layer->pack, "vars");
	for (guint i = 0; vars && i < vars->keys->len; i++) {
		VetYamlNode *name = vars->keys->pdata[i];
		if (pack->vars->len >= MAX_VARS) {
			vet_yaml_fault(name, loader->diagnostics, "more than %d vars", MAX_VARS);
			return;
		}
		if (find_var(pack, name->text)) {
			vet_yaml_fault(name, loader->diagnostics,
				       "the base has a var “%s” already; choose another name",
				       name->text);
			continue;
		}
		vet_pack_check_identifier(name, "the name of a var", loader->diagnostics);
		VetNamedExpression *var = g_new0(VetNamedExpression, 1);
		var->name = g_strdup(name->text);
		g_ptr_array_add(pack->vars, var);
		vet_pack_scope_declare_var(pack, var);
		g_ptr_array_add(names, name);
		g_ptr_array_add(nodes, vars->items->pdata[i]);
	}
}

void
vet_pack_read_vars(VetPackLoader *loader)
{
	VetPack *pack = loader->pack;
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	for (guint i = 0; i < pack->layers->len; i++)
		declare_vars(loader, pack->layers->pdata[i], names, nodes);
	g_autoptr(VetPackScope) scope = vet_pack_scope_new(loader, NULL);
	for (guint i = 0; i < pack->vars->len; i++) {
		VetNamedExpression *var = pack->vars->pdata[i];
		var->program = vet_pack_scope_compile(scope, nodes->pdata[i]);
		vet_pack_scope_declare_var(pack, var);
	}
	for (guint i = 0; i < pack->vars->len; i++) {
		const VetNamedExpression *var = pack->vars->pdata[i];
		g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
		if (reaches(pack, var, var->name, seen))
			vet_yaml_fault(names->pdata[i], loader->diagnostics,
				       "the var “%s” needs its own value", var->name);
	}
}
