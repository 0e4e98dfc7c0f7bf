/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include <math.h>
#include <string.h>

#include "plugins/image/decode.h"

#define POINTS_PER_INCH 72.0
/* a resolution outside these is a slip of the program that wrote it */
#define MIN_DPI 20.0
#define MAX_DPI 4800.0
/* a page is no larger; cameras write 72 dots an inch whatever they took */
#define MAX_INCHES 24.0
/* without a resolution: what is so large is taken for a sheet of A4 */
#define SHEET_PIXELS 1000
#define SHEET_POINTS 841.89
/* an icon or an ornament: nothing to read in it */
#define MIN_SIDE 100

static gboolean
describe(const ImageHeader *header, VetSink *sink, GError **error)
{
	g_autofree char *pixels = g_strdup_printf("%ux%u", header->width, header->height);
	return vet_sink_metadata(sink, "format", header->format, error) &&
	       vet_sink_metadata(sink, "pixels", pixels, error);
}

/* Points of a pixel, of a picture as it lies in the file. */
static double
scale_of(const ImageHeader *header)
{
	double longer = MAX(header->width, header->height);
	gboolean knows_dpi = header->dpi >= MIN_DPI && header->dpi <= MAX_DPI &&
			     longer / header->dpi <= MAX_INCHES;

	if (knows_dpi)
		return POINTS_PER_INCH / header->dpi;
	return longer >= SHEET_PIXELS ? SHEET_POINTS / longer : 1;
}

static gboolean
read_header(VetSource *source, const guint8 *data, gsize length, ImageHeader *ret_header,
	    gboolean *ret_known, GError **error)
{
	const char *type = vet_source_media_type(source);
	l_int32 width = 0, height = 0;

	*ret_known = TRUE;
	switch (image_header_read(data, length, ret_header)) {
	case IMAGE_BROKEN:
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The picture's header gives no size (%s); save the picture again",
			    type);
		return FALSE;
	case IMAGE_READ:
		return TRUE;
	case IMAGE_UNKNOWN:
		break;
	}
	if (strstr(type, "hei") || strstr(type, "avif"))
		return heif_header_read(data, length, ret_header, error);
	if (strstr(type, "jp2") || strstr(type, "jpx")) {
		if (readHeaderMemJp2k(data, length, &width, &height, NULL, NULL, NULL) == 0 &&
		    width > 0 && height > 0) {
			*ret_header = (ImageHeader){.format = "JPEG 2000",
						    .width = (guint32)width,
						    .height = (guint32)height,
						    .n_pages = 1};
			return TRUE;
		}
	}
	*ret_known = FALSE;
	return TRUE;
}

/* Changes the pix's own words into pixels as the sink takes them. */
static VetPicture
lend_pixels(PIX *pix, double width, double height)
{
	gboolean is_gray = pixGetDepth(pix) == 8;
	gsize n_words = (gsize)pixGetWpl(pix) * (gsize)pixGetHeight(pix);
	l_uint32 *words = pixGetData(pix);

	if (is_gray)
		pixEndianByteSwap(pix);
	else
		for (gsize i = 0; i < n_words; i++)
			words[i] >>= 8;
	return (VetPicture){.pixels = (const guint8 *)words,
			    .width = (guint)pixGetWidth(pix),
			    .height = (guint)pixGetHeight(pix),
			    .stride = (gsize)pixGetWpl(pix) * 4,
			    .format = is_gray ? VET_PIXEL_GRAY8 : VET_PIXEL_XRGB32,
			    .box = {0, 0, width, height}};
}

/* What of a page was decoded. */
static gboolean
read_pixels(Decoded *decoded, const ImageHeader *header, guint page, VetSink *sink, GError **error)
{
	double longer = MAX(header->width, header->height);
	double scale = scale_of(header) * longer /
		       MAX(pixGetWidth(decoded->pix), pixGetHeight(decoded->pix));
	/* the pages of a TIFF differ in size, not in resolution */
	if (header->n_pages > 1)
		scale = scale_of(header);
	double width = pixGetWidth(decoded->pix) * scale;
	double height = pixGetHeight(decoded->pix) * scale;
	gboolean can = vet_sink_can_recognise(sink, VET_PICTURE_TEXT);

	if (!vet_sink_page(sink, width, height, can ? VET_TEXT_OCR : VET_TEXT_NONE, error))
		return FALSE;
	if (!can)
		return vet_sink_unrecognised(sink, page + 1, error);
	if (decoded->broken &&
	    !vet_sink_warning(sink, "the picture's data are damaged; a part of it may be missing",
			      error))
		return FALSE;
	VetPicture picture = lend_pixels(decoded->pix, width, height);
	return vet_sink_picture(sink, &picture, VET_PICTURE_TEXT, error);
}

static gboolean
read_page(const guint8 *data, gsize length, const ImageHeader *header, guint page, VetSink *sink,
	  GError **error)
{
	g_autoptr(GError) failure = NULL;
	Decoded decoded;

	if (header->width < MIN_SIDE || header->height < MIN_SIDE ||
	    !vet_sink_can_recognise(sink, VET_PICTURE_MARKS)) {
		double scale = scale_of(header);
		gboolean is_icon = header->width < MIN_SIDE || header->height < MIN_SIDE;
		return vet_sink_page(sink, header->width * scale, header->height * scale,
				     VET_TEXT_NONE, error) &&
		       (is_icon || vet_sink_unrecognised(sink, page + 1, error));
	}
	if (!image_decode(data, length, header, page, IMAGE_ENOUGH, &decoded, &failure)) {
		/* other pages of the file may be whole */
		if (header->n_pages > 1 && failure->code == VET_ERROR_MALFORMED) {
			g_autofree char *sentence =
				g_strdup_printf("page %u: %s", page + 1, failure->message);
			return vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error) &&
			       vet_sink_warning(sink, sentence, error);
		}
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	gboolean read = read_pixels(&decoded, header, page, sink, error);
	pixDestroy(&decoded.pix);
	return read;
}

static gboolean
extract_image(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	ImageHeader header = {0};
	gboolean known;

	if (!data || !read_header(source, data, length, &header, &known, error))
		return FALSE;
	/* drawings (EMF, WMF, SVG) and rare formats: looked at, and nothing read */
	if (!known) {
		g_autofree char *sentence = g_strdup_printf(
			"page 1: is %s, which is not looked at: hand it in as PNG or PDF",
			vet_source_media_type(source));
		return vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error) &&
		       vet_sink_warning(sink, sentence, error);
	}
	guint first, last;
	if (!vet_sink_pages(sink, header.n_pages, &first, &last, error) ||
	    (first == 1 && !describe(&header, sink, error)))
		return FALSE;
	for (guint number = first; number <= last; number++)
		if (!read_page(data, length, &header, number - 1, sink, error))
			return FALSE;
	return TRUE;
}

static gboolean
render_image(VetSource *source, guint page, double dpi, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	ImageHeader header = {0};
	Decoded decoded;
	gboolean known;

	if (!data || !read_header(source, data, length, &header, &known, error))
		return FALSE;
	if (!known || page < 1 || page > header.n_pages) {
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "page %u of this picture (%s) cannot be drawn", page,
			    vet_source_media_type(source));
		return FALSE;
	}
	double longer = MAX(header.width, header.height);
	double wanted = longer * scale_of(&header) / POINTS_PER_INCH * dpi;
	if (!image_decode(data, length, &header, page - 1, (guint)CLAMP(wanted, 1, 20000), &decoded,
			  error))
		return FALSE;
	double width = pixGetWidth(decoded.pix), height = pixGetHeight(decoded.pix);
	double factor = MIN(1, wanted / MAX(width, height));
	factor = MIN(factor, 0.99 * VET_MAX_RENDERING_PIXELS / (width * height) < 1
				     ? sqrt(0.99 * VET_MAX_RENDERING_PIXELS / (width * height))
				     : 1);
	if (factor < 1) {
		PIX *smaller = pixScale(decoded.pix, (l_float32)factor, (l_float32)factor);
		if (smaller) {
			pixDestroy(&decoded.pix);
			decoded.pix = smaller;
		}
	}
	VetPicture picture = lend_pixels(decoded.pix, width, height);
	gboolean drawn = vet_sink_rendering(sink, &picture, error);
	pixDestroy(&decoded.pix);
	return drawn;
}

static gboolean
prepare_image(GError **error)
{
	setMsgSeverity(L_SEVERITY_NONE);
	return heif_prepare(error);
}

static const char *const media_types[] = {"image/*", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "image",
	.version = "4",
	.summary = "pictures: decoded and handed to the recogniser",
	.media_types = media_types,
	.prepare = prepare_image,
	.extract = extract_image,
	.render = render_image,
};
