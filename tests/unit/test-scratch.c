/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *parent;

static guint
count(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	guint n = 0;

	while (dir && g_dir_read_name(dir))
		n++;
	return n;
}

static VetScratch *
new_scratch(void)
{
	g_autoptr(GError) error = NULL;
	VetScratch *scratch = vet_scratch_new(&error);

	g_assert_no_error(error);
	return scratch;
}

/* As a program may leave it: deep, closed to its owner, with links that lead away. */
static void
litter(const char *path, guint depth)
{
	g_assert_cmpint(mkdir(path, 0700), ==, 0);
	int fd = open(path, O_RDONLY | O_DIRECTORY);
	for (guint i = 0; i < depth; i++) {
		g_assert_cmpint(symlinkat(parent, fd, "link"), ==, 0);
		close(openat(fd, "file", O_CREAT | O_WRONLY, 0));
		g_assert_cmpint(mkdirat(fd, "folder", 0700), ==, 0);
		g_assert_cmpint(mkdirat(fd, "closed", 0), ==, 0);
		int next = openat(fd, "folder", O_RDONLY | O_DIRECTORY);
		close(fd);
		fd = next;
	}
	close(fd);
}

static void
test_remove(void)
{
	VetScratch *scratch = new_scratch();
	g_autofree char *first = vet_scratch_path(scratch, 1);
	g_autofree char *second = vet_scratch_path(scratch, 2);
	g_autofree char *own = g_path_get_dirname(first);

	/* deeper than a path may be long */
	litter(first, 1500);
	litter(second, 3);
	g_assert_true(vet_scratch_remove(scratch, 1));
	g_assert_cmpuint(count(own), ==, 1);
	g_assert_true(vet_scratch_remove(scratch, 3));
	vet_scratch_free(scratch);
	g_assert_cmpuint(count(parent), ==, 0);
}

/* What is held stays, what nobody holds any more goes, and nothing of another name. */
static void
test_sweep(void)
{
	g_autofree char *stale = g_build_filename(parent, "vetd-convert-stale1", NULL);
	g_autofree char *inner = g_build_filename(stale, "7", NULL);
	g_autofree char *other = g_build_filename(parent, "other", NULL);
	VetScratch *first = new_scratch();

	g_assert_cmpint(mkdir(stale, 0700), ==, 0);
	litter(inner, 2);
	g_assert_cmpint(mkdir(other, 0700), ==, 0);
	VetScratch *second = new_scratch();
	g_assert_cmpuint(count(parent), ==, 3);
	g_assert_false(g_file_test(stale, G_FILE_TEST_EXISTS));
	vet_scratch_free(first);
	vet_scratch_free(second);
	g_assert_cmpint(rmdir(other), ==, 0);
	g_assert_cmpuint(count(parent), ==, 0);
}

int
main(int argc, char **argv)
{
	/* before anybody asks GLib, which remembers what it was */
	parent = g_mkdtemp(g_strdup("/tmp/vet-test-scratch-XXXXXX"));
	g_setenv("TMPDIR", parent, TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scratch/remove", test_remove);
	g_test_add_func("/scratch/sweep", test_sweep);
	int result = g_test_run();
	(void)!rmdir(parent);
	g_free(parent);
	return result;
}
