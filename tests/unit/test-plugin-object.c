/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Objects that Office took out of a document into a part of its own, through the real pool. */

#include "tests/unit/compound-maker.h"
#include "tests/unit/reader.h"

#define TEXT "embedded"

static GPtrArray *
read_object(const CompoundEntry *entries, guint n)
{
	g_autoptr(GByteArray) file = compound_make_of(entries, n);
	return reader_read("oleObject1.bin", file->data, file->len, NULL);
}

static GPtrArray *
read_stream(const char *name, const char *data, gsize length)
{
	const CompoundEntry entry = {name, (const guint8 *)data, length, COMPOUND_NONE,
				     COMPOUND_NONE};
	return read_object(&entry, 1);
}

static void
test_packed(void)
{
	static const char package[] = "\x30\0\0\0\2\0"
				      "C:\\\xB2\xC4\xC1\xCF.txt\0"
				      "C:\\a.txt\0"
				      "\0\0\3\0\x09\0\0\0C:\\t.txt\0"
				      "\x08\0\0\0" TEXT;
	g_autoptr(GPtrArray) documents =
		read_stream("\001Ole10Native", package, sizeof package - 1);
	const VetDocument *object = reader_find(documents, "oleObject1.bin");

	reader_assert_status(documents, "oleObject1.bin", "ok");
	g_assert_cmpstr(object->media_type, ==, "application/x-ole-object");
	g_assert_cmpstr(object->extractor, ==, "object");
	g_assert_true(object->is_container);
	/* a name in GBK, as Chinese Windows writes it */
	reader_assert_status(documents, "oleObject1.bin/材料.txt", "ok");
	reader_assert_text(documents, "oleObject1.bin/材料.txt", TEXT);
}

/* A whole file under each of its names; streams here have 4 KiB, so blanks follow the text. */
static void
test_whole(void)
{
	static const char *const streams[] = {"Package", "package", "CONTENTS"};
	char text[COMPOUND_SECTOR * COMPOUND_STREAM_SECTORS];

	memset(text, ' ', sizeof text);
	memcpy(text, TEXT, strlen(TEXT));
	for (gsize i = 0; i < G_N_ELEMENTS(streams); i++) {
		g_autoptr(GPtrArray) documents = read_stream(streams[i], text, sizeof text);
		reader_assert_status(documents, "oleObject1.bin", "ok");
		reader_assert_text(documents, "oleObject1.bin/object-1", TEXT);
		g_assert_cmpuint(documents->len, ==, 2);
	}
}

/* What the label of a packed file does not make sense of is not lost in silence. */
static void
test_damaged(void)
{
	static const char package[] = "\x30\0\0\0\2\0a.txt\0a.txt\0\0\0\3\0\xFF\xFF\xFF\xFF";
	g_autoptr(GPtrArray) documents =
		read_stream("\001Ole10Native", package, sizeof package - 1);

	g_assert_cmpuint(documents->len, ==, 1);
	/* 4 KiB may be a formula, whose program keeps it so: the page shows it */
	reader_assert_status(documents, "oleObject1.bin", "ok");

	g_autoptr(GByteArray) file = compound_make("Package", (const guint8 *)TEXT, strlen(TEXT));
	/* the stream says it is longer than the file */
	compound_put32(file->data + COMPOUND_SECTOR * 2 + 128 + 120, 1024 * 1024);
	g_autoptr(GPtrArray) cut = reader_read("oleObject1.bin", file->data, file->len, NULL);
	reader_assert_status(cut, "oleObject1.bin", "partial");
	g_assert_nonnull(strstr(reader_find(cut, "oleObject1.bin")->reason, "damaged"));

	g_autoptr(GPtrArray) beheaded =
		reader_read("oleObject1.bin", file->data, COMPOUND_SECTOR * 2, NULL);
	reader_assert_status(beheaded, "oleObject1.bin", "corrupt");
}

/* An object deeper within another kind of file does not make that file one. */
static void
test_others(void)
{
	const CompoundEntry entries[] = {
		{"Storage", NULL, 0, COMPOUND_NONE, 2},
		{"Package", (const guint8 *)TEXT, strlen(TEXT), COMPOUND_NONE, COMPOUND_NONE},
	};
	g_autoptr(GPtrArray) documents = read_object(entries, G_N_ELEMENTS(entries));

	reader_assert_status(documents, "oleObject1.bin", "unsupported");
	g_assert_cmpuint(documents->len, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/object/packed", test_packed);
	g_test_add_func("/object/whole", test_whole);
	g_test_add_func("/object/damaged", test_damaged);
	g_test_add_func("/object/others", test_others);
	return g_test_run();
}
