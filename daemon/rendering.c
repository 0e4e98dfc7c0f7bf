/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/rendering.h"

#include <errno.h>
#include <png.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ident.h"
#include "lib/limits.h"

#define CHANNELS 3
/* of a word's height, blackened around it */
#define MARGIN 0.3

static gboolean
read_all(int fd, guint8 *pixels, gsize length)
{
	gsize done = 0;

	while (done < length) {
		gssize n = pread(fd, pixels + done, length - done, (off_t)done);
		if (n == 0 || (n < 0 && errno != EINTR))
			return FALSE;
		done += MAX(n, 0);
	}
	return TRUE;
}

VetRendering *
vet_rendering_read(int fd, guint width, guint height, GError **error)
{
	gsize length = (gsize)width * height * CHANNELS;
	struct stat about;

	if (width == 0 || height == 0 || (guint64)width * height > VET_MAX_RENDERING_PIXELS ||
	    fstat(fd, &about) != 0 || (guint64)about.st_size != length) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "it drew a page of another size than it said");
		return NULL;
	}
	g_autoptr(VetRendering) rendering = g_new0(VetRendering, 1);
	rendering->width = width;
	rendering->height = height;
	rendering->pixels = g_malloc(length);
	if (!read_all(fd, rendering->pixels, length)) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "the page that it drew cannot be read");
		return NULL;
	}
	return g_steal_pointer(&rendering);
}

void
vet_rendering_free(VetRendering *rendering)
{
	if (!rendering)
		return;
	g_free(rendering->pixels);
	g_free(rendering);
}

/* --- redaction --- */

static void
blacken(VetRendering *rendering, VetBox box, double scale_x, double scale_y)
{
	/* fonts say their heights as they like */
	double margin = (box.y1 - box.y0) * MARGIN;
	box = (VetBox){box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin};
	guint x0 = (guint)CLAMP(box.x0 * scale_x, 0, rendering->width);
	guint x1 = (guint)CLAMP(box.x1 * scale_x + 1, 0, rendering->width);
	guint y0 = (guint)CLAMP(box.y0 * scale_y, 0, rendering->height);
	guint y1 = (guint)CLAMP(box.y1 * scale_y + 1, 0, rendering->height);

	for (guint y = y0; y < y1 && x0 < x1; y++)
		memset(rendering->pixels + ((gsize)y * rendering->width + x0) * CHANNELS, 0,
		       (gsize)(x1 - x0) * CHANNELS);
}

/* A mask has a character for each of the text, and a star where one is hidden. */
static void
redact_line(VetRendering *rendering, const VetLine *line, double scale_x, double scale_y)
{
	g_autofree char *masked = vet_mask_personal_numbers(line->text);
	const char *shown = masked;

	if (g_str_equal(masked, line->text))
		return;
	for (const char *at = line->text; *at && *shown;
	     at = g_utf8_next_char(at), shown = g_utf8_next_char(shown)) {
		if (*shown != '*' || *at == '*')
			continue;
		gsize start = (gsize)(at - line->text);
		blacken(rendering, vet_line_box_of(line, start, (gsize)(g_utf8_next_char(at) - at)),
			scale_x, scale_y);
	}
}

void
vet_rendering_redact(VetRendering *rendering, const VetPage *page)
{
	if (!(page->width > 0 && page->height > 0))
		return;
	for (guint i = 0; i < page->lines->len; i++)
		redact_line(rendering, page->lines->pdata[i], rendering->width / page->width,
			    rendering->height / page->height);
}

/* --- PNG --- */

GBytes *
vet_rendering_to_png(const VetRendering *rendering, GError **error)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
			   .width = rendering->width,
			   .height = rendering->height,
			   .format = PNG_FORMAT_RGB};
	png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
	g_autofree guint8 *png = g_malloc(length);

	if (!png_image_write_to_memory(&image, png, &length, 0, rendering->pixels, 0, NULL)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "a page cannot be written as PNG: %s", image.message);
		return NULL;
	}
	return g_bytes_new(png, length);
}
