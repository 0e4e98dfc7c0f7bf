/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The papers in one document.  Entrants scan licence, audit and certificates into one file; each is judged as if it
 * had come alone.  A page begins another paper when its top lines carry the title of a class in a line of its own
 * and the labels of that class stand below it (`match.title`, `match.labels`, `match.least` of the pack): a class
 * without labels begins none.  Not when
 *
 *   - it repeats the title of the paper it continues, unless it names another owner, code or number;
 *   - it is a list of papers, or a mere divider before pages that could not be read;
 *   - it stands in a paper that has sections (an application form) and that paper's own labels prevail on it,
 *     or the title is one of its numbered headings.
 *
 * A recognised page whose title was lost begins one by its labels alone, if it has none of the paper before it.
 * After a paper that was put into an application form the form goes on where its sections or its digital text do.
 * Pages that could not be read, with no page behind them that goes on, may be any paper: they are one
 * of no class.
 */

#include "lib/document.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * Of VetDocument, in order of their first pages: each the same file with the pages of one paper, which keep their
 * numbers, classified; every page is in one of them.  They borrow the pages of the document, which must outlive
 * them.  NULL when it holds one paper only, as most do.  Caller frees.
 */
GPtrArray *vet_papers_of(const VetPack *pack, const VetDocument *document);
/* "第3页", "第3–5页", "第1–5、8页".  Caller frees. */
char *vet_paper_pages_text(const VetDocument *paper);

G_END_DECLS
