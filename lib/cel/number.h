/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Numbers as text, independent of the locale. */

#include <glib.h>

/* Long enough for any int64, uint64 or double of cel_number_print_double(). */
#define CEL_NUMBER_SIZE 32

typedef enum {
	CEL_NUMBER_OK,
	CEL_NUMBER_MALFORMED,
	CEL_NUMBER_RANGE,
} CelNumberStatus;

/* [+-]digits, the whole of `length` bytes. */
CelNumberStatus cel_number_parse_int(const char *text, gsize length, gint64 *ret_value);
/* digits; base 10 or 16 (without 0x). */
CelNumberStatus cel_number_parse_uint(const char *text, gsize length, guint base,
				      guint64 *ret_value);
/* Decimal with optional fraction and exponent, "NaN", "Infinity" with a sign. */
CelNumberStatus cel_number_parse_double(const char *text, gsize length, double *ret_value);
/* The digits of 1e308 or of 1e-323, with sign and point. */
#define CEL_NUMBER_PLAIN_SIZE 384
/* "-1.25e+02", as printf() has it, in plain digits: "-125"; `buffer` has room for them. */
void cel_number_print_plain(const char *scientific, char *buffer);
/* The shortest text that reads back as the same double; plain digits from 1e-6 to 1e21. */
void cel_number_print_double(double value, char buffer[CEL_NUMBER_SIZE]);
