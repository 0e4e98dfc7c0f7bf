/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/pdf/glyphs.h"

/*
 * Two small functions that plugins/pdf/glyphs.c has beside its calls of Poppler, which this plugin must not
 * link (see plugin.mk).  They go once glyphs.c is parted.
 */

double
pdf_glyph_height(const PdfGlyph *glyph)
{
	return glyph->box.y1 - glyph->box.y0;
}

gboolean
pdf_is_ideographic(gunichar character)
{
	static const struct {
		gunichar first, last;
	} ranges[] = {
		{0x2E80, 0x9FFF}, {0xAC00, 0xD7AF}, {0xF900, 0xFAFF},
		{0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}, {0x20000, 0x3FFFF},
	};

	for (guint i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return TRUE;
	return FALSE;
}
