/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/secret.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/error.h"

typedef struct {
	char *folder, *file;
} Fixture;

static void
setup(Fixture *fixture, gconstpointer data)
{
	fixture->folder = g_dir_make_tmp("vet-secret-XXXXXX", NULL);
	fixture->file = g_build_filename(fixture->folder, "secret", NULL);
}

static void
teardown(Fixture *fixture, gconstpointer data)
{
	g_remove(fixture->file);
	/* empty: no draft is left behind */
	g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
	g_free(fixture->file);
	g_free(fixture->folder);
}

static void
test_made_once(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	guint8 made[VET_SECRET_BYTES] = {0};
	guint8 read[VET_SECRET_BYTES] = {0};
	guint8 other[VET_SECRET_BYTES] = {0};
	struct stat status;

	g_assert_true(vet_secret_load(fixture->file, made, &error));
	g_assert_no_error(error);
	g_assert_cmpint(stat(fixture->file, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_true(vet_secret_load(fixture->file, read, &error));
	g_assert_cmpmem(made, sizeof made, read, sizeof read);
	g_assert_true(vet_secret_make(other, &error));
	g_assert_cmpint(memcmp(made, other, sizeof made), !=, 0);
}

static void
assert_refused(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	guint8 secret[VET_SECRET_BYTES] = {7};

	g_assert_false(vet_secret_load(fixture->file, secret, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_true(g_str_has_prefix(error->message, fixture->file));
	g_assert_cmpint(secret[0], ==, 7);
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
	const char *whole = "0123456789abcdef0123456789abcdef";

	g_assert_true(g_file_set_contents(fixture->file, "short", -1, NULL));
	g_assert_cmpint(chmod(fixture->file, 0600), ==, 0);
	assert_refused(fixture);
	g_assert_true(g_file_set_contents(fixture->file, whole, -1, NULL));
	g_assert_cmpint(chmod(fixture->file, 0640), ==, 0);
	assert_refused(fixture);
	g_assert_cmpint(g_remove(fixture->file), ==, 0);
	g_assert_cmpint(symlink("/dev/zero", fixture->file), ==, 0);
	assert_refused(fixture);
}

static void
test_no_folder(Fixture *fixture, gconstpointer data)
{
	g_autofree char *file = g_build_filename(fixture->folder, "missing", "secret", NULL);
	g_autoptr(GError) error = NULL;
	guint8 secret[VET_SECRET_BYTES];

	g_assert_false(vet_secret_load(file, secret, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, setup, function, teardown)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("/secret/made-once", test_made_once);
	ADD("/secret/refused", test_refused);
	ADD("/secret/no-folder", test_no_folder);
	return g_test_run();
}
