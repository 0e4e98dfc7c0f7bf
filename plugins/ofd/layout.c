/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/layout.h"

#include "plugins/pdf/layout.h"

/* characters that show which way a page is turned, and their share, as for PDF */
#define MIN_STEPS 8
#define MIN_TURNED 0.7

/* What is laid out together. */
typedef struct {
	gboolean unseen, is_note;
	VetLineRole role;
	gboolean with_rules;
} Part;

static const Part parts[] = {
	{FALSE, FALSE, VET_LINE_BODY, TRUE},
	{FALSE, TRUE, VET_LINE_NOTE, FALSE},
	{TRUE, FALSE, VET_LINE_HIDDEN, FALSE},
	{TRUE, TRUE, VET_LINE_HIDDEN, FALSE},
};

static const PdfTurnKind turns[] = {
	[OFD_HEADING_RIGHT] = PDF_TURN_NONE,
	[OFD_HEADING_DOWN] = PDF_TURN_DOWN,
	[OFD_HEADING_LEFT] = PDF_TURN_OVER,
	[OFD_HEADING_UP] = PDF_TURN_UP,
};

guint
ofd_layout_seen(const OfdSheet *sheet)
{
	guint n = 0;

	for (guint i = 0; i < sheet->glyphs->len; i++) {
		const OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		n += !glyph->unseen && !glyph->is_note;
	}
	return n;
}

static gboolean
belongs(const OfdGlyph *glyph, const Part *part)
{
	return glyph->unseen == part->unseen && glyph->is_note == part->is_note;
}

/* The way most of them run, if it is that of nearly all. */
static OfdHeading
main_heading(const OfdSheet *sheet, const Part *part)
{
	guint counts[OFD_HEADING_SLANTED + 1] = {0}, n = 0;

	for (guint i = 0; i < sheet->glyphs->len; i++) {
		const OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		if (belongs(glyph, part) && glyph->heading != OFD_HEADING_SLANTED) {
			counts[glyph->heading]++;
			n++;
		}
	}
	for (guint heading = OFD_HEADING_DOWN; heading < OFD_HEADING_SLANTED; heading++)
		if (n >= MIN_STEPS && counts[heading] > MIN_TURNED * n)
			return heading;
	return OFD_HEADING_RIGHT;
}

static void
add_glyph(PdfGlyphs *glyphs, const OfdGlyph *from)
{
	PdfGlyph glyph = {
		.character = from->character,
		.box = pdf_turn_box(&glyphs->turn, from->box),
		.spaced = from->spaced,
		.begins = from->begins,
	};

	g_array_append_val(glyphs->glyphs, glyph);
}

static void
add_rules(GArray *rules, const OfdSheet *sheet)
{
	for (guint i = 0; i < sheet->rules->len; i++) {
		const OfdRule *rule = &g_array_index(sheet->rules, OfdRule, i);
		PdfRule added = {rule->vertical, rule->at, rule->from, rule->to};
		g_array_append_val(rules, added);
	}
}

/*
 * Texts across the main way (a label down the side of a table) are laid out with it; those against it
 * would be read backwards, and get a layout of their own.
 */
static gboolean
write_heading(const OfdSheet *sheet, const Part *part, OfdHeading heading, gboolean with_across,
	      VetSink *sink, GError **error)
{
	g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(PdfRule));
	g_autoptr(GArray) chosen = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	PdfGlyphs glyphs = {.glyphs = chosen,
			    .turn = {turns[heading], sheet->width, sheet->height}};
	PdfDrawing drawing = {.rules = rules};

	for (guint i = 0; i < sheet->glyphs->len; i++) {
		const OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		gboolean across =
			glyph->heading != OFD_HEADING_SLANTED && ((glyph->heading ^ heading) & 1);
		if (belongs(glyph, part) && (glyph->heading == heading || (with_across && across)))
			add_glyph(&glyphs, glyph);
	}
	if (part->with_rules && with_across)
		add_rules(rules, sheet);
	drawing.n_glyphs = chosen->len;
	return chosen->len == 0 || pdf_layout_write(&glyphs, &drawing, sink, error);
}

/* --- texts aslant --- */

static gboolean
write_slanted_line(const GString *text, const GArray *runs, VetBox box, VetSink *sink,
		   GError **error)
{
	return text->len == 0 ||
	       vet_sink_line(sink, text->str, box, (const VetRun *)runs->data, runs->len, error);
}

/* Each text object is a line: nearly always a watermark. */
static gboolean
write_slanted(const OfdSheet *sheet, const Part *part, VetSink *sink, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(VetRun));
	VetBox box = {0};

	for (guint i = 0; i < sheet->glyphs->len; i++) {
		const OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		if (!belongs(glyph, part) || glyph->heading != OFD_HEADING_SLANTED)
			continue;
		if (glyph->begins) {
			if (!write_slanted_line(text, runs, box, sink, error))
				return FALSE;
			g_string_truncate(text, 0);
			g_array_set_size(runs, 0);
			box = (VetBox){0};
		} else if (glyph->spaced) {
			g_string_append_c(text, ' ');
		}
		VetRun run = {.start = (guint32)text->len, .box = glyph->box};
		g_string_append_unichar(text, glyph->character);
		run.length = (guint16)(text->len - run.start);
		g_array_append_val(runs, run);
		box = vet_box_union(box, glyph->box);
	}
	return write_slanted_line(text, runs, box, sink, error);
}

static gboolean
write_part(const OfdSheet *sheet, const Part *part, VetSink *sink, GError **error)
{
	OfdHeading heading = main_heading(sheet, part);

	vet_sink_set_role(sink, part->role);
	if (!write_heading(sheet, part, heading, TRUE, sink, error) ||
	    !write_heading(sheet, part, heading ^ 2, FALSE, sink, error))
		return FALSE;
	if (part->role == VET_LINE_BODY)
		vet_sink_set_role(sink, VET_LINE_NOTE);
	return write_slanted(sheet, part, sink, error);
}

gboolean
ofd_layout_write(const OfdSheet *sheet, VetSink *sink, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!write_part(sheet, &parts[i], sink, error))
			return FALSE;
	vet_sink_set_role(sink, VET_LINE_BODY);
	return TRUE;
}
