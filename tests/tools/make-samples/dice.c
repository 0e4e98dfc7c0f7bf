/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/dice.h"

struct _SampleDice {
	GRand *random;
};

SampleDice *
sample_dice_new(guint32 seed)
{
	SampleDice *dice = g_new0(SampleDice, 1);

	dice->random = g_rand_new_with_seed(seed);
	return dice;
}

void
sample_dice_free(SampleDice *dice)
{
	if (dice == NULL)
		return;
	g_rand_free(dice->random);
	g_free(dice);
}

guint
sample_dice_below(SampleDice *dice, guint n)
{
	return g_rand_int(dice->random) % n;
}

guint
sample_dice_between(SampleDice *dice, guint low, guint high)
{
	return low + sample_dice_below(dice, high - low + 1);
}

gboolean
sample_dice_chance(SampleDice *dice, guint percent)
{
	return sample_dice_below(dice, 100) < percent;
}

const char *
sample_dice_pick(SampleDice *dice, const char *const *list)
{
	return list[sample_dice_below(dice, g_strv_length((char **)list))];
}
