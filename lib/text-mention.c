/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text-mention.h"

#include <string.h>

#include "lib/text.h"

/* Of one character of the text: the cheapest way to end each head of the part there. */
static void
advance(guint16 *costs, const gunichar *part, glong n, gunichar character)
{
	guint16 diagonal = costs[0];

	for (glong i = 1; i <= n; i++) {
		guint16 changed = diagonal + (part[i - 1] != character);
		diagonal = costs[i];
		costs[i] = MIN(changed, MIN(costs[i], costs[i - 1]) + 1);
	}
}

gboolean
vet_text_mentions(const char *text, const char *part, double slips)
{
	g_autofree char *plain = vet_text_compact(text), *plain_part = vet_text_compact(part);
	glong n;
	g_autofree gunichar *sought = g_utf8_to_ucs4_fast(plain_part, -1, &n);
	guint16 costs[VET_MENTION_MAX + 1] = {0};

	n = MIN(n, VET_MENTION_MAX);
	if (n == 0)
		return FALSE;
	guint allowed = (guint)(CLAMP(slips, 0, 1) * (double)n);
	if (allowed == 0 && n < VET_MENTION_MAX)
		return strstr(plain, plain_part) != NULL;
	for (glong i = 0; i <= n; i++)
		costs[i] = (guint16)i;
	for (const char *at = plain; *at && costs[n] > allowed; at = g_utf8_next_char(at))
		advance(costs, sought, n, g_utf8_get_char(at));
	return costs[n] <= allowed;
}
