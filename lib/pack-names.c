/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * `lists` of pack.yaml, and what expressions name in quotes: lists, and classes of documents.  A
 * name that is misspelt there would be no error at run time but a rule that never hits.
 */

#include "lib/pack-private.h"
#include "lib/screen.h"

#include <string.h>

#define MAX_LISTS 64

static const VetYamlKey list_keys[] = {{"title", VET_YAML_SCALAR, TRUE}, {NULL}};

/* What expressions do with lists. */
typedef struct {
	VetPackLoader *loader;
	GRegex *class_test;   /* of d.class == 'name': group 2 as well */
	GRegex *call;         /* of a function that takes a list: group 2 is a name in quotes */
	GHashTable *named;    /* set of names */
	gboolean is_computed; /* some call works out the name: then any may be meant */
} Search;

static void
read_layer(VetPackLoader *loader, const VetYamlNode *lists)
{
	VetPack *pack = loader->pack;
	for (guint i = 0; lists && i < lists->keys->len; i++) {
		const VetYamlNode *name = lists->keys->pdata[i];
		if (pack->lists->len >= MAX_LISTS)
			vet_yaml_fault(name, loader->diagnostics, "more than %d lists", MAX_LISTS);
		else if (vet_pack_declares_list(pack, name->text))
			vet_yaml_fault(name, loader->diagnostics,
				       "the base has a list “%s” already", name->text);
		else if (vet_pack_check_identifier(name, "the name of a list",
						   loader->diagnostics) &&
			 vet_yaml_check(lists->items->pdata[i], "list", list_keys,
					loader->diagnostics))
			g_ptr_array_add(pack->lists, g_strdup(name->text));
	}
}

void
vet_pack_read_lists(VetPackLoader *loader)
{
	const GPtrArray *layers = loader->pack->layers;
	for (guint i = 0; i < layers->len; i++) {
		const VetPackLayer *layer = layers->pdata[i];
		read_layer(loader, vet_yaml_get(layer->pack, "lists"));
	}
}

/* --- what expressions name --- */

static GRegex *
make_pattern(void)
{
	g_autoptr(GString) names = g_string_new(NULL);
	for (const CelFunctionRow *row = vet_screen_functions(); row->signature; row++)
		if (strstr(row->signature, "(list: string"))
			g_string_append_printf(names, "%s%.*s", names->len ? "|" : "",
					       (int)strcspn(row->signature, "("), row->signature);
	g_autofree char *pattern =
		g_strdup_printf("\\b(?:%s)\\(\\s*(?:(['\"])([^'\"]*)\\1)?", names->str);
	return g_regex_new(pattern, G_REGEX_OPTIMIZE, 0, NULL);
}

static void
report_undeclared(const Search *search, const VetYamlNode *node, int offset, const char *name)
{
	const VetPack *pack = search->loader->pack;
	g_autoptr(GPtrArray) lists = g_ptr_array_new();
	for (guint i = 0; i < pack->lists->len; i++)
		g_ptr_array_add(lists, pack->lists->pdata[i]);
	g_ptr_array_add(lists, NULL);
	const char *meant = cel_nearest_name(name, (const char *const *)lists->pdata);
	vet_yaml_fault_at(node, offset, strlen(name), search->loader->diagnostics,
			  "pack.yaml names no list “%s” under lists%s%s%s", name,
			  meant ? "; did you mean “" : "", meant ? meant : "", meant ? "”?" : "");
}

static void
search_scalar(Search *search, const VetYamlNode *node)
{
	g_autoptr(GMatchInfo) match = NULL;
	g_regex_match(search->call, node->text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		int start = -1, end = -1;
		if (!g_match_info_fetch_pos(match, 2, &start, &end) || start < 0) {
			search->is_computed = TRUE;
			continue;
		}
		char *name = g_match_info_fetch(match, 2);
		if (!vet_pack_declares_list(search->loader->pack, name))
			report_undeclared(search, node, start, name);
		g_hash_table_add(search->named, name);
	}
}

static void
search_classes(Search *search, const VetYamlNode *node)
{
	VetPackLoader *loader = search->loader;
	g_autoptr(GMatchInfo) match = NULL;
	g_regex_match(search->class_test, node->text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		int start = -1, end = -1;
		g_autofree char *id = g_match_info_fetch(match, 2);
		if (!*id || vet_pack_class(loader->pack, id) ||
		    !g_match_info_fetch_pos(match, 2, &start, &end))
			continue;
		vet_pack_report_class_at(loader->pack, node, (gsize)start, id, loader->diagnostics);
	}
}

static void
search_tree(Search *search, const VetYamlNode *node)
{
	if (node->kind == VET_YAML_SCALAR) {
		search_scalar(search, node);
		search_classes(search, node);
	}
	for (guint i = 0; node->items && i < node->items->len; i++)
		search_tree(search, node->items->pdata[i]);
}

static void
search_layer(Search *search, const VetPackLayer *layer)
{
	const VetYamlNode *vars = vet_yaml_get(layer->pack, "vars");
	const VetYamlNode *waivers = layer->rules ? vet_yaml_get(layer->rules, "waivers") : NULL;
	if (vars)
		search_tree(search, vars);
	if (waivers)
		search_tree(search, waivers);
}

void
vet_pack_check_names(VetPackLoader *loader)
{
	g_autoptr(GRegex) call = make_pattern();
	g_autoptr(GHashTable) named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRegex) class_test =
		g_regex_new("\\.class\\s*[=!]=\\s*(['\"])([^'\"]*)\\1", G_REGEX_OPTIMIZE, 0, NULL);
	Search search = {loader, class_test, call, named, FALSE};
	const GPtrArray *layers = loader->pack->layers;
	guint before = vet_diagnostics_count(loader->diagnostics);
	for (guint i = 0; i < layers->len; i++)
		search_layer(&search, layers->pdata[i]);
	for (guint i = 0; i < loader->rules->len; i++)
		search_tree(&search, ((VetPackRuleEntry *)loader->rules->pdata[i])->node);
	const VetYamlNode *lists = vet_yaml_get(loader->pack->own.pack, "lists");
	/* a name that was misspelt is the use that would be missed */
	if (vet_diagnostics_count(loader->diagnostics) > before)
		return;
	for (guint i = 0; lists && !search.is_computed && i < lists->keys->len; i++) {
		const VetYamlNode *name = lists->keys->pdata[i];
		if (!g_hash_table_contains(named, name->text))
			vet_yaml_fault(
				name, loader->diagnostics,
				"the list “%s” is never used; take it out, or look something "
				"up in it",
				name->text);
	}
}
