/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/ident.h"

#include <string.h>

#define ID_LENGTH 18
#define OLD_ID_LENGTH 15
#define MOBILE_LENGTH 11
#define MAX_DIGITS ID_LENGTH
/* Numbers that follow each other without anything between. */
#define MAX_NUMBERS 4

/* the characters between the first `head` and the last `tail` become stars */
static char *
star_middle(const char *text, glong head, glong tail)
{
	glong length = g_utf8_strlen(text, -1);
	GString *masked = g_string_new(NULL);
	glong i = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p), i++) {
		if (i < head || i >= length - tail)
			g_string_append_unichar(masked, g_utf8_get_char(p));
		else
			g_string_append_c(masked, '*');
	}
	return g_string_free(masked, FALSE);
}

static char *
star_all_but_ends(const char *text)
{
	return g_utf8_strlen(text, -1) > 2 ? star_middle(text, 1, 1) : star_middle(text, 0, 0);
}

char *
vet_id_number_mask(const char *id_number)
{
	g_autofree char *number = vet_credit_code_normalise(id_number);
	gsize length = strlen(number);

	if (length == ID_LENGTH || length == OLD_ID_LENGTH)
		return star_middle(number, 3, 4);
	return star_all_but_ends(number);
}

/* a stretch of text read as digits */
typedef struct {
	const char *places[MAX_DIGITS + 1]; /* where each digit stands; then the end */
	char digits[MAX_DIGITS + 1];
	guint gaps; /* bit i: a separator before digit i */
} Stretch;

static char
digit_of(gunichar character)
{
	if (character >= 0xFF10 && character <= 0xFF19)
		return (char)('0' + (character - 0xFF10));
	if (character < 0x80 && g_ascii_isdigit((char)character))
		return (char)character;
	return '\0';
}

static gboolean
is_x(gunichar character)
{
	return character == 'x' || character == 'X' || character == 0xFF38 || character == 0xFF58;
}

static gboolean
is_separator(gunichar character)
{
	return character == ' ' || character == '-' || character == 0xA0 || character == 0x3000;
}

static gboolean
is_latin_letter(gunichar character)
{
	return character < 0x80 && g_ascii_isalpha((char)character);
}

/* reads `count` digits from `p`; an X is one at the place of an ID's check digit */
static gboolean
stretch_read(Stretch *stretch, const char *p, guint count)
{
	stretch->gaps = 0;
	for (guint i = 0; i < count; i++) {
		gunichar character = g_utf8_get_char(p);

		if (i > 0 && is_separator(character)) {
			stretch->gaps |= 1u << i;
			p = g_utf8_next_char(p);
			character = g_utf8_get_char(p);
		}
		stretch->digits[i] =
			i == ID_LENGTH - 1 && is_x(character) ? 'X' : digit_of(character);
		if (!stretch->digits[i])
			return FALSE;
		stretch->places[i] = p;
		p = g_utf8_next_char(p);
	}
	stretch->digits[count] = '\0';
	stretch->places[count] = p;
	return TRUE;
}

static gboolean
is_calendar_date(const char *yyyymmdd)
{
	guint64 number = g_ascii_strtoull(yyyymmdd, NULL, 10);
	guint day = number % 100;
	guint month = number / 100 % 100;
	guint year = (guint)(number / 10000);

	return year >= 1880 && year < 2100 && month <= 12 && day <= 31 &&
	       g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* the first two digits of an ID are a province: 11–15, 21–23, … 81–83, 91 */
static gboolean
has_province(const char *digits)
{
	return digits[0] >= '1' && digits[0] <= '9' && digits[1] <= '6';
}

static gboolean
is_id(const Stretch *stretch, gboolean after_letter)
{
	char date[9] = {0};

	memcpy(date, stretch->digits + 6, 8);
	if (vet_id_number_valid(stretch->digits))
		return TRUE;
	return !stretch->gaps && !after_letter && has_province(stretch->digits) &&
	       is_calendar_date(date) && vet_credit_code_check(stretch->digits) != VET_CODE_VALID;
}

static gboolean
is_old_id(const Stretch *stretch, gboolean after_letter)
{
	char date[9] = "19";

	memcpy(date + 2, stretch->digits + 6, 6);
	return !stretch->gaps && !after_letter && has_province(stretch->digits) &&
	       is_calendar_date(date) && !vet_registration_number_valid(stretch->digits);
}

static gboolean
is_mobile(const Stretch *stretch, gboolean after_letter)
{
	const guint three_four_four = 1u << 3 | 1u << 7;

	return !after_letter && stretch->digits[0] == '1' && stretch->digits[1] >= '3' &&
	       (stretch->gaps == 0 || stretch->gaps == three_four_four) &&
	       !is_latin_letter(g_utf8_get_char(stretch->places[MOBILE_LENGTH]));
}

typedef struct {
	guint length;
	gboolean (*is_personal)(const Stretch *stretch, gboolean after_letter);
} NumberKind;

static const NumberKind kinds[] = {
	{ID_LENGTH, is_id},
	{OLD_ID_LENGTH, is_old_id},
	{MOBILE_LENGTH, is_mobile},
};

static void
append_masked(GString *masked, const Stretch *stretch, guint length)
{
	for (guint i = 0; i < length; i++) {
		const char *place = stretch->places[i];
		const char *next = stretch->places[i + 1];
		const char *behind = g_utf8_next_char(place);

		if (i < 3 || i + 4 >= length)
			g_string_append_len(masked, place, behind - place);
		else
			g_string_append_c(masked, '*');
		g_string_append_len(masked, behind, next - behind);
	}
}

static guint personal_number_at(const char *p, gboolean after_letter, guint nth,
				Stretch *ret_stretch);

/* compact text has no white space: what stood in two columns is one run of digits */
static gboolean
ends_number(const char *p, guint nth)
{
	Stretch next;

	return !digit_of(g_utf8_get_char(p)) ||
	       (nth < MAX_NUMBERS && personal_number_at(p, FALSE, nth + 1, &next) > 0);
}

/* the length of the personal number at `p`, which begins a group of digits; 0 when there is none */
static guint
personal_number_at(const char *p, gboolean after_letter, guint nth, Stretch *ret_stretch)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (stretch_read(ret_stretch, p, kinds[i].length) &&
		    kinds[i].is_personal(ret_stretch, after_letter) &&
		    ends_number(ret_stretch->places[kinds[i].length], nth))
			return kinds[i].length;
	return 0;
}

/* within other digits, as behind the number of its row: its date and check digit give it away */
static guint
valid_id_at(const char *p, Stretch *ret_stretch)
{
	return stretch_read(ret_stretch, p, ID_LENGTH) && !ret_stretch->gaps &&
			       vet_id_number_valid(ret_stretch->digits)
		       ? ID_LENGTH
		       : 0;
}

char *
vet_mask_personal_numbers(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *masked = g_string_sized_new(strlen(valid));
	gunichar before = 0;
	const char *number_end = NULL;

	for (const char *p = valid; *p;) {
		gunichar character = g_utf8_get_char(p);
		const char *next = g_utf8_next_char(p);
		Stretch stretch;
		guint length = 0;

		/* +86 may stand before a mobile number without a space */
		if (digit_of(character) &&
		    (!digit_of(before) || p == number_end || g_str_has_suffix(masked->str, "86")))
			length = personal_number_at(p, p != number_end && is_latin_letter(before),
						    1, &stretch);
		if (length == 0 && digit_of(character))
			length = valid_id_at(p, &stretch);
		if (length > 0) {
			append_masked(masked, &stretch, length);
			number_end = next = stretch.places[length];
		} else {
			g_string_append_len(masked, p, next - p);
		}
		before = g_utf8_get_char(g_utf8_prev_char(next));
		p = next;
	}
	return g_string_free(masked, FALSE);
}

/* old numbers of 15 digits have a twin of 18: the century and the check digit are put in */
static char *
with_century(const char *old_number)
{
	for (const char *check = "0123456789X"; *check; check++) {
		g_autofree char *number =
			g_strdup_printf("%.6s19%s%c", old_number, old_number + 6, *check);
		if (vet_id_number_valid(number))
			return g_steal_pointer(&number);
	}
	return g_strdup(old_number);
}

char *
vet_id_number_key(const guint8 *secret, gsize secret_length, const char *id_number)
{
	g_autofree char *number = vet_credit_code_normalise(id_number);

	if (strlen(number) == OLD_ID_LENGTH) {
		char *full = with_century(number);
		g_free(number);
		number = full;
	}
	return g_compute_hmac_for_string(G_CHECKSUM_SHA256, secret, secret_length, number, -1);
}
