/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/glyphs.h"

#include <math.h>

/*
 * Poppler guesses the size of a Type 3 font (Chromium and LibreOffice write Noto CJK so) from the
 * width of one of its letters and can be wrong by 2: then boxes reach into the lines above and
 * below. The advance of an ideograph is its size, that of a letter or digit a little over half of
 * it.
 */
#define MAX_HEIGHT 1.7 /* of a true box, in sizes */
#define MIN_HEIGHT 0.6 /* some fonts say that they have none */
#define LETTER_WIDTH 0.55
#define MAX_LETTER_HEIGHT 1.9
#define ASCENT 0.88 /* of a true box above and below the base line, in sizes */
#define DESCENT 0.15
#define BASE_LINE 0.72 /* where it is in a wrong box, in its heights from the top */

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

void
pdf_glyphs_doubt(PdfGlyphs *glyphs, guint16 doubt)
{
	for (guint i = 0; i < glyphs->glyphs->len; i++)
		g_array_index(glyphs->glyphs, PdfGlyph, i).doubt = doubt;
}

/* steps from one character to the next that show which way a page is turned, and their share */
#define MIN_STEPS 8
#define MIN_TURNED 0.7

void
pdf_glyphs_free(PdfGlyphs *glyphs)
{
	if (!glyphs)
		return;
	g_array_unref(glyphs->glyphs);
	g_free(glyphs);
}

static gboolean
is_unreadable(gunichar character)
{
	GUnicodeType type = g_unichar_type(character);

	if (g_unichar_isspace(character))
		return FALSE;
	return type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_CONTROL ||
	       type == G_UNICODE_UNASSIGNED || type == G_UNICODE_SURROGATE || character == 0xFFFD;
}

/* Poppler writes these around right-to-left words and gives them no box. */
static gboolean
is_embedding(gunichar character)
{
	return character >= 0x202A && character <= 0x202E;
}

static gboolean
is_sane(const PopplerRectangle *area)
{
	return isfinite(area->x1) && isfinite(area->y1) && isfinite(area->x2) &&
	       isfinite(area->y2) && fabs(area->x1) < 1e6 && fabs(area->y1) < 1e6 &&
	       fabs(area->x2) < 1e6 && fabs(area->y2) < 1e6;
}

static void
add_glyph(PdfGlyphs *glyphs, gunichar character, const PopplerRectangle *area, gboolean spaced,
	  gboolean begins)
{
	PdfGlyph glyph = {.character = character, .spaced = spaced, .begins = begins};

	if (area && is_sane(area))
		glyph.box = (VetBox){MIN(area->x1, area->x2), MIN(area->y1, area->y2),
				     MAX(area->x1, area->x2), MAX(area->y1, area->y2)};
	else if (glyphs->glyphs->len > 0) /* beside what it follows, so that it keeps its place */
		glyph.box = g_array_index(glyphs->glyphs, PdfGlyph, glyphs->glyphs->len - 1).box;
	g_array_append_val(glyphs->glyphs, glyph);
}

/* Widths of the characters whose boxes are equally high: those of one font at one size. */
typedef struct {
	guint n_ideographs, n_letters;
	double ideographs, letters;
} Widths;

static gpointer
height_key(const PdfGlyph *glyph)
{
	return GINT_TO_POINTER((gint)CLAMP(pdf_glyph_height(glyph) * 20, 0, G_MAXINT32));
}

static GHashTable *
measure(const GArray *glyphs)
{
	GHashTable *by_height = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (guint i = 0; i < glyphs->len; i++) {
		const PdfGlyph *glyph = &g_array_index(glyphs, PdfGlyph, i);
		double width = glyph->box.x1 - glyph->box.x0;
		Widths *widths = g_hash_table_lookup(by_height, height_key(glyph));
		if (!widths) {
			widths = g_new0(Widths, 1);
			g_hash_table_insert(by_height, height_key(glyph), widths);
		}
		if (pdf_is_ideographic(glyph->character) && g_unichar_isalpha(glyph->character)) {
			widths->n_ideographs++;
			widths->ideographs += width;
		} else if (g_unichar_isalnum(glyph->character)) {
			widths->n_letters++;
			widths->letters += width;
		}
	}
	return by_height;
}

/* The true size of a font whose boxes are too high or too low; 0 when they are right. */
static double
true_size(const Widths *widths, double height)
{
	double size;

	if (widths->n_ideographs > 0) {
		size = widths->ideographs / widths->n_ideographs;
		return height > MAX_HEIGHT * size || height < MIN_HEIGHT * size ? size : 0;
	}
	if (widths->n_letters < 2)
		return 0;
	size = widths->letters / widths->n_letters / LETTER_WIDTH;
	return height > MAX_LETTER_HEIGHT * size || height < MIN_HEIGHT * size ? size : 0;
}

static void
correct_heights(GArray *glyphs)
{
	g_autoptr(GHashTable) by_height = measure(glyphs);

	for (guint i = 0; i < glyphs->len; i++) {
		PdfGlyph *glyph = &g_array_index(glyphs, PdfGlyph, i);
		double height = pdf_glyph_height(glyph);
		double size = true_size(g_hash_table_lookup(by_height, height_key(glyph)), height);
		if (size <= 0)
			continue;
		double base = glyph->box.y0 + BASE_LINE * height;
		glyph->box.y0 = base - ASCENT * size;
		glyph->box.y1 = base + DESCENT * size;
	}
}

/* Which way most characters follow each other; a few turned ones (a stamp) turn no page. */
static PdfTurnKind
direction(const GArray *glyphs)
{
	guint counts[4] = {0}, n_steps = 0;

	for (guint i = 1; i < glyphs->len; i++) {
		const PdfGlyph *from = &g_array_index(glyphs, PdfGlyph, i - 1);
		const PdfGlyph *to = &g_array_index(glyphs, PdfGlyph, i);
		double right = to->box.x0 + to->box.x1 - from->box.x0 - from->box.x1;
		double down = to->box.y0 + to->box.y1 - from->box.y0 - from->box.y1;
		if (to->begins)
			continue;
		n_steps++;
		if (fabs(right) >= fabs(down))
			counts[right >= 0 ? PDF_TURN_NONE : PDF_TURN_OVER]++;
		else
			counts[down >= 0 ? PDF_TURN_DOWN : PDF_TURN_UP]++;
	}
	for (guint kind = PDF_TURN_DOWN; kind <= PDF_TURN_UP; kind++) {
		if (n_steps >= MIN_STEPS && counts[kind] > MIN_TURNED * n_steps)
			return kind;
	}
	return PDF_TURN_NONE;
}

static void
turn_upright(PdfGlyphs *glyphs, PopplerPage *page)
{
	PdfTurn *turn = &glyphs->turn;

	turn->kind = direction(glyphs->glyphs);
	poppler_page_get_size(page, &turn->width, &turn->height);
	for (guint i = 0; i < glyphs->glyphs->len; i++) {
		PdfGlyph *glyph = &g_array_index(glyphs->glyphs, PdfGlyph, i);
		glyph->box = pdf_turn_box(turn, glyph->box);
	}
}

PdfGlyphs *
pdf_glyphs_new(PopplerPage *page, gsize maximum)
{
	PdfGlyphs *glyphs = g_new0(PdfGlyphs, 1);
	g_autofree PopplerRectangle *areas = NULL;
	g_autofree char *text = poppler_page_get_text(page);
	guint n_areas = 0, area = 0;
	gboolean spaced = FALSE, begins = TRUE;

	glyphs->glyphs = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	if (!text || !poppler_page_get_text_layout(page, &areas, &n_areas))
		return glyphs;
	for (const char *at = text; *at && glyphs->glyphs->len < maximum;) {
		gunichar character = g_utf8_get_char_validated(at, -1);
		gboolean valid = (gint32)character >= 0;
		at = valid ? g_utf8_next_char(at) : at + 1;
		if (is_embedding(character))
			continue;
		const PopplerRectangle *box = area < n_areas ? &areas[area] : NULL;
		area++;
		begins |= character == '\n';
		glyphs->n_unreadable += !valid || is_unreadable(character);
		if (!valid || g_unichar_isspace(character) || g_unichar_iscntrl(character)) {
			spaced = TRUE;
			continue;
		}
		add_glyph(glyphs, character, box, spaced, begins);
		spaced = begins = FALSE;
	}
	turn_upright(glyphs, page);
	correct_heights(glyphs->glyphs);
	return glyphs;
}
