/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Small OFD packages for tests, and what is read of them. */

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define OFD_NAME "form.ofd"
#define OFD_SPACE "xmlns:ofd='http://www.ofdspec.org/2016'"
#define OFD_MAX_PARTS 32
#define OFD_MM (72 / 25.4)

/* An A4 page with these layers' content. */
#define OFD_PAGE(objects)                                                                          \
	"<ofd:Page " OFD_SPACE "><ofd:Content><ofd:Layer ID='2'>" objects                          \
	"</ofd:Layer></ofd:Content></ofd:Page>"
/* One line of characters of that size (mm), `x`, `y` its upper left corner. */
#define OFD_TEXT(x, y, size, deltas, text)                                                         \
	"<ofd:TextObject ID='9' Boundary='" x " " y " 100 " size "' Font='3' Size='" size          \
	"'><ofd:TextCode X='0' Y='" size "' " deltas ">" text "</ofd:TextCode></ofd:TextObject>"
/* A straight line, from and to in mm of the page. */
#define OFD_LINE(from, to)                                                                         \
	"<ofd:PathObject ID='8' Boundary='0 0 210 297' LineWidth='0.3'><ofd:AbbreviatedData>"      \
	"M " from " L " to "</ofd:AbbreviatedData></ofd:PathObject>"

#define OFD_ROOT                                                                                   \
	"<ofd:OFD " OFD_SPACE " Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo>"            \
	"<ofd:Title>题目</ofd:Title><ofd:Author>作者</ofd:Author>"                             \
	"<ofd:CreationDate>2025-06-01</ofd:CreationDate></ofd:DocInfo>"                            \
	"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"                                            \
	"<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
#define OFD_DOCUMENT(common, pages, rest)                                                          \
	"<ofd:Document " OFD_SPACE "><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>"            \
	"<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>" common       \
	"</ofd:CommonData><ofd:Pages>" pages "</ofd:Pages>" rest "</ofd:Document>"
#define OFD_ONE_PAGE "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/>"
#define OFD_NO_SIGNATURES "<ofd:Signatures " OFD_SPACE "/>"

/* Four pixels wide, two high: the upper left one red, the rest white. */
static inline GByteArray *
ofd_make_bmp(void)
{
	static const guint8 red[] = {0, 0, 255}, white[] = {255, 255, 255};
	GByteArray *bmp = g_byte_array_new();

	zip_put_text(bmp, "BM");
	zip_put(bmp, 54 + 24, 4);
	zip_put(bmp, 0, 4);
	zip_put(bmp, 54, 4);
	zip_put(bmp, 40, 4);
	zip_put(bmp, 4, 4);
	zip_put(bmp, 2, 4);
	zip_put(bmp, 1, 2);
	zip_put(bmp, 24, 2);
	zip_put(bmp, 0, 4);
	zip_put(bmp, 24, 4);
	zip_put(bmp, 2835, 4);
	zip_put(bmp, 2835, 4);
	zip_put(bmp, 0, 8);
	for (guint i = 0; i < 8; i++) /* the lower row first */
		g_byte_array_append(bmp, i == 4 ? red : white, 3);
	return bmp;
}

/* `parts`: pairs of name and text, NULL-terminated.  Caller unrefs. */
static inline GByteArray *
ofd_make(const char *const *parts)
{
	ZipMember members[OFD_MAX_PARTS] = {0};
	guint n = 0;

	for (; *parts; parts += 2, n++) {
		g_assert_cmpuint(n, <, OFD_MAX_PARTS);
		members[n] = (ZipMember){.name = parts[0],
					 .data = parts[1],
					 .size = strlen(parts[1]),
					 .deflated = TRUE};
	}
	return zip_make(members, n);
}

static inline GPtrArray *
ofd_read_parts(const char *const *parts)
{
	g_autoptr(GByteArray) zip = ofd_make(parts);
	return reader_read(OFD_NAME, zip->data, zip->len, NULL);
}

/* One page, `content` the whole of its part; common data and what follows the pages may be "". */
static inline GPtrArray *
ofd_read_page(const char *content)
{
	const char *const parts[] = {"OFD.xml",
				     OFD_ROOT,
				     "Doc_0/Document.xml",
				     OFD_DOCUMENT("", OFD_ONE_PAGE, ""),
				     "Doc_0/Pages/Page_0/Content.xml",
				     content,
				     "Doc_0/Signs/Signatures.xml",
				     OFD_NO_SIGNATURES,
				     NULL};
	return ofd_read_parts(parts);
}

/* The same with these objects, until NULL, on its one layer. */
static inline GPtrArray *
ofd_read_objects(const char *first, ...)
{
	g_autoptr(GString) content =
		g_string_new("<ofd:Page " OFD_SPACE "><ofd:Content><ofd:Layer>");
	va_list objects;

	va_start(objects, first);
	for (const char *object = first; object; object = va_arg(objects, const char *))
		g_string_append(content, object);
	va_end(objects);
	g_string_append(content, "</ofd:Layer></ofd:Content></ofd:Page>");
	return ofd_read_page(content->str);
}

static inline const VetContent *
ofd_content(const GPtrArray *documents)
{
	return reader_find(documents, OFD_NAME)->content;
}

static inline const VetPage *
ofd_page(const GPtrArray *documents, guint number)
{
	const VetContent *content = ofd_content(documents);
	g_assert_cmpuint(content->pages->len, >=, number);
	return content->pages->pdata[number - 1];
}

/* Of lines of that role on the page, joined by "|".  Caller frees. */
static inline char *
ofd_lines(const VetPage *page, VetLineRole role)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		if (line->role == role)
			g_string_append_printf(text, "%s%s", text->len > 0 ? "|" : "", line->text);
	}
	return g_string_free(text, FALSE);
}

static inline void
ofd_assert_lines(const GPtrArray *documents, guint page, VetLineRole role, const char *lines)
{
	g_autofree char *found = ofd_lines(ofd_page(documents, page), role);
	g_assert_cmpstr(found, ==, lines);
}

/* A warning that has that in it is there. */
static inline void
ofd_assert_warning(const GPtrArray *documents, const char *part)
{
	const VetContent *content = ofd_content(documents);
	for (guint i = 0; i < content->warnings->len; i++)
		if (strstr(content->warnings->pdata[i], part))
			return;
	g_error("no warning of \"%s\" among %u", part, content->warnings->len);
}
