/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What looked like text and was not handed on, because the reader was not sure of it: no word of it
 * is worth having, but that it was there is.
 */

#include "plugins/recognise/reader.h"

G_BEGIN_DECLS

/*
 * Of the pieces that writer_is_text() refuses: a mark (picture) around all of them that says how many
 * of how many, and, when they are a large share of what a page of text says, a warning.  `reads` as
 * in writer.h.
 */
gboolean unread_write(const Sheet *sheet, const Layout *layout, const GPtrArray *reads,
		      VetSink *sink, GError **error);

G_END_DECLS
