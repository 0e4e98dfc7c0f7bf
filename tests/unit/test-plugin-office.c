/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents that LibreOffice converts, through the real pool and both sandboxes. */

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "daemon/scratch.h"
#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define SOFFICE "/usr/lib/libreoffice/program/soffice.bin"
#define NAMESPACES                                                                                 \
	"xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                       \
	"xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                           \
	"xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                         \
	"xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "                        \
	"xmlns:presentation=\"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0\" "           \
	"xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "                  \
	"xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\" "                       \
	"xmlns:ooo=\"http://openoffice.org/2004/office\" "                                         \
	"xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.3\" "
#define FLAT(kind, head, body)                                                                     \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document " NAMESPACES                 \
	"office:mimetype=\"application/vnd.oasis.opendocument." kind "\">" head                    \
	"<office:body>" body "</office:body></office:document>\n"

/* where this test's converters have their folders */
static char *scratch;

static gboolean
is_installed(void)
{
	if (g_file_test(SOFFICE, G_FILE_TEST_EXISTS))
		return TRUE;
	g_test_skip("LibreOffice is not installed");
	return FALSE;
}

static GPtrArray *
read_text(const char *name, const char *text)
{
	return reader_read(name, text, strlen(text), NULL);
}

static gboolean
has_line(const VetDocument *document, const char *part)
{
	g_autofree char *text = vet_content_text(document->content);
	return strstr(text, part) != NULL;
}

static guint
count_left(void)
{
	g_autoptr(GDir) dir = g_dir_open(scratch, 0, NULL);
	guint n = 0;

	while (g_dir_read_name(dir))
		n++;
	return n;
}

/* Processes that were started with a path in our folder, as LibreOffice is. */
static guint
count_programs(void)
{
	g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
	guint n = 0;

	for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
		g_autofree char *path = g_build_filename("/proc", name, "cmdline", NULL);
		g_autofree char *words = NULL;
		gsize length = 0;
		if (g_ascii_isdigit(*name) && g_file_get_contents(path, &words, &length, NULL))
			n += length > 0 && memmem(words, length, scratch, strlen(scratch)) != NULL;
	}
	return n;
}

/* --- formats --- */

#define RTF_TEXT                                                                                   \
	"{\\rtf1\\ansi\\ansicpg936{\\info{\\title A form}{\\author Li}}"                           \
	"\\u39033?\\u30446?\\u21517?\\u31216?: Reader\\par Second line\\par}"

static void
test_rtf(void)
{
	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents = read_text("form.doc", RTF_TEXT);
	const VetDocument *document = reader_find(documents, "form.doc");
	reader_assert_status(documents, "form.doc", "ok");
	g_assert_cmpstr(document->media_type, ==, "text/rtf");
	g_assert_cmpstr(document->extractor, ==, "office+pdf");
	g_assert_cmpuint(strlen(document->extractor_build), ==, 64 + 1 + 64);
	g_assert_false(document->lying_name);
	g_assert_cmpuint(document->size, ==, strlen(RTF_TEXT));
	reader_assert_text(documents, "form.doc", "项目名称: Reader\nSecond line");
	const VetPage *page = document->content->pages->pdata[0];
	const VetLine *line = page->lines->pdata[0];
	g_assert_cmpfloat(page->width, >, 500);
	g_assert_false(vet_box_is_empty(line->box));
	GHashTable *metadata = document->content->metadata;
	g_assert_cmpstr(g_hash_table_lookup(metadata, "title"), ==, "A form");
	/* the moment of the conversion is no date of the document's */
	g_assert_null(g_hash_table_lookup(metadata, "created"));
	g_assert_null(g_hash_table_lookup(metadata, "producer"));
}

static void
test_text(void)
{
	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents = read_text(
		"a.odt", FLAT("text", "", "<office:text><text:p>申报单位</text:p></office:text>"));
	reader_assert_status(documents, "a.odt", "ok");
	reader_assert_text(documents, "a.odt", "申报单位");
}

#define SLIDE(more)                                                                                \
	FLAT("presentation", "",                                                                   \
	     "<office:presentation><draw:page draw:name=\"one\"><draw:frame "                      \
	     "svg:width=\"10cm\" svg:height=\"3cm\" svg:x=\"1cm\" svg:y=\"1cm\">"                  \
	     "<draw:text-box><text:p>Slide one</text:p></draw:text-box></draw:frame>" more         \
	     "</draw:page></office:presentation>")
#define NOTES(text)                                                                                \
	"<presentation:notes><draw:frame presentation:class=\"notes\" svg:width=\"10cm\" "         \
	"svg:height=\"3cm\" svg:x=\"1cm\" svg:y=\"15cm\"><draw:text-box>" text                     \
	"</draw:text-box></draw:frame></presentation:notes>"

static void
assert_slide(const char *text, guint n_pages, gboolean has_notes)
{
	g_autoptr(GPtrArray) documents = read_text("a.odp", text);
	const VetDocument *document = reader_find(documents, "a.odp");
	reader_assert_status(documents, "a.odp", "ok");
	g_assert_true(has_line(document, "Slide one"));
	g_assert_cmpint(has_line(document, "Say this"), ==, has_notes);
	g_assert_cmpuint(document->content->pages->len, ==, n_pages);
}

/* A page of notes only where somebody wrote some: it repeats the slide. */
static void
test_slides(void)
{
	if (!is_installed())
		return;
	assert_slide(SLIDE(""), 1, FALSE);
	assert_slide(SLIDE(NOTES("<text:p/>")), 1, FALSE);
	assert_slide(SLIDE(NOTES("<text:p>Say this</text:p>")), 2, TRUE);
}

#define SHEET                                                                                      \
	FLAT("spreadsheet", "",                                                                    \
	     "<office:spreadsheet><table:table table:name=\"s\"><table:table-row>"                 \
	     "<table:table-cell office:value-type=\"string\"><text:p>cell</text:p>"                \
	     "</table:table-cell></table:table-row></table:table></office:spreadsheet>")

/* A sheet becomes a workbook; without a plugin for those, that is what is said. */
static void
test_sheet(void)
{
	if (!is_installed())
		return;
	g_autofree char *plugin = reader_build_file("plugins/office.so");
	const char *const plugins[] = {plugin, NULL};
	g_autoptr(GPtrArray) documents =
		reader_read_with(plugins, "a.ods", SHEET, strlen(SHEET), NULL);
	const VetDocument *document = reader_find(documents, "a.ods");
	reader_assert_status(documents, "a.ods", "unsupported");
	g_assert_nonnull(strstr(document->reason, "spreadsheetml.sheet"));
	g_assert_cmpstr(document->media_type, ==,
			"application/vnd.oasis.opendocument.spreadsheet-flat-xml");
}

/* --- compound files --- */

#define SECTOR 512
#define STREAM_SECTORS 8

static void
put16(guint8 *at, guint16 number)
{
	at[0] = (guint8)number;
	at[1] = (guint8)(number >> 8);
}

static void
put32(guint8 *at, guint32 number)
{
	put16(at, (guint16)number);
	put16(at + 2, (guint16)(number >> 16));
}

#define NONE 0xFFFFFFFF

/* An entry of the directory; a stream has 4 KiB that begin with these bytes. */
typedef struct {
	const char *name;
	const guint8 *data; /* NULL: a folder */
	gsize length;
	guint32 next, child; /* entries, from 1; NONE */
} Entry;

static void
put_header(guint8 *at)
{
	memcpy(at, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	put16(at + 24, 0x3E);
	put16(at + 26, 3);
	put16(at + 28, 0xFFFE);
	put16(at + 30, 9);
	put16(at + 32, 6);
	put32(at + 44, 1);
	put32(at + 48, 1);
	put32(at + 56, 4096);
	put32(at + 60, 0xFFFFFFFE);
	put32(at + 68, 0xFFFFFFFE);
	memset(at + 76, 0xFF, SECTOR - 76);
	put32(at + 76, 0);
}

static void
put_entry(guint8 *at, const Entry *entry, guint32 first)
{
	for (gsize i = 0; entry->name[i]; i++)
		put16(at + i * 2, (guint8)entry->name[i]);
	put16(at + 64, (guint16)((strlen(entry->name) + 1) * 2));
	at[66] = entry->data ? 2 : 1;
	put32(at + 68, NONE);
	put32(at + 72, entry->next);
	put32(at + 76, entry->child);
	put32(at + 116, entry->data ? first : 0xFFFFFFFE);
	put32(at + 120, entry->data ? SECTOR * STREAM_SECTORS : 0);
}

/* The header, a sector of the table, two of the directory, and what streams there are. */
static GByteArray *
make_compound_of(const Entry *entries, guint n)
{
	const Entry root = {"Root Entry", NULL, 0, NONE, 1};
	GByteArray *file = g_byte_array_new();
	guint32 first = 3;

	g_byte_array_set_size(file, SECTOR * (4 + STREAM_SECTORS * n));
	memset(file->data, 0, file->len);
	put_header(file->data);
	guint8 *fat = file->data + SECTOR, *directory = file->data + SECTOR * 2;
	memset(fat, 0xFF, SECTOR);
	put32(fat, 0xFFFFFFFD);
	put32(fat + 4, 2);
	put32(fat + 8, 0xFFFFFFFE);
	put_entry(directory, &root, 0);
	directory[66] = 5;
	for (guint i = 0; i < n; i++) {
		put_entry(directory + (gsize)(i + 1) * 128, &entries[i], first);
		if (!entries[i].data)
			continue;
		for (guint32 j = 0; j < STREAM_SECTORS; j++)
			put32(fat + (gsize)(first + j) * 4,
			      j + 1 < STREAM_SECTORS ? first + j + 1 : 0xFFFFFFFE);
		memcpy(file->data + (gsize)SECTOR * (first + 1), entries[i].data,
		       entries[i].length);
		first += STREAM_SECTORS;
	}
	return file;
}

static GByteArray *
make_compound(const char *name, const guint8 *data, gsize length)
{
	const Entry entry = {name, data, length, NONE, NONE};
	return make_compound_of(&entry, 1);
}

static void
assert_compound(const char *stream, const guint8 *data, gsize length, const char *media_type,
		const char *status)
{
	g_autoptr(GByteArray) file = make_compound(stream, data, length);
	g_autoptr(GPtrArray) documents = reader_read("a.wps", file->data, file->len, NULL);
	reader_assert_status(documents, "a.wps", status);
	g_assert_cmpstr(reader_find(documents, "a.wps")->media_type, ==, media_type);
}

static void
test_locked(void)
{
	static const guint8 word[] = {0xEC, 0xA5, 0xC1, 0, 9, 4, 4, 8, 0, 0, 0x00, 0x01};
	/* beginning, then the record of the password */
	static const guint8 workbook[] = {0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2F, 0, 4, 0,
					  1,    0,    1, 0, 0, 0, 0, 0, 0x0A, 0, 0, 0};

	if (!is_installed())
		return;
	assert_compound("WordDocument", word, sizeof word, "application/msword", "encrypted");
	assert_compound("Workbook", workbook, sizeof workbook, "application/vnd.ms-excel",
			"encrypted");
}

static void
test_locked_package(void)
{
	static const char manifest[] =
		"<manifest:manifest xmlns:manifest=\"urn:m\"><manifest:file-entry>"
		"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
	static const char mimetype[] = "application/vnd.oasis.opendocument.text";
	const ZipMember entries[] = {
		{.name = "mimetype", .data = mimetype, .size = sizeof mimetype - 1},
		{.name = "content.xml", .data = "x", .size = 1},
		{.name = "META-INF/manifest.xml", .data = manifest, .size = sizeof manifest - 1},
	};

	if (!is_installed())
		return;
	g_autoptr(GByteArray) zip = zip_make(entries, G_N_ELEMENTS(entries));
	g_autoptr(GPtrArray) documents = reader_read("a.odt", zip->data, zip->len, NULL);
	reader_assert_status(documents, "a.odt", "encrypted");
}

/* Its name and its first bytes promise a document of Word; there is nothing behind. */
static void
test_damaged(void)
{
	static const guint8 word[] = {0xEC, 0xA5, 0xC1, 0, 9, 4, 0, 0, 0, 0, 0, 0};

	if (!is_installed())
		return;
	assert_compound("WordDocument", word, sizeof word, "application/msword", "corrupt");
}

/* Cut within a group, within a control word and within binary data: what is there is read. */
static void
test_cut_rtf(void)
{
	static const char *const texts[] = {
		"{\\rtf1\\ansi first\\par second",
		"{\\rtf1\\ansi first\\par second\\pa",
		"{\\rtf1\\ansi first\\par second {\\*\\unknown \\bin900 }}}",
		"{\\rtf1\\ansi first\\par second \\{ {\\b",
	};

	if (!is_installed())
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) documents = read_text("a.rtf", texts[i]);
		const VetDocument *document = reader_find(documents, "a.rtf");
		reader_assert_status(documents, "a.rtf", "partial");
		g_assert_nonnull(strstr(document->reason, "cut short"));
		g_assert_true(has_line(document, "first"));
		g_assert_true(has_line(document, "second"));
	}
}

/* Compound files that are no documents of LibreOffice's: each is told what it is. */
static void
test_other_compounds(void)
{
	static const guint8 nothing[] = {0};

	if (!is_installed())
		return;
	assert_compound("VisioDocument", nothing, sizeof nothing, "application/x-ole-storage",
			"unsupported");
	assert_compound("EncryptedPackage", nothing, sizeof nothing, "application/encrypted",
			"encrypted");
	g_autoptr(GByteArray) file = make_compound("Workbook", nothing, sizeof nothing);
	g_autoptr(GPtrArray) documents = reader_read("a.xls", file->data, SECTOR * 2, NULL);
	reader_assert_status(documents, "a.xls", "corrupt");
	g_assert_nonnull(strstr(reader_find(documents, "a.xls")->reason, "cut short"));
}

/* As Windows packs a file of eight bytes; its name is in GBK. */
static const char package[] = "\x30\0\0\0\2\0"
			      "C:\\\xB2\xC4\xC1\xCF.txt\0"
			      "C:\\a.txt\0"
			      "\0\0\3\0\x09\0\0\0C:\\t.txt\0"
			      "\x08\0\0\0"
			      "embedded";

/* What docx, xlsx and pptx keep of a file that was packed into them: an OLE file around it. */
static void
test_wrapped(void)
{
	if (!is_installed())
		return;
	g_autoptr(GByteArray) file =
		make_compound("\001Ole10Native", (const guint8 *)package, sizeof package);
	g_autoptr(GPtrArray) documents = reader_read("oleObject1.bin", file->data, file->len, NULL);
	reader_assert_status(documents, "oleObject1.bin", "ok");
	reader_assert_text(documents, "oleObject1.bin/材料.txt", "embedded");
	g_assert_cmpuint(documents->len, ==, 2);
	/* damaged: nothing came of it, and that is said */
	g_autoptr(GByteArray) none = make_compound("Package", (const guint8 *)"", 0);
	put32(none->data + SECTOR * 2 + 128 + 120, 1 << 30);
	g_autoptr(GPtrArray) others = reader_read("oleObject1.bin", none->data, none->len, NULL);
	g_assert_cmpint(reader_find(others, "oleObject1.bin")->status, !=, VET_STATUS_OK);
}

/* A file that was packed into a document, a document within it, and a formula, which is a picture. */
static void
test_objects(void)
{
	static const guint8 word[] = {0xEC, 0xA5, 0xC1, 0, 9, 4, 0, 0, 0, 0, 0, 0};
	static const guint8 locked[] = {0xEC, 0xA5, 0xC1, 0, 9, 4, 0, 0, 0, 0, 0x00, 0x01};
	const Entry entries[] = {
		{"WordDocument", word, sizeof word, 2, NONE},
		{"ObjectPool", NULL, 0, NONE, 3},
		{"_1", NULL, 0, 5, 4},
		{"\001Ole10Native", (const guint8 *)package, sizeof package, NONE, NONE},
		{"_2", NULL, 0, NONE, 6},
		{"WordDocument", locked, sizeof locked, NONE, NONE},
	};

	if (!is_installed())
		return;
	g_autoptr(GByteArray) file = make_compound_of(entries, G_N_ELEMENTS(entries));
	g_autoptr(GPtrArray) documents = reader_read("a.doc", file->data, file->len, NULL);
	reader_assert_status(documents, "a.doc/材料.txt", "ok");
	reader_assert_text(documents, "a.doc/材料.txt", "embedded");
	/* made into a file of its own, in which its lock is found */
	reader_assert_status(documents, "a.doc/object-2.doc", "encrypted");
	g_assert_cmpuint(documents->len, ==, 3);
}

/* The same in RTF, in hexadecimal; what is cut short is said. */
static void
test_rtf_objects(void)
{
	static const char text[] =
		"{\\rtf1\\ansi before {\\object\\objemb{\\*\\objdata 0105000002000000\n"
		"08000000 5061636b61676500 00000000 00000000 29000000\n"
		"0200 6e6f74652e74787400 433a5c6100 00000300 05000000 433a5c6200 04000000 "
		"74657874 00000000}}\n"
		"{\\object\\objemb{\\*\\objdata 0105000002000000 08000000 5061636b61676500 "
		"00000000 00000000 08000000 0200616161616161}} after}";

	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents = read_text("a.rtf", text);
	reader_assert_status(documents, "a.rtf", "partial");
	g_assert_nonnull(strstr(reader_find(documents, "a.rtf")->reason, "embedded object 2"));
	reader_assert_text(documents, "a.rtf/note.txt", "text");
	g_assert_cmpuint(documents->len, ==, 2);
}

/* Damage anywhere leads to some outcome, never out of the table. */
static void
test_noise(void)
{
	static const guint8 word[] = {0xEC, 0xA5, 0xC1, 0, 9, 4, 0, 0, 0, 0, 0x00, 0x01};
	guint locked = 0;

	if (!is_installed())
		return;
	for (guint round = 0; round < 12; round++) {
		g_autoptr(GByteArray) file = make_compound("WordDocument", word, sizeof word);
		for (guint i = 0; i < 4; i++)
			file->data[g_test_rand_int_range(24, SECTOR * 2 + 256)] =
				(guint8)g_test_rand_int_range(0, 256);
		g_autoptr(GPtrArray) documents = reader_read("a.doc", file->data, file->len, NULL);
		VetDocumentStatus status = reader_find(documents, "a.doc")->status;
		g_assert_true(status != VET_STATUS_OK && status != VET_STATUS_CRASHED);
		locked += status == VET_STATUS_ENCRYPTED;
	}
	g_assert_cmpuint(locked, >, 0);
}

/* --- malice --- */

#define MACRO                                                                                      \
	"<office:scripts><office:script script:language=\"ooo:Basic\"><ooo:libraries>"             \
	"<ooo:library-embedded ooo:name=\"Standard\"><ooo:module ooo:name=\"M\">"                  \
	"<ooo:source-code>Sub Main\nThisComponent.Text.String = \"MACRO RAN\"\nEnd Sub"            \
	"</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>"   \
	"<office:event-listeners><script:event-listener script:language=\"ooo:script\" "           \
	"script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:Standard.M.Main?"         \
	"language=Basic&amp;location=document\" xlink:type=\"simple\"/></office:event-listeners>"  \
	"</office:scripts>"

static void
test_macro(void)
{
	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents =
		read_text("a.odt", FLAT("text", MACRO,
					"<office:text><text:p>as written</text:p></office:text>"));
	reader_assert_text(documents, "a.odt", "as written");
}

/* A section, a picture and a field that are to be fetched from the machine that reads. */
static void
test_links(void)
{
	static const char body[] =
		FLAT("text", "",
		     "<office:text><text:p>before</text:p>"
		     "<text:section text:name=\"s\"><text:section-source "
		     "xlink:href=\"file:///etc/passwd\" text:filter-name=\"Text\"/>"
		     "<text:p>old</text:p></text:section>"
		     "<text:section text:name=\"t\"><text:section-source "
		     "xlink:href=\"http://127.0.0.1:9/a.txt\" text:filter-name=\"Text\"/>"
		     "<text:p>older</text:p></text:section>"
		     "<text:p><draw:frame svg:width=\"2cm\" svg:height=\"2cm\"><draw:image "
		     "xlink:href=\"file:///usr/share/pixmaps/debian-logo.png\"/></draw:frame>"
		     "after</text:p></office:text>");

	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents = read_text("a.odt", body);
	const VetDocument *document = reader_find(documents, "a.odt");
	g_assert_true(has_line(document, "before"));
	g_assert_true(has_line(document, "after"));
	g_assert_false(has_line(document, "root:"));
}

/* What it is converted to is read in parts, and in one piece once these come to a cap. */
static void
test_many_pages(void)
{
	GString *text = g_string_new("{\\rtf1\\ansi this is page 1");
	VetLimits limits;

	for (guint i = 2; i <= 40; i++)
		g_string_append_printf(text, "\\page this is page %u", i);
	g_string_append(text, "}");
	g_autofree char *owned = g_string_free(text, FALSE);
	if (!is_installed())
		return;
	g_autoptr(GPtrArray) documents = read_text("long.rtf", owned);
	const VetDocument *document = reader_find(documents, "long.rtf");
	reader_assert_status(documents, "long.rtf", "ok");
	g_assert_cmpstr(document->extractor, ==, "office+pdf");
	g_assert_cmpuint(document->content->pages->len, ==, 40);
	for (guint i = 0; i < 40; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		const VetLine *line = page->lines->pdata[0];
		g_autofree char *expected = g_strdup_printf("this is page %u", i + 1);
		g_assert_cmpstr(line->text, ==, expected);
	}
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_TEXT_BYTES] = 20 * strlen("this is page 1");
	g_autoptr(GPtrArray) limited = reader_read("long.rtf", owned, strlen(owned), &limits);
	document = reader_find(limited, "long.rtf");
	reader_assert_status(limited, "long.rtf", "limit");
	g_assert_cmpstr(document->extractor, ==, "office+pdf");
	g_assert_cmpstr(document->media_type, ==, "text/rtf");
	g_assert_cmpuint(document->content->pages->len, ==, 20);
}

/* --- ends --- */

/* So long that it is not laid out within a second. */
static char *
make_long_rtf(gsize *ret_length)
{
	GString *text = g_string_new("{\\rtf1\\ansi ");

	for (guint i = 0; i < 60000; i++)
		g_string_append_printf(text, "Line %u of a very long document\\par\n", i);
	g_string_append(text, "}");
	*ret_length = text->len;
	return g_string_free(text, FALSE);
}

static void
test_deadline(void)
{
	VetLimits limits;
	gsize length;
	g_autofree char *text = make_long_rtf(&length);

	if (!is_installed())
		return;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_CONVERT_SECONDS] = 1;
	g_autoptr(GPtrArray) documents = reader_read("long.rtf", text, length, &limits);
	const VetDocument *document = reader_find(documents, "long.rtf");
	reader_assert_status(documents, "long.rtf", "timeout");
	g_assert_nonnull(strstr(document->reason, "limits.convert-seconds"));
	g_assert_cmpuint(count_programs(), ==, 0);
	g_assert_cmpuint(count_left(), ==, 0);
}

static void
await_programs(gboolean some)
{
	gint64 deadline = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;

	while ((count_programs() > 0) != some && g_get_monotonic_time() < deadline)
		g_usleep(1000);
	g_assert_true((count_programs() > 0) == some);
}

/* The process that holds the pool is killed while LibreOffice works: nothing of it stays. */
static void
test_killed(void)
{
	gsize length;
	g_autofree char *text = make_long_rtf(&length);
	g_autoptr(GError) error = NULL;

	if (!is_installed())
		return;
	pid_t pid = fork();
	if (pid == 0) {
		g_ptr_array_unref(reader_read("long.rtf", text, length, NULL));
		_exit(0);
	}
	await_programs(TRUE);
	g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
	g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
	await_programs(FALSE);
	/* its folder is known as left behind, and goes */
	g_assert_cmpuint(count_left(), ==, 1);
	VetScratch *next = vet_scratch_new(&error);
	g_assert_no_error(error);
	g_assert_cmpuint(count_left(), ==, 1);
	vet_scratch_free(next);
	g_assert_cmpuint(count_left(), ==, 0);
}

static void
test_nothing_left(void)
{
	g_assert_cmpstr(g_get_tmp_dir(), ==, scratch);
	g_assert_cmpuint(count_left(), ==, 0);
}

int
main(int argc, char **argv)
{
	/* before anybody asks GLib, which remembers what it was */
	scratch = g_mkdtemp(g_strdup("/tmp/vet-test-office-XXXXXX"));
	/* children of root become nobody and pass through it */
	g_assert_cmpint(chmod(scratch, 0711), ==, 0);
	g_setenv("TMPDIR", scratch, TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/office/rtf", test_rtf);
	g_test_add_func("/office/text", test_text);
	g_test_add_func("/office/slides", test_slides);
	g_test_add_func("/office/sheet", test_sheet);
	g_test_add_func("/office/locked", test_locked);
	g_test_add_func("/office/locked-package", test_locked_package);
	g_test_add_func("/office/damaged", test_damaged);
	g_test_add_func("/office/cut-rtf", test_cut_rtf);
	g_test_add_func("/office/other-compounds", test_other_compounds);
	g_test_add_func("/office/wrapped", test_wrapped);
	g_test_add_func("/office/objects", test_objects);
	g_test_add_func("/office/rtf-objects", test_rtf_objects);
	g_test_add_func("/office/noise", test_noise);
	g_test_add_func("/office/macro", test_macro);
	g_test_add_func("/office/links", test_links);
	g_test_add_func("/office/many-pages", test_many_pages);
	g_test_add_func("/office/deadline", test_deadline);
	g_test_add_func("/office/killed", test_killed);
	g_test_add_func("/office/nothing-left", test_nothing_left);
	int result = g_test_run();
	(void)!rmdir(scratch);
	g_free(scratch);
	return result;
}
