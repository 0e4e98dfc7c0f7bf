/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a damaged or locked PDF is called: by what of it could be read, never better than that. */

#include "tests/unit/pdf-maker.h"
#include "tests/unit/reader.h"

#include <gio/gio.h>
#include <locale.h>

#define PAGE(contents)                                                                             \
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents " contents                       \
	" 0 R/Resources<</Font<</F 4 0 R>>>>>>"
#define FONT "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
#define NO_FLATE "<</Length 9/Filter/FlateDecode>>stream\nno flate!\nendstream"
#define HELLO "<</Length 39>>stream\nBT /F 12 Tf 20 104 Td (Hello there) Tj ET\nendstream"
/* more pages than are read by one child */
#define MANY 64

/* Without a recogniser, which would read what the file itself does not tell; takes the bytes. */
static GPtrArray *
read_alone(GBytes *bytes)
{
	g_autofree char *pdf = reader_build_file("plugins/pdf.so");
	const char *const plugins[] = {pdf, NULL};
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	GPtrArray *documents = reader_read_with(plugins, "form.pdf", data, length, NULL);

	g_assert_cmpuint(documents->len, >=, 1);
	g_bytes_unref(bytes);
	return documents;
}

static void
assert_outcome(const VetDocument *document, VetDocumentStatus status, const char *reason)
{
	g_test_message("%s: %d, %s", document->path, document->status, document->reason);
	g_assert_cmpint(document->status, ==, status);
	if (reason)
		g_assert_nonnull(strstr(document->reason, reason));
}

/* Takes the documents. */
static void
assert_first(GPtrArray *documents, VetDocumentStatus status, const char *reason)
{
	assert_outcome(documents->pdata[0], status, reason);
	g_ptr_array_unref(documents);
}

/* A page, and perhaps another, with these contents. */
static GBytes *
document_with(const char *kids, const char *first, const char *second)
{
	g_autofree char *pages = g_strdup_printf("<</Type/Pages%s>>", kids);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>", pages, PAGE("5"), FONT, first, PAGE("7"), second,
	};

	return pdf_maker_write(objects, G_N_ELEMENTS(objects), "");
}

static void
test_one_page_of_two(void)
{
	static const char kids[] = "/Kids[3 0 R 6 0 R]/Count 2";

	assert_first(read_alone(document_with(kids, NO_FLATE, HELLO)), VET_STATUS_PARTIAL,
		     "page 1: is damaged");
	assert_first(read_alone(document_with(kids, NO_FLATE, NO_FLATE)), VET_STATUS_CORRUPT,
		     "not one page");
}

static void
test_only_page(void)
{
	assert_first(read_alone(document_with("/Kids[3 0 R]/Count 1", NO_FLATE, "null")),
		     VET_STATUS_CORRUPT, "not one page");
	assert_first(read_alone(document_with("/Kids[3 0 R]/Count 1",
					      "<</Length 0>>stream\n\nendstream", "null")),
		     VET_STATUS_OK, NULL);
}

/* The tree of pages says that there are some, and has none. */
static void
test_no_page(void)
{
	assert_first(read_alone(document_with("/Kids[(none)]/Count 1", HELLO, "null")),
		     VET_STATUS_CORRUPT, NULL);
}

static void
test_no_page_of_many(void)
{
	g_autoptr(GString) kids = g_string_new("/Kids[");

	for (guint i = 0; i < MANY; i++)
		g_string_append(kids, "(none)");
	g_string_append_printf(kids, "]/Count %u", MANY);
	/* Poppler believes no count that is larger than the number of objects */
	g_autofree char *pages = g_strdup_printf("<</Type/Pages%s>>", kids->str);
	const char *objects[MANY + 2] = {"<</Type/Catalog/Pages 2 0 R>>", pages};
	for (guint i = 2; i < G_N_ELEMENTS(objects); i++)
		objects[i] = "null";
	g_autoptr(GPtrArray) documents =
		read_alone(pdf_maker_write(objects, G_N_ELEMENTS(objects), ""));
	const VetDocument *document = documents->pdata[0];
	g_assert_cmpuint(document->content->pages->len, ==, MANY);
	assert_outcome(document, VET_STATUS_CORRUPT, "not one page");
}

/* Poppler leaves out what stands behind an operator that lacks operands. */
static void
test_stopped(void)
{
	static const char stopping[] =
		"<</Length 61>>stream\n"
		"BT what 12 Tf /F 12 Tf 20 104 Td (what is not to be lost) Tj ET\nendstream";

	assert_first(read_alone(document_with("/Kids[3 0 R]/Count 1", stopping, "null")),
		     VET_STATUS_PARTIAL, "Tf");
}

/* A stream that its writer flushed and never ended, as zlib does; or one that was cut. */
static GBytes *
flushed_document(gboolean is_cut)
{
	static const char text[] = "BT /F 12 Tf 20 104 Td (Hello there) Tj ET ";
	g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1);
	char packed[256];
	gsize n_read, n_packed;

	g_converter_convert(G_CONVERTER(zlib), text, strlen(text), packed, sizeof packed,
			    G_CONVERTER_FLUSH, &n_read, &n_packed, NULL);
	g_assert_cmpuint(n_read, ==, strlen(text));
	/* the flush is an empty block: three bits, then what is cut here and 00 00 FF FF */
	n_packed -= is_cut ? 8 : 0;
	/* pdf_maker_write() takes text; this is room for the bytes */
	g_autofree char *room = g_strnfill(n_packed, '-');
	g_autofree char *stream = g_strdup_printf(
		"<</Filter/FlateDecode/Length %zu>>stream\n%s\nendstream", n_packed, room);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		PAGE("5"),
		FONT,
		stream,
	};
	gsize length;
	char *file =
		g_bytes_unref_to_data(pdf_maker_write(objects, G_N_ELEMENTS(objects), ""), &length);
	memcpy(strstr(file, room), packed, n_packed);
	return g_bytes_new_take(file, length);
}

static void
test_flushed(void)
{
	g_autoptr(GPtrArray) documents = read_alone(flushed_document(FALSE));
	const VetDocument *document = documents->pdata[0];
	const VetPage *page = document->content->pages->pdata[0];

	assert_outcome(document, VET_STATUS_OK, NULL);
	g_assert_cmpuint(page->lines->len, ==, 1);
	assert_first(read_alone(flushed_document(TRUE)), VET_STATUS_PARTIAL, "flate stream");
}

#define KEYS                                                                                       \
	"/Filter/Standard/P -4"                                                                    \
	"/O<0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10>"                     \
	"/U<0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10>"

/* Filters that none are named for: what there is is noise, and none of it is to pass for read. */
static void
test_unknown_encryption(void)
{
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		PAGE("5"),
		FONT,
		HELLO,
		"<</V 4/R 4/Length 128" KEYS ">>",
	};

	assert_first(read_alone(pdf_maker_write(objects, G_N_ELEMENTS(objects),
						"/Encrypt 6 0 R/ID[<00><00>]")),
		     VET_STATUS_ENCRYPTED, "password");
}

static GPtrArray *
read_files(const char *filters)
{
	g_autofree char *encryption = g_strdup_printf(
		"<</V 4/R 4/Length 128" KEYS "/CF<</C<</CFM/AESV2/Length 16>>>>%s>>", filters);
	const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		PAGE("5"),
		FONT,
		HELLO,
		"<</Type/Filespec/F(list.txt)/UF(list.txt)/EF<</F 7 0 R>>>>",
		"<</Type/EmbeddedFile/Length 5>>stream\nhello\nendstream",
		encryption,
	};
	return read_alone(
		pdf_maker_write(objects, G_N_ELEMENTS(objects), "/Encrypt 8 0 R/ID[<00><00>]"));
}

static void
test_locked_files(void)
{
	g_autoptr(GPtrArray) locked = read_files("/StmF/Identity/StrF/Identity/EFF/C");
	g_autoptr(GPtrArray) open = read_files("/StmF/Identity/StrF/Identity/EFF/Identity");

	g_assert_cmpuint(locked->len, ==, 2);
	assert_outcome(locked->pdata[0], VET_STATUS_OK, NULL);
	assert_outcome(locked->pdata[1], VET_STATUS_ENCRYPTED, "password");
	g_assert_cmpuint(open->len, ==, 2);
	g_assert_cmpuint(((VetDocument *)open->pdata[1])->size, ==, 5);
	g_assert_cmpint(((VetDocument *)open->pdata[1])->status, !=, VET_STATUS_ENCRYPTED);
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pdf-damage/one-page-of-two", test_one_page_of_two);
	g_test_add_func("/pdf-damage/only-page", test_only_page);
	g_test_add_func("/pdf-damage/no-page", test_no_page);
	g_test_add_func("/pdf-damage/no-page-of-many", test_no_page_of_many);
	g_test_add_func("/pdf-damage/stopped", test_stopped);
	g_test_add_func("/pdf-damage/flushed", test_flushed);
	g_test_add_func("/pdf-damage/unknown-encryption", test_unknown_encryption);
	g_test_add_func("/pdf-damage/locked-files", test_locked_files);
	return g_test_run();
}
