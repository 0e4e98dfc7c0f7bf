/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text-mention.h"

static void
test_mentions(void)
{
	const struct {
		const char *text, *part;
		double slips;
		gboolean mentioned;
	} cases[] = {
		{"兹证明“云航平台”已投入使用", "云航平台", 0, TRUE},
		{"兹证明“云 航\n平台”已投入使用", "云航平台", 0, TRUE},
		{"兹证明“云舫平台”已投入使用", "云航平台", 0, FALSE},
		{"兹证明“云舫平台”已投入使用", "云航平台", 0.25, TRUE},
		/* one lost, one added */
		{"兹证明“云平台”已投入使用", "云航平台", 0.25, TRUE},
		{"兹证明“云航一平台”已投入使用", "云航平台", 0.25, TRUE},
		{"兹证明“云舫平合”已投入使用", "云航平台", 0.25, FALSE},
		/* at both ends of the text */
		{"云舫平台", "云航平台", 0.25, TRUE},
		{"", "云航平台", 0.25, FALSE},
		{"云航平台", "", 0.25, FALSE},
		{"ＡＩ数据平台", "AI数据平台", 0, TRUE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s in %s", cases[i].part, cases[i].text);
		g_assert_cmpint(vet_text_mentions(cases[i].text, cases[i].part, cases[i].slips), ==,
				cases[i].mentioned);
	}
}

/* A part that is longer than what is compared is held by its head. */
static void
test_long_part(void)
{
	g_autofree char *part = g_strnfill(2 * VET_MENTION_MAX, 'a');
	g_autofree char *text = g_strnfill(VET_MENTION_MAX, 'a');
	g_autofree char *shorter = g_strnfill(VET_MENTION_MAX / 2, 'a');

	g_assert_true(vet_text_mentions(text, part, 0));
	g_assert_false(vet_text_mentions(shorter, part, 0));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text-mention/mentions", test_mentions);
	g_test_add_func("/text-mention/long-part", test_long_part);
	return g_test_run();
}
