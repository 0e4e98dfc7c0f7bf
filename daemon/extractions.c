/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/extractions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/extraction-file.h"
#include "daemon/extraction.h"
#include "daemon/write.h"
#include "lib/error.h"

/* Nothing compresses to more; what is larger was not written here. */
#define MAX_FILE_BYTES (VET_EXTRACTION_MAX_BYTES + 1024 * 1024)
/* The reader: a fingerprint and a line for each plugin. */
#define MAX_READER_BYTES (64 * 1024)
#define READER "reader"
#define DRAFT ".draft-"
/* Evicting makes this part of the room free at once, so that it is not done for each entry. */
#define FREED_PART 10

struct _VetExtractions {
	char *folder;
	gboolean writable;
	guint64 most_bytes;
	char *fingerprint;  /* NULL until the reader is known */
	GHashTable *builds; /* of plugins, by name */
	VetExtractionsFigures figures;
	char *fault;
};

/* an entry on disk */
typedef struct {
	char *path;
	guint64 size;
	gint64 used_ns;
} Item;

static void
item_free(gpointer data)
{
	Item *item = data;
	g_free(item->path);
	g_free(item);
}

/* --- names --- */

/* The label of an entry: its file name, and within it. */
static char *
label_of(const VetExtractionKey *key, gboolean shared)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *parts[] = {key->sha256, key->name, shared ? "" : key->scope};

	/* with its NUL, so that no two keys run together; no id is empty */
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		g_checksum_update(checksum, (const guchar *)parts[i], strlen(parts[i]) + 1);
	return g_strdup(g_checksum_get_string(checksum));
}

static char *
path_of(const VetExtractions *extractions, const char *label)
{
	const char shelf[] = {label[0], label[1], '\0'};
	return g_build_filename(extractions->folder, shelf, label, NULL);
}

/* --- what lies there --- */

static void
note_item(GPtrArray *items, const char *shelf, const char *name)
{
	struct stat about;
	g_autofree char *path = g_build_filename(shelf, name, NULL);

	if (lstat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return;
	if (g_str_has_prefix(name, DRAFT)) {
		unlink(path);
		return;
	}
	Item *item = g_new0(Item, 1);
	item->path = g_steal_pointer(&path);
	item->size = about.st_size;
	item->used_ns =
		about.st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + about.st_mtim.tv_nsec;
	g_ptr_array_add(items, item);
}

/* Of Item; drafts that a stop left behind are removed on the way. */
static GPtrArray *
list_items(const VetExtractions *extractions)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(item_free);
	g_autoptr(GDir) shelves = g_dir_open(extractions->folder, 0, NULL);

	for (const char *name; shelves && (name = g_dir_read_name(shelves));) {
		g_autofree char *shelf = g_build_filename(extractions->folder, name, NULL);
		g_autoptr(GDir) entries = g_dir_open(shelf, 0, NULL);
		if (g_str_has_prefix(name, DRAFT))
			unlink(shelf);
		for (const char *entry; entries && (entry = g_dir_read_name(entries));)
			note_item(items, shelf, entry);
	}
	return items;
}

static int
by_use(gconstpointer a, gconstpointer b)
{
	const Item *first = *(const Item *const *)a, *second = *(const Item *const *)b;
	return (first->used_ns > second->used_ns) - (first->used_ns < second->used_ns);
}

/* Counts what is there; when that is too much, what was not used for longest goes. */
static void
take_stock(VetExtractions *extractions)
{
	g_autoptr(GPtrArray) items = list_items(extractions);
	VetExtractionsFigures *figures = &extractions->figures;

	figures->entries = items->len;
	figures->bytes = 0;
	for (guint i = 0; i < items->len; i++)
		figures->bytes += ((Item *)items->pdata[i])->size;
	if (figures->bytes <= extractions->most_bytes)
		return;
	g_ptr_array_sort(items, by_use);
	guint64 wanted = extractions->most_bytes - extractions->most_bytes / FREED_PART;
	for (guint i = 0; i < items->len && figures->bytes > wanted; i++) {
		const Item *item = items->pdata[i];
		if (unlink(item->path) != 0)
			continue;
		figures->bytes -= item->size;
		figures->entries--;
		figures->evicted++;
	}
}

/* --- opening --- */

static VetExtractions *
make(const char *folder, gboolean writable)
{
	VetExtractions *extractions = g_new0(VetExtractions, 1);
	extractions->folder = g_strdup(folder);
	extractions->writable = writable;
	extractions->builds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return extractions;
}

VetExtractions *
vet_extractions_open(const char *folder, guint64 most_bytes, GError **error)
{
	g_autoptr(VetExtractions) extractions = make(folder, TRUE);

	extractions->most_bytes = most_bytes;
	if (g_mkdir_with_parents(folder, 0700) != 0 || access(folder, W_OK | X_OK) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: extractions cannot be stored: %s", folder, g_strerror(errno));
		return NULL;
	}
	take_stock(extractions);
	return g_steal_pointer(&extractions);
}

static gboolean
parse_reader(VetExtractions *extractions, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	extractions->fingerprint = g_strdup(lines[0]);
	for (guint i = 1; lines[0] && lines[i] && *lines[i]; i++) {
		char *space = strchr(lines[i], ' ');
		if (!space)
			return FALSE;
		*space = '\0';
		g_hash_table_replace(extractions->builds, g_strdup(lines[i]), g_strdup(space + 1));
	}
	return extractions->fingerprint && *extractions->fingerprint;
}

VetExtractions *
vet_extractions_open_reading(const char *folder, GError **error)
{
	g_autoptr(VetExtractions) extractions = make(folder, FALSE);
	g_autofree char *path = g_build_filename(folder, READER, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) problem = NULL;
	gsize length;

	if (!g_file_get_contents(path, &text, &length, &problem) || length > MAX_READER_BYTES ||
	    !parse_reader(extractions, text)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: no extractions are stored there: %s", folder,
			    problem ? problem->message : "its file “" READER "” is damaged");
		return NULL;
	}
	return g_steal_pointer(&extractions);
}

void
vet_extractions_close(VetExtractions *extractions)
{
	if (!extractions)
		return;
	g_free(extractions->folder);
	g_free(extractions->fingerprint);
	g_hash_table_unref(extractions->builds);
	g_free(extractions->fault);
	g_free(extractions);
}

/* --- writing --- */

static void
set_fault(VetExtractions *extractions, const char *path)
{
	g_free(extractions->fault);
	extractions->fault =
		g_strdup_printf("%s: an extraction cannot be stored: %s", path, g_strerror(errno));
}

/* Written beside and renamed: whoever reads sees the old one, the new one or none. */
static gboolean
put(VetExtractions *extractions, const char *path, const guint8 *bytes, gsize length)
{
	g_autofree char *shelf = g_path_get_dirname(path);
	g_autofree char *draft = g_build_filename(shelf, DRAFT "XXXXXX", NULL);

	g_clear_pointer(&extractions->fault, g_free);
	int fd = g_mkdir_with_parents(shelf, 0700) == 0
			 ? g_mkstemp_full(draft, O_RDWR | O_CLOEXEC, 0600)
			 : -1;
	gboolean done = fd >= 0 && vet_write_all(fd, bytes, length) && rename(draft, path) == 0;
	if (!done)
		set_fault(extractions, path);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && !done)
		unlink(draft);
	return done;
}

static void
put_reader(VetExtractions *extractions, const char *path)
{
	const char *fingerprint = extractions->fingerprint;
	g_autoptr(GString) text = g_string_new(fingerprint ? fingerprint : "");
	GHashTableIter iter;
	gpointer name, build;

	g_hash_table_iter_init(&iter, extractions->builds);
	while (g_hash_table_iter_next(&iter, &name, &build))
		g_string_append_printf(text, "\n%s %s", (char *)name, (char *)build);
	put(extractions, path, (const guint8 *)text->str, text->len);
}

/* Who deletes a submission's data removes the folder, perhaps while vetd runs. */
static void
restore_reader(VetExtractions *extractions)
{
	g_autofree char *path = g_build_filename(extractions->folder, READER, NULL);

	if (access(path, F_OK) != 0)
		put_reader(extractions, path);
}

void
vet_extractions_set_reader(VetExtractions *extractions, const char *fingerprint, GHashTable *builds)
{
	g_autofree char *path = g_build_filename(extractions->folder, READER, NULL);
	GHashTableIter iter;
	gpointer name, build;

	g_free(extractions->fingerprint);
	extractions->fingerprint = g_strdup(fingerprint);
	g_hash_table_remove_all(extractions->builds);
	g_hash_table_iter_init(&iter, builds);
	while (g_hash_table_iter_next(&iter, &name, &build))
		g_hash_table_replace(extractions->builds, g_strdup(name), g_strdup(build));
	put_reader(extractions, path);
}

void
vet_extractions_keep(VetExtractions *extractions, const VetExtractionKey *key, gboolean shared,
		     GVariant *extraction)
{
	g_autoptr(GVariant) owned = g_variant_ref_sink(extraction);
	VetExtractionsFigures *figures = &extractions->figures;
	struct stat before;

	if (!extractions->writable || !extractions->fingerprint)
		return;
	g_autofree char *label = label_of(key, shared);
	g_autofree char *path = path_of(extractions, label);
	g_autoptr(GByteArray) file =
		vet_extraction_file_make(label, extractions->fingerprint, owned);
	gboolean replaces = lstat(path, &before) == 0;
	if (!file || file->len > extractions->most_bytes ||
	    !put(extractions, path, file->data, file->len))
		return;
	restore_reader(extractions);
	figures->kept++;
	figures->entries += !replaces;
	figures->bytes += file->len;
	figures->bytes -= replaces ? MIN(figures->bytes, (guint64)before.st_size) : 0;
	if (figures->bytes > extractions->most_bytes)
		take_stock(extractions);
}

/* --- finding --- */

/* The whole file, at most MAX_FILE_BYTES of it; NULL when there is none. */
static guint8 *
read_file(const VetExtractions *extractions, const char *path, gsize *ret_length)
{
	struct stat about;
	gsize length = 0;
	/* nobody may write to what stands there as a pipe */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	gboolean sane = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 &&
			about.st_size <= MAX_FILE_BYTES;
	g_autofree guint8 *bytes = sane ? g_try_malloc(about.st_size) : NULL;
	while (bytes && length < (gsize)about.st_size) {
		ssize_t got = read(fd, bytes + length, about.st_size - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += got;
	}
	/* its last use, for the evicting */
	if (extractions->writable)
		(void)!futimens(fd, NULL);
	close(fd);
	*ret_length = length;
	return g_steal_pointer(&bytes);
}

/* The plugin that read it is the one that would read it now, or none took it then as now. */
static gboolean
is_of_present_build(const VetExtractions *extractions, GVariant *extraction)
{
	const char *extractor = vet_extraction_extractor(extraction);
	/* one that converted and one that read what it made: "office+pdf" */
	g_auto(GStrv) names = g_strsplit(extractor, "+", 2);
	g_auto(GStrv) builds = g_strsplit(vet_extraction_build(extraction), "+", 2);

	if (!*extractor)
		return TRUE;
	if (g_strv_length(names) != g_strv_length(builds))
		return FALSE;
	for (guint i = 0; names[i]; i++) {
		if (g_strcmp0(g_hash_table_lookup(extractions->builds, names[i]), builds[i]) != 0)
			return FALSE;
	}
	return TRUE;
}

static GVariant *
find(VetExtractions *extractions, const VetExtractionKey *key, gboolean shared)
{
	g_autofree char *label = label_of(key, shared);
	g_autofree char *path = path_of(extractions, label);
	g_autoptr(GError) error = NULL;
	gsize length;
	g_autofree guint8 *bytes = read_file(extractions, path, &length);

	if (!bytes)
		return NULL;
	g_autoptr(GVariant) extraction =
		vet_extraction_file_parse(label, extractions->fingerprint, bytes, length, &error);
	if (extraction && is_of_present_build(extractions, extraction))
		return g_steal_pointer(&extraction);
	/* what is damaged is written anew when the document was read */
	extractions->figures.damaged += g_error_matches(error, VET_ERROR, VET_ERROR_MALFORMED);
	return NULL;
}

GVariant *
vet_extractions_find(VetExtractions *extractions, const VetExtractionKey *key)
{
	GVariant *extraction = NULL;

	if (extractions->fingerprint) {
		extraction = find(extractions, key, TRUE);
		if (!extraction)
			extraction = find(extractions, key, FALSE);
	}
	extractions->figures.found += extraction != NULL;
	extractions->figures.missed += extraction == NULL;
	return extraction;
}

VetExtractionsFigures
vet_extractions_figures(const VetExtractions *extractions)
{
	VetExtractionsFigures figures = extractions->figures;
	figures.fault = extractions->fault;
	return figures;
}
