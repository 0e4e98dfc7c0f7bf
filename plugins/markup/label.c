/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/label.h"

#include <string.h>

/* how far in a page may say its charset: browsers look at 1024, but not all pages know */
#define HEAD_BYTES 8192

static const char *
find_word(const char *start, const char *end, const char *word)
{
	gsize length = strlen(word);
	for (const char *p = start; (gsize)(end - p) >= length; p++)
		if (g_ascii_strncasecmp(p, word, length) == 0)
			return p;
	return NULL;
}

/* what stands behind "charset =" or "encoding =", with or without quotes */
static const VetCharset *
charset_behind(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	if (p == end || *p != '=')
		return NULL;
	for (p++; p < end && (g_ascii_isspace(*p) || *p == '"' || *p == '\'');)
		p++;
	const char *start = p;
	while (p < end && (g_ascii_isalnum(*p) || strchr("-_:.", *p)) && *p)
		p++;
	return vet_charset_find(start, (gsize)(p - start));
}

static const VetCharset *
said_by_declaration(const char *start, const char *end)
{
	const char *close = find_word(start, end, "?>");
	if (!close || find_word(start, MIN(start + 64, end), "<?xml") == NULL)
		return NULL;
	const char *word = find_word(start, close, "encoding");
	return word ? charset_behind(word + strlen("encoding"), close) : NULL;
}

static const VetCharset *
said_by_meta(const char *start, const char *end)
{
	for (const char *meta = start; (meta = find_word(meta, end, "<meta")); meta += 5) {
		const char *close = memchr(meta, '>', (gsize)(end - meta));
		close = close ? close : end;
		const char *word = find_word(meta, close, "charset");
		const VetCharset *charset =
			word ? charset_behind(word + strlen("charset"), close) : NULL;
		if (charset)
			return charset;
	}
	return NULL;
}

static gboolean
is_named(const VetCharset *charset, const char *name)
{
	return strcmp(vet_charset_name(charset), name) == 0;
}

/*
 * UTF-8 shows itself, and so does its absence; UTF-16 cannot have been read as far as its label; and an
 * editor that knows no better says Latin-1 of everything.
 */
static gboolean
is_belied(const VetCharset *said, VetCharsetVerdict verdict, gboolean has_high_bytes)
{
	if (g_str_has_prefix(vet_charset_name(said), "UTF-16"))
		return TRUE;
	if (verdict.is_guess || !has_high_bytes)
		return FALSE;
	if (is_named(said, "UTF-8") || is_named(verdict.charset, "UTF-8"))
		return TRUE;
	return is_named(said, "windows-1252");
}

static gboolean
has_high_bytes(const guint8 *data, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (data[i] >= 0x80)
			return TRUE;
	return FALSE;
}

VetCharsetVerdict
label_judge(const guint8 *data, gsize length)
{
	VetCharsetVerdict verdict = vet_charset_judge(data, length);
	const char *start = (const char *)data, *end = start + MIN(length, HEAD_BYTES);
	if (verdict.mark > 0 || g_str_has_prefix(vet_charset_name(verdict.charset), "UTF-16"))
		return verdict;
	const VetCharset *said = said_by_declaration(start, end);
	if (!said)
		said = said_by_meta(start, end);
	if (said && !is_belied(said, verdict, has_high_bytes(data, length))) {
		verdict.charset = said;
		verdict.is_guess = FALSE;
	}
	return verdict;
}
