/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/notes.h"

#include <string.h>

#include "plugins/office/bytes.h"
#include "plugins/office/package.h"

#define STREAM "PowerPoint Document"
#define MAX_STREAM (256 * 1024 * 1024)
#define MAX_CONTENT (64 * 1024 * 1024)
#define RECORD_HEADER 8
#define CONTAINER 0xF /* version of a record that holds others */
/* [MS-PPT] 2.13.24 */
#define NOTES 0x03F0
#define NOTES_ATOM 0x03F1 /* begins with the slide's id, 0 for the master */
#define TEXT_HEADER 0x0F9F
#define TEXT_CHARS 0x0FA0
#define TEXT_BYTES 0x0FA8
#define TEXT_OF_NOTES 2

/* What is known while the records of one page of notes are gone through. */
typedef struct {
	gboolean of_slide;
	gboolean in_notes; /* the text that comes is the notes' */
	gboolean written;
} Page;

/* Something besides blanks, the ends of paragraphs and places for a page's number. */
static gboolean
says_something(const guint8 *text, gsize length, guint width)
{
	for (gsize i = 0; i + width <= length; i += width) {
		guint c = width == 2 ? bytes_le16(text + i) : text[i];
		if (c > ' ' && c != '*')
			return TRUE;
	}
	return FALSE;
}

static void
look_at(Page *page, guint16 type, const guint8 *data, gsize length)
{
	switch (type) {
	case NOTES_ATOM:
		page->of_slide = length >= 4 && bytes_le32(data) != 0;
		break;
	case TEXT_HEADER:
		page->in_notes = length >= 4 && bytes_le32(data) == TEXT_OF_NOTES;
		break;
	case TEXT_CHARS:
		page->written |= page->in_notes && says_something(data, length, 2);
		break;
	case TEXT_BYTES:
		page->written |= page->in_notes && says_something(data, length, 1);
		break;
	default:
		break;
	}
}

/* Records within records, in the order they stand: a container's head is stepped over. */
static gboolean
page_says_something(const guint8 *data, gsize length)
{
	Page page = {FALSE, FALSE, FALSE};

	for (gsize at = 0; at + RECORD_HEADER <= length;) {
		const guint8 *record = data + at;
		guint32 size = bytes_le32(record + 4);
		at += RECORD_HEADER;
		if ((bytes_le16(record) & 0xF) == CONTAINER)
			continue;
		if (size > length - at)
			break;
		look_at(&page, bytes_le16(record + 2), record + RECORD_HEADER, size);
		at += size;
	}
	return page.of_slide && page.written;
}

gboolean
office_notes_in_compound(const OfficeCompound *compound)
{
	g_autoptr(GByteArray) stream = office_compound_read(compound, STREAM, MAX_STREAM);

	for (gsize at = 0; stream && at + RECORD_HEADER <= stream->len;) {
		const guint8 *record = stream->data + at;
		guint32 size = bytes_le32(record + 4);
		at += RECORD_HEADER;
		if (size > stream->len - at)
			break;
		if (bytes_le16(record + 2) == NOTES &&
		    page_says_something(record + RECORD_HEADER, size))
			return TRUE;
		at += size;
	}
	return FALSE;
}

/* Text that is no blank, outside of all tags. */
static gboolean
has_text(const char *text, gsize length)
{
	gboolean in_tag = FALSE;

	for (gsize i = 0; i < length; i++) {
		if (text[i] == '<')
			in_tag = TRUE;
		else if (text[i] == '>')
			in_tag = FALSE;
		else if (!in_tag && !g_ascii_isspace(text[i]))
			return TRUE;
	}
	return FALSE;
}

static gboolean
notes_in_xml(const char *text, gsize length)
{
	static const char begin[] = "<presentation:notes", end[] = "</presentation:notes>";
	const char *stop = text + length;

	for (const char *at = memmem(text, length, begin, sizeof begin - 1); at;
	     at = memmem(at, (gsize)(stop - at), begin, sizeof begin - 1)) {
		const char *close = memmem(at, (gsize)(stop - at), end, sizeof end - 1);
		if (!close)
			return FALSE;
		if (has_text(at, (gsize)(close - at)))
			return TRUE;
		at = close;
	}
	return FALSE;
}

gboolean
office_notes_in_opendocument(const guint8 *data, gsize length)
{
	gsize n = 0;
	g_autofree char *content =
		office_package_read(data, length, "content.xml", MAX_CONTENT, &n);

	return content ? notes_in_xml(content, n) : notes_in_xml((const char *)data, length);
}
