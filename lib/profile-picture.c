/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/profile-picture.h"

#include <string.h>

#include "lib/text-mention.h"
#include "lib/text.h"

#define LIKENESS_DIGITS 32
#define NUMBER_DIGITS 16 /* hexadecimal, of a kept hash */
#define MAX_TEXT 2000    /* characters */
#define MAX_UNITS 10
#define MISREAD 0.12 /* of a name's characters */
/* a shorter number stands on many papers: years, amounts, hotlines */
#define SHORTEST_NUMBER 8
#define LEAST_DIGITS 6

void
vet_profile_picture_free(VetProfilePicture *picture)
{
	if (!picture)
		return;
	g_free(picture->path);
	g_free(picture->sha256);
	g_free(picture);
}

static gboolean
read_hexadecimal(const char *text, guint n, guint64 *ret_value)
{
	guint64 value = 0;

	for (guint i = 0; i < n; i++) {
		if (!g_ascii_isxdigit(text[i]))
			return FALSE;
		value = value << 4 | (guint64)g_ascii_xdigit_value(text[i]);
	}
	*ret_value = value;
	return TRUE;
}

static gboolean
read_likeness(const char *likeness, guint64 ret_bits[2])
{
	return strlen(likeness) == LIKENESS_DIGITS &&
	       read_hexadecimal(likeness, LIKENESS_DIGITS / 2, &ret_bits[0]) &&
	       read_hexadecimal(likeness + LIKENESS_DIGITS / 2, LIKENESS_DIGITS / 2, &ret_bits[1]);
}

/* --- numbers --- */

/* 20230516 is a day, and many papers are of one day */
static gboolean
is_day(const char *number, gsize length)
{
	return length == SHORTEST_NUMBER && strspn(number, "0123456789") >= length &&
	       (g_str_has_prefix(number, "20") || g_str_has_prefix(number, "19"));
}

static gboolean
is_telling(const char *number, gsize length)
{
	guint digits = 0;

	for (gsize i = 0; i < length; i++)
		digits += g_ascii_isdigit(number[i]);
	return length >= SHORTEST_NUMBER && digits >= LEAST_DIGITS && !is_day(number, length);
}

static guint64
keyed(const char *number, gsize length, const guint8 *secret, gsize secret_length)
{
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, secret, secret_length);
	guint8 digest[32];
	gsize size = sizeof digest;
	guint64 hash;

	g_hmac_update(hmac, (const guchar *)number, (gssize)length);
	g_hmac_get_digest(hmac, digest, &size);
	memcpy(&hash, digest, sizeof hash);
	return GUINT64_FROM_BE(hash);
}

/* in its place, once */
static void
add_number(VetProfilePicture *picture, guint64 number)
{
	guint at = 0;

	while (at < picture->n_numbers && picture->numbers[at] < number)
		at++;
	if (picture->n_numbers == VET_PICTURE_NUMBERS ||
	    (at < picture->n_numbers && picture->numbers[at] == number))
		return;
	memmove(&picture->numbers[at + 1], &picture->numbers[at],
		(picture->n_numbers - at) * sizeof number);
	picture->numbers[at] = number;
	picture->n_numbers++;
}

static void
take_numbers_of_line(VetProfilePicture *picture, const char *line, const guint8 *secret,
		     gsize secret_length)
{
	g_autofree char *key = vet_text_key(line);

	for (const char *p = key; *p;) {
		gsize length = strspn(p, "0123456789abcdefghijklmnopqrstuvwxyz");
		if (is_telling(p, length))
			add_number(picture, keyed(p, length, secret, secret_length));
		p = length > 0 ? p + length : g_utf8_next_char(p);
	}
}

/* line by line: the end of one and the start of the next are no number */
static void
take_numbers(VetProfilePicture *picture, const char *text, const guint8 *secret,
	     gsize secret_length)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++)
		take_numbers_of_line(picture, lines[i], secret, secret_length);
}

static gboolean
names_one_of(const char *text, const char *const *units)
{
	for (guint i = 0; i < MAX_UNITS && units[i]; i++)
		if (vet_text_mentions(text, units[i], MISREAD))
			return TRUE;
	return FALSE;
}

VetProfilePicture *
vet_profile_picture_new(const char *path, const char *sha256, guint page, const char *likeness,
			const char *text, const char *const *units, const guint8 *secret,
			gsize secret_length)
{
	g_autoptr(VetProfilePicture) picture = g_new0(VetProfilePicture, 1);
	g_autofree char *start = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), MAX_TEXT));

	if (!read_likeness(likeness, picture->bits))
		return NULL;
	take_numbers(picture, start, secret, secret_length);
	if (picture->n_numbers == 0)
		return NULL;
	picture->path = g_strdup(path);
	picture->sha256 = g_strdup(sha256);
	picture->page = page;
	picture->names_unit = names_one_of(start, units);
	return g_steal_pointer(&picture);
}

char *
vet_profile_picture_numbers(const VetProfilePicture *picture)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < picture->n_numbers; i++)
		g_string_append_printf(text, "%016" G_GINT64_MODIFIER "x", picture->numbers[i]);
	return g_string_free(text, FALSE);
}

gboolean
vet_profile_picture_set_numbers(VetProfilePicture *picture, const char *text)
{
	gsize length = strlen(text);

	picture->n_numbers = 0;
	if (length % NUMBER_DIGITS || length / NUMBER_DIGITS > VET_PICTURE_NUMBERS)
		return FALSE;
	for (; *text; text += NUMBER_DIGITS)
		if (!read_hexadecimal(text, NUMBER_DIGITS, &picture->numbers[picture->n_numbers++]))
			return FALSE;
	return TRUE;
}

/* --- comparing --- */

gint64
vet_profile_picture_band(const VetProfilePicture *picture, guint band)
{
	guint64 bits = 0;

	/* the coarse bits of one form are alike: each band has some of them and some of the fine */
	for (guint i = band; i < 128; i += VET_PICTURE_BANDS)
		bits = bits << 1 | (picture->bits[i / 64] >> (63 - i % 64) & 1);
	return (gint64)((guint64)band << 16 | bits);
}

static guint
numbers_in_common(const VetProfilePicture *a, const VetProfilePicture *b)
{
	guint n = 0;

	for (guint i = 0, j = 0; i < a->n_numbers && j < b->n_numbers;) {
		n += a->numbers[i] == b->numbers[j];
		if (a->numbers[i] <= b->numbers[j])
			i++;
		else
			j++;
	}
	return n;
}

gboolean
vet_profile_picture_same(const VetProfilePicture *a, const VetProfilePicture *b)
{
	guint apart = (guint)__builtin_popcountll(a->bits[0] ^ b->bits[0]) +
		      (guint)__builtin_popcountll(a->bits[1] ^ b->bits[1]);

	return apart <= VET_PICTURE_NEAR && !(a->names_unit && b->names_unit) &&
	       numbers_in_common(a, b) * 3 >= MAX(MAX(a->n_numbers, b->n_numbers), 1) * 2;
}
