/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/extraction-file.h"

#include <gio/gio.h>
#include <string.h>

#include "daemon/extraction.h"
#include "lib/error.h"

/* label, fingerprint of the reader, extraction */
#define FORMAT "(ss" VET_EXTRACTION_FORMAT ")"
/* Label and fingerprint come on top of the extraction. */
#define MAX_PLAIN_BYTES (VET_EXTRACTION_MAX_BYTES + 64 * 1024)
/* Boxes of characters compress to a fifth at the first level and hardly better at the last. */
#define LEVEL 1
#define CHECKSUM_BYTES 32

static const guint8 magic[8] = {'v', 'e', 't', 'd', '-', 'e', 'x', '\n'};

typedef struct {
	guint8 magic[8];
	guint32 version;
	guint32 plain_length;
	guint8 checksum[CHECKSUM_BYTES]; /* of what follows the header */
} Header;

static void
checksum_of(const guint8 *bytes, gsize length, guint8 ret_checksum[CHECKSUM_BYTES])
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize digest_length = CHECKSUM_BYTES;
	g_checksum_update(checksum, bytes, length);
	g_checksum_get_digest(checksum, ret_checksum, &digest_length);
}

/* Converts all of it; the number of bytes, or 0 when they do not fit in `room`. */
static gsize
convert(GConverter *converter, const guint8 *from, gsize length, guint8 *to, gsize room)
{
	gsize taken = 0, made = 0;
	while (made < room) {
		gsize read = 0, written = 0;
		GConverterResult result = g_converter_convert(
			converter, from + taken, length - taken, to + made, room - made,
			G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
		if (result == G_CONVERTER_ERROR)
			return 0;
		taken += read;
		made += written;
		if (result == G_CONVERTER_FINISHED)
			return taken == length ? made : 0;
	}
	return 0;
}

GByteArray *
vet_extraction_file_make(const char *label, const char *fingerprint, GVariant *extraction)
{
	g_autoptr(GVariant) plain = g_variant_ref_sink(
		g_variant_new("(ss@" VET_EXTRACTION_FORMAT ")", label, fingerprint, extraction));
	g_autoptr(GConverter) compressor =
		G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW, LEVEL));
	gsize length = g_variant_get_size(plain);
	/* what does not compress grows by five bytes each 16 KiB */
	gsize room = length + length / 1024 + 1024;
	GByteArray *file = g_byte_array_new();
	Header header = {.version = VET_EXTRACTION_FILE_VERSION, .plain_length = (guint32)length};

	g_byte_array_set_size(file, sizeof header + room);
	gsize packed = length <= MAX_PLAIN_BYTES ? convert(compressor, g_variant_get_data(plain),
							   length, file->data + sizeof header, room)
						 : 0;
	if (packed == 0) {
		g_byte_array_unref(file);
		return NULL;
	}
	g_byte_array_set_size(file, sizeof header + packed);
	memcpy(header.magic, magic, sizeof magic);
	checksum_of(file->data + sizeof header, packed, header.checksum);
	memcpy(file->data, &header, sizeof header);
	return file;
}

static gboolean
damaged(GError **error)
{
	g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a stored extraction is damaged");
	return FALSE;
}

static gboolean
check_header(const Header *header, const guint8 *packed, gsize length, GError **error)
{
	guint8 checksum[CHECKSUM_BYTES];
	checksum_of(packed, length, checksum);
	return (memcmp(checksum, header->checksum, sizeof checksum) == 0 &&
		header->plain_length > 0 && header->plain_length <= MAX_PLAIN_BYTES) ||
	       damaged(error);
}

static GVariant *
unpack(const Header *header, const guint8 *packed, gsize length, GError **error)
{
	g_autoptr(GConverter) decompressor =
		G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW));
	/* one more, so that what is longer than it says shows */
	gsize room = (gsize)header->plain_length + 1;
	guint8 *plain = g_try_malloc(room);
	if (!plain) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_RETRY,
				    "no memory for a stored extraction");
		return NULL;
	}
	gsize made = convert(decompressor, packed, length, plain, room);
	g_autoptr(GVariant) all = g_variant_ref_sink(g_variant_new_from_data(
		G_VARIANT_TYPE(FORMAT), plain, header->plain_length, FALSE, g_free, plain));
	if (made == header->plain_length && g_variant_is_normal_form(all))
		return g_steal_pointer(&all);
	damaged(error);
	return NULL;
}

GVariant *
vet_extraction_file_parse(const char *label, const char *fingerprint, const guint8 *bytes,
			  gsize length, GError **error)
{
	Header header;
	const char *its_label, *its_fingerprint;

	if (length < sizeof header || memcmp(bytes, magic, sizeof magic) != 0) {
		damaged(error);
		return NULL;
	}
	memcpy(&header, bytes, sizeof header);
	if (header.version != VET_EXTRACTION_FILE_VERSION)
		return NULL;
	bytes += sizeof header;
	length -= sizeof header;
	if (!check_header(&header, bytes, length, error))
		return NULL;
	g_autoptr(GVariant) all = unpack(&header, bytes, length, error);
	if (!all)
		return NULL;
	g_variant_get_child(all, 0, "&s", &its_label);
	g_variant_get_child(all, 1, "&s", &its_fingerprint);
	return g_str_equal(its_label, label) && g_str_equal(its_fingerprint, fingerprint)
		       ? g_variant_get_child_value(all, 2)
		       : NULL;
}
