/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOUR_MS (3600 * 1000)
#define SOON_MS 40

typedef struct {
	char *folder, *inbox, *stage;
	VetSpool *spool;
	VetStore *store;
	VetIntake *intake;
	GPtrArray *received; /* "id@version:word" */
	GPtrArray *complaints;
} Fixture;

static void
note_received(const char *id, guint version, VetReceived received, gpointer user_data)
{
	static const char *const words[] = {"new", "version", "same"};
	Fixture *fixture = user_data;

	g_ptr_array_add(fixture->received,
			g_strdup_printf("%s@%u:%s", id, version, words[received]));
}

static void
note_complaint(const char *sentence, gpointer user_data)
{
	Fixture *fixture = user_data;
	g_ptr_array_add(fixture->complaints, g_strdup(sentence));
}

static void
setup(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *spool = NULL;
	g_autofree char *database = NULL;

	fixture->folder = g_dir_make_tmp("vet-intake-XXXXXX", NULL);
	fixture->inbox = g_build_filename(fixture->folder, "inbox", NULL);
	fixture->stage = g_build_filename(fixture->folder, "stage", NULL);
	spool = g_build_filename(fixture->folder, "spool", NULL);
	database = g_build_filename(fixture->folder, "store.db", NULL);
	g_assert_cmpint(g_mkdir(fixture->inbox, 0700), ==, 0);
	g_assert_cmpint(g_mkdir(fixture->stage, 0700), ==, 0);
	fixture->spool = vet_spool_open(spool, &error);
	g_assert_no_error(error);
	fixture->store = vet_store_open(database, &error);
	g_assert_no_error(error);
	fixture->received = g_ptr_array_new_with_free_func(g_free);
	fixture->complaints = g_ptr_array_new_with_free_func(g_free);
}

static void
start(Fixture *fixture, guint settle_ms, guint rescan_ms)
{
	g_autoptr(GError) error = NULL;
	VetIntakeOptions options = {
		.inbox = fixture->inbox, .settle_ms = settle_ms, .rescan_ms = rescan_ms};

	vet_limits_init(&options.limits);
	fixture->intake = vet_intake_new(&options, fixture->spool, fixture->store, note_received,
					 fixture, &error);
	g_assert_no_error(error);
	vet_intake_set_complaint(fixture->intake, note_complaint, fixture);
}

static void
remove_tree(const char *path)
{
	GDir *folder = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);

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
	vet_intake_free(fixture->intake);
	vet_store_close(fixture->store);
	vet_spool_close(fixture->spool);
	remove_tree(fixture->folder);
	g_ptr_array_unref(fixture->received);
	g_ptr_array_unref(fixture->complaints);
	g_free(fixture->inbox);
	g_free(fixture->stage);
	g_free(fixture->folder);
}

static gboolean
give_up(gpointer data)
{
	g_error("nothing happened for 30 seconds");
	return G_SOURCE_REMOVE;
}

/* runs the main loop until so many receipts were noted */
static void
wait_for(Fixture *fixture, guint count)
{
	guint guard = g_timeout_add_seconds(30, give_up, NULL);

	while (fixture->received->len < count)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(guard);
	g_assert_cmpuint(fixture->received->len, ==, count);
}

static gint64
figure(Fixture *fixture, const char *name)
{
	g_autofree char *json = vet_store_figures(fixture->store, NULL);
	g_autoptr(JsonNode) node = json_from_string(json, NULL);
	return json_object_get_int_member(json_node_get_object(node), name);
}

static gboolean
wake(gpointer data)
{
	return G_SOURCE_CONTINUE;
}

/* the store says nothing when a refusal is written: it is asked now and then */
static void
wait_for_figure(Fixture *fixture, const char *name, gint64 value)
{
	guint guard = g_timeout_add_seconds(30, give_up, NULL);
	guint waker = g_timeout_add(5, wake, NULL);

	while (figure(fixture, name) < value)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(waker);
	g_source_remove(guard);
	g_assert_cmpint(figure(fixture, name), ==, value);
}

static void
assert_received(Fixture *fixture, guint i, const char *expected)
{
	g_assert_cmpstr(fixture->received->pdata[i], ==, expected);
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	int fd;

	g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
	/* not g_file_set_contents(), which renames */
	fd = g_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	g_assert_cmpint(fd, >=, 0);
	g_assert_cmpint(write(fd, text, strlen(text)), ==, (int)strlen(text));
	close(fd);
}

static void
move_in(Fixture *fixture, const char *name)
{
	g_autofree char *from = g_build_filename(fixture->stage, name, NULL);
	g_autofree char *to = g_build_filename(fixture->inbox, name, NULL);
	g_assert_cmpint(g_rename(from, to), ==, 0);
}

static gboolean
in_inbox(Fixture *fixture, const char *name)
{
	g_autofree char *path = g_build_filename(fixture->inbox, name, NULL);
	struct stat status;
	return lstat(path, &status) == 0;
}

static guint
inbox_count(Fixture *fixture)
{
	g_autoptr(GDir) folder = g_dir_open(fixture->inbox, 0, NULL);
	guint count = 0;

	while (g_dir_read_name(folder))
		count++;
	return count;
}

/* what a rename brings is whole: nobody waits for it to settle */
static void
test_rename(Fixture *fixture, gconstpointer data)
{
	start(fixture, HOUR_MS, HOUR_MS);
	write_file(fixture->stage, "YY-1/a.txt", "a");
	write_file(fixture->stage, "YY-2.zip", "b");
	move_in(fixture, "YY-1");
	wait_for(fixture, 1);
	move_in(fixture, "YY-2.zip");
	wait_for(fixture, 2);
	assert_received(fixture, 0, "YY-1@1:new");
	assert_received(fixture, 1, "YY-2@1:new");
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
	g_assert_cmpuint(vet_intake_waiting(fixture->intake), ==, 0);
	g_assert_cmpint(figure(fixture, "received"), ==, 2);
}

static void
test_settle(Fixture *fixture, gconstpointer data)
{
	start(fixture, SOON_MS, HOUR_MS);
	write_file(fixture->inbox, "YY-1/a/b.txt", "a");
	wait_for(fixture, 1);
	assert_received(fixture, 0, "YY-1@1:new");
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

/* without any event, as on a network file system: the scan at the start and the timer find them */
static void
test_found_at_start(Fixture *fixture, gconstpointer data)
{
	write_file(fixture->inbox, "YY-1.pdf", "a");
	write_file(fixture->inbox, ".vetd-taken-00000000/old.pdf", "x");
	start(fixture, SOON_MS, HOUR_MS);
	g_assert_cmpuint(vet_intake_waiting(fixture->intake), ==, 1);
	wait_for(fixture, 1);
	assert_received(fixture, 0, "YY-1@1:new");
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

static void
test_growing(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = g_build_filename(fixture->inbox, "slow.zip", NULL);
	int fd;

	start(fixture, SOON_MS, SOON_MS);
	fd = g_open(path, O_WRONLY | O_CREAT, 0600);
	g_assert_cmpint(write(fd, "PK", 2), ==, 2);
	/* others come and go many times over while it is open */
	for (guint i = 0; i < 5; i++) {
		g_autofree char *name = g_strdup_printf("quick-%u.txt", i);
		write_file(fixture->inbox, name, "x");
		wait_for(fixture, i + 1);
		g_assert_true(g_str_has_prefix(fixture->received->pdata[i], "quick-"));
	}
	g_assert_cmpuint(vet_intake_waiting(fixture->intake), ==, 1);
	g_assert_cmpint(write(fd, "rest", 4), ==, 4);
	close(fd);
	wait_for(fixture, 6);
	assert_received(fixture, 5, "slow@1:new");
}

static void
test_empty_folder_waits(Fixture *fixture, gconstpointer data)
{
	g_autofree char *path = g_build_filename(fixture->inbox, "YY-1", NULL);

	start(fixture, SOON_MS, SOON_MS);
	g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
	for (guint i = 0; i < 3; i++) {
		g_autofree char *name = g_strdup_printf("quick-%u.txt", i);
		write_file(fixture->inbox, name, "x");
		wait_for(fixture, i + 1);
	}
	g_assert_true(in_inbox(fixture, "YY-1"));
	write_file(fixture->inbox, "YY-1/a.txt", "a");
	wait_for(fixture, 4);
	assert_received(fixture, 3, "YY-1@1:new");
}

static void
test_marker(Fixture *fixture, gconstpointer data)
{
	start(fixture, HOUR_MS, HOUR_MS);
	write_file(fixture->inbox, "YY-1.zip", "a");
	write_file(fixture->inbox, "YY-1.zip.complete", "");
	wait_for(fixture, 1);
	assert_received(fixture, 0, "YY-1@1:new");
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

static void
test_marker_inside(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) pending = NULL;
	g_autoptr(VetTree) tree = NULL;

	write_file(fixture->inbox, "YY-1/a.txt", "a");
	write_file(fixture->inbox, "YY-1/.complete", "");
	start(fixture, HOUR_MS, HOUR_MS);
	wait_for(fixture, 1);
	pending = vet_store_pending(fixture->store, &error);
	g_assert_no_error(error);
	tree = vet_spool_tree(fixture->spool, ((VetPending *)pending->pdata[0])->spool, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(tree->entries->len, ==, 1);
}

/* a marker that is older than the files was another upload's */
static void
test_stale_marker(Fixture *fixture, gconstpointer data)
{
	write_file(fixture->inbox, "YY-1.zip.complete", "");
	start(fixture, SOON_MS, HOUR_MS);
	g_assert_cmpuint(vet_intake_waiting(fixture->intake), ==, 0);
	write_file(fixture->inbox, "YY-1.zip", "a");
	wait_for(fixture, 1);
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

static void
test_versions(Fixture *fixture, gconstpointer data)
{
	static const char *const texts[] = {"one", "two", "two", "one"};
	static const char *const expected[] = {"YY-1@1:new", "YY-1@2:version", "YY-1@2:same",
					       "YY-1@3:version"};

	start(fixture, HOUR_MS, HOUR_MS);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		write_file(fixture->stage, "YY-1.txt", texts[i]);
		move_in(fixture, "YY-1.txt");
		wait_for(fixture, i + 1);
		assert_received(fixture, i, expected[i]);
	}
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
	g_autofree char *link = g_build_filename(fixture->inbox, "link.pdf", NULL);
	g_autofree char *fifo = g_build_filename(fixture->inbox, "fifo.pdf", NULL);
	g_autofree char *hard = g_build_filename(fixture->inbox, "hard.pdf", NULL);
	g_autofree char *outside = g_build_filename(fixture->stage, "outside.pdf", NULL);
	g_autofree char *inner = g_build_filename(fixture->stage, "YY-1", "inner.pdf", NULL);

	write_file(fixture->stage, "outside.pdf", "secret");
	write_file(fixture->stage, "YY-1/a.txt", "a");
	g_assert_cmpint(symlink(outside, link), ==, 0);
	g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
	g_assert_cmpint(linkat(AT_FDCWD, outside, AT_FDCWD, hard, 0), ==, 0);
	g_assert_cmpint(symlink(outside, inner), ==, 0);
	start(fixture, SOON_MS, SOON_MS);
	move_in(fixture, "YY-1");
	wait_for(fixture, 1);
	assert_received(fixture, 0, "YY-1@1:new");
	wait_for_figure(fixture, "refused", 4);
	g_assert_true(in_inbox(fixture, "link.pdf"));
	g_assert_true(in_inbox(fixture, "fifo.pdf"));
	g_assert_true(in_inbox(fixture, "hard.pdf"));
	g_assert_cmpuint(vet_intake_waiting(fixture->intake), ==, 0);

	/* a hard link that has become the only one is a file like others */
	g_assert_cmpint(g_unlink(outside), ==, 0);
	wait_for(fixture, 2);
	assert_received(fixture, 1, "hard@1:new");
}

static void
test_junk(Fixture *fixture, gconstpointer data)
{
	write_file(fixture->inbox, ".DS_Store", "x");
	write_file(fixture->inbox, "~$form.docx", "x");
	write_file(fixture->inbox, "big.zip.part", "x");
	write_file(fixture->stage, "YY-1/__MACOSX/a.txt", "x");
	write_file(fixture->stage, "YY-1/Thumbs.db", "x");
	write_file(fixture->stage, "YY-1/a.txt", "a");
	start(fixture, SOON_MS, SOON_MS);
	move_in(fixture, "YY-1");
	wait_for(fixture, 1);
	wait_for_figure(fixture, "junk", 5);
	g_assert_cmpuint(inbox_count(fixture), ==, 3);
}

static void
test_exact_bytes(Fixture *fixture, gconstpointer data)
{
	g_autofree char *text = g_strnfill(300000, 'x');
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	g_autofree char *read_back = g_malloc0(300001);
	g_autoptr(GPtrArray) pending = NULL;
	g_autoptr(VetTree) tree = NULL;
	const VetPending *row;
	const VetTreeEntry *entry;
	int fd;

	start(fixture, HOUR_MS, HOUR_MS);
	write_file(fixture->stage, "YY-1/材料/营业执照.pdf", text);
	move_in(fixture, "YY-1");
	wait_for(fixture, 1);
	pending = vet_store_pending(fixture->store, NULL);
	g_assert_cmpuint(pending->len, ==, 1);
	row = pending->pdata[0];
	g_assert_cmpuint(row->size, ==, 300000);
	g_assert_cmpint(ABS(row->received_at - g_get_real_time() / G_USEC_PER_SEC), <, 60);
	tree = vet_spool_tree(fixture->spool, row->spool, NULL);
	entry = tree->entries->pdata[0];
	g_assert_cmpstr(entry->path, ==, "材料/营业执照.pdf");
	g_assert_cmpstr(entry->sha256, ==, sha256);
	fd = vet_spool_open_object(fixture->spool, sha256, NULL);
	g_assert_cmpint(read(fd, read_back, 300000), ==, 300000);
	close(fd);
	g_assert_cmpstr(read_back, ==, text);
}

static void
test_many(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	const guint count = 150;

	start(fixture, SOON_MS, HOUR_MS);
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strdup_printf("YY-%03u/a.txt", i);
		write_file(fixture->inbox, name, name);
	}
	wait_for(fixture, count);
	for (guint i = 0; i < count; i++) {
		g_assert_true(g_str_has_suffix(fixture->received->pdata[i], "@1:new"));
		g_hash_table_add(ids, fixture->received->pdata[i]);
	}
	g_assert_cmpuint(g_hash_table_size(ids), ==, count);
	g_assert_cmpuint(inbox_count(fixture), ==, 0);
}

/* those that arrived before the start are taken in the order of their arrival */
static void
test_order(Fixture *fixture, gconstpointer data)
{
	static const char *const names[] = {"c", "a", "d", "b"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *marker = g_strconcat(names[i], ".complete", NULL);
		struct timespec before;
		struct timespec now;

		/* the kernel's clock of files ticks slowly: the next arrival shall be later */
		clock_gettime(CLOCK_REALTIME_COARSE, &before);
		do
			clock_gettime(CLOCK_REALTIME_COARSE, &now);
		while (now.tv_sec == before.tv_sec && now.tv_nsec == before.tv_nsec);
		write_file(fixture->inbox, names[i], names[i]);
		write_file(fixture->inbox, marker, "");
	}
	start(fixture, HOUR_MS, HOUR_MS);
	wait_for(fixture, 4);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *expected = g_strconcat(names[i], "@1:new", NULL);
		assert_received(fixture, i, expected);
	}
}

/* the inbox goes away and comes back: said once, and work goes on */
static void
test_inbox_lost(Fixture *fixture, gconstpointer data)
{
	guint guard = g_timeout_add_seconds(30, give_up, NULL);

	start(fixture, SOON_MS, SOON_MS);
	g_assert_cmpint(g_rmdir(fixture->inbox), ==, 0);
	while (fixture->complaints->len == 0)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(guard);
	g_assert_true(strstr(fixture->complaints->pdata[0], fixture->inbox) != NULL);
	g_assert_cmpint(g_mkdir(fixture->inbox, 0700), ==, 0);
	write_file(fixture->inbox, "YY-1.txt", "a");
	wait_for(fixture, 1);
	g_assert_cmpuint(fixture->complaints->len, ==, 1);
}

static void
test_no_inbox(void)
{
	g_autoptr(GError) error = NULL;
	VetIntakeOptions options = {.inbox = "/nonexistent/inbox"};

	g_assert_null(vet_intake_new(&options, NULL, NULL, note_received, NULL, &error));
	g_assert_nonnull(strstr(error->message, "/nonexistent/inbox"));
}

static void
test_freed_while_taking(Fixture *fixture, gconstpointer data)
{
	write_file(fixture->inbox, "YY-1.txt", "a");
	write_file(fixture->inbox, "YY-1.txt.complete", "");
	start(fixture, SOON_MS, HOUR_MS);
	/* the copy is made in the first turn, the receipt is answered in a later one */
	g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&fixture->intake, vet_intake_free);
	while (g_main_context_iteration(NULL, FALSE))
		;
}

typedef struct {
	const char *name, *id;
} IdCase;

static const IdCase id_cases[] = {
	{"YY2025-0001.zip", "YY2025-0001"},
	{"YY2025-0001.tar.gz", "YY2025-0001"},
	{"YY2025-0001.7z", "YY2025-0001"},
	{"YY2025-0001", "YY2025-0001"},
	{"申报书.PDF", "申报书"},
	{"第1.2稿", "第1.2稿"},
	{"2025.07", "2025.07"},
	{".zip", ".zip"},
	{"..", "_"},
	{"...zip", "_"},
	{"a/b.zip", "a_b"},
	{"a\nb.zip", "a_b"},
	{"\xD2\xE6\xD1\xF4.zip", "益阳"},
	{"tar.gz", "tar"},
	{"", "_"},
};

static void
test_id_of_name(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(id_cases); i++) {
		g_autofree char *id = vet_intake_id_of_name(id_cases[i].name);
		g_assert_cmpstr(id, ==, id_cases[i].id);
	}
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, setup, function, teardown)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("/intake/rename", test_rename);
	ADD("/intake/settle", test_settle);
	ADD("/intake/found-at-start", test_found_at_start);
	ADD("/intake/growing", test_growing);
	ADD("/intake/empty-folder-waits", test_empty_folder_waits);
	ADD("/intake/marker", test_marker);
	ADD("/intake/marker-inside", test_marker_inside);
	ADD("/intake/stale-marker", test_stale_marker);
	ADD("/intake/versions", test_versions);
	ADD("/intake/refused", test_refused);
	ADD("/intake/junk", test_junk);
	ADD("/intake/exact-bytes", test_exact_bytes);
	ADD("/intake/many", test_many);
	ADD("/intake/order", test_order);
	ADD("/intake/inbox-lost", test_inbox_lost);
	ADD("/intake/freed-while-taking", test_freed_while_taking);
	g_test_add_func("/intake/no-inbox", test_no_inbox);
	g_test_add_func("/intake/id-of-name", test_id_of_name);
	return g_test_run();
}
