/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures of a page, decoded by Leptonica (JPEG, PNG, TIFF, BMP, GIF …) for recogniser and painter. */

#include <cairo.h>

#include "plugins/ofd/sheet.h"

G_BEGIN_DECLS

typedef struct _OfdPicture OfdPicture;

/* Upright, on white.  NULL when it cannot be decoded, is too large or has no place. */
OfdPicture *ofd_picture_read(OfdPackage *package, const OfdImage *image) G_GNUC_WARN_UNUSED_RESULT;
void ofd_picture_free(OfdPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdPicture, ofd_picture_free)
/* Hands it to the sink as it stands on the current page. */
gboolean ofd_picture_write(const OfdPicture *picture, VetPictureUse use, VetSink *sink,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* With its transparency.  NULL when it cannot be decoded or is too large.  Caller destroys. */
cairo_surface_t *ofd_picture_surface(const guint8 *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
