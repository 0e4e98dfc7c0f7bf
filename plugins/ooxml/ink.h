/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Colours of a workbook, as far as they decide whether a text is seen: by value, by index, by the
 * theme with its tint (ISO 29500-1, 18.8.3, 18.8.19, 18.8.27; 20.1.6.2).
 */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Not known: a pattern, a gradient, an index that no table has. */
typedef struct {
	gboolean is_known;
	guint8 red, green, blue;
} Ink;

#define INK_BLACK ((Ink){TRUE, 0, 0, 0})
#define INK_WHITE ((Ink){TRUE, 255, 255, 255})
#define INK_UNKNOWN ((Ink){FALSE, 0, 0, 0})

#define INK_N_THEME 12
#define INK_N_INDEXED 64

typedef struct {
	Ink theme[INK_N_THEME]; /* in the order of its indices: light 1, dark 1, light 2 … */
	Ink indexed[INK_N_INDEXED];
} InkPalette;

/* `theme` is the theme's part and `styles` that of the styles; either may be NULL: the usual colours. */
void ink_palette_init(InkPalette *palette, const xmlDoc *theme, const xmlDoc *styles);
/* A `color`, `fgColor` …; NULL or an automatic one is `automatic`. */
Ink ink_read(const InkPalette *palette, const xmlNode *node, Ink automatic);
/* Nobody can tell the one from the other; FALSE when either is not known. */
gboolean ink_is_like(Ink a, Ink b);

G_END_DECLS
