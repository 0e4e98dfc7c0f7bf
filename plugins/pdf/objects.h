/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Poppler's objects under g_autoptr, which poppler-glib 22.12 does not declare, and its areas as
 * boxes: they are measured from the bottom of the page.
 */

#include "lib/extract.h"

#include <poppler.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerAttachment, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerPage, g_object_unref)

static inline VetBox
pdf_box_of_area(PopplerPage *page, const PopplerRectangle *area)
{
	double height;

	poppler_page_get_size(page, NULL, &height);
	return (VetBox){MIN(area->x1, area->x2), height - MAX(area->y1, area->y2),
			MAX(area->x1, area->x2), height - MIN(area->y1, area->y2)};
}

G_END_DECLS
