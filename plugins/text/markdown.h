/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Markdown as its reader sees it: headings, emphasis, links and quotes without their signs, tables with
 * bars as tables, code as it stands.  Nothing marks a file as Markdown, so what is plain text besides
 * must show several of its signs.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* TRUE when the text shows the signs of Markdown. */
gboolean markdown_is(const char *text);
/* `text` is UTF-8; a page must have begun. */
gboolean markdown_add(const char *text, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line without its inline signs, for markdown_add() and the tests.  Caller frees. */
char *markdown_plain(const char *line);

G_END_DECLS
