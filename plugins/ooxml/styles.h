/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the styles of a docx decide: automatic numbers, and whether text is seen. */

#include "plugins/ooxml/look.h"

G_BEGIN_DECLS

typedef struct _DocxStyles DocxStyles;

/* `doc` is word/styles.xml, may be NULL and may be freed afterwards. */
DocxStyles *docx_styles_new(const xmlDoc *doc, const DocxPalette *palette);
void docx_styles_free(DocxStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxStyles, docx_styles_free)

/* The look that text has in a paragraph of that style (`id` NULL: the default one) in a table of
 * style `table` (NULL: none). */
DocxLook docx_styles_look(const DocxStyles *styles, const char *id, const char *table);
/* What a style of characters sets; nothing when there is no such style. */
DocxLook docx_styles_run_look(const DocxStyles *styles, const char *id);
/* The ground of the style's paragraphs. */
DocxColour docx_styles_ground(const DocxStyles *styles, const char *id);
/* The ground of the cells of a table of that style; UNKNOWN when it has shades for some of its rows
 * and columns that this row may be among. */
DocxColour docx_styles_cell_ground(const DocxStyles *styles, const char *id, gboolean is_first_row);
/* FALSE: no style of the chain numbers its paragraphs.  `ret_style` is the one that does, owned by
 * `styles`. */
gboolean docx_styles_numbering(const DocxStyles *styles, const char *id, guint *ret_num_id,
			       guint *ret_level, const char **ret_style);

G_END_DECLS
