/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads a document as vetd does: through the pool, in a sandboxed child of the vet-worker beside
 * this test. */

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/pool.h"

typedef struct {
	GMainLoop *loop;
	GPtrArray *documents;
} Reader;

static inline char *
reader_build_file(const char *name)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = g_path_get_dirname(program);
	return g_build_filename(folder, "..", "..", name, NULL);
}

static inline int
reader_memory_file(const void *data, gsize length)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	g_assert_cmpint(fd, >=, 0);
	g_assert_cmpint(write(fd, data, length), ==, (gssize)length);
	g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
	return fd;
}

static inline gboolean
reader_keep(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 chunk[4096];
	gssize n;
	for (guint64 at = 0; (n = pread(member->fd, chunk, sizeof chunk, (off_t)at)) > 0;
	     at += (guint64)n)
		g_checksum_update(checksum, chunk, n);
	*ret_sha256 = g_strdup(g_checksum_get_string(checksum));
	*ret_fd = fcntl(member->fd, F_DUPFD_CLOEXEC, 3);
	return TRUE;
}

static inline void
reader_done(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	Reader *reader = user_data;
	reader->documents = documents;
	g_main_loop_quit(reader->loop);
}

/* The document and all inside it (of VetDocument), read with these plugins.  Caller unrefs. */
static inline GPtrArray *
reader_read_with(const char *const *plugin_dirs, const char *name, const void *data, gsize length,
		 const VetLimits *limits)
{
	g_autofree char *worker = reader_build_file("vet-worker");
	VetPoolOptions options = {
		.worker_path = worker, .plugin_dirs = plugin_dirs, .workers = 1, .sandbox = TRUE};
	if (limits)
		options.limits = *limits;
	else
		vet_limits_init(&options.limits);
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPool) pool = vet_pool_new(&options, &error);
	g_assert_no_error(error);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Reader reader = {loop, NULL};
	VetReading *reading = vet_pool_read(pool, reader_keep, reader_done, &reader);
	g_autofree char *sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, length);
	vet_reading_add(reading, name, sha256, length, reader_memory_file(data, length));
	vet_reading_start(reading);
	g_main_loop_run(loop);
	return reader.documents;
}

/* The same with the plugins of the build.  `limits` NULL: the defaults. */
static inline GPtrArray *
reader_read(const char *name, const void *data, gsize length, const VetLimits *limits)
{
	g_autofree char *plugins = reader_build_file("plugins");
	const char *const plugin_dirs[] = {plugins, NULL};

	return reader_read_with(plugin_dirs, name, data, length, limits);
}

/* Asserts that it is there. */
static inline const VetDocument *
reader_find(const GPtrArray *documents, const char *path)
{
	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		if (strcmp(document->path, path) == 0)
			return document;
	}
	g_error("no document %s", path);
}

static inline void
reader_assert_status(const GPtrArray *documents, const char *path, const char *status)
{
	const VetDocument *document = reader_find(documents, path);
	if (document->status != VET_STATUS_OK)
		g_test_message("%s: %s", path, document->reason);
	g_assert_cmpstr(vet_document_status_name(document->status), ==, status);
}

static inline void
reader_assert_text(const GPtrArray *documents, const char *path, const char *text)
{
	g_autofree char *found = vet_content_text(reader_find(documents, path)->content);
	g_assert_cmpstr(found, ==, text);
}
