/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the layout asks of a character; nothing of Poppler, so that others than PDF can be laid out. */

#include "plugins/pdf/glyphs.h"

double
pdf_glyph_height(const PdfGlyph *glyph)
{
	return glyph->box.y1 - glyph->box.y0;
}

gboolean
pdf_is_ideographic(gunichar character)
{
	return (character >= 0x2E80 && character <= 0x9FFF) ||
	       (character >= 0xAC00 && character <= 0xD7AF) ||
	       (character >= 0xF900 && character <= 0xFAFF) ||
	       (character >= 0xFE30 && character <= 0xFE4F) ||
	       (character >= 0xFF00 && character <= 0xFFEF) ||
	       (character >= 0x20000 && character <= 0x3FFFF);
}

gboolean
pdf_is_right_to_left(gunichar character)
{
	return (character >= 0x590 && character <= 0x8FF) ||
	       (character >= 0xFB1D && character <= 0xFDFF) ||
	       (character >= 0xFE70 && character <= 0xFEFF);
}
