/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Pixels of a picture file, upright as it is shown: Leptonica for most formats, libheif for HEIC and
 * AVIF.  The header is looked at first: what has too many pixels is never decoded.
 */

#include <leptonica/allheaders.h>

#include "plugins/image/header.h"

G_BEGIN_DECLS

/* of one picture as it lies in the file; decoded it takes four bytes each */
#define IMAGE_MAX_PIXELS (100.0 * 1000 * 1000)
/* an A4 page at 200 dots an inch */
#define IMAGE_ENOUGH 2340

typedef struct {
	PIX *pix;        /* 8 or 32 bits, no colour map, no alpha */
	gboolean broken; /* the file ends early or is damaged; what could be decoded is there */
} Decoded;

/*
 * Page `page` (from 0) of the file.  `enough` is how long the longer side need be: a larger JPEG is
 * made smaller while it is decoded; 0 for all there is.  Caller destroys the pix.
 */
gboolean image_decode(const guint8 *data, gsize length, const ImageHeader *header, guint page,
		      guint enough, Decoded *ret_decoded, GError **error);

/* A file in the frame of ISO 14496-12, as HEIC and AVIF are; FALSE: it is none, or broken. */
gboolean heif_header_read(const guint8 *data, gsize length, ImageHeader *ret_header,
			  GError **error);
/* NULL with error.  Turned as the file says. */
PIX *heif_decode(const guint8 *data, gsize length, GError **error);
/* Keeps the decoders from starting threads, which a child may not. */
gboolean heif_prepare(GError **error);

G_END_DECLS
