/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/sheet.h"

#include <math.h>

#define MAX_GLYPHS 200000
/* a page draws a few hundred rules; a map or a chart draws millions of strokes that are none */
#define MAX_RULES 20000
#define MAX_FILLS 1024
#define MAX_IMAGES 1024
#define MAX_FONTS 1024
/* points; what is thicker is a shaded box, and what is shorter part of a letter or an icon */
#define MAX_THICKNESS 4.0
#define MIN_LENGTH 4.0
#define MAX_PLACE 1e5
/* points: what is smaller cannot be read */
#define MIN_SIZE 0.8
/* in sizes of the font */
#define SPACE_GAP 0.22
#define MAX_STEP 0.5 /* from one character to the next below it */
#define ALIGNED 0.15
#define MAX_LEARNED 0.62
#define ASCII 128

OfdSheet *
ofd_sheet_new(double width, double height)
{
	OfdSheet *sheet = g_new0(OfdSheet, 1);

	sheet->width = width;
	sheet->height = height;
	sheet->glyphs = g_array_new(FALSE, FALSE, sizeof(OfdGlyph));
	sheet->rules = g_array_new(FALSE, FALSE, sizeof(OfdRule));
	sheet->fills = g_array_new(FALSE, FALSE, sizeof(OfdFill));
	sheet->images = g_array_new(FALSE, FALSE, sizeof(OfdImage));
	sheet->advances = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return sheet;
}

void
ofd_sheet_free(OfdSheet *sheet)
{
	if (!sheet)
		return;
	g_array_unref(sheet->glyphs);
	g_array_unref(sheet->rules);
	g_array_unref(sheet->fills);
	g_array_unref(sheet->images);
	g_hash_table_unref(sheet->advances);
	g_free(sheet);
}

static double
place(double at)
{
	return isfinite(at) ? CLAMP(at, -MAX_PLACE, MAX_PLACE) : MAX_PLACE;
}

static VetBox
sane_box(VetBox box)
{
	return (VetBox){place(box.x0), place(box.y0), place(box.x1), place(box.y1)};
}

/* Private use, unassigned … : what a font draws for it cannot be known. */
static gboolean
is_unreadable(gunichar character)
{
	GUnicodeType type = g_unichar_type(character);

	return type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_CONTROL ||
	       type == G_UNICODE_UNASSIGNED || type == G_UNICODE_SURROGATE || character == 0xFFFD;
}

void
ofd_sheet_add_glyph(OfdSheet *sheet, const OfdGlyph *glyph)
{
	OfdGlyph added = *glyph;

	if (sheet->glyphs->len >= MAX_GLYPHS) {
		sheet->overflowed = TRUE;
		return;
	}
	sheet->n_unreadable += is_unreadable(glyph->character);
	added.box = sane_box(glyph->box);
	added.order = sheet->next_order++;
	g_array_append_val(sheet->glyphs, added);
}

static void
add_rule(OfdSheet *sheet, gboolean vertical, double at, double from, double to)
{
	OfdRule rule = {vertical, at, MIN(from, to), MAX(from, to)};

	if (sheet->rules->len < MAX_RULES && rule.to - rule.from >= MIN_LENGTH)
		g_array_append_val(sheet->rules, rule);
}

void
ofd_sheet_add_box(OfdSheet *sheet, VetBox around)
{
	VetBox box = sane_box(around);

	/* what is drawn beyond the page parts nothing on it */
	if (sheet->width > 0 && sheet->height > 0)
		box = (VetBox){MAX(box.x0, 0), MAX(box.y0, 0), MIN(box.x1, sheet->width),
			       MIN(box.y1, sheet->height)};
	double width = box.x1 - box.x0, height = box.y1 - box.y0;
	if (width < 0 || height < 0)
		return;
	if (height <= MAX_THICKNESS && height <= width) {
		add_rule(sheet, FALSE, (box.y0 + box.y1) / 2, box.x0, box.x1);
	} else if (width <= MAX_THICKNESS) {
		add_rule(sheet, TRUE, (box.x0 + box.x1) / 2, box.y0, box.y1);
	} else {
		add_rule(sheet, FALSE, box.y0, box.x0, box.x1);
		add_rule(sheet, FALSE, box.y1, box.x0, box.x1);
		add_rule(sheet, TRUE, box.x0, box.y0, box.y1);
		add_rule(sheet, TRUE, box.x1, box.y0, box.y1);
	}
}

void
ofd_sheet_add_fill(OfdSheet *sheet, VetBox box, OfdColor color)
{
	OfdFill fill = {sane_box(box), sheet->next_order++, color};

	if (sheet->fills->len < MAX_FILLS)
		g_array_append_val(sheet->fills, fill);
}

void
ofd_sheet_add_image(OfdSheet *sheet, const OfdImage *image)
{
	OfdImage added = *image;

	if (sheet->images->len >= MAX_IMAGES) {
		sheet->overflowed = TRUE;
		return;
	}
	added.box = sane_box(image->box);
	added.order = sheet->next_order++;
	g_array_append_val(sheet->images, added);
}

void
ofd_sheet_learn_advance(OfdSheet *sheet, guint font, gunichar character, double advance)
{
	gfloat *least = g_hash_table_lookup(sheet->advances, GUINT_TO_POINTER(font));

	if (character >= ASCII || !(advance > 0.1))
		return;
	if (!least) {
		if (g_hash_table_size(sheet->advances) >= MAX_FONTS)
			return;
		least = g_new0(gfloat, ASCII);
		g_hash_table_insert(sheet->advances, GUINT_TO_POINTER(font), least);
	}
	if (least[character] == 0 || advance < least[character])
		least[character] = (gfloat)advance;
}

/* The size that was guessed from the kind of letter becomes that of the font. */
static void
correct_width(const OfdSheet *sheet, OfdGlyph *glyph)
{
	const gfloat *least =
		glyph->character < ASCII
			? g_hash_table_lookup(sheet->advances, GUINT_TO_POINTER(glyph->font))
			: NULL;

	if (!least || least[glyph->character] == 0 || glyph->em_width <= 0)
		return;
	double width = MIN(least[glyph->character], MAX(MAX_LEARNED, 1.25 * glyph->em_width));
	double share = width / glyph->em_width;
	VetBox *box = &glyph->box;
	switch ((OfdHeading)glyph->heading) {
	case OFD_HEADING_RIGHT:
		box->x1 = box->x0 + share * (box->x1 - box->x0);
		break;
	case OFD_HEADING_LEFT:
		box->x0 = box->x1 - share * (box->x1 - box->x0);
		break;
	case OFD_HEADING_DOWN:
		box->y1 = box->y0 + share * (box->y1 - box->y0);
		break;
	case OFD_HEADING_UP:
		box->y0 = box->y1 - share * (box->y1 - box->y0);
		break;
	case OFD_HEADING_SLANTED:
		break;
	}
}

/* How far apart two characters stand, in sizes; -1 when the second does not follow on a line. */
static double
gap_between(const OfdGlyph *left, const OfdGlyph *right)
{
	const VetBox *a = &left->box, *b = &right->box;
	gboolean sideways = left->heading == OFD_HEADING_DOWN || left->heading == OFD_HEADING_UP;
	double size = sideways ? a->x1 - a->x0 : a->y1 - a->y0;
	double shared = sideways ? MIN(a->x1, b->x1) - MAX(a->x0, b->x0)
				 : MIN(a->y1, b->y1) - MAX(a->y0, b->y0);
	const double gaps[] = {
		[OFD_HEADING_RIGHT] = b->x0 - a->x1,
		[OFD_HEADING_DOWN] = b->y0 - a->y1,
		[OFD_HEADING_LEFT] = a->x0 - b->x1,
		[OFD_HEADING_UP] = a->y0 - b->y1,
	};

	if (left->heading != right->heading || left->heading == OFD_HEADING_SLANTED || size <= 0 ||
	    shared < size / 2)
		return -1;
	return gaps[left->heading] / size;
}

/* The colour under a place when something with that order is painted, from fills alone. */
static OfdColor
color_under(const OfdSheet *sheet, double x, double y, guint order)
{
	for (guint i = sheet->fills->len; i > 0; i--) {
		const OfdFill *fill = &g_array_index(sheet->fills, OfdFill, i - 1);
		if (fill->order < order && x >= fill->box.x0 && x <= fill->box.x1 &&
		    y >= fill->box.y0 && y <= fill->box.y1)
			return fill->color;
	}
	return OFD_WHITE;
}

/* Under a place when something with that order is painted, or over it afterwards. */
static gboolean
has_image(const OfdSheet *sheet, double x, double y, guint order, gboolean over)
{
	for (guint i = 0; i < sheet->images->len; i++) {
		const OfdImage *image = &g_array_index(sheet->images, OfdImage, i);
		if (over ? image->order < order || !image->opaque : image->order > order)
			continue;
		if (x >= image->box.x0 && x <= image->box.x1 && y >= image->box.y0 &&
		    y <= image->box.y1)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_covered(const OfdSheet *sheet, double x, double y, guint order)
{
	for (guint i = sheet->fills->len; i > 0; i--) {
		const OfdFill *fill = &g_array_index(sheet->fills, OfdFill, i - 1);
		if (fill->order < order)
			return FALSE;
		if (x >= fill->box.x0 && x <= fill->box.x1 && y >= fill->box.y0 &&
		    y <= fill->box.y1)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_unseen(const OfdSheet *sheet, const OfdGlyph *glyph)
{
	const VetBox *box = &glyph->box;
	double x = (box->x0 + box->x1) / 2, y = (box->y0 + box->y1) / 2;

	if (glyph->unseen || ofd_color_is_clear(glyph->color) ||
	    MAX(box->x1 - box->x0, box->y1 - box->y0) < MIN_SIZE)
		return TRUE;
	if (sheet->width > 0 && sheet->height > 0 &&
	    (x < 0 || y < 0 || x > sheet->width || y > sheet->height))
		return TRUE;
	if (is_covered(sheet, x, y, glyph->order) || has_image(sheet, x, y, glyph->order, TRUE))
		return TRUE;
	return ofd_color_is_like(glyph->color, color_under(sheet, x, y, glyph->order)) &&
	       !has_image(sheet, x, y, glyph->order, FALSE);
}

/* A text object of one ideograph, as writers have them for what stands upright below each other. */
static gboolean
is_lone(const OfdSheet *sheet, guint i)
{
	const OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);

	return glyph->begins && g_unichar_iswide(glyph->character) &&
	       (i + 1 == sheet->glyphs->len || (glyph + 1)->begins);
}

/* It goes on, further down or up, with what the object before it began. */
static gboolean
goes_on(const OfdSheet *sheet, guint i)
{
	const OfdGlyph *right = &g_array_index(sheet->glyphs, OfdGlyph, i), *left = right - 1;
	gboolean sideways = right->heading == OFD_HEADING_DOWN || right->heading == OFD_HEADING_UP;

	if (i == 0)
		return FALSE;
	if (sideways)
		return gap_between(left, right) > -MAX_STEP && left->heading == right->heading &&
		       gap_between(left, right) < MAX_STEP;
	double size = left->box.y1 - left->box.y0;
	return right->heading == OFD_HEADING_RIGHT && is_lone(sheet, i) &&
	       g_unichar_iswide(left->character) &&
	       fabs(right->box.x0 - left->box.x0) < ALIGNED * size &&
	       right->box.y0 > left->box.y0 && right->box.y0 - left->box.y1 < MAX_STEP * size;
}

void
ofd_sheet_finish(OfdSheet *sheet)
{
	const OfdGlyph *last = NULL;

	for (guint i = 0; i < sheet->glyphs->len; i++) {
		OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		correct_width(sheet, glyph);
		glyph->unseen = is_unseen(sheet, glyph);
		if (last && (!glyph->even || glyph->begins))
			glyph->spaced |= gap_between(last, glyph) > SPACE_GAP;
		last = glyph;
	}
	for (guint i = 0; i < sheet->glyphs->len; i++) {
		OfdGlyph *glyph = &g_array_index(sheet->glyphs, OfdGlyph, i);
		glyph->begins = glyph->begins && !goes_on(sheet, i);
	}
}
