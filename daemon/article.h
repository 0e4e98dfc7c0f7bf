/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A page of headings, paragraphs, code and tables, as Markdown or as one HTML file that needs
 * nothing else: no script, no resource of another place, readable in print.  All text is plain: it
 * is escaped here.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_ARTICLE_MARKDOWN,
	VET_ARTICLE_HTML,
} VetArticleFormat;

typedef struct _VetArticle VetArticle;

VetArticle *vet_article_new(VetArticleFormat format, const char *title);
/* The whole, with a table of contents.  Frees the article; the text is the caller's. */
char *vet_article_finish(VetArticle *article);

/*
 * `level` 2–4; those of 2 and 3 are in the table of contents.  `mark` (may be NULL) stands behind
 * the text: an id.
 */
void vet_article_heading(VetArticle *article, guint level, const char *text, const char *mark);
/* `label` (may be NULL) is emphasised before the text. */
void vet_article_text(VetArticle *article, const char *label, const char *text);
/* An expression on lines of its own, with its label. */
void vet_article_code(VetArticle *article, const char *label, const char *code);
/* `code`: a bit for each column whose cells are code, the first is 1. */
void vet_article_begin_table(VetArticle *article, const char *const *headings, guint code);
/* As many as headings; NULL is an empty cell. */
void vet_article_row(VetArticle *article, const char *const *cells);
void vet_article_end_table(VetArticle *article);

G_END_DECLS
