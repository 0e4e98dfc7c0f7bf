/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/ocr-repair.h"

#include <string.h>

#include "lib/ident.h"

/* A right credit code with this organisation code; 17 places, the rest is computed. */
static char *
credit_code(const char *head, const char *organisation8)
{
	g_autofree char *body = g_strdup_printf("%s%s%c", head, organisation8,
						vet_organisation_code_check_digit(organisation8));
	return g_strdup_printf("%s%c", body, vet_credit_code_check_digit(body));
}

/* With character `from` in place `place` read as `to`. */
static char *
misread(const char *code, guint place, char from, char to)
{
	char *read = g_strdup(code);

	g_assert_cmpint(read[place], ==, from);
	read[place] = to;
	return read;
}

static void
test_one(void)
{
	g_autofree char *code = credit_code("91430900", "MA4L0B8T");
	const struct {
		guint place;
		char from, to;
	} slips[] = {{12, '0', 'O'}, {13, 'B', '8'}, {14, '8', 'B'}, {6, '0', 'O'},
		     {1, '1', 'I'},  {1, '1', 'l'},  {15, 'T', '7'}};

	g_assert_cmpint(vet_credit_code_check(code), ==, VET_CODE_VALID);
	g_assert_null(vet_ocr_repair_code(code));
	for (guint i = 0; i < G_N_ELEMENTS(slips); i++) {
		g_autofree char *read = misread(code, slips[i].place, slips[i].from, slips[i].to);
		g_autofree char *repaired = vet_ocr_repair_code(read);
		g_assert_cmpstr(repaired, ==, code);
	}
}

static void
test_two(void)
{
	g_autofree char *code = credit_code("91430900", "MA4L0B8T");
	g_autofree char *one = misread(code, 7, '0', 'O');
	g_autofree char *two = misread(one, 12, '0', 'O');
	g_autofree char *three = misread(two, 6, '0', 'O');
	g_autofree char *repaired = vet_ocr_repair_code(two);

	g_assert_cmpstr(repaired, ==, code);
	g_assert_null(vet_ocr_repair_code(three));
}

/* A character that looks like no other: what was right cannot be proved. */
static void
test_nothing_proved(void)
{
	g_autofree char *code = credit_code("91430900", "33333333");
	g_autofree char *read = misread(code, 10, '3', '9');
	g_autofree char *repaired = vet_ocr_repair_code(read);

	g_assert_true(!repaired || strcmp(repaired, code) != 0);
	g_assert_null(vet_ocr_repair_code("9143090"));
	g_assert_null(vet_ocr_repair_code("------------------"));
}

static void
test_id(void)
{
	/* of domain.md's form; the date is real */
	g_autofree char *id = NULL;
	for (char check = '0'; check <= '9'; check++) {
		g_autofree char *tried = g_strdup_printf("43092219900101001%c", check);
		if (vet_id_number_valid(tried))
			id = g_steal_pointer(&tried);
	}
	if (!id)
		id = g_strdup("43092219900101001X");
	g_assert_true(vet_id_number_valid(id));
	g_autofree char *letter = misread(id, 9, '0', 'O');
	g_autofree char *repaired = vet_ocr_repair_code(letter);
	g_assert_cmpstr(repaired, ==, id);
	/* a digit for a digit: the one check digit does not say which */
	g_autofree char *digit = misread(id, 9, '0', '8');
	g_assert_null(vet_ocr_repair_code(digit));
}

static void
test_text(void)
{
	g_autofree char *code = credit_code("91430900", "MA4L0B8T");
	g_autofree char *read = misread(code, 12, '0', 'O');
	g_autofree char *wrong = g_strdup_printf("代码：%s，名称", read);
	g_autofree char *right = g_strdup_printf("代码：%s，名称", code);
	g_autofree char *spaced = g_strdup_printf("代码 %.8s %s 名称", read, read + 8);
	g_autofree char *spaced_right = g_strdup_printf("代码 %.8s %s 名称", code, code + 8);
	g_autofree char *longer = g_strdup_printf("代码：%s0", read);
	g_autofree char *kept = g_strdup(longer);

	g_assert_cmpuint(vet_ocr_repair_text(wrong), ==, 1);
	g_assert_cmpstr(wrong, ==, right);
	g_assert_cmpuint(vet_ocr_repair_text(wrong), ==, 0);
	g_assert_cmpuint(vet_ocr_repair_text(spaced), ==, 1);
	g_assert_cmpstr(spaced, ==, spaced_right);
	g_assert_cmpuint(vet_ocr_repair_text(longer), ==, 0);
	g_assert_cmpstr(longer, ==, kept);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ocr-repair/one", test_one);
	g_test_add_func("/ocr-repair/two", test_two);
	g_test_add_func("/ocr-repair/nothing-proved", test_nothing_proved);
	g_test_add_func("/ocr-repair/id", test_id);
	g_test_add_func("/ocr-repair/text", test_text);
	return g_test_run();
}
