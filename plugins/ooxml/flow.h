/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where the text of a docx goes: lines onto pages, each in its role, and into the cells of the tables
 * that are open.
 * A table is handed on whole, on the page where it begins; its lines follow it over page breaks.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct _DocxFlow DocxFlow;

/* Tables nested deeper than this are lines only. */
#define DOCX_MAX_TABLES_OPEN 8

/* Page size in points, 0 when not known. */
DocxFlow *docx_flow_new(VetSink *sink, double width, double height);
void docx_flow_free(DocxFlow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxFlow, docx_flow_free)

/* What the lines that follow are; the body at first.  Headers and footers repeat themselves: a line
 * that came before in the same role is dropped. */
void docx_flow_set_role(DocxFlow *flow, VetLineRole role);
/* A line of UTF-8; a blank one is dropped. */
gboolean docx_flow_line(DocxFlow *flow, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of what no reader sees; it is in no cell. */
gboolean docx_flow_hidden_line(DocxFlow *flow, const char *text,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What follows stands on another page; two breaks with nothing between them are one. */
void docx_flow_break_page(DocxFlow *flow);
/* Tracked changes took away so many characters in so many places. */
void docx_flow_delete(DocxFlow *flow, guint n_changes, guint n_characters);

/* FALSE: too deep, the table is not to be arranged; end it all the same. */
gboolean docx_flow_begin_table(DocxFlow *flow);
/* Takes `table` (NULL: none), which holds one page with one table. */
gboolean docx_flow_end_table(DocxFlow *flow, VetContent *table,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether lines wait for the end of a table. */
gboolean docx_flow_in_table(const DocxFlow *flow);
/* Says that a table was too large or too deep to be arranged. */
void docx_flow_skip_table(DocxFlow *flow);
/* Lines go into the cell, too, until it ends; `cell` stays the caller's. */
void docx_flow_begin_cell(DocxFlow *flow, GString *cell);
void docx_flow_end_cell(DocxFlow *flow);

/* Says what was left out; a document without a line gets a page without text. */
gboolean docx_flow_finish(DocxFlow *flow, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
