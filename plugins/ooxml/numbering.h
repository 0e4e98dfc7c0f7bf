/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The automatic numbers of a docx: `一、` before a heading is not in its text but follows from
 * word/numbering.xml and the paragraphs before it (ISO 29500-1, 17.9).
 */

#include "plugins/ooxml/node.h"

G_BEGIN_DECLS

#define DOCX_LEVELS 9

typedef struct _DocxNumbering DocxNumbering;

/* `doc` is word/numbering.xml, may be NULL and may be freed afterwards. */
DocxNumbering *docx_numbering_new(const xmlDoc *doc);
void docx_numbering_free(DocxNumbering *numbering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxNumbering, docx_numbering_free)

/*
 * Counts one paragraph of list `num_id` at `level` and gives its label with what stands between it
 * and the text, "" for a bullet or an unknown list.  `style` (may be NULL) is the style that put it
 * into the list: the list may give it another level.  Caller frees.
 */
char *docx_numbering_next(DocxNumbering *numbering, guint num_id, guint level, const char *style);

G_END_DECLS
