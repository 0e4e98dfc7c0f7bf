/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Zips that lie: to whom believes their directory, or to whom does not. */

#include <gio/gio.h>

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define MEMBER(n, text) .name = (n), .data = (text), .size = sizeof(text) - 1
#define END_SIZE 22

static void
assert_says(const GPtrArray *documents, const char *path, const char *words)
{
	const VetDocument *document = reader_find(documents, path);
	const GPtrArray *warnings = document->content->warnings;

	if (document->reason && strstr(document->reason, words))
		return;
	for (guint i = 0; i < warnings->len; i++)
		if (strstr(warnings->pdata[i], words))
			return;
	g_error("%s does not say \"%s\": %s", path, words, document->reason);
}

static GPtrArray *
read_members(const ZipMember *members, guint n)
{
	g_autoptr(GByteArray) zip = zip_make(members, n);
	return reader_read("a.zip", zip->data, zip->len, NULL);
}

/* What the local header says otherwise is said; the member is read as the directory says. */
static void
test_local_header(void)
{
	static const struct {
		ZipMember member;
		const char *words;
	} cases[] = {
		{{MEMBER("good.txt", "text"), .local_name = "evil.exe"}, "\"evil.exe\""},
		{{MEMBER("good.txt", "text"), .local_method = 8}, "method 0 here and 8 there"},
		{{MEMBER("good.txt", "text"), .local_crc_error = 7}, "check sum"},
		{{MEMBER("good.txt", "text"), .local_size_error = 1}, "another size"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) documents = read_members(&cases[i].member, 1);
		reader_assert_status(documents, "a.zip", "partial");
		assert_says(documents, "a.zip", "forged");
		assert_says(documents, "a.zip", cases[i].words);
		reader_assert_text(documents, "a.zip/good.txt", "text");
	}
}

/* The same name in two charsets is no contradiction. */
static void
test_local_header_agrees(void)
{
	const ZipMember members[] = {{MEMBER("\xd6\xa4\xc3\xf7\xb2\xc4\xc1\xcf.txt", "text"),
				      .local_name = "证明材料.txt"}};
	g_autoptr(GPtrArray) documents = read_members(members, 1);
	reader_assert_status(documents, "a.zip", "ok");
	reader_assert_text(documents, "a.zip/证明材料.txt", "text");
}

static void
test_unlisted(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")},
				     {MEMBER("hidden.txt", "hidden"), .is_unlisted = TRUE},
				     {MEMBER("two.txt", "two")}};
	g_autoptr(GPtrArray) documents = read_members(members, 3);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_status(documents, "a.zip", "partial");
	assert_says(documents, "a.zip", "1 members that its directory does not list");
	reader_assert_text(documents, "a.zip/two.txt", "two");
}

/* The one that is found from the end counts; that there is another is said. */
static void
test_two_archives(void)
{
	const ZipMember first[] = {{MEMBER("first.txt", "first")}};
	const ZipMember second[] = {{MEMBER("second.txt", "second")}};
	g_autoptr(GByteArray) zip = zip_make(first, 1);
	g_autoptr(GByteArray) other = zip_make(second, 1);
	g_byte_array_append(zip, other->data, other->len);
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	reader_assert_status(documents, "a.zip", "partial");
	assert_says(documents, "a.zip", "bytes before the archive");
	reader_assert_text(documents, "a.zip/second.txt", "second");
}

static void
test_behind(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}};
	g_autoptr(GByteArray) zip = zip_make(members, 1);
	g_byte_array_append(zip, (const guint8 *)"\0\0\r\n", 4);
	g_autoptr(GPtrArray) padded = reader_read("a.zip", zip->data, zip->len, NULL);
	reader_assert_status(padded, "a.zip", "ok");
	g_byte_array_append(zip, (const guint8 *)"hidden words", 12);
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	reader_assert_status(documents, "a.zip", "partial");
	assert_says(documents, "a.zip", "16 behind it");
	reader_assert_text(documents, "a.zip/one.txt", "one");
}

/* A whole archive in the comment of another: some readers find one of them, some the other. */
static void
test_two_directories(void)
{
	const ZipMember first[] = {{MEMBER("first.txt", "first")}};
	const ZipMember second[] = {{MEMBER("second.txt", "second")},
				    {MEMBER("third.txt", "third")}};
	g_autoptr(GByteArray) zip = zip_make(first, 1);
	g_autoptr(GByteArray) other = zip_make(second, 2);
	zip->data[zip->len - 2] = (guint8)other->len;
	zip->data[zip->len - 1] = (guint8)(other->len >> 8);
	g_byte_array_append(zip, other->data, other->len);
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_status(documents, "a.zip", "partial");
	assert_says(documents, "a.zip", "bytes before the archive");
}

/* Names that a file system may take for one another. */
static void
test_twins(void)
{
	static const struct {
		const char *first, *second, *kept, *words;
	} cases[] = {
		{"same.txt", "same.txt", "a.zip/same (2).txt", "have the name of another"},
		{"Paper.txt", "paper.TXT", "a.zip/paper.TXT", "only in case"},
		{"caf\xc3\xa9.txt", "cafe\xcc\x81.txt", "a.zip/cafe\xcc\x81.txt", "only in case"},
		{"a/b.txt", "a\\b.txt", NULL, "only in case"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ZipMember members[] = {{.name = cases[i].first, .data = "one", .size = 3},
					     {.name = cases[i].second, .data = "two", .size = 3},
					     {.name = "other.txt", .data = "six", .size = 3}};
		g_autoptr(GPtrArray) documents = read_members(members, 3);
		g_assert_cmpuint(documents->len, ==, 4);
		reader_assert_status(documents, "a.zip", "partial");
		assert_says(documents, "a.zip", cases[i].words);
		assert_says(documents, "a.zip", "1 members");
		if (cases[i].kept)
			reader_assert_text(documents, cases[i].kept, "two");
	}
}

static void
test_parts(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}};
	g_autoptr(GByteArray) zip = zip_make(members, 1);
	zip->data[zip->len - END_SIZE + 4] = 2; /* the third */
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.zip", "unsupported");
	assert_says(documents, "a.zip", "one of 3 parts");
}

/* One that was to be split and fitted one part is whole. */
static void
test_single_part(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}};
	g_autoptr(GByteArray) zip = zip_make(members, 1);
	g_autoptr(GByteArray) marked = g_byte_array_new();
	g_byte_array_append(marked, (const guint8 *)"PK00", 4);
	g_byte_array_append(marked, zip->data, zip->len);
	g_autoptr(GPtrArray) documents = reader_read("a.zip", marked->data, marked->len, NULL);
	reader_assert_status(documents, "a.zip", "ok");
	reader_assert_text(documents, "a.zip/one.txt", "one");
}

/* The directory's own bytes taken for a member's. */
static void
test_overlap_directory(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}};
	g_autoptr(GByteArray) zip = zip_make(members, 1);
	gsize directory = zip->len - END_SIZE - (46 + 7);
	zip->data[directory + 20] = zip->data[directory + 24] = 60;
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.zip", "corrupt");
	assert_says(documents, "a.zip", "overlap");
}

/* Claims ten bytes and unpacks to many. */
static void
test_forged_size(void)
{
	gsize size = 900 * 1000;
	g_autofree char *zeros = g_malloc0(size);
	const ZipMember members[] = {{.name = "small.txt",
				      .data = zeros,
				      .size = size,
				      .deflated = TRUE,
				      .size_error = 10 - 900 * 1000},
				     {MEMBER("good.txt", "good")}};
	g_autoptr(GPtrArray) documents = read_members(members, 2);
	reader_assert_status(documents, "a.zip/small.txt", "corrupt");
	assert_says(documents, "a.zip/small.txt", "more than the 10 bytes it declares");
	reader_assert_text(documents, "a.zip/good.txt", "good");
}

static void
test_forged_packed_size(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}, {MEMBER("good.txt", "good")}};
	g_autoptr(GByteArray) zip = zip_make(members, 2);
	gsize directory = zip->len - END_SIZE - (46 + 7) - (46 + 8);
	zip->data[directory + 20 + 2] = 0xff; /* sixteen million */
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len, NULL);
	reader_assert_status(documents, "a.zip/one.txt", "corrupt");
	reader_assert_text(documents, "a.zip/good.txt", "good");
}

/* --- archives that are programs --- */

/* A program for Windows of one section, as far as its headers tell. */
static GByteArray *
make_program(gsize size)
{
	GByteArray *program = g_byte_array_new();
	g_byte_array_set_size(program, (guint)size);
	memset(program->data, 0, size);
	memcpy(program->data, "MZ", 2);
	program->data[0x3c] = 0x40;
	memcpy(program->data + 0x40, "PE\0\0\x64\x86\1\0", 8);
	guint8 *section = program->data + 0x40 + 24;
	section[17] = (guint8)((size - 0x100) >> 8);
	section[21] = 1; /* from 0x100 */
	return program;
}

static void
test_program_alone(void)
{
	g_autoptr(GByteArray) program = make_program(0x800);
	/* programs that unpack know the marks of what they unpack */
	memcpy(program->data + 0x400, "7z\xbc\xaf\x27\x1c\0\4", 8);
	memcpy(program->data + 0x500, "Rar!\x1a\x07\x01\x00", 8);
	memcpy(program->data + 0x600, "PK\3\4", 4);
	g_autoptr(GPtrArray) documents = reader_read("a.exe", program->data, program->len, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.exe", "unsupported");
	assert_says(documents, "a.exe", "is a program");
}

static void
assert_self_extracting(const GByteArray *program)
{
	g_autoptr(GPtrArray) documents = reader_read("a.exe", program->data, program->len, NULL);
	reader_assert_status(documents, "a.exe", "partial");
	assert_says(documents, "a.exe", "self-extracting");
	assert_says(documents, "a.exe", "the program was not run");
	g_assert_cmpuint(reader_find(documents, "a.exe")->content->warnings->len, ==, 1);
	reader_assert_text(documents, "a.exe/one.txt", "one");
}

static void
test_program_zip(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")}};
	g_autoptr(GByteArray) zip = zip_make(members, 1);
	g_autoptr(GByteArray) program = make_program(0x800);
	memcpy(program->data + 0x600, "PK\3\4", 4);
	guint size = program->len;
	g_byte_array_append(program, zip->data, zip->len);
	assert_self_extracting(program);

	/* the same with offsets that count from the program */
	guint8 *end = program->data + program->len - END_SIZE;
	guint directory = size + (end[16] | (guint)end[17] << 8);
	end[16] = (guint8)directory;
	end[17] = (guint8)(directory >> 8);
	program->data[directory + 42] = (guint8)size;
	program->data[directory + 43] = (guint8)(size >> 8);
	assert_self_extracting(program);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/archive/forged/local-header", test_local_header);
	g_test_add_func("/archive/forged/local-header-agrees", test_local_header_agrees);
	g_test_add_func("/archive/forged/unlisted", test_unlisted);
	g_test_add_func("/archive/forged/two-archives", test_two_archives);
	g_test_add_func("/archive/forged/behind", test_behind);
	g_test_add_func("/archive/forged/two-directories", test_two_directories);
	g_test_add_func("/archive/forged/overlap-directory", test_overlap_directory);
	g_test_add_func("/archive/forged/size", test_forged_size);
	g_test_add_func("/archive/forged/packed-size", test_forged_packed_size);
	g_test_add_func("/archive/twins", test_twins);
	g_test_add_func("/archive/parts", test_parts);
	g_test_add_func("/archive/single-part", test_single_part);
	g_test_add_func("/archive/program/alone", test_program_alone);
	g_test_add_func("/archive/program/zip", test_program_zip);
	return g_test_run();
}
