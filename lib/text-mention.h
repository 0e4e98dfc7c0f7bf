/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether a text mentions a name, allowing for what recognition makes of it: approximate substring
 * search by edit distance (P. Sellers, “The theory and computation of evolutionary distances:
 * pattern recognition”, Journal of Algorithms 1, 1980).
 */

#include <glib.h>

G_BEGIN_DECLS

/* characters of `part` that are compared; more of it is cut */
#define VET_MENTION_MAX 256

/*
 * Both are UTF-8; white space, width and case aside.  TRUE when some stretch of the text differs
 * from the part by at most `slips` (0 to 1) of the part's characters, one character being changed,
 * lost or added.  An empty part is mentioned nowhere.  Takes time in proportion to the product of
 * their lengths.
 */
gboolean vet_text_mentions(const char *text, const char *part, double slips);

G_END_DECLS
