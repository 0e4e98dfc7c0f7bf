/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/write.h"
#include "lib/error.h"

#define COPY_BYTES (256 * 1024)
#define MAX_LISTING_BYTES (64 * 1024 * 1024)
#define SHA256_DIGITS 64

struct _VetSpool {
	char *folder;
	char *objects, *trees, *drafts;
};

static gboolean
fail(const char *path, const char *doing, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s: %s: %s", path, doing,
		    g_strerror(errno));
	return FALSE;
}

static char *
make_folder(const char *parent, const char *name, GError **error)
{
	g_autofree char *folder = g_build_filename(parent, name, NULL);
	if (g_mkdir_with_parents(folder, 0700) == 0 && access(folder, W_OK | X_OK) == 0)
		return g_steal_pointer(&folder);
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: the spool cannot be written: %s",
		    folder, g_strerror(errno));
	return NULL;
}

VetSpool *
vet_spool_open(const char *folder, GError **error)
{
	g_autoptr(VetSpool) spool = g_new0(VetSpool, 1);
	spool->folder = g_strdup(folder);
	spool->objects = make_folder(folder, "objects", error);
	spool->trees = spool->objects ? make_folder(folder, "trees", error) : NULL;
	spool->drafts = spool->trees ? make_folder(folder, "drafts", error) : NULL;
	return spool->drafts ? g_steal_pointer(&spool) : NULL;
}

VetSpool *
vet_spool_open_reading(const char *folder)
{
	VetSpool *spool = g_new0(VetSpool, 1);
	spool->folder = g_strdup(folder);
	spool->objects = g_build_filename(folder, "objects", NULL);
	spool->trees = g_build_filename(folder, "trees", NULL);
	spool->drafts = g_build_filename(folder, "drafts", NULL);
	return spool;
}

void
vet_spool_close(VetSpool *spool)
{
	if (!spool)
		return;
	g_free(spool->folder);
	g_free(spool->objects);
	g_free(spool->trees);
	g_free(spool->drafts);
	g_free(spool);
}

static char *
object_path(const VetSpool *spool, const char *sha256)
{
	g_autofree char *shelf = g_strndup(sha256, 2);
	return g_build_filename(spool->objects, shelf, sha256, NULL);
}

static gboolean
is_sha256(const char *text)
{
	return strlen(text) == SHA256_DIGITS && strspn(text, "0123456789abcdef") == SHA256_DIGITS;
}

/* copies what `from` has, at most `size` bytes and not fewer, and hashes on the way */
static char *
copy(int from, int to, guint64 size, const char *path, GError **error)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree guchar *buffer = g_malloc(COPY_BYTES);
	guint64 done = 0;

	while (done < size) {
		ssize_t length = read(from, buffer, MIN(size - done, COPY_BYTES));
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0) {
			fail(path, "cannot be read", error);
			return NULL;
		}
		if (length == 0) {
			g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
				    "%s: became shorter while it was copied", path);
			return NULL;
		}
		g_checksum_update(checksum, buffer, length);
		if (!vet_write_all(to, buffer, length)) {
			fail(path, "cannot be copied into the spool", error);
			return NULL;
		}
		done += length;
	}
	return g_strdup(g_checksum_get_string(checksum));
}

static gboolean
sync_folder(const char *folder, GError **error)
{
	return vet_write_sync_folder(folder) || fail(folder, "cannot be synced", error);
}

static int
open_draft(VetSpool *spool, char **ret_path, GError **error)
{
	g_autofree char *path = g_build_filename(spool->drafts, "XXXXXX", NULL);
	int fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		fail(path, "cannot be made", error);
	else
		*ret_path = g_steal_pointer(&path);
	return fd;
}

/* a draft becomes what it is called for good, or gives way to the same that is there */
static gboolean
settle(const char *draft, int fd, const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (fsync(fd) != 0)
		return fail(draft, "cannot be synced", error);
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return fail(folder, "cannot be made", error);
	if (rename(draft, path) != 0)
		return fail(path, "cannot be put in place", error);
	return sync_folder(folder, error);
}

static gboolean
take_file(int fd, const char *path, guint64 size, char **ret_sha256, gpointer user_data,
	  GError **error)
{
	VetSpool *spool = user_data;
	g_autofree char *draft = NULL;
	int copy_fd = open_draft(spool, &draft, error);
	if (copy_fd < 0)
		return FALSE;
	g_autofree char *sha256 = copy(fd, copy_fd, size, path, error);
	g_autofree char *object = sha256 ? object_path(spool, sha256) : NULL;
	gboolean kept =
		object && (access(object, F_OK) == 0 ||
			   (fchmod(copy_fd, 0400) == 0 && settle(draft, copy_fd, object, error)));
	close(copy_fd);
	unlink(draft);
	if (kept)
		*ret_sha256 = g_steal_pointer(&sha256);
	return kept;
}

static gboolean
write_tree(VetSpool *spool, const VetTree *tree, GError **error)
{
	g_autofree char *path = g_build_filename(spool->trees, tree->sha256, NULL);
	g_autofree char *listing = vet_tree_serialise(tree);
	g_autofree char *draft = NULL;

	if (access(path, F_OK) == 0)
		return TRUE;
	int fd = open_draft(spool, &draft, error);
	if (fd < 0)
		return FALSE;
	gboolean kept = (vet_write_all(fd, listing, strlen(listing)) ||
			 fail(draft, "cannot be written", error)) &&
			settle(draft, fd, path, error);
	close(fd);
	unlink(draft);
	return kept;
}

VetTree *
vet_spool_take(VetSpool *spool, int inbox_fd, const char *name, const VetLimits *limits,
	       GError **error)
{
	g_autoptr(VetTree) tree = vet_tree_walk(inbox_fd, name, limits, take_file, spool, error);
	/* a new shelf is itself an entry of objects/ */
	if (!tree || !write_tree(spool, tree, error) || !sync_folder(spool->objects, error))
		return NULL;
	return g_steal_pointer(&tree);
}

VetTree *
vet_spool_tree(VetSpool *spool, const char *tree_sha256, GError **error)
{
	g_autofree char *path = g_build_filename(spool->trees, tree_sha256, NULL);
	g_autofree char *listing = NULL;
	struct stat status;
	gsize length;

	if (!is_sha256(tree_sha256) || stat(path, &status) != 0 ||
	    status.st_size > MAX_LISTING_BYTES ||
	    !g_file_get_contents(path, &listing, &length, NULL)) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
			    "%s: the listing of a submission is missing from the spool; restore it "
			    "from backup",
			    path);
		return NULL;
	}
	g_autoptr(VetTree) tree = vet_tree_parse(listing, error);
	if (tree && !g_str_equal(tree->sha256, tree_sha256)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "%s: the listing is damaged; restore it from backup", path);
		return NULL;
	}
	return g_steal_pointer(&tree);
}

int
vet_spool_open_object(VetSpool *spool, const char *sha256, GError **error)
{
	if (!is_sha256(sha256)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "“%s” is no name of an object",
			    sha256);
		return -1;
	}
	g_autofree char *path = object_path(spool, sha256);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		fail(path, "is missing from the spool; restore it from backup", error);
	return fd;
}

int
vet_spool_hold(VetSpool *spool, int fd, guint64 size, char **ret_sha256, GError **error)
{
	int held = open(spool->drafts, O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC, 0600);
	if (held < 0) {
		fail(spool->drafts, "no unnamed file can be made", error);
		return -1;
	}
	g_autofree char *sha256 = copy(fd, held, size, "member", error);
	/* a second open gives a descriptor that cannot write, with an offset of its own */
	g_autofree char *link = g_strdup_printf("/proc/self/fd/%d", held);
	int reading = sha256 ? open(link, O_RDONLY | O_CLOEXEC) : -1;
	if (sha256 && reading < 0)
		fail(link, "cannot be opened for reading", error);
	close(held);
	if (reading >= 0)
		*ret_sha256 = g_steal_pointer(&sha256);
	return reading;
}

/* --- sweeping --- */

/* removes the entries of a folder that are not in `keep` */
static gboolean
sweep_folder(const char *folder, GHashTable *keep, guint *removed, GError **error)
{
	DIR *open = opendir(folder);
	if (!open)
		return fail(folder, "cannot be read", error);
	for (struct dirent *entry; (entry = readdir(open));) {
		if (g_str_equal(entry->d_name, ".") || g_str_equal(entry->d_name, "..") ||
		    (keep && g_hash_table_contains(keep, entry->d_name)))
			continue;
		if (unlinkat(dirfd(open), entry->d_name, 0) == 0)
			(*removed)++;
	}
	closedir(open);
	return TRUE;
}

static gboolean
note_objects(VetSpool *spool, const char *tree_sha256, GHashTable *objects, GError **error)
{
	g_autoptr(VetTree) tree = vet_spool_tree(spool, tree_sha256, error);
	if (!tree)
		return FALSE;
	for (guint i = 0; i < tree->entries->len; i++) {
		VetTreeEntry *entry = tree->entries->pdata[i];
		if (entry->sha256)
			g_hash_table_add(objects, g_steal_pointer(&entry->sha256));
	}
	return TRUE;
}

guint
vet_spool_sweep(VetSpool *spool, GHashTable *keep, GError **error)
{
	g_autoptr(GHashTable) objects =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer tree;
	guint removed = 0;

	/* a listing that cannot be read might name anything: then nothing is removed */
	g_hash_table_iter_init(&iter, keep);
	while (g_hash_table_iter_next(&iter, &tree, NULL))
		if (!note_objects(spool, tree, objects, error))
			return 0;
	if (!sweep_folder(spool->drafts, NULL, &removed, error) ||
	    !sweep_folder(spool->trees, keep, &removed, error))
		return removed;
	g_autoptr(GDir) shelves = g_dir_open(spool->objects, 0, error);
	for (const char *name; shelves && (name = g_dir_read_name(shelves));) {
		g_autofree char *shelf = g_build_filename(spool->objects, name, NULL);
		if (!sweep_folder(shelf, objects, &removed, error))
			return removed;
	}
	return removed;
}

void
vet_spool_remove(const char *folder)
{
	static const char *const parts[] = {"objects", "trees", "drafts"};
	g_autofree char *objects = g_build_filename(folder, parts[0], NULL);
	g_autoptr(GDir) shelves = g_dir_open(objects, 0, NULL);
	for (const char *name; shelves && (name = g_dir_read_name(shelves));) {
		g_autofree char *shelf = g_build_filename(objects, name, NULL);
		rmdir(shelf);
	}
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *part = g_build_filename(folder, parts[i], NULL);
		rmdir(part);
	}
	rmdir(folder);
}
