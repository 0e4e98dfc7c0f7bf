/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What was read in a document, written out for people and programs: every line with its place and
 * role, tables, marks, and what could not be read.  Personal numbers are masked.
 */

#include "daemon/rendering.h"
#include "lib/document.h"

G_BEGIN_DECLS

/* One heading a document, one line a line; hidden lines, notes and marks are labelled.  Caller frees. */
char *vet_view_text(const VetDocument *document);

/*
 * One line of JSON (schema "vet.extraction/1").  With `words`, each line has its words with boxes
 * and confidence.  Caller frees.
 */
char *vet_view_json(const VetDocument *document, gboolean words);

/*
 * A page for a browser that loads nothing from elsewhere: begins it, adds documents, ends it.
 * `renderings` (of VetRendering; NULL elements where there is none) are the document's pages,
 * `undrawn` says why some of them were not drawn, or is NULL.
 */
void vet_view_html_begin(GString *html);
void vet_view_html_document(GString *html, const VetDocument *document, const GPtrArray *renderings,
			    const char *undrawn);
void vet_view_html_end(GString *html);

G_END_DECLS
