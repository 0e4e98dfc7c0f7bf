/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the styles of a workbook decide of a cell: how its number is shown, and whether it is seen. */

#include "plugins/ooxml/ink.h"

G_BEGIN_DECLS

typedef struct {
	const char *code; /* of the number format, owned by the styles; NULL for General */
	Ink font, ground;
	gboolean is_tiny; /* too small to be read */
} CellStyle;

typedef struct _CellStyles CellStyles;

/* Either part may be NULL; both may be freed afterwards. */
CellStyles *cell_styles_new(const xmlDoc *styles, const xmlDoc *theme);
void cell_styles_free(CellStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CellStyles, cell_styles_free)

/* Of the cell's `s`; one that is not there is the plain style. */
const CellStyle *cell_styles_get(const CellStyles *styles, guint index);
const InkPalette *cell_styles_palette(const CellStyles *styles);

G_END_DECLS
