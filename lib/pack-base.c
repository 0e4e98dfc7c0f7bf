/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `extends` of pack.yaml: where the base lies, whether its version fits, and loading it. */

#include "lib/pack-private.h"
#include "lib/version.h"

#include <string.h>

static char **search_path;

void
vet_pack_set_search_path(const char *const *folders)
{
	g_strfreev(search_path);
	search_path = g_strdupv((char **)folders);
}

gboolean
vet_pack_check_id(const VetYamlNode *id, VetDiagnostics *diagnostics)
{
	const char *text = id->text;
	gsize length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-_.");
	if (!text[length] && length <= 64 && g_ascii_isalnum(*text))
		return TRUE;
	vet_yaml_fault(id, diagnostics,
		       "a pack's id is up to 64 ASCII letters, digits, -, _ and ., as its folder "
		       "is called, found “%s”",
		       text);
	return FALSE;
}

/* --- where it lies --- */

/* a link may lead anywhere, also back; a base is a folder of its own */
static gboolean
is_pack_folder(const char *folder)
{
	g_autofree char *file = g_build_filename(folder, "pack.yaml", NULL);
	return !g_file_test(folder, G_FILE_TEST_IS_SYMLINK) &&
	       g_file_test(file, G_FILE_TEST_IS_REGULAR);
}

/* beside the pack, else in the folders of the search path; *ret_prefix is how its files are shown */
static char *
find_base(const VetPack *pack, const char *id, char **ret_prefix)
{
	g_autofree char *whole = g_canonicalize_filename(pack->own.folder, NULL);
	g_autofree char *parent = g_path_get_dirname(whole);
	g_autofree char *beside = g_build_filename(parent, id, NULL);
	if (is_pack_folder(beside)) {
		gboolean is_near = !*pack->own.prefix || *pack->own.prefix == '.';
		*ret_prefix =
			is_near ? g_strdup_printf("../%s/", id) : g_strdup_printf("%s/", beside);
		return g_steal_pointer(&beside);
	}
	for (guint i = 0; search_path && search_path[i]; i++) {
		g_autofree char *folder = g_build_filename(search_path[i], id, NULL);
		if (!is_pack_folder(folder))
			continue;
		*ret_prefix = g_strdup_printf("%s/", folder);
		return g_steal_pointer(&folder);
	}
	return NULL;
}

/* --- what is asked for --- */

static gboolean
is_circle(VetPackLoader *loader, const VetYamlNode *entry, const char *id,
	  const VetPackChain *chain)
{
	g_autoptr(GString) way = g_string_new(id);
	guint depth = 0;
	for (; chain; chain = chain->above, depth++) {
		g_string_prepend(way, " → ");
		g_string_prepend(way, chain->id);
		if (!g_str_equal(chain->id, id))
			continue;
		vet_yaml_fault_at(entry, 0, strlen(id), loader->diagnostics,
				  "packs extend each other in a circle: %s", way->str);
		return TRUE;
	}
	if (depth <= VET_PACK_MAX_BASES)
		return FALSE;
	vet_yaml_fault_at(entry, 0, strlen(id), loader->diagnostics,
			  "at most %d bases stand on each other, found %s", VET_PACK_MAX_BASES,
			  way->str);
	return TRUE;
}

static gboolean
check_version(VetPackLoader *loader, const VetYamlNode *entry, const char *range,
	      const VetPack *base)
{
	gsize offset = range - entry->text;
	VetVersion version;
	gboolean holds = FALSE;
	g_autofree char *wrong = NULL;
	if (!vet_version_parse(base->version, &version))
		return FALSE;
	if (!vet_version_in_range(&version, range, &holds, &wrong))
		vet_yaml_fault_at(entry, offset, strlen(range), loader->diagnostics,
				  "“%s” is no range of versions; write ^1, ~1.2, 1.2.3 or >=1.0 <2",
				  wrong);
	else if (!holds)
		vet_yaml_fault_at(entry, offset, strlen(range), loader->diagnostics,
				  "%s is there in version %s, expected %s", base->id, base->version,
				  range);
	return holds;
}

static gboolean
check_name(VetPackLoader *loader, const VetYamlNode *entry, const char *id, const VetPack *base)
{
	if (g_str_equal(base->id, id))
		return TRUE;
	vet_yaml_fault_at(entry, 0, strlen(id), loader->diagnostics,
			  "the folder %s holds the pack “%s”, expected “%s”", base->own.folder,
			  base->id, id);
	return FALSE;
}

static gboolean
load_base(VetPackLoader *loader, const VetYamlNode *entry, const char *id, const char *range,
	  const VetPackChain *chain)
{
	g_autofree char *prefix = NULL;
	g_autofree char *folder = find_base(loader->pack, id, &prefix);
	if (!folder) {
		vet_yaml_fault_at(entry, 0, strlen(id), loader->diagnostics,
				  "there is no pack “%s”; expected the folder ../%s beside this "
				  "pack, or one of the installed packs (no link)",
				  id, id);
		return FALSE;
	}
	g_autoptr(VetPack) base =
		vet_pack_load_folder(folder, prefix, chain, loader->now, loader->diagnostics);
	if (!base || !check_name(loader, entry, id, base) ||
	    !check_version(loader, entry, range, base))
		return FALSE;
	loader->pack->base = g_steal_pointer(&base);
	return TRUE;
}

gboolean
vet_pack_read_base(VetPackLoader *loader, const VetYamlNode *extends, const VetPackChain *chain)
{
	const VetYamlNode *entry = extends->items->pdata[0];
	if (extends->items->len > 1) {
		vet_yaml_fault(extends->items->pdata[1], loader->diagnostics,
			       "a pack extends at most one other, found %u", extends->items->len);
		return FALSE;
	}
	if (!vet_yaml_check_kind(entry, "an entry of extends", VET_YAML_SCALAR,
				 loader->diagnostics))
		return FALSE;
	const char *at = strchr(entry->text, '@');
	if (!at || at == entry->text || !at[1]) {
		vet_yaml_fault(entry, loader->diagnostics,
			       "expected id@range like yiyang-2025@^1, found “%s”", entry->text);
		return FALSE;
	}
	g_autofree char *id = g_strndup(entry->text, at - entry->text);
	VetYamlNode name = *entry;
	name.text = id;
	return vet_pack_check_id(&name, loader->diagnostics) &&
	       !is_circle(loader, entry, id, chain) && load_base(loader, entry, id, at + 1, chain);
}
