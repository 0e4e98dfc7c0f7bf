/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/identify-package.h"

#include <gio/gio.h>
#include <string.h>

#define ENTRY_NAME "[Content_Types].xml"
/* A workbook of a thousand sheets takes 150 KiB; the main part stands before them. */
#define MAX_BYTES (256 * 1024)

#define STORED 0
#define DEFLATED 8
#define ENCRYPTED 1

#define OOXML "application/vnd.openxmlformats-officedocument."
#define WORD OOXML "wordprocessingml.document"
#define EXCEL OOXML "spreadsheetml.sheet"
#define POWERPOINT OOXML "presentationml.presentation"

typedef struct {
	const char *content_type; /* of the main part, without "application/vnd." before it */
	const char *media_type;
} MainPart;

#define PREFIX "application/vnd."

/* one extractor reads all kinds of a program, and says what it cannot read */
static const MainPart main_parts[] = {
	{"openxmlformats-officedocument.wordprocessingml.document.main+xml", WORD},
	{"openxmlformats-officedocument.wordprocessingml.template.main+xml", WORD},
	{"ms-word.document.macroEnabled.main+xml", WORD},
	{"ms-word.template.macroEnabledTemplate.main+xml", WORD},
	{"openxmlformats-officedocument.spreadsheetml.sheet.main+xml", EXCEL},
	{"openxmlformats-officedocument.spreadsheetml.template.main+xml", EXCEL},
	{"ms-excel.sheet.macroEnabled.main+xml", EXCEL},
	{"ms-excel.template.macroEnabled.main+xml", EXCEL},
	{"ms-excel.addin.macroEnabled.main+xml", EXCEL},
	{"ms-excel.sheet.binary.macroEnabled.main", EXCEL},
	{"openxmlformats-officedocument.presentationml.presentation.main+xml", POWERPOINT},
	{"openxmlformats-officedocument.presentationml.slideshow.main+xml", POWERPOINT},
	{"openxmlformats-officedocument.presentationml.template.main+xml", POWERPOINT},
	{"ms-powerpoint.presentation.macroEnabled.main+xml", POWERPOINT},
	{"ms-powerpoint.slideshow.macroEnabled.main+xml", POWERPOINT},
	{"ms-powerpoint.template.macroEnabled.main+xml", POWERPOINT},
};

gboolean
vet_identify_is_content_types(const VetZipEntry *entry)
{
	return entry->name_length == strlen(ENTRY_NAME) &&
	       g_ascii_strncasecmp((const char *)entry->name, ENTRY_NAME, entry->name_length) == 0;
}

/* As much of it as there is within the bound; 0 when nothing can be unpacked. */
static gsize
inflate_entry(const guint8 *packed, gsize packed_size, guint8 *bytes)
{
	g_autoptr(GZlibDecompressor) inflate =
		g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW);
	gsize n_bytes = 0;

	while (n_bytes < MAX_BYTES) {
		gsize n_read = 0, n_written = 0;
		GConverterResult result = g_converter_convert(
			G_CONVERTER(inflate), packed, packed_size, bytes + n_bytes,
			MAX_BYTES - n_bytes, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
		if (result == G_CONVERTER_ERROR)
			break;
		n_bytes += n_written;
		packed += n_read;
		packed_size -= n_read;
		if (result == G_CONVERTER_FINISHED)
			break;
	}
	return n_bytes;
}

/* The kind whose content type begins here and ends with the attribute. */
static const char *
main_part_at(const char *text, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(main_parts); i++) {
		gsize n = strlen(main_parts[i].content_type);
		if (length > n && (text[n] == '"' || text[n] == '\'') &&
		    g_ascii_strncasecmp(text, main_parts[i].content_type, n) == 0)
			return main_parts[i].media_type;
	}
	return NULL;
}

/* The first that is named: a package has one main part, and embedded ones have no types here. */
static const char *
find_main_part(const char *text, gsize length)
{
	const char *end = text + length;
	const char *kind = NULL;

	while (!kind && (text = memmem(text, (gsize)(end - text), PREFIX, strlen(PREFIX)))) {
		text += strlen(PREFIX);
		kind = main_part_at(text, (gsize)(end - text));
	}
	return kind;
}

const char *
vet_identify_package(const VetZipDirectory *directory, const VetZipEntry *entry)
{
	const guint8 *packed = vet_zip_directory_packed(directory, entry);

	if (!packed || entry->flags & ENCRYPTED)
		return NULL;
	if (entry->method == STORED)
		return find_main_part((const char *)packed, MIN(entry->packed_size, MAX_BYTES));
	if (entry->method != DEFLATED)
		return NULL;
	g_autofree guint8 *bytes = g_malloc(MAX_BYTES);
	gsize n_bytes = inflate_entry(packed, entry->packed_size, bytes);
	return find_main_part((const char *)bytes, n_bytes);
}
