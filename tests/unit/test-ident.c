/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/ident.h"

#include <string.h>

typedef struct {
	const char *code;
	VetCodeFault fault;
} CodeCase;

/* the valid ones are published examples */
static const CodeCase code_cases[] = {
	{"914403001922038216", VET_CODE_VALID},
	{"9144030071526726XG", VET_CODE_VALID},
	{"91330100799655058B", VET_CODE_VALID},
	{" ９１３３ 0100 7996-5505 8b\n", VET_CODE_VALID},
	{"", VET_CODE_LENGTH},
	{"9144030019220382", VET_CODE_LENGTH},
	{"9144030019220382167", VET_CODE_LENGTH},
	{"91440300192203821益", VET_CODE_ALPHABET},
	{"9I4403001922038216", VET_CODE_ALPHABET},
	{"9144O3001922038216", VET_CODE_ALPHABET},
	{"914403001922038217", VET_CODE_CHECK},
	{"914403001922038126", VET_CODE_CHECK},
};

static void
test_code_check(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(code_cases); i++) {
		VetCodeFault fault = vet_credit_code_check(code_cases[i].code);

		g_assert_cmpint(fault, ==, code_cases[i].fault);
		g_assert_true((vet_code_fault_text(fault) == NULL) == (fault == VET_CODE_VALID));
	}
}

/* every other digit at every place is found by one of the check digits */
static void
test_code_single_errors(void)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

	for (guint place = 0; place < 18; place++)
		for (const char *digit = alphabet; *digit; digit++) {
			char code[] = "91330100799655058B";
			VetCodeFault fault;

			code[place] = *digit;
			fault = vet_credit_code_check(code);
			g_assert_true((fault == VET_CODE_VALID) ==
				      (*digit == "91330100799655058B"[place]));
		}
}

static void
test_code_make(void)
{
	char code[19] = "91430900MA4L0000";

	code[16] = vet_organisation_code_check_digit(code + 8);
	code[17] = vet_credit_code_check_digit(code);
	g_assert_cmpint(vet_credit_code_check(code), ==, VET_CODE_VALID);

	/* a wrong organisation code under a right last digit */
	code[16] = code[16] == '1' ? '2' : '1';
	code[17] = vet_credit_code_check_digit(code);
	g_assert_cmpint(vet_credit_code_check(code), ==, VET_CODE_ORGANISATION);

	g_assert_cmpint(vet_credit_code_check_digit("9I"), ==, '\0');
	g_assert_cmpint(vet_organisation_code_check_digit("12345"), ==, '\0');
}

typedef gboolean (*Validator)(const char *number);

typedef struct {
	Validator validator;
	const char *number;
	gboolean valid;
} NumberCase;

static const NumberCase number_cases[] = {
	{vet_id_number_valid, "34052419800101001X", TRUE},
	{vet_id_number_valid, "３４０５２４ 19800101 001x", TRUE},
	{vet_id_number_valid, "340524198001010011", FALSE},
	{vet_id_number_valid, "340524198013010017", FALSE},
	{vet_id_number_valid, "340524800101001", FALSE},
	{vet_id_number_valid, "", FALSE},
	{vet_patent_number_valid, "200710308494.X", TRUE},
	{vet_patent_number_valid, "97101765.4", TRUE},
	{vet_patent_number_valid, "ZL 2007 1 0308494.X", TRUE},
	{vet_patent_number_valid, "zl200710308494x", TRUE},
	{vet_patent_number_valid, "971017654", TRUE},
	{vet_patent_number_valid, "200710308494.1", FALSE},
	{vet_patent_number_valid, "200770308494.X", FALSE},
	{vet_patent_number_valid, "200710308494.X1", FALSE},
	{vet_patent_number_valid, "200710308494.", FALSE},
	{vet_patent_number_valid, "ZL", FALSE},
	{vet_patent_number_valid, "", FALSE},
	{vet_registration_number_valid, "110108000000016", TRUE},
	{vet_registration_number_valid, "110108000000017", FALSE},
	{vet_registration_number_valid, "11010800000001", FALSE},
	{vet_software_number_valid, "2023SR0123456", TRUE},
	{vet_software_number_valid, "2009 sr 012345", TRUE},
	{vet_software_number_valid, "2023SR01234567", FALSE},
	{vet_software_number_valid, "1999SR0123456", FALSE},
	{vet_software_number_valid, "软著登字第1234567号", FALSE},
};

static void
test_numbers(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(number_cases); i++) {
		g_test_message("%s", number_cases[i].number);
		g_assert_true(number_cases[i].validator(number_cases[i].number) ==
			      number_cases[i].valid);
	}
}

typedef struct {
	char *(*mask)(const char *text);
	const char *text;
	const char *masked;
} MaskCase;

static const MaskCase mask_cases[] = {
	{vet_id_number_mask, "34052419800101001X", "340***********001X"},
	{vet_id_number_mask, "340524800101001", "340********1001"},
	{vet_id_number_mask, "12345", "1***5"},
	{vet_id_number_mask, "12", "**"},
	{vet_id_number_mask, "", ""},
	{vet_mask_personal_numbers, "张三 34052419800101001X 13812341234。",
	 "张三 340***********001X 138****1234。"},
	{vet_mask_personal_numbers, "340524198001010010", "340***********0010"},
	{vet_mask_personal_numbers, "340524800101001", "340********1001"},
	{vet_mask_personal_numbers, "３４０５２４１９８００１０１００１Ｘ",
	 "３４０***********００１Ｘ"},
	{vet_mask_personal_numbers, "3405 2419 8001 0100 1X", "340* **** **** **00 1X"},
	{vet_mask_personal_numbers, "138 1234 1234,138-1234-1234", "138 **** 1234,138-****-1234"},
	{vet_mask_personal_numbers, "电话:+8613812341234", "电话:+86138****1234"},
	{vet_mask_personal_numbers, "ID34052419800101001X", "ID340***********001X"},
	{vet_mask_personal_numbers, "代码914403001922038216", "代码914403001922038216"},
	{vet_mask_personal_numbers, "注册号110108000000016", "注册号110108000000016"},
	{vet_mask_personal_numbers, "2023SR0123456,ZL200710308494.X",
	 "2023SR0123456,ZL200710308494.X"},
	{vet_mask_personal_numbers, "收入13812341234567元", "收入13812341234567元"},
	/* columns of a table in compact text */
	{vet_mask_personal_numbers, "张三34052419800101001X13812341234李四",
	 "张三340***********001X138****1234李四"},
	{vet_mask_personal_numbers, "张三34052419800101001013812341234",
	 "张三340***********0010138****1234"},
	{vet_mask_personal_numbers, "张三13812341234340524198001010010",
	 "张三138****1234340***********0010"},
	{vet_mask_personal_numbers, "34052419800101003013812341234",
	 "340***********0030138****1234"},
	{vet_mask_personal_numbers, "134052419800101001X2025", "1340***********001X2025"},
	{vet_mask_personal_numbers, "1381234123413912341234", "138****1234139****1234"},
	{vet_mask_personal_numbers, "12345678901234567890123456789012345678",
	 "12345678901234567890123456789012345678"},
	{vet_mask_personal_numbers, "2025-07-01 16:20", "2025-07-01 16:20"},
	{vet_mask_personal_numbers, "", ""},
};

static void
test_masks(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(mask_cases); i++) {
		g_autofree char *masked = mask_cases[i].mask(mask_cases[i].text);
		g_assert_cmpstr(masked, ==, mask_cases[i].masked);
	}
}

static void
test_id_key(void)
{
	const guint8 secret[] = "secret";
	const guint8 other[] = "Secret";
	g_autofree char *key = vet_id_number_key(secret, 6, "34052419800101001X");
	g_autofree char *spaced = vet_id_number_key(secret, 6, "340524 1980 0101 ００１x");
	g_autofree char *old = vet_id_number_key(secret, 6, "340524800101001");
	g_autofree char *stranger = vet_id_number_key(other, 6, "34052419800101001X");

	g_assert_cmpuint(strlen(key), ==, 64);
	g_assert_cmpstr(key, ==, spaced);
	g_assert_cmpstr(key, ==, old);
	g_assert_cmpstr(key, !=, stranger);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ident/code/check", test_code_check);
	g_test_add_func("/ident/code/single-errors", test_code_single_errors);
	g_test_add_func("/ident/code/make", test_code_make);
	g_test_add_func("/ident/numbers", test_numbers);
	g_test_add_func("/ident/masks", test_masks);
	g_test_add_func("/ident/id-key", test_id_key);
	return g_test_run();
}
