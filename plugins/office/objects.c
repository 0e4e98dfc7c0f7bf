/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/objects.h"

#include <gio/gio.h>
#include <string.h>

#include "plugins/office/bytes.h"
#include "plugins/office/compound-writer.h"

#define MAX_OBJECTS 256
#define MAX_OBJECT_BYTES (64 * 1024 * 1024)
/* [MS-PPT] ExOleObjStg: an object as a compressed compound file */
#define SLIDES_STREAM "PowerPoint Document"
#define RECORD_OBJECT 0x1011
#define RECORD_HEADER 8
/* before the label of a packed file: the length of all, and two bytes; in RTF those two alone */
#define STREAM_PREFIX 6
#define RTF_PREFIX 2
/* [MS-OLEDS] 2.2.4: an object by value */
#define FORMAT_EMBEDDED 2
/* programs for formulas keep theirs in a stream of the same name, as they like */
#define MAX_FORMULA_BYTES 4096

typedef struct {
	VetSink *sink;
	guint n; /* objects met */
} Handing;

typedef struct {
	const char *stream; /* that makes an object a document */
	const char *extension;
} DocumentKind;

static const DocumentKind document_kinds[] = {
	{"WordDocument", "doc"},
	{"Workbook", "xls"},
	{"Book", "xls"},
	{SLIDES_STREAM, "ppt"},
};

static gboolean
hand(Handing *handing, const char *name, const guint8 *data, gsize length, GError **error)
{
	return vet_sink_member_begin(handing->sink, name, 0, error) &&
	       vet_sink_member_write(handing->sink, data, length, error) &&
	       vet_sink_member_end(handing->sink, error);
}

/* --- files that were packed: [MS-OLEDS] has not the whole of it, Windows' packager wrote it --- */

typedef struct {
	const guint8 *at, *end;
} Cursor;

/* A text up to its 0; NULL when there is no end to it. */
static const char *
take_text(Cursor *cursor)
{
	const guint8 *zero = memchr(cursor->at, 0, (gsize)(cursor->end - cursor->at));
	const char *text = (const char *)cursor->at;

	if (!zero)
		return NULL;
	cursor->at = zero + 1;
	return text;
}

static gboolean
take_number(Cursor *cursor, guint32 *ret_number)
{
	if (cursor->end - cursor->at < 4)
		return FALSE;
	*ret_number = bytes_le32(cursor->at);
	cursor->at += 4;
	return TRUE;
}

/* Without its folders; in UTF-8.  Caller frees. */
static char *
name_of_package(const Handing *handing, const char *label)
{
	g_autofree char *text =
		g_utf8_validate(label, -1, NULL)
			? g_strdup(label)
			: g_convert(label, -1, "UTF-8", "GB18030", NULL, NULL, NULL);
	const char *slash = text ? MAX(strrchr(text, '\\'), strrchr(text, '/')) : NULL;
	const char *name = slash ? slash + 1 : text;

	return name && *name ? g_strdup(name) : g_strdup_printf("object-%u", handing->n);
}

/* `skipped`: what stands before the label. */
static gboolean
hand_package(Handing *handing, const guint8 *data, gsize size, gsize skipped,
	     gboolean *ret_understood, GError **error)
{
	Cursor cursor = {data, data + size};
	guint32 ignored, length;

	*ret_understood = FALSE;
	if (size < skipped)
		return TRUE;
	cursor.at += skipped;
	const char *label = take_text(&cursor);
	if (!label || !take_text(&cursor) || !take_number(&cursor, &ignored) ||
	    !take_number(&cursor, &ignored) || ignored > (gsize)(cursor.end - cursor.at))
		return TRUE;
	/* the temporary file it was once taken from */
	cursor.at += ignored;
	if (!take_number(&cursor, &length) || length > (gsize)(cursor.end - cursor.at))
		return TRUE;
	*ret_understood = TRUE;
	g_autofree char *name = name_of_package(handing, label);
	return hand(handing, name, cursor.at, length, error);
}

/* --- one object --- */

static gboolean
warn(const Handing *handing, GError **error)
{
	g_autofree char *sentence = g_strdup_printf(
		"embedded object %u cannot be read: it is damaged or too large", handing->n);
	return vet_sink_warning(handing->sink, sentence, error);
}

static gboolean
hand_stream(Handing *handing, const OfficeCompound *compound, const OfficeEntry *entry,
	    GError **error)
{
	g_autoptr(GByteArray) bytes = office_compound_read_entry(compound, entry, MAX_OBJECT_BYTES);
	gboolean understood = TRUE;

	if (bytes->len < entry->size)
		return warn(handing, error);
	if (office_entry_is(entry, "\001Ole10Native")) {
		if (!hand_package(handing, bytes->data, bytes->len, STREAM_PREFIX, &understood,
				  error))
			return FALSE;
		return understood || bytes->len <= MAX_FORMULA_BYTES || warn(handing, error);
	}
	g_autofree char *name = g_strdup_printf("object-%u", handing->n);
	return hand(handing, name, bytes->data, bytes->len, error);
}

static gboolean
hand_document(Handing *handing, const OfficeCompound *compound, guint32 folder,
	      const char *extension, GError **error)
{
	g_autoptr(GByteArray) file = office_compound_extract(compound, folder, MAX_OBJECT_BYTES);
	g_autofree char *name = g_strdup_printf("object-%u.%s", handing->n, extension);

	return file ? hand(handing, name, file->data, file->len, error) : warn(handing, error);
}

/* A whole file as it was: packed, of Office since 2007, or one that a program calls its contents. */
static gboolean
is_file(const OfficeEntry *entry)
{
	return office_entry_is(entry, "\001Ole10Native") || office_entry_is(entry, "Package") ||
	       office_entry_is(entry, "CONTENTS");
}

static gboolean
hand_object_of(Handing *handing, const OfficeCompound *compound, guint32 folder, GError **error)
{
	g_autoptr(GArray) entries = office_compound_list(compound, folder);

	for (guint i = 0; i < entries->len; i++) {
		const OfficeEntry *entry = &g_array_index(entries, OfficeEntry, i);
		if (entry->is_folder)
			continue;
		if (is_file(entry))
			return hand_stream(handing, compound, entry, error);
		for (gsize j = 0; j < G_N_ELEMENTS(document_kinds); j++) {
			if (office_entry_is(entry, document_kinds[j].stream))
				return hand_document(handing, compound, folder,
						     document_kinds[j].extension, error);
		}
	}
	return TRUE;
}

gboolean
office_objects_hand_wrapped(const OfficeCompound *compound, VetSink *sink, gboolean *ret_wraps,
			    GError **error)
{
	g_autoptr(GArray) entries = office_compound_list(compound, OFFICE_ROOT);
	Handing handing = {sink, 1};
	gboolean wraps = FALSE;

	for (guint i = 0; i < entries->len && !wraps; i++) {
		const OfficeEntry *entry = &g_array_index(entries, OfficeEntry, i);
		wraps = !entry->is_folder && is_file(entry);
	}
	if (wraps && !hand_object_of(&handing, compound, OFFICE_ROOT, error))
		return FALSE;
	*ret_wraps = wraps;
	return TRUE;
}

static gboolean
hand_object(Handing *handing, const OfficeCompound *compound, guint32 folder, GError **error)
{
	handing->n++;
	return hand_object_of(handing, compound, folder, error);
}

/* --- where they are --- */

static gboolean
begins_with(const OfficeEntry *entry, const char *prefix)
{
	gsize i = 0;

	while (prefix[i] && entry->name[i] == (guint8)prefix[i])
		i++;
	return !prefix[i];
}

/* In the folders of a folder: Word has a pool of them, Excel has them at the top. */
static gboolean
hand_folders(Handing *handing, const OfficeCompound *compound, guint32 parent, const char *prefix,
	     GError **error)
{
	g_autoptr(GArray) entries = office_compound_list(compound, parent);

	for (guint i = 0; i < entries->len && handing->n < MAX_OBJECTS; i++) {
		const OfficeEntry *entry = &g_array_index(entries, OfficeEntry, i);
		if (entry->is_folder && begins_with(entry, prefix) &&
		    !hand_object(handing, compound, entry->number, error))
			return FALSE;
	}
	return TRUE;
}

/*
 * Caller unrefs; NULL when it does not unpack, or to too much.  PowerPoint often leaves out the end of
 * the packed data, its checksum: the bytes are there when they are as many as it says.
 */
static GByteArray *
inflate(const guint8 *data, gsize length, guint32 declared)
{
	g_autoptr(GZlibDecompressor) zlib = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
	g_autoptr(GInputStream) packed =
		g_memory_input_stream_new_from_data(data, (gssize)length, NULL);
	g_autoptr(GInputStream) plain = g_converter_input_stream_new(packed, G_CONVERTER(zlib));
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 chunk[4096];
	gssize n;

	while ((n = g_input_stream_read(plain, chunk, sizeof chunk, NULL, NULL)) > 0) {
		if (bytes->len > MAX_OBJECT_BYTES)
			return NULL;
		g_byte_array_append(bytes, chunk, (guint)n);
	}
	return n < 0 && bytes->len < declared ? NULL : g_steal_pointer(&bytes);
}

/* An object of a slide; the project of its macros stands there in the same way. */
static gboolean
hand_slide_object(Handing *handing, const guint8 *data, gsize length, gboolean packed,
		  GError **error)
{
	g_autoptr(GByteArray) plain = NULL;

	if (packed) {
		plain = length > 4 ? inflate(data + 4, length - 4, bytes_le32(data)) : NULL;
		data = plain ? plain->data : NULL;
		length = plain ? plain->len : 0;
	}
	g_autoptr(OfficeCompound) object = data ? office_compound_new(data, length) : NULL;
	if (object)
		return hand_object(handing, object, OFFICE_ROOT, error);
	handing->n++;
	return warn(handing, error);
}

static gboolean
hand_of_slides(Handing *handing, const OfficeCompound *compound, GError **error)
{
	g_autoptr(GByteArray) stream =
		office_compound_read(compound, SLIDES_STREAM, 4 * (gsize)MAX_OBJECT_BYTES);
	gsize at = 0;

	while (stream && at + RECORD_HEADER <= stream->len && handing->n < MAX_OBJECTS) {
		const guint8 *record = stream->data + at;
		guint32 length = bytes_le32(record + 4);
		at += RECORD_HEADER;
		if (length > stream->len - at)
			break;
		if (bytes_le16(record + 2) == RECORD_OBJECT &&
		    !hand_slide_object(handing, record + RECORD_HEADER, length,
				       bytes_le16(record) >> 4 == 1, error))
			return FALSE;
		at += length;
	}
	return TRUE;
}

gboolean
office_objects_hand(const OfficeCompound *compound, VetSink *sink, GError **error)
{
	g_autoptr(GArray) top = office_compound_list(compound, OFFICE_ROOT);
	Handing handing = {sink, 0};

	for (guint i = 0; i < top->len; i++) {
		const OfficeEntry *entry = &g_array_index(top, OfficeEntry, i);
		if (entry->is_folder && office_entry_is(entry, "ObjectPool") &&
		    !hand_folders(&handing, compound, entry->number, "", error))
			return FALSE;
	}
	return hand_folders(&handing, compound, OFFICE_ROOT, "MBD", error) &&
	       hand_of_slides(&handing, compound, error);
}

/* --- RTF: objects in hexadecimal --- */

/* The bytes behind "\\objdata", up to what is neither a digit nor a blank. */
static GByteArray *
decode(const guint8 *data, gsize length)
{
	GByteArray *bytes = g_byte_array_new();
	gboolean half = FALSE;
	guint8 byte = 0;

	for (gsize i = 0; i < length && bytes->len < MAX_OBJECT_BYTES; i++) {
		int digit = g_ascii_xdigit_value((char)data[i]);
		if (digit < 0 && !g_ascii_isspace(data[i]))
			break;
		if (digit < 0)
			continue;
		byte = (guint8)(byte << 4 | (guint8)digit);
		if (half)
			g_byte_array_append(bytes, &byte, 1);
		half = !half;
	}
	return bytes;
}

/* A text with its length before it, 0 at its end; "" when there is none.  NULL: cut short. */
static const char *
take_counted_text(Cursor *cursor)
{
	guint32 length;

	if (!take_number(cursor, &length) || length > (gsize)(cursor->end - cursor->at))
		return NULL;
	const char *text = (const char *)cursor->at;
	cursor->at += length;
	if (length == 0)
		return "";
	return text[length - 1] == '\0' ? text : NULL;
}

static gboolean
hand_rtf_object(Handing *handing, const GByteArray *bytes, GError **error)
{
	Cursor cursor = {bytes->data, bytes->data + bytes->len};
	guint32 number, format, length;
	gboolean understood = FALSE;
	const char *class_name = NULL;

	handing->n++;
	if (take_number(&cursor, &number) && take_number(&cursor, &format)) {
		/* a link, or a picture alone */
		if (format != FORMAT_EMBEDDED)
			return TRUE;
		class_name = take_counted_text(&cursor);
	}
	if (!class_name || !take_counted_text(&cursor) || !take_counted_text(&cursor) ||
	    !take_number(&cursor, &length) || length > (gsize)(cursor.end - cursor.at))
		return warn(handing, error);
	if (g_str_equal(class_name, "Package")) {
		if (!hand_package(handing, cursor.at, length, RTF_PREFIX, &understood, error))
			return FALSE;
		return understood || warn(handing, error);
	}
	g_autoptr(OfficeCompound) object = office_compound_new(cursor.at, length);
	/* others are of programs from before compound files: formulas, pictures */
	return !object || hand_object_of(handing, object, OFFICE_ROOT, error);
}

gboolean
office_objects_hand_rtf(const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	static const char mark[] = "\\objdata";
	const guint8 *end = data + length;
	Handing handing = {sink, 0};

	for (const guint8 *at = memmem(data, length, mark, sizeof mark - 1);
	     at && handing.n < MAX_OBJECTS;
	     at = memmem(at, (gsize)(end - at), mark, sizeof mark - 1)) {
		at += sizeof mark - 1;
		g_autoptr(GByteArray) bytes = decode(at, (gsize)(end - at));
		if (!hand_rtf_object(&handing, bytes, error))
			return FALSE;
	}
	return TRUE;
}
