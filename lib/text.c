/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text.h"

#include "lib/error.h"
#include "lib/text-radicals.h"

#include <opencc/opencc.h>
#include <string.h>

static gboolean
is_white_space(gunichar character)
{
	return g_unichar_isspace(character) || character == 0x0B || character == 0x85;
}

/* what one could put into a name to make it look the same and compare differently */
static gboolean
is_invisible(gunichar character)
{
	GUnicodeType type = g_unichar_type(character);

	return type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL ||
	       (character >= 0xFE00 && character <= 0xFE0F) ||
	       (character >= 0xE0100 && character <= 0xE01EF);
}

static gboolean
is_dash(gunichar character)
{
	return (character >= 0x2010 && character <= 0x2015) || character == 0x2043 ||
	       character == 0x2212 || character == 0x2E3A || character == 0x2E3B ||
	       character == 0xFE58 || character == 0xFE63 || character == 0xFF0D;
}

/* 0 when the character is dropped; ' ' for white space other than a line feed */
static gunichar
fold(gunichar character)
{
	gunichar replacement;

	if (character > ' ' && character < 0x7F)
		return character;
	if (character >= 0x4E00 && character <= 0x9FFF)
		return character;
	if (character == '\n')
		return character;
	if (is_white_space(character))
		return ' ';
	if (is_invisible(character))
		return 0;
	if (is_dash(character))
		return '-';
	replacement = vet_text_radical_character(character);
	return replacement ? replacement : character;
}

typedef struct {
	GString *text;
	guint line_feeds; /* seen since the last visible character */
	gboolean space;
} Squeezer;

static void
squeezer_add(Squeezer *squeezer, gunichar character)
{
	if (character == '\n') {
		squeezer->line_feeds++;
		return;
	}
	if (character == ' ') {
		squeezer->space = TRUE;
		return;
	}
	if (squeezer->text->len > 0) {
		for (guint i = 0; i < squeezer->line_feeds; i++)
			g_string_append_c(squeezer->text, '\n');
		if (squeezer->space && squeezer->line_feeds == 0)
			g_string_append_c(squeezer->text, ' ');
	}
	squeezer->line_feeds = 0;
	squeezer->space = FALSE;
	g_string_append_unichar(squeezer->text, character);
}

/* ASCII and U+4E00–9FFF alone, which most names are: NFKC leaves them as they are. */
static gboolean
is_plain(const char *text)
{
	for (const guchar *p = (const guchar *)text; *p;) {
		if (*p < 0x80) {
			p++;
			continue;
		}
		if (*p < 0xE4 || *p > 0xE9 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 ||
		    (*p == 0xE4 && p[1] < 0xB8))
			return FALSE;
		p += 3;
	}
	return TRUE;
}

/* of a digit in a circle, black or doubled too; 0 for any other character */
static guint
circled_number(gunichar character)
{
	static const struct {
		gunichar first, last;
	} circled[] = {
		{0x2460, 0x2473}, {0x24F5, 0x24FE}, {0x2776, 0x277F},
		{0x2780, 0x2789}, {0x278A, 0x2793},
	};

	for (guint i = 0; i < G_N_ELEMENTS(circled); i++)
		if (character >= circled[i].first && character <= circled[i].last)
			return character - circled[i].first + 1;
	return 0;
}

/*
 * NFKC makes "1总体" of "①总体", a numbering that is none any more, and "2张三" of "②张三": "(1)总体"
 * is what was meant, and what it makes of ⑴.  NULL when there is none.
 */
static char *
spell_circled(const char *text)
{
	GString *spelled = NULL;
	const char *from = text;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		guint number = circled_number(g_utf8_get_char(p));
		if (!number)
			continue;
		spelled = spelled ? spelled : g_string_new(NULL);
		g_string_append_len(spelled, from, p - from);
		g_string_append_printf(spelled, "(%u)", number);
		from = g_utf8_next_char(p);
	}
	return spelled ? g_string_free(g_string_append(spelled, from), FALSE) : NULL;
}

static char *
compatible(const char *text)
{
	g_autofree char *valid = NULL, *spelled = NULL;

	if (is_plain(text))
		return g_strdup(text);
	if (!g_utf8_validate(text, -1, NULL))
		text = valid = g_utf8_make_valid(text, -1);
	spelled = spell_circled(text);
	return g_utf8_normalize(spelled ? spelled : text, -1, G_NORMALIZE_NFKC);
}

char *
vet_text_normalise(const char *text)
{
	g_autofree char *normal = compatible(text);
	Squeezer squeezer = {.text = g_string_sized_new(strlen(normal))};

	for (const char *p = normal; *p; p = g_utf8_next_char(p)) {
		gunichar character = fold(g_utf8_get_char(p));
		if (character)
			squeezer_add(&squeezer, character);
	}
	return g_string_free(squeezer.text, FALSE);
}

void
vet_text_normalise_char(gunichar character, char ret_text[24])
{
	char utf8[7] = {0};
	g_autofree char *normal = NULL;
	gunichar folded = fold(character);
	gsize used = 0;

	if (folded < 0x7F || (folded >= 0x4E00 && folded <= 0x9FFF)) {
		ret_text[folded ? g_unichar_to_utf8(folded, ret_text) : 0] = '\0';
		return;
	}
	utf8[g_unichar_to_utf8(character, utf8)] = '\0';
	normal = compatible(utf8);
	for (const char *p = normal; *p; p = g_utf8_next_char(p)) {
		char part[6];
		gunichar piece = fold(g_utf8_get_char(p));
		gsize length = piece ? (gsize)g_unichar_to_utf8(piece, part) : 0;

		if (used + length >= 24)
			break;
		memcpy(ret_text + used, part, length);
		used += length;
	}
	ret_text[used] = '\0';
}

char *
vet_text_compact(const char *text)
{
	char *compact = vet_text_normalise(text);
	char *to = compact;

	for (const char *from = compact; *from; from++)
		if (*from != ' ' && *from != '\n')
			*to++ = *from;
	*to = '\0';
	return compact;
}

static opencc_t
simplifier(void)
{
	static gsize opened;
	static opencc_t converter;

	if (g_once_init_enter(&opened)) {
		converter = opencc_open(OPENCC_DEFAULT_CONFIG_TRAD_TO_SIMP);
		g_once_init_leave(&opened, 1);
	}
	return converter == (opencc_t)-1 ? NULL : converter;
}

gboolean
vet_text_key_ready(GError **error)
{
	if (simplifier())
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "OpenCC: %s cannot be loaded (%s); install libopencc-data",
		    OPENCC_DEFAULT_CONFIG_TRAD_TO_SIMP, opencc_error());
	return FALSE;
}

char *
vet_text_key(const char *text)
{
	g_autofree char *compact = vet_text_compact(text);
	opencc_t converter = NULL;
	char *simplified = NULL;
	char *key;

	if (!g_str_is_ascii(compact))
		converter = simplifier();
	if (converter)
		simplified = opencc_convert_utf8(converter, compact, (size_t)-1);
	key = g_ascii_strdown(simplified ? simplified : compact, -1);
	if (simplified)
		opencc_convert_utf8_free(simplified);
	return key;
}

static gboolean
is_cjk(gunichar character)
{
	return (character >= 0x2E80 && character <= 0x9FFF) ||
	       (character >= 0xF900 && character <= 0xFAFF) ||
	       (character >= 0xFE30 && character <= 0xFE4F) ||
	       (character >= 0xFF00 && character <= 0xFFEF) ||
	       (character >= 0x20000 && character <= 0x3FFFF);
}

char *
vet_text_strip_cjk_space(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *stripped = g_string_sized_new(strlen(valid));
	const char *space = NULL;
	gunichar before = 0;

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);

		/* U+3000 lies between the CJK characters but is a space */
		if (is_white_space(character)) {
			space = space ? space : p;
			continue;
		}
		if (space && !(is_cjk(before) && is_cjk(character)))
			g_string_append_len(stripped, space, p - space);
		space = NULL;
		g_string_append_unichar(stripped, character);
		before = character;
	}
	if (space)
		g_string_append(stripped, space);
	return g_string_free(stripped, FALSE);
}

static guint
character_width(gunichar character)
{
	if (g_unichar_iszerowidth(character) || is_invisible(character))
		return 0;
	return g_unichar_iswide(character) ? 2 : 1;
}

/* Controls, and U+202A–202E, U+2066–2069 that turn the direction of reading. */
static gboolean
steers_terminal(gunichar character)
{
	return (g_unichar_iscntrl(character) && character != '\n') ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

char *
vet_text_printable(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *printable = g_string_sized_new(strlen(valid));

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		g_string_append_unichar(printable, steers_terminal(character) ? 0xfffd : character);
	}
	return g_string_free(printable, FALSE);
}

guint
vet_text_width(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	guint width = 0;

	for (const char *p = valid; *p; p = g_utf8_next_char(p))
		width += character_width(g_utf8_get_char(p));
	return width;
}

char *
vet_text_ellipsize(const char *text, guint columns)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	const char *end = valid;
	guint width = 0;

	if (vet_text_width(valid) <= columns)
		return g_steal_pointer(&valid);
	if (columns == 0)
		return g_strdup("");
	while (*end) {
		width += character_width(g_utf8_get_char(end));
		if (width > columns - 1)
			break;
		end = g_utf8_next_char(end);
	}
	return g_strdup_printf("%.*s…", (int)(end - valid), valid);
}
