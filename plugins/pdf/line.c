/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/line.h"

/* in heights of a character: justified ideographs stand that far apart without a space between */
#define JUSTIFIED_GAP 0.3
#define TAB_GAP 1.5

PdfLine *
pdf_line_new(void)
{
	PdfLine *line = g_new0(PdfLine, 1);

	line->text = g_string_new(NULL);
	line->runs = g_array_new(FALSE, FALSE, sizeof(VetRun));
	return line;
}

void
pdf_line_free(PdfLine *line)
{
	if (!line)
		return;
	g_string_free(line->text, TRUE);
	g_array_unref(line->runs);
	g_free(line);
}

static gboolean
is_space_between(const PdfGlyph *left, const PdfGlyph *right)
{
	if (!right->spaced)
		return FALSE;
	return !pdf_is_ideographic(left->character) || !pdf_is_ideographic(right->character) ||
	       right->box.x0 - left->box.x1 > JUSTIFIED_GAP * pdf_glyph_height(right);
}

static void
add_run(PdfLine *line, const PdfGlyph *glyph, gboolean joins)
{
	VetRun *last = joins ? &g_array_index(line->runs, VetRun, line->runs->len - 1) : NULL;
	guint32 start = line->text->len;

	g_string_append_unichar(line->text, glyph->character);
	if (last && line->text->len - last->start <= G_MAXUINT16) {
		last->length = line->text->len - last->start;
		last->box = vet_box_union(last->box, glyph->box);
	} else {
		VetRun run = {.start = start,
			      .length = line->text->len - start,
			      .doubt = glyph->doubt,
			      .box = glyph->box};
		g_array_append_val(line->runs, run);
	}
}

void
pdf_line_add(PdfLine *line, const PdfPiece *piece)
{
	const PdfGlyph *left = NULL;

	if (line->text->len > 0) {
		double gap = piece->box.x0 - line->box.x1;
		gboolean wide = gap > TAB_GAP * pdf_box_height(piece->box);
		g_string_append_c(line->text, wide ? '\t' : ' ');
	}
	for (guint i = 0; i < piece->glyphs->len; i++) {
		const PdfGlyph *glyph = &g_array_index(piece->glyphs, PdfGlyph, i);
		gboolean space = left && is_space_between(left, glyph);
		if (space)
			g_string_append_c(line->text, ' ');
		add_run(line, glyph,
			left && !space && !pdf_is_ideographic(left->character) &&
				!pdf_is_ideographic(glyph->character));
		left = glyph;
	}
	line->box = vet_box_union(line->box, piece->box);
}

gboolean
pdf_line_write(PdfLine *line, const PdfTurn *turn, VetSink *sink, GError **error)
{
	for (guint i = 0; i < line->runs->len; i++) {
		VetRun *run = &g_array_index(line->runs, VetRun, i);
		run->box = pdf_turn_box_back(turn, run->box);
	}
	return vet_sink_line(sink, line->text->str, pdf_turn_box_back(turn, line->box),
			     (const VetRun *)line->runs->data, line->runs->len, error);
}
