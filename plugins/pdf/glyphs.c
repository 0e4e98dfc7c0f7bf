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

/* Shares of a page's characters: with fewer drawn where they are told, nothing is known of it. */
#define MIN_DRAWN 0.5
/* points; nobody reads what is smaller */
#define MIN_READABLE 1.0

static PdfInkKind
ink_of(const PdfGlyphs *glyphs, const PdfInk *ink, const PdfGlyph *glyph)
{
	if (pdf_glyph_height(glyph) < MIN_READABLE)
		return PDF_INK_UNSEEN;
	return pdf_ink_at(ink, pdf_turn_box_back(&glyphs->turn, glyph->box));
}

PdfGlyphs *
pdf_glyphs_take_hidden(PdfGlyphs *glyphs, const PdfInk *ink)
{
	guint n = glyphs->glyphs->len, counts[3] = {0};
	g_autofree guint8 *kinds = g_malloc(MAX(n, 1));

	for (guint i = 0; i < n; i++) {
		kinds[i] = ink_of(glyphs, ink, &g_array_index(glyphs->glyphs, PdfGlyph, i));
		counts[kinds[i]]++;
	}
	gboolean absent_is_hidden = counts[PDF_INK_SEEN] + counts[PDF_INK_UNSEEN] >= MIN_DRAWN * n;
	if (counts[PDF_INK_UNSEEN] == 0 && (!absent_is_hidden || counts[PDF_INK_ABSENT] == 0))
		return NULL;
	PdfGlyphs *hidden = g_new0(PdfGlyphs, 1);
	GArray *seen = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	hidden->glyphs = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	hidden->turn = glyphs->turn;
	for (guint i = 0; i < n; i++) {
		gboolean is_hidden = kinds[i] == PDF_INK_UNSEEN ||
				     (kinds[i] == PDF_INK_ABSENT && absent_is_hidden);
		g_array_append_val(is_hidden ? hidden->glyphs : seen,
				   g_array_index(glyphs->glyphs, PdfGlyph, i));
	}
	g_array_unref(glyphs->glyphs);
	glyphs->glyphs = seen;
	return hidden;
}

void
pdf_glyphs_doubt(PdfGlyphs *glyphs, guint16 doubt)
{
	for (guint i = 0; i < glyphs->glyphs->len; i++)
		g_array_index(glyphs->glyphs, PdfGlyph, i).doubt = doubt;
}

char *
pdf_glyphs_text(const PdfGlyphs *glyphs)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < glyphs->glyphs->len; i++)
		g_string_append_unichar(text, g_array_index(glyphs->glyphs, PdfGlyph, i).character);
	return g_string_free(text, FALSE);
}

char *
pdf_text_without_space(const char *text)
{
	GString *rest = g_string_new(NULL);

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (!g_unichar_isspace(character) && !g_unichar_iscntrl(character))
			g_string_append_unichar(rest, character);
	}
	return g_string_free(rest, FALSE);
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

/* --- what Poppler tells --- */

/* Its text and one area for each character but those around right-to-left words. */
typedef struct {
	char *text;
	PopplerRectangle *areas;
	guint n_areas;
} Told;

static void
told_clear(Told *told)
{
	g_free(told->text);
	g_free(told->areas);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

static gboolean
is_blank(gunichar character)
{
	return g_unichar_isspace(character) || g_unichar_iscntrl(character);
}

static guint
count_characters(const char *text)
{
	guint n = 0;

	for (const char *at = text; *at; at = g_utf8_next_char(at))
		n += !is_blank(g_utf8_get_char(at)) && !is_embedding(g_utf8_get_char(at));
	return n;
}

static gboolean
has_right_to_left(const char *text)
{
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		if (pdf_is_right_to_left(g_utf8_get_char(at)))
			return TRUE;
	}
	return FALSE;
}

/*
 * Poppler selects from the corner where reading begins to the one where it ends, and takes the left
 * one for the first: of a page in Hebrew or Arabic it then leaves out whole paragraphs.
 */
static void
tell_from_the_right(PopplerPage *page, Told *told)
{
	g_auto(Told) other = {0};
	PopplerRectangle area = {0};

	poppler_page_get_size(page, &area.x1, &area.y2);
	other.text = poppler_page_get_text_for_area(page, &area);
	if (!other.text || !g_utf8_validate(other.text, -1, NULL) ||
	    count_characters(other.text) <= count_characters(told->text) ||
	    !poppler_page_get_text_layout_for_area(page, &area, &other.areas, &other.n_areas))
		return;
	Told less = *told;
	*told = other;
	other = less;
}

static gboolean
has_flat_areas(const Told *told)
{
	const char *at = told->text;

	for (guint i = 0; i < told->n_areas && *at; at = g_utf8_next_char(at)) {
		if (is_embedding(g_utf8_get_char(at)))
			continue;
		if (!is_blank(g_utf8_get_char(at)) && told->areas[i].x1 == told->areas[i].x2)
			return TRUE;
		i++;
	}
	return FALSE;
}

/* The next character of the text that is seen; `area` counts those that have one. */
static const char *
next_seen(const char *at, guint *area)
{
	for (; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (is_embedding(character))
			continue;
		if (!is_blank(character))
			break;
		(*area)++;
	}
	return at;
}

/* Each character of `whole` with its area, or with that of its neighbour when it was not told.  NULL
 * when the text told is no part of the whole. */
static GArray *
areas_of_whole(const Told *told, const char *whole)
{
	g_autoptr(GArray) areas = g_array_new(FALSE, FALSE, sizeof(PopplerRectangle));
	guint area = 0;
	const char *seen = next_seen(told->text, &area);

	for (const char *at = whole; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (is_embedding(character))
			continue;
		g_array_append_val(areas, told->areas[MIN(area, told->n_areas - 1)]);
		if (*seen && character == g_utf8_get_char(seen)) {
			area++;
			seen = next_seen(g_utf8_next_char(seen), &area);
		}
	}
	return *seen ? NULL : g_steal_pointer(&areas);
}

/* Characters without width (marks, or all of a font that states none) are told by line alone. */
static void
tell_by_line(PopplerPage *page, Told *told)
{
	PopplerRectangle area = {0};

	poppler_page_get_size(page, &area.x2, &area.y2);
	g_autofree char *whole =
		poppler_page_get_selected_text(page, POPPLER_SELECTION_LINE, &area);
	if (!whole || !g_utf8_validate(whole, -1, NULL) ||
	    count_characters(whole) <= count_characters(told->text))
		return;
	GArray *areas = areas_of_whole(told, whole);
	if (!areas)
		return;
	g_free(told->text);
	g_free(told->areas);
	told->text = g_steal_pointer(&whole);
	told->n_areas = areas->len;
	told->areas = (PopplerRectangle *)g_array_free(areas, FALSE);
}

static gboolean
tell(PopplerPage *page, Told *told)
{
	told->text = poppler_page_get_text(page);
	if (!told->text || !poppler_page_get_text_layout(page, &told->areas, &told->n_areas))
		return FALSE;
	if (!g_utf8_validate(told->text, -1, NULL))
		return TRUE;
	if (has_right_to_left(told->text))
		tell_from_the_right(page, told);
	if (has_flat_areas(told))
		tell_by_line(page, told);
	return TRUE;
}

PdfGlyphs *
pdf_glyphs_new(PopplerPage *page, gsize maximum)
{
	PdfGlyphs *glyphs = g_new0(PdfGlyphs, 1);
	g_auto(Told) told = {0};
	guint area = 0;
	gboolean spaced = FALSE, begins = TRUE;

	glyphs->glyphs = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	if (!tell(page, &told))
		return glyphs;
	for (const char *at = told.text; *at && glyphs->glyphs->len < maximum;) {
		gunichar character = g_utf8_get_char_validated(at, -1);
		gboolean valid = (gint32)character >= 0;
		at = valid ? g_utf8_next_char(at) : at + 1;
		if (is_embedding(character))
			continue;
		const PopplerRectangle *box = area < told.n_areas ? &told.areas[area] : NULL;
		area++;
		begins |= character == '\n';
		glyphs->n_unreadable += !valid || is_unreadable(character);
		if (!valid || is_blank(character)) {
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
