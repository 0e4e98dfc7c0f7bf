/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Values typed into the fields of an interactive form. */

#include "plugins/pdf/glyphs.h"

G_BEGIN_DECLS

/* Adds the values that the page's own text does not show, each where its field is. */
void pdf_fields_add(PopplerPage *page, PdfGlyphs *glyphs);

G_END_DECLS
