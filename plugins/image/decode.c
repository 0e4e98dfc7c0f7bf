/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/image/decode.h"

#include <libexif/exif-data.h>
#include <string.h>

/* Of the picture as EXIF numbers them: mirrored first, then turned clockwise by quarters. */
static const struct {
	gboolean mirrored;
	gint quarters;
} orientations[9] = {
	[2] = {TRUE, 0},  [3] = {FALSE, 2}, [4] = {TRUE, 2},  [5] = {TRUE, 3},
	[6] = {FALSE, 1}, [7] = {TRUE, 1},  [8] = {FALSE, 3},
};

static guint
read_orientation(const guint8 *data, gsize length)
{
	ExifData *exif = exif_data_new_from_data(data, (unsigned int)MIN(length, G_MAXINT));
	guint orientation = 1;

	if (!exif)
		return 1;
	ExifEntry *entry = exif_data_get_entry(exif, EXIF_TAG_ORIENTATION);
	if (entry && entry->format == EXIF_FORMAT_SHORT && entry->components == 1 &&
	    entry->size >= 2)
		orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif));
	exif_data_unref(exif);
	return orientation < G_N_ELEMENTS(orientations) ? orientation : 1;
}

/* Takes the pix. */
static PIX *
turn_upright(PIX *pix, guint orientation)
{
	PIX *turned;

	if (!pix)
		return NULL;
	if (orientations[orientation].mirrored)
		pixFlipLR(pix, pix);
	if (orientations[orientation].quarters == 0)
		return pix;
	turned = pixRotateOrth(pix, orientations[orientation].quarters);
	pixDestroy(&pix);
	return turned;
}

/* Takes the pix: on white paper, as bytes of grey or as colours. */
static PIX *
make_plain(PIX *pix)
{
	PIX *plain;

	if (!pix)
		return NULL;
	if (pixGetDepth(pix) == 32 && pixGetSpp(pix) == 4)
		plain = pixAlphaBlendUniform(pix, 0xffffff00);
	else
		plain = pixConvertTo8Or32(pix, L_CLONE, 0);
	pixDestroy(&pix);
	return plain;
}

static PIX *
decode_jpeg(const guint8 *data, gsize length, const ImageHeader *header, guint enough,
	    gboolean *ret_broken)
{
	guint longer = MAX(header->width, header->height);
	l_int32 reduction = 1, warnings = 0;

	while (enough && reduction < 8 && longer / ((guint)reduction * 2) >= enough)
		reduction *= 2;
	PIX *pix = pixReadMemJpeg(data, length, 0, reduction, &warnings,
				  L_JPEG_CONTINUE_WITH_BAD_DATA);
	*ret_broken = warnings > 0;
	return turn_upright(pix, read_orientation(data, length));
}

static PIX *
decode_tiff(const guint8 *data, gsize length, guint page)
{
	return pixReadMemTiff(data, length, (l_int32)page);
}

static gboolean
check_size(double width, double height, GError **error)
{
	if (width * height <= IMAGE_MAX_PIXELS)
		return TRUE;
	g_set_error(
		error, VET_ERROR, VET_ERROR_LIMIT,
		"the picture has %.0fx%.0f pixels; more than %.0f million are not decoded (fixed "
		"cap); save it smaller",
		width, height, IMAGE_MAX_PIXELS / 1e6);
	return FALSE;
}

/* Each picture of a TIFF has a size of its own. */
static gboolean
check_tiff_page(const guint8 *data, gsize length, guint page, GError **error)
{
	l_int32 width = 0, height = 0;

	if (readHeaderMemTiff(data, length, (l_int32)page, &width, &height, NULL, NULL, NULL, NULL,
			      NULL) != 0)
		return TRUE;
	return check_size(width, height, error);
}

gboolean
image_decode(const guint8 *data, gsize length, const ImageHeader *header, guint page, guint enough,
	     Decoded *ret_decoded, GError **error)
{
	Decoded decoded = {0};
	gboolean is_tiff = strcmp(header->format, "TIFF") == 0;

	if (!(is_tiff ? check_tiff_page(data, length, page, error)
		      : check_size(header->width, header->height, error)))
		return FALSE;
	if (strcmp(header->format, "HEIF") == 0) {
		decoded.pix = heif_decode(data, length, error);
		if (!decoded.pix)
			return FALSE;
	} else if (strcmp(header->format, "JPEG") == 0) {
		decoded.pix = decode_jpeg(data, length, header, enough, &decoded.broken);
	} else if (is_tiff) {
		decoded.pix = decode_tiff(data, length, page);
	} else {
		decoded.pix = pixReadMem(data, length);
	}
	decoded.pix = make_plain(decoded.pix);
	if (!decoded.pix) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "the %s picture of %ux%u pixels cannot be decoded: its data are cut "
			    "short or damaged; save it again",
			    header->format, header->width, header->height);
		return FALSE;
	}
	*ret_decoded = decoded;
	return TRUE;
}
