/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A page, or a part of it, as pixels. */

#include "lib/extract.h"

#include "plugins/pdf/objects.h"

G_BEGIN_DECLS

/* Chinese forms are read best at this resolution (measured with Tesseract's chi_sim). */
#define PDF_READING_DPI 200.0
/* Seals and codes are found at this one. */
#define PDF_LOOKING_DPI 100.0

/*
 * Draws `area` of the page (points from its top left) on white, at `dpi` or at as many as keep it
 * within VET_MAX_RENDERING_PIXELS and the memory of a child.  NULL when it has no size or cannot be
 * drawn.
 */
typedef struct _PdfPicture PdfPicture;

PdfPicture *pdf_picture_new(PopplerPage *page, VetBox area, double dpi);
void pdf_picture_free(PdfPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfPicture, pdf_picture_free)

/* For the sink; the pixels are the picture's. */
VetPicture pdf_picture_pixels(const PdfPicture *picture);

G_END_DECLS
