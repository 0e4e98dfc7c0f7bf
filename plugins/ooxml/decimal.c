/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/decimal.h"

#include <string.h>

#define MAX_PLACES 100
/* what a double has for certain: digits beyond it are noise of sums (0.30000000000000004) */
#define SURE_DIGITS 15

static void
trim(Decimal *decimal)
{
	gsize n = strspn(decimal->digits, "0");
	gsize length = strlen(decimal->digits);
	memmove(decimal->digits, decimal->digits + n, length - n + 1);
	decimal->point -= (int)n;
	for (length -= n; length > 0 && decimal->digits[length - 1] == '0';)
		decimal->digits[--length] = '\0';
	if (length == 0) {
		decimal->point = 0;
		decimal->is_negative = FALSE;
	}
}

/* digits with at most one point among them; NULL when there are none */
static const char *
take_digits(const char *at, Decimal *decimal)
{
	guint n = 0, n_seen = 0;
	gboolean is_fraction = FALSE;
	for (; g_ascii_isdigit(*at) || (*at == '.' && !is_fraction); at++) {
		if (*at == '.') {
			is_fraction = TRUE;
			continue;
		}
		n_seen = 1;
		gboolean is_leading = n == 0 && *at == '0';
		if (!is_leading && n < DECIMAL_MAX_DIGITS)
			decimal->digits[n++] = *at;
		if (is_fraction ? is_leading : !is_leading)
			decimal->point += is_fraction ? -1 : 1;
		if (ABS(decimal->point) > DECIMAL_MAX_POINT)
			return NULL;
	}
	return n_seen ? at : NULL;
}

gboolean
decimal_parse(const char *text, Decimal *ret_decimal)
{
	Decimal decimal = {.is_negative = *text == '-'};
	const char *at = take_digits(text + (*text == '-' || *text == '+'), &decimal);
	if (!at)
		return FALSE;
	gboolean is_plain = *at == '\0' && !strchr(text, '.');
	if (*at == 'e' || *at == 'E') {
		gint64 exponent;
		gboolean has_plus = at[1] == '+';
		if (!g_ascii_string_to_signed(at + 1 + has_plus, 10, -DECIMAL_MAX_POINT,
					      DECIMAL_MAX_POINT, &exponent, NULL))
			return FALSE;
		decimal.point += (int)exponent;
	} else if (*at) {
		return FALSE;
	}
	trim(&decimal);
	if (!is_plain && !decimal_is_whole(&decimal))
		decimal_round(&decimal, SURE_DIGITS - decimal.point);
	*ret_decimal = decimal;
	return TRUE;
}

gboolean
decimal_is_whole(const Decimal *decimal)
{
	return (int)strlen(decimal->digits) <= decimal->point || !*decimal->digits;
}

double
decimal_value(const Decimal *decimal)
{
	g_autofree char *text =
		g_strdup_printf("%s0.%se%d", decimal->is_negative ? "-" : "",
				*decimal->digits ? decimal->digits : "0", decimal->point);
	return g_ascii_strtod(text, NULL);
}

void
decimal_round(Decimal *decimal, int places)
{
	int keep = decimal->point + places;
	if (keep >= (int)strlen(decimal->digits))
		return;
	if (keep < 0) {
		decimal->digits[0] = '\0';
		trim(decimal);
		return;
	}
	gboolean is_up = decimal->digits[keep] >= '5';
	decimal->digits[keep] = '\0';
	int i = keep - 1;
	for (; is_up && i >= 0 && decimal->digits[i] == '9'; i--)
		decimal->digits[i] = '0';
	if (is_up && i >= 0) {
		decimal->digits[i]++;
	} else if (is_up) {
		memmove(decimal->digits + 1, decimal->digits, (gsize)keep + 1);
		decimal->digits[0] = '1';
		decimal->point++;
	}
	trim(decimal);
}

char *
decimal_whole(const Decimal *decimal)
{
	int n = CLAMP(decimal->point, 0, 2 * DECIMAL_MAX_POINT);
	GString *whole = g_string_new(NULL);
	g_string_append_len(whole, decimal->digits, MIN(n, (int)strlen(decimal->digits)));
	while ((int)whole->len < n)
		g_string_append_c(whole, '0');
	return g_string_free(whole, FALSE);
}

char *
decimal_fraction(const Decimal *decimal, guint places)
{
	guint n = MIN(places, MAX_PLACES);
	GString *fraction = g_string_new(NULL);
	int length = (int)strlen(decimal->digits);
	for (int i = decimal->point; fraction->len < n; i++)
		g_string_append_c(fraction, i >= 0 && i < length ? decimal->digits[i] : '0');
	return g_string_free(fraction, FALSE);
}
