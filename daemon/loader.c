/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/loader.h"

#include <dlfcn.h>
#include <string.h>

#define MAX_PLUGINS 64

struct _VetLoader {
	GPtrArray *plugins;
	GPtrArray *left_out;
	GPtrArray *unprepared; /* of Unprepared */
};

/* A plugin that cannot work here: its types are known, and why nothing reads them. */
typedef struct {
	const VetPlugin *plugin;
	char *why;
} Unprepared;

static void
unprepared_free(gpointer data)
{
	Unprepared *unprepared = data;
	g_free(unprepared->why);
	g_free(unprepared);
}

static void
loaded_plugin_free(gpointer data)
{
	VetLoadedPlugin *loaded = data;
	g_free(loaded->build);
	g_free(loaded);
}

VetLoader *
vet_loader_new(void)
{
	VetLoader *loader = g_new0(VetLoader, 1);
	loader->plugins = g_ptr_array_new_with_free_func(loaded_plugin_free);
	loader->left_out = g_ptr_array_new_with_free_func(g_free);
	loader->unprepared = g_ptr_array_new_with_free_func(unprepared_free);
	return loader;
}

void
vet_loader_free(VetLoader *loader)
{
	if (!loader)
		return;
	g_ptr_array_unref(loader->plugins);
	g_ptr_array_unref(loader->left_out);
	g_ptr_array_unref(loader->unprepared);
	g_free(loader);
}

static char *
hash_file(const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, error))
		return NULL;
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
}

/* A shared object stays mapped for good: its types and atexit handlers may outlive any use. */
static const VetPlugin *
open_plugin(const char *path, GError **error)
{
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (!handle) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG, dlerror());
		return NULL;
	}
	const VetPlugin *plugin = dlsym(handle, "vet_plugin");
	if (!plugin) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
				    "it does not export \"vet_plugin\"");
		return NULL;
	}
	if (plugin->abi != VET_PLUGIN_ABI) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "it is built for ABI %u, this is %u; build it again", plugin->abi,
			    VET_PLUGIN_ABI);
		return NULL;
	}
	return plugin;
}

/* The shared object alone does not say it all of a plugin that runs another program.  Caller frees. */
static char *
build_of(const VetPlugin *plugin, const char *hash)
{
	if (!plugin->relies_on)
		return g_strdup(hash);
	g_autofree char *both = g_strconcat(hash, " ", plugin->relies_on(), NULL);
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
}

static void
keep_unprepared(VetLoader *loader, const VetPlugin *plugin, const char *why)
{
	Unprepared *unprepared = g_new0(Unprepared, 1);
	unprepared->plugin = plugin;
	unprepared->why = g_strdup(why);
	g_ptr_array_add(loader->unprepared, unprepared);
}

static void
load_file(VetLoader *loader, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *build = hash_file(path, &error);
	const VetPlugin *plugin = build ? open_plugin(path, &error) : NULL;

	if (plugin && loader->plugins->len >= MAX_PLUGINS) {
		g_set_error(&error, VET_ERROR, VET_ERROR_CONFIG, "there are more than %d plugins",
			    MAX_PLUGINS);
		plugin = NULL;
	}
	if (!plugin || (plugin->prepare && !plugin->prepare(&error))) {
		if (plugin && error)
			keep_unprepared(loader, plugin, error->message);
		g_ptr_array_add(loader->left_out,
				g_strdup_printf("%s is left out: %s", path,
						error ? error->message : "it did not say why"));
		return;
	}
	VetLoadedPlugin *loaded = g_new0(VetLoadedPlugin, 1);
	loaded->plugin = plugin;
	loaded->build = build_of(plugin, build);
	g_ptr_array_add(loader->plugins, loaded);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
vet_loader_load(VetLoader *loader, const char *path)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		load_file(loader, path);
		return;
	}
	g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
	if (!dir) {
		g_ptr_array_add(loader->left_out,
				g_strdup_printf("no plugins from %s: %s", path, error->message));
		return;
	}
	for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
		if (g_str_has_suffix(name, ".so"))
			g_ptr_array_add(names, g_build_filename(path, name, NULL));
	}
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		load_file(loader, names->pdata[i]);
}

const GPtrArray *
vet_loader_plugins(const VetLoader *loader)
{
	return loader->plugins;
}

const GPtrArray *
vet_loader_left_out(const VetLoader *loader)
{
	return loader->left_out;
}

VetRecognise
vet_loader_recogniser(const VetLoader *loader)
{
	for (guint i = 0; i < loader->plugins->len; i++) {
		const VetLoadedPlugin *loaded = loader->plugins->pdata[i];
		if (loaded->plugin->recognise)
			return loaded->plugin->recognise;
	}
	return NULL;
}

static gboolean
reads_family(const VetPlugin *plugin, const char *media_type)
{
	for (gsize i = 0; plugin->media_types[i]; i++) {
		gsize length = strlen(plugin->media_types[i]);
		if (length > 0 && plugin->media_types[i][length - 1] == '*' &&
		    strncmp(plugin->media_types[i], media_type, length - 1) == 0)
			return TRUE;
	}
	return FALSE;
}

const VetLoadedPlugin *
vet_loader_find(const VetLoader *loader, const char *media_type)
{
	for (guint i = 0; i < loader->plugins->len; i++) {
		const VetLoadedPlugin *loaded = loader->plugins->pdata[i];
		if (g_strv_contains(loaded->plugin->media_types, media_type))
			return loaded;
	}
	/* one that is not there had the better claim: to a family RTF is text with codes in it */
	if (vet_loader_why_not(loader, media_type))
		return NULL;
	for (guint i = 0; i < loader->plugins->len; i++) {
		const VetLoadedPlugin *loaded = loader->plugins->pdata[i];
		if (reads_family(loaded->plugin, media_type))
			return loaded;
	}
	return NULL;
}

const char *
vet_loader_why_not(const VetLoader *loader, const char *media_type)
{
	for (guint i = 0; i < loader->unprepared->len; i++) {
		const Unprepared *unprepared = loader->unprepared->pdata[i];
		if (g_strv_contains(unprepared->plugin->media_types, media_type))
			return unprepared->why;
	}
	return NULL;
}
