/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-scope.h"
#include "lib/error.h"
#include "lib/pack-files.h"

#include <stdio.h>
#include <string.h>

/* what rules are written for; not the version of the programs, which change more often */
#define ENGINE_MAJOR 1
#define ENGINE_MINOR 0
#define LANGUAGE "cel-1"
#define MAX_ARENA (16 * 1024 * 1024)

static const VetYamlKey pack_keys[] = {
	{"pack", VET_YAML_SCALAR, TRUE},
	{"version", VET_YAML_SCALAR, TRUE},
	{"title", VET_YAML_SCALAR, TRUE},
	{"requires", VET_YAML_MAP, TRUE},
	{"extends", VET_YAML_LIST},
	{"params", VET_YAML_MAP},
	{"lists", VET_YAML_MAP},
	{"vars", VET_YAML_MAP},
	{NULL},
};

static const VetYamlKey requires_keys[] = {
	{"engine", VET_YAML_SCALAR, TRUE},
	{"lang", VET_YAML_SCALAR, TRUE},
	{NULL},
};

static const VetYamlKey list_keys[] = {{"title", VET_YAML_SCALAR, TRUE}, {NULL}};

static VetPack *
pack_new(void)
{
	VetPack *pack = g_new0(VetPack, 1);
	pack->references = 1;
	pack->arena = cel_arena_new(MAX_ARENA);
	pack->env = vet_pack_scope_env();
	pack->sources = g_ptr_array_new_with_free_func((GDestroyNotify)vet_manuscript_free);
	pack->trees = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	pack->params = g_ptr_array_new_with_free_func((GDestroyNotify)vet_param_free);
	pack->lists = g_ptr_array_new_with_free_func(g_free);
	pack->vars = g_ptr_array_new_with_free_func((GDestroyNotify)vet_named_expression_free);
	pack->classes = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_class_free);
	pack->rules = g_ptr_array_new_with_free_func((GDestroyNotify)vet_rule_free);
	pack->waivers = g_ptr_array_new_with_free_func((GDestroyNotify)vet_waiver_free);
	pack->cases = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_case_free);
	pack->extracts = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_case_free);
	return pack;
}

VetPack *
vet_pack_ref(VetPack *pack)
{
	g_atomic_int_inc(&pack->references);
	return pack;
}

void
vet_pack_unref(VetPack *pack)
{
	if (!pack || !g_atomic_int_dec_and_test(&pack->references))
		return;
	g_ptr_array_unref(pack->extracts);
	g_ptr_array_unref(pack->cases);
	g_ptr_array_unref(pack->waivers);
	g_ptr_array_unref(pack->rules);
	g_ptr_array_unref(pack->classes);
	g_ptr_array_unref(pack->vars);
	g_ptr_array_unref(pack->lists);
	g_ptr_array_unref(pack->params);
	g_ptr_array_unref(pack->trees);
	g_ptr_array_unref(pack->sources);
	cel_env_unref(pack->env);
	cel_arena_free(pack->arena);
	g_free(pack->id);
	g_free(pack->version);
	g_free(pack->sha256);
	g_free(pack);
}

/* --- pack.yaml --- */

static gboolean
satisfies(const char *operator, int order)
{
	static const struct {
		const char *operator;
		gboolean below, equal, above;
	} table[] = {{">=", FALSE, TRUE, TRUE}, {"<=", TRUE, TRUE, FALSE},
		     {">", FALSE, FALSE, TRUE}, {"<", TRUE, FALSE, FALSE},
		     {"=", FALSE, TRUE, FALSE}, {"==", FALSE, TRUE, FALSE}};
	for (guint i = 0; i < G_N_ELEMENTS(table); i++)
		if (g_str_equal(table[i].operator, operator))
			return order < 0   ? table[i].below
			       : order > 0 ? table[i].above
					   : table[i].equal;
	return FALSE;
}

static void
check_engine(VetPackLoader *loader, const VetYamlNode *node)
{
	g_auto(GStrv) terms = g_strsplit_set(node->text, " ,", -1);
	for (guint i = 0; terms[i]; i++) {
		char sign[3] = "";
		guint major = 0, minor = 0;
		if (!*terms[i])
			continue;
		if (sscanf(terms[i], "%2[<>=]%5u.%5u", sign, &major, &minor) < 2) {
			vet_yaml_fault(node, loader->diagnostics,
				       "“%s” is no version; write \">=1.0 <2\"", terms[i]);
			return;
		}
		int order = ENGINE_MAJOR != (int)major ? ENGINE_MAJOR - (int)major
						       : ENGINE_MINOR - (int)minor;
		if (!satisfies(sign, order)) {
			vet_yaml_fault(node, loader->diagnostics,
				       "the pack needs engine %s, this one is %d.%d", node->text,
				       ENGINE_MAJOR, ENGINE_MINOR);
			return;
		}
	}
}

static void
read_requires(VetPackLoader *loader, const VetYamlNode *node)
{
	if (!vet_yaml_check(node, "requires", requires_keys, loader->diagnostics))
		return;
	check_engine(loader, vet_yaml_get(node, "engine"));
	const VetYamlNode *language = vet_yaml_get(node, "lang");
	if (!g_str_equal(language->text, LANGUAGE))
		vet_yaml_fault(language, loader->diagnostics,
			       "the pack is written in “%s”, this engine knows %s", language->text,
			       LANGUAGE);
}

static void
read_lists(VetPackLoader *loader, const VetYamlNode *lists)
{
	for (guint i = 0; lists && i < lists->keys->len; i++) {
		const VetYamlNode *name = lists->keys->pdata[i];
		if (vet_pack_check_identifier(name, "the name of a list", loader->diagnostics) &&
		    vet_yaml_check(lists->items->pdata[i], "list", list_keys, loader->diagnostics))
			g_ptr_array_add(loader->pack->lists, g_strdup(name->text));
	}
}

static gboolean
read_identity(VetPackLoader *loader, const VetYamlNode *root)
{
	if (!vet_yaml_check(root, "file pack.yaml", pack_keys, loader->diagnostics))
		return FALSE;
	VetPack *pack = loader->pack;
	const VetYamlNode *extends = vet_yaml_get(root, "extends");
	pack->id = g_strdup(vet_yaml_get_text(root, "pack"));
	pack->version = g_strdup(vet_yaml_get_text(root, "version"));
	if (extends && extends->items->len)
		vet_yaml_fault(extends, loader->diagnostics,
			       "this version of vetd has no overlays; copy the pack instead");
	read_requires(loader, vet_yaml_get(root, "requires"));
	read_lists(loader, vet_yaml_get(root, "lists"));
	return TRUE;
}

static void
check_unused(VetPackLoader *loader, const VetYamlNode *map, const char *root)
{
	for (guint i = 0; map && i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i];
		g_autofree char *path = g_strdup_printf("%s.%s", root, name->text);
		if (!g_hash_table_contains(loader->used, path))
			vet_yaml_fault(name, loader->diagnostics,
				       "%s is never used; take it out, or use it in a rule", path);
	}
}

/* --- the folder --- */

static const VetYamlNode *
read_file(VetPackLoader *loader, const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;
	VetManuscript *source = vet_manuscript_read(path, name, &error);
	if (!source) {
		vet_diagnostics_add_text(loader->diagnostics, error->message);
		return NULL;
	}
	g_ptr_array_add(loader->pack->sources, source);
	VetYamlNode *tree = vet_yaml_parse(source, loader->diagnostics);
	if (tree)
		g_ptr_array_add(loader->pack->trees, tree);
	return tree;
}

/* fields before vars before rules before tests: each is held against what stands before it */
static void
read_pack(VetPackLoader *loader, const char *folder)
{
	const VetYamlNode *root = read_file(loader, folder, "pack.yaml");
	const VetYamlNode *documents = read_file(loader, folder, "documents.yaml");
	const VetYamlNode *rules = read_file(loader, folder, "rules.yaml");
	const VetYamlNode *tests = read_file(loader, folder, "tests.yaml");
	if (!root || !documents || !rules || !tests || !read_identity(loader, root))
		return;
	vet_pack_read_classes(loader, documents);
	vet_pack_scope_declare_fields(loader->pack);
	vet_pack_read_params(loader, vet_yaml_get(root, "params"));
	vet_pack_read_vars(loader, vet_yaml_get(root, "vars"));
	guint before = vet_diagnostics_count(loader->diagnostics);
	vet_pack_read_rules(loader, rules);
	/* a rule that could not be read uses nothing and has no tests: one fault, not three */
	if (vet_diagnostics_count(loader->diagnostics) > before)
		return;
	check_unused(loader, vet_yaml_get(root, "params"), "params");
	check_unused(loader, vet_yaml_get(root, "vars"), "vars");
	vet_pack_read_cases(loader, tests);
}

VetPack *
vet_pack_load(const char *folder, GError **error)
{
	g_autoptr(VetPack) pack = pack_new();
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	VetPackLoader loader = {pack, diagnostics, used};
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: not a folder; a pack is a folder with pack.yaml, documents.yaml, "
			    "rules.yaml and tests.yaml",
			    folder);
		return NULL;
	}
	read_pack(&loader, folder);
	if (vet_diagnostics_count(diagnostics)) {
		g_autofree char *text = vet_diagnostics_text(diagnostics);
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG, g_strchomp(text));
		return NULL;
	}
	pack->sha256 = vet_pack_files_sha256(folder, error);
	if (!pack->sha256)
		return NULL;
	return g_steal_pointer(&pack);
}

/* --- what it holds --- */

const char *
vet_pack_id(const VetPack *pack)
{
	return pack->id;
}

const char *
vet_pack_version(const VetPack *pack)
{
	return pack->version;
}

const char *
vet_pack_sha256(const VetPack *pack)
{
	return pack->sha256;
}

const GPtrArray *
vet_pack_classes(const VetPack *pack)
{
	return pack->classes;
}

const GPtrArray *
vet_pack_rules(const VetPack *pack)
{
	return pack->rules;
}

const GPtrArray *
vet_pack_vars(const VetPack *pack)
{
	return pack->vars;
}

const GPtrArray *
vet_pack_waivers(const VetPack *pack)
{
	return pack->waivers;
}

const GPtrArray *
vet_pack_params(const VetPack *pack)
{
	return pack->params;
}

const VetDocumentClass *
vet_pack_class(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->classes->len; i++) {
		const VetDocumentClass *document_class = pack->classes->pdata[i];
		if (g_str_equal(document_class->id, id))
			return document_class;
	}
	return NULL;
}

CelValue
vet_pack_params_value(const VetPack *pack)
{
	return pack->params_value;
}

gboolean
vet_pack_declares_list(const VetPack *pack, const char *list_name)
{
	for (guint i = 0; i < pack->lists->len; i++)
		if (g_str_equal(pack->lists->pdata[i], list_name))
			return TRUE;
	return FALSE;
}
