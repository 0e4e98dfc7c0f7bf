/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Puts the characters of a page into lines and tables in reading order and hands them to the sink.
 */

#include "plugins/pdf/grid.h"
#include "plugins/pdf/glyphs.h"

G_BEGIN_DECLS

/* The sink's page has begun. */
gboolean pdf_layout_write(const PdfGlyphs *glyphs, const PdfDrawing *drawing, VetSink *sink,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
