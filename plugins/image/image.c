/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"

#include "plugins/image/header.h"

#define POINTS_PER_INCH 72.0
/* a resolution outside these is a slip of the program that wrote it */
#define MIN_DPI 20.0
#define MAX_DPI 4800.0

static gboolean
describe(const ImageHeader *header, VetSink *sink, GError **error)
{
	g_autofree char *pixels = g_strdup_printf("%ux%u", header->width, header->height);
	return vet_sink_metadata(sink, "format", header->format, error) &&
	       vet_sink_metadata(sink, "pixels", pixels, error);
}

static gboolean
extract_image(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	if (!data)
		return FALSE;
	ImageHeader header;
	switch (image_header_read(data, length, &header)) {
	case IMAGE_UNKNOWN:
		return vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error);
	case IMAGE_BROKEN:
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The picture's header gives no size (%s); save the picture again",
			    vet_source_media_type(source));
		return FALSE;
	case IMAGE_READ:
		break;
	}
	gboolean knows_dpi = header.dpi >= MIN_DPI && header.dpi <= MAX_DPI;
	double scale = POINTS_PER_INCH / (knows_dpi ? header.dpi : POINTS_PER_INCH);
	if (!describe(&header, sink, error))
		return FALSE;
	for (guint i = 0; i < header.n_pages; i++)
		if (!vet_sink_page(sink, header.width * scale, header.height * scale, VET_TEXT_NONE,
				   error))
			return FALSE;
	return TRUE;
}

static const char *const media_types[] = {"image/*", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "image",
	.version = "1",
	.summary = "pictures: size and format, no text",
	.media_types = media_types,
	.extract = extract_image,
};
