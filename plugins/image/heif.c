/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/image/decode.h"

#include <dlfcn.h>
#include <libheif/heif.h>

/*
 * The decoders behind libheif start threads, which the sandbox forbids, and libheif has no word to
 * keep them from it.  A plugin has a link map of its own that is searched before its libraries: the
 * two functions below stand between libheif and them.
 */
int de265_start_worker_threads(void *decoder, int number);
void dav1d_default_settings(void *settings);

/* HEIC: libde265 decodes where it is called when it has no workers. */
int
de265_start_worker_threads(void *decoder, int number)
{
	return 0;
}

/* AVIF: the number of threads is the first of dav1d's settings. */
void
dav1d_default_settings(void *settings)
{
	static void (*original)(void *);

	if (!original) {
		void *library = dlopen("libdav1d.so.6", RTLD_NOW | RTLD_NOLOAD);
		if (library)
			*(void **)&original = dlsym(library, "dav1d_default_settings");
	}
	if (!original)
		return;
	original(settings);
	*(int *)settings = 1;
}

gboolean
heif_prepare(GError **error)
{
	/* what is looked up at the first call must be known before no file can be opened */
	struct heif_context *context = heif_context_alloc();

	if (!context) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
				    "image: libheif gives no context: install libheif1 1.15");
		return FALSE;
	}
	heif_context_free(context);
	return TRUE;
}

static gboolean
fail(struct heif_error result, GError **error)
{
	VetErrorCode code = result.code == heif_error_Unsupported_filetype ||
					    result.code == heif_error_Unsupported_feature
				    ? VET_ERROR_UNSUPPORTED
				    : VET_ERROR_MALFORMED;

	g_set_error(error, VET_ERROR, code,
		    "the HEIF picture cannot be decoded: %s; save it as JPEG",
		    result.message ? result.message : "no reason given");
	return FALSE;
}

/* The main picture of the file; caller frees both. */
static gboolean
open_file(const guint8 *data, gsize length, struct heif_context **ret_context,
	  struct heif_image_handle **ret_handle, GError **error)
{
	struct heif_context *context = heif_context_alloc();
	struct heif_image_handle *handle = NULL;

	heif_context_set_max_decoding_threads(context, 0);
	heif_context_set_maximum_image_size_limit(context, 16384);
	struct heif_error result =
		heif_context_read_from_memory_without_copy(context, data, length, NULL);
	if (result.code == heif_error_Ok)
		result = heif_context_get_primary_image_handle(context, &handle);
	if (result.code != heif_error_Ok) {
		heif_context_free(context);
		return fail(result, error);
	}
	*ret_context = context;
	*ret_handle = handle;
	return TRUE;
}

gboolean
heif_header_read(const guint8 *data, gsize length, ImageHeader *ret_header, GError **error)
{
	struct heif_context *context;
	struct heif_image_handle *handle;

	if (!open_file(data, length, &context, &handle, error))
		return FALSE;
	*ret_header = (ImageHeader){.format = "HEIF",
				    .width = (guint32)MAX(heif_image_handle_get_width(handle), 1),
				    .height = (guint32)MAX(heif_image_handle_get_height(handle), 1),
				    .n_pages = 1};
	heif_image_handle_release(handle);
	heif_context_free(context);
	return TRUE;
}

static PIX *
copy_pixels(const struct heif_image *image)
{
	int stride = 0;
	const guint8 *plane =
		heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
	int width = heif_image_get_width(image, heif_channel_interleaved);
	int height = heif_image_get_height(image, heif_channel_interleaved);
	PIX *pix = plane && width > 0 && height > 0 ? pixCreateNoInit(width, height, 32) : NULL;

	for (int y = 0; pix && y < height; y++) {
		const guint8 *from = plane + (gsize)y * (gsize)stride;
		l_uint32 *to = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
		for (int x = 0; x < width; x++, from += 3)
			composeRGBPixel(from[0], from[1], from[2], to + x);
	}
	return pix;
}

PIX *
heif_decode(const guint8 *data, gsize length, GError **error)
{
	struct heif_context *context;
	struct heif_image_handle *handle;
	struct heif_image *image = NULL;

	if (!open_file(data, length, &context, &handle, error))
		return NULL;
	struct heif_error result = heif_decode_image(handle, &image, heif_colorspace_RGB,
						     heif_chroma_interleaved_RGB, NULL);
	PIX *pix = result.code == heif_error_Ok ? copy_pixels(image) : NULL;
	if (result.code != heif_error_Ok)
		fail(result, error);
	else if (!pix)
		g_set_error_literal(
			error, VET_ERROR, VET_ERROR_LIMIT,
			"no memory for the pixels of the HEIF picture; save it smaller");
	if (image)
		heif_image_release(image);
	heif_image_handle_release(handle);
	heif_context_free(context);
	return pix;
}
