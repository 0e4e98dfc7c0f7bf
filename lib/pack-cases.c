/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tests.yaml, as far as it can be held against the rules without running it. */

#include "lib/pack-facts.h"

#define MAX_TESTS 2000
#define MAX_PARAM_BYTES (4 * 1024 * 1024)

static const VetYamlKey root_keys[] = {
	{"defaults", VET_YAML_MAP},
	{"cases", VET_YAML_LIST, TRUE},
	{"extract", VET_YAML_LIST},
	{NULL},
};

static const VetYamlKey case_keys[] = {
	{"name", VET_YAML_SCALAR, TRUE}, {"set", VET_YAML_MAP},
	{"lists", VET_YAML_MAP},         {"submissions", VET_YAML_SCALAR | VET_YAML_LIST},
	{"params", VET_YAML_MAP},        {"now", VET_YAML_SCALAR},
	{"expect", VET_YAML_MAP, TRUE},  {"count", VET_YAML_MAP},
	{"message", VET_YAML_MAP},       {"note", VET_YAML_MAP},
	{"evidence", VET_YAML_MAP},      {NULL},
};

static const VetYamlKey extract_keys[] = {
	{"class", VET_YAML_SCALAR, TRUE},
	{"text", VET_YAML_SCALAR, TRUE},
	{"expect", VET_YAML_MAP, TRUE},
	{NULL},
};

/* the keys of a case whose own keys are rules */
static const char *const keyed_by_rule[] = {"expect", "count", "message", "note", "evidence"};

void
vet_pack_case_free(VetPackCase *test)
{
	g_free(test->name);
	g_free(test);
}

/* what stands nearest to the case prevails, list by list */
const VetYamlNode *
vet_pack_case_list(const VetYamlNode *defaults, const VetYamlNode *node, const char *name)
{
	const VetYamlNode *trees[] = {node, vet_yaml_get(node, "set"), defaults};
	for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
		const VetYamlNode *lists = trees[i] ? vet_yaml_get(trees[i], "lists") : NULL;
		const VetYamlNode *list = lists ? vet_yaml_get(lists, name) : NULL;
		if (list)
			return list->kind == VET_YAML_SCALAR && !*list->text ? NULL : list;
	}
	return NULL;
}

static void
add_test(GPtrArray *tests, const char *name, const VetYamlNode *defaults, const VetYamlNode *node)
{
	VetPackCase *test = g_new0(VetPackCase, 1);
	test->name = g_strdup(name);
	test->defaults = defaults;
	test->node = node;
	g_ptr_array_add(tests, test);
}

static void
check_outcomes(VetPackLoader *loader, const VetYamlNode *expect)
{
	for (guint i = 0; i < expect->keys->len; i++) {
		const VetYamlNode *value = expect->items->pdata[i];
		VetOutcome outcome = VET_OUTCOME_PASS;
		if (!vet_yaml_check_kind(value, "an outcome", VET_YAML_SCALAR, loader->diagnostics))
			continue;
		if (!vet_outcome_from_name(value->text, &outcome) || outcome <= VET_OUTCOME_PASS)
			vet_yaml_fault(
				value, loader->diagnostics,
				"an expected outcome is reject, review, note, undetermined or "
				"waived, found “%s”; a rule that passes is left out",
				value->text);
	}
}

static void
check_rules(VetPackLoader *loader, const VetYamlNode *map)
{
	for (guint i = 0; i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i];
		if (!vet_pack_rule(loader->pack, name->text))
			vet_pack_report_rule(loader->pack, name, loader->diagnostics);
		vet_yaml_check_kind(map->items->pdata[i], name->text, VET_YAML_SCALAR,
				    loader->diagnostics);
	}
}

static void
check_lists(VetPackLoader *loader, const VetYamlNode *tree)
{
	const VetYamlNode *lists = tree ? vet_yaml_get(tree, "lists") : NULL;
	if (!lists || !vet_yaml_check_kind(lists, "lists", VET_YAML_MAP, loader->diagnostics))
		return;
	for (guint i = 0; i < lists->keys->len; i++) {
		const VetYamlNode *name = lists->keys->pdata[i], *rows = lists->items->pdata[i];
		gboolean registrations = g_str_equal(name->text, "registrations");
		if (!registrations && !vet_pack_declares_list(loader->pack, name->text))
			vet_yaml_fault(name, loader->diagnostics,
				       "pack.yaml names no list “%s” under lists", name->text);
		/* nothing behind the name: the list is not imported */
		if (rows->kind == VET_YAML_SCALAR && !*rows->text)
			continue;
		g_autofree char *csv = vet_pack_facts_csv(rows, registrations, loader->diagnostics);
	}
}

/* the others of a case are facts of their own; nothing behind the key: they cannot be looked at */
static void
check_submissions(VetPackLoader *loader, const VetYamlNode *submissions)
{
	if (!submissions || (submissions->kind == VET_YAML_SCALAR && !*submissions->text) ||
	    !vet_yaml_check_kind(submissions, "submissions", VET_YAML_LIST, loader->diagnostics))
		return;
	for (guint i = 0; i < submissions->items->len; i++) {
		g_autoptr(VetFacts) facts = vet_pack_facts_read(
			loader->pack, NULL, submissions->items->pdata[i], loader->diagnostics);
	}
}

/* what a case sets besides facts: params of the pack, the clock */
static void
check_settings(VetPackLoader *loader, const VetYamlNode *node)
{
	const VetYamlNode *params = vet_yaml_get(node, "params"), *now = vet_yaml_get(node, "now");
	const VetYamlNode *counts = vet_yaml_get(node, "count");
	g_autoptr(CelArena) arena = cel_arena_new(MAX_PARAM_BYTES);
	CelValue ignored;
	if (params)
		(void)vet_pack_override_params(loader->pack, params, arena, loader->diagnostics,
					       &ignored);
	if (now)
		(void)vet_pack_read_value(now, "timestamp", arena, loader->diagnostics, &ignored);
	for (guint i = 0; counts && i < counts->items->len; i++)
		(void)vet_pack_read_value(counts->items->pdata[i], "int", arena,
					  loader->diagnostics, &ignored);
}

static void
read_case(VetPackLoader *loader, GHashTable *names, const VetYamlNode *node)
{
	if (!vet_yaml_check(node, "test case", case_keys, loader->diagnostics))
		return;
	const VetYamlNode *defaults = loader->pack->defaults;
	const VetYamlNode *called = vet_yaml_get(node, "name");
	if (!g_hash_table_add(names, called->text))
		vet_yaml_fault(called, loader->diagnostics,
			       "a case “%s” stands above already; names are told apart in reports",
			       called->text);
	for (guint i = 0; i < G_N_ELEMENTS(keyed_by_rule); i++) {
		const VetYamlNode *map = vet_yaml_get(node, keyed_by_rule[i]);
		if (map)
			check_rules(loader, map);
	}
	check_outcomes(loader, vet_yaml_get(node, "expect"));
	check_settings(loader, node);
	check_submissions(loader, vet_yaml_get(node, "submissions"));
	check_lists(loader, node);
	check_lists(loader, vet_yaml_get(node, "set"));
	check_lists(loader, defaults);
	g_autoptr(VetFacts) facts = vet_pack_facts_read(
		loader->pack, defaults, vet_yaml_get(node, "set"), loader->diagnostics);
	add_test(loader->pack->cases, vet_yaml_get_text(node, "name"), defaults, node);
}

static void
read_extract(VetPackLoader *loader, const VetYamlNode *node)
{
	if (!vet_yaml_check(node, "extract test", extract_keys, loader->diagnostics))
		return;
	const VetYamlNode *id = vet_yaml_get(node, "class"), *expect = vet_yaml_get(node, "expect");
	const VetDocumentClass *document_class = vet_pack_class(loader->pack, id->text);
	if (!document_class) {
		vet_pack_report_class(loader->pack, id, loader->diagnostics);
		return;
	}
	for (guint i = 0; i < expect->keys->len; i++) {
		const VetYamlNode *name = expect->keys->pdata[i];
		if (!vet_document_class_field(document_class, name->text))
			vet_yaml_fault(name, loader->diagnostics,
				       "the class “%s” has no field “%s”", id->text, name->text);
	}
	add_test(loader->pack->extracts, id->text, NULL, node);
}

/* what a rule decides is only known when it was seen to hit and seen to miss */
static void
check_covered(VetPackLoader *loader, const VetYamlNode *id)
{
	gboolean hit = FALSE, missed = FALSE;
	for (guint i = 0; i < loader->pack->cases->len; i++) {
		const VetPackCase *test = loader->pack->cases->pdata[i];
		if (vet_yaml_get(vet_yaml_get(test->node, "expect"), id->text))
			hit = TRUE;
		else
			missed = TRUE;
	}
	if (!hit)
		vet_yaml_fault(id, loader->diagnostics,
			       "no case of tests.yaml expects the rule “%s” to hit; expected one "
			       "that does and one that does not",
			       id->text);
	if (!missed)
		vet_yaml_fault(id, loader->diagnostics,
			       "no case of tests.yaml expects the rule “%s” to miss; expected one "
			       "that does not name it",
			       id->text);
}

/* an overlay's are laid over its base's: they need say only what is different in their city */
static void
read_defaults(VetPack *pack, const VetYamlNode *root)
{
	const VetYamlNode *base = pack->base ? pack->base->defaults : NULL;
	const VetYamlNode *own = root ? vet_yaml_get(root, "defaults") : NULL;
	pack->defaults = own ? own : base;
	if (!own || !base)
		return;
	VetYamlNode *merged = vet_yaml_lay_over(base, own);
	g_ptr_array_add(pack->trees, merged);
	pack->defaults = merged;
}

static void
read_tests(VetPackLoader *loader, const VetYamlNode *root)
{
	const VetYamlNode *cases = vet_yaml_get(root, "cases");
	const VetYamlNode *extracts = vet_yaml_get(root, "extract");
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	if (cases->items->len > MAX_TESTS)
		vet_yaml_fault(cases, loader->diagnostics, "more than %d cases", MAX_TESTS);
	for (guint i = 0; i < MIN(cases->items->len, MAX_TESTS); i++)
		read_case(loader, names, cases->items->pdata[i]);
	for (guint i = 0; extracts && i < MIN(extracts->items->len, MAX_TESTS); i++)
		read_extract(loader, extracts->items->pdata[i]);
}

void
vet_pack_read_cases(VetPackLoader *loader)
{
	const VetYamlNode *root = loader->pack->own.tests;
	if (root && !vet_yaml_check(root, "file tests.yaml", root_keys, loader->diagnostics))
		return;
	guint before = vet_diagnostics_count(loader->diagnostics);
	read_defaults(loader->pack, root);
	if (root)
		read_tests(loader, root);
	/* a case that could not be read may be the one that is missing */
	if (vet_diagnostics_count(loader->diagnostics) > before)
		return;
	for (guint i = 0; i < loader->rules->len; i++) {
		const VetPackRuleEntry *entry = loader->rules->pdata[i];
		if (entry->layer == &loader->pack->own)
			check_covered(loader, vet_yaml_get(entry->node, "id"));
	}
}
