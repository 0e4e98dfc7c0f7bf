/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/archive.h"

#include <zip.h>

#define MEMBER_TIME 1750384800 /* 2025-06-20: the clock would make two runs differ */

struct _SampleArchive {
	SampleNames names;
	zip_source_t *source;
	zip_t *zip;
	GPtrArray *contents; /* libzip reads them when the archive is finished */
};

SampleArchive *
sample_archive_new(SampleNames names)
{
	SampleArchive *archive = g_new0(SampleArchive, 1);

	archive->names = names;
	archive->contents = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	archive->source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_source_keep(archive->source);
	archive->zip = zip_open_from_source(archive->source, ZIP_TRUNCATE, NULL);
	g_assert_nonnull(archive->zip);
	return archive;
}

void
sample_archive_free(SampleArchive *archive)
{
	if (archive == NULL)
		return;
	if (archive->zip != NULL)
		zip_discard(archive->zip);
	zip_source_free(archive->source);
	g_ptr_array_unref(archive->contents);
	g_free(archive);
}

void
sample_archive_add(SampleArchive *archive, const char *path, GBytes *data, const char *password)
{
	g_autofree char *gbk = NULL;
	gsize size;
	const void *bytes = g_bytes_get_data(data, &size);
	zip_source_t *member = zip_source_buffer(archive->zip, bytes, size, 0);
	zip_int64_t index;

	g_ptr_array_add(archive->contents, g_bytes_ref(data));
	if (archive->names == SAMPLE_NAMES_GBK) {
		gbk = g_convert(path, -1, "GB18030", "UTF-8", NULL, NULL, NULL);
		g_assert_nonnull(gbk);
		index = zip_file_add(archive->zip, gbk, member, ZIP_FL_ENC_CP437);
	} else {
		index = zip_file_add(archive->zip, path, member, ZIP_FL_ENC_UTF_8);
	}
	if (index < 0)
		g_error("%s: %s", path, zip_strerror(archive->zip));
	zip_file_set_mtime(archive->zip, (zip_uint64_t)index, MEMBER_TIME, 0);
	if (password != NULL)
		zip_file_set_encryption(archive->zip, (zip_uint64_t)index, ZIP_EM_AES_256,
					password);
}

GBytes *
sample_archive_finish(SampleArchive *archive)
{
	zip_stat_t stat;
	guint8 *bytes;

	if (zip_close(archive->zip) != 0)
		g_error("zip: %s", zip_strerror(archive->zip));
	archive->zip = NULL;
	if (zip_source_stat(archive->source, &stat) != 0 || zip_source_open(archive->source) != 0)
		g_error("zip: %s", zip_error_strerror(zip_source_error(archive->source)));
	bytes = g_malloc(stat.size);
	g_assert_cmpint(zip_source_read(archive->source, bytes, stat.size), ==, stat.size);
	zip_source_close(archive->source);
	return g_bytes_new_take(bytes, stat.size);
}
