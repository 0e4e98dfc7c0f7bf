/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/stream.h"

#include <libxml/xmlreader.h>
#include <string.h>

/* a sheet of a million rows has some 100 MB */
#define MAX_STREAM_BYTES (256 * 1024 * 1024)
#define MAX_STREAM_NODES 20000000
#define HEAD_BYTES 4

struct _OoxmlStream {
	char *path;
	zip_file_t *file;
	xmlTextReader *reader;
	guint64 n_bytes;
	guint n_nodes;
	guint8 head[HEAD_BYTES]; /* looked at for the charset, then read */
	gsize head_length, head_at;
	gboolean is_too_large;
	gboolean is_bad_zip;
	gboolean is_empty; /* a CLOSE is owed for the element just opened */
};

static int
read_bytes(void *context, char *buffer, int length)
{
	OoxmlStream *stream = context;
	gsize rest = stream->head_length - stream->head_at;
	if (length <= 0)
		return 0;
	if (rest > 0) {
		gsize n = MIN(rest, (gsize)length);
		memcpy(buffer, stream->head + stream->head_at, n);
		stream->head_at += n;
		return (int)n;
	}
	zip_int64_t n = zip_fread(stream->file, buffer, (zip_uint64_t)length);
	stream->is_bad_zip |= n < 0;
	stream->n_bytes += n > 0 ? (guint64)n : 0;
	stream->is_too_large |= stream->n_bytes > MAX_STREAM_BYTES;
	return stream->is_too_large ? -1 : (int)n;
}

/* UTF-16 begins with a zero or a mark; any other charset a part names would need tables from files */
static gboolean
is_utf16(const OoxmlStream *stream)
{
	const guint8 *head = stream->head;
	return stream->head_length >= 2 && (head[0] >= 0xfe || !head[0] || !head[1]);
}

OoxmlStream *
ooxml_stream_open(const OoxmlPackage *package, const char *path, GError **error)
{
	zip_t *zip = ooxml_package_zip(package);
	zip_int64_t index = zip_name_locate(zip, path, ZIP_FL_NOCASE);
	zip_file_t *file = index >= 0 ? zip_fopen_index(zip, (zip_uint64_t)index, 0) : NULL;
	if (!file) {
		ooxml_set_zip_error(error, path, zip_get_error(zip));
		return NULL;
	}
	OoxmlStream *stream = g_new0(OoxmlStream, 1);
	stream->path = g_strdup(path);
	stream->file = file;
	zip_int64_t n = zip_fread(file, stream->head, HEAD_BYTES);
	stream->head_length = n > 0 ? (gsize)n : 0;
	stream->reader = xmlReaderForIO(
		read_bytes, NULL, stream, NULL, is_utf16(stream) ? NULL : "UTF-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	if (!stream->reader) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT, "There is no memory to parse %s",
			    path);
		g_clear_pointer(&stream, ooxml_stream_free);
	}
	return stream;
}

void
ooxml_stream_free(OoxmlStream *stream)
{
	if (!stream)
		return;
	if (stream->reader)
		xmlFreeTextReader(stream->reader);
	zip_fclose(stream->file);
	g_free(stream->path);
	g_free(stream);
}

static OoxmlEvent
fail(OoxmlStream *stream, GError **error)
{
	if (stream->is_too_large)
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "The part %s has more than %d bytes or %d elements; split the document",
			    stream->path, MAX_STREAM_BYTES, MAX_STREAM_NODES);
	else if (stream->is_bad_zip)
		ooxml_set_zip_error(error, stream->path, zip_file_get_error(stream->file));
	else
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The part %s is no sound XML (line %d); save the document again",
			    stream->path, xmlTextReaderGetParserLineNumber(stream->reader));
	return OOXML_STREAM_FAILED;
}

static OoxmlEvent
event_of(OoxmlStream *stream)
{
	switch (xmlTextReaderNodeType(stream->reader)) {
	case XML_READER_TYPE_ELEMENT:
		stream->is_empty = xmlTextReaderIsEmptyElement(stream->reader) == 1;
		return OOXML_STREAM_OPEN;
	case XML_READER_TYPE_END_ELEMENT:
		return OOXML_STREAM_CLOSE;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		return OOXML_STREAM_TEXT;
	case XML_READER_TYPE_DOCUMENT_TYPE: /* no part needs a DTD, and none is safe */
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return OOXML_STREAM_FAILED;
	default:
		return OOXML_STREAM_END;
	}
}

OoxmlEvent
ooxml_stream_next(OoxmlStream *stream, GError **error)
{
	if (stream->is_empty) {
		stream->is_empty = FALSE;
		return OOXML_STREAM_CLOSE;
	}
	for (;;) {
		int got = xmlTextReaderRead(stream->reader);
		stream->is_too_large |= ++stream->n_nodes > MAX_STREAM_NODES;
		if (got < 0 || stream->is_too_large || stream->is_bad_zip)
			return fail(stream, error);
		if (got == 0)
			return OOXML_STREAM_END;
		OoxmlEvent event = event_of(stream);
		if (event == OOXML_STREAM_FAILED)
			return fail(stream, error);
		if (event != OOXML_STREAM_END)
			return event;
	}
}

const xmlNode *
ooxml_stream_node(OoxmlStream *stream)
{
	return xmlTextReaderCurrentNode(stream->reader);
}

const char *
ooxml_stream_sheet_name(OoxmlStream *stream)
{
	const xmlNode *node = ooxml_stream_node(stream);
	return node && node_space(node) == NODE_SHEET ? (const char *)node->name : "";
}

const char *
ooxml_stream_text(OoxmlStream *stream)
{
	const xmlChar *text = xmlTextReaderConstValue(stream->reader);
	return text ? (const char *)text : "";
}
