/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the words of a rule are called in Chinese: facts, functions, operators, outcomes.  For
 * officers, who read `vetctl pack docs` and `vetctl pack explain`.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

/* "units[].credit_code" → "统一社会信用代码"; NULL when it is no fact. */
const char *vet_pack_words_fact(const char *path);
/* The same by the last part of the path alone ("credit_code"): of what is not known better. */
const char *vet_pack_words_field(const char *name);
/* "contains" → "含有"; NULL when there is no word for it. */
const char *vet_pack_words_function(const char *name);
/* "reject" → "不符合". */
const char *vet_pack_words_outcome(VetOutcome outcome);
/*
 * An expression with its names and operators in Chinese: `size(members) <= params.max_members` →
 * “个数(团队成员) ≤ 团队人数上限”.  A help for reading, not for computing.  Caller frees.
 */
char *vet_pack_gloss(const VetPack *pack, const char *expression);
/* A text with what stands in its braces in Chinese: “超过上限【团队人数上限】人”.  Caller frees. */
char *vet_pack_gloss_template(const VetPack *pack, const VetTemplate *message);

G_END_DECLS
