/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Footnotes, endnotes and comments, each once: footnotes and comments on the page that refers to
 * them, endnotes and what nothing refers to at the end.
 */

#include "plugins/ooxml/package.h"
#include "plugins/ooxml/paragraph.h"

G_BEGIN_DECLS

typedef struct _DocxNotes DocxNotes;

/* A note or comment, and the relations of its part; both owned by the notes. */
typedef struct {
	const xmlNode *node;
	const GPtrArray *relations;
} DocxNote;

/* `relations` are the document's.  A damaged part is said; NULL when the sink has had enough. */
DocxNotes *docx_notes_new(const OoxmlPackage *package, const GPtrArray *relations, VetSink *sink,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void docx_notes_free(DocxNotes *notes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxNotes, docx_notes_free)

/* The page refers to it: it is due, unless it is an endnote, was due before or is not there. */
void docx_notes_refer(DocxNotes *notes, const DocxReference *reference);
/* All that is left is due, in the order of the parts. */
void docx_notes_refer_all(DocxNotes *notes);
/* Takes the first that is due; FALSE when none is. */
gboolean docx_notes_take(DocxNotes *notes, DocxNote *ret_note);

G_END_DECLS
