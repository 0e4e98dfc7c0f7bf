/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-files.h"
#include "lib/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_FILES 1000
#define MAX_DEPTH 4
#define MAX_BYTES (64 * 1024 * 1024)

static gboolean
collect(const char *folder, const char *prefix, guint depth, GPtrArray *paths, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(GDir) directory = g_dir_open(folder, 0, &fault);
	if (!directory || depth > MAX_DEPTH) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", folder,
			    fault ? fault->message : "folders nested too deeply for a pack");
		return FALSE;
	}
	for (const char *name; (name = g_dir_read_name(directory));) {
		if (*name == '.')
			continue;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *relative = g_strconcat(prefix, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			g_autofree char *deeper = g_strconcat(relative, "/", NULL);
			if (!collect(path, deeper, depth + 1, paths, error))
				return FALSE;
			continue;
		}
		/* a pipe would be waited for, a device never ends */
		if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "%s: neither a file nor a folder; a pack has nothing else",
				    path);
			return FALSE;
		}
		if (paths->len >= MAX_FILES) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "%s: more than %d files in a pack", folder, MAX_FILES);
			return FALSE;
		}
		g_ptr_array_add(paths, g_steal_pointer(&relative));
	}
	return TRUE;
}

static int
compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
vet_pack_files_sha256(const char *folder, const char *base, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	if (!collect(folder, "", 0, paths, error))
		return NULL;
	g_ptr_array_sort(paths, compare_paths);
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize total = 0;
	if (base)
		g_checksum_update(checksum, (const guchar *)base, strlen(base));
	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *path = g_build_filename(folder, paths->pdata[i], NULL);
		g_autofree char *bytes = NULL;
		gsize length = 0;
		g_autoptr(GError) fault = NULL;
		gboolean read = g_file_get_contents(path, &bytes, &length, &fault);
		total += length;
		if (!read || total > MAX_BYTES) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", path,
				    read ? "the pack is larger than 64 MiB" : fault->message);
			return NULL;
		}
		g_autofree char *head = g_strdup_printf("%s %" G_GSIZE_FORMAT "\n",
							(char *)paths->pdata[i], length);
		g_checksum_update(checksum, (const guchar *)head, strlen(head));
		g_checksum_update(checksum, (const guchar *)bytes, length);
	}
	return g_strdup(g_checksum_get_string(checksum));
}

/* --- copies --- */

static gboolean
copy_file(const char *from, const char *to, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(to);
	g_autofree char *bytes = NULL;
	gsize length;

	if (!g_file_get_contents(from, &bytes, &length, error))
		return FALSE;
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", folder,
			    g_strerror(errno));
		return FALSE;
	}
	return g_file_set_contents_full(
		to, bytes, (gssize)length,
		G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
vet_pack_files_copy(const char *folder, const char *target, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	if (!collect(folder, "", 0, paths, error))
		return FALSE;
	if (g_mkdir(target, 0700) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", target,
			    g_strerror(errno));
		return FALSE;
	}
	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *from = g_build_filename(folder, paths->pdata[i], NULL);
		g_autofree char *to = g_build_filename(target, paths->pdata[i], NULL);
		if (!copy_file(from, to, error))
			return FALSE;
	}
	return TRUE;
}

static void
remove_below(const char *folder, guint depth)
{
	g_autoptr(GDir) directory = depth <= MAX_DEPTH + 1 ? g_dir_open(folder, 0, NULL) : NULL;

	for (const char *name; directory && (name = g_dir_read_name(directory));) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		/* a link is removed, never followed */
		if (g_unlink(path) == 0)
			continue;
		remove_below(path, depth + 1);
		g_rmdir(path);
	}
}

gboolean
vet_pack_files_remove(const char *folder)
{
	remove_below(folder, 0);
	return g_rmdir(folder) == 0 || errno == ENOENT;
}
