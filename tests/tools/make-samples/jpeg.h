/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A page as a scanner keeps it: with loss. */

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* `quality` is libjpeg's, 1 to 100; the surface is RGB24. */
void sample_jpeg_append(GByteArray *bytes, cairo_surface_t *surface, guint quality);
/* A PDF to which the surface is painted holds the JPEG instead of its pixels. */
void sample_jpeg_attach(cairo_surface_t *surface, guint quality);

G_END_DECLS
