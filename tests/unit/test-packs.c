/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/packs.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "lib/error.h"
#include "lib/pack-files.h"

#define SMALL "tests/packs/broken/small"

typedef struct {
	char *folder, *source, *overlay, *packs;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	fixture->folder = g_dir_make_tmp("vet-packs-XXXXXX", &error);
	g_assert_no_error(error);
	fixture->source = g_build_filename(fixture->folder, "small", NULL);
	fixture->overlay = g_build_filename(fixture->folder, "over", NULL);
	fixture->packs = g_build_filename(fixture->folder, "packs", NULL);
	g_assert_true(vet_pack_files_copy(SMALL, fixture->source, &error));
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	g_assert_true(vet_pack_files_remove(fixture->source));
	g_assert_true(vet_pack_files_remove(fixture->overlay));
	g_autoptr(GDir) kept = g_dir_open(fixture->packs, 0, NULL);
	for (const char *name; kept && (name = g_dir_read_name(kept));) {
		g_autofree char *path = g_build_filename(fixture->packs, name, NULL);
		g_assert_true(vet_pack_files_remove(path));
	}
	g_assert_true(vet_pack_files_remove(fixture->packs));
	g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
	g_free(fixture->source);
	g_free(fixture->overlay);
	g_free(fixture->packs);
	g_free(fixture->folder);
}

static VetPack *
load(const char *folder)
{
	g_autoptr(GError) error = NULL;
	VetPack *pack = vet_pack_load(folder, &error);
	g_assert_no_error(error);
	return pack;
}

static void
keep(const Fixture *fixture, const VetPack *pack)
{
	g_autoptr(GError) error = NULL;
	gboolean kept = vet_packs_keep(fixture->packs, pack, &error);
	g_assert_no_error(error);
	g_assert_true(kept);
}

static void
assert_kept(const Fixture *fixture, const VetPack *pack)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) again =
		vet_packs_load(fixture->packs, vet_pack_id(pack), vet_pack_sha256(pack), &error);
	g_assert_no_error(error);
	g_assert_cmpstr(vet_pack_sha256(again), ==, vet_pack_sha256(pack));
	g_assert_cmpstr(vet_pack_version(again), ==, vet_pack_version(pack));
	g_assert_cmpuint(vet_pack_rules(again)->len, ==, vet_pack_rules(pack)->len);
}

static void
append(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *before = NULL;
	g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
	g_autofree char *after = g_strconcat(before, text, NULL);
	g_assert_true(g_file_set_contents(path, after, -1, NULL));
}

static guint
count_kept(const Fixture *fixture)
{
	g_autoptr(GDir) kept = g_dir_open(fixture->packs, 0, NULL);
	guint n = 0;
	while (g_dir_read_name(kept))
		n++;
	return n;
}

static void
test_keep(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetPack) first = load(fixture->source);
	keep(fixture, first);
	keep(fixture, first);
	append(fixture->source, "rules.yaml", "# otherwise\n");
	g_autoptr(VetPack) second = load(fixture->source);
	keep(fixture, second);
	g_assert_cmpuint(count_kept(fixture), ==, 2);
	assert_kept(fixture, first);
	assert_kept(fixture, second);
	GStatBuf about;
	g_assert_cmpint(g_stat(fixture->packs, &about), ==, 0);
	g_assert_cmpint(about.st_mode & 0777, ==, 0700);
}

/* the base is kept with the overlay, whatever becomes of the folder beside it */
static void
test_overlay(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = g_build_filename(fixture->overlay, "pack.yaml", NULL);
	g_assert_cmpint(g_mkdir(fixture->overlay, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path,
					  "pack: over\nversion: 1.0.0\ntitle: t\n"
					  "requires: {engine: \">=1.0 <2\", lang: cel-1}\n"
					  "extends: [small@^1]\n",
					  -1, NULL));
	g_autoptr(VetPack) pack = load(fixture->overlay);
	keep(fixture, pack);
	append(fixture->source, "rules.yaml", "# otherwise\n");
	assert_kept(fixture, pack);
}

static void
test_changed_meanwhile(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = load(fixture->source);
	append(fixture->source, "rules.yaml", "# otherwise\n");
	g_assert_false(vet_packs_keep(fixture->packs, pack, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	g_assert_cmpuint(count_kept(fixture), ==, 0);
}

static void
test_damaged(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPack) pack = load(fixture->source);
	keep(fixture, pack);
	g_autofree char *copy =
		g_build_filename(fixture->packs, vet_pack_sha256(pack), vet_pack_id(pack), NULL);
	append(copy, "rules.yaml", "# otherwise\n");
	g_assert_null(
		vet_packs_load(fixture->packs, vet_pack_id(pack), vet_pack_sha256(pack), &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	/* and a draft that a stop left */
	g_autofree char *draft = g_build_filename(fixture->packs, ".draft-abc", "small", NULL);
	g_assert_cmpint(g_mkdir_with_parents(draft, 0700), ==, 0);
	keep(fixture, pack);
	assert_kept(fixture, pack);
	g_assert_cmpuint(count_kept(fixture), ==, 1);
}

static void
test_not_there(Fixture *fixture, gconstpointer data)
{
	static const char *const ids[] = {"small", "", ".", "..", "../small", "a/b"};
	static const char *const hashes[] = {
		"", "x", "../../../../../../../../../../../../../../../../../../../../../../etc",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
	g_autoptr(VetPack) pack = load(fixture->source);
	keep(fixture, pack);
	for (guint i = 0; i < G_N_ELEMENTS(ids) * G_N_ELEMENTS(hashes); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(vet_packs_load(fixture->packs, ids[i % G_N_ELEMENTS(ids)],
					     hashes[i / G_N_ELEMENTS(ids)], &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	}
	g_autoptr(GError) error = NULL;
	g_assert_null(vet_packs_load(fixture->packs, "..", vet_pack_sha256(pack), &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add("/packs/" name, Fixture, NULL, set_up, test, tear_down)
	ADD("keep", test_keep);
	ADD("overlay", test_overlay);
	ADD("changed-meanwhile", test_changed_meanwhile);
	ADD("damaged", test_damaged);
	ADD("not-there", test_not_there);
	return g_test_run();
}
