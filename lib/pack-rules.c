/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rules.yaml: rules and waivers, compiled in their scopes. */

#include "lib/pack-scope.h"

#include <string.h>

#define MAX_RULES 500
#define MAX_LOOPS 4
#define MAX_CASES 16
#define MAX_WAIVERS 1000

static const VetYamlKey root_keys[] = {
	{"rules", VET_YAML_LIST, TRUE},
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

static const VetYamlKey waiver_keys[] = {
	{"rule", VET_YAML_SCALAR, TRUE},    {"match", VET_YAML_SCALAR, TRUE},
	{"reason", VET_YAML_SCALAR, TRUE},  {"approved_by", VET_YAML_SCALAR, TRUE},
	{"expires", VET_YAML_SCALAR, TRUE}, {NULL},
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

void
vet_waiver_free(VetWaiver *waiver)
{
	if (!waiver)
		return;
	g_free(waiver->rule);
	cel_program_free(waiver->match);
	g_free(waiver->reason);
	g_free(waiver->approved_by);
	g_free(waiver);
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

/* --- parts of a rule --- */

static void
add_named(GPtrArray *list, const VetYamlNode *name, CelProgram *program)
{
	VetNamedExpression *named = g_new0(VetNamedExpression, 1);
	named->name = g_strdup(name->text);
	named->program = program;
	g_ptr_array_add(list, named);
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

static void
read_case(VetPackLoader *loader, VetPackScope *scope, VetRule *rule, const VetYamlNode *node)
{
	const VetYamlNode *evidence = vet_yaml_get(node, "evidence");
	VetCase *one = g_new0(VetCase, 1);
	one->check = vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "check"), "check");
	one->on_fail = read_outcome(loader, vet_yaml_get(node, "on_fail"));
	one->message = vet_pack_scope_template(scope, vet_yaml_get(node, "message"));
	one->advice = vet_pack_scope_template(scope, vet_yaml_get(node, "advice"));
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
	if (!cases->items->len || cases->items->len > MAX_CASES)
		vet_yaml_fault(cases, loader->diagnostics, "a rule has 1 to %d cases", MAX_CASES);
	for (guint i = 0; i < MIN(cases->items->len, MAX_CASES); i++)
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
check_unused(VetPackLoader *loader, const VetPackScope *scope, const VetYamlNode *lets)
{
	for (guint i = 0; lets && i < lets->keys->len; i++) {
		const VetYamlNode *name = lets->keys->pdata[i];
		if (!vet_pack_scope_is_used(scope, name->text))
			vet_yaml_fault(name, loader->diagnostics,
				       "the let “%s” is never used; take it out", name->text);
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

static void
read_waivers_of(VetPackLoader *loader, VetPackScope *scope, const char *rule,
		const VetYamlNode *waivers)
{
	for (guint i = 0; waivers && i < waivers->items->len; i++) {
		const VetYamlNode *node = waivers->items->pdata[i];
		const char *name = vet_yaml_get_text(node, "rule");
		if (!name || !g_str_equal(name, rule))
			continue;
		if (!vet_yaml_check(node, "waiver", waiver_keys, loader->diagnostics))
			continue;
		VetWaiver *waiver = g_new0(VetWaiver, 1);
		waiver->rule = g_strdup(rule);
		waiver->match =
			vet_pack_scope_compile_bool(scope, vet_yaml_get(node, "match"), "match");
		waiver->reason = g_strdup(vet_yaml_get_text(node, "reason"));
		waiver->approved_by = g_strdup(vet_yaml_get_text(node, "approved_by"));
		g_ptr_array_add(loader->pack->waivers, waiver);
		(void)vet_pack_read_value(vet_yaml_get(node, "expires"), "timestamp",
					  loader->pack->arena, loader->diagnostics,
					  &waiver->expires);
	}
}

/* --- rules --- */

static VetRule *
new_rule(const VetYamlNode *node)
{
	VetRule *rule = g_new0(VetRule, 1);
	guint column = 0;
	rule->id = g_strdup(vet_yaml_get_text(node, "id"));
	rule->title = g_strdup(vet_yaml_get_text(node, "title"));
	rule->basis = g_strdup(vet_yaml_get_text(node, "basis"));
	rule->cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
	rule->file = g_strdup(vet_manuscript_name(node->source));
	vet_manuscript_locate(node->source, node->start, &rule->line, &column);
	return rule;
}

static void
read_rule(VetPackLoader *loader, const VetYamlNode *node, const VetYamlNode *waivers)
{
	if (!vet_yaml_check(node, "rule", rule_keys, loader->diagnostics) ||
	    !check_id(loader, vet_yaml_get(node, "id")))
		return;
	const VetYamlNode *loops = vet_yaml_get(node, "for"), *lets = vet_yaml_get(node, "let");
	const VetYamlNode *evidence = vet_yaml_get(node, "evidence");
	if (loops && loops->keys->len > MAX_LOOPS)
		vet_yaml_fault(loops, loader->diagnostics, "at most %d loops in a rule", MAX_LOOPS);
	g_autoptr(VetPackScope) scope = vet_pack_scope_new(loader);
	VetRule *rule = new_rule(node);
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
	check_unused(loader, scope, lets);
	read_waivers_of(loader, scope, rule->id, waivers);
}

static void
check_waivers(VetPackLoader *loader, const VetYamlNode *waivers)
{
	for (guint i = 0; waivers && i < waivers->items->len; i++) {
		const VetYamlNode *node = waivers->items->pdata[i];
		if (!vet_yaml_check_kind(node, "a waiver", VET_YAML_MAP, loader->diagnostics))
			continue;
		const VetYamlNode *rule = vet_yaml_get(node, "rule");
		if (!rule || !rule->text)
			vet_yaml_fault(node, loader->diagnostics,
				       "this waiver lacks the key “rule”");
		else if (!vet_pack_rule(loader->pack, rule->text))
			vet_yaml_fault(rule, loader->diagnostics, "the pack has no rule “%s”",
				       rule->text);
	}
}

void
vet_pack_read_rules(VetPackLoader *loader, const VetYamlNode *root)
{
	if (!vet_yaml_check(root, "file rules.yaml", root_keys, loader->diagnostics))
		return;
	const VetYamlNode *rules = vet_yaml_get(root, "rules");
	const VetYamlNode *waivers = vet_yaml_get(root, "waivers");
	if (rules->items->len > MAX_RULES)
		vet_yaml_fault(rules, loader->diagnostics, "more than %d rules", MAX_RULES);
	if (waivers && waivers->items->len > MAX_WAIVERS)
		vet_yaml_fault(waivers, loader->diagnostics, "more than %d waivers", MAX_WAIVERS);
	for (guint i = 0; i < MIN(rules->items->len, MAX_RULES); i++)
		read_rule(loader, rules->items->pdata[i], waivers);
	check_waivers(loader, waivers);
}
