/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/rich-text.h"

#include <string.h>

/* _xHHHH_ */
#define ESCAPE_LENGTH 7
#define REPLACEMENT 0xfffd

void
rich_text_init(RichText *rich)
{
	*rich = (RichText){.text = g_string_new(NULL)};
}

void
rich_text_clear(RichText *rich)
{
	g_string_free(rich->text, TRUE);
}

void
rich_text_reset(RichText *rich)
{
	GString *text = rich->text;
	g_string_truncate(text, 0);
	*rich = (RichText){.text = text};
}

static void
use_ink(RichText *rich)
{
	RichInk *ink = &rich->ink;
	Ink run = rich->run_ink;
	if (!rich->has_run_ink) {
		ink->has_plain = TRUE;
	} else if (!ink->has_own) {
		ink->has_own = TRUE;
		ink->own = run;
	} else {
		ink->is_mixed |= !ink_is_like(ink->own, run);
	}
}

static gboolean
is_blank(const char *text)
{
	while (g_ascii_isspace(*text))
		text++;
	return !*text;
}

static gboolean
take_text(RichText *rich, const char *text, gsize max_bytes)
{
	gsize length = strlen(text), rest = max_bytes - MIN(rich->text->len, max_bytes);
	if (!is_blank(text))
		use_ink(rich);
	g_string_append_len(rich->text, text, (gssize)MIN(length, rest));
	return length <= rest;
}

gboolean
rich_text_take(RichText *rich, OoxmlEvent event, const char *name, OoxmlStream *stream,
	       const InkPalette *palette, gsize max_bytes)
{
	gboolean is_open = event == OOXML_STREAM_OPEN;
	if (event == OOXML_STREAM_TEXT)
		return !rich->in_text || rich->in_phonetic ||
		       take_text(rich, ooxml_stream_text(stream), max_bytes);
	if (strcmp(name, "t") == 0) {
		rich->in_text = is_open;
	} else if (strcmp(name, "rPh") == 0) {
		rich->in_phonetic = is_open;
	} else if (strcmp(name, "r") == 0) {
		rich->has_run_ink = FALSE;
	} else if (strcmp(name, "rPr") == 0 && is_open) {
		/* properties of its own without a colour are black, whatever the cell's are */
		rich->has_run_ink = TRUE;
		rich->run_ink = INK_BLACK;
	} else if (strcmp(name, "color") == 0 && is_open && rich->has_run_ink) {
		rich->run_ink = ink_read(palette, ooxml_stream_node(stream), INK_BLACK);
	}
	return TRUE;
}

gboolean
rich_ink_is_unseen(const RichInk *ink, Ink cell, Ink ground)
{
	return !ink->is_mixed && (ink->has_plain || ink->has_own) &&
	       (!ink->has_plain || ink_is_like(cell, ground)) &&
	       (!ink->has_own || ink_is_like(ink->own, ground));
}

/* the unit of UTF-16 that stands there as _xHHHH_ */
static gboolean
read_escape(const char *at, const char *end, guint *ret_unit)
{
	guint unit = 0;
	if (end - at < ESCAPE_LENGTH || at[0] != '_' || at[1] != 'x' ||
	    at[ESCAPE_LENGTH - 1] != '_')
		return FALSE;
	for (guint i = 2; i < ESCAPE_LENGTH - 1; i++) {
		if (!g_ascii_isxdigit(at[i]))
			return FALSE;
		unit = unit * 16 + (guint)g_ascii_xdigit_value(at[i]);
	}
	*ret_unit = unit;
	return TRUE;
}

/* how many bytes the character takes that is escaped there; 0 when none is */
static gsize
read_character(const char *at, const char *end, gunichar *ret_character)
{
	guint high, low;
	if (!read_escape(at, end, &high))
		return 0;
	if (high >= 0xd800 && high < 0xdc00 && read_escape(at + ESCAPE_LENGTH, end, &low) &&
	    low >= 0xdc00 && low < 0xe000) {
		*ret_character = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
		return (gsize)2 * ESCAPE_LENGTH;
	}
	*ret_character = high == 0 || (high >= 0xd800 && high < 0xe000) ? REPLACEMENT : high;
	return ESCAPE_LENGTH;
}

void
rich_text_unescape(GString *text)
{
	if (!strstr(text->str, "_x"))
		return;
	/* a character takes fewer bytes than its escape: in place */
	const char *at = text->str, *end = text->str + text->len;
	char *to = text->str;
	while (at < end) {
		gunichar character;
		gsize n = *at == '_' ? read_character(at, end, &character) : 0;
		if (n > 0) {
			at += n;
			to += g_unichar_to_utf8(character, to);
		} else {
			*to++ = *at++;
		}
	}
	g_string_truncate(text, (gsize)(to - text->str));
}
