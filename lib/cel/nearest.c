/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a misspelt name may have meant (cel_nearest_name). */

#include "lib/cel/cel.h"

#include <string.h>

/* longer names than this are not compared */
#define MAX_NAME 64
#define MIN_PREFIX 3

/* Damerau–Levenshtein on bytes: names are ASCII, and two letters changed over are one slip */
static guint
distance(const char *a, const char *b)
{
	gsize n = strlen(a), m = strlen(b);
	if (n > MAX_NAME || m > MAX_NAME)
		return G_MAXUINT;
	guint rows[3][MAX_NAME + 1];
	for (gsize j = 0; j <= m; j++)
		rows[0][j] = j;
	for (gsize i = 1; i <= n; i++) {
		guint *row = rows[i % 3], *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
		row[0] = i;
		for (gsize j = 1; j <= m; j++) {
			guint cost = a[i - 1] != b[j - 1];
			row[j] = MIN(MIN(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], before[j - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

const char *
cel_nearest_name(const char *text, const char *const *candidates)
{
	const char *nearest = NULL;
	/* a name of one letter, and that another, is another name */
	guint best = MIN(MAX(1, strlen(text) / 3) + 1, MAX(1, strlen(text)));
	for (guint i = 0; candidates[i]; i++) {
		guint slips = distance(text, candidates[i]);
		if (slips < best) {
			best = slips;
			nearest = candidates[i];
		}
	}
	/* or the one of which only the beginning was written */
	gsize length = strlen(text);

	for (guint i = 0; nearest == NULL && length >= MIN_PREFIX && candidates[i] != NULL; i++)
		if (g_str_has_prefix(candidates[i], text))
			nearest = candidates[i];
	return nearest;
}
