/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures of a page, decoded by Leptonica (JPEG, PNG, TIFF, BMP, GIF …) for recogniser and painter. */

#include <cairo.h>

#include "plugins/ofd/sheet.h"

G_BEGIN_DECLS

/*
 * Hands the picture to the sink as it stands on the current page.  `ret_read` is FALSE when it cannot
 * be decoded or is too large.
 */
gboolean ofd_picture_write(OfdPackage *package, const OfdImage *image, VetPictureUse use,
			   VetSink *sink, gboolean *ret_read,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* With its transparency.  NULL when it cannot be decoded or is too large.  Caller destroys. */
cairo_surface_t *ofd_picture_surface(const guint8 *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
