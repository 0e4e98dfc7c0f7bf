/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/ident.h"

#include "lib/text.h"

#include <string.h>

/* GB 32100-2015, table 1: registering departments */
#define DEPARTMENTS "123456789ANY"
#define CODE_ALPHABET "0123456789ABCDEFGHJKLMNPQRTUWXY"
#define CODE_LENGTH 18

static const guint code_weights[17] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
				       29, 25, 13, 8,  24, 10, 30, 28};
static const guint organisation_weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
static const guint id_weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
static const guint patent_weights[12] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};

static const char *const fault_texts[] = {
	[VET_CODE_VALID] = NULL,
	[VET_CODE_LENGTH] = "长度不是18位",
	[VET_CODE_ALPHABET] = "含有统一社会信用代码不使用的字符（I、O、S、V、Z 等）",
	[VET_CODE_CHECK] = "第18位校验码不符",
	[VET_CODE_ORGANISATION] = "第17位（组织机构代码校验码）不符",
};

static gboolean
all_digits(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isdigit(text[i]))
			return FALSE;
	return TRUE;
}

const char *
vet_code_fault_text(VetCodeFault fault)
{
	return fault_texts[fault];
}

char *
vet_credit_code_normalise(const char *code)
{
	g_autofree char *compact = vet_text_compact(code);
	char *upper = g_ascii_strup(compact, -1);
	char *to = upper;

	for (const char *from = upper; *from; from++)
		if (*from != '-')
			*to++ = *from;
	*to = '\0';
	return upper;
}

char
vet_credit_code_check_digit(const char *body17)
{
	guint sum = 0;

	for (guint i = 0; i < G_N_ELEMENTS(code_weights); i++) {
		const char *place = body17[i] ? strchr(CODE_ALPHABET, body17[i]) : NULL;
		if (!place)
			return '\0';
		sum += (guint)(place - CODE_ALPHABET) * code_weights[i];
	}
	return CODE_ALPHABET[(31 - sum % 31) % 31];
}

char
vet_organisation_code_check_digit(const char *body8)
{
	guint sum = 0;
	guint check;

	for (guint i = 0; i < G_N_ELEMENTS(organisation_weights); i++) {
		char c = body8[i];
		if (!g_ascii_isdigit(c) && !g_ascii_isupper(c))
			return '\0';
		sum += (guint)(g_ascii_isdigit(c) ? c - '0' : c - 'A' + 10) *
		       organisation_weights[i];
	}
	check = 11 - sum % 11;
	return check == 10 ? 'X' : (char)('0' + check % 11);
}

static VetCodeFault
normalised_code_check(const char *code)
{
	if (g_utf8_strlen(code, -1) != CODE_LENGTH)
		return VET_CODE_LENGTH;
	if (strspn(code, CODE_ALPHABET) != CODE_LENGTH)
		return VET_CODE_ALPHABET;
	if (vet_credit_code_check_digit(code) != code[CODE_LENGTH - 1])
		return VET_CODE_CHECK;
	if (vet_organisation_code_check_digit(code + 8) != code[CODE_LENGTH - 2])
		return VET_CODE_ORGANISATION;
	return VET_CODE_VALID;
}

VetCodeFault
vet_credit_code_check(const char *code)
{
	g_autofree char *normal = vet_credit_code_normalise(code);
	return normalised_code_check(normal);
}

/* the places of an ID number that hold a date do so */
static gboolean
has_date_of_id(const char *number)
{
	int year;
	int month;
	int day;

	if (!all_digits(number + 6, 8))
		return FALSE;
	year = (int)g_ascii_strtoll((char[]){number[6], number[7], number[8], number[9], 0}, NULL,
				    10);
	month = (number[10] - '0') * 10 + number[11] - '0';
	day = (number[12] - '0') * 10 + number[13] - '0';
	return year >= 1800 && year < 2200 && month <= 12 && day <= 31 &&
	       g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

gboolean
vet_id_number_valid(const char *id_number)
{
	g_autofree char *number = vet_credit_code_normalise(id_number);
	guint sum = 0;

	if (strlen(number) != 18 || !all_digits(number, 17) || !has_date_of_id(number))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(id_weights); i++)
		sum += (guint)(number[i] - '0') * id_weights[i];
	return number[17] == "10X98765432"[sum % 11];
}

gboolean
vet_registration_number_valid(const char *number)
{
	g_autofree char *normal = vet_credit_code_normalise(number);
	guint product = 10;

	if (strlen(normal) != 15 || !all_digits(normal, 15))
		return FALSE;
	for (guint i = 0; i < 14; i++) {
		guint sum = (product + (guint)(normal[i] - '0')) % 10;
		product = (sum == 0 ? 10 : sum) * 2 % 11;
	}
	return (product + (guint)(normal[14] - '0')) % 10 == 1;
}

/* year and kind stand at the front: four digits of the year since October 2003, two before */
static gboolean
has_patent_form(const char *digits, gsize n_digits)
{
	if (!all_digits(digits, n_digits))
		return FALSE;
	if (n_digits == 12)
		return strncmp(digits, "2003", 4) >= 0 && strncmp(digits, "2100", 4) < 0 &&
		       strchr("12389", digits[4]);
	return n_digits == 8 && (digits[0] >= '8' || digits[0] == '0') &&
	       strchr("12389", digits[2]);
}

gboolean
vet_patent_number_valid(const char *number)
{
	g_autofree char *compact = vet_text_compact(number);
	g_autofree char *normal = g_ascii_strup(compact, -1);
	const char *digits = g_str_has_prefix(normal, "ZL") ? normal + 2 : normal;
	gsize n_digits = strspn(digits, "0123456789");
	const char *check = digits + n_digits;
	guint sum = 0;

	/* without a dot the last digit is the check digit, unless that is an X */
	if (*check == '.')
		check++;
	else if (*check == '\0' && n_digits > 0)
		check = digits + --n_digits;
	if (!has_patent_form(digits, n_digits) || !*check || check[1])
		return FALSE;
	for (gsize i = 0; i < n_digits; i++)
		sum += (guint)(digits[i] - '0') * patent_weights[i];
	return *check == "0123456789X"[sum % 11];
}

gboolean
vet_software_number_valid(const char *number)
{
	g_autofree char *normal = vet_credit_code_normalise(number);
	gsize length = strlen(normal);

	return (length == 12 || length == 13) && g_str_has_prefix(normal, "20") &&
	       all_digits(normal, 4) && strncmp(normal + 4, "SR", 2) == 0 &&
	       all_digits(normal + 6, length - 6);
}
