/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text of one paragraph: what a reader of the printed page sees once all tracked changes are
 * accepted, and apart from it what the paragraph hides.  Field codes and phonetic guides are left
 * out; what hangs in the paragraph (text boxes, tables, charts, notes) is noted for later.
 */

#include "plugins/ooxml/numbering.h"
#include "plugins/ooxml/styles.h"

G_BEGIN_DECLS

/* What a paragraph stands in. */
typedef struct {
	const DocxPalette *palette;
	const DocxStyles *styles;
	DocxNumbering *numbering;
	DocxColour ground; /* of the page, the cell, the shape */
	const char *table; /* the style of the table; NULL: in none */
} DocxPlace;

typedef enum {
	DOCX_FOOTNOTE,
	DOCX_ENDNOTE,
	DOCX_COMMENT,
	DOCX_N_NOTE_KINDS,
} DocxNoteKind;

typedef struct {
	DocxNoteKind kind;
	gsize at;       /* in the text: behind so many bytes */
	const char *id; /* the document's */
} DocxReference;

typedef struct {
	GString *text;   /* "\n" for a line break, "\f" for a page break, both never from the text
			    itself */
	GString *hidden; /* what no reader sees, "\n" between what stands apart */
	guint n_changes; /* tracked changes that took text away, and its characters */
	guint n_deleted;
	gboolean breaks_before; /* begins a page */
	gboolean breaks_after;  /* ends a section, and the next begins a page */
	GArray *references;     /* of DocxReference, in order */
	/* of xmlNode, not owned, in order: w:txbxContent, w:tbl, a:p, c:chart, dgm:relIds, v:textpath */
	GPtrArray *anchored;
} DocxParagraph;

/*
 * Counts the paragraph in its list. `node` is the w:p and must outlive it.  Where tracked changes took
 * away the mark at its end, those that follow belong to it.
 */
DocxParagraph *docx_paragraph_new(const xmlNode *node, const DocxPlace *place);
void docx_paragraph_free(DocxParagraph *paragraph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxParagraph, docx_paragraph_free)

/* Whether the w:p belongs to the one before it. */
gboolean docx_paragraph_is_joined(const xmlNode *node);
/* What tracked changes took away below `node`: characters. */
guint docx_count_deleted(const xmlNode *node);

G_END_DECLS
