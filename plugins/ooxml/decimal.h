/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A number as its digits say, not as a double holds it: a credit code or an identity number has more
 * digits than a double.  0.d1d2d3… times ten to the power of `point`.
 */

#include <glib.h>

G_BEGIN_DECLS

#define DECIMAL_MAX_DIGITS 40
#define DECIMAL_MAX_POINT 400

typedef struct {
	char digits[DECIMAL_MAX_DIGITS + 1]; /* without leading or trailing zeros; "" is nought */
	int point;                           /* digits before the decimal point; may be negative */
	gboolean is_negative;
} Decimal;

/* "-12.5", "4.3E+17".  FALSE when the text is no number or out of bounds. */
gboolean decimal_parse(const char *text, Decimal *ret_decimal);
gboolean decimal_is_whole(const Decimal *decimal);
double decimal_value(const Decimal *decimal);
/* Rounds half away from nought to so many digits after the point, which may be negative. */
void decimal_round(Decimal *decimal, int places);
/* The digits before the point, "" when there are none, without sign.  Caller frees. */
char *decimal_whole(const Decimal *decimal);
/* Exactly `places` digits after the point (at most 100).  Caller frees. */
char *decimal_fraction(const Decimal *decimal, guint places);

G_END_DECLS
