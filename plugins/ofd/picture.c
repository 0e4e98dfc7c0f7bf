/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/picture.h"

#include <leptonica/allheaders.h>
#include <math.h>

#define MAX_BYTES (64 * 1024 * 1024)
/* A3 at 600 dots an inch has 70 million, in grey or black and white 280 MB here */
#define MAX_PIXELS (40 * 1000 * 1000)

/* The size as the header says, before anything is decoded. */
static gboolean
is_decodable(const guint8 *data, gsize length)
{
	l_int32 format, width, height, bits, samples, mapped;

	if (pixReadHeaderMem(data, length, &format, &width, &height, &bits, &samples, &mapped) != 0)
		return FALSE;
	return width > 0 && height > 0 && (gint64)width * height <= MAX_PIXELS;
}

static PIX *
read_pix(const guint8 *data, gsize length)
{
	setMsgSeverity(L_SEVERITY_NONE);
	return is_decodable(data, length) ? pixReadMem(data, length) : NULL;
}

/* Takes `pix`. */
static PIX *
replaced(PIX *pix, PIX *by)
{
	pixDestroy(&pix);
	return by;
}

/* A picture laid on its side or mirrored by its map stands upright again; takes `pix`. */
static PIX *
upright(PIX *pix, const OfdMatrix *matrix)
{
	/* its width runs up or down the page: an eighth of a turn or more */
	if (fabs(matrix->b) > fabs(matrix->a)) {
		pix = replaced(pix, pixRotate90(pix, matrix->b > 0 ? 1 : -1));
		gboolean mirrored = matrix->b > 0 ? matrix->c > 0 : matrix->c < 0;
		return mirrored && pix ? replaced(pix, pixFlipLR(NULL, pix)) : pix;
	}
	if (matrix->a < 0 && pix)
		pix = replaced(pix, pixFlipLR(NULL, pix));
	if (matrix->d < 0 && pix)
		pix = replaced(pix, pixFlipTB(NULL, pix));
	return pix;
}

/* What is transparent shows the white page.  Takes `pix`. */
static PIX *
on_white(PIX *pix)
{
	if (pixGetSpp(pix) == 4)
		pix = replaced(pix, pixAlphaBlendUniform(pix, 0xffffff00));
	return pix ? replaced(pix, pixConvertTo32(pix)) : NULL;
}

/* Leptonica has 0xRRGGBBxx in each word, the sink takes 0x00RRGGBB. */
static void
shift_pixels(PIX *pix)
{
	l_uint32 *words = pixGetData(pix);
	gsize n = (gsize)pixGetWpl(pix) * (gsize)pixGetHeight(pix);

	for (gsize i = 0; i < n; i++)
		words[i] >>= 8;
}

static PIX *
decode(OfdPackage *package, const OfdImage *image)
{
	gboolean damaged;
	PIX *pix = NULL;

	if (!image->media || !image->media->part)
		return NULL;
	g_autoptr(GByteArray) bytes =
		ofd_package_read(package, image->media->part, MAX_BYTES, &damaged, NULL);
	if (bytes)
		pix = read_pix(bytes->data, bytes->len);
	if (pix)
		pix = on_white(pix);
	if (pix)
		pix = upright(pix, &image->matrix);
	if (pix)
		shift_pixels(pix);
	return pix;
}

struct _OfdPicture {
	PIX *pix;
	VetBox box;
};

OfdPicture *
ofd_picture_read(OfdPackage *package, const OfdImage *image)
{
	PIX *pix = vet_box_is_empty(image->box) ? NULL : decode(package, image);

	if (!pix)
		return NULL;
	OfdPicture *picture = g_new0(OfdPicture, 1);
	picture->pix = pix;
	picture->box = image->box;
	return picture;
}

void
ofd_picture_free(OfdPicture *picture)
{
	if (!picture)
		return;
	pixDestroy(&picture->pix);
	g_free(picture);
}

gboolean
ofd_picture_write(const OfdPicture *picture, VetPictureUse use, VetSink *sink, GError **error)
{
	VetPicture pixels = {
		.pixels = (const guint8 *)pixGetData(picture->pix),
		.width = (guint)pixGetWidth(picture->pix),
		.height = (guint)pixGetHeight(picture->pix),
		.stride = (gsize)pixGetWpl(picture->pix) * 4,
		.format = VET_PIXEL_XRGB32,
		.box = picture->box,
	};
	return vet_sink_picture(sink, &pixels, use, error);
}

/* --- for the painter --- */

/* cairo has 0xAARRGGBB, each colour by how much of it is there. */
static void
premultiply(PIX *pix, gboolean has_alpha)
{
	l_uint32 *words = pixGetData(pix);
	gsize n = (gsize)pixGetWpl(pix) * (gsize)pixGetHeight(pix);

	for (gsize i = 0; i < n; i++) {
		guint32 word = words[i], alpha = has_alpha ? word & 0xff : 0xff;
		guint32 red = (word >> 24) * alpha / 255, green = (word >> 16 & 0xff) * alpha / 255,
			blue = (word >> 8 & 0xff) * alpha / 255;
		words[i] = alpha << 24 | red << 16 | green << 8 | blue;
	}
}

static void
destroy_pix(void *data)
{
	PIX *pix = data;

	pixDestroy(&pix);
}

cairo_surface_t *
ofd_picture_surface(const guint8 *data, gsize length)
{
	static const cairo_user_data_key_t key;
	PIX *pix = read_pix(data, length);
	gboolean has_alpha = pix && pixGetSpp(pix) == 4;

	if (pix)
		pix = replaced(pix, pixConvertTo32(pix));
	if (!pix)
		return NULL;
	premultiply(pix, has_alpha);
	cairo_surface_t *surface = cairo_image_surface_create_for_data(
		(guint8 *)pixGetData(pix), CAIRO_FORMAT_ARGB32, pixGetWidth(pix), pixGetHeight(pix),
		pixGetWpl(pix) * 4);
	if (cairo_surface_set_user_data(surface, &key, pix, destroy_pix) == CAIRO_STATUS_SUCCESS)
		return surface;
	cairo_surface_destroy(surface);
	destroy_pix(pix);
	return NULL;
}
