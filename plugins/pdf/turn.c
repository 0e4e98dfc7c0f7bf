/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/turn.h"

VetBox
pdf_turn_box(const PdfTurn *turn, VetBox box)
{
	double width = turn->width, height = turn->height;

	switch (turn->kind) {
	case PDF_TURN_DOWN:
		return (VetBox){box.y0, width - box.x1, box.y1, width - box.x0};
	case PDF_TURN_OVER:
		return (VetBox){width - box.x1, height - box.y1, width - box.x0, height - box.y0};
	case PDF_TURN_UP:
		return (VetBox){height - box.y1, box.x0, height - box.y0, box.x1};
	case PDF_TURN_NONE:
		break;
	}
	return box;
}

VetBox
pdf_turn_box_back(const PdfTurn *turn, VetBox box)
{
	/* upright, the page of a sideways one is as wide as that one is high */
	PdfTurn back = {turn->kind, turn->height, turn->width};

	if (turn->kind == PDF_TURN_DOWN)
		back.kind = PDF_TURN_UP;
	else if (turn->kind == PDF_TURN_UP)
		back.kind = PDF_TURN_DOWN;
	else
		back = *turn;
	return pdf_turn_box(&back, box);
}

PdfRule
pdf_turn_rule(const PdfTurn *turn, PdfRule rule)
{
	VetBox box = rule.vertical ? (VetBox){rule.at, rule.from, rule.at, rule.to}
				   : (VetBox){rule.from, rule.at, rule.to, rule.at};
	gboolean sideways = turn->kind == PDF_TURN_DOWN || turn->kind == PDF_TURN_UP;

	box = pdf_turn_box(turn, box);
	if (rule.vertical != sideways)
		return (PdfRule){TRUE, box.x0, box.y0, box.y1};
	return (PdfRule){FALSE, box.y0, box.x0, box.x1};
}
