/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/error.h"

#define PREFIX "vetd-convert-"
#define MAX_ATTEMPTS 16
/* How long a program that was killed may take until it writes no more. */
#define DYING_MS 1000
#define STEP_MS 10

struct _VetScratch {
	char *path;
	int fd; /* of the folder, locked */
	guint moved;
};

static int
open_folder(int parent, const char *name)
{
	return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static gboolean
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Names of what is there (of char *); NULL when it cannot be listed. */
static GPtrArray *
list(int fd)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);

	if (!dir) {
		if (own >= 0)
			close(own);
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (!is_dots(entry->d_name))
			g_ptr_array_add(names, g_strdup(entry->d_name));
	}
	closedir(dir);
	return names;
}

/*
 * Folders within it move up to the folder that holds all, where they are emptied in their turn: a
 * program can nest them deeper than any recursion or path goes.
 */
static void
empty(int top, int fd, guint *moved)
{
	g_autoptr(GPtrArray) names = list(fd);

	for (guint i = 0; names && i < names->len; i++) {
		const char *name = names->pdata[i];
		if (unlinkat(fd, name, 0) == 0 || (errno != EISDIR && errno != EPERM))
			continue;
		g_autofree char *place = g_strdup_printf("moved-%u", ++*moved);
		(void)!renameat(fd, name, top, place);
	}
}

static gboolean
remove_folder(int top, const char *name, guint *moved)
{
	/* its owner may have closed it to itself */
	(void)!fchmodat(top, name, 0700, 0);
	int fd = open_folder(top, name);

	if (fd < 0)
		return errno == ENOENT;
	empty(top, fd, moved);
	close(fd);
	return unlinkat(top, name, AT_REMOVEDIR) == 0;
}

/* Removes what moved up, until nothing more does. */
static gboolean
remove_moved(int top, guint *moved)
{
	for (guint done = 0; done < *moved; done++) {
		g_autofree char *name = g_strdup_printf("moved-%u", done + 1);
		if (!remove_folder(top, name, moved))
			return FALSE;
	}
	*moved = 0;
	return TRUE;
}

/* All that is in a folder; FALSE when something comes as fast as it goes. */
static gboolean
clear(int top)
{
	g_autoptr(GPtrArray) names = list(top);
	gboolean gone = names != NULL;
	guint moved = 0;

	/* what was moved before and not removed keeps its name out of the way of what moves now */
	for (guint i = 0; names && i < names->len; i++) {
		unsigned number;
		if (sscanf(names->pdata[i], "moved-%u", &number) == 1 && number < G_MAXUINT / 2)
			moved = MAX(moved, number);
	}
	for (guint i = 0; names && i < names->len; i++) {
		if (!g_str_has_prefix(names->pdata[i], "moved-"))
			gone = remove_folder(top, names->pdata[i], &moved) && gone;
	}
	return remove_moved(top, &moved) && gone;
}

/* --- the folder of this process --- */

/* Whether the name still stands for the open folder: another process may have swept it away. */
static gboolean
is_still(const char *path, int fd)
{
	struct stat named, open;

	return lstat(path, &named) == 0 && fstat(fd, &open) == 0 && named.st_ino == open.st_ino &&
	       named.st_dev == open.st_dev;
}

/* Of processes that are gone: those whose lock can be had. */
static void
sweep(const char *parent)
{
	g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);

	for (const char *name = dir ? g_dir_read_name(dir) : NULL; name;
	     name = g_dir_read_name(dir)) {
		if (!g_str_has_prefix(name, PREFIX))
			continue;
		g_autofree char *path = g_build_filename(parent, name, NULL);
		int fd = open_folder(AT_FDCWD, path);
		struct stat about;
		if (fd < 0)
			continue;
		if (fstat(fd, &about) == 0 && about.st_uid == geteuid() &&
		    flock(fd, LOCK_EX | LOCK_NB) == 0 && clear(fd))
			(void)!rmdir(path);
		close(fd);
	}
}

static int
make_locked(const char *parent, char **ret_path)
{
	g_autofree char *path = g_build_filename(parent, PREFIX "XXXXXX", NULL);

	if (!g_mkdtemp(path))
		return -1;
	int fd = open_folder(AT_FDCWD, path);
	/* children of root become nobody, and must find their own folder in it */
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_still(path, fd) &&
	    (geteuid() != 0 || fchmod(fd, 0711) == 0)) {
		*ret_path = g_steal_pointer(&path);
		return fd;
	}
	if (fd >= 0)
		close(fd);
	(void)!rmdir(path);
	return -1;
}

VetScratch *
vet_scratch_new(GError **error)
{
	const char *parent = g_get_tmp_dir();
	char *path = NULL;
	int fd = -1;

	sweep(parent);
	for (guint i = 0; fd < 0 && i < MAX_ATTEMPTS; i++)
		fd = make_locked(parent, &path);
	if (fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "no folder to convert documents in can be made in %s: %s; set TMPDIR",
			    parent, g_strerror(errno));
		return NULL;
	}
	VetScratch *scratch = g_new0(VetScratch, 1);
	scratch->path = path;
	scratch->fd = fd;
	return scratch;
}

void
vet_scratch_free(VetScratch *scratch)
{
	if (!scratch)
		return;
	for (guint waited = 0; !clear(scratch->fd) && waited < DYING_MS; waited += STEP_MS)
		g_usleep(STEP_MS * 1000);
	(void)!rmdir(scratch->path);
	close(scratch->fd);
	g_free(scratch->path);
	g_free(scratch);
}

static char *
name_of(guint32 number)
{
	return g_strdup_printf("%" G_GUINT32_FORMAT, number);
}

char *
vet_scratch_path(const VetScratch *scratch, guint32 number)
{
	g_autofree char *name = name_of(number);
	return g_build_filename(scratch->path, name, NULL);
}

gboolean
vet_scratch_remove(VetScratch *scratch, guint32 number)
{
	g_autofree char *name = name_of(number);

	return remove_folder(scratch->fd, name, &scratch->moved) &&
	       remove_moved(scratch->fd, &scratch->moved);
}
