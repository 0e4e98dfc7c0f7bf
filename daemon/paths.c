/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/paths.h"

#include "lib/pack.h"

/* The folder of the running program; NULL without /proc. */
static char *
program_dir(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	return program ? g_path_get_dirname(program) : NULL;
}

/*
 * Looks upwards from the program, at most as far as tests lie below the build folder; what lies
 * beside the program wins over what is installed, so that a build never runs with older parts.
 */
static char *
find_upwards(const char *name, guint levels)
{
	g_autofree char *dir = program_dir();

	for (guint i = 0; dir && i <= levels; i++) {
		g_autofree char *path = g_build_filename(dir, name, NULL);
		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
		char *parent = g_path_get_dirname(dir);
		g_free(dir);
		dir = parent;
	}
	return NULL;
}

/* The first of the names that lies above the program; NULL when none does. */
static char *
find_one_of(const char *in_build, const char *in_installation)
{
	char *path = find_upwards(in_build, 3);

	/* PREFIX/bin/vetctl, PREFIX/sbin/vetd: an installation may be moved as a whole */
	return path ? path : find_upwards(in_installation, 1);
}

char *
vet_paths_find_worker(void)
{
	char *path = find_one_of("vet-worker", "libexec/vet-worker");

	return path ? path : g_strdup(VET_PREFIX "/libexec/vet-worker");
}

char *
vet_paths_find_plugins(void)
{
	static const char *const beside_worker[] = {"plugins", "../lib/vetd/plugins"};
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *dir = g_path_get_dirname(worker);

	for (gsize i = 0; i < G_N_ELEMENTS(beside_worker); i++) {
		g_autofree char *plugins = g_canonicalize_filename(beside_worker[i], dir);
		if (g_file_test(plugins, G_FILE_TEST_IS_DIR))
			return g_steal_pointer(&plugins);
	}
	return g_strdup(VET_PREFIX "/lib/vetd/plugins");
}

char *
vet_paths_find_pack(const char *id)
{
	g_autofree char *in_tree = g_build_filename("rules", id, NULL);
	g_autofree char *installed = g_build_filename("share/vetd/rules", id, NULL);
	char *path = find_one_of(in_tree, installed);

	return path ? path : g_build_filename(VET_PREFIX, installed, NULL);
}

char *
vet_paths_find_words(void)
{
	char *path = find_one_of("locale", "share/locale");

	return path ? path : g_strdup(VET_PREFIX "/share/locale");
}

void
vet_paths_announce_packs(void)
{
	g_autofree char *in_tree = find_upwards("rules", 3);
	g_autofree char *installed = find_upwards("share/vetd/rules", 1);
	const char *folders[4] = {NULL};
	guint n = 0;

	if (in_tree)
		folders[n++] = in_tree;
	if (installed)
		folders[n++] = installed;
	folders[n++] = VET_PREFIX "/share/vetd/rules";
	vet_pack_set_search_path(folders);
}
