/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Packages for targets that read zips.  An input is a zip, or, since a fuzzer breaks zips faster than what is
 * in them, parts in text: a line of FUZZ_PART_MARK and a name begins each.  They become a zip here.
 */

#include <glib.h>
#include <string.h>
#include <zip.h>

#define FUZZ_PART_MARK "==="
#define FUZZ_MAX_PARTS 64

static void
fuzz_add_part(zip_t *zip, const char *name, const char *text, gsize length)
{
	zip_source_t *source = zip_source_buffer(zip, text, length, 0);
	zip_int64_t index = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);

	if (index < 0)
		zip_source_free(source);
	else
		zip_set_file_compression(zip, (guint64)index, ZIP_CM_STORE, 0);
}

static guint8 *
fuzz_take_zip(zip_source_t *out, gsize *ret_length)
{
	guint8 *bytes = NULL;
	zip_stat_t stat;

	if (zip_source_open(out) != 0)
		return NULL;
	if (zip_source_stat(out, &stat) == 0 && stat.size > 0) {
		bytes = g_malloc(stat.size);
		*ret_length = (gsize)zip_source_read(out, bytes, stat.size);
	}
	zip_source_close(out);
	return bytes;
}

/* NULL when there is no part.  Caller frees. */
static guint8 *
fuzz_pack(const guint8 *data, gsize size, gsize *ret_length)
{
	if (size >= 2 && memcmp(data, "PK", 2) == 0) {
		*ret_length = size;
		return g_memdup2(data, size);
	}
	g_autofree char *text = g_strdup_printf("\n%.*s", (int)size, (const char *)data);
	g_auto(GStrv) parts = g_strsplit(text, "\n" FUZZ_PART_MARK, FUZZ_MAX_PARTS);
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);

	zip_source_keep(out);
	for (char **part = parts; *part; part++) {
		char *name_end = strchr(*part, '\n');
		if (!name_end)
			continue;
		*name_end = '\0';
		fuzz_add_part(zip, g_strstrip(*part), name_end + 1, strlen(name_end + 1));
	}
	if (zip_close(zip) != 0)
		zip_discard(zip);
	guint8 *bytes = fuzz_take_zip(out, ret_length);
	zip_source_free(out);
	return bytes;
}
