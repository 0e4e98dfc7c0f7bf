/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/image/header.h"

#include <string.h>

#define CM_PER_INCH 2.54
#define M_PER_INCH 0.0254
#define TIFF_MAX_PAGES 2000

typedef struct {
	const guint8 *data;
	gsize length;
	gboolean is_big_endian;
} Bytes;

/* a place outside the file reads as 0, which no header takes for a size */
static guint32
get(const Bytes *bytes, gsize at, guint size)
{
	if (at > bytes->length || bytes->length - at < size)
		return 0;
	guint32 value = 0;
	for (guint i = 0; i < size; i++)
		value = value << 8 | bytes->data[at + (bytes->is_big_endian ? i : size - 1 - i)];
	return value;
}

static gboolean
read_png(const Bytes *bytes, ImageHeader *header)
{
	header->width = get(bytes, 16, 4);
	header->height = get(bytes, 20, 4);
	/* pHYs stands before the picture data; the chunks before it are few and small */
	gsize at = 33;
	for (guint i = 0; i < 16 && at < bytes->length; i++) {
		guint32 size = get(bytes, at, 4);
		if (get(bytes, at + 4, 4) == 0x70485973 && get(bytes, at + 16, 1) == 1)
			header->dpi = get(bytes, at + 8, 4) * M_PER_INCH;
		at += 12 + (gsize)size;
	}
	return TRUE;
}

static void
read_jfif(const Bytes *bytes, gsize at, ImageHeader *header)
{
	if (get(bytes, at + 4, 4) != 0x4a464946)
		return;
	guint unit = get(bytes, at + 11, 1);
	guint density = get(bytes, at + 12, 2);
	if (unit == 1)
		header->dpi = density;
	else if (unit == 2)
		header->dpi = density * CM_PER_INCH;
}

static gboolean
is_jpeg_frame(guint marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

static gboolean
read_jpeg(const Bytes *bytes, ImageHeader *header)
{
	gsize at = 2;
	while (at + 4 <= bytes->length) {
		if (get(bytes, at, 1) != 0xff) {
			at++;
			continue;
		}
		guint marker = get(bytes, at + 1, 1);
		if (is_jpeg_frame(marker)) {
			header->height = get(bytes, at + 5, 2);
			header->width = get(bytes, at + 7, 2);
			return TRUE;
		}
		if (marker == 0xe0)
			read_jfif(bytes, at, header);
		gboolean is_bare =
			marker == 0xff || marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
		at += marker == 0xff ? 1 : is_bare ? 2 : 2 + MAX(get(bytes, at + 2, 2), 2);
	}
	return TRUE;
}

static gboolean
read_gif(const Bytes *bytes, ImageHeader *header)
{
	header->width = get(bytes, 6, 2);
	header->height = get(bytes, 8, 2);
	return TRUE;
}

static gboolean
read_bmp(const Bytes *bytes, ImageHeader *header)
{
	gboolean is_old = get(bytes, 14, 4) == 12;
	gint32 height = (gint32)(is_old ? get(bytes, 20, 2) : get(bytes, 22, 4));
	header->width = is_old ? get(bytes, 18, 2) : get(bytes, 18, 4);
	/* a negative height is a picture stored from the top */
	header->height = height < 0 ? 0 - (guint32)height : (guint32)height;
	if (!is_old)
		header->dpi = get(bytes, 38, 4) * M_PER_INCH;
	return TRUE;
}

static void
read_tiff_tag(const Bytes *bytes, gsize at, ImageHeader *header)
{
	guint size = get(bytes, at + 2, 2) == 3 ? 2 : 4;
	guint32 value = get(bytes, at + 8, size);
	switch (get(bytes, at, 2)) {
	case 256:
		header->width = value;
		break;
	case 257:
		header->height = value;
		break;
	case 282: {
		guint32 divisor = get(bytes, (gsize)value + 4, 4);
		header->dpi = divisor ? (double)get(bytes, value, 4) / divisor : 0;
		break;
	}
	case 296:
		if (value == 3)
			header->dpi *= CM_PER_INCH;
		break;
	default:
		break;
	}
}

static gboolean
read_tiff(const Bytes *bytes, ImageHeader *header)
{
	gsize at = get(bytes, 4, 4);
	guint n_pages = 0;
	for (; at >= 8 && at < bytes->length && n_pages < TIFF_MAX_PAGES; n_pages++) {
		guint n_tags = get(bytes, at, 2);
		for (guint i = 0; n_pages == 0 && i < n_tags; i++)
			read_tiff_tag(bytes, at + 2 + (gsize)i * 12, header);
		gsize next = get(bytes, at + 2 + (gsize)n_tags * 12, 4);
		/* pages are written one behind the other; one that leads back would never end */
		at = next > at ? next : 0;
	}
	header->n_pages = MAX(n_pages, 1);
	return TRUE;
}

static gboolean
read_webp(const Bytes *bytes, ImageHeader *header)
{
	if (bytes->length < 30 || memcmp(bytes->data + 8, "WEBPVP8", 7) != 0)
		return FALSE;
	switch (bytes->data[15]) {
	case 'X':
		header->width = get(bytes, 24, 3) + 1;
		header->height = get(bytes, 27, 3) + 1;
		return TRUE;
	case 'L':
		header->width = (get(bytes, 21, 4) & 0x3fff) + 1;
		header->height = (get(bytes, 21, 4) >> 14 & 0x3fff) + 1;
		return TRUE;
	default:
		header->width = get(bytes, 26, 2) & 0x3fff;
		header->height = get(bytes, 28, 2) & 0x3fff;
		return TRUE;
	}
}

static const struct {
	const char *magic;
	gsize magic_length;
	gboolean is_big_endian;
	const char *format;
	gboolean (*read)(const Bytes *bytes,
			 ImageHeader *header); /* FALSE: another format after all */
} formats[] = {
	{"\x89PNG\r\n\x1a\n", 8, TRUE, "PNG", read_png},
	{"\xff\xd8\xff", 3, TRUE, "JPEG", read_jpeg},
	{"GIF8", 4, FALSE, "GIF", read_gif},
	{"BM", 2, FALSE, "BMP", read_bmp},
	{"II*\0", 4, FALSE, "TIFF", read_tiff},
	{"MM\0*", 4, TRUE, "TIFF", read_tiff},
	{"RIFF", 4, FALSE, "WebP", read_webp},
};

ImageResult
image_header_read(const guint8 *data, gsize length, ImageHeader *ret_header)
{
	for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
		if (length < formats[i].magic_length ||
		    memcmp(data, formats[i].magic, formats[i].magic_length) != 0)
			continue;
		Bytes bytes = {data, length, formats[i].is_big_endian};
		ImageHeader header = {.format = formats[i].format, .n_pages = 1};
		if (!formats[i].read(&bytes, &header))
			return IMAGE_UNKNOWN;
		if (header.width == 0 || header.height == 0)
			return IMAGE_BROKEN;
		*ret_header = header;
		return IMAGE_READ;
	}
	return IMAGE_UNKNOWN;
}
