/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vetctl extract: what vetd sees in documents.  The files of one call are one submission; they are
 * read by the pool, as vetd's are, and pages are drawn by it as well.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/paths.h"
#include "daemon/pool.h"
#include "daemon/view.h"
#include "daemon/vetctl-offline.h"

#define DEFAULT_DPI 96
#define MIN_DPI 24
#define MAX_DPI 400
#define BLOCK_BYTES (64 * 1024)

typedef struct {
	VetctlOptions *options;
	const char *format;
	gboolean words;
	guint dpi;
	VetPool *pool;
	GMainLoop *loop;
	GHashTable *opened; /* path of a document → its descriptor, to draw it from */
	GPtrArray *documents;
	gboolean failed; /* an argument could not be read */
	/* the drawing of one document */
	GPtrArray *renderings; /* of VetRendering, by page */
	GPtrArray *undrawn;    /* of char *: why there is none of a page */
	guint n_awaited;
} Extract;

static void
close_descriptor(gpointer data)
{
	close(GPOINTER_TO_INT(data));
}

static void
extract_clear(Extract *extract)
{
	g_clear_pointer(&extract->pool, vet_pool_free);
	g_clear_pointer(&extract->loop, g_main_loop_unref);
	g_clear_pointer(&extract->opened, g_hash_table_unref);
	g_clear_pointer(&extract->documents, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Extract, extract_clear)

static char *
hash_descriptor(int fd)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree guint8 *block = g_malloc(BLOCK_BYTES);
	off_t at = 0;

	for (;;) {
		gssize n = pread(fd, block, BLOCK_BYTES, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? g_strdup(g_checksum_get_string(checksum)) : NULL;
		g_checksum_update(checksum, block, n);
		at += n;
	}
}

/* --- reading --- */

static void
remember(Extract *extract, const char *path, int fd)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);

	if (own >= 0)
		g_hash_table_replace(extract->opened, g_strdup(path), GINT_TO_POINTER(own));
}

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	Extract *extract = user_data;

	*ret_fd = fcntl(member->fd, F_DUPFD_CLOEXEC, 3);
	*ret_sha256 = *ret_fd < 0 ? NULL : hash_descriptor(*ret_fd);
	if (!*ret_sha256) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s: it cannot be kept: %s",
			    member->path, g_strerror(errno));
		return FALSE;
	}
	if (g_str_equal(extract->format, "html"))
		remember(extract, member->path, member->fd);
	return TRUE;
}

/* The pages that were read are those of the conversion: it is drawn in the document's place. */
static void
keep_conversion(const char *path, int fd, gpointer user_data)
{
	remember(user_data, path, fd);
}

static void
keep_documents(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Extract *extract = user_data;

	extract->documents = documents;
	g_main_loop_quit(extract->loop);
}

/* Not a pipe or a device: it is mapped, read twice, and may be drawn. */
static gboolean
add_file(Extract *extract, VetReading *reading, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about = {0};
	g_autofree char *sha256 = NULL;
	const char *fault = NULL;

	if (fd < 0 || fstat(fd, &about) != 0)
		fault = g_strerror(errno);
	else if (!S_ISREG(about.st_mode))
		fault = "not a file; name the files in it";
	else if (!(sha256 = hash_descriptor(fd)))
		fault = g_strerror(errno);
	if (fault) {
		fprintf(stderr, "vetctl: %s: %s\n", path, fault);
		if (fd >= 0)
			close(fd);
		return FALSE;
	}
	if (g_str_equal(extract->format, "html"))
		remember(extract, path, fd);
	vet_reading_add(reading, path, sha256, (guint64)about.st_size, fd);
	return TRUE;
}

static gboolean
read_files(Extract *extract, char **paths)
{
	VetReading *reading = vet_pool_read(extract->pool, keep_member, keep_documents, extract);
	gboolean any = FALSE;

	if (g_str_equal(extract->format, "html"))
		vet_reading_set_keep_conversion(reading, keep_conversion);
	for (char **path = paths; *path; path++) {
		if (add_file(extract, reading, *path))
			any = TRUE;
		else
			extract->failed = TRUE;
	}
	/* without documents it is over at once */
	vet_reading_start(reading);
	g_main_loop_run(extract->loop);
	return any;
}

/* --- drawing --- */

typedef struct {
	Extract *extract;
	guint page; /* from 0 */
} Drawing;

static void
on_drawn(VetRendering *rendering, const GError *error, gpointer user_data)
{
	g_autofree Drawing *drawing = user_data;
	Extract *extract = drawing->extract;

	extract->renderings->pdata[drawing->page] = rendering;
	if (error && extract->undrawn->len == 0)
		g_ptr_array_add(extract->undrawn, g_strdup(error->message));
	if (--extract->n_awaited == 0)
		g_main_loop_quit(extract->loop);
}

static void
free_rendering(gpointer data)
{
	vet_rendering_free(data);
}

static void
draw_pages(Extract *extract, const VetDocument *document, int fd)
{
	guint n_pages = document->content->pages->len;

	extract->n_awaited = n_pages;
	for (guint i = 0; i < n_pages; i++) {
		Drawing *drawing = g_new(Drawing, 1);
		*drawing = (Drawing){extract, i};
		const VetDrawRequest request = {.name = vet_document_name(document),
						.fd = fcntl(fd, F_DUPFD_CLOEXEC, 3),
						.page = i + 1,
						.dpi = extract->dpi,
						.drawn = on_drawn,
						.user_data = drawing};
		vet_pool_draw(extract->pool, &request);
	}
	if (n_pages > 0)
		g_main_loop_run(extract->loop);
}

static void
print_html(Extract *extract, const VetDocument *document)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autoptr(GPtrArray) renderings = g_ptr_array_new_with_free_func(free_rendering);
	g_autoptr(GPtrArray) undrawn = g_ptr_array_new_with_free_func(g_free);
	gpointer fd;

	extract->renderings = renderings;
	extract->undrawn = undrawn;
	g_ptr_array_set_size(renderings, (gint)document->content->pages->len);
	if (g_hash_table_lookup_extended(extract->opened, document->path, NULL, &fd))
		draw_pages(extract, document, GPOINTER_TO_INT(fd));
	vet_view_html_document(html, document, renderings,
			       undrawn->len > 0 ? undrawn->pdata[0] : NULL);
	fputs(html->str, stdout);
}

/* --- the command --- */

static void
print_plain(Extract *extract, const VetDocument *document)
{
	gboolean is_json = g_str_equal(extract->format, "json");
	g_autofree char *text =
		is_json ? vet_view_json(document, extract->words) : vet_view_text(document);
	g_autoptr(VetTerminal) terminal = vetctl_terminal(extract->options);

	if (is_json)
		puts(text);
	else
		vet_terminal_put(terminal, VET_PAINT_PLAIN, text);
}

static void
print_documents(Extract *extract)
{
	gboolean is_html = g_str_equal(extract->format, "html");
	g_autoptr(GString) frame = g_string_new(NULL);

	if (is_html) {
		vet_view_html_begin(frame);
		fputs(frame->str, stdout);
	}
	for (guint i = 0; i < extract->documents->len; i++) {
		vetctl_offline_progress(extract->options, i, extract->documents->len);
		if (is_html)
			print_html(extract, extract->documents->pdata[i]);
		else
			print_plain(extract, extract->documents->pdata[i]);
	}
	if (is_html) {
		g_string_truncate(frame, 0);
		vet_view_html_end(frame);
		fputs(frame->str, stdout);
	}
}

/* 1 when something could not be read, as grep would say it. */
static int
status_of(const Extract *extract)
{
	if (extract->failed)
		return VETCTL_ERROR;
	for (guint i = 0; i < extract->documents->len; i++) {
		const VetDocument *document = extract->documents->pdata[i];
		if (document->status != VET_STATUS_OK)
			return VETCTL_FOUND;
	}
	return VETCTL_OK;
}

static int
run(Extract *extract, char **paths)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *plugins = vet_paths_find_plugins();
	const char *const dirs[] = {plugins, NULL};
	VetPoolOptions pool = {.worker_path = worker, .plugin_dirs = dirs, .sandbox = TRUE};
	g_autoptr(GError) error = NULL;

	vet_limits_init(&pool.limits);
	extract->pool = vet_pool_new(&pool, &error);
	if (!extract->pool)
		return vetctl_fail(error);
	extract->loop = g_main_loop_new(NULL, FALSE);
	extract->opened = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_descriptor);
	if (!read_files(extract, paths))
		return VETCTL_ERROR;
	print_documents(extract);
	return status_of(extract);
}

int
vetctl_extract(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", "html", NULL};
	g_autofree char *format = NULL;
	gboolean words = FALSE;
	int dpi = DEFAULT_DPI, status = VETCTL_ERROR;
	const GOptionEntry entries[] = {
		{"format", 0, 0, G_OPTION_ARG_STRING, &format,
		 "text, json (one line a document) or html (pages with boxes)", "FORMAT"},
		{"words", 0, 0, G_OPTION_ARG_NONE, &words,
		 "Each line's words with places and confidence, in json", NULL},
		{"dpi", 0, 0, G_OPTION_ARG_INT, &dpi,
		 "Dots an inch of the pages in html (default 96)", "N"},
		{NULL},
	};

	if (!vetctl_parse(options, entries, &argc, &argv, 1, G_MAXINT, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	if (dpi < MIN_DPI || dpi > MAX_DPI) {
		fprintf(stderr, "vetctl: --dpi %d: %d to %d is expected\n", dpi, MIN_DPI, MAX_DPI);
		return VETCTL_ERROR;
	}
	g_auto(Extract)
		extract = {.options = options, .format = format, .words = words, .dpi = (guint)dpi};
	return run(&extract, argv + 1);
}
