/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What people put on a page afterwards.  Text that was typed on it is a line of the page, unless
 * the page shows it anyway; remarks, and what a highlight or a stamp says besides, are notes.
 * Files pinned to the page become documents.
 */

#include "plugins/pdf/glyphs.h"
#include "plugins/pdf/objects.h"

G_BEGIN_DECLS

/*
 * To the current page, after its text.  `shown` is what the page tells, NULL when it is read from
 * its picture, which shows what was typed on it.  `locked`: as in attachments.h.
 */
gboolean pdf_annotations_write(PopplerPage *page, const PdfGlyphs *shown, gboolean locked,
			       VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
