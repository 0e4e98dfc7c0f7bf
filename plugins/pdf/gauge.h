/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How much the streams of a page unpack to.  Poppler unpacks as it goes and does not say; what neither
 * draws nor takes memory (blanks, Tf without end) is bounded by nothing else.  A stream of which more
 * than 64 KiB were read is unpacked here once more, as far as it was read, once the page has read so much that it might be too
 * much; smaller ones, other filters than FlateDecode, and what is encrypted are not measured.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* bytes of a page, unpacked */
#define PDF_GAUGE_MOST (256 * 1024 * 1024)

typedef struct _PdfGauge PdfGauge;

/* Of the document's bytes, which outlive it. */
PdfGauge *pdf_gauge_new(const guint8 *data, gsize length);
void pdf_gauge_free(PdfGauge *gauge);
void pdf_gauge_begin_page(PdfGauge *gauge);
/* Bytes [from, to) of the document were read.  FALSE once the page has unpacked to more than that. */
gboolean pdf_gauge_read(PdfGauge *gauge, gsize from, gsize to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfGauge, pdf_gauge_free)

G_END_DECLS
