/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <leptonica/allheaders.h>
#include <libheif/heif.h>

#include <locale.h>

#include "tests/unit/reader.h"
#include "tests/unit/scan-maker.h"

#define BYTES(text) (text), sizeof(text) - 1
#define FONT "Noto Serif CJK SC 12"
#define OWNER "桃江县禾程供应链管理有限责任公司"

/* A page with a name on it. */
static PIX *
draw_page(double dpi)
{
	Scan scan = scan_new(SCAN_A4_WIDTH / 2, SCAN_A4_HEIGHT / 4, dpi);

	scan_text(&scan, 40, 50, FONT, "名　　称：" OWNER);
	scan_text(&scan, 40, 90, FONT, "类　　型：有限责任公司");
	g_autoptr(GByteArray) png = scan_png(&scan);
	scan_clear(&scan);
	PIX *pix = pixReadMem(png->data, png->len);
	g_assert_nonnull(pix);
	return pix;
}

static GByteArray *
encode(PIX *pix, l_int32 format)
{
	l_uint8 *data = NULL;
	size_t length = 0;

	g_assert_cmpint(pixWriteMem(&data, &length, pix, format), ==, 0);
	GByteArray *bytes = g_byte_array_append(g_byte_array_new(), data, (guint)length);
	lept_free(data);
	return bytes;
}

static struct heif_error
take_heif(struct heif_context *context, const void *data, size_t length, void *user_data)
{
	g_byte_array_append(user_data, data, (guint)length);
	return (struct heif_error){heif_error_Ok, heif_suberror_Unspecified, "ok"};
}

/* NULL: this libheif has no encoder of the kind. */
static GByteArray *
encode_heif(PIX *pix, enum heif_compression_format format)
{
	static struct heif_writer writer = {.writer_api_version = 1, .write = take_heif};
	struct heif_context *context = heif_context_alloc();
	struct heif_encoder *encoder = NULL;
	struct heif_image *image = NULL;
	int stride, width = pixGetWidth(pix), height = pixGetHeight(pix);

	if (heif_context_get_encoder_for_format(context, format, &encoder).code != heif_error_Ok) {
		heif_context_free(context);
		return NULL;
	}
	heif_image_create(width, height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
	heif_image_add_plane(image, heif_channel_interleaved, width, height, 8);
	guint8 *plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			l_int32 r, g, b;
			pixGetRGBPixel(pix, x, y, &r, &g, &b);
			guint8 *pixel = plane + (gsize)y * (gsize)stride + (gsize)x * 3;
			pixel[0] = (guint8)r;
			pixel[1] = (guint8)g;
			pixel[2] = (guint8)b;
		}
	heif_encoder_set_lossy_quality(encoder, 90);
	GByteArray *bytes = g_byte_array_new();
	g_assert_cmpint(heif_context_encode_image(context, image, encoder, NULL, NULL).code, ==,
			heif_error_Ok);
	g_assert_cmpint(heif_context_write(context, &writer, bytes).code, ==, heif_error_Ok);
	heif_image_release(image);
	heif_encoder_release(encoder);
	heif_context_free(context);
	return bytes;
}

static const VetDocument *
read_picture(const char *name, const GByteArray *bytes, const VetLimits *limits,
	     GPtrArray **ret_documents)
{
	*ret_documents = reader_read(name, bytes->data, bytes->len, limits);
	const VetDocument *document = (*ret_documents)->pdata[0];
	g_test_message("%s: %s %s", name, vet_document_status_name(document->status),
		       document->reason ? document->reason : "");
	g_assert_cmpstr(document->extractor, ==, "image");
	return document;
}

static void
assert_says(const VetDocument *document, const char *wanted)
{
	g_autofree char *text = vet_content_text(document->content);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autofree char *plain = g_strjoinv("", words);

	if (!strstr(plain, wanted))
		g_error("\"%s\" is not in: %s", wanted, text);
}

static const struct {
	const char *name;
	l_int32 format;
	gboolean from_gray;
} formats[] = {
	{"a.png", IFF_PNG, FALSE},      {"a.jpg", IFF_JFIF_JPEG, FALSE},
	{"a.tif", IFF_TIFF_LZW, FALSE}, {"b.tif", IFF_TIFF_G4, TRUE},
	{"a.bmp", IFF_BMP, FALSE},      {"a.webp", IFF_WEBP, FALSE},
	{"a.gif", IFF_GIF, TRUE},       {"a.jp2", IFF_JP2, FALSE},
};

static void
test_formats(void)
{
	PIX *pix = draw_page(250);

	for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
		g_autoptr(GPtrArray) documents = NULL;
		PIX *gray = pixConvertTo8(pix, 0);
		PIX *bits = pixThresholdToBinary(gray, 150);
		PIX *from = !formats[i].from_gray              ? pix
			    : formats[i].format == IFF_TIFF_G4 ? bits
							       : gray;
		pixSetResolution(from, 250, 250);
		g_autoptr(GByteArray) bytes = encode(from, formats[i].format);
		const VetDocument *document =
			read_picture(formats[i].name, bytes, NULL, &documents);
		reader_assert_status(documents, formats[i].name, "ok");
		assert_says(document, OWNER);
		pixDestroy(&bits);
		pixDestroy(&gray);
	}
	pixDestroy(&pix);
}

static void
test_heif(void)
{
	static const struct {
		const char *name;
		enum heif_compression_format format;
	} kinds[] = {{"a.heic", heif_compression_HEVC}, {"a.avif", heif_compression_AV1}};
	PIX *pix = draw_page(200);

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autoptr(GPtrArray) documents = NULL;
		g_autoptr(GByteArray) bytes = encode_heif(pix, kinds[i].format);
		if (!bytes) {
			g_test_message("no encoder for %s", kinds[i].name);
			continue;
		}
		const VetDocument *document = read_picture(kinds[i].name, bytes, NULL, &documents);
		reader_assert_status(documents, kinds[i].name, "ok");
		assert_says(document, OWNER);
	}
	pixDestroy(&pix);
}

/* An Exif segment with nothing but the orientation. */
static GByteArray *
with_orientation(const GByteArray *jpeg, guint8 orientation)
{
	const guint8 segment[] = {0xff, 0xe1, 0, 34, 'E', 'x',         'i', 'f', 0, 0,    'M', 'M',
				  0,    42,   0, 0,  0,   8,           0,   1,   1, 0x12, 0,   3,
				  0,    0,    0, 1,  0,   orientation, 0,   0,   0, 0,    0,   0};
	GByteArray *bytes = g_byte_array_new();

	g_byte_array_append(bytes, jpeg->data, 2);
	g_byte_array_append(bytes, segment, sizeof segment);
	return g_byte_array_append(bytes, jpeg->data + 2, jpeg->len - 2);
}

static void
test_orientation(void)
{
	PIX *pix = draw_page(200);
	/* as the camera's chip has it: turned to the left, to be turned right (6) */
	PIX *turned = pixRotateOrth(pix, 3);
	g_autoptr(GByteArray) jpeg = encode(turned, IFF_JFIF_JPEG);
	g_autoptr(GByteArray) bytes = with_orientation(jpeg, 6);
	g_autoptr(GPtrArray) documents = NULL;
	const VetDocument *document = read_picture("a.jpg", bytes, NULL, &documents);

	assert_says(document, OWNER);
	const VetPage *page = document->content->pages->pdata[0];
	g_assert_cmpfloat(page->width, >, page->height);
	/* the page is upright, so the line lies across it */
	const VetLine *line = page->lines->pdata[0];
	g_assert_cmpfloat(line->box.x1 - line->box.x0, >, line->box.y1 - line->box.y0);
	pixDestroy(&turned);
	pixDestroy(&pix);
}

static GByteArray *
two_pages(void)
{
	PIX *pix = draw_page(200);
	PIXA *pages = pixaCreate(2);
	l_uint8 *data = NULL;
	size_t length = 0;

	pixaAddPix(pages, pix, L_CLONE);
	pixaAddPix(pages, pix, L_INSERT);
	g_assert_cmpint(pixaWriteMemMultipageTiff(&data, &length, pages), ==, 0);
	GByteArray *bytes = g_byte_array_append(g_byte_array_new(), data, (guint)length);
	lept_free(data);
	pixaDestroy(&pages);
	return bytes;
}

static void
test_pages(void)
{
	g_autoptr(GByteArray) bytes = two_pages();
	g_autoptr(GPtrArray) documents = NULL;
	const VetDocument *document = read_picture("a.tif", bytes, NULL, &documents);

	g_assert_cmpuint(document->content->pages->len, ==, 2);
	for (guint i = 0; i < 2; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		g_assert_cmpint(page->source, ==, VET_TEXT_OCR);
		g_assert_cmpuint(page->lines->len, ==, 2);
	}
}

/* Many pages are read in parts, each by another child, and stand in order; the file is described once. */
static void
test_parts(void)
{
	const guint n_pages = 9;
	PIXA *pages = pixaCreate((l_int32)n_pages);
	l_uint8 *data = NULL;
	size_t length = 0;

	for (guint i = 0; i < n_pages; i++) {
		PIX *pix = pixCreate(150 + (l_int32)i * 10, 200, 8);
		pixSetAll(pix);
		pixSetResolution(pix, 72, 72);
		pixaAddPix(pages, pix, L_INSERT);
	}
	g_assert_cmpint(pixaWriteMemMultipageTiff(&data, &length, pages), ==, 0);
	g_autoptr(GByteArray) bytes = g_byte_array_append(g_byte_array_new(), data, (guint)length);
	g_autoptr(GPtrArray) documents = NULL;
	lept_free(data);
	pixaDestroy(&pages);
	const VetDocument *document = read_picture("a.tif", bytes, NULL, &documents);

	reader_assert_status(documents, "a.tif", "ok");
	g_assert_cmpstr(g_hash_table_lookup(document->content->metadata, "pixels"), ==, "150x200");
	g_assert_cmpuint(document->content->pages->len, ==, n_pages);
	for (guint i = 0; i < n_pages; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		g_assert_cmpuint(page->number, ==, i + 1);
		g_assert_cmpfloat_with_epsilon(page->width, 150 + i * 10, 0.5);
	}
}

/* What the budget does not cover is said. */
static void
test_budget(void)
{
	VetLimits limits;
	g_autoptr(GByteArray) bytes = two_pages();
	g_autoptr(GPtrArray) documents = NULL;
	g_autoptr(GError) error = NULL;

	vet_limits_init(&limits);
	g_assert_true(vet_limits_set(&limits, "recognised-pages", "1", &error));
	const VetDocument *document = read_picture("a.tif", bytes, &limits, &documents);
	reader_assert_status(documents, "a.tif", "partial");
	const VetPage *page = document->content->pages->pdata[1];
	g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
	g_assert_nonnull(strstr(document->reason, "page 2"));
}

/* Nobody here draws it, and what it says is not there: that is told. */
static void
test_metafile(void)
{
	static const guint8 head[108] = {[0] = 1, [4] = 108, [40] = ' ', 'E', 'M', 'F'};
	g_autoptr(GPtrArray) documents = NULL;

	g_autoptr(GByteArray) bytes = g_byte_array_append(g_byte_array_new(), head, sizeof head);
	const VetDocument *document = read_picture("a.emf", bytes, NULL, &documents);
	reader_assert_status(documents, "a.emf", "partial");
	g_assert_nonnull(strstr(document->reason, "image/emf"));
}

static void
test_icon(void)
{
	PIX *pix = pixCreate(48, 48, 32);
	g_autoptr(GByteArray) bytes = encode(pix, IFF_PNG);
	g_autoptr(GPtrArray) documents = NULL;
	const VetDocument *document = read_picture("a.png", bytes, NULL, &documents);

	reader_assert_status(documents, "a.png", "ok");
	const VetPage *page = document->content->pages->pdata[0];
	g_assert_cmpint(page->source, ==, VET_TEXT_NONE);
	pixDestroy(&pix);
}

/* A few bytes that would be gigabytes of pixels. */
static void
test_bomb(void)
{
	g_autoptr(GPtrArray) documents = reader_read(
		"a.png",
		BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\2\0\0\0crc!"),
		NULL);

	reader_assert_status(documents, "a.png", "limit");
	const VetDocument *document = documents->pdata[0];
	g_assert_nonnull(strstr(document->reason, "65535x65535"));
}

static void
test_damaged(void)
{
	PIX *pix = draw_page(200);
	g_autoptr(GByteArray) png = encode(pix, IFF_PNG);
	g_autoptr(GByteArray) jpeg = encode(pix, IFF_JFIF_JPEG);
	g_autoptr(GPtrArray) first = NULL;
	g_autoptr(GPtrArray) second = NULL;

	g_byte_array_set_size(png, png->len / 2);
	read_picture("a.png", png, NULL, &first);
	g_assert_cmpint(((VetDocument *)first->pdata[0])->status, !=, VET_STATUS_OK);
	g_byte_array_set_size(jpeg, jpeg->len * 2 / 3);
	read_picture("a.jpg", jpeg, NULL, &second);
	/* what was there is read, and that there was more is said */
	reader_assert_status(second, "a.jpg", "partial");
	g_autoptr(GPtrArray) third =
		reader_read("a.png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), NULL);
	reader_assert_status(third, "a.png", "corrupt");
	pixDestroy(&pix);
}

int
main(int argc, char **argv)
{
	/* for what is said of a failure */
	setlocale(LC_ALL, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/image/formats", test_formats);
	g_test_add_func("/image/heif", test_heif);
	g_test_add_func("/image/orientation", test_orientation);
	g_test_add_func("/image/pages", test_pages);
	g_test_add_func("/image/parts", test_parts);
	g_test_add_func("/image/budget", test_budget);
	g_test_add_func("/image/icon", test_icon);
	g_test_add_func("/image/metafile", test_metafile);
	g_test_add_func("/image/bomb", test_bomb);
	g_test_add_func("/image/damaged", test_damaged);
	return g_test_run();
}
