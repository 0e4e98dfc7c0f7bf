/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/sheet.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_INCH 72.0
/* a little more than 200 dots an inch is as good and costs no scaling */
#define MAX_DPI 240.0
#define MAX_PIXELS (24.0 * 1024 * 1024)
#define CELL_POINTS (0.5 / 25.4 * POINTS_PER_INCH)
#define MAX_CELLS (16 * 1024 * 1024)
/* of the pixels of a cell */
#define RED_SHARE 0.2
#define RED_EXCESS 28
#define MIN_ANGLE (0.2 * G_PI / 180)
#define MAX_ANGLE_DEGREES 6.0
#define MIN_SKEW_CONFIDENCE 1.5
/* ink runs a little beyond the outline that was found, in points */
#define SPILL 6.0
#define TILE 64
/* background levels of tiles that are further apart want evening out */
#define UNEVEN 48

typedef struct {
	guint8 r, g, b;
} Colour;

static inline Colour
colour_at(const guint8 *row, guint x, VetPixelFormat format)
{
	guint32 pixel;

	switch (format) {
	case VET_PIXEL_RGB24:
		return (Colour){row[(gsize)x * 3], row[(gsize)x * 3 + 1], row[(gsize)x * 3 + 2]};
	case VET_PIXEL_XRGB32:
		memcpy(&pixel, row + (gsize)x * 4, sizeof pixel);
		return (Colour){(guint8)(pixel >> 16), (guint8)(pixel >> 8), (guint8)pixel};
	case VET_PIXEL_GRAY8:
	default:
		return (Colour){row[x], row[x], row[x]};
	}
}

/*
 * Ink of a seal: red stands out, green and blue are about the same.  Brown, orange and skin have more
 * green, magenta more blue.  Faint ink is pale, so the share counts rather than the amount.
 */
static inline gboolean
is_red(Colour c)
{
	int high = MAX(c.g, c.b), low = MIN(c.g, c.b);
	int excess = c.r - high;

	return excess > RED_EXCESS && (high - low) * 2 < c.r - low && c.r > 70;
}

static gboolean
red_ink_init(RedInk *red, const VetPicture *picture)
{
	double width = picture->box.x1 - picture->box.x0;
	double height = picture->box.y1 - picture->box.y0;

	red->cell = MAX(CELL_POINTS, sqrt(width * height / MAX_CELLS) * 1.01);
	red->width = (guint)(width / red->cell) + 1;
	red->height = (guint)(height / red->cell) + 1;
	red->ink = g_try_malloc0((gsize)red->width * red->height);
	return red->ink != NULL;
}

/* Grey of one row, its red pixels, and how many of them are in each cell. */
static guint
read_row(const VetPicture *picture, guint y, l_uint32 *gray, l_uint32 *reddish, l_uint32 *bright,
	 guint16 *counts, guint n_counts)
{
	const guint8 *row = picture->pixels + (gsize)y * picture->stride;
	guint found = 0;

	for (guint x = 0; x < picture->width; x++) {
		Colour c = colour_at(row, x, picture->format);
		SET_DATA_BYTE(gray, x, (c.r * 77 + c.g * 151 + c.b * 28) >> 8);
		SET_DATA_BYTE(bright, x, c.r);
		if (!is_red(c))
			continue;
		SET_DATA_BIT(reddish, x);
		counts[(guint64)x * n_counts / picture->width]++;
		found++;
	}
	return found;
}

static void
read_gray_row(const VetPicture *picture, guint y, l_uint32 *gray)
{
	const guint8 *row = picture->pixels + (gsize)y * picture->stride;

	for (guint x = 0; x < picture->width; x++)
		SET_DATA_BYTE(gray, x, row[x]);
}

static void
settle_cells(RedInk *red, guint cell_row, guint16 *counts, double pixels_of_cell)
{
	for (guint x = 0; x < red->width; x++)
		if (counts[x] > pixels_of_cell * RED_SHARE)
			red->ink[(gsize)cell_row * red->width + x] = 1;
	memset(counts, 0, red->width * sizeof *counts);
}

static gboolean
read_pixels(Sheet *sheet, const VetPicture *picture)
{
	RedInk *red = &sheet->red;
	l_int32 words = pixGetWpl(sheet->raw);
	l_uint32 *gray = pixGetData(sheet->raw);
	double pixels_of_cell =
		(double)picture->width / red->width * ((double)picture->height / red->height);

	if (picture->format == VET_PIXEL_GRAY8) {
		for (guint y = 0; y < picture->height; y++)
			read_gray_row(picture, y, gray + (gsize)y * (guint)words);
		return TRUE;
	}
	sheet->reddish = pixCreate((l_int32)picture->width, (l_int32)picture->height, 1);
	sheet->bright = pixCreateNoInit((l_int32)picture->width, (l_int32)picture->height, 8);
	if (!sheet->reddish || !sheet->bright)
		return FALSE;
	g_autofree guint16 *counts = g_new0(guint16, red->width);
	guint64 found = 0;
	guint cell_row = 0;
	for (guint y = 0; y < picture->height; y++) {
		guint row = (guint)((guint64)y * red->height / picture->height);
		if (row != cell_row)
			settle_cells(red, cell_row, counts, pixels_of_cell);
		cell_row = row;
		found += read_row(
			picture, y, gray + (gsize)y * (guint)words,
			pixGetData(sheet->reddish) + (gsize)y * (guint)pixGetWpl(sheet->reddish),
			pixGetData(sheet->bright) + (gsize)y * (guint)words, counts, red->width);
	}
	settle_cells(red, cell_row, counts, pixels_of_cell);
	if (found == 0) {
		pixDestroy(&sheet->reddish);
		pixDestroy(&sheet->bright);
	}
	return TRUE;
}

static void
scale_down(PIX **pix, double factor)
{
	PIX *smaller = *pix ? pixScaleAreaMap(*pix, (l_float32)factor, (l_float32)factor) : NULL;

	if (!smaller)
		return;
	pixDestroy(pix);
	*pix = smaller;
}

/* Larger than needed costs time and reads no better. */
static void
shrink(Sheet *sheet)
{
	l_int32 width = pixGetWidth(sheet->raw), height = pixGetHeight(sheet->raw);
	double dpi = width / (sheet->page.x1 - sheet->page.x0) * POINTS_PER_INCH;
	double factor = dpi > MAX_DPI ? SHEET_DPI / dpi : 1;

	factor = MIN(factor, sqrt(MAX_PIXELS / ((double)width * height)));
	if (factor < 1) {
		scale_down(&sheet->raw, factor);
		scale_down(&sheet->bright, factor);
		if (sheet->reddish) {
			PIX *red = pixScaleBinary(sheet->reddish, (l_float32)factor,
						  (l_float32)factor);
			pixDestroy(&sheet->reddish);
			sheet->reddish = red;
		}
	}
	sheet->scale_x = (sheet->page.x1 - sheet->page.x0) / pixGetWidth(sheet->raw);
	sheet->scale_y = (sheet->page.y1 - sheet->page.y0) / pixGetHeight(sheet->raw);
}

Sheet *
sheet_new(const VetPicture *picture)
{
	Sheet *sheet = g_new0(Sheet, 1);

	sheet->page = picture->box;
	sheet->raw = pixCreateNoInit((l_int32)picture->width, (l_int32)picture->height, 8);
	if (!sheet->raw || !red_ink_init(&sheet->red, picture) || !read_pixels(sheet, picture)) {
		sheet_free(sheet);
		return NULL;
	}
	shrink(sheet);
	sheet->gray = pixClone(sheet->raw);
	return sheet;
}

void
sheet_free(Sheet *sheet)
{
	if (!sheet)
		return;
	pixDestroy(&sheet->gray);
	pixDestroy(&sheet->raw);
	pixDestroy(&sheet->reddish);
	pixDestroy(&sheet->bright);
	g_free(sheet->red.ink);
	g_free(sheet);
}

/* The level that this share of the pixels is darker than. */
static guint
level_of(const NUMA *histogram, double share)
{
	double total = 0, sum = 0;
	l_float32 count;

	for (l_int32 i = 0; i < 256; i++) {
		numaGetFValue((NUMA *)histogram, i, &count);
		total += count;
	}
	for (l_int32 i = 0; i < 256; i++) {
		numaGetFValue((NUMA *)histogram, i, &count);
		sum += count;
		if (sum >= total * share)
			return (guint)i;
	}
	return 255;
}

static guint
paper_of(PIX *pix)
{
	NUMA *histogram = pixGetGrayHistogram(pix, 4);
	guint level = histogram ? level_of(histogram, 0.6) : 255;

	numaDestroy(&histogram);
	return level;
}

/* How bright the ink of a seal is where nothing lies below it, in the light that it lets through. */
static gint
ink_level(const Sheet *sheet, BOX *box)
{
	PIX *bright = pixClipRectangle(sheet->bright, box, NULL);
	PIX *reddish = pixClipRectangle(sheet->reddish, box, NULL);
	NUMA *histogram =
		bright && reddish ? pixGetGrayHistogramMasked(bright, reddish, 0, 0, 2) : NULL;
	gint level = histogram ? (gint)level_of(histogram, 0.5) : 255;

	numaDestroy(&histogram);
	pixDestroy(&reddish);
	pixDestroy(&bright);
	return level;
}

/* Red ink is as bright as paper in red light, and print below it is not. */
static void
take_out_of(Sheet *sheet, Area area, gint paper, gint ink)
{
	for (gint y = area.y0; y < area.y1; y++) {
		l_uint32 *gray = pixGetData(sheet->raw) + (gsize)y * (gsize)pixGetWpl(sheet->raw);
		const l_uint32 *red =
			pixGetData(sheet->reddish) + (gsize)y * (gsize)pixGetWpl(sheet->reddish);
		const l_uint32 *bright =
			pixGetData(sheet->bright) + (gsize)y * (gsize)pixGetWpl(sheet->bright);
		for (gint x = area.x0; x < area.x1; x++)
			if (GET_DATA_BIT(red, x)) {
				gint darker = ink - (gint)GET_DATA_BYTE(bright, x);
				SET_DATA_BYTE(gray, x, CLAMP(paper - MAX(darker, 0), 0, 255));
			}
	}
}

void
sheet_take_red_out(Sheet *sheet, VetBox box)
{
	if (!sheet->reddish || !sheet->bright)
		return;
	l_int32 width = MIN(pixGetWidth(sheet->raw), pixGetWidth(sheet->reddish));
	l_int32 height = MIN(pixGetHeight(sheet->raw), pixGetHeight(sheet->reddish));
	Area area = {(gint)((box.x0 - SPILL - sheet->page.x0) / sheet->scale_x),
		     (gint)((box.y0 - SPILL - sheet->page.y0) / sheet->scale_y),
		     (gint)((box.x1 + SPILL - sheet->page.x0) / sheet->scale_x),
		     (gint)((box.y1 + SPILL - sheet->page.y0) / sheet->scale_y)};

	area = (Area){MAX(area.x0, 0), MAX(area.y0, 0), MIN(area.x1, width), MIN(area.y1, height)};
	BOX *around = boxCreateValid(area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0);
	if (!around)
		return;
	take_out_of(sheet, area, (gint)paper_of(sheet->raw), ink_level(sheet, around));
	boxDestroy(&around);
}

/* Differences of the paper from tile to tile, without the darkest tiles, which are pictures. */
static gboolean
is_uneven(PIX *pix)
{
	PIX *small = pixScaleGrayMinMax(pix, TILE, TILE, L_CHOOSE_MAX);
	NUMA *histogram = small ? pixGetGrayHistogram(small, 1) : NULL;
	gboolean uneven =
		histogram && level_of(histogram, 0.95) > level_of(histogram, 0.08) + UNEVEN;

	numaDestroy(&histogram);
	pixDestroy(&small);
	return uneven;
}

void
sheet_blank(Sheet *sheet, Area area)
{
	BOX *box = boxCreateValid(area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0);

	if (box)
		pixSetInRectArbitrary(sheet->raw, box, paper_of(sheet->raw));
	boxDestroy(&box);
}

void
sheet_settle(Sheet *sheet)
{
	/* white on black: read it as a negative */
	if (paper_of(sheet->raw) < 90)
		pixInvert(sheet->raw, sheet->raw);
	if (is_uneven(sheet->raw)) {
		PIX *even = pixBackgroundNorm(sheet->raw, NULL, NULL, 24, 24, 40, 30, 220, 2, 1);
		if (even) {
			pixDestroy(&sheet->raw);
			sheet->raw = even;
		}
	}
	sheet->paper = (guint8)paper_of(sheet->raw);
	sheet->threshold = (guint8)(sheet->paper * 0.64);
	pixDestroy(&sheet->gray);
	sheet->gray = pixClone(sheet->raw);
}

PIX *
sheet_ink(const Sheet *sheet)
{
	return pixThresholdToBinary(sheet->gray, sheet->threshold);
}

/* How much the number of dark pixels changes from row to row: great where there are lines of text. */
static double
banding(PIX *ink)
{
	NUMA *rows = pixCountPixelsByRow(ink, NULL);
	double sum = 0, total = 1;
	l_float32 before = 0, here;

	for (l_int32 i = 0; rows && i < numaGetCount(rows); i++) {
		numaGetFValue(rows, i, &here);
		sum += ((double)here - before) * ((double)here - before);
		total += here;
		before = here;
	}
	numaDestroy(&rows);
	return sum / total;
}

guint
sheet_guess_quarters(const Sheet *sheet)
{
	PIX *ink = sheet_ink(sheet);
	PIX *small = ink ? pixReduceRankBinaryCascade(ink, 1, 1, 0, 0) : NULL;
	/* rules would say more than all the text */
	PIX *rules = small ? pixMorphCompSequence(small, "o25.1", 0) : NULL;
	PIX *more = small ? pixMorphCompSequence(small, "o1.25", 0) : NULL;
	guint quarters = 0;

	if (rules && more) {
		pixOr(rules, rules, more);
		pixSubtract(small, small, rules);
		l_float32 angle, confidence, score = 0, turned = 0;
		PIX *side = pixRotateOrth(small, 1);
		if (side &&
		    pixFindSkewSweepAndSearchScore(small, &angle, &confidence, &score, 2, 1, 0, 4,
						   1, 0.1F) == 0 &&
		    pixFindSkewSweepAndSearchScore(side, &angle, &confidence, &turned, 2, 1, 0, 4,
						   1, 0.1F) == 0)
			quarters = turned > score * 1.6F;
		else if (side)
			quarters = banding(side) > banding(small) * 1.6;
		pixDestroy(&side);
	}
	pixDestroy(&more);
	pixDestroy(&rules);
	pixDestroy(&small);
	pixDestroy(&ink);
	return quarters;
}

static double
find_skew(const Sheet *sheet)
{
	PIX *ink = sheet_ink(sheet);
	l_float32 angle = 0, confidence = 0;
	gboolean found = ink && pixFindSkewSweepAndSearch(ink, &angle, &confidence, 4, 2,
							  MAX_ANGLE_DEGREES, 1, 0.02F) == 0;

	pixDestroy(&ink);
	return found && confidence >= MIN_SKEW_CONFIDENCE ? angle * G_PI / 180 : 0;
}

void
sheet_turn(Sheet *sheet, guint quarters)
{
	PIX *turned =
		quarters ? pixRotateOrth(sheet->raw, (l_int32)quarters) : pixClone(sheet->raw);

	if (!turned)
		return;
	pixDestroy(&sheet->gray);
	sheet->gray = turned;
	sheet->quarters = quarters;
	sheet->angle = 0;
	double angle = find_skew(sheet);
	if (fabs(angle) < MIN_ANGLE)
		return;
	PIX *straight = pixRotateAMGray(sheet->gray, (l_float32)angle, sheet->paper);
	if (!straight)
		return;
	pixDestroy(&sheet->gray);
	sheet->gray = straight;
	sheet->angle = angle;
}

/* One point of the turned page, in pixels of the raw one. */
static void
turn_back(const Sheet *sheet, double *x, double *y)
{
	double width = pixGetWidth(sheet->raw), height = pixGetHeight(sheet->raw);
	double middle_x = pixGetWidth(sheet->gray) / 2.0,
	       middle_y = pixGetHeight(sheet->gray) / 2.0;
	double c = cos(sheet->angle), s = sin(sheet->angle);
	double dx = *x - middle_x, dy = *y - middle_y;
	double px = middle_x + dx * c + dy * s, py = middle_y - dx * s + dy * c;

	switch (sheet->quarters) {
	case 1:
		*x = py;
		*y = height - px;
		break;
	case 2:
		*x = width - px;
		*y = height - py;
		break;
	case 3:
		*x = width - py;
		*y = px;
		break;
	default:
		*x = px;
		*y = py;
		break;
	}
}

VetBox
sheet_place(const Sheet *sheet, double x0, double y0, double x1, double y1)
{
	/* of a slanting box the middles of its sides: its corners would make it too high */
	double points[4][2] = {
		{x0, (y0 + y1) / 2}, {x1, (y0 + y1) / 2}, {(x0 + x1) / 2, y0}, {(x0 + x1) / 2, y1}};
	VetBox box = {G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE};

	for (guint i = 0; i < 4; i++) {
		turn_back(sheet, &points[i][0], &points[i][1]);
		double x = sheet->page.x0 + points[i][0] * sheet->scale_x;
		double y = sheet->page.y0 + points[i][1] * sheet->scale_y;
		box.x0 = MIN(box.x0, x);
		box.y0 = MIN(box.y0, y);
		box.x1 = MAX(box.x1, x);
		box.y1 = MAX(box.y1, y);
	}
	box.x0 = CLAMP(box.x0, sheet->page.x0, sheet->page.x1);
	box.x1 = CLAMP(box.x1, sheet->page.x0, sheet->page.x1);
	box.y0 = CLAMP(box.y0, sheet->page.y0, sheet->page.y1);
	box.y1 = CLAMP(box.y1, sheet->page.y0, sheet->page.y1);
	return box;
}
