/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loading a folder: its files, who it is, and everything in the order in which it is checked. */

#include "lib/pack-scope.h"
#include "lib/error.h"
#include "lib/pack-files.h"
#include "lib/recommendations.h"
#include "lib/pack-translate.h"
#include "lib/version.h"

/* what rules are written for; not the version of the programs, which change more often */
#define ENGINE "1.0"
#define LANGUAGE "cel-1"

static const VetYamlKey pack_keys[] = {
	{"pack", VET_YAML_SCALAR, TRUE},  {"version", VET_YAML_SCALAR, TRUE},
	{"title", VET_YAML_SCALAR, TRUE}, {"requires", VET_YAML_MAP, TRUE},
	{"extends", VET_YAML_LIST},       {"disable", VET_YAML_LIST},
	{"params", VET_YAML_MAP},         {"lists", VET_YAML_MAP},
	{"vars", VET_YAML_MAP},           {NULL},
};

static const VetYamlKey requires_keys[] = {
	{"engine", VET_YAML_SCALAR, TRUE},
	{"lang", VET_YAML_SCALAR, TRUE},
	{NULL},
};

/* --- who it is --- */

static void
check_engine(VetPackLoader *loader, const VetYamlNode *node)
{
	VetVersion engine;
	gboolean holds = FALSE;
	g_autofree char *wrong = NULL;
	if (!vet_version_parse(ENGINE, &engine) ||
	    !vet_version_in_range(&engine, node->text, &holds, &wrong))
		vet_yaml_fault(node, loader->diagnostics, "“%s” is no version; write \">=1.0 <2\"",
			       wrong);
	else if (!holds)
		vet_yaml_fault(node, loader->diagnostics,
			       "the pack needs engine %s, this one is " ENGINE, node->text);
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
			       "the pack is written in “%s”, this engine knows " LANGUAGE,
			       language->text);
}

static gboolean
read_identity(VetPackLoader *loader, const VetYamlNode *root)
{
	if (!vet_yaml_check(root, "file pack.yaml", pack_keys, loader->diagnostics))
		return FALSE;
	VetPack *pack = loader->pack;
	VetVersion version;
	const VetYamlNode *id = vet_yaml_get(root, "pack");
	const VetYamlNode *written = vet_yaml_get(root, "version");
	pack->id = g_strdup(id->text);
	pack->version = g_strdup(written->text);
	gboolean sound = vet_pack_check_id(id, loader->diagnostics);
	if (!vet_version_parse(written->text, &version)) {
		vet_yaml_fault(written, loader->diagnostics,
			       "expected a version like 1.2.0, found “%s”", written->text);
		sound = FALSE;
	}
	read_requires(loader, vet_yaml_get(root, "requires"));
	return sound;
}

/* --- its files --- */

static const VetYamlNode *
read_file(VetPackLoader *loader, const char *name, gboolean is_needed)
{
	const VetPackLayer *own = &loader->pack->own;
	g_autofree char *path = g_build_filename(own->folder, name, NULL);
	g_autofree char *shown = g_strconcat(own->prefix, name, NULL);
	g_autoptr(GError) error = NULL;
	if (!is_needed && !g_file_test(path, G_FILE_TEST_EXISTS))
		return NULL;
	VetManuscript *source = vet_manuscript_read(path, shown, &error);
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

static const VetYamlNode *
find_extends(const VetYamlNode *root)
{
	const VetYamlNode *extends = root ? vet_yaml_get(root, "extends") : NULL;
	return extends && extends->kind == VET_YAML_LIST && extends->items->len ? extends : NULL;
}

/* of an overlay only pack.yaml must be there: what it does not say, the base says */
static gboolean
read_files(VetPackLoader *loader)
{
	guint before = vet_diagnostics_count(loader->diagnostics);
	VetPackLayer *own = &loader->pack->own;
	own->pack = read_file(loader, "pack.yaml", TRUE);
	/* of an `extends` with a fault the fault is told, not what a pack without it would lack */
	const VetYamlNode *extends = own->pack ? vet_yaml_get(own->pack, "extends") : NULL;
	gboolean is_whole = own->pack && (!extends || (extends->items && !extends->items->len));
	own->documents = read_file(loader, "documents.yaml", is_whole);
	own->rules = read_file(loader, "rules.yaml", is_whole);
	own->tests = read_file(loader, "tests.yaml", is_whole);
	return vet_diagnostics_count(loader->diagnostics) == before;
}

static gboolean
read_layers(VetPackLoader *loader, const VetPackChain *above)
{
	VetPack *pack = loader->pack;
	if (!read_files(loader) || !read_identity(loader, pack->own.pack))
		return FALSE;
	const VetYamlNode *extends = find_extends(pack->own.pack);
	const VetYamlNode *disable = vet_yaml_get(pack->own.pack, "disable");
	VetPackChain chain = {pack->id, above};
	if (extends && !vet_pack_read_base(loader, extends, &chain))
		return FALSE;
	if (!extends && disable)
		vet_yaml_fault(disable, loader->diagnostics,
			       "a pack without a base has nothing to disable; expected `extends`, "
			       "or no `disable`");
	for (guint i = 0; pack->base && i < pack->base->layers->len; i++)
		g_ptr_array_add(pack->layers, pack->base->layers->pdata[i]);
	g_ptr_array_add(pack->layers, &pack->own);
	return TRUE;
}

/* --- all of it --- */

/* what a base does not use is the base's own matter: an overlay may disable the rule that did */
static void
check_unused(VetPackLoader *loader, const char *key)
{
	const VetYamlNode *map = vet_yaml_get(loader->pack->own.pack, key);
	for (guint i = 0; map && i < map->keys->len; i++) {
		const VetYamlNode *name = map->keys->pdata[i];
		g_autofree char *path = g_strdup_printf("%s.%s", key, name->text);
		gboolean is_param = g_str_equal(key, "params");
		if (is_param && (!vet_pack_has_param(loader->pack, name->text) ||
				 vet_recommendations_param(name->text)))
			continue;
		if (!g_hash_table_contains(loader->used, path))
			vet_yaml_fault(name, loader->diagnostics,
				       "%s is never used; take it out, or use it in a rule", path);
	}
}

/* no rule reads them, so that nothing else would notice */
static void
check_recommendations(VetPackLoader *loader)
{
	const VetYamlNode *map = vet_yaml_get(loader->pack->own.pack, "params");
	for (guint i = 0; i < loader->pack->params->len; i++) {
		const VetParam *param = loader->pack->params->pdata[i];
		const VetYamlNode *node = map ? vet_yaml_get(map, param->id) : NULL;
		g_autofree char *fault =
			node ? vet_recommendations_fault(loader->pack, param) : NULL;
		if (fault)
			vet_yaml_fault(node, loader->diagnostics, "%s", fault);
	}
}

/* fields before vars before rules before tests: each is held against what stands before it */
static void
read_pack(VetPackLoader *loader, const VetPackChain *above)
{
	if (!read_layers(loader, above))
		return;
	guint before = vet_diagnostics_count(loader->diagnostics);
	vet_pack_read_languages(loader);
	vet_pack_read_classes(loader);
	vet_pack_scope_declare_fields(loader->pack);
	vet_pack_read_params(loader);
	vet_pack_read_lists(loader);
	vet_pack_read_vars(loader);
	vet_pack_read_rules(loader);
	/* what could not be read uses nothing and has no tests: one fault, not three */
	if (vet_diagnostics_count(loader->diagnostics) > before)
		return;
	vet_pack_check_names(loader);
	check_unused(loader, "params");
	check_unused(loader, "vars");
	check_recommendations(loader);
	vet_pack_check_languages(loader);
	vet_pack_read_cases(loader);
}

static gboolean
take_hash(VetPack *pack, VetDiagnostics *diagnostics)
{
	g_autoptr(GError) error = NULL;
	const char *base = pack->base ? pack->base->sha256 : NULL;
	pack->sha256 = vet_pack_files_sha256(pack->own.folder, base, &error);
	if (!pack->sha256)
		vet_diagnostics_add_text(diagnostics, error->message);
	return pack->sha256 != NULL;
}

/* else what is in force went by the hash of something else, and taking that would change nothing */
static gboolean
is_what_was_read(VetPack *pack, const char *before, VetDiagnostics *diagnostics)
{
	g_autofree char *after =
		pack->base ? vet_pack_files_sha256(pack->own.folder, NULL, NULL) : NULL;
	if (before && g_str_equal(before, after ? after : pack->sha256))
		return TRUE;
	g_autofree char *text = g_strdup_printf(
		"%s: error: its files changed while they were read; take the pack again when "
		"nothing writes to it any more",
		pack->own.folder);
	vet_diagnostics_add_text(diagnostics, text);
	return FALSE;
}

VetPack *
vet_pack_load_folder(const char *folder, const char *prefix, const VetPackChain *chain, gint64 now,
		     VetDiagnostics *diagnostics)
{
	g_autoptr(VetPack) pack = vet_pack_new(folder, prefix);
	g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func(g_free);
	VetPackLoader loader = {
		.pack = pack, .diagnostics = diagnostics, .used = used, .rules = rules, .now = now};
	guint before = vet_diagnostics_count(diagnostics);
	g_autofree char *sha256 = vet_pack_files_sha256(folder, NULL, NULL);
	read_pack(&loader, chain);
	if (vet_diagnostics_count(diagnostics) > before || !take_hash(pack, diagnostics) ||
	    !is_what_was_read(pack, sha256, diagnostics))
		return NULL;
	return g_steal_pointer(&pack);
}

VetPack *
vet_pack_read(const char *folder, VetDiagnostics *diagnostics)
{
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_autofree char *text = g_strdup_printf(
			"%s: error: not a folder; a pack is a folder with pack.yaml, "
			"documents.yaml, rules.yaml and tests.yaml",
			folder);
		vet_diagnostics_add_text(diagnostics, text);
		return NULL;
	}
	VetPack *pack = vet_pack_load_folder(folder, "", NULL, now, diagnostics);
	if (pack)
		pack->warnings = vet_diagnostics_text(diagnostics);
	return pack;
}

VetPack *
vet_pack_load(const char *folder, GError **error)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	VetPack *pack = vet_pack_read(folder, diagnostics);
	if (!pack) {
		g_autofree char *text = vet_diagnostics_text(diagnostics);
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG, g_strchomp(text));
	}
	return pack;
}
