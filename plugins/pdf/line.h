/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One line as it leaves the plugin: text, box, and a run for each word or ideograph. */

#include "plugins/pdf/rows.h"

G_BEGIN_DECLS

typedef struct {
	GString *text;
	GArray *runs; /* of VetRun */
	VetBox box;
} PdfLine;

PdfLine *pdf_line_new(void);
void pdf_line_free(PdfLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfLine, pdf_line_free)

/* A tab parts it from the piece before where the gap is wide, else a space. */
void pdf_line_add(PdfLine *line, const PdfPiece *piece);
/* Once: its boxes are turned back to the page as shown. */
gboolean pdf_line_write(PdfLine *line, const PdfTurn *turn, VetSink *sink,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
