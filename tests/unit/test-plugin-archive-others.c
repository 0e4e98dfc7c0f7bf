/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libarchive reads and cannot write. */

#include <gio/gio.h>

#include "tests/unit/rar-maker.h"
#include "tests/unit/reader.h"

#define GBK_LICENCE "\xd3\xaa\xd2\xb5\xd6\xb4\xd5\xd5.txt"

static GPtrArray *
read_bytes(const char *name, const GByteArray *bytes)
{
	return reader_read(name, bytes->data, bytes->len, NULL);
}

static void
assert_says(const GPtrArray *documents, const char *path, const char *words)
{
	const VetDocument *document = reader_find(documents, path);
	if (!document->reason || !strstr(document->reason, words))
		g_error("%s does not say \"%s\": %s", path, words, document->reason);
}

static const RarMember rar_members[] = {{"folder/one.txt", "text one"}, {"说明.txt", "text two"}};

static void
test_rar5(void)
{
	g_autoptr(GByteArray) rar = rar_make5(rar_members, 2, FALSE);
	g_autoptr(GPtrArray) whole = read_bytes("a.rar", rar);
	g_assert_cmpuint(whole->len, ==, 3);
	reader_assert_status(whole, "a.rar", "ok");
	reader_assert_text(whole, "a.rar/folder/one.txt", "text one");
	reader_assert_text(whole, "a.rar/说明.txt", "text two");

	g_autoptr(GByteArray) part = rar_make5(rar_members, 2, TRUE);
	g_autoptr(GPtrArray) documents = read_bytes("a.part1.rar", part);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.part1.rar", "unsupported");
	assert_says(documents, "a.part1.rar", "one part of an archive that was split");
}

static void
test_rar5_encrypted(void)
{
	const RarMember members[] = {{"locked.txt", "0123456789abcdef", TRUE},
				     {"open.txt", "open"}};
	g_autoptr(GByteArray) rar = rar_make5(members, 2, FALSE);
	g_autoptr(GPtrArray) documents = read_bytes("a.rar", rar);
	reader_assert_status(documents, "a.rar", "ok");
	reader_assert_status(documents, "a.rar/locked.txt", "encrypted");
	reader_assert_text(documents, "a.rar/open.txt", "open");

	g_autoptr(GByteArray) all = rar_make5(members, 1, FALSE);
	g_autoptr(GPtrArray) locked = read_bytes("a.rar", all);
	reader_assert_status(locked, "a.rar", "encrypted");

	g_autoptr(GByteArray) list = g_byte_array_new();
	g_byte_array_append(list, (const guint8 *)"Rar!\x1a\x07\x01\x00", 8);
	rar_put_block5(list, RAR_NUMBERS(4, 0, 0, 0, 15));
	zip_put_text(list, "0123456789abcdef0123456789abcdef");
	g_autoptr(GPtrArray) headless = read_bytes("a.rar", list);
	reader_assert_status(headless, "a.rar", "encrypted");
	assert_says(headless, "a.rar", "list of its members");
}

static void
test_rar4(void)
{
	const RarMember members[] = {{"folder/one.txt", "text one"},
				     {GBK_LICENCE, "gbk"},
				     {"locked.txt", "secret", TRUE}};
	g_autoptr(GByteArray) rar = rar_make4(members, 3, 0);
	g_autoptr(GPtrArray) documents = read_bytes("a.rar", rar);
	reader_assert_status(documents, "a.rar", "ok");
	reader_assert_text(documents, "a.rar/folder/one.txt", "text one");
	reader_assert_text(documents, "a.rar/营业执照.txt", "gbk");
	reader_assert_status(documents, "a.rar/locked.txt", "encrypted");

	g_autoptr(GByteArray) part = rar_make4(members, 2, 0x0001);
	g_autoptr(GPtrArray) parts = read_bytes("a.rar", part);
	reader_assert_status(parts, "a.rar", "unsupported");
	g_autoptr(GByteArray) locked = rar_make4(members, 0, 0x0080);
	g_autoptr(GPtrArray) list = read_bytes("a.rar", locked);
	reader_assert_status(list, "a.rar", "encrypted");
}

/* CRC-16 as ARC had it. */
static guint16
crc16(const void *data, gsize length)
{
	guint16 crc = 0;
	for (gsize i = 0; i < length; i++) {
		crc ^= ((const guint8 *)data)[i];
		for (guint bit = 0; bit < 8; bit++)
			crc = (guint16)(crc >> 1 ^ (crc & 1 ? 0xa001 : 0));
	}
	return crc;
}

/* One stored member under a header of level 0. */
static void
test_lha(void)
{
	static const char text[] = "text one";
	g_autoptr(GByteArray) header = g_byte_array_new(), lha = g_byte_array_new();
	guint8 sum = 0;
	zip_put_text(header, "-lh0-");
	zip_put(header, sizeof text - 1, 4);
	zip_put(header, sizeof text - 1, 4);
	zip_put(header, 0x58210000, 4);
	zip_put(header, 0x20, 2); /* a file; level 0 */
	zip_put(header, strlen(GBK_LICENCE), 1);
	zip_put_text(header, GBK_LICENCE);
	zip_put(header, crc16(text, sizeof text - 1), 2);
	for (guint i = 0; i < header->len; i++)
		sum += header->data[i];
	zip_put(lha, header->len, 1);
	zip_put(lha, sum, 1);
	g_byte_array_append(lha, header->data, header->len);
	zip_put_text(lha, text);
	zip_put(lha, 0, 1);
	g_autoptr(GPtrArray) documents = read_bytes("a.lzh", lha);
	g_assert_cmpuint(documents->len, ==, 2);
	reader_assert_status(documents, "a.lzh", "ok");
	reader_assert_text(documents, "a.lzh/营业执照.txt", "text one");
}

/* One stored member in one folder; `flags` 2: it goes on in the next cabinet. */
static GByteArray *
make_cab(guint16 flags)
{
	static const char text[] = "text one";
	GByteArray *cab = g_byte_array_new();
	gsize names = flags ? sizeof "next.cab" + sizeof "disk" : 0;
	gsize files = 36 + names + 8, data = files + 16 + sizeof GBK_LICENCE;
	zip_put_text(cab, "MSCF");
	zip_put(cab, 0, 4);
	zip_put(cab, data + 8 + sizeof text - 1, 8);
	zip_put(cab, files, 8);
	zip_put(cab, 0x0103, 2);
	zip_put(cab, 1, 2);
	zip_put(cab, 1, 2);
	zip_put(cab, flags, 2);
	zip_put(cab, 0, 4);
	if (flags) {
		g_byte_array_append(cab, (const guint8 *)"next.cab", sizeof "next.cab");
		g_byte_array_append(cab, (const guint8 *)"disk", sizeof "disk");
	}
	zip_put(cab, data, 4);
	zip_put(cab, 1, 4); /* one block, stored */
	zip_put(cab, sizeof text - 1, 4);
	zip_put(cab, 0, 6);
	zip_put(cab, 0x5821, 4);
	zip_put(cab, 0x20, 2);
	g_byte_array_append(cab, (const guint8 *)GBK_LICENCE, sizeof GBK_LICENCE);
	zip_put(cab, 0, 4);
	zip_put(cab, sizeof text - 1, 2);
	zip_put(cab, sizeof text - 1, 2);
	zip_put_text(cab, text);
	return cab;
}

static void
test_cab(void)
{
	g_autoptr(GByteArray) cab = make_cab(0);
	g_autoptr(GPtrArray) documents = read_bytes("a.cab", cab);
	g_assert_cmpuint(documents->len, ==, 2);
	reader_assert_status(documents, "a.cab", "ok");
	reader_assert_text(documents, "a.cab/营业执照.txt", "text one");

	g_autoptr(GByteArray) part = make_cab(2);
	g_autoptr(GPtrArray) parts = read_bytes("a.cab", part);
	reader_assert_status(parts, "a.cab", "unsupported");
	assert_says(parts, "a.cab", "one part of an archive that was split");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/archive/rar/5", test_rar5);
	g_test_add_func("/archive/rar/5-encrypted", test_rar5_encrypted);
	g_test_add_func("/archive/rar/4", test_rar4);
	g_test_add_func("/archive/lha", test_lha);
	g_test_add_func("/archive/cab", test_cab);
	return g_test_run();
}
