/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * parallel-reader ROUNDS PLUGINS FILE...: reads the files as one submission, by turns with one child and with
 * two, and says how long each took.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/paths.h"
#include "daemon/pool.h"

#define MAX_ROUNDS 1000

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	*ret_sha256 = NULL;
	*ret_fd = fcntl(member->fd, F_DUPFD_CLOEXEC, 3);
	return TRUE;
}

static void
on_done(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	GPtrArray **ret_documents = user_data;
	*ret_documents = documents;
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

/* Seconds of wall clock. */
static double
read_once(VetPool *pool, int n_files, char **files)
{
	GPtrArray *documents = NULL;
	gint64 start = g_get_monotonic_time();
	VetReading *reading = vet_pool_read(pool, keep_member, on_done, &documents);

	for (int i = 0; i < n_files; i++)
		add_file(reading, files[i]);
	vet_reading_start(reading);
	while (!documents)
		g_main_context_iteration(NULL, TRUE);
	gint64 end = g_get_monotonic_time();
	g_ptr_array_unref(documents);
	return (double)(end - start) / G_USEC_PER_SEC;
}

static double
cpu_of_children(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static int
compare(const void *a, const void *b)
{
	const double first = *(const double *)a, second = *(const double *)b;
	return (first > second) - (first < second);
}

int
main(int argc, char **argv)
{
	g_autofree char *worker = vet_paths_find_worker();
	const char *const dirs[] = {argc > 3 ? argv[2] : NULL, NULL};
	VetPoolOptions options = {.worker_path = worker, .plugin_dirs = dirs, .sandbox = TRUE};
	gulong rounds = argc > 3 ? strtoul(argv[1], NULL, 10) : 0;
	static double seconds[2][MAX_ROUNDS];
	VetPool *pools[2];
	g_autoptr(GError) error = NULL;

	if (rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: parallel-reader ROUNDS PLUGINS FILE...\n");
		return 2;
	}
	vet_limits_init(&options.limits);
	for (guint i = 0; i < 2; i++) {
		options.workers = i + 1;
		pools[i] = vet_pool_new(&options, &error);
		if (!pools[i]) {
			fprintf(stderr, "parallel-reader: %s\n", error->message);
			return 1;
		}
	}
	for (gulong round = 0; round < rounds; round++) {
		for (guint i = 0; i < 2; i++)
			seconds[i][round] = read_once(pools[i], argc - 3, argv + 3);
	}
	for (guint i = 0; i < 2; i++) {
		double before = cpu_of_children();
		vet_pool_free(pools[i]);
		qsort(seconds[i], rounds, sizeof seconds[i][0], compare);
		printf("%u: median %.3f s, least %.3f s, CPU %.3f s a round\n", i + 1,
		       seconds[i][rounds / 2], seconds[i][0],
		       (cpu_of_children() - before) / (double)rounds);
	}
	printf("two to one: median %.2f, least %.2f\n",
	       seconds[1][rounds / 2] / seconds[0][rounds / 2], seconds[1][0] / seconds[0][0]);
	return 0;
}
