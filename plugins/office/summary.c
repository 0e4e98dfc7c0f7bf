/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/summary.h"

#include <string.h>

#include "plugins/office/bytes.h"

#define STREAM "\005SummaryInformation"
#define MAX_STREAM (256 * 1024)
#define MAX_PROPERTIES 64
#define SETS_AT 28
#define SET_BYTES 20
#define CODE_PAGE 1
#define TYPE_I2 2
#define TYPE_LPSTR 30
#define TYPE_LPWSTR 31
#define TYPE_FILETIME 64
/* Windows counts 100 ns since 1601 */
#define TICKS_PER_SECOND G_GUINT64_CONSTANT(10000000)
#define EPOCH_DIFFERENCE G_GINT64_CONSTANT(11644473600)

typedef struct {
	guint32 id;
	const char *key; /* as plugins/ooxml names it */
} Property;

static const Property properties[] = {
	{2, "title"},    {3, "subject"},   {4, "author"},
	{5, "keywords"}, {6, "comments"},  {8, "last_modified_by"},
	{12, "created"}, {13, "modified"}, {18, "producer"},
};

typedef struct {
	guint16 number;
	const char *encoding;
} CodePage;

static const CodePage code_pages[] = {
	{936, "GB18030"},   {54936, "GB18030"}, {950, "BIG5"},     {932, "SHIFT_JIS"},
	{1200, "UTF-16LE"}, {1252, "CP1252"},   {10000, "CP1252"}, {65001, "UTF-8"},
};

/* The set's bytes, from its own start. */
typedef struct {
	const guint8 *at;
	gsize length;
	const char *encoding;
} Set;

static const guint8 *
find_property(const Set *set, guint32 id, gsize *ret_length)
{
	guint32 n = MIN(bytes_le32(set->at + 4), MAX_PROPERTIES);

	for (guint32 i = 0; i < n && 8 + (gsize)(i + 1) * 8 <= set->length; i++) {
		const guint8 *row = set->at + 8 + (gsize)i * 8;
		guint32 offset = bytes_le32(row + 4);
		if (bytes_le32(row) != id || offset >= set->length || set->length - offset < 8)
			continue;
		*ret_length = set->length - offset;
		return set->at + offset;
	}
	return NULL;
}

static const char *
encoding_of(const Set *set)
{
	gsize length;
	const guint8 *value = find_property(set, CODE_PAGE, &length);
	guint16 number = value && bytes_le32(value) == TYPE_I2 ? bytes_le16(value + 4) : 0;

	for (gsize i = 0; i < G_N_ELEMENTS(code_pages); i++) {
		if (code_pages[i].number == number)
			return code_pages[i].encoding;
	}
	return "CP1252";
}

static char *
text_of(const Set *set, const guint8 *value, gsize length)
{
	gboolean wide = bytes_le32(value) == TYPE_LPWSTR;
	guint64 size = (guint64)bytes_le32(value + 4) * (wide ? 2 : 1);

	if (size > length - 8)
		return NULL;
	g_autofree char *text = g_convert((const char *)value + 8, (gssize)size, "UTF-8",
					  wide ? "UTF-16LE" : set->encoding, NULL, NULL, NULL);
	/* it ends with its NUL, sometimes with many */
	return text && *g_strstrip(text) ? g_strdup(text) : NULL;
}

static char *
time_of(const guint8 *value, gsize length)
{
	guint64 ticks = length >= 12 ? bytes_le64(value + 4) : 0;
	gint64 seconds = (gint64)(ticks / TICKS_PER_SECOND) - EPOCH_DIFFERENCE;

	/* an editing time, or none at all, stands in the same form */
	if (seconds <= 0)
		return NULL;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
	return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static char *
value_of(const Set *set, guint32 id)
{
	gsize length;
	const guint8 *value = find_property(set, id, &length);

	switch (value ? bytes_le32(value) : 0) {
	case TYPE_LPSTR:
	case TYPE_LPWSTR:
		return text_of(set, value, length);
	case TYPE_FILETIME:
		return time_of(value, length);
	default:
		return NULL;
	}
}

gboolean
office_summary_read(const OfficeCompound *compound, VetSink *sink, GError **error)
{
	g_autoptr(GByteArray) stream = office_compound_read(compound, STREAM, MAX_STREAM);

	if (!stream || stream->len < SETS_AT + SET_BYTES)
		return TRUE;
	guint32 at = bytes_le32(stream->data + SETS_AT + 16);
	if (at >= stream->len || stream->len - at < 8)
		return TRUE;
	Set set = {stream->data + at, stream->len - at, NULL};
	set.encoding = encoding_of(&set);
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
		g_autofree char *value = value_of(&set, properties[i].id);
		if (value && !vet_sink_metadata(sink, properties[i].key, value, error))
			return FALSE;
	}
	return TRUE;
}
