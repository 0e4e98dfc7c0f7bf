/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libarchive reads, written by libarchive itself where it can write it. */

#include <gio/gio.h>
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "tests/unit/rar-maker.h"
#include "tests/unit/reader.h"

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

/* --- programs that unpack themselves --- */

static void
test_programs(void)
{
	g_autoptr(GByteArray) seven = pack(archive_write_set_format_7zip, ARCHIVE_FILTER_NONE,
					   usual, G_N_ELEMENTS(usual));
	const RarMember one[] = {{"folder/one.txt", "text one"}};
	g_autoptr(GByteArray) rar5 = rar_make5(one, 1, FALSE);
	g_autoptr(GByteArray) rar4 = rar_make4(one, 1, 0);
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
	g_autoptr(GByteArray) rar5 = rar_make5(one, 2, FALSE);
	g_autoptr(GByteArray) rar4 = rar_make4(one, 2, 0);
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
	g_test_add_func("/archive/programs", test_programs);
	g_test_add_func("/archive/caps/sparse", test_sparse);
	g_test_add_func("/archive/caps/entries-and-skipped", test_caps);
	g_test_add_func("/archive/noise", test_noise);
	return g_test_run();
}
