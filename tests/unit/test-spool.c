/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/error.h"

typedef struct {
	char *folder, *inbox, *path;
	int inbox_fd;
	VetSpool *spool;
	VetLimits limits;
} Fixture;

static void
setup(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	fixture->folder = g_dir_make_tmp("vet-spool-XXXXXX", NULL);
	fixture->inbox = g_build_filename(fixture->folder, "inbox", NULL);
	fixture->path = g_build_filename(fixture->folder, "spool", NULL);
	g_assert_cmpint(g_mkdir(fixture->inbox, 0700), ==, 0);
	fixture->inbox_fd = open(fixture->inbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fixture->spool = vet_spool_open(fixture->path, &error);
	g_assert_no_error(error);
	vet_limits_init(&fixture->limits);
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
	vet_spool_close(fixture->spool);
	close(fixture->inbox_fd);
	remove_tree(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->inbox);
	g_free(fixture->path);
}

static void
put(Fixture *fixture, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(fixture->inbox, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static VetTree *
take(Fixture *fixture, const char *name)
{
	g_autoptr(GError) error = NULL;
	VetTree *tree =
		vet_spool_take(fixture->spool, fixture->inbox_fd, name, &fixture->limits, &error);

	g_assert_no_error(error);
	return tree;
}

static const VetTreeEntry *
entry_of(const VetTree *tree, const char *path)
{
	for (guint i = 0; i < tree->entries->len; i++) {
		const VetTreeEntry *entry = tree->entries->pdata[i];
		if (strcmp(entry->path, path) == 0)
			return entry;
	}
	g_error("no entry %s", path);
}

/* what an object holds; nobody can write to it */
static char *
object_text(Fixture *fixture, const char *sha256)
{
	g_autoptr(GError) error = NULL;
	char buffer[1024];
	int fd = vet_spool_open_object(fixture->spool, sha256, &error);
	ssize_t length;

	g_assert_no_error(error);
	length = read(fd, buffer, sizeof buffer);
	g_assert_cmpint(length, >=, 0);
	g_assert_cmpint(write(fd, "x", 1), ==, -1);
	close(fd);
	return g_strndup(buffer, length);
}

static guint
count_files(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	guint count = 0;

	if (!folder)
		return 1;
	for (const char *name; (name = g_dir_read_name(folder));) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		count += count_files(child);
	}
	return count;
}

static void
test_take(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetTree) tree = NULL;
	g_autoptr(VetTree) again = NULL;
	g_autoptr(VetTree) read_back = NULL;
	g_autofree char *text = NULL;

	put(fixture, "YY-1/a.txt", "one");
	put(fixture, "YY-1/b/c.txt", "two");
	put(fixture, "YY-1/b/same.txt", "one");
	tree = take(fixture, "YY-1");
	g_assert_false(tree->single);
	g_assert_cmpuint(tree->entries->len, ==, 3);
	g_assert_cmpuint(tree->size, ==, 9);
	g_assert_cmpstr(entry_of(tree, "a.txt")->sha256, ==, entry_of(tree, "b/same.txt")->sha256);
	text = object_text(fixture, entry_of(tree, "b/c.txt")->sha256);
	g_assert_cmpstr(text, ==, "two");

	/* the inbox is not what is judged */
	put(fixture, "YY-1/a.txt", "changed");
	again = take(fixture, "YY-1");
	g_assert_cmpstr(again->sha256, !=, tree->sha256);
	read_back = vet_spool_tree(fixture->spool, tree->sha256, NULL);
	g_assert_cmpstr(read_back->sha256, ==, tree->sha256);
	g_assert_cmpuint(read_back->entries->len, ==, 3);
	g_assert_cmpuint(read_back->size, ==, 9);
	g_clear_pointer(&text, g_free);
	text = object_text(fixture, entry_of(read_back, "a.txt")->sha256);
	g_assert_cmpstr(text, ==, "one");
}

static void
test_single(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetTree) tree = NULL;
	g_autoptr(VetTree) same = NULL;

	put(fixture, "form.pdf", "%PDF");
	tree = take(fixture, "form.pdf");
	same = take(fixture, "form.pdf");
	g_assert_true(tree->single);
	g_assert_cmpstr(((VetTreeEntry *)tree->entries->pdata[0])->path, ==, "form.pdf");
	g_assert_cmpstr(tree->sha256, ==, same->sha256);
	/* one object and one listing */
	g_assert_cmpuint(count_files(fixture->path), ==, 2);
}

static void
make_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
	close(fd);
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
	static const char *const refused[] = {"link",   "folder-link", "fifo",
					      "socket", "hard",        "far/up"};
	g_autoptr(VetTree) tree = NULL;
	g_autoptr(VetTree) read_back = NULL;

	put(fixture, "secret.txt", "secret");
	put(fixture, "YY-1/a.txt", "one");
	put(fixture, "YY-1/far/b.txt", "two");
	g_assert_cmpint(symlinkat("../secret.txt", fixture->inbox_fd, "YY-1/link"), ==, 0);
	g_assert_cmpint(symlinkat("..", fixture->inbox_fd, "YY-1/folder-link"), ==, 0);
	g_assert_cmpint(symlinkat("/etc/passwd", fixture->inbox_fd, "YY-1/far/up"), ==, 0);
	g_assert_cmpint(mkfifoat(fixture->inbox_fd, "YY-1/fifo", 0600), ==, 0);
	g_assert_cmpint(linkat(fixture->inbox_fd, "secret.txt", fixture->inbox_fd, "YY-1/hard", 0),
			==, 0);
	{
		g_autofree char *path = g_build_filename(fixture->inbox, "YY-1", "socket", NULL);
		make_socket(path);
	}
	tree = take(fixture, "YY-1");
	g_assert_cmpuint(tree->entries->len, ==, 2 + G_N_ELEMENTS(refused));
	for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_assert_nonnull(entry_of(tree, refused[i])->refusal);
		g_assert_null(entry_of(tree, refused[i])->sha256);
	}
	read_back = vet_spool_tree(fixture->spool, tree->sha256, NULL);
	g_assert_cmpstr(entry_of(read_back, "fifo")->refusal, ==, entry_of(tree, "fifo")->refusal);
	g_assert_cmpuint(count_files(fixture->path), ==, 3);
}

static void
test_names(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetTree) tree = NULL;
	g_autoptr(VetTree) read_back = NULL;

	put(fixture, "YY-1/\xD2\xE6\xD1\xF4.txt", "gb");
	put(fixture, "YY-1/line\nbreak.txt", "lf");
	put(fixture, "YY-1/.DS_Store", "junk");
	put(fixture, "YY-1/__MACOSX/x", "junk");
	tree = take(fixture, "YY-1");
	g_assert_cmpuint(tree->entries->len, ==, 2);
	g_assert_cmpuint(tree->junk, ==, 2);
	g_assert_nonnull(entry_of(tree, "益阳.txt")->sha256);
	read_back = vet_spool_tree(fixture->spool, tree->sha256, NULL);
	g_assert_cmpuint(read_back->entries->len, ==, 2);
}

static void
test_limits(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetTree) tree = NULL;
	guint taken = 0;

	fixture->limits.value[VET_LIMIT_DOCUMENT_BYTES] = 10;
	fixture->limits.value[VET_LIMIT_MEMBERS] = 3;
	put(fixture, "YY-1/large.txt", "more than ten bytes");
	for (guint i = 0; i < 5; i++) {
		g_autofree char *name = g_strdup_printf("YY-1/%u.txt", i);
		put(fixture, name, "small");
	}
	tree = take(fixture, "YY-1");
	g_assert_cmpuint(tree->entries->len, ==, 6);
	g_assert_nonnull(strstr(entry_of(tree, "large.txt")->refusal, "document-bytes"));
	for (guint i = 0; i < 6; i++)
		taken += ((VetTreeEntry *)tree->entries->pdata[i])->sha256 != NULL;
	g_assert_cmpuint(taken, <=, 3);
	g_assert_cmpuint(taken, >=, 2);
}

/* a folder of links without end: told up to a number, and then counted */
static void
test_many_refused(Fixture *fixture, gconstpointer data)
{
	g_autoptr(VetTree) tree = NULL;
	g_autoptr(VetTree) read_back = NULL;

	put(fixture, "YY-1/a.txt", "one");
	for (guint i = 0; i < 1007; i++) {
		g_autofree char *name = g_strdup_printf("YY-1/link-%u", i);
		g_assert_cmpint(symlinkat("a.txt", fixture->inbox_fd, name), ==, 0);
	}
	tree = take(fixture, "YY-1");
	g_assert_cmpuint(tree->entries->len, ==, 1002);
	g_assert_cmpstr(entry_of(tree, "…")->refusal, ==,
			"7 further files were refused and are not listed");
	g_assert_nonnull(entry_of(tree, "a.txt")->sha256);
	read_back = vet_spool_tree(fixture->spool, tree->sha256, NULL);
	g_assert_cmpuint(read_back->entries->len, ==, 1002);
}

static void
test_sweep(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GHashTable) keep = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(VetTree) kept = NULL;
	g_autoptr(VetTree) orphan = NULL;
	g_autofree char *draft = g_build_filename(fixture->path, "drafts", "abc", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	put(fixture, "kept/a.txt", "both");
	put(fixture, "orphan/a.txt", "both");
	put(fixture, "orphan/b.txt", "only here");
	kept = take(fixture, "kept");
	orphan = take(fixture, "orphan");
	g_assert_true(g_file_set_contents(draft, "half a copy", -1, NULL));
	g_hash_table_add(keep, kept->sha256);
	g_assert_cmpuint(vet_spool_sweep(fixture->spool, keep, &error), ==, 3);
	g_assert_no_error(error);
	g_assert_cmpuint(count_files(fixture->path), ==, 2);
	text = object_text(fixture, entry_of(kept, "a.txt")->sha256);
	g_assert_cmpstr(text, ==, "both");
	g_assert_null(vet_spool_tree(fixture->spool, orphan->sha256, &error));
	g_assert_nonnull(error);
}

/* a listing that is gone might have named anything: then nothing is thrown away */
static void
test_sweep_damaged(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GHashTable) keep = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(VetTree) tree = NULL;
	g_autofree char *listing = NULL;
	g_autoptr(GError) error = NULL;

	put(fixture, "YY-1/a.txt", "one");
	tree = take(fixture, "YY-1");
	listing = g_build_filename(fixture->path, "trees", tree->sha256, NULL);
	g_assert_true(g_file_set_contents(listing, "folder\n", -1, NULL));
	g_assert_null(vet_spool_tree(fixture->spool, tree->sha256, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	g_clear_error(&error);
	g_hash_table_add(keep, tree->sha256);
	g_assert_cmpuint(vet_spool_sweep(fixture->spool, keep, &error), ==, 0);
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	g_assert_cmpuint(count_files(fixture->path), ==, 2);
}

static void
test_hold(Fixture *fixture, gconstpointer data)
{
	g_autofree char *expected = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "member", -1);
	g_autofree char *path = g_build_filename(fixture->inbox, "m", NULL);
	g_autofree char *sha256 = NULL;
	g_autofree char *no_sha256 = NULL;
	g_autoptr(GError) error = NULL;
	char buffer[16] = {0};
	int fd;
	int held;

	put(fixture, "m", "member");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	held = vet_spool_hold(fixture->spool, fd, 6, &sha256, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(sha256, ==, expected);
	g_assert_cmpint(read(held, buffer, sizeof buffer), ==, 6);
	g_assert_cmpstr(buffer, ==, "member");
	g_assert_cmpint(write(held, "x", 1), ==, -1);
	close(held);
	g_assert_cmpuint(count_files(fixture->path), ==, 0);

	/* fewer bytes than were promised */
	g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
	g_assert_cmpint(vet_spool_hold(fixture->spool, fd, 7, &no_sha256, &error), ==, -1);
	g_assert_nonnull(error);
	g_assert_null(no_sha256);
	close(fd);
}

static void
test_bad_names(Fixture *fixture, gconstpointer data)
{
	static const char *const names[] = {
		"", "../../etc/passwd", "abc",
		"../../../../../../../../../../../../../../../../../../../etc/xx"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GError) object_error = NULL;
		g_autoptr(GError) tree_error = NULL;

		g_assert_cmpint(vet_spool_open_object(fixture->spool, names[i], &object_error), ==,
				-1);
		g_assert_nonnull(object_error);
		g_assert_null(vet_spool_tree(fixture->spool, names[i], &tree_error));
		g_assert_nonnull(tree_error);
	}
}

static void
test_gone(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(vet_spool_take(fixture->spool, fixture->inbox_fd, "nothing", &fixture->limits,
				     &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
}

static void
test_not_writable(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(vet_spool_open("/proc/no-spool", &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, setup, function, teardown)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("/spool/take", test_take);
	ADD("/spool/single", test_single);
	ADD("/spool/refused", test_refused);
	ADD("/spool/names", test_names);
	ADD("/spool/limits", test_limits);
	ADD("/spool/many-refused", test_many_refused);
	ADD("/spool/sweep", test_sweep);
	ADD("/spool/sweep-damaged", test_sweep_damaged);
	ADD("/spool/hold", test_hold);
	ADD("/spool/bad-names", test_bad_names);
	ADD("/spool/gone", test_gone);
	g_test_add_func("/spool/not-writable", test_not_writable);
	return g_test_run();
}
