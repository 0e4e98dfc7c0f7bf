/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text.h"

#define MAX_CHARACTERS 256

static guint
characters_of_key(const char *text, gunichar ret_characters[MAX_CHARACTERS])
{
	g_autofree char *key = vet_text_key(text);
	guint count = 0;

	for (const char *p = key; *p && count < MAX_CHARACTERS; p = g_utf8_next_char(p))
		ret_characters[count++] = g_utf8_get_char(p);
	return count;
}

/* Levenshtein, one row at a time */
static guint
edit_distance(const gunichar *a, guint a_length, const gunichar *b, guint b_length)
{
	guint row[MAX_CHARACTERS + 1];

	for (guint j = 0; j <= b_length; j++)
		row[j] = j;
	for (guint i = 1; i <= a_length; i++) {
		guint diagonal = row[0];
		row[0] = i;
		for (guint j = 1; j <= b_length; j++) {
			guint changed = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			row[j] = MIN(changed, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[b_length];
}

double
vet_text_similarity(const char *a, const char *b)
{
	gunichar a_characters[MAX_CHARACTERS];
	gunichar b_characters[MAX_CHARACTERS];
	guint a_length = characters_of_key(a, a_characters);
	guint b_length = characters_of_key(b, b_characters);
	guint longer = MAX(a_length, b_length);

	if (longer == 0)
		return 0.0;
	return 1.0 - edit_distance(a_characters, a_length, b_characters, b_length) / (double)longer;
}
