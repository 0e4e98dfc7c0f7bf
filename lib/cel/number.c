/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* more digits than any number that a person writes */
#define LONGEST_DOUBLE 400

CelNumberStatus
cel_number_parse_uint(const char *text, gsize length, guint base, guint64 *ret_value)
{
	guint64 value = 0;

	if (length == 0)
		return CEL_NUMBER_MALFORMED;
	for (gsize i = 0; i < length; i++) {
		int digit = g_ascii_xdigit_value(text[i]);

		if (digit < 0 || (guint)digit >= base)
			return CEL_NUMBER_MALFORMED;
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, (guint64)digit, &value))
			return CEL_NUMBER_RANGE;
	}
	*ret_value = value;
	return CEL_NUMBER_OK;
}

CelNumberStatus
cel_number_parse_int(const char *text, gsize length, gint64 *ret_value)
{
	gboolean negative = length > 0 && text[0] == '-';
	gsize sign = length > 0 && (text[0] == '-' || text[0] == '+');
	guint64 value;
	CelNumberStatus status = cel_number_parse_uint(text + sign, length - sign, 10, &value);

	if (status != CEL_NUMBER_OK)
		return status;
	if (value > (guint64)G_MAXINT64 + negative)
		return CEL_NUMBER_RANGE;
	*ret_value = negative ? (gint64)(0 - value) : (gint64)value;
	return CEL_NUMBER_OK;
}

/* the words that strtod() reads besides digits */
static gboolean
parse_word(const char *text, gsize length, double *ret_value)
{
	static const struct {
		const char *word;
		double value;
	} words[] = {{"NaN", NAN}, {"Infinity", INFINITY}, {"inf", INFINITY}, {"Inf", INFINITY}};
	gboolean negative = length > 0 && text[0] == '-';
	gsize sign = length > 0 && (text[0] == '-' || text[0] == '+');

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strlen(words[i].word) != length - sign ||
		    memcmp(words[i].word, text + sign, length - sign) != 0)
			continue;
		*ret_value = negative ? -words[i].value : words[i].value;
		return TRUE;
	}
	return FALSE;
}

CelNumberStatus
cel_number_parse_double(const char *text, gsize length, double *ret_value)
{
	char buffer[LONGEST_DOUBLE + 1];
	char *end;

	if (parse_word(text, length, ret_value))
		return CEL_NUMBER_OK;
	if (length == 0 || length > LONGEST_DOUBLE)
		return CEL_NUMBER_MALFORMED;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isdigit(text[i]) && strchr("+-.eE", text[i]) == NULL)
			return CEL_NUMBER_MALFORMED;
	memcpy(buffer, text, length);
	buffer[length] = '\0';
	double value = g_ascii_strtod(buffer, &end);

	if (end != buffer + length)
		return CEL_NUMBER_MALFORMED;
	if (isinf(value))
		return CEL_NUMBER_RANGE;
	*ret_value = value;
	return CEL_NUMBER_OK;
}

/* `scientific` is d.ddde±xx; digits move so that the point stands where it is read. */
void
cel_number_print_plain(const char *scientific, char *buffer)
{
	char digits[CEL_NUMBER_SIZE] = "";
	int n_digits = 0;
	int exponent = atoi(strchr(scientific, 'e') + 1);
	char *out = buffer;

	for (const char *p = scientific; *p != 'e'; p++)
		if (g_ascii_isdigit(*p))
			digits[n_digits++] = *p;
	if (scientific[0] == '-')
		*out++ = '-';
	for (int place = MIN(exponent, 0); place < MAX(n_digits, exponent + 1); place++) {
		if (place == exponent + 1)
			*out++ = '.';
		*out++ = place < 0 || place >= n_digits ? '0' : digits[place];
	}
	*out = '\0';
}

void
cel_number_print_double(double value, char buffer[CEL_NUMBER_SIZE])
{
	char scientific[CEL_NUMBER_SIZE];

	if (isnan(value) || isinf(value)) {
		g_strlcpy(buffer,
			  isnan(value) ? "NaN"
			  : value > 0  ? "+Inf"
				       : "-Inf",
			  CEL_NUMBER_SIZE);
		return;
	}
	for (int precision = 0; precision <= 16; precision++) {
		char format[8];

		g_snprintf(format, sizeof format, "%%.%de", precision);
		g_ascii_formatd(scientific, sizeof scientific, format, value);
		if (g_ascii_strtod(scientific, NULL) == value)
			break;
	}
	double magnitude = fabs(value);

	if (magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21))
		cel_number_print_plain(scientific, buffer);
	else
		g_strlcpy(buffer, scientific, CEL_NUMBER_SIZE);
}
