/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/profile-picture.h"

#define LOOK "0123456789abcdef0123456789abcdef"
#define LICENCE "营业执照统一社会信用代码:91430900MA4L0KQ70H名称:益阳市洞庭数据有限公司"

static const guint8 secret[] = "a secret of tests";

static VetProfilePicture *
picture_of(const char *look, const char *text, const char *unit)
{
	const char *const units[] = {unit, NULL};

	return vet_profile_picture_new("a.jpg", "s1", 1, look, text, units, secret, sizeof secret);
}

static void
test_kept(void)
{
	static const struct {
		const char *look, *text;
		guint n;
	} cases[] = {
		{LOOK, LICENCE, 1},
		{LOOK, LICENCE "证号2023SR0412345,2023SR0412345", 2},
		{LOOK, "专利号:ZL 2021 1 0123456.7", 1},
		/* days, years, hotlines, words: they stand on many papers */
		{LOOK, "20230516\n2023年05月16日\n12315\nABCDEFGHIJ", 0},
		{"", LICENCE, 0},
		{"xyz3456789abcdef0123456789abcdef", LICENCE, 0},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetProfilePicture) picture =
			picture_of(cases[i].look, cases[i].text, "某有限公司");
		g_test_message("%s", cases[i].text);
		g_assert_cmpuint(picture ? picture->n_numbers : 0, ==, cases[i].n);
	}
}

static void
test_same(void)
{
	static const struct {
		const char *look, *text, *unit;
		gboolean same;
	} cases[] = {
		/* five bits */
		{"1123456789abcdef0123456789abcde0", LICENCE, "长沙市某某科技有限公司", TRUE},
		/* twelve */
		{"ffff456789abcdef0123456789abcdef", LICENCE, "长沙市某某科技有限公司", FALSE},
		/* the same form, filled in for another */
		{LOOK, "营业执照统一社会信用代码:91430900MA4L1TR26Y名称:长沙市某某科技有限公司",
		 "长沙市某某科技有限公司", FALSE},
		/* the numbers of the auditor on the report of another client */
		{LOOK, LICENCE "报告号20250128001电话073712345678", "长沙市某某科技有限公司",
		 FALSE},
		/* each has its own name on it: not one picture, whatever was read of the numbers */
		{LOOK, LICENCE "长沙市某某科技有限公司", "长沙市某某科技有限公司", FALSE},
	};
	g_autoptr(VetProfilePicture) own = picture_of(LOOK, LICENCE, "益阳市洞庭数据有限公司");

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(VetProfilePicture) other =
			picture_of(cases[i].look, cases[i].text, cases[i].unit);
		g_test_message("%u", i);
		g_assert_cmpint(vet_profile_picture_same(own, other), ==, cases[i].same);
		g_assert_cmpint(vet_profile_picture_same(other, own), ==, cases[i].same);
	}
}

/* whichever bits differ, as many as may: one band is the same */
static void
test_bands(void)
{
	g_autoptr(VetProfilePicture) own = picture_of(LOOK, LICENCE, "甲有限公司");

	for (guint round = 0; round < 1000; round++) {
		g_autoptr(VetProfilePicture) other = picture_of(LOOK, LICENCE, "甲有限公司");
		guint common = 0;
		for (guint i = 0; i < VET_PICTURE_NEAR; i++)
			other->bits[g_test_rand_bit()] ^= G_GUINT64_CONSTANT(1)
							  << g_test_rand_int_range(0, 64);
		for (guint i = 0; i < VET_PICTURE_BANDS; i++)
			common += vet_profile_picture_band(own, i) ==
				  vet_profile_picture_band(other, i);
		g_assert_cmpuint(common, >=, 1);
	}
	for (guint i = 1; i < VET_PICTURE_BANDS; i++)
		g_assert_cmpint(vet_profile_picture_band(own, i), !=,
				vet_profile_picture_band(own, i - 1));
}

static void
test_numbers(void)
{
	g_autoptr(VetProfilePicture) own = picture_of(LOOK, LICENCE "2023SR0412345", "甲有限公司");
	g_autoptr(VetProfilePicture) other = picture_of(LOOK, LICENCE, "甲有限公司");
	g_autofree char *text = vet_profile_picture_numbers(own);

	g_assert_true(vet_profile_picture_set_numbers(other, text));
	g_assert_cmpuint(other->n_numbers, ==, 2);
	g_assert_cmpmem(other->numbers, 2 * sizeof(guint64), own->numbers, 2 * sizeof(guint64));
	g_assert_false(vet_profile_picture_set_numbers(other, text + 1));
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/profile-picture/kept", test_kept);
	g_test_add_func("/profile-picture/same", test_same);
	g_test_add_func("/profile-picture/bands", test_bands);
	g_test_add_func("/profile-picture/numbers", test_numbers);
	return g_test_run();
}
