/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-translate.h"

#include <string.h>

#define FOLDER "po"
#define SUFFIX ".po"
#define MAX_LOCALE 64

void
vet_pack_language_free(VetPackLanguage *language)
{
	g_free(language->id);
	vet_translation_free(language->translation);
	g_free(language);
}

/* --- finding --- */

const VetTranslation *
vet_pack_layer_language(const VetPackLayer *layer, const char *language)
{
	for (guint i = 0; i < layer->languages->len; i++) {
		const VetPackLanguage *one = layer->languages->pdata[i];
		if (g_str_equal(one->id, language))
			return one->translation;
	}
	return NULL;
}

gboolean
vet_pack_may_say(const VetTranslationEntry *entry)
{
	return entry && *entry->said && !entry->fuzzy;
}

const VetTranslationEntry *
vet_pack_entry(const VetTranslation *translation, const char *context, const char *text)
{
	const VetTranslationEntry *entry =
		context ? vet_translation_find(translation, context, text) : NULL;
	return entry ? entry : vet_translation_find(translation, NULL, text);
}

gboolean
vet_pack_find_said(const VetPack *pack, const char *language, const char *context, const char *text,
		   VetPackSaid *ret_said)
{
	for (guint i = pack->layers->len; i > 0; i--) {
		const VetTranslation *translation =
			vet_pack_layer_language(pack->layers->pdata[i - 1], language);
		const VetTranslationEntry *entry =
			translation ? vet_pack_entry(translation, context, text) : NULL;
		if (!vet_pack_may_say(entry))
			continue;
		*ret_said = (VetPackSaid){translation, entry};
		return TRUE;
	}
	return FALSE;
}

const char *
vet_pack_say(const VetPack *pack, const char *language, const char *context, const char *text)
{
	VetPackSaid said;
	if (pack && language && vet_pack_find_said(pack, language, context, text, &said))
		return said.entry->said;
	return text;
}

static const char *
find_language(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->languages->len; i++)
		if (g_str_equal(pack->languages->pdata[i], id))
			return pack->languages->pdata[i];
	return NULL;
}

/* without ".UTF-8" and "@modifier", then without "_GB" */
const char *
vet_pack_language(const VetPack *pack, const char *locale, gboolean *ret_is_own)
{
	g_autofree char *name = g_strndup(locale, MIN(strcspn(locale, ".@"), MAX_LOCALE));
	const char *found = find_language(pack, name);
	name[strcspn(name, "_")] = '\0';
	if (!found)
		found = find_language(pack, name);
	if (ret_is_own)
		*ret_is_own = !found && g_str_equal(name, VET_PACK_OWN_LANGUAGE);
	return found;
}

/* --- reading --- */

/* "en", "en_GB": what locales are called by */
static gboolean
is_language(const char *id)
{
	gsize letters = strspn(id, "abcdefghijklmnopqrstuvwxyz");
	const char *rest = id + letters;
	return letters >= 2 && letters <= 3 &&
	       (!*rest ||
		(*rest == '_' && g_ascii_isupper(rest[1]) && g_ascii_isupper(rest[2]) && !rest[3]));
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* in order of name, so that faults come in the same order everywhere */
static GPtrArray *
file_names(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
	for (const char *name; directory && (name = g_dir_read_name(directory));)
		if (*name != '.' && g_str_has_suffix(name, SUFFIX))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

static void
read_language(VetPackLoader *loader, const char *file_name)
{
	VetPackLayer *own = &loader->pack->own;
	g_autofree char *id = g_strndup(file_name, strlen(file_name) - strlen(SUFFIX));
	g_autofree char *path = g_build_filename(own->folder, FOLDER, file_name, NULL);
	g_autofree char *shown = g_strconcat(own->prefix, FOLDER "/", file_name, NULL);
	gboolean is_too_many = own->languages->len >= VET_PACK_MAX_LANGUAGES;
	if (!is_language(id) || is_too_many) {
		g_autofree char *fault = g_strdup_printf(
			"%s: error: %s", shown,
			is_too_many ? "more languages than a pack may have (" G_STRINGIFY(
					      VET_PACK_MAX_LANGUAGES) ")"
				    : "expected the name of a language, like en.po or en_GB.po");
		vet_diagnostics_add_text(loader->diagnostics, fault);
		return;
	}
	VetTranslation *translation = vet_translation_read(path, shown, loader->diagnostics);
	if (!translation)
		return;
	VetPackLanguage *language = g_new0(VetPackLanguage, 1);
	language->id = g_steal_pointer(&id);
	language->translation = translation;
	g_ptr_array_add(own->languages, language);
}

void
vet_pack_read_languages(VetPackLoader *loader)
{
	VetPack *pack = loader->pack;
	g_autofree char *folder = g_build_filename(pack->own.folder, FOLDER, NULL);
	g_autoptr(GPtrArray) names = file_names(folder);
	for (guint i = 0; i < names->len; i++)
		read_language(loader, names->pdata[i]);
	for (guint i = 0; i < pack->layers->len; i++) {
		const VetPackLayer *layer = pack->layers->pdata[i];
		for (guint j = 0; j < layer->languages->len; j++) {
			const VetPackLanguage *language = layer->languages->pdata[j];
			if (!find_language(pack, language->id))
				g_ptr_array_add(pack->languages, language->id);
		}
	}
}
