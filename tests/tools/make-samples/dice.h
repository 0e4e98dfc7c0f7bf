/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one source of chance: the same seed gives the same samples on every machine. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SampleDice SampleDice;

SampleDice *sample_dice_new(guint32 seed);
void sample_dice_free(SampleDice *dice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleDice, sample_dice_free)

/* 0 … n − 1; n must be above 0. */
guint sample_dice_below(SampleDice *dice, guint n);
/* low … high, both included. */
guint sample_dice_between(SampleDice *dice, guint low, guint high);
gboolean sample_dice_chance(SampleDice *dice, guint percent);
/* One of a NULL-terminated list, owned by the list. */
const char *sample_dice_pick(SampleDice *dice, const char *const *list);

G_END_DECLS
