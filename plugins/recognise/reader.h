/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Tesseract with the model of simplified Chinese: what one piece of a page says. */

#include "plugins/recognise/layout.h"

G_BEGIN_DECLS

typedef struct {
	GString *text;     /* lines apart by "\n", when the piece was more than one */
	GArray *runs;      /* of VetRun, boxes on the document's page */
	double confidence; /* 0 to 100; 0 when nothing was read */
	guint n_characters;
} ReadPiece;

/* Once, before the first document. */
gboolean reader_prepare(GError **error);
/* Caller frees with read_piece_free(). */
ReadPiece *reader_read(const Sheet *sheet, const Piece *piece, gint common_height);
void read_piece_free(ReadPiece *read);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadPiece, read_piece_free)

G_END_DECLS
