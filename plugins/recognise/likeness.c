/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/recognise/likeness.h"

#include <math.h>
#include <string.h>

/* the picture in fields, to find its margins */
#define COARSE 128
/* of 255: a field so much darker than the paper has print on it */
#define PRINT 24
/* fields of a row or column that make it a printed one: specks do not */
#define PRINTED 2
/* fewer fields with print: a blank sheet */
#define LEAST_PRINTED 64
/* of the fields, the darkest of these brightest is paper */
#define PAPER_SHARE 0.1
#define FINE 32
/* frequencies each way; of their sums the lowest LIKENESS_BITS are taken */
#define FREQUENCIES 16

/* Means of n by n fields of the area, of pixels in reading order. */
static void
average(PIX *pix, Area area, guint n, double *ret_means)
{
	guint width = (guint)(area.x1 - area.x0), height = (guint)(area.y1 - area.y0);
	g_autofree guint32 *counts = g_new0(guint32, (gsize)n * n);
	l_int32 words = pixGetWpl(pix);

	memset(ret_means, 0, sizeof *ret_means * n * n);
	for (guint y = 0; y < height; y++) {
		l_uint32 *row = pixGetData(pix) + (gsize)(area.y0 + (gint)y) * (gsize)words;
		gsize first = (gsize)((guint64)y * n / height) * n;
		for (guint x = 0; x < width; x++) {
			gsize field = first + (guint64)x * n / width;
			ret_means[field] += GET_DATA_BYTE(row, area.x0 + (gint)x);
			counts[field]++;
		}
	}
	for (gsize i = 0; i < (gsize)n * n; i++)
		ret_means[i] /= MAX(counts[i], 1);
}

static int
by_value(gconstpointer a, gconstpointer b)
{
	double first = *(const double *)a, second = *(const double *)b;

	return first < second ? -1 : first > second;
}

static double
paper_of(const double *means)
{
	g_autofree double *sorted = g_memdup2(means, sizeof *means * COARSE * COARSE);

	qsort(sorted, (gsize)COARSE * COARSE, sizeof *sorted, by_value);
	return sorted[(gsize)(COARSE * COARSE * (1 - PAPER_SHARE))];
}

/* The first and last of the rows or columns that are printed; FALSE when none is. */
static gboolean
find_printed(const guint *counts, guint *ret_first, guint *ret_end)
{
	guint first = COARSE, end = 0;

	for (guint i = 0; i < COARSE; i++) {
		if (counts[i] < PRINTED)
			continue;
		first = MIN(first, i);
		end = i + 1;
	}
	*ret_first = first;
	*ret_end = end;
	return first < end;
}

/* What of the picture is printed on; FALSE for a blank one. */
static gboolean
find_print(PIX *pix, Area *ret_area)
{
	g_autofree double *means = g_new(double, (gsize)COARSE *COARSE);
	guint rows[COARSE] = {0}, columns[COARSE] = {0}, n = 0, x0, x1, y0, y1;
	Area whole = {0, 0, pixGetWidth(pix), pixGetHeight(pix)};

	if (whole.x1 < COARSE || whole.y1 < COARSE)
		return FALSE;
	average(pix, whole, COARSE, means);
	double print = paper_of(means) - PRINT;
	for (guint i = 0; i < COARSE * COARSE; i++) {
		if (means[i] >= print)
			continue;
		rows[i / COARSE]++;
		columns[i % COARSE]++;
		n++;
	}
	if (n < LEAST_PRINTED || !find_printed(rows, &y0, &y1) || !find_printed(columns, &x0, &x1))
		return FALSE;
	*ret_area = (Area){
		(gint)((gint64)whole.x1 * x0 / COARSE), (gint)((gint64)whole.y1 * y0 / COARSE),
		(gint)((gint64)whole.x1 * x1 / COARSE), (gint)((gint64)whole.y1 * y1 / COARSE)};
	return ret_area->x1 - ret_area->x0 >= FINE && ret_area->y1 - ret_area->y0 >= FINE;
}

/* A type II cosine transform both ways, as far as its lowest frequencies. */
static void
transform(const double *means, double ret[FREQUENCIES][FREQUENCIES])
{
	double waves[FREQUENCIES][FINE], across[FINE][FREQUENCIES] = {{0}};

	for (guint u = 0; u < FREQUENCIES; u++)
		for (guint x = 0; x < FINE; x++)
			waves[u][x] = cos(G_PI * u * (x + 0.5) / FINE);
	for (guint y = 0; y < FINE; y++)
		for (guint u = 0; u < FREQUENCIES; u++)
			for (guint x = 0; x < FINE; x++)
				across[y][u] += means[y * FINE + x] * waves[u][x];
	for (guint v = 0; v < FREQUENCIES; v++)
		for (guint u = 0; u < FREQUENCIES; u++) {
			ret[v][u] = 0;
			for (guint y = 0; y < FINE; y++)
				ret[v][u] += across[y][u] * waves[v][y];
		}
}

/* Diagonal by diagonal, so that the bits go from the coarse to the fine. */
static void
take_signs(double values[FREQUENCIES][FREQUENCIES], guint8 ret_bits[LIKENESS_BITS / 8])
{
	guint n = 0;

	memset(ret_bits, 0, LIKENESS_BITS / 8);
	for (guint sum = 1; n < LIKENESS_BITS; sum++)
		for (guint v = 0; v <= sum && n < LIKENESS_BITS; v++) {
			guint u = sum - v;
			if (v >= FREQUENCIES || u >= FREQUENCIES)
				continue;
			if (values[v][u] > 0)
				ret_bits[n / 8] |= (guint8)(0x80 >> n % 8);
			n++;
		}
}

gboolean
likeness_of(const Sheet *sheet, char ret_text[LIKENESS_TEXT])
{
	double means[FINE * FINE], values[FREQUENCIES][FREQUENCIES];
	guint8 bits[LIKENESS_BITS / 8];
	Area print;

	ret_text[0] = '\0';
	if (!find_print(sheet->raw, &print))
		return FALSE;
	average(sheet->raw, print, FINE, means);
	transform(means, values);
	take_signs(values, bits);
	for (guint i = 0; i < sizeof bits; i++)
		g_snprintf(ret_text + (gsize)i * 2, 3, "%02x", bits[i]);
	return TRUE;
}
