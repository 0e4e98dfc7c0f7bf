/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text of one paragraph: what a reader of the printed page sees.  Deleted and hidden text,
 * field codes and phonetic guides are left out; text boxes and tables that hang in it are noted for
 * later.
 */

#include "plugins/ooxml/numbering.h"
#include "plugins/ooxml/styles.h"

G_BEGIN_DECLS

typedef struct {
	GString *text;  /* "\n" for a line break, "\f" for a page break, both never from the text
			   itself */
	guint n_hidden; /* characters left out */
	gboolean breaks_before; /* begins a page */
	gboolean breaks_after;  /* ends a section, and the next begins a page */
	GPtrArray *anchored; /* of xmlNode, not owned: w:txbxContent and w:tbl inside, in order */
} DocxParagraph;

/* Counts the paragraph in its list. `node` is the w:p and must outlive it. */
DocxParagraph *docx_paragraph_new(const xmlNode *node, const DocxStyles *styles,
				  DocxNumbering *numbering);
void docx_paragraph_free(DocxParagraph *paragraph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxParagraph, docx_paragraph_free)

G_END_DECLS
