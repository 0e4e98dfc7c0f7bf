/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/package.h"

#include <zip.h>

#define CHUNK 16384

static GByteArray *
read_entry(zip_t *zip, const char *name, gsize most)
{
	zip_file_t *file = zip_fopen(zip, name, 0);
	guint8 chunk[CHUNK];
	zip_int64_t n;

	if (!file)
		return NULL;
	GByteArray *bytes = g_byte_array_new();
	while (bytes->len < most && (n = zip_fread(file, chunk, MIN(CHUNK, most - bytes->len))) > 0)
		g_byte_array_append(bytes, chunk, (guint)n);
	zip_fclose(file);
	return bytes;
}

char *
office_package_read(const guint8 *data, gsize length, const char *name, gsize most,
		    gsize *ret_length)
{
	zip_error_t failure;

	zip_error_init(&failure);
	zip_source_t *source = zip_source_buffer_create(data, length, 0, &failure);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &failure) : NULL;
	zip_error_fini(&failure);
	if (!zip) {
		zip_source_free(source);
		return NULL;
	}
	GByteArray *bytes = read_entry(zip, name, most);
	zip_discard(zip);
	if (!bytes)
		return NULL;
	*ret_length = bytes->len;
	return (char *)g_byte_array_free(bytes, FALSE);
}
