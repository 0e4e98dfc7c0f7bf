/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libarchive reads, written by libarchive itself where it can write it. */

#include <gio/gio.h>
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "plugins/archive/bytes.h"
#include "tests/unit/reader.h"
#include "tests/unit/zip-maker.h"

#define GBK_LICENCE "\xd3\xaa\xd2\xb5\xd6\xb4\xd5\xd5.txt"

typedef struct {
	const char *name;
	const char *text;
	int type;         /* AE_IF*, 0: a file */
	const char *link; /* of a symbolic link; of a file: a hard link */
} Member;

static const Member usual[] = {
	{"folder/", NULL, AE_IFDIR}, {"folder/one.txt", "text one"}, {"说明.txt", "text two"}};

static void
add_member(struct archive *archive, const Member *member)
{
	struct archive_entry *entry = archive_entry_new();
	gsize size = member->text ? strlen(member->text) : 0;

	archive_entry_set_pathname(entry, member->name);
	archive_entry_set_filetype(entry, member->type ? (guint)member->type : AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	if (member->link && member->type == AE_IFLNK)
		archive_entry_set_symlink(entry, member->link);
	else if (member->link)
		archive_entry_set_hardlink(entry, member->link);
	/* names that are no UTF-8 draw a warning and are written as they are */
	g_assert_cmpint(archive_write_header(archive, entry), >=, ARCHIVE_WARN);
	if (size > 0)
		g_assert_cmpint(archive_write_data(archive, member->text, size), ==, (gssize)size);
	archive_entry_free(entry);
}

/* `filter` may be ARCHIVE_FILTER_NONE.  Caller unrefs. */
static GByteArray *
pack(int (*set_format)(struct archive *), int filter, const Member *members, guint n)
{
	struct archive *archive = archive_write_new();
	GByteArray *bytes = g_byte_array_new();
	size_t used = 0;

	g_byte_array_set_size(bytes, 1024 * 1024);
	g_assert_cmpint(set_format(archive), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_add_filter(archive, filter), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_open_memory(archive, bytes->data, bytes->len, &used), ==,
			ARCHIVE_OK);
	for (guint i = 0; i < n; i++)
		add_member(archive, &members[i]);
	g_assert_cmpint(archive_write_close(archive), ==, ARCHIVE_OK);
	archive_write_free(archive);
	g_byte_array_set_size(bytes, (guint)used);
	return bytes;
}

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

static void
assert_usual(const char *name, const GByteArray *bytes)
{
	g_autoptr(GPtrArray) documents = read_bytes(name, bytes);
	g_autofree char *one = g_strconcat(name, "/folder/one.txt", NULL);
	g_autofree char *two = g_strconcat(name, "/说明.txt", NULL);
	reader_assert_status(documents, name, "ok");
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_text(documents, one, "text one");
	reader_assert_text(documents, two, "text two");
}

static void
test_formats(void)
{
	static const struct {
		const char *name;
		int (*set_format)(struct archive *);
	} cases[] = {
		{"a.pax", archive_write_set_format_pax},
		{"a.gnutar", archive_write_set_format_gnutar},
		{"a.tar", archive_write_set_format_ustar},
		{"a.v7tar", archive_write_set_format_v7tar},
		{"a.cpio", archive_write_set_format_cpio},
		{"a.newc", archive_write_set_format_cpio_newc},
		{"a.7z", archive_write_set_format_7zip},
		{"a.iso", archive_write_set_format_iso9660},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GByteArray) bytes =
			pack(cases[i].set_format, ARCHIVE_FILTER_NONE, usual, G_N_ELEMENTS(usual));
		assert_usual(cases[i].name, bytes);
	}
}

static const struct {
	const char *suffix;
	int filter;
} filters[] = {
	{".gz", ARCHIVE_FILTER_GZIP}, {".bz2", ARCHIVE_FILTER_BZIP2},
	{".xz", ARCHIVE_FILTER_XZ},   {".lzma", ARCHIVE_FILTER_LZMA},
	{".lz", ARCHIVE_FILTER_LZIP}, {".zst", ARCHIVE_FILTER_ZSTD},
	{".lz4", ARCHIVE_FILTER_LZ4}, {".Z", ARCHIVE_FILTER_COMPRESS},
};

static void
test_compressed_tar(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		g_autofree char *name = g_strconcat("a.tar", filters[i].suffix, NULL);
		g_autoptr(GByteArray) bytes = pack(archive_write_set_format_pax, filters[i].filter,
						   usual, G_N_ELEMENTS(usual));
		assert_usual(name, bytes);
	}
}

/* One file alone has no archive around it: it is named after what it was packed into. */
static void
test_compressed_file(void)
{
	static const Member members[] = {{"ignored", "only text"}};

	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		g_autofree char *name = g_strconcat("纸.txt", filters[i].suffix, NULL);
		g_autofree char *inner = g_strconcat(name, "/纸.txt", NULL);
		g_autoptr(GByteArray) bytes =
			pack(archive_write_set_format_raw, filters[i].filter, members, 1);
		g_autoptr(GPtrArray) documents = read_bytes(name, bytes);
		g_assert_cmpuint(documents->len, ==, 2);
		reader_assert_status(documents, name, "ok");
		reader_assert_text(documents, inner, "only text");
	}
}

/* A file of zeros is no tar without members. */
static void
test_compressed_zeros(void)
{
	static const char zeros[4096];
	struct archive *archive = archive_write_new();
	guint8 bytes[4096];
	size_t used = 0;
	archive_write_set_format_raw(archive);
	archive_write_add_filter(archive, ARCHIVE_FILTER_XZ);
	archive_write_open_memory(archive, bytes, sizeof bytes, &used);
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_write_header(archive, entry);
	archive_write_data(archive, zeros, sizeof zeros);
	archive_write_close(archive);
	archive_entry_free(entry);
	archive_write_free(archive);
	g_autoptr(GPtrArray) documents = reader_read("zeros.xz", bytes, used, NULL);
	g_assert_cmpuint(reader_find(documents, "zeros.xz/zeros")->size, ==, sizeof zeros);
}

/* Each layer is a level of depth: none is taken off unseen. */
static void
test_compressed_twice(void)
{
	static const Member members[] = {{"ignored", "only text"}};
	g_autoptr(GByteArray) once =
		pack(archive_write_set_format_raw, ARCHIVE_FILTER_BZIP2, members, 1);
	struct archive *archive = archive_write_new();
	guint8 bytes[4096];
	size_t used = 0;
	archive_write_set_format_raw(archive);
	archive_write_add_filter(archive, ARCHIVE_FILTER_XZ);
	archive_write_open_memory(archive, bytes, sizeof bytes, &used);
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_write_header(archive, entry);
	archive_write_data(archive, once->data, once->len);
	archive_write_close(archive);
	archive_entry_free(entry);
	archive_write_free(archive);
	g_autoptr(GPtrArray) documents = reader_read("a.txt.bz2.xz", bytes, used, NULL);
	g_assert_cmpuint(documents->len, ==, 3);
	reader_assert_text(documents, "a.txt.bz2.xz/a.txt.bz2/a.txt", "only text");
	g_assert_cmpuint(reader_find(documents, "a.txt.bz2.xz/a.txt.bz2/a.txt")->depth, ==, 2);
}

static void
test_gzip_faults(void)
{
	static const Member members[] = {{"ignored", "only text"}};
	g_autoptr(GByteArray) good =
		pack(archive_write_set_format_raw, ARCHIVE_FILTER_GZIP, members, 1);
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	g_byte_array_append(bytes, good->data, good->len);
	bytes->data[bytes->len - 8] ^= 1; /* the check sum */
	g_autoptr(GPtrArray) wrong = read_bytes("a.txt.gz", bytes);
	reader_assert_status(wrong, "a.txt.gz/a.txt", "corrupt");
	reader_assert_status(wrong, "a.txt.gz", "corrupt");
	assert_says(wrong, "a.txt.gz", "incorrect data check");

	g_autofree char *text = g_strnfill(100000, 'x');
	const Member large[] = {{"ignored", text}};
	g_autoptr(GByteArray) longer =
		pack(archive_write_set_format_raw, ARCHIVE_FILTER_GZIP, large, 1);
	g_autoptr(GPtrArray) begun = reader_read("a.txt.gz", longer->data, longer->len - 9, NULL);
	reader_assert_status(begun, "a.txt.gz", "corrupt");
	reader_assert_status(begun, "a.txt.gz/a.txt", "corrupt");

	g_autoptr(GPtrArray) cut = reader_read("a.txt.gz", good->data, good->len - 9, NULL);
	reader_assert_status(cut, "a.txt.gz", "corrupt");
	assert_says(cut, "a.txt.gz", "cut short");

	bytes->data[bytes->len - 8] ^= 1;
	g_byte_array_append(bytes, good->data, good->len);
	g_autoptr(GPtrArray) twice = read_bytes("a.txt.gz", bytes);
	reader_assert_status(twice, "a.txt.gz", "ok");
	reader_assert_text(twice, "a.txt.gz/a.txt", "only textonly text");

	g_byte_array_append(bytes, (const guint8 *)"hidden", 6);
	g_autoptr(GPtrArray) behind = read_bytes("a.txt.gz", bytes);
	reader_assert_status(behind, "a.txt.gz", "partial");
	assert_says(behind, "a.txt.gz", "stands behind it");
	reader_assert_text(behind, "a.txt.gz/a.txt", "only textonly text");
}

static void
test_not_files(void)
{
	static const Member members[] = {
		{"one.txt", "text one"},           {"link.txt", NULL, AE_IFLNK, "/etc/passwd"},
		{"again.txt", NULL, 0, "one.txt"}, {"fifo.txt", NULL, AE_IFIFO},
		{"device.txt", NULL, AE_IFCHR},    {"two.txt", "text two"}};
	g_autoptr(GByteArray) bytes = pack(archive_write_set_format_pax, ARCHIVE_FILTER_GZIP,
					   members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = read_bytes("a.tgz", bytes);
	reader_assert_text(documents, "a.tgz/one.txt", "text one");
	reader_assert_status(documents, "a.tgz/link.txt", "unsupported");
	assert_says(documents, "a.tgz/link.txt", "a symbolic link");
	reader_assert_status(documents, "a.tgz/again.txt", "unsupported");
	assert_says(documents, "a.tgz/again.txt", "a link to another, \"one.txt\"");
	reader_assert_status(documents, "a.tgz/fifo.txt", "unsupported");
	reader_assert_status(documents, "a.tgz/device.txt", "unsupported");
	reader_assert_text(documents, "a.tgz/two.txt", "text two");
}

static void
test_names(void)
{
	static const Member members[] = {{GBK_LICENCE, "gbk"},
					 {"../leave.txt", "leave"},
					 {"/etc/absolute.txt", "absolute"},
					 {"Twin.txt", "one"},
					 {"twin.txt", "two"}};
	g_autoptr(GByteArray) bytes = pack(archive_write_set_format_gnutar, ARCHIVE_FILTER_NONE,
					   members, G_N_ELEMENTS(members));
	g_autoptr(GPtrArray) documents = read_bytes("a.tar", bytes);
	g_assert_cmpuint(documents->len, ==, 6);
	reader_assert_text(documents, "a.tar/营业执照.txt", "gbk");
	reader_assert_status(documents, "a.tar/__/leave.txt", "unsupported");
	reader_assert_status(documents, "a.tar/etc/absolute.txt", "unsupported");
	reader_assert_text(documents, "a.tar/Twin.txt", "one");
	reader_assert_text(documents, "a.tar/twin.txt", "two");
	reader_assert_status(documents, "a.tar", "partial");
	assert_says(documents, "a.tar", "only in case");
}

/* Two tars in a row, as `cat` makes them: the second is there, too. */
static void
test_concatenated(void)
{
	static const Member first[] = {{"one.txt", "text one"}},
			    second[] = {{"two.txt", "text two"}};
	g_autoptr(GByteArray) bytes =
		pack(archive_write_set_format_ustar, ARCHIVE_FILTER_NONE, first, 1);
	g_autoptr(GByteArray) other =
		pack(archive_write_set_format_ustar, ARCHIVE_FILTER_NONE, second, 1);
	g_byte_array_append(bytes, other->data, other->len);
	g_autoptr(GPtrArray) documents = read_bytes("a.tar", bytes);
	reader_assert_status(documents, "a.tar", "ok");
	reader_assert_text(documents, "a.tar/one.txt", "text one");
	reader_assert_text(documents, "a.tar/two.txt", "text two");
}

static void
test_damaged(void)
{
	static const Member members[] = {
		{"one.txt", "text one"}, {"two.txt", "text two"}, {"three.txt", "text three"}};
	g_autoptr(GByteArray) tar = pack(archive_write_set_format_ustar, ARCHIVE_FILTER_NONE,
					 members, G_N_ELEMENTS(members));
	tar->data[1024 + 10] ^= 0xff; /* in the name of the second */
	g_autoptr(GPtrArray) documents = read_bytes("a.tar", tar);
	reader_assert_status(documents, "a.tar", "corrupt");
	reader_assert_text(documents, "a.tar/one.txt", "text one");
	reader_assert_text(documents, "a.tar/three.txt", "text three");
}

/* A filter that fails at once gives nothing, and that is no empty file. */
static void
test_compressed_cut(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		/* `compress` has neither lengths nor check sums: only the tar within tells */
		g_autofree char *name = g_strconcat("a.tar", filters[i].suffix, NULL);
		g_autoptr(GByteArray) bytes = pack(archive_write_set_format_ustar,
						   filters[i].filter, usual, G_N_ELEMENTS(usual));
		g_autoptr(GPtrArray) documents =
			reader_read(name, bytes->data, bytes->len / 2, NULL);
		reader_assert_status(documents, name, "corrupt");
	}
}

/* --- what libarchive does not write --- */

/* Of `7z a -psecret -mhe=on`: one member, its list locked with it. */
static const char locked_7z[] =
	"N3q8ryccAAQ0R1XGgAAAAAAAAAAuAAAAAAAAAC4qRpUUaUBRAA/gyrpMfjOT/NwXxw1yr5H9ZJu3"
	"PT+BNVCoo5f81JzcrYD3cvsNoN5cy9XFZz2rBkJW/vKj0yV4QTHrQfzS4slmF1OeiS+6HQRUygUP"
	"yN2pL49XtQvw2q2NgXU7E8BiKXHZ2RK7sxjILQ4hxEIz0WWR8Aq514bndXdEDxcGEAEJcAAHCwEA"
	"ASQG8QcBElMPE28DSw6rAc/1GinEwFqTiAxiCgHJdybVAAA=";

/* A 7z whose beginning says that its list stands beyond its end. */
static void
test_7z_part(void)
{
	g_autoptr(GByteArray) bytes = pack(archive_write_set_format_7zip, ARCHIVE_FILTER_NONE,
					   usual, G_N_ELEMENTS(usual));
	g_autoptr(GPtrArray) documents = reader_read("a.7z.001", bytes->data, 60, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.7z.001", "corrupt");
	assert_says(documents, "a.7z.001", "first part of one that was split");
}

typedef struct {
	const char *name, *text;
	gboolean is_encrypted;
} RarMember;

static void
put_number(GByteArray *bytes, guint64 number)
{
	do {
		guint8 byte = (number & 0x7f) | (number > 0x7f ? 0x80 : 0);
		g_byte_array_append(bytes, &byte, 1);
		number >>= 7;
	} while (number > 0);
}

/* `body` is what follows the size of the header; it is taken. */
static void
put_block5(GByteArray *rar, GByteArray *body)
{
	g_autoptr(GByteArray) sized = g_byte_array_new();
	put_number(sized, body->len);
	g_byte_array_append(sized, body->data, body->len);
	zip_put(rar, archive_crc32(sized->data, sized->len), 4);
	g_byte_array_append(rar, sized->data, sized->len);
	g_byte_array_unref(body);
}

static GByteArray *
numbers(const guint64 *values, guint n)
{
	GByteArray *bytes = g_byte_array_new();
	for (guint i = 0; i < n; i++)
		put_number(bytes, values[i]);
	return bytes;
}
#define NUMBERS(...)                                                                               \
	numbers((const guint64[]){__VA_ARGS__}, sizeof((const guint64[]){__VA_ARGS__}) / 8)

static void
put_member5(GByteArray *rar, const RarMember *member)
{
	gsize size = strlen(member->text);
	guint extra = member->is_encrypted ? 5 : 0;
	GByteArray *body = NUMBERS(2, member->is_encrypted ? 3 : 2);
	if (extra)
		put_number(body, extra);
	put_number(body, size);
	put_number(body, 4); /* there is a check sum */
	put_number(body, size);
	put_number(body, 0644);
	zip_put(body, zip_crc(member->text, size), 4);
	put_number(body, 0); /* stored */
	put_number(body, 1); /* on Unix */
	put_number(body, strlen(member->name));
	zip_put_text(body, member->name);
	if (extra)
		zip_put(body, 0x0000000104, 5); /* its size, that it is of encryption, the rest */
	put_block5(rar, body);
	zip_put_text(rar, member->text);
}

static GByteArray *
make_rar5(const RarMember *members, guint n, gboolean is_part)
{
	GByteArray *rar = g_byte_array_new();
	g_byte_array_append(rar, (const guint8 *)"Rar!\x1a\x07\x01\x00", 8);
	put_block5(rar, NUMBERS(1, 0, is_part));
	for (guint i = 0; i < n; i++)
		put_member5(rar, &members[i]);
	put_block5(rar, NUMBERS(5, 0, is_part));
	return rar;
}

static const RarMember rar_members[] = {{"folder/one.txt", "text one"}, {"说明.txt", "text two"}};

static void
test_rar5(void)
{
	g_autoptr(GByteArray) rar = make_rar5(rar_members, 2, FALSE);
	assert_usual("a.rar", rar);

	g_autoptr(GByteArray) part = make_rar5(rar_members, 2, TRUE);
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
	g_autoptr(GByteArray) rar = make_rar5(members, 2, FALSE);
	g_autoptr(GPtrArray) documents = read_bytes("a.rar", rar);
	reader_assert_status(documents, "a.rar", "ok");
	reader_assert_status(documents, "a.rar/locked.txt", "encrypted");
	reader_assert_text(documents, "a.rar/open.txt", "open");

	g_autoptr(GByteArray) all = make_rar5(members, 1, FALSE);
	g_autoptr(GPtrArray) locked = read_bytes("a.rar", all);
	reader_assert_status(locked, "a.rar", "encrypted");

	g_autoptr(GByteArray) list = g_byte_array_new();
	g_byte_array_append(list, (const guint8 *)"Rar!\x1a\x07\x01\x00", 8);
	put_block5(list, NUMBERS(4, 0, 0, 0, 15));
	zip_put_text(list, "0123456789abcdef0123456789abcdef");
	g_autoptr(GPtrArray) headless = read_bytes("a.rar", list);
	reader_assert_status(headless, "a.rar", "encrypted");
	assert_says(headless, "a.rar", "list of its members");
}

static void
put_block4(GByteArray *rar, guint8 type, guint16 flags, const GByteArray *body)
{
	g_autoptr(GByteArray) header = g_byte_array_new();
	zip_put(header, type, 1);
	zip_put(header, flags, 2);
	zip_put(header, 7 + body->len, 2);
	g_byte_array_append(header, body->data, body->len);
	zip_put(rar, archive_crc32(header->data, header->len) & 0xffff, 2);
	g_byte_array_append(rar, header->data, header->len);
}

static void
put_member4(GByteArray *rar, const RarMember *member)
{
	g_autoptr(GByteArray) body = g_byte_array_new();
	gsize size = strlen(member->text);
	zip_put(body, size, 4);
	zip_put(body, size, 4);
	zip_put(body, 3, 1); /* on Unix */
	zip_put(body, zip_crc(member->text, size), 4);
	zip_put(body, 0x58210000, 4);
	zip_put(body, 20, 1);
	zip_put(body, 0x30, 1); /* stored */
	zip_put(body, strlen(member->name), 2);
	zip_put(body, 0100644, 4);
	zip_put_text(body, member->name);
	put_block4(rar, 0x74, member->is_encrypted ? 0x8004 : 0x8000, body);
	zip_put_text(rar, member->text);
}

static GByteArray *
make_rar4(const RarMember *members, guint n, guint16 flags)
{
	GByteArray *rar = g_byte_array_new();
	g_autoptr(GByteArray) body = g_byte_array_new(), empty = g_byte_array_new();
	g_byte_array_append(rar, (const guint8 *)"Rar!\x1a\x07\x00", 7);
	zip_put(body, 0, 6);
	put_block4(rar, 0x73, flags, body);
	for (guint i = 0; i < n; i++)
		put_member4(rar, &members[i]);
	put_block4(rar, 0x7b, 0x4000, empty);
	return rar;
}

static void
test_rar4(void)
{
	const RarMember members[] = {{"folder/one.txt", "text one"},
				     {GBK_LICENCE, "gbk"},
				     {"locked.txt", "secret", TRUE}};
	g_autoptr(GByteArray) rar = make_rar4(members, 3, 0);
	g_autoptr(GPtrArray) documents = read_bytes("a.rar", rar);
	reader_assert_status(documents, "a.rar", "ok");
	reader_assert_text(documents, "a.rar/folder/one.txt", "text one");
	reader_assert_text(documents, "a.rar/营业执照.txt", "gbk");
	reader_assert_status(documents, "a.rar/locked.txt", "encrypted");

	g_autoptr(GByteArray) part = make_rar4(members, 2, 0x0001);
	g_autoptr(GPtrArray) parts = read_bytes("a.rar", part);
	reader_assert_status(parts, "a.rar", "unsupported");
	g_autoptr(GByteArray) locked = make_rar4(members, 0, 0x0080);
	g_autoptr(GPtrArray) list = read_bytes("a.rar", locked);
	reader_assert_status(list, "a.rar", "encrypted");
}

/* --- programs that unpack themselves --- */

static void
test_programs(void)
{
	g_autoptr(GByteArray) seven = pack(archive_write_set_format_7zip, ARCHIVE_FILTER_NONE,
					   usual, G_N_ELEMENTS(usual));
	g_autoptr(GByteArray) rar5 = make_rar5(rar_members, 2, FALSE);
	const RarMember one[] = {{"folder/one.txt", "text one"}};
	g_autoptr(GByteArray) rar4 = make_rar4(one, 1, 0);
	GByteArray *const archives[] = {seven, rar5, rar4};

	for (guint i = 0; i < G_N_ELEMENTS(archives); i++) {
		g_autoptr(GByteArray) program = g_byte_array_new();
		g_byte_array_set_size(program, 4096);
		memset(program->data, 0, program->len);
		memcpy(program->data, "MZ", 2);
		g_byte_array_append(program, archives[i]->data, archives[i]->len);
		g_autoptr(GPtrArray) documents = read_bytes("a.exe", program);
		reader_assert_status(documents, "a.exe", "partial");
		assert_says(documents, "a.exe", "self-extracting");
		reader_assert_text(documents, "a.exe/folder/one.txt", "text one");
	}
}

/* --- caps --- */

/* A sparse file that claims 16 MiB and stores nothing; of one of 1 TiB not even a block is made. */
static void
test_sparse(void)
{
	static const struct {
		guint64 size;
		const char *path, *cap;
	} cases[] = {
		{G_GUINT64_CONSTANT(16) << 20, "a.tar", "limits.ratio"},
		{G_GUINT64_CONSTANT(1) << 40, "a.tar/sparse.txt", "limits.document-bytes"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct archive *archive = archive_write_new();
		guint8 bytes[16384];
		size_t used = 0;
		archive_write_set_format_pax(archive);
		archive_write_open_memory(archive, bytes, sizeof bytes, &used);
		struct archive_entry *entry = archive_entry_new();
		archive_entry_set_pathname(entry, "sparse.txt");
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_size(entry, (la_int64_t)cases[i].size);
		archive_entry_sparse_add_entry(entry, (la_int64_t)cases[i].size - 1, 1);
		g_assert_cmpint(archive_write_header(archive, entry), ==, ARCHIVE_OK);
		archive_write_data(archive, "x", 1);
		archive_write_close(archive);
		archive_entry_free(entry);
		archive_write_free(archive);
		g_autoptr(GPtrArray) documents = reader_read("a.tar", bytes, used, NULL);
		reader_assert_status(documents, cases[i].path, "limit");
		assert_says(documents, cases[i].path, cases[i].cap);
	}
}

/* Folders are no members, but not for nothing either; and what is refused is not free to skip. */
static void
test_caps(void)
{
	VetLimits limits;
	vet_limits_init(&limits);
	limits.value[VET_LIMIT_MEMBERS] = 3;
	g_autofree Member *many = g_new0(Member, 2000);
	for (guint i = 0; i < 2000; i++)
		many[i] = (Member){"folder/", NULL, AE_IFDIR};
	g_autoptr(GByteArray) folders =
		pack(archive_write_set_format_ustar, ARCHIVE_FILTER_GZIP, many, 2000);
	g_autoptr(GPtrArray) documents = reader_read("a.tgz", folders->data, folders->len, &limits);
	reader_assert_status(documents, "a.tgz", "limit");
	assert_says(documents, "a.tgz", "limits.members");

	vet_limits_init(&limits);
	limits.value[VET_LIMIT_DOCUMENT_BYTES] = 1024 * 1024;
	g_autofree char *large = g_strnfill(8 * 1024 * 1024, 'x');
	const Member refused[] = {{"large.txt", large}};
	g_autoptr(GByteArray) packed =
		pack(archive_write_set_format_ustar, ARCHIVE_FILTER_XZ, refused, 1);
	g_autoptr(GPtrArray) skipped = reader_read("a.txz", packed->data, packed->len, &limits);
	reader_assert_status(skipped, "a.txz/large.txt", "limit");
	reader_assert_status(skipped, "a.txz", "limit");
	assert_says(skipped, "a.txz", "limits.ratio");
}

static void
test_locked_7z(void)
{
	g_autofree guint8 *bytes = NULL;
	gsize length;
	bytes = g_base64_decode(locked_7z, &length);
	g_autoptr(GPtrArray) documents = reader_read("a.7z", bytes, length, NULL);
	g_assert_cmpuint(documents->len, ==, 1);
	reader_assert_status(documents, "a.7z", "encrypted");
}

/* Bytes changed and ends cut: it ends as something, never as a crash. */
static void
test_noise(void)
{
	const RarMember one[] = {{"folder/one.txt", "text one"}, {"locked.txt", "secret", TRUE}};
	const ZipMember zipped[] = {{.name = "a.txt", .data = "text", .size = 4},
				    {.name = "b.txt", .data = "text", .size = 4, .deflated = TRUE},
				    {.name = "c.txt", .data = "", .unicode_path = "丙.txt"}};
	g_autoptr(GByteArray) rar5 = make_rar5(one, 2, FALSE);
	g_autoptr(GByteArray) rar4 = make_rar4(one, 2, 0);
	g_autoptr(GByteArray) zip = zip_make(zipped, 3);
	g_autoptr(GByteArray) seven = pack(archive_write_set_format_7zip, ARCHIVE_FILTER_NONE,
					   usual, G_N_ELEMENTS(usual));
	g_autoptr(GByteArray) tar =
		pack(archive_write_set_format_pax, ARCHIVE_FILTER_NONE, usual, G_N_ELEMENTS(usual));
	g_autoptr(GByteArray) packed =
		pack(archive_write_set_format_pax, ARCHIVE_FILTER_ZSTD, usual, G_N_ELEMENTS(usual));
	const GByteArray *const archives[] = {rar5, rar4, zip, seven, tar, packed};
	const char *rounds = g_getenv("VET_NOISE_ROUNDS");

	for (guint round = rounds ? (guint)atoi(rounds) : 30; round > 0; round--) {
		const GByteArray *archive = archives[round % G_N_ELEMENTS(archives)];
		g_autofree guint8 *copy = g_memdup2(archive->data, archive->len);
		for (int i = g_test_rand_int_range(1, 8); i > 0; i--)
			copy[g_test_rand_int_range(8, (gint)archive->len)] =
				(guint8)g_test_rand_int_range(0, 256);
		gsize cut = g_test_rand_int_range(0, 4) == 0 ? 20 : 0;
		g_autoptr(GPtrArray) documents =
			reader_read("a.bin", copy, archive->len - cut, NULL);
		const VetDocument *document = reader_find(documents, "a.bin");
		if (document->status == VET_STATUS_CRASHED)
			g_error("round %u: %s", round, document->reason);
	}
}

int
main(int argc, char **argv)
{
	/* libarchive writes names in UTF-16 out of the locale's charset */
	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/archive/formats", test_formats);
	g_test_add_func("/archive/compressed/tar", test_compressed_tar);
	g_test_add_func("/archive/compressed/file", test_compressed_file);
	g_test_add_func("/archive/compressed/zeros", test_compressed_zeros);
	g_test_add_func("/archive/compressed/twice", test_compressed_twice);
	g_test_add_func("/archive/compressed/cut", test_compressed_cut);
	g_test_add_func("/archive/compressed/gzip-faults", test_gzip_faults);
	g_test_add_func("/archive/tar/not-files", test_not_files);
	g_test_add_func("/archive/tar/names", test_names);
	g_test_add_func("/archive/tar/concatenated", test_concatenated);
	g_test_add_func("/archive/tar/damaged", test_damaged);
	g_test_add_func("/archive/7z/part", test_7z_part);
	g_test_add_func("/archive/7z/locked", test_locked_7z);
	g_test_add_func("/archive/rar/5", test_rar5);
	g_test_add_func("/archive/rar/5-encrypted", test_rar5_encrypted);
	g_test_add_func("/archive/rar/4", test_rar4);
	g_test_add_func("/archive/programs", test_programs);
	g_test_add_func("/archive/caps/sparse", test_sparse);
	g_test_add_func("/archive/caps/entries-and-skipped", test_caps);
	g_test_add_func("/archive/noise", test_noise);
	return g_test_run();
}
