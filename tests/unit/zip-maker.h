/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes zips byte by byte, so that tests can also make those that no library would write. */

#include <gio/gio.h>
#include <string.h>

typedef struct {
	const char *name; /* raw bytes */
	const void *data;
	gsize size;
	gboolean deflated;
	guint16 method;           /* when it shall claim another one than it has */
	guint16 flags;            /* 1 encrypted, 0x800 UTF-8 */
	guint32 mode;             /* st_mode, 0 as if made on DOS */
	guint32 crc_error;        /* xor */
	gint32 size_error;        /* added to the size it declares */
	const char *unicode_path; /* as field 0x7075 */
	guint32 unicode_path_error;
	gboolean shares_previous; /* points at the local header of the member before it */
	gboolean is_zip64;
	/* what the local header says otherwise than the directory */
	const char *local_name;
	guint16 local_method;
	guint32 local_crc_error; /* xor */
	gint32 local_size_error;
	gboolean is_unlisted; /* the directory does not know it */
} ZipMember;

static inline guint32
zip_crc(const void *data, gsize size)
{
	guint32 crc = 0xffffffff;
	for (gsize i = 0; i < size; i++) {
		crc ^= ((const guint8 *)data)[i];
		for (guint bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static inline void
zip_put(GByteArray *zip, guint64 value, guint size)
{
	for (guint i = 0; i < size; i++) {
		guint8 byte = (guint8)(value >> 8 * i);
		g_byte_array_append(zip, &byte, 1);
	}
}

static inline void
zip_put_text(GByteArray *zip, const char *text)
{
	g_byte_array_append(zip, (const guint8 *)text, (guint)strlen(text));
}

static inline GBytes *
zip_pack(const ZipMember *member)
{
	if (!member->deflated)
		return g_bytes_new(member->data, member->size);
	g_autoptr(GZlibCompressor) deflate = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
	g_autoptr(GInputStream) plain =
		g_memory_input_stream_new_from_data(member->data, (gssize)member->size, NULL);
	g_autoptr(GInputStream) packed = g_converter_input_stream_new(plain, G_CONVERTER(deflate));
	g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
	g_output_stream_splice(out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
	return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(out));
}

/* what local header and directory have in common, from "version needed" to the length of the extra
 * field */
static inline void
zip_put_common(GByteArray *zip, const ZipMember *member, gsize packed, gsize extra)
{
	guint16 method = member->method ? member->method : member->deflated ? 8 : 0;
	zip_put(zip, member->is_zip64 ? 45 : 20, 2);
	zip_put(zip, member->flags, 2);
	zip_put(zip, method, 2);
	zip_put(zip, 0x58210000, 4);
	zip_put(zip, zip_crc(member->data, member->size) ^ member->crc_error, 4);
	zip_put(zip, member->is_zip64 ? G_MAXUINT32 : packed, 4);
	zip_put(zip, member->is_zip64 ? G_MAXUINT32 : member->size + (gsize)member->size_error, 4);
	zip_put(zip, strlen(member->name), 2);
	zip_put(zip, extra, 2);
}

static inline GByteArray *
zip_extra(const ZipMember *member, gsize packed)
{
	GByteArray *extra = g_byte_array_new();
	if (member->is_zip64) {
		zip_put(extra, 0x0001, 2);
		zip_put(extra, 16, 2);
		zip_put(extra, member->size + (gsize)member->size_error, 8);
		zip_put(extra, packed, 8);
	}
	if (member->unicode_path) {
		zip_put(extra, 0x7075, 2);
		zip_put(extra, 5 + strlen(member->unicode_path), 2);
		zip_put(extra, 1, 1);
		zip_put(extra,
			zip_crc(member->name, strlen(member->name)) ^ member->unicode_path_error,
			4);
		zip_put_text(extra, member->unicode_path);
	}
	return extra;
}

/* Caller unrefs. */
static inline GByteArray *
zip_make(const ZipMember *members, guint n)
{
	GByteArray *zip = g_byte_array_new();
	g_autoptr(GByteArray) directory = g_byte_array_new();
	guint previous = 0, n_listed = 0;
	for (guint i = 0; i < n; i++) {
		const ZipMember *member = &members[i];
		g_autoptr(GBytes) packed = zip_pack(member);
		gsize size;
		const guint8 *data = g_bytes_get_data(packed, &size);
		g_autoptr(GByteArray) extra = zip_extra(member, size);
		guint offset = member->shares_previous ? previous : zip->len;
		previous = offset;
		if (!member->shares_previous) {
			ZipMember local = *member;
			local.name = member->local_name ? member->local_name : member->name;
			local.method = member->local_method ? member->local_method : member->method;
			local.crc_error ^= member->local_crc_error;
			local.size_error += member->local_size_error;
			zip_put_text(zip, "PK\3\4");
			zip_put_common(zip, &local, size, extra->len);
			zip_put_text(zip, local.name);
			g_byte_array_append(zip, extra->data, extra->len);
			g_byte_array_append(zip, data, (guint)size);
		}
		if (member->is_unlisted)
			continue;
		n_listed++;
		zip_put_text(directory, "PK\1\2");
		zip_put(directory, member->mode ? 0x0314 : 0x0014, 2);
		zip_put_common(directory, member, size, extra->len);
		zip_put(directory, 0, 6); /* comment, disk, internal attributes */
		zip_put(directory, (guint64)member->mode << 16, 4);
		zip_put(directory, offset, 4);
		zip_put_text(directory, member->name);
		g_byte_array_append(directory, extra->data, extra->len);
	}
	guint at = zip->len;
	g_byte_array_append(zip, directory->data, directory->len);
	zip_put_text(zip, "PK\5\6");
	zip_put(zip, 0, 4);
	zip_put(zip, n_listed, 2);
	zip_put(zip, n_listed, 2);
	zip_put(zip, directory->len, 4);
	zip_put(zip, at, 4);
	zip_put(zip, 0, 2);
	return zip;
}
