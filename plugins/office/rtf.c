/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/rtf.h"

#include <stdlib.h>
#include <string.h>

/* no writer nests deeper; what does is not worth the mending */
#define MAX_DEPTH 1000
#define MAX_NUMBER 10
#define MAX_MISSING (16 * 1024 * 1024)

typedef struct {
	const guint8 *data;
	gsize length;
	gsize missing; /* bytes of binary data that should have come */
} Text;

/* Bytes after "\\bin" and its number are data, whatever they look like. */
static gsize
skip_binary(Text *text, gsize at)
{
	char number[MAX_NUMBER + 1] = "";
	gsize n = 0;

	while (n < MAX_NUMBER && at + n < text->length && g_ascii_isdigit(text->data[at + n])) {
		number[n] = (char)text->data[at + n];
		n++;
	}
	gsize skipped = strtoul(number, NULL, 10);
	/* a blank ends the number */
	at = MIN(at + n + 1, text->length);
	if (skipped <= text->length - at)
		return at + skipped;
	text->missing = skipped - (text->length - at);
	return text->length;
}

static gsize
skip_control(Text *text, gsize at)
{
	static const char binary[] = "\\bin";
	gsize n = sizeof binary - 1;

	if (text->length - at > n && memcmp(text->data + at, binary, n) == 0 &&
	    g_ascii_isdigit(text->data[at + n]))
		return skip_binary(text, at + n);
	/* an escaped brace opens nothing */
	return MIN(at + 2, text->length);
}

char *
office_rtf_missing_end(const guint8 *data, gsize length)
{
	Text text = {data, length, 0};
	gsize depth = 0;

	for (gsize at = 0; at < length;) {
		if (data[at] == '\\') {
			at = skip_control(&text, at);
			continue;
		}
		if (data[at] == '{')
			depth++;
		else if (data[at] == '}' && depth > 0 && --depth == 0)
			return NULL;
		at++;
	}
	if (depth == 0 || depth > MAX_DEPTH || text.missing > MAX_MISSING)
		return NULL;
	/* the cut may be within a control word, which a line's end ends */
	g_autofree char *data_end = g_strnfill(text.missing, ' ');
	g_autofree char *braces = g_strnfill(depth, '}');
	return g_strconcat(data_end, "\n", braces, NULL);
}
