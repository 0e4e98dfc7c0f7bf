/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/sheet-margin.h"

#include <string.h>

enum { LEFT, MIDDLE, RIGHT, N_PARTS };

/* after &K: a colour, of the theme ("01+000") or by value ("FF0000") */
#define COLOR_LENGTH 6

/* past a code that shows nothing; `at` is behind its '&' */
static const char *
skip_code(const char *at)
{
	if (g_ascii_isdigit(*at)) {
		while (g_ascii_isdigit(*at))
			at++;
		return at;
	}
	if (*at == '"') {
		const char *end = strchr(at + 1, '"');
		return end ? end + 1 : at + 1;
	}
	if (*at == 'K') {
		at++;
		for (guint i = 0;
		     i < COLOR_LENGTH && (g_ascii_isxdigit(*at) || strchr("+-", *at)) && *at; i++)
			at++;
		return at;
	}
	return *at ? at + 1 : at;
}

static guint
part_of(char letter, guint fallback)
{
	switch (g_ascii_toupper(letter)) {
	case 'L':
		return LEFT;
	case 'C':
		return MIDDLE;
	case 'R':
		return RIGHT;
	default:
		return fallback;
	}
}

char *
sheet_margin_text(const char *code, const char *sheet_name)
{
	GString *parts[N_PARTS];
	GString *text = g_string_new(NULL);
	guint part = MIDDLE;
	for (guint i = 0; i < N_PARTS; i++)
		parts[i] = g_string_new(NULL);
	for (const char *at = code; *at;) {
		if (*at != '&') {
			g_string_append_c(parts[part], *at == '\n' || *at == '\r' ? ' ' : *at);
			at++;
			continue;
		}
		at++;
		if (*at == '&')
			g_string_append_c(parts[part], '&');
		else if (*at == 'A')
			g_string_append(parts[part], sheet_name);
		part = part_of(*at, part);
		at = skip_code(at);
	}
	for (guint i = 0; i < N_PARTS; i++) {
		g_strstrip(parts[i]->str);
		if (*parts[i]->str)
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\t" : "",
					       parts[i]->str);
		g_string_free(parts[i], TRUE);
	}
	return g_string_free(text, FALSE);
}
