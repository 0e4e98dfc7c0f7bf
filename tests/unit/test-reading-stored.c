/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Submissions read twice: the second time from what was stored the first time. */

#include <glib/gstdio.h>

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define TEXT "益阳市数据要素大赛\n"

typedef struct {
	char *folder;
	VetExtractions *extractions;
	VetPool *pool;
	Reader reader;
	GByteArray *zip;
	char *sha256;
} Fixture;

static void
setup(Fixture *fixture, gconstpointer data)
{
	const ZipMember inner[] = {{.name = "b.txt", .data = TEXT, .size = strlen(TEXT)}};
	g_autoptr(GByteArray) nested = zip_make(inner, 1);
	const ZipMember members[] = {
		{.name = "a.txt", .data = TEXT "甲", .size = strlen(TEXT "甲")},
		{.name = "__MACOSX/._a.txt", .data = "x", .size = 1},
		{.name = "nested.zip", .data = nested->data, .size = nested->len},
		{.name = "../out.txt", .data = "out", .size = 3},
		{.name = "unknown.bin", .data = "\1\2\3\4", .size = 4},
	};
	g_autofree char *worker = reader_build_file("vet-worker");
	g_autofree char *plugins = reader_build_file("plugins");
	const char *const plugin_dirs[] = {plugins, NULL};
	g_autoptr(GError) error = NULL;

	fixture->zip = zip_make(members, G_N_ELEMENTS(members));
	fixture->sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, fixture->zip->data,
						      fixture->zip->len);
	fixture->folder = g_dir_make_tmp("vet-stored-XXXXXX", NULL);
	fixture->extractions = vet_extractions_open(fixture->folder, 1 << 24, &error);
	g_assert_no_error(error);
	VetPoolOptions options = {.worker_path = worker,
				  .plugin_dirs = plugin_dirs,
				  .workers = 1,
				  .sandbox = TRUE,
				  .extractions = fixture->extractions};
	vet_limits_init(&options.limits);
	fixture->pool = vet_pool_new(&options, &error);
	g_assert_no_error(error);
	fixture->reader.loop = g_main_loop_new(NULL, FALSE);
}

static void
remove_tree(const char *path)
{
	GDir *folder = g_dir_open(path, 0, NULL);
	for (const char *name; folder && (name = g_dir_read_name(folder));) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		remove_tree(child);
	}
	if (folder)
		g_dir_close(folder);
	g_assert_cmpint(g_remove(path), ==, 0);
}

static void
teardown(Fixture *fixture, gconstpointer data)
{
	vet_pool_free(fixture->pool);
	vet_extractions_close(fixture->extractions);
	g_main_loop_unref(fixture->reader.loop);
	g_byte_array_unref(fixture->zip);
	remove_tree(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->sha256);
}

/* `expect_stored`: nothing is opened.  The documents, the caller's. */
static GPtrArray *
read_zip(Fixture *fixture, const char *scope, gboolean expect_stored)
{
	VetReading *reading =
		vet_pool_read(fixture->pool, reader_keep, reader_done, &fixture->reader);
	vet_reading_set_scope(reading, scope);
	gboolean stored = vet_reading_add_stored(reading, "submission.zip", fixture->sha256,
						 fixture->zip->len);
	g_assert_cmpint(stored, ==, expect_stored);
	if (!stored)
		vet_reading_add(reading, "submission.zip", fixture->sha256, fixture->zip->len,
				reader_memory_file(fixture->zip->data, fixture->zip->len));
	vet_reading_start(reading);
	guint64 kept = vet_extractions_figures(fixture->extractions).kept;
	g_main_loop_run(fixture->reader.loop);
	if (expect_stored)
		g_assert_cmpuint(vet_extractions_figures(fixture->extractions).kept, ==, kept);
	return g_steal_pointer(&fixture->reader.documents);
}

static void
assert_same(const GPtrArray *first, const GPtrArray *second)
{
	g_assert_cmpuint(first->len, ==, second->len);
	for (guint i = 0; i < first->len; i++) {
		const VetDocument *a = first->pdata[i], *b = second->pdata[i];
		g_autofree char *text_a = vet_content_text(a->content);
		g_autofree char *text_b = vet_content_text(b->content);
		g_assert_cmpstr(a->path, ==, b->path);
		g_assert_cmpstr(a->sha256, ==, b->sha256);
		g_assert_cmpstr(a->media_type, ==, b->media_type);
		g_assert_cmpstr(a->extractor, ==, b->extractor);
		g_assert_cmpstr(a->extractor_build, ==, b->extractor_build);
		g_assert_cmpstr(a->reason, ==, b->reason);
		g_assert_cmpstr(text_a, ==, text_b);
		g_assert_cmpuint(a->size, ==, b->size);
		g_assert_cmpuint(a->depth, ==, b->depth);
		g_assert_cmpint(a->status, ==, b->status);
		g_assert_cmpint(a->is_container, ==, b->is_container);
	}
}

static void
test_same_again(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) first = read_zip(fixture, "A", FALSE);
	g_autoptr(GPtrArray) second = read_zip(fixture, "A", TRUE);

	g_assert_cmpuint(first->len, ==, 6);
	assert_same(first, second);
	reader_assert_text(second, "submission.zip/nested.zip/b.txt", "益阳市数据要素大赛");
	reader_assert_status(second, "submission.zip/unknown.bin", "unsupported");
}

/* What one child read after another document is not believed for another team. */
static void
test_other_submission(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) first = read_zip(fixture, "A", FALSE);
	guint64 missed = vet_extractions_figures(fixture->extractions).missed;
	g_autoptr(GPtrArray) second = read_zip(fixture, "B", FALSE);

	assert_same(first, second);
	/* its own from now on */
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).missed, >, missed);
	g_autoptr(GPtrArray) third = read_zip(fixture, "B", TRUE);
	assert_same(first, third);
}

static void
test_without_scope(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) first = read_zip(fixture, NULL, FALSE);
	g_autoptr(GPtrArray) second = read_zip(fixture, NULL, FALSE);
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).kept, ==, 0);
}

/* With one member's entry gone the archive is opened again, and nothing is missing. */
static void
test_member_missing(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) first = read_zip(fixture, "A", FALSE);
	guint n = 0;
	g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
	g_autoptr(GPtrArray) shelves = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(folder));)
		if (strlen(name) == 2)
			g_ptr_array_add(shelves, g_build_filename(fixture->folder, name, NULL));
	for (guint i = 0; i < shelves->len; i++) {
		g_autoptr(GDir) shelf = g_dir_open(shelves->pdata[i], 0, NULL);
		const char *name = g_dir_read_name(shelf);
		g_autofree char *path = g_build_filename(shelves->pdata[i], name, NULL);
		g_autofree char *aside = g_build_filename(fixture->folder, "aside", NULL);
		g_assert_cmpint(g_rename(path, aside), ==, 0);
		g_autoptr(GPtrArray) again = read_zip(fixture, "A", FALSE);
		assert_same(first, again);
		g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
		g_assert_cmpint(g_remove(aside), ==, 0);
		g_autoptr(GPtrArray) stored = read_zip(fixture, "A", TRUE);
		assert_same(first, stored);
		n++;
	}
	g_assert_cmpuint(n, >, 0);
}

/* The depth at which it stands decides, not the one at which it was stored. */
static void
test_caps_hold(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GPtrArray) first = read_zip(fixture, "A", FALSE);
	const ZipMember wrapped[] = {
		{.name = "submission.zip", .data = fixture->zip->data, .size = fixture->zip->len}};
	GByteArray *layer = zip_make(wrapped, 1);
	for (guint i = 0; i < 4; i++) {
		const ZipMember more[] = {
			{.name = "layer.zip", .data = layer->data, .size = layer->len}};
		GByteArray *next = zip_make(more, 1);
		g_byte_array_unref(layer);
		layer = next;
	}
	g_byte_array_unref(fixture->zip);
	fixture->zip = layer;
	g_free(fixture->sha256);
	fixture->sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, layer->data, layer->len);
	g_autoptr(GPtrArray) deep = read_zip(fixture, "A", FALSE);
	g_autoptr(GPtrArray) again = read_zip(fixture, "A", TRUE);
	assert_same(deep, again);
	const VetDocument *last = again->pdata[again->len - 1];
	g_assert_cmpuint(last->depth, ==, 6);
	g_assert_cmpint(last->status, ==, VET_STATUS_LIMIT);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name, function)                                                                       \
	g_test_add("/reading-stored/" name, Fixture, NULL, setup, function, teardown)
	TEST("same-again", test_same_again);
	TEST("other-submission", test_other_submission);
	TEST("without-scope", test_without_scope);
	TEST("member-missing", test_member_missing);
	TEST("caps-hold", test_caps_hold);
	return g_test_run();
}
