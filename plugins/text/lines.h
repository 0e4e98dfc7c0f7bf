/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Text as lines of the sink: control characters become blanks, a form feed begins a page, empty lines
 * are left out, a line too long for the sink is parted between words.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct _TextLines TextLines;

/* Borrows the sink, on which a page must have begun. */
TextLines *text_lines_new(VetSink *sink);
void text_lines_free(TextLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextLines, text_lines_free)

/* More of the text, valid UTF-8; it may end within a line. */
gboolean text_lines_feed(TextLines *lines, const char *text, gsize length,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The rest, and what must be said of the whole. */
gboolean text_lines_end(TextLines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
