/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Identifiers and their check digits.  Input is normalised first (width, case, spaces), so text as
 * found may be passed.
 */

#include <glib.h>

G_BEGIN_DECLS

/* 统一社会信用代码, GB 32100-2015. */
typedef enum {
	VET_CODE_VALID,
	VET_CODE_LENGTH,       /* not 18 characters */
	VET_CODE_ALPHABET,     /* I O S V Z or something else */
	VET_CODE_CHECK,        /* the last digit is wrong */
	VET_CODE_ORGANISATION, /* the check digit of places 9–17 (GB 11714) is wrong */
} VetCodeFault;

VetCodeFault vet_credit_code_check(const char *code);
/* Why a code is wrong, for people (Chinese, one clause); NULL when valid. Static. */
const char *vet_code_fault_text(VetCodeFault fault);
/* Upper case, half width, without spaces and dashes.  Caller frees. */
char *vet_credit_code_normalise(const char *code);
/*
 * The check digits of a body, how tests and generators make right ones: 17 and 8 characters; NUL
 * when they are not.
 */
char vet_credit_code_check_digit(const char *body17);
char vet_organisation_code_check_digit(const char *body8);

/* 居民身份证 GB 11643: 18 digits, real date, check digit. */
gboolean vet_id_number_valid(const char *id_number);
/* "430***********123X"; anything not 15 or 18 long: all but the ends starred.  Caller frees. */
char *vet_id_number_mask(const char *id_number);
/*
 * Masks every ID number and mobile number inside a text: quotes, log lines, messages; of any width,
 * grouped by spaces or dashes.  A number with the date of an ID but a wrong check digit is masked
 * too; credit codes are not.  Caller frees.
 */
char *vet_mask_personal_numbers(const char *text);
/*
 * HMAC-SHA256 (hex) of the normalised number under a secret key: matching without keeping it.  One
 * of 15 digits is brought to 18 first.  Caller frees.
 */
char *vet_id_number_key(const guint8 *secret, gsize secret_length, const char *id_number);

gboolean vet_registration_number_valid(const char *number); /* 15 digits, GB/T 17710 mod 11,10 */
gboolean vet_patent_number_valid(const char *number);       /* with or without ZL, domain.md */
gboolean vet_software_number_valid(const char *number);     /* 20\d\dSR\d{6,7} */

G_END_DECLS
