/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Pages whose text runs down, up or upside down (a wide table laid on its side, vertical writing)
 * are laid out as if turned upright; what leaves the plugin has its place on the page as shown.
 */

#include "plugins/pdf/drawing.h"

G_BEGIN_DECLS

typedef enum {
	PDF_TURN_NONE,
	PDF_TURN_DOWN, /* text runs down the page, lines from right to left */
	PDF_TURN_OVER, /* upside down */
	PDF_TURN_UP,   /* text runs up the page, lines from left to right */
} PdfTurnKind;

typedef struct {
	PdfTurnKind kind;
	double width, height; /* of the page as shown */
} PdfTurn;

/* From the page as shown to upright text. */
VetBox pdf_turn_box(const PdfTurn *turn, VetBox box);
/* From upright text to the page as shown. */
VetBox pdf_turn_box_back(const PdfTurn *turn, VetBox box);
PdfRule pdf_turn_rule(const PdfTurn *turn, PdfRule rule);

G_END_DECLS
