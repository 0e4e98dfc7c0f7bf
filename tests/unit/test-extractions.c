/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/extractions.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/extraction.h"
#include "lib/error.h"

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef struct {
	char *folder;
	VetExtractions *extractions;
} Fixture;

static void
say_reader(VetExtractions *extractions, const char *fingerprint, const char *build)
{
	g_autoptr(GHashTable) builds = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(builds, "pdf", (gpointer)build);
	vet_extractions_set_reader(extractions, fingerprint, builds);
}

static void
reopen(Fixture *fixture, guint64 most_bytes)
{
	g_autoptr(GError) error = NULL;
	g_clear_pointer(&fixture->extractions, vet_extractions_close);
	fixture->extractions = vet_extractions_open(fixture->folder, most_bytes, &error);
	g_assert_no_error(error);
	say_reader(fixture->extractions, "worker-1", "build-1");
}

static void
setup(Fixture *fixture, gconstpointer data)
{
	g_autofree char *parent = g_dir_make_tmp("vet-extractions-XXXXXX", NULL);
	fixture->folder = g_build_filename(parent, "extractions", NULL);
	reopen(fixture, 1 << 20);
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
	g_autofree char *parent = g_path_get_dirname(fixture->folder);
	vet_extractions_close(fixture->extractions);
	remove_tree(parent);
	g_free(fixture->folder);
}

/* A document with something of everything. */
static VetDocument *
make_document(void)
{
	VetDocument *document = vet_document_new("证明材料/审计报告.pdf", SHA_A, 12345, 1);
	VetRun run = {0, 3, 40, {1, 2, 3, 4}};
	GArray *runs = g_array_new(FALSE, FALSE, sizeof run);

	g_array_append_val(runs, run);
	g_free(document->media_type);
	document->media_type = g_strdup("application/pdf");
	document->extractor = g_strdup("pdf");
	document->extractor_build = g_strdup("build-1");
	document->lying_name = TRUE;
	vet_document_set_status(document, VET_STATUS_PARTIAL, "第 2 页读不出来");
	VetPage *page = vet_content_add_page(document->content, 595, 842, VET_TEXT_TEXT);
	vet_page_add_line(page, "审计报告", (VetBox){1, 2, 3, 4}, runs);
	vet_page_add_line(page, "", (VetBox){0}, NULL);
	VetTable *table = vet_page_add_table(page, 2, 3, (VetBox){10, 10, 90, 90});
	vet_table_add_cell(table, 0, 0, 1, 2, "单位名称", (VetBox){10, 10, 50, 20});
	vet_table_add_cell(table, 1, 2, 1, 1, "430102199001011234", (VetBox){0});
	const VetMark seal = {VET_MARK_SEAL, {5, 6, 7, 8}, 0.9, "某公司", "round"};
	vet_page_add_mark(page, &seal);
	((VetLine *)page->lines->pdata[1])->role = VET_LINE_HIDDEN;
	((VetLine *)page->lines->pdata[1])->source = VET_TEXT_OCR;
	table->source = VET_TEXT_OCR;
	vet_content_add_page(document->content, 842, 595, VET_TEXT_NONE);
	document->content->text_bytes = strlen("审计报告");
	g_hash_table_replace(document->content->metadata, g_strdup("title"), g_strdup("审计"));
	g_ptr_array_add(document->content->warnings, g_strdup("第 2 页读不出来"));
	return document;
}

static GPtrArray *
make_handed(void)
{
	GPtrArray *handed = g_ptr_array_new_with_free_func((GDestroyNotify)vet_handed_free);
	g_ptr_array_add(handed, vet_handed_new("a/一.txt", 7, SHA_B, VET_STATUS_OK, NULL));
	g_ptr_array_add(handed, vet_handed_new("锁.zip", 0, NULL, VET_STATUS_ENCRYPTED, "有密码"));
	g_ptr_array_add(handed, vet_handed_new("../x", 3, NULL, VET_STATUS_OK, NULL));
	return handed;
}

static GVariant *
make_extraction(void)
{
	g_autoptr(VetDocument) document = make_document();
	g_autoptr(GPtrArray) handed = make_handed();
	return vet_extraction_pack(document, handed);
}

static const VetExtractionKey key = {SHA_A, "审计报告.pdf", "YY2025-0001"};

static void
keep(Fixture *fixture)
{
	vet_extractions_keep(fixture->extractions, &key, FALSE, make_extraction());
}

static gboolean
is_found(VetExtractions *extractions, const VetExtractionKey *asked)
{
	g_autoptr(GVariant) found = vet_extractions_find(extractions, asked);
	return found != NULL;
}

/* The only entry's file. */
static char *
entry_path(const Fixture *fixture)
{
	g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(folder));) {
		g_autofree char *shelf = g_build_filename(fixture->folder, name, NULL);
		g_autoptr(GDir) entries = g_dir_open(shelf, 0, NULL);
		const char *entry = entries ? g_dir_read_name(entries) : NULL;
		if (entry)
			return g_build_filename(shelf, entry, NULL);
	}
	g_assert_not_reached();
}

static void
test_round_trip(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GVariant) before = g_variant_ref_sink(make_extraction());
	g_autoptr(VetDocument) document = vet_document_new("x", SHA_A, 12345, 1);
	g_autoptr(GPtrArray) handed = NULL;
	g_autoptr(GError) error = NULL;
	VetLimits limits;
	VetBudget budget;

	keep(fixture);
	reopen(fixture, 1 << 20);
	g_autoptr(GVariant) found = vet_extractions_find(fixture->extractions, &key);
	g_assert_nonnull(found);
	vet_limits_init(&limits);
	vet_budget_init(&budget, &limits);
	g_assert_true(vet_extraction_unpack(found, document, &limits, &budget, &handed, &error));
	g_autoptr(GVariant) after = g_variant_ref_sink(vet_extraction_pack(document, handed));
	g_assert_true(g_variant_equal(before, after));
	/* what is stored is charged as what is read */
	g_assert_cmpuint(budget.spent[VET_LIMIT_SUBMISSION_PAGES], ==, 2);
	g_assert_cmpuint(budget.spent[VET_LIMIT_MEMBERS], ==, 3);
	g_assert_cmpuint(budget.spent[VET_LIMIT_SUBMISSION_BYTES], ==, 10);
	g_assert_cmpuint(document->content->text_bytes, ==, strlen("审计报告"));
}

static void
test_private(Fixture *fixture, gconstpointer data)
{
	struct stat about;
	keep(fixture);
	g_autofree char *path = entry_path(fixture);
	g_autofree char *bytes = NULL;
	gsize length;

	g_assert_cmpint(stat(path, &about), ==, 0);
	g_assert_cmpint(about.st_mode & 0777, ==, 0600);
	g_assert_cmpint(stat(fixture->folder, &about), ==, 0);
	g_assert_cmpint(about.st_mode & 0777, ==, 0700);
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
}

static void
test_caps(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GVariant) extraction = g_variant_ref_sink(make_extraction());
	g_autoptr(VetDocument) document = vet_document_new("x", SHA_A, 12345, 1);
	g_autoptr(GPtrArray) handed = NULL;
	g_autoptr(GError) error = NULL;
	VetLimits limits;
	VetBudget budget;

	vet_limits_init(&limits);
	vet_budget_init(&budget, &limits);
	budget.spent[VET_LIMIT_MEMBERS] = limits.value[VET_LIMIT_MEMBERS] - 1;
	g_assert_false(
		vet_extraction_unpack(extraction, document, &limits, &budget, &handed, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_LIMIT);
}

static void
test_scope(Fixture *fixture, gconstpointer data)
{
	VetExtractionKey other = key;

	keep(fixture);
	g_assert_true(is_found(fixture->extractions, &key));
	other.scope = "YY2025-0002";
	g_assert_false(is_found(fixture->extractions, &other));
	vet_extractions_keep(fixture->extractions, &key, TRUE, make_extraction());
	g_assert_true(is_found(fixture->extractions, &other));
	other.name = "审计报告.docx";
	g_assert_false(is_found(fixture->extractions, &other));
	other = key;
	other.sha256 = SHA_B;
	g_assert_false(is_found(fixture->extractions, &other));
}

static void
test_reader(Fixture *fixture, gconstpointer data)
{
	keep(fixture);
	say_reader(fixture->extractions, "worker-1", "build-2");
	g_assert_false(is_found(fixture->extractions, &key));
	say_reader(fixture->extractions, "worker-2", "build-1");
	g_assert_false(is_found(fixture->extractions, &key));
	say_reader(fixture->extractions, NULL, "build-1");
	g_assert_false(is_found(fixture->extractions, &key));
	say_reader(fixture->extractions, "worker-1", "build-1");
	g_assert_true(is_found(fixture->extractions, &key));
	/* another look, by somebody who changes nothing */
	g_autoptr(GError) error = NULL;
	g_autoptr(VetExtractions) reading = vet_extractions_open_reading(fixture->folder, &error);
	g_assert_no_error(error);
	g_assert_true(is_found(reading, &key));
	vet_extractions_keep(reading, &key, TRUE, make_extraction());
	g_assert_cmpuint(vet_extractions_figures(reading).kept, ==, 0);
}

/* What one plugin converted and another read counts for the builds of both. */
static void
test_joined(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *office, *pdf;
		gboolean found;
	} cases[] = {{"o-1", "p-1", TRUE}, {"o-2", "p-1", FALSE}, {"o-1", "p-2", FALSE}};
	g_autoptr(VetDocument) document = make_document();
	g_autoptr(GPtrArray) handed = make_handed();

	g_free(document->extractor);
	g_free(document->extractor_build);
	document->extractor = g_strdup("office+pdf");
	document->extractor_build = g_strdup("o-1+p-1");
	vet_extractions_keep(fixture->extractions, &key, FALSE,
			     vet_extraction_pack(document, handed));
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GHashTable) builds = g_hash_table_new(g_str_hash, g_str_equal);
		g_hash_table_insert(builds, "office", (gpointer)cases[i].office);
		g_hash_table_insert(builds, "pdf", (gpointer)cases[i].pdf);
		vet_extractions_set_reader(fixture->extractions, "worker-1", builds);
		g_assert_cmpint(is_found(fixture->extractions, &key), ==, cases[i].found);
	}
}

static void
test_nobody_has_stored(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(vet_extractions_open_reading("/nowhere", &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

/* Every byte of the file in turn: never found with other content, and read again afterwards. */
static void
test_damaged(Fixture *fixture, gconstpointer data)
{
	keep(fixture);
	g_autofree char *path = entry_path(fixture);
	g_autofree char *bytes = NULL;
	gsize length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	for (gsize i = 0; i < length; i++) {
		bytes[i] ^= 0x20;
		g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
		g_assert_false(is_found(fixture->extractions, &key));
		bytes[i] ^= 0x20;
	}
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).damaged, >, 0);
	for (gsize cut = 0; cut < length; cut += 7) {
		g_assert_true(g_file_set_contents(path, bytes, (gssize)cut, NULL));
		g_assert_false(is_found(fixture->extractions, &key));
	}
	keep(fixture);
	g_assert_true(is_found(fixture->extractions, &key));
}

/* What is no file is not waited for, and makes way for one. */
static void
test_no_file(Fixture *fixture, gconstpointer data)
{
	keep(fixture);
	g_autofree char *path = entry_path(fixture);

	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(mkfifo(path, 0600), ==, 0);
	g_assert_false(is_found(fixture->extractions, &key));
	keep(fixture);
	g_assert_true(is_found(fixture->extractions, &key));
}

/* What is kept after the folder was removed can be read beside a running vetd as before. */
static void
test_removed(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	keep(fixture);
	remove_tree(fixture->folder);
	g_assert_false(is_found(fixture->extractions, &key));
	keep(fixture);
	g_autoptr(VetExtractions) reading = vet_extractions_open_reading(fixture->folder, &error);
	g_assert_no_error(error);
	g_assert_true(is_found(reading, &key));
}

static void
test_other_version(Fixture *fixture, gconstpointer data)
{
	keep(fixture);
	g_autofree char *path = entry_path(fixture);
	g_autofree char *bytes = NULL;
	gsize length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	bytes[8]++; /* behind the magic */
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	g_assert_false(is_found(fixture->extractions, &key));
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).damaged, ==, 0);
}

/* Moved under the name of another document it is not taken for it. */
static void
test_misplaced(Fixture *fixture, gconstpointer data)
{
	VetExtractionKey other = key;
	other.sha256 = SHA_B;
	keep(fixture);
	g_autofree char *path = entry_path(fixture);
	g_autofree char *bytes = NULL;
	gsize length;
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_assert_cmpint(g_unlink(path), ==, 0);
	vet_extractions_keep(fixture->extractions, &other, FALSE, make_extraction());
	g_autofree char *place = entry_path(fixture);
	g_assert_true(g_file_set_contents(place, bytes, (gssize)length, NULL));
	g_assert_false(is_found(fixture->extractions, &other));
}

static void
set_time(const char *path, time_t seconds)
{
	const struct timespec times[] = {{seconds, 0}, {seconds, 0}};
	g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
}

static void
test_eviction(Fixture *fixture, gconstpointer data)
{
	VetExtractionKey numbered = key;

	keep(fixture);
	/* labels do not all compress alike */
	guint64 size = vet_extractions_figures(fixture->extractions).bytes + 16;
	g_autofree char *first = entry_path(fixture);
	reopen(fixture, size * 10);
	for (guint i = 0; i < 9; i++) {
		g_autofree char *name = g_strdup_printf("%u.pdf", i);
		numbered.name = name;
		vet_extractions_keep(fixture->extractions, &numbered, FALSE, make_extraction());
	}
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).evicted, ==, 0);
	/* the oldest, but the last that was used */
	set_time(first, 1000);
	g_assert_true(is_found(fixture->extractions, &key));
	numbered.name = "0.pdf";
	g_assert_true(is_found(fixture->extractions, &numbered));
	numbered.name = "one-too-many.pdf";
	vet_extractions_keep(fixture->extractions, &numbered, FALSE, make_extraction());
	VetExtractionsFigures figures = vet_extractions_figures(fixture->extractions);
	g_assert_cmpuint(figures.evicted, >=, 2);
	g_assert_cmpuint(figures.bytes, <=, size * 10);
	g_assert_cmpuint(figures.entries + figures.evicted, ==, 11);
	g_assert_true(is_found(fixture->extractions, &key));
	g_assert_true(is_found(fixture->extractions, &numbered));
	/* a smaller bound holds from the start */
	reopen(fixture, size * 3);
	g_assert_cmpuint(vet_extractions_figures(fixture->extractions).bytes, <=, size * 3);
}

static void
test_too_large(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetDocument) document = vet_document_new("x.txt", SHA_A, 1, 0);
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autofree char *line = g_strnfill(16 * 1024, 'x');
	VetPage *page = vet_content_add_page(document->content, 0, 0, VET_TEXT_TEXT);

	for (guint i = 0; i < VET_EXTRACTION_MAX_BYTES / (16 * 1024); i++)
		vet_page_add_line(page, line, (VetBox){0}, NULL);
	g_assert_null(vet_extraction_pack(document, none));
}

static void
test_cannot_be_written(Fixture *fixture, gconstpointer data)
{
	const char shelf[] = "no-folder";
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(shelf, "", 0, NULL));
	g_assert_null(vet_extractions_open(shelf, 1, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_assert_cmpint(g_unlink(shelf), ==, 0);
	/* its shelf is a file */
	keep(fixture);
	g_autofree char *path = entry_path(fixture);
	g_autofree char *folder = g_path_get_dirname(path);
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_assert_true(g_file_set_contents(folder, "", 0, NULL));
	keep(fixture);
	g_assert_nonnull(vet_extractions_figures(fixture->extractions).fault);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name, function)                                                                       \
	g_test_add("/extractions/" name, Fixture, NULL, setup, function, teardown)
	TEST("round-trip", test_round_trip);
	TEST("private", test_private);
	TEST("caps", test_caps);
	TEST("scope", test_scope);
	TEST("reader", test_reader);
	TEST("joined", test_joined);
	TEST("nobody-has-stored", test_nobody_has_stored);
	TEST("damaged", test_damaged);
	TEST("no-file", test_no_file);
	TEST("removed", test_removed);
	TEST("other-version", test_other_version);
	TEST("misplaced", test_misplaced);
	TEST("eviction", test_eviction);
	TEST("too-large", test_too_large);
	TEST("cannot-be-written", test_cannot_be_written);
	return g_test_run();
}
