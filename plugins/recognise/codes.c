/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/codes.h"

#include <zbar.h>

/* rows and columns between two that are looked at; a module of a code is at least as large */
#define STEP 3
#define MAX_CODES 32

static const zbar_symbol_type_t kinds[] = {ZBAR_QRCODE, ZBAR_EAN13, ZBAR_CODE128, ZBAR_CODE39};

static gboolean
hand_over(Sheet *sheet, const zbar_symbol_t *symbol, VetSink *sink, GError **error)
{
	double x0 = G_MAXDOUBLE, y0 = G_MAXDOUBLE, x1 = 0, y1 = 0;

	for (unsigned i = 0; i < zbar_symbol_get_loc_size(symbol); i++) {
		double x = zbar_symbol_get_loc_x(symbol, i), y = zbar_symbol_get_loc_y(symbol, i);
		x0 = MIN(x0, x);
		y0 = MIN(y0, y);
		x1 = MAX(x1, x + 1);
		y1 = MAX(y1, y + 1);
	}
	if (x0 > x1)
		return TRUE;
	g_autofree char *text =
		g_strndup(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
	VetMark mark = {.kind = VET_MARK_CODE,
			.box = sheet_place(sheet, x0, y0, x1, y1),
			.confidence = 1,
			.text = text,
			.detail = (char *)zbar_get_symbol_name(zbar_symbol_get_type(symbol))};
	/* its squares would be read as characters */
	if (zbar_symbol_get_type(symbol) == ZBAR_QRCODE)
		sheet_blank(sheet, (Area){(gint)x0 - 3, (gint)y0 - 3, (gint)x1 + 3, (gint)y1 + 3});
	return vet_sink_mark(sink, &mark, error);
}

/* zbar wants one byte a pixel in order; Leptonica keeps four in a word of the machine. */
static guint8 *
plain_pixels(PIX *pix)
{
	gsize width = (gsize)pixGetWidth(pix), height = (gsize)pixGetHeight(pix);
	guint8 *pixels = g_try_malloc(width * height);

	for (gsize y = 0; pixels && y < height; y++) {
		const l_uint32 *row = pixGetData(pix) + y * (gsize)pixGetWpl(pix);
		for (gsize x = 0; x < width; x++)
			pixels[y * width + x] = GET_DATA_BYTE(row, x);
	}
	return pixels;
}

gboolean
codes_find(Sheet *sheet, VetSink *sink, GError **error)
{
	g_autofree guint8 *pixels = plain_pixels(sheet->gray);
	gboolean done = TRUE;
	guint n = 0;

	if (!pixels)
		return TRUE;
	unsigned width = (unsigned)pixGetWidth(sheet->gray);
	unsigned height = (unsigned)pixGetHeight(sheet->gray);
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();

	/* the weaker kinds see codes in noise */
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		zbar_image_scanner_set_config(scanner, kinds[i], ZBAR_CFG_ENABLE, 1);
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, STEP);
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, STEP);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, width, height);
	zbar_image_set_data(image, pixels, (unsigned long)width * height, NULL);
	zbar_scan_image(scanner, image);
	for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
	     done && symbol && n < MAX_CODES; symbol = zbar_symbol_next(symbol), n++)
		done = hand_over(sheet, symbol, sink, error);
	zbar_image_destroy(image);
	zbar_image_scanner_destroy(scanner);
	return done;
}
