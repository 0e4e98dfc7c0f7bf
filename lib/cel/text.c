/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/text.h"

#include <string.h>

#define SHOWN_BYTES 64

/* Unicode's property White_Space */
static const struct {
	gunichar first, last;
} spaces[] = {
	{0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},     {0x1680, 0x1680},
	{0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
};

static gboolean
is_start(char byte)
{
	return ((guchar)byte & 0xc0) != 0x80;
}

gsize
cel_text_count(const char *text, gsize length)
{
	gsize count = 0;

	for (gsize i = 0; i < length; i++)
		count += is_start(text[i]);
	return count;
}

gsize
cel_text_offset(const char *text, gsize length, gsize index)
{
	for (gsize i = 0; i < length; i++)
		if (is_start(text[i]) && index-- == 0)
			return i;
	return length;
}

gssize
cel_text_find(const char *text, gsize length, const char *needle, gsize needle_length, gsize from)
{
	if (from > length)
		return -1;
	const char *found = memmem(text + from, length - from, needle, needle_length);

	return found != NULL ? found - text : -1;
}

int
cel_text_shown(const char *text, gsize length)
{
	gsize shown = MIN(length, SHOWN_BYTES);

	while (shown > 0 && shown < length && !is_start(text[shown]))
		shown--;
	return (int)shown;
}

static gboolean
is_space(gunichar character)
{
	for (gsize i = 0; i < G_N_ELEMENTS(spaces); i++)
		if (character >= spaces[i].first && character <= spaces[i].last)
			return TRUE;
	return FALSE;
}

gsize
cel_text_leading_space(const char *text, gsize length)
{
	gsize offset = 0;

	while (offset < length && is_space(g_utf8_get_char(text + offset)))
		offset += (gsize)(g_utf8_next_char(text + offset) - (text + offset));
	return offset;
}

gsize
cel_text_trailing_space(const char *text, gsize length)
{
	gsize end = length;

	while (end > 0) {
		gsize start = end - 1;

		while (start > 0 && !is_start(text[start]))
			start--;
		if (!is_space(g_utf8_get_char(text + start)))
			break;
		end = start;
	}
	return length - end;
}

gboolean
cel_text_is_valid(const char *text, gsize length, const char **ret_end)
{
	const char *end = text + length;

	while (text < end) {
		const char *nul = memchr(text, '\0', (gsize)(end - text));
		const char *stop = nul != NULL ? nul : end;

		if (!g_utf8_validate_len(text, (gsize)(stop - text), ret_end))
			return FALSE;
		text = nul != NULL ? nul + 1 : end;
	}
	return TRUE;
}
