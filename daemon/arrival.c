/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/arrival.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/error.h"
#include "lib/junk.h"

#define MARKER_SUFFIX ".complete"
#define REMAINS_PREFIX ".vetd-taken-"
/* deeper or fuller folders are refused when they are taken: a look need not go on */
#define MAX_FOLDERS 40
#define MAX_ENTRIES 100000

typedef struct {
	guint64 signature;
	guint files;
	guint entries;
	struct timespec newest;                             /* ctime of all but the marker */
	gboolean (*visit)(int folder_fd, const char *name); /* TRUE ends the walk */
	gboolean ended;
} Look;

static gboolean
fail(const char *name, const char *doing, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "inbox: %s: %s: %s", name, doing,
		    g_strerror(errno));
	return FALSE;
}

static guint64
mix(guint64 hash, const void *bytes, gsize length)
{
	const guchar *p = bytes;

	/* FNV-1a: it need not withstand an enemy, who may as well send what he likes */
	for (gsize i = 0; i < length; i++)
		/* every byte was set by the caller; NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
		hash = (hash ^ p[i]) * G_GUINT64_CONSTANT(0x100000001b3);
	return hash;
}

static gboolean
is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* entries are added up, so the order of the folder does not matter */
static void
note(Look *look, guint64 path_hash, const struct stat *status)
{
	const guint64 facts[] = {
		status->st_mode & S_IFMT,
		status->st_ino,
		S_ISDIR(status->st_mode) ? 0 : (guint64)status->st_size,
		(guint64)status->st_mtim.tv_sec,
		(guint64)status->st_mtim.tv_nsec,
	};

	look->signature += mix(path_hash, facts, sizeof facts);
	look->files += S_ISREG(status->st_mode);
	if (is_later(status->st_ctim, look->newest))
		look->newest = status->st_ctim;
}

static gboolean look_at_folder(Look *look, int parent_fd, const char *name, guint64 path_hash,
			       guint depth, GError **error);

static gboolean
look_at_entry(Look *look, int folder_fd, const char *name, guint64 path_hash, guint depth,
	      GError **error)
{
	struct stat status;

	if (fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || fail(name, "cannot be examined", error);
	path_hash = mix(path_hash, name, strlen(name) + 1);
	note(look, path_hash, &status);
	if (S_ISREG(status.st_mode) && look->visit)
		look->ended = look->visit(folder_fd, name);
	if (!S_ISDIR(status.st_mode) || depth >= MAX_FOLDERS)
		return TRUE;
	return look_at_folder(look, folder_fd, name, path_hash, depth, error);
}

static gboolean
look_at_folder(Look *look, int parent_fd, const char *name, guint64 path_hash, guint depth,
	       GError **error)
{
	int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	gboolean ok = TRUE;

	if (!folder) {
		if (fd >= 0)
			close(fd);
		return errno == ENOENT || fail(name, "folder cannot be read", error);
	}
	for (struct dirent *found; ok && !look->ended && (found = readdir(folder));) {
		const char *entry = found->d_name;

		if (g_str_equal(entry, ".") || g_str_equal(entry, "..") || vet_junk_name(entry) ||
		    (depth == 0 && g_str_equal(entry, MARKER_SUFFIX)))
			continue;
		if (look->entries++ >= MAX_ENTRIES)
			break;
		ok = look_at_entry(look, dirfd(folder), entry, path_hash, depth + 1, error);
	}
	closedir(folder);
	return ok;
}

static const char *
refusal_of(const struct stat *status)
{
	if (S_ISDIR(status->st_mode))
		return NULL;
	if (S_ISLNK(status->st_mode))
		return "a symbolic link is not taken in";
	if (!S_ISREG(status->st_mode))
		return "a device, pipe or socket is not taken in";
	return status->st_nlink > 1 ? "a hard link to a file elsewhere is not taken in" : NULL;
}

/* a marker from an earlier upload says nothing about what came after it */
static gboolean
is_marked(int inbox_fd, const char *name, gboolean folder, struct timespec newest)
{
	g_autofree char *beside = g_strconcat(name, MARKER_SUFFIX, NULL);
	g_autofree char *inside = g_build_filename(name, MARKER_SUFFIX, NULL);
	const char *const places[] = {beside, folder ? inside : beside};

	for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
		struct stat status;
		if (fstatat(inbox_fd, places[i], &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(status.st_mode) && !is_later(newest, status.st_ctim))
			return TRUE;
	}
	return FALSE;
}

gboolean
vet_arrival_look(int inbox_fd, const char *name, VetArrival *ret_arrival, GError **error)
{
	struct stat status;
	Look look = {0};

	if (fstatat(inbox_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != ENOENT)
			return fail(name, "cannot be examined", error);
		*ret_arrival = (VetArrival){0};
		return TRUE;
	}
	/* the name itself is left out: it changes when the entry is renamed to be removed */
	if (S_ISDIR(status.st_mode)) {
		if (!look_at_folder(&look, inbox_fd, name, 0, 0, error))
			return FALSE;
	} else {
		note(&look, 0, &status);
	}
	*ret_arrival = (VetArrival){
		.present = TRUE,
		.folder = S_ISDIR(status.st_mode),
		.refusal = refusal_of(&status),
		.signature = look.signature,
		.changed_at = (gint64)look.newest.tv_sec * G_GINT64_CONSTANT(1000000000) +
			      look.newest.tv_nsec,
		.files = look.files,
		.marked = is_marked(inbox_fd, name, S_ISDIR(status.st_mode), look.newest),
	};
	return TRUE;
}

/* a read lease is refused while a file is open for writing */
static gboolean
is_open_for_writing(int folder_fd, const char *name)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	gboolean written;

	if (fd < 0)
		return FALSE;
	/* whoever opens it in this very moment breaks the lease: by a signal that nobody minds, not
	 * SIGIO */
	fcntl(fd, F_SETSIG, SIGURG);
	written = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	close(fd);
	return written;
}

gboolean
vet_arrival_is_written(int inbox_fd, const char *name)
{
	Look look = {.visit = is_open_for_writing};

	return look_at_entry(&look, inbox_fd, name, 0, 0, NULL) && look.ended;
}

static char *
remains_name(void)
{
	return g_strdup_printf(REMAINS_PREFIX "%08x%08x", g_random_int(), g_random_int());
}

/* what lies too deep to hold all its folders open moves up and is removed at the next scan */
static gboolean
remove_all(int inbox_fd, int parent_fd, const char *name, guint depth)
{
	int fd;
	DIR *folder;

	if (unlinkat(parent_fd, name, 0) == 0 || errno == ENOENT)
		return TRUE;
	if (errno != EISDIR && errno != EPERM)
		return FALSE;
	if (depth > MAX_FOLDERS) {
		g_autofree char *remains = remains_name();
		return renameat(parent_fd, name, inbox_fd, remains) == 0;
	}
	fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	folder = fd >= 0 ? fdopendir(fd) : NULL;
	if (!folder) {
		if (fd >= 0)
			close(fd);
		return FALSE;
	}
	for (struct dirent *found; (found = readdir(folder));)
		if (!g_str_equal(found->d_name, ".") && !g_str_equal(found->d_name, ".."))
			remove_all(inbox_fd, dirfd(folder), found->d_name, depth + 1);
	closedir(folder);
	return unlinkat(parent_fd, name, AT_REMOVEDIR) == 0;
}

gboolean
vet_arrival_remove_remains(int inbox_fd, const char *name, GError **error)
{
	return remove_all(inbox_fd, inbox_fd, name, 0) || fail(name, "cannot be removed", error);
}

gboolean
vet_arrival_remove(int inbox_fd, const char *name, guint64 signature, GError **error)
{
	g_autofree char *remains = remains_name();
	g_autofree char *marker = g_strconcat(name, MARKER_SUFFIX, NULL);
	VetArrival arrival;

	if (renameat2(inbox_fd, name, inbox_fd, remains, RENAME_NOREPLACE) != 0) {
		/* file systems without that flag: the name is random enough */
		if (errno != EINVAL || renameat(inbox_fd, name, inbox_fd, remains) != 0)
			return fail(name, "cannot be removed", error);
	}
	if (!vet_arrival_look(inbox_fd, remains, &arrival, error))
		return FALSE;
	if (arrival.signature != signature) {
		if (renameat2(inbox_fd, remains, inbox_fd, name, RENAME_NOREPLACE) != 0)
			return fail(name, "cannot be put back", error);
		return FALSE;
	}
	unlinkat(inbox_fd, marker, 0);
	return vet_arrival_remove_remains(inbox_fd, remains, error);
}

gboolean
vet_arrival_is_remains(const char *name)
{
	return g_str_has_prefix(name, REMAINS_PREFIX);
}

char *
vet_arrival_marked_name(const char *name)
{
	gsize length = strlen(name);
	gsize suffix = strlen(MARKER_SUFFIX);

	if (length <= suffix || !g_str_has_suffix(name, MARKER_SUFFIX))
		return NULL;
	return g_strndup(name, length - suffix);
}
