/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * sandboxed-reader N FILE...: reads documents through the pool as vetd does, N of them a submission, and throws
 * away what it read, so that what remains is the cost of reading.  No text is recognised and no picture searched
 * for seals and codes: the peers that it is held against do neither.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/paths.h"
#include "daemon/pool.h"

typedef struct {
	GMainLoop *loop;
	guint left; /* submissions */
	guint documents;
	guint not_ok;
} Bench;

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	*ret_sha256 = NULL;
	*ret_fd = fcntl(member->fd, F_DUPFD_CLOEXEC, 3);
	return TRUE;
}

static void
count_documents(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Bench *bench = user_data;

	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		bench->documents++;
		bench->not_ok += document->status != VET_STATUS_OK;
	}
	g_ptr_array_unref(documents);
	if (--bench->left == 0)
		g_main_loop_quit(bench->loop);
}

static void
add_file(VetReading *reading, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (fd < 0 || fstat(fd, &about) != 0)
		vet_reading_add_refused(reading, path, VET_STATUS_CORRUPT, "it cannot be opened");
	else
		vet_reading_add(reading, path, NULL, about.st_size, fd);
}

static void
queue_all(VetPool *pool, Bench *bench, guint each, int n_files, char **files)
{
	for (int at = 0; at < n_files; at += (int)each) {
		VetReading *reading = vet_pool_read(pool, keep_member, count_documents, bench);
		for (int i = at; i < n_files && i < at + (int)each; i++)
			add_file(reading, files[i]);
		bench->left++;
		vet_reading_start(reading);
	}
}

/* Every plugin but the one that recognises, which also takes its time to start. */
static GStrv
plugins_that_read(const char *folder)
{
	g_autoptr(GStrvBuilder) paths = g_strv_builder_new();
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (g_str_has_suffix(name, ".so") && !g_str_equal(name, "recognise.so"))
			g_strv_builder_add(paths, path);
	}
	return g_strv_builder_end(paths);
}

/*
 * The last child is still there when the worker goes, and would be reaped by init: its time would count for
 * nobody.
 */
static void
reap_all(void)
{
	while (wait(NULL) > 0)
		continue;
}

int
main(int argc, char **argv)
{
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *plugins = vet_paths_find_plugins();
	g_auto(GStrv) readers = plugins_that_read(plugins);
	VetPoolOptions options = {.worker_path = worker,
				  .plugin_dirs = (const char *const *)readers,
				  .workers = 1,
				  .sandbox = TRUE};
	g_autoptr(GError) error = NULL;
	guint each = argc > 2 ? (guint)strtoul(argv[1], NULL, 10) : 0;

	if (each == 0) {
		fprintf(stderr, "usage: sandboxed-reader N FILE...\n");
		return 2;
	}
	vet_limits_init(&options.limits);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	VetPool *pool = vet_pool_new(&options, &error);
	if (!pool) {
		fprintf(stderr, "sandboxed-reader: %s\n", error->message);
		return 1;
	}
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Bench bench = {.loop = loop};
	queue_all(pool, &bench, each, argc - 2, argv + 2);
	g_main_loop_run(loop);
	vet_pool_free(pool);
	reap_all();
	printf("%u documents, %u not ok\n", bench.documents, bench.not_ok);
	return 0;
}
