/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/paths.h"

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

char *
vet_paths_find_worker(void)
{
	char *path = find_upwards("vet-worker", 2);
	return path ? path : g_strdup(VET_PREFIX "/libexec/vet-worker");
}

char *
vet_paths_find_plugins(void)
{
	g_autofree char *worker = find_upwards("vet-worker", 2);

	if (worker) {
		g_autofree char *dir = g_path_get_dirname(worker);
		g_autofree char *plugins = g_build_filename(dir, "plugins", NULL);
		if (g_file_test(plugins, G_FILE_TEST_IS_DIR))
			return g_steal_pointer(&plugins);
	}
	return g_strdup(VET_PREFIX "/lib/vetd/plugins");
}

char *
vet_paths_find_pack(const char *id)
{
	g_autofree char *below = g_build_filename("rules", id, NULL);
	char *path = find_upwards(below, 3);

	return path ? path : g_build_filename(VET_PREFIX "/share/vetd/rules", id, NULL);
}
