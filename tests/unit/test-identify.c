/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/identify.h"

#include <string.h>

#include "lib/junk.h"
#include "tests/unit/zip-maker.h"

static void
append_le(GByteArray *bytes, guint32 number, guint size)
{
	for (guint i = 0; i < size; i++) {
		guint8 byte = number >> (8 * i);
		g_byte_array_append(bytes, &byte, 1);
	}
}

static void
append_text(GByteArray *bytes, const char *text)
{
	g_byte_array_append(bytes, (const guint8 *)text, strlen(text));
}

/* A zip of empty, stored entries with these names. */
static GByteArray *
make_zip(const char *const *names)
{
	GByteArray *zip = g_byte_array_new();
	g_autoptr(GByteArray) directory = g_byte_array_new();
	guint n = g_strv_length((char **)names);

	for (guint i = 0; i < n; i++) {
		guint32 offset = zip->len, length = strlen(names[i]);
		append_text(zip, "PK\3\4");
		append_le(zip, 10, 2);
		for (guint j = 0; j < 5; j++)
			append_le(zip, 0, 4);
		append_le(zip, length, 2);
		append_le(zip, 0, 2);
		append_text(zip, names[i]);
		append_text(directory, "PK\1\2");
		for (guint j = 0; j < 6; j++)
			append_le(directory, 0, 4);
		append_le(directory, length, 2);
		for (guint j = 0; j < 6; j++)
			append_le(directory, 0, 2);
		append_le(directory, offset, 4);
		append_text(directory, names[i]);
	}
	guint32 start = zip->len;
	g_byte_array_append(zip, directory->data, directory->len);
	append_text(zip, "PK\5\6");
	append_le(zip, 0, 4);
	append_le(zip, n, 2);
	append_le(zip, n, 2);
	append_le(zip, directory->len, 4);
	append_le(zip, start, 4);
	append_le(zip, 0, 2);
	return zip;
}

static VetIdentifier *
new_identifier(void)
{
	g_autoptr(GError) error = NULL;
	VetIdentifier *identifier = vet_identifier_new(&error);
	g_assert_no_error(error);
	return identifier;
}

#define OOXML "application/vnd.openxmlformats-officedocument."

typedef struct {
	const char *names[5];
	const char *media_type;
} ZipCase;

static const ZipCase zip_cases[] = {
	{{"a.txt", "b/c.pdf"}, "application/zip"},
	{{"word/document.xml"}, "application/zip"},
	{{"[Content_Types].xml", "_rels/.rels", "word/document.xml"},
	 OOXML "wordprocessingml.document"},
	{{"docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"},
	 OOXML "spreadsheetml.sheet"},
	{{"ppt/presentation.xml", "[Content_Types].xml"}, OOXML "presentationml.presentation"},
	{{"Doc_0/Document.xml", "OFD.xml"}, "application/ofd"},
	{{"Doc_0/Document.xml", "./ofd.XML"}, "application/ofd"},
	{{"/OFD.xml"}, "application/ofd"},
	{{"folder/OFD.xml"}, "application/zip"},
	{{".OFD.xml"}, "application/zip"},
	{{"content.xml", "META-INF/manifest.xml"}, "application/vnd.oasis.opendocument"},
};

static void
test_zips(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (gsize i = 0; i < G_N_ELEMENTS(zip_cases); i++) {
		g_autoptr(GByteArray) zip = make_zip(zip_cases[i].names);
		g_autofree char *type = vet_identifier_identify(identifier, zip->data, zip->len);
		g_assert_cmpstr(type, ==, zip_cases[i].media_type);
	}
}

typedef struct {
	const char *bytes;
	const char *media_type;
} ByteCase;

static const ByteCase byte_cases[] = {
	{"", "application/x-empty"},
	{"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", "application/pdf"},
	{"\n\n  \n%PDF-1.4\nmore", "application/pdf"},
	{"%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n",
	 "application/pdf"},
	{"1 0 obj\n<<>>\nendobj\ntrailer<<>>\nstartxref\n9\n", "text/plain"},
	{"A PDF ends with startxref and %%EOF.\n", "text/plain"},
	{"{\"name\": \"value\"}", "application/json"},
	{"项目申报书\n参赛单位：某公司\n", "text/plain"},
	/* 中文文本 in GB18030 */
	{"\xD6\xD0\xCE\xC4\xCE\xC4\xB1\xBE\xD6\xD0\xCE\xC4\xCE\xC4\xB1\xBE\n", "text/plain"},
	{"GIF89a\1\1\1\1", "image/gif"},
	{"\n <h1>a</h1>\n<p>b", "text/html"},
	{"<!DOCTYPE html><p>b", "text/html"},
	{"<a1 b=\"c\">d</a1>\n", "text/xml"},
	{"<?xml version=\"1.0\"?><a/>", "text/xml"},
	{"a < b and b > c", "text/plain"},
	{"<someone> said this", "text/plain"},
	{"{\\rtf1\\ansi text}", "text/rtf"},
	{"<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:o\" "
	 "office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.text\"/>",
	 "application/vnd.oasis.opendocument.text-flat-xml"},
	{"<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:o\" "
	 "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"/>",
	 "application/vnd.oasis.opendocument.spreadsheet-flat-xml"},
	{"<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:o\" "
	 "office:mimetype=\"a/b\"/>",
	 "text/xml"},
};

static void
test_bytes(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (gsize i = 0; i < G_N_ELEMENTS(byte_cases); i++) {
		const char *bytes = byte_cases[i].bytes;
		g_autofree char *type =
			vet_identifier_identify(identifier, (const guint8 *)bytes, strlen(bytes));
		g_assert_cmpstr(type, ==, byte_cases[i].media_type);
	}
}

/* What libmagic calls data, for it has no mark or a brand of its own. */
static void
test_data(void)
{
	static const struct {
		const char *bytes;
		gsize length;
		const char *media_type;
	} cases[] = {
		/* 项目\n in UTF-16, both ways, and one byte short */
		{"\x79\x98\xee\x76\x0a\0", 6, "text/plain"},
		{"\x98\x79\x76\xee\0\x0a", 6, "text/plain"},
		{"\x79\x98\xee\x76\x0a\0\x01", 7, "application/octet-stream"},
		{"\xff\xfe<\0p\0>\0-N", 10, "text/html"},
		{"\0\0\0\x14"
		 "ftypzzzz\0\0\2\0zzzz\0\0\0\x8wide",
		 28, "video/mp4"},
		{"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, "application/octet-stream"},
		{"\x01\x02\xfe\x80\x13", 5, "application/octet-stream"},
	};
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree guint8 *copy = g_memdup2(cases[i].bytes, cases[i].length);
		g_autofree char *type = vet_identifier_identify(identifier, copy, cases[i].length);
		g_assert_cmpstr(type, ==, cases[i].media_type);
	}
}

/* The first character of 项目 is a jump in a program for DOS, once the file is as long as that. */
static void
test_long_text(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();
	g_autoptr(GString) text = g_string_new("项目名称：");

	for (guint i = 0; i < 8000; i++)
		g_string_append(text, "智能平台");
	const guint8 *data = (const guint8 *)text->str;
	for (guint cut = 0; cut < 3; cut++) {
		g_autofree char *type = vet_identifier_identify(identifier, data, text->len - cut);
		g_assert_cmpstr(type, ==, "text/plain");
	}
	text->str[1000] = '\1';
	g_autofree char *type = vet_identifier_identify(identifier, data, text->len);
	g_assert_cmpstr(type, !=, "text/plain");
}

/* Mails, whichever header is first and whatever they carry; and texts that only begin like one. */
static void
test_mails(void)
{
	static const struct {
		const char *text, *media_type;
	} cases[] = {
		{"Subject: x\r\nFrom: a@b.c\r\nTo: d@e.f\r\nContent-Type: text/html\r\n\r\n<html>",
		 "message/rfc822"},
		{"X-Spam: no\nMIME-Version: 1.0\nFrom: a@b.c\n\nbody\n", "message/rfc822"},
		{"DKIM-Signature: v=1;\n\tb=x\nReceived: from x\n by y\nFrom: a@b.c\n\n",
		 "message/rfc822"},
		{"From a@b.c Mon Jan  1 00:00:00 2024\nFrom: a@b.c\nTo: d@e.f\nDate: x\n\nbody\n",
		 "application/mbox"},
		{"To: the board\nSubject: minutes\n\nWe met.\n", "text/plain"},
		{"Name: x\nDate: 2025-07-01\nCity: y\n\nbody\n", "text/plain"},
		{"From a to b it is far.\nThat is all.\n", "text/plain"},
	};
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const guint8 *text = (const guint8 *)cases[i].text;
		g_autofree char *type =
			vet_identifier_identify(identifier, text, strlen(cases[i].text));
		g_assert_cmpstr(type, ==, cases[i].media_type);
	}
}

/* The last of the pieces that a zip was cut into ends like one. */
static void
test_zip_tail(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();
	g_autoptr(GByteArray) zip = make_zip(zip_cases[2].names);
	g_autofree char *tail = vet_identifier_identify(identifier, zip->data + 9, zip->len - 9);
	g_assert_cmpstr(tail, ==, "application/zip");
	g_autofree char *cut = vet_identifier_identify(identifier, zip->data + 9, zip->len - 10);
	g_assert_cmpstr(cut, ==, "application/octet-stream");
}

/* A package whose [Content_Types].xml names this type for its main part, in folders of these names. */
static GByteArray *
make_package(const char *content_type, const char *folder, gboolean deflated)
{
	g_autofree char *types = g_strdup_printf(
		"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
		"<Default Extension='xml' ContentType='application/xml'/><Override "
		"PartName='/%s/main.xml' ContentType='application/vnd.%s'/></Types>",
		folder, content_type);
	g_autofree char *part = g_strconcat(folder, "/main.xml", NULL);
	const ZipMember members[] = {
		{.name = part, .data = "<x/>", .size = 4},
		{.name = "[Content_Types].xml",
		 .data = types,
		 .size = strlen(types),
		 .deflated = deflated},
	};
	return zip_make(members, G_N_ELEMENTS(members));
}

/* The types decide, whatever the folders are called; where they say nothing the folders do. */
static void
test_packages(void)
{
	static const struct {
		const char *content_type, *folder, *media_type;
	} cases[] = {
		{"openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "content",
		 OOXML "spreadsheetml.sheet"},
		{"ms-excel.sheet.macroEnabled.main+xml", "word", OOXML "spreadsheetml.sheet"},
		{"openxmlformats-officedocument.wordprocessingml.document.main+xml", "a",
		 OOXML "wordprocessingml.document"},
		{"openxmlformats-officedocument.presentationml.slideshow.main+xml", "xl",
		 OOXML "presentationml.presentation"},
		{"openxmlformats-officedocument.spreadsheetml.sheet.main+xml2", "ppt",
		 OOXML "presentationml.presentation"},
	};
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (gsize i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
		g_autoptr(GByteArray) zip =
			make_package(cases[i / 2].content_type, cases[i / 2].folder, i % 2 == 0);
		g_autofree char *type = vet_identifier_identify(identifier, zip->data, zip->len);
		g_assert_cmpstr(type, ==, cases[i / 2].media_type);
	}
}

/* Types that unpack to very much are read as far as the bound; what is beyond is not known. */
static void
test_large_types(void)
{
	gsize size = 64 * 1024 * 1024;
	g_autofree char *types = g_malloc(size);
	memset(types, ' ', size);
	const ZipMember members[] = {
		{.name = "[Content_Types].xml", .data = types, .size = size, .deflated = TRUE},
		{.name = "xl/workbook.xml", .data = "<x/>", .size = 4},
	};
	g_autoptr(VetIdentifier) identifier = new_identifier();
	g_autoptr(GByteArray) zip = zip_make(members, G_N_ELEMENTS(members));
	g_autofree char *type = vet_identifier_identify(identifier, zip->data, zip->len);
	g_assert_cmpstr(type, ==, OOXML "spreadsheetml.sheet");
}

/* Damage in a package is no reason to read beyond it. */
static void
test_package_noise(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (guint round = 0; round < 400; round++) {
		g_autoptr(GByteArray) zip =
			make_package("openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
				     "a", round % 2 == 0);
		for (guint i = 0; i < 4; i++)
			zip->data[g_test_rand_int_range(0, zip->len)] =
				g_test_rand_int_range(0, 256);
		g_autofree guint8 *copy = g_memdup2(zip->data, zip->len);
		g_autofree char *type = vet_identifier_identify(identifier, copy, zip->len);
		g_assert_nonnull(type);
	}
}

/* Damaged and cut directories lead nowhere, but not astray. */
static void
test_noise(void)
{
	g_autoptr(VetIdentifier) identifier = new_identifier();

	for (guint round = 0; round < 300; round++) {
		g_autoptr(GByteArray) zip = make_zip(zip_cases[2].names);
		for (guint i = 0; i < 6; i++)
			zip->data[g_test_rand_int_range(0, zip->len)] =
				g_test_rand_int_range(0, 256);
		gsize start = g_test_rand_int_range(0, 8);
		gsize length = g_test_rand_int_range(0, zip->len - start);
		/* a copy of its own size, so that a sanitizer sees a step beyond it */
		g_autofree guint8 *copy = g_memdup2(zip->data + start, length);
		g_autofree char *type = vet_identifier_identify(identifier, copy, length);
		g_assert_nonnull(type);
	}
}

typedef struct {
	const char *name, *media_type;
	gboolean lying;
} NameCase;

static void
test_names(void)
{
	static const NameCase cases[] = {
		{"a.pdf", "application/pdf", FALSE},
		{"a.PDF", "application/pdf", FALSE},
		{"a.pdf", "application/zip", TRUE},
		{"a.pdf", "application/octet-stream", FALSE},
		{"a.pdf", "application/x-empty", FALSE},
		{"a.docx", "application/encrypted", FALSE},
		{"a.docx", "application/pdf", TRUE},
		{"a.doc", "text/rtf", FALSE},
		{"a.csv", "text/plain", FALSE},
		{"a.wps", "application/msword", FALSE},
		{"a.wps", "application/vnd.ms-works", FALSE},
		{"a.wps", "application/vnd.ms-excel", TRUE},
		{"a.odt", "application/vnd.oasis.opendocument.text-flat-xml", FALSE},
		{"a.odt", "application/vnd.oasis.opendocument.spreadsheet", TRUE},
		{"a.jpg", "image/png", TRUE},
		{"a.unknown", "application/pdf", FALSE},
		{"no extension", "application/pdf", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(vet_name_is_lying(cases[i].name, cases[i].media_type), ==,
				cases[i].lying);
}

static void
test_junk(void)
{
	static const char *const junk[] = {"__MACOSX/a.pdf", "a/.DS_Store", "a/~$申报书.docx",
					   "Thumbs.db",      "THUMBS.DB",   "a/b/desktop.ini",
					   "a.pdf.part",     "._a.pdf",     ".~lock.a.docx#"};
	static const char *const papers[] = {"a.pdf",         "MACOSX/a.pdf", "~a.docx",
					     "thumbs.db.pdf", "part",         "a.parts"};

	for (gsize i = 0; i < G_N_ELEMENTS(junk); i++)
		g_assert_true(vet_junk_name(junk[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(papers); i++)
		g_assert_false(vet_junk_name(papers[i]));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/identify/zips", test_zips);
	g_test_add_func("/identify/packages", test_packages);
	g_test_add_func("/identify/large-types", test_large_types);
	g_test_add_func("/identify/package-noise", test_package_noise);
	g_test_add_func("/identify/bytes", test_bytes);
	g_test_add_func("/identify/data", test_data);
	g_test_add_func("/identify/long-text", test_long_text);
	g_test_add_func("/identify/mails", test_mails);
	g_test_add_func("/identify/zip-tail", test_zip_tail);
	g_test_add_func("/identify/noise", test_noise);
	g_test_add_func("/identify/names", test_names);
	g_test_add_func("/identify/junk", test_junk);
	return g_test_run();
}
