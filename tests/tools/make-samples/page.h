/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A sheet laid out on A4 pages: as a PDF with text, as a PDF of page images (a scan), or as a picture.
 */

#include "tests/tools/make-samples/sheet.h"

G_BEGIN_DECLS

typedef enum {
	SAMPLE_PAGE_TEXT,
	SAMPLE_PAGE_SCAN,
	SAMPLE_PAGE_PNG,  /* the first page alone */
	SAMPLE_PAGE_JPEG, /* the same, in the look's quality */
} SamplePageKind;

GBytes *sample_page_render(const SampleSheet *sheet, SamplePageKind kind);

G_END_DECLS
