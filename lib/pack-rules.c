/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rules.yaml: which rules are in force after overlays, and each compiled in its scope. */

#include "lib/pack-waivers.h"

#include <string.h>

#define MAX_RULES 500
#define MAX_LOOPS 4

static const VetYamlKey root_keys[] = {
	{"rules", VET_YAML_LIST, TRUE},
	{"waivers", VET_YAML_LIST},
	{NULL},
};

/* an overlay may have waivers alone */
static const VetYamlKey overlay_keys[] = {
	{"rules", VET_YAML_LIST},
	{"waivers", VET_YAML_LIST},
	{NULL},
};

static const VetYamlKey rule_keys[] = {
	{"id", VET_YAML_SCALAR, TRUE},
	{"title", VET_YAML_SCALAR, TRUE},
	{"basis", VET_YAML_SCALAR, TRUE},
	{"for", VET_YAML_MAP},
	{"let", VET_YAML_MAP},
	{"when", VET_YAML_SCALAR},
	{"check", VET_YAML_SCALAR},
	{"on_fail", VET_YAML_SCALAR},
	{"cases", VET_YAML_LIST},
	{"message", VET_YAML_SCALAR},
	{"advice", VET_YAML_SCALAR},
	{"undetermined", VET_YAML_SCALAR},
	{"note", VET_YAML_MAP},
	{"evidence", VET_YAML_LIST},
	{NULL},
};

static const VetYamlKey case_keys[] = {
	{"check", VET_YAML_SCALAR, TRUE}, {"on_fail", VET_YAML_SCALAR, TRUE},
	{"message", VET_YAML_SCALAR},     {"advice", VET_YAML_SCALAR},
	{"evidence", VET_YAML_LIST},      {NULL},
};

static const VetYamlKey note_keys[] = {
	{"when", VET_YAML_SCALAR, TRUE},
	{"text", VET_YAML_SCALAR, TRUE},
	{NULL},
};

/* --- freeing --- */

static void
case_free(VetCase *one)
{
	cel_program_free(one->check);
	vet_template_free(one->message);
	vet_template_free(one->advice);
	if (one->evidence)
		g_ptr_array_unref(one->evidence);
	g_free(one);
}

void
vet_rule_free(VetRule *rule)
{
	if (!rule)
		return;
	g_free(rule->id);
	g_free(rule->title);
	g_free(rule->basis);
	g_ptr_array_unref(rule->loops);
	g_ptr_array_unref(rule->lets);
	cel_program_free(rule->when);
	g_ptr_array_unref(rule->cases);
	vet_template_free(rule->message);
	vet_template_free(rule->advice);
	vet_template_free(rule->undetermined_message);
	cel_program_free(rule->note_when);
	vet_template_free(rule->note_text);
	g_ptr_array_unref(rule->evidence);
	g_free(rule->file);
	g_free(rule);
}

const VetRule *
vet_pack_rule(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->rules->len; i++) {
		const VetRule *rule = pack->rules->pdata[i];
		if (g_str_equal(rule->id, id))
			return rule;
	}
	return NULL;
}

/* -1 when there is none */
static int
find_entry(const VetPackLoader *loader, const char *id)
{
	for (guint i = 0; id && i < loader->rules->len; i++) {
		const VetPackRuleEntry *entry = loader->rules->pdata[i];
		const char *other = vet_yaml_get_text(entry->node, "id");
		if (other && g_str_equal(other, id))
			return (int)i;
	}
	return -1;
}

gboolean
vet_pack_has_entry(const VetPackLoader *loader, const char *id)
{
	return find_entry(loader, id) >= 0;
}

void
vet_pack_report_rule(const VetPack *pack, const VetYamlNode *name, VetDiagnostics *diagnostics)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	for (guint i = 0; i < pack->rules->len; i++)
		g_ptr_array_add(ids, ((VetRule *)pack->rules->pdata[i])->id);
	g_ptr_array_add(ids, NULL);
	const char *meant = cel_nearest_name(name->text, (const char *const *)ids->pdata);
	vet_yaml_fault(name, diagnostics, "the pack has no rule “%s”%s%s%s", name->text,
		       meant ? "; did you mean “" : "", meant ? meant : "", meant ? "”?" : "");
}

/* --- parts of a rule --- */

static void
add_named(GPtrArray *list, const VetYamlNode *name, CelProgram *program)
{
	VetNamedExpression *named = g_new0(VetNamedExpression, 1);
	named->name = g_strdup(name->text);
	named->program = program;
	g_ptr_array_add(list, named);
}

/* between { } a comma ends an expression without quotes: what follows is its rest, and no name */
static gboolean
is_cut(const VetYamlNode *node)
{
	return node->kind == VET_YAML_SCALAR && node->style == VET_YAML_PLAIN &&
	       vet_manuscript_text(node->source)[node->end] == ',';
}

/* each name is declared after its own expression: that sees only what stands above it */
static GPtrArray *
read_named(VetPackScope *scope, const VetYamlNode *map, gboolean is_loop)
{
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)vet_named_expression_free);
	for (guint i = 0; map && i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i];
		CelProgram *program = vet_pack_scope_compile(scope, map->items->pdata[i]);
		vet_pack_scope_declare(scope, name, program, is_loop);
		if (program)
			add_named(list, name, program);
		else if (is_cut(map->items->pdata[i]))
			break;
	}
	return list;
}

static VetOutcome
read_outcome(VetPackLoader *loader, const VetYamlNode *node)
{
	VetOutcome outcome = VET_OUTCOME_REVIEW;
	if (vet_outcome_from_name(node->text, &outcome) &&
	    (outcome == VET_OUTCOME_REJECT || outcome == VET_OUTCOME_REVIEW ||
	     outcome == VET_OUTCOME_NOTE || outcome == VET_OUTCOME_UNDETERMINED))
		return outcome;
	vet_yaml_fault(node, loader->diagnostics,
		       "on_fail is reject, review, note or undetermined, found “%s”", node->text);
	return VET_OUTCOME_REVIEW;
}

static guint
line_of(const VetYamlNode *node)
{
	guint line = 0, column = 0;
	vet_manuscript_locate(node->source, node->start, &line, &column);
	return line;
}

static void
read_case(VetPackLoader *loader, VetPackScope *scope, VetRule *rule, const VetYamlNode *node)
{
	const VetYamlNode *evidence = vet_yaml_get(node, "evidence");
	VetCase *one = g_new0(VetCase, 1);
	one->check = vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "check"), "check");
	one->on_fail = read_outcome(loader, vet_yaml_get(node, "on_fail"));
	one->message = vet_pack_scope_template(scope, vet_yaml_get(node, "message"));
	one->advice = vet_pack_scope_template(scope, vet_yaml_get(node, "advice"));
	one->line = line_of(node);
	one->evidence = evidence ? vet_pack_scope_compile_list(scope, evidence) : NULL;
	g_ptr_array_add(rule->cases, one);
	if (!vet_yaml_get(node, "message") && !rule->message)
		vet_yaml_fault(node, loader->diagnostics,
			       "a case without a message needs one of the rule");
}

/* a plain `check` is one case that takes everything else from the rule */
static void
read_check(VetPackLoader *loader, VetPackScope *scope, VetRule *rule, const VetYamlNode *node)
{
	const VetYamlNode *outcome = vet_yaml_get(node, "on_fail");
	if (!outcome) {
		vet_yaml_fault(vet_yaml_get(node, "check"), loader->diagnostics,
			       "a check needs on_fail: reject, review, note or undetermined");
		return;
	}
	if (!vet_yaml_get(node, "message"))
		vet_yaml_fault(node, loader->diagnostics, "this rule lacks the key “message”");
	VetCase *one = g_new0(VetCase, 1);
	one->check = vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "check"), "check");
	one->on_fail = read_outcome(loader, outcome);
	one->line = line_of(vet_yaml_get(node, "check"));
	g_ptr_array_add(rule->cases, one);
}

static void
read_cases(VetPackLoader *loader, VetPackScope *scope, VetRule *rule, const VetYamlNode *node)
{
	const VetYamlNode *check = vet_yaml_get(node, "check");
	const VetYamlNode *cases = vet_yaml_get(node, "cases");
	if (!check == !cases) {
		vet_yaml_fault(check ? check : vet_yaml_get(node, "id"), loader->diagnostics,
			       "a rule has either `check` or `cases`");
		return;
	}
	if (check) {
		read_check(loader, scope, rule, node);
		return;
	}
	if (vet_yaml_get(node, "on_fail"))
		vet_yaml_fault(vet_yaml_get(node, "on_fail"), loader->diagnostics,
			       "with `cases`, each case has its own on_fail");
	if (!cases->items->len || cases->items->len > VET_RULE_MAX_CASES)
		vet_yaml_fault(cases, loader->diagnostics, "a rule has 1 to %d cases",
			       VET_RULE_MAX_CASES);
	for (guint i = 0; i < MIN(cases->items->len, VET_RULE_MAX_CASES); i++)
		if (vet_yaml_check(cases->items->pdata[i], "case", case_keys, loader->diagnostics))
			read_case(loader, scope, rule, cases->items->pdata[i]);
}

static void
read_note(VetPackLoader *loader, VetPackScope *scope, VetRule *rule, const VetYamlNode *note)
{
	if (!note || !vet_yaml_check(note, "note", note_keys, loader->diagnostics))
		return;
	rule->note_when = vet_pack_scope_compile_bool(scope, vet_yaml_get(note, "when"), "when");
	rule->note_text = vet_pack_scope_template(scope, vet_yaml_get(note, "text"));
}

static void
check_unused(VetPackLoader *loader, const VetPackScope *scope, const VetYamlNode *names,
	     const char *what)
{
	for (guint i = 0; names && i < names->keys->len; i++) {
		const VetYamlNode *name = names->keys->pdata[i];
		if (!vet_pack_scope_is_used(scope, name->text))
			vet_yaml_fault(name, loader->diagnostics,
				       "the %s “%s” is never used; take it out, or use it", what,
				       name->text);
	}
}

static gboolean
check_id(VetPackLoader *loader, const VetYamlNode *id)
{
	gboolean fits = g_ascii_isalpha(*id->text) && strlen(id->text) <= 64;
	for (const char *at = id->text; fits && *at; at++)
		fits = g_ascii_isalnum(*at) || *at == '-' || *at == '_';
	if (!fits)
		vet_yaml_fault(id, loader->diagnostics,
			       "a rule's id is up to 64 ASCII letters, digits, - and _, found “%s”",
			       id->text);
	else if (vet_pack_rule(loader->pack, id->text))
		vet_yaml_fault(id, loader->diagnostics, "a rule “%s” stands above already",
			       id->text);
	else
		return TRUE;
	return FALSE;
}

/* --- rules --- */

static VetRule *
new_rule(const VetPackLoader *loader, const VetPackRuleEntry *entry)
{
	const VetYamlNode *node = entry->node;
	VetRule *rule = g_new0(VetRule, 1);
	rule->id = g_strdup(vet_yaml_get_text(node, "id"));
	rule->title = g_strdup(vet_yaml_get_text(node, "title"));
	rule->basis = g_strdup(vet_yaml_get_text(node, "basis"));
	rule->cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
	rule->file = g_strdup(vet_manuscript_name(node->source));
	rule->inherited = entry->layer != &loader->pack->own;
	rule->line = line_of(node);
	return rule;
}

static void
read_rule(VetPackLoader *loader, const VetPackRuleEntry *entry)
{
	const VetYamlNode *node = entry->node;
	if (!vet_yaml_check(node, "rule", rule_keys, loader->diagnostics) ||
	    !check_id(loader, vet_yaml_get(node, "id")))
		return;
	const VetYamlNode *loops = vet_yaml_get(node, "for"), *lets = vet_yaml_get(node, "let");
	const VetYamlNode *evidence = vet_yaml_get(node, "evidence");
	if (loops && loops->keys->len > MAX_LOOPS)
		vet_yaml_fault(loops, loader->diagnostics, "at most %d loops in a rule", MAX_LOOPS);
	guint before = vet_diagnostics_count(loader->diagnostics);
	VetRule *rule = new_rule(loader, entry);
	g_autoptr(VetPackScope) scope = vet_pack_scope_new(loader, rule->id);
	rule->loops = read_named(scope, loops, TRUE);
	rule->lets = read_named(scope, lets, FALSE);
	rule->when = vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "when"), "when");
	rule->message = vet_pack_scope_template(scope, vet_yaml_get(node, "message"));
	rule->advice = vet_pack_scope_template(scope, vet_yaml_get(node, "advice"));
	rule->undetermined_message =
		vet_pack_scope_template(scope, vet_yaml_get(node, "undetermined"));
	read_cases(loader, scope, rule, node);
	read_note(loader, scope, rule, vet_yaml_get(node, "note"));
	rule->evidence =
		evidence ? vet_pack_scope_compile_list(scope, evidence) : g_ptr_array_new();
	g_ptr_array_add(loader->pack->rules, rule);
	/* what could not be compiled may be the use */
	if (vet_diagnostics_count(loader->diagnostics) == before) {
		check_unused(loader, scope, loops, "loop");
		check_unused(loader, scope, lets, "let");
	}
	vet_pack_read_waivers(loader, scope, entry);
}

/* --- layers: which rules are in force --- */

static void
report_disabled(VetPackLoader *loader, const VetYamlNode *name)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	for (guint i = 0; i < loader->rules->len; i++) {
		const VetPackRuleEntry *entry = loader->rules->pdata[i];
		const char *id = vet_yaml_get_text(entry->node, "id");
		if (id)
			g_ptr_array_add(ids, (gpointer)id);
	}
	g_ptr_array_add(ids, NULL);
	const char *meant = cel_nearest_name(name->text, (const char *const *)ids->pdata);
	vet_yaml_fault(name, loader->diagnostics, "the base has no rule “%s” to disable%s%s%s",
		       name->text, meant ? "; did you mean “" : "", meant ? meant : "",
		       meant ? "”?" : "");
}

static void
disable_rules(VetPackLoader *loader, const VetPackLayer *layer)
{
	const VetYamlNode *disable = vet_yaml_get(layer->pack, "disable");
	for (guint i = 0; disable && i < disable->items->len; i++) {
		const VetYamlNode *name = disable->items->pdata[i];
		if (!vet_yaml_check_kind(name, "a rule to disable", VET_YAML_SCALAR,
					 loader->diagnostics))
			continue;
		int index = find_entry(loader, name->text);
		if (index < 0)
			report_disabled(loader, name);
		else
			g_ptr_array_remove_index(loader->rules, (guint)index);
	}
}

static gboolean
is_disabled(const VetPackLayer *layer, const char *id)
{
	const VetYamlNode *disable = vet_yaml_get(layer->pack, "disable");
	for (guint i = 0; id && disable && i < disable->items->len; i++) {
		const VetYamlNode *name = disable->items->pdata[i];
		if (name->text && g_str_equal(name->text, id))
			return TRUE;
	}
	return FALSE;
}

/* a rule of the base is replaced in its place; within one file an id stands once */
static void
add_entry(VetPackLoader *loader, const VetPackLayer *layer, const VetYamlNode *node)
{
	const char *id = vet_yaml_get_text(node, "id");
	int index = find_entry(loader, id);
	if (is_disabled(layer, id))
		vet_yaml_fault(vet_yaml_get(node, "id"), loader->diagnostics,
			       "pack.yaml disables the rule “%s”; expected one of the two: a rule "
			       "written here takes the base's place by itself",
			       id);
	VetPackRuleEntry *entry = index < 0 ? NULL : loader->rules->pdata[index];
	if (!entry || entry->layer == layer) {
		entry = g_new0(VetPackRuleEntry, 1);
		g_ptr_array_add(loader->rules, entry);
	}
	*entry = (VetPackRuleEntry){node, layer};
}

static void
add_layer(VetPackLoader *loader, const VetPackLayer *layer)
{
	gboolean is_overlay = layer != loader->pack->layers->pdata[0];
	disable_rules(loader, layer);
	if (!layer->rules ||
	    !vet_yaml_check(layer->rules, "file rules.yaml", is_overlay ? overlay_keys : root_keys,
			    loader->diagnostics))
		return;
	const VetYamlNode *rules = vet_yaml_get(layer->rules, "rules");
	for (guint i = 0; rules && i < rules->items->len; i++) {
		if (loader->rules->len >= MAX_RULES) {
			vet_yaml_fault(rules, loader->diagnostics, "more than %d rules", MAX_RULES);
			return;
		}
		add_entry(loader, layer, rules->items->pdata[i]);
	}
}

void
vet_pack_read_rules(VetPackLoader *loader)
{
	const GPtrArray *layers = loader->pack->layers;
	for (guint i = 0; i < layers->len; i++)
		add_layer(loader, layers->pdata[i]);
	for (guint i = 0; i < loader->rules->len; i++)
		read_rule(loader, loader->rules->pdata[i]);
	vet_pack_check_waivers(loader);
}
