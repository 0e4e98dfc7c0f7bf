/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The document's bytes on their way to Poppler.  Poppler draws a page to its end, however much its
 * content unpacks to, and offers no way to stop it; but it reads the content as it goes, and a tap
 * that is shut has no more.
 */

#include "lib/extract.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PDF_TYPE_TAP (pdf_tap_get_type())
G_DECLARE_FINAL_TYPE(PdfTap, pdf_tap, PDF, TAP, GMemoryInputStream)

/* Of the bytes, which stay the caller's and outlive it.  Unref with g_object_unref(). */
PdfTap *pdf_tap_new(const guint8 *data, gsize length);
/* From now on it gives no more; `reason` is a sentence, static.  The first reason stays. */
void pdf_tap_shut(PdfTap *tap, const char *reason);
/* Why it was shut; NULL while it is open. */
const char *pdf_tap_reason(const PdfTap *tap);
/*
 * Between these two it shuts of itself once this process has taken PDF_TAP_MEMORY more than it
 * ever had, has come back for more too often (forms may show forms that show forms), or has read what
 * unpacks to more than PDF_GAUGE_MOST.
 */
#define PDF_TAP_MEMORY (128 * 1024 * 1024)
void pdf_tap_begin_page(PdfTap *tap);
void pdf_tap_end_page(PdfTap *tap);

G_END_DECLS
