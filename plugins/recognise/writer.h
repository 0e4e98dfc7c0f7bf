/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Hands what was read to the sink: lines with runs, and tables. */

#include "plugins/recognise/reader.h"

G_BEGIN_DECLS

/* Characters that are letters, digits or ideographs. */
guint writer_count_letters(const ReadPiece *read);
/* Whether it is worth handing on: not garbage that a picture or a stain gave. */
gboolean writer_is_text(const ReadPiece *read);
/* `reads` (of ReadPiece, some NULL) as the layout's pieces. */
gboolean writer_write(const Sheet *sheet, const Layout *layout, const GPtrArray *reads,
		      VetSink *sink, GError **error);

G_END_DECLS
