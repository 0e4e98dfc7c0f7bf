/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/error.h"
#include "lib/junk.h"

#define MAX_FOLDERS 32
/* refusals told one by one: somebody may put down a million links */
#define MAX_REFUSALS 1000
#define MARKER ".complete"
#define REFUSED_PREFIX "refused "
#define SHA256_DIGITS 64

typedef struct {
	VetTree *tree;
	VetBudget budget;
	guint64 n_refused;
	VetTreeTake take;
	gpointer user_data;
} Walk;

static void
entry_free(gpointer data)
{
	VetTreeEntry *entry = data;
	g_free(entry->path);
	g_free(entry->sha256);
	g_free(entry->refusal);
	g_free(entry);
}

static VetTree *
tree_new(void)
{
	VetTree *tree = g_new0(VetTree, 1);
	tree->entries = g_ptr_array_new_with_free_func(entry_free);
	return tree;
}

void
vet_tree_free(VetTree *tree)
{
	if (!tree)
		return;
	g_ptr_array_unref(tree->entries);
	g_free(tree->sha256);
	g_free(tree);
}

/* a name is bytes: UTF-8 as it is, else what GB18030 makes of it, else with the odd bytes shown */
static char *
readable_name(const char *name)
{
	if (g_utf8_validate(name, -1, NULL))
		return g_strdup(name);
	char *converted = g_convert(name, -1, "UTF-8", "GB18030", NULL, NULL, NULL);
	return converted ? converted : g_utf8_make_valid(name, -1);
}

/* a line of the listing is a line: control characters in names are shown as pictures (U+2400 …) */
static char *
listable_path(const char *folder, const char *name)
{
	g_autofree char *readable = readable_name(name);
	GString *path = g_string_new(folder);
	if (path->len > 0)
		g_string_append_c(path, '/');
	for (const char *p = readable; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		g_string_append_unichar(path, character < 0x20 ? 0x2400 + character : character);
	}
	return g_string_free(path, FALSE);
}

static VetTreeEntry *
add_entry(Walk *walk, const char *path)
{
	VetTreeEntry *entry = g_new0(VetTreeEntry, 1);
	entry->path = g_strdup(path);
	g_ptr_array_add(walk->tree->entries, entry);
	return entry;
}

static void
refuse(Walk *walk, const char *path, const char *why)
{
	if (walk->n_refused++ < MAX_REFUSALS)
		add_entry(walk, path)->refusal = g_strdup(why);
}

/* what was refused beyond those told one by one is still a document that nobody has read */
static void
tell_further_refusals(Walk *walk)
{
	if (walk->n_refused > MAX_REFUSALS)
		add_entry(walk, "…")->refusal = g_strdup_printf(
			"%" G_GUINT64_FORMAT " further files were refused and are not listed",
			walk->n_refused - MAX_REFUSALS);
}

static const char *
refusal_of(const struct stat *status)
{
	if (S_ISLNK(status->st_mode))
		return "a symbolic link is not taken in";
	if (!S_ISREG(status->st_mode))
		return "a device, pipe or socket is not taken in";
	if (status->st_nlink > 1)
		return "a hard link to a file elsewhere is not taken in";
	return NULL;
}

static gboolean
is_within_caps(Walk *walk, guint64 size, char **ret_why)
{
	g_autoptr(GError) error = NULL;
	guint64 most = walk->budget.limits.value[VET_LIMIT_DOCUMENT_BYTES];
	if (size > most) {
		*ret_why = vet_limits_describe(&walk->budget.limits, VET_LIMIT_DOCUMENT_BYTES);
		return FALSE;
	}
	if (!vet_budget_spend(&walk->budget, VET_LIMIT_MEMBERS, 1, &error) ||
	    !vet_budget_spend(&walk->budget, VET_LIMIT_SUBMISSION_BYTES, size, &error)) {
		*ret_why = g_strdup(error->message);
		return FALSE;
	}
	return TRUE;
}

static gboolean
is_still(const struct stat *before, int fd)
{
	struct stat after;
	return fstat(fd, &after) == 0 && after.st_size == before->st_size &&
	       after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	       after.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static gboolean
fail(const char *path, const char *doing, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s: %s: %s", path, doing,
		    g_strerror(errno));
	return FALSE;
}

static gboolean
take_file(Walk *walk, int folder_fd, const char *name, const char *path, GError **error)
{
	struct stat status;
	g_autofree char *why = NULL;

	/* O_NONBLOCK: a FIFO put there since the look must not hold us */
	int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 && (errno == ELOOP || errno == ENXIO)) {
		refuse(walk, path,
		       errno == ELOOP ? "a symbolic link is not taken in"
				      : "a device, pipe or socket is not taken in");
		return TRUE;
	}
	if (fd < 0)
		return fail(path, "cannot be opened", error);
	gboolean ok = fstat(fd, &status) == 0 || fail(path, "cannot be examined", error);
	const char *refusal = ok ? refusal_of(&status) : NULL;
	if (ok && refusal) {
		refuse(walk, path, refusal);
	} else if (ok && !is_within_caps(walk, (guint64)status.st_size, &why)) {
		refuse(walk, path, why);
	} else if (ok) {
		g_autofree char *sha256 = NULL;
		ok = walk->take(fd, path, (guint64)status.st_size, &sha256, walk->user_data, error);
		if (ok && !is_still(&status, fd)) {
			g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
				    "%s: changed while it was read", path);
			ok = FALSE;
		}
		if (ok) {
			VetTreeEntry *entry = add_entry(walk, path);
			entry->sha256 = g_steal_pointer(&sha256);
			entry->size = (guint64)status.st_size;
			walk->tree->size += entry->size;
		}
	}
	close(fd);
	return ok;
}

static gboolean walk_entry(Walk *walk, int folder_fd, const char *folder, const char *name,
			   guint depth, GError **error);

static gboolean
walk_folder(Walk *walk, int parent_fd, const char *name, const char *path, guint depth,
	    GError **error)
{
	int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fail(path, "folder cannot be opened", error);
	DIR *folder = fdopendir(fd);
	if (!folder) {
		close(fd);
		return fail(path, "folder cannot be read", error);
	}
	gboolean ok = TRUE;
	for (struct dirent *found; ok && (found = readdir(folder));)
		if (!g_str_equal(found->d_name, ".") && !g_str_equal(found->d_name, ".."))
			ok = walk_entry(walk, dirfd(folder), path, found->d_name, depth + 1, error);
	closedir(folder);
	return ok;
}

static gboolean
walk_entry(Walk *walk, int folder_fd, const char *folder, const char *name, guint depth,
	   GError **error)
{
	struct stat status;
	g_autofree char *path = listable_path(folder, name);

	if (depth == 1 && g_str_equal(name, MARKER))
		return TRUE;
	if (vet_junk_name(path)) {
		walk->tree->junk++;
		return TRUE;
	}
	if (fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return fail(path, "cannot be examined", error);
	walk->tree->changed_at = MAX(walk->tree->changed_at, (gint64)status.st_ctim.tv_sec);
	if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
		refuse(walk, path, refusal_of(&status));
		return TRUE;
	}
	if (!S_ISDIR(status.st_mode))
		return take_file(walk, folder_fd, name, path, error);
	if (depth >= MAX_FOLDERS) {
		refuse(walk, path, "folders are nested deeper than 32");
		return TRUE;
	}
	return walk_folder(walk, folder_fd, name, depth == 0 ? "" : path, depth, error);
}

static int
by_path(gconstpointer a, gconstpointer b)
{
	const VetTreeEntry *left = *(const VetTreeEntry *const *)a;
	const VetTreeEntry *right = *(const VetTreeEntry *const *)b;
	return strcmp(left->path, right->path);
}

static void
seal(VetTree *tree)
{
	g_ptr_array_sort(tree->entries, by_path);
	g_autofree char *listing = vet_tree_serialise(tree);
	g_free(tree->sha256);
	tree->sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, listing, -1);
}

const char *
vet_tree_archive(const VetTree *tree)
{
	if (!tree->single || tree->entries->len != 1)
		return NULL;
	return ((const VetTreeEntry *)tree->entries->pdata[0])->path;
}

VetTree *
vet_tree_walk(int parent_fd, const char *name, const VetLimits *limits, VetTreeTake take,
	      gpointer user_data, GError **error)
{
	struct stat status;
	g_autoptr(VetTree) tree = tree_new();
	Walk walk = {.tree = tree, .take = take, .user_data = user_data};

	vet_budget_init(&walk.budget, limits);
	if (fstatat(parent_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		fail(name, "cannot be examined", error);
		return NULL;
	}
	tree->single = !S_ISDIR(status.st_mode);
	g_autofree char *base = g_path_get_basename(name);
	gboolean ok;
	if (tree->single) {
		g_autofree char *path = listable_path("", base);
		tree->changed_at = status.st_ctim.tv_sec;
		ok = take_file(&walk, parent_fd, name, path, error);
	} else {
		ok = walk_entry(&walk, parent_fd, "", name, 0, error);
	}
	if (!ok)
		return NULL;
	tell_further_refusals(&walk);
	seal(tree);
	return g_steal_pointer(&tree);
}

char *
vet_tree_serialise(const VetTree *tree)
{
	GString *listing = g_string_new(tree->single ? "file\n" : "folder\n");
	for (guint i = 0; i < tree->entries->len; i++) {
		const VetTreeEntry *entry = tree->entries->pdata[i];
		if (entry->refusal)
			g_string_append_printf(listing, REFUSED_PREFIX "%s\t%s\n", entry->refusal,
					       entry->path);
		else
			g_string_append_printf(listing, "%s %" G_GUINT64_FORMAT " %s\n",
					       entry->sha256, entry->size, entry->path);
	}
	return g_string_free(listing, FALSE);
}

static gboolean
parse_line(VetTree *tree, const char *line)
{
	VetTreeEntry *entry = g_new0(VetTreeEntry, 1);
	g_ptr_array_add(tree->entries, entry);
	if (g_str_has_prefix(line, REFUSED_PREFIX)) {
		const char *tab = strchr(line, '\t');
		if (!tab)
			return FALSE;
		entry->refusal = g_strndup(line + strlen(REFUSED_PREFIX),
					   tab - line - strlen(REFUSED_PREFIX));
		entry->path = g_strdup(tab + 1);
		return *entry->path != '\0';
	}
	char *end;
	if (strlen(line) < SHA256_DIGITS + 4 || line[SHA256_DIGITS] != ' ')
		return FALSE;
	entry->sha256 = g_strndup(line, SHA256_DIGITS);
	entry->size = g_ascii_strtoull(line + SHA256_DIGITS + 1, &end, 10);
	entry->path = g_strdup(*end == ' ' ? end + 1 : "");
	tree->size += entry->size;
	return *entry->path != '\0' && strspn(entry->sha256, "0123456789abcdef") == SHA256_DIGITS;
}

VetTree *
vet_tree_parse(const char *listing, GError **error)
{
	g_autoptr(VetTree) tree = tree_new();
	g_auto(GStrv) lines = g_strsplit(listing, "\n", -1);

	gboolean ok =
		lines[0] && (g_str_equal(lines[0], "file") || g_str_equal(lines[0], "folder"));
	tree->single = ok && g_str_equal(lines[0], "file");
	for (guint i = 1; ok && lines[i] && (*lines[i] || lines[i + 1]); i++)
		ok = parse_line(tree, lines[i]);
	if (!ok) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "the listing of a submission in the spool is damaged; restore "
				    "the spool from backup");
		return NULL;
	}
	tree->sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, listing, -1);
	return g_steal_pointer(&tree);
}
