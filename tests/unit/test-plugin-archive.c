/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>

#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define MEMBER(n, text) .name = (n), .data = (text), .size = sizeof(text) - 1
#define GBK_LICENCE "\xd6\xa4\xc3\xf7\xb2\xc4\xc1\xcf/\xd3\xaa\xd2\xb5\xd6\xb4\xd5\xd5.txt"
/* these bytes are also UTF-8 */
#define GBK_UNICOM "\xc1\xaa\xcd\xa8.txt"

static GPtrArray *
read_members(const ZipMember *members, guint n, const VetLimits *limits)
{
	g_autoptr(GByteArray) zip = zip_make(members, n);
	return reader_read("a.zip", zip->data, zip->len, limits);
}

static void
test_names_gb18030(void)
{
	const ZipMember members[] = {{MEMBER(GBK_LICENCE, "one")},
				     {MEMBER(GBK_UNICOM, "two")},
				     {MEMBER("plain.txt", "three")}};
	g_autoptr(GPtrArray) documents = read_members(members, 3, NULL);
	g_assert_cmpuint(documents->len, ==, 4);
	reader_assert_status(documents, "a.zip", "ok");
	reader_assert_text(documents, "a.zip/证明材料/营业执照.txt", "one");
	reader_assert_text(documents, "a.zip/联通.txt", "two");
	reader_assert_text(documents, "a.zip/plain.txt", "three");
}

static void
test_names_mixed(void)
{
	const ZipMember members[] = {{MEMBER(GBK_LICENCE, "one")}, {MEMBER("未标记.txt", "two")}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_text(documents, "a.zip/证明材料/营业执照.txt", "one");
	reader_assert_text(documents, "a.zip/未标记.txt", "two");
}

static void
test_names_utf8(void)
{
	const ZipMember members[] = {{MEMBER("未标记.txt", "one")},
				     {MEMBER("标记.txt", "two"), .flags = 0x800}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_text(documents, "a.zip/未标记.txt", "one");
	reader_assert_text(documents, "a.zip/标记.txt", "two");
}

static void
test_names_cp437(void)
{
	const ZipMember members[] = {{MEMBER("caf\x82 cr\x8ame.txt", "one")}};
	g_autoptr(GPtrArray) documents = read_members(members, 1, NULL);
	reader_assert_text(documents, "a.zip/café crème.txt", "one");
}

static void
test_names_unicode_path(void)
{
	const ZipMember members[] = {
		{MEMBER("one_.txt", "one"), .unicode_path = "执照.txt"},
		{MEMBER("two_.txt", "two"), .unicode_path = "报告.txt", .unicode_path_error = 1}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_text(documents, "a.zip/执照.txt", "one");
	reader_assert_text(documents, "a.zip/two_.txt", "two");
}

static void
test_deflate_and_zip64(void)
{
	const ZipMember members[] = {{MEMBER("folder/", "")},
				     {MEMBER("folder/packed.txt", "packed"), .deflated = TRUE},
				     {MEMBER("long.txt", "long"), .is_zip64 = TRUE}};
	g_autoptr(GPtrArray) documents = read_members(members, 3, NULL);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_text(documents, "a.zip/folder/packed.txt", "packed");
	reader_assert_text(documents, "a.zip/long.txt", "long");
}

static void
test_encrypted_one(void)
{
	const ZipMember members[] = {{MEMBER("open.txt", "open")},
				     {MEMBER("locked.txt", "0123456789abcdef"), .flags = 1}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_status(documents, "a.zip/open.txt", "ok");
	reader_assert_status(documents, "a.zip/locked.txt", "encrypted");
}

static void
test_encrypted_all(void)
{
	const ZipMember members[] = {{MEMBER("folder/", "")},
				     {MEMBER("folder/locked.txt", "0123456789abcdef"), .flags = 1}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_status(documents, "a.zip", "encrypted");
	reader_assert_status(documents, "a.zip/folder/locked.txt", "encrypted");
}

static void
test_damaged_members(void)
{
	const ZipMember members[] = {
		{MEMBER("crc.txt", "crc"), .crc_error = 1},
		{MEMBER("small.txt", "declares less"), .size_error = -4},
		{MEMBER("more.txt", "declares more"), .deflated = TRUE, .size_error = 9},
		{MEMBER("method.txt", "method"), .method = 9},
		{MEMBER("good.txt", "good")}};
	g_autoptr(GPtrArray) documents = read_members(members, 5, NULL);
	g_assert_cmpuint(documents->len, ==, 6);
	reader_assert_status(documents, "a.zip/crc.txt", "corrupt");
	reader_assert_status(documents, "a.zip/small.txt", "corrupt");
	reader_assert_status(documents, "a.zip/more.txt", "corrupt");
	reader_assert_status(documents, "a.zip/method.txt", "unsupported");
	reader_assert_text(documents, "a.zip/good.txt", "good");
}

/* without its directory: what its local headers lead to is read, and that is said */
static void
test_cut_short(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")},
				     {MEMBER("two.txt", "two"), .deflated = TRUE}};
	g_autoptr(GByteArray) zip = zip_make(members, 2);
	g_autoptr(GPtrArray) documents = reader_read("a.zip", zip->data, zip->len - 60, NULL);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_status(documents, "a.zip", "corrupt");
	reader_assert_text(documents, "a.zip/one.txt", "one");
	reader_assert_text(documents, "a.zip/two.txt", "two");

	g_autoptr(GPtrArray) half = reader_read("a.zip", zip->data, 75, NULL);
	reader_assert_status(half, "a.zip", "corrupt");
	reader_assert_text(half, "a.zip/one.txt", "one");
}

static void
test_overlap(void)
{
	const ZipMember members[] = {{MEMBER("one.txt", "one")},
				     {MEMBER("one.txt", "one"), .shares_previous = TRUE}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.zip", "corrupt");
	g_assert_nonnull(strstr(reader_find(documents, "a.zip")->reason, "overlap"));
}

static void
test_ratio(void)
{
	gsize size = 32 * 1024 * 1024;
	g_autofree char *zeros = g_malloc0(size);
	const ZipMember members[] = {
		{.name = "zeros.txt", .data = zeros, .size = size, .deflated = TRUE}};
	g_autoptr(GPtrArray) documents = read_members(members, 1, NULL);
	reader_assert_status(documents, "a.zip", "limit");
}

static void
test_member_caps(void)
{
	VetLimits limits;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 3;
	limits.value[VET_LIMIT_DOCUMENT_BYTES] = 4096;
	g_autofree char *large = g_strnfill(5000, 'x');
	const ZipMember members[] = {
		{.name = "large.txt", .data = large, .size = 5000, .deflated = TRUE},
		{MEMBER("1.txt", "text 1")},
		{MEMBER("2.txt", "text 2")},
		{MEMBER("3.txt", "text 3")},
		{MEMBER("4.txt", "text 4")}};
	g_autoptr(GPtrArray) documents = read_members(members, 5, &limits);
	reader_assert_status(documents, "a.zip/large.txt", "limit");
	reader_assert_status(documents, "a.zip/1.txt", "ok");
	reader_assert_status(documents, "a.zip", "limit");
}

static void
test_too_many_entries(void)
{
	guint n = 5000;
	g_autofree ZipMember *members = g_new0(ZipMember, n);
	for (guint i = 0; i < n; i++)
		members[i] = (ZipMember){MEMBER("same.txt", "x")};
	VetLimits limits;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 10;
	g_autoptr(GPtrArray) documents = read_members(members, n, &limits);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.zip", "limit");
}

static void
test_not_files(void)
{
	const ZipMember members[] = {{MEMBER("link.txt", "/etc/passwd"), .mode = S_IFLNK | 0777},
				     {MEMBER("device.txt", ""), .mode = S_IFCHR | 0666},
				     {MEMBER("file.txt", "file"), .mode = S_IFREG | 0644}};
	g_autoptr(GPtrArray) documents = read_members(members, 3, NULL);
	reader_assert_status(documents, "a.zip/link.txt", "unsupported");
	reader_assert_status(documents, "a.zip/device.txt", "unsupported");
	reader_assert_text(documents, "a.zip/file.txt", "file");
}

static void
test_leaving_names(void)
{
	const ZipMember members[] = {{MEMBER("../../leave.txt", "leave")},
				     {MEMBER("/etc/absolute.txt", "absolute")},
				     {MEMBER("stay.txt", "stay")}};
	g_autoptr(GPtrArray) documents = read_members(members, 3, NULL);
	for (guint i = 0; i < documents->len; i++) {
		const VetDocument *document = documents->pdata[i];
		g_assert_true(g_str_has_prefix(document->path, "a.zip"));
		g_assert_null(strstr(document->path, "../"));
	}
	g_assert_cmpuint(documents->len, ==, 4);
	reader_assert_text(documents, "a.zip/stay.txt", "stay");
}

static void
test_nameless(void)
{
	const ZipMember members[] = {{MEMBER("", "nameless")}, {MEMBER("named.txt", "named")}};
	g_autoptr(GPtrArray) documents = read_members(members, 2, NULL);
	reader_assert_status(documents, "a.zip", "ok");
	reader_assert_text(documents, "a.zip/_", "nameless");
	reader_assert_text(documents, "a.zip/named.txt", "named");
}

static void
test_nested(void)
{
	const ZipMember inner[] = {{MEMBER(GBK_LICENCE, "inside")}};
	g_autoptr(GByteArray) zip = zip_make(inner, 1);
	const ZipMember outer[] = {{.name = "inner.zip", .data = zip->data, .size = zip->len}};
	g_autoptr(GPtrArray) documents = read_members(outer, 1, NULL);
	reader_assert_text(documents, "a.zip/inner.zip/证明材料/营业执照.txt", "inside");
	g_assert_cmpuint(reader_find(documents, "a.zip/inner.zip/证明材料/营业执照.txt")->depth, ==,
			 2);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/archive/names/gb18030", test_names_gb18030);
	g_test_add_func("/archive/names/mixed", test_names_mixed);
	g_test_add_func("/archive/names/utf8", test_names_utf8);
	g_test_add_func("/archive/names/cp437", test_names_cp437);
	g_test_add_func("/archive/names/unicode-path", test_names_unicode_path);
	g_test_add_func("/archive/deflate-and-zip64", test_deflate_and_zip64);
	g_test_add_func("/archive/encrypted/one", test_encrypted_one);
	g_test_add_func("/archive/encrypted/all", test_encrypted_all);
	g_test_add_func("/archive/damaged/members", test_damaged_members);
	g_test_add_func("/archive/damaged/cut-short", test_cut_short);
	g_test_add_func("/archive/bomb/overlap", test_overlap);
	g_test_add_func("/archive/bomb/ratio", test_ratio);
	g_test_add_func("/archive/caps/members", test_member_caps);
	g_test_add_func("/archive/caps/entries", test_too_many_entries);
	g_test_add_func("/archive/not-files", test_not_files);
	g_test_add_func("/archive/leaving-names", test_leaving_names);
	g_test_add_func("/archive/nameless", test_nameless);
	g_test_add_func("/archive/nested", test_nested);
	return g_test_run();
}
