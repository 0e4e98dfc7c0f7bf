/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Expressions with U+0000 in them.  CEL allows the character in a literal, a C string does not: a
 * literal that holds it is written anew with its escape.
 */

#include "lib/cel-json.h"

#include <string.h>

#include "lib/error.h"

typedef struct {
	const char *at, *end;
	GString *source;
} Scan;

static gboolean
stands(const Scan *scan, const char *text)
{
	gsize length = strlen(text);
	return (gsize)(scan->end - scan->at) >= length && memcmp(scan->at, text, length) == 0;
}

static void
copy(Scan *scan, gsize length)
{
	length = MIN(length, (gsize)(scan->end - scan->at));
	g_string_append_len(scan->source, scan->at, (gssize)length);
	scan->at += length;
}

/* the place of the next NUL before `end`, NULL when there is none */
static const char *
find_nul(const char *begin, const char *end)
{
	return memchr(begin, '\0', end - begin);
}

/* where a literal ends whose opening quotes are behind `begin`; the end of the text when it does
 * not */
static const char *
find_close(const char *begin, const char *end, const char *quotes, gboolean raw)
{
	Scan scan = {begin, end, NULL};
	while (scan.at < end && !stands(&scan, quotes))
		scan.at += !raw && *scan.at == '\\' && end - scan.at > 1 ? 2 : 1;
	return scan.at;
}

/* A raw literal has no escapes: it becomes one that has. */
static void
copy_literal(Scan *scan, const char *close, gboolean raw)
{
	for (; scan->at < close; scan->at++) {
		if (*scan->at == '\0') {
			g_string_append(scan->source, "\\x00");
		} else if (!raw && *scan->at == '\\' && close - scan->at > 1) {
			/* an escaped NUL is none: it stays an escape that does not exist */
			g_string_append_c(scan->source, *scan->at++);
			g_string_append_c(scan->source, *scan->at ? *scan->at : ' ');
		} else if (raw && *scan->at == '\\') {
			g_string_append(scan->source, "\\\\");
		} else if (raw && *scan->at == '\r') {
			g_string_append(scan->source, "\\r");
		} else {
			g_string_append_c(scan->source, *scan->at);
		}
	}
}

/* `scan` is at a quote or at the prefix before it */
static void
read_literal(Scan *scan, gsize prefix)
{
	static const char *const forms[] = {"\"\"\"", "'''", "\"", "'"};
	const char *quotes = NULL;
	Scan behind = {scan->at + prefix, scan->end, NULL};
	for (gsize i = 0; !quotes; i++)
		if (stands(&behind, forms[i]))
			quotes = forms[i];
	gboolean raw = FALSE, bytes = FALSE;
	for (gsize i = 0; i < prefix; i++) {
		raw = raw || g_ascii_tolower(scan->at[i]) == 'r';
		bytes = bytes || g_ascii_tolower(scan->at[i]) == 'b';
	}
	const char *begin = behind.at + strlen(quotes);
	const char *close = find_close(begin, scan->end, quotes, raw);
	if (!find_nul(begin, close)) {
		copy(scan, close - scan->at + strlen(quotes));
		return;
	}
	g_string_append_printf(scan->source, "%s%s", bytes ? "b" : "", quotes);
	scan->at = begin;
	copy_literal(scan, close, raw);
	copy(scan, strlen(quotes));
}

/* bytes of r, b, rb … before a quote; -1 when no literal stands here */
static int
literal_prefix(const Scan *scan)
{
	int length = 0;
	while (length < 2 && scan->end - scan->at > length &&
	       strchr("rRbB", scan->at[length] ? scan->at[length] : ' '))
		length++;
	gboolean quote = scan->end - scan->at > length &&
			 (scan->at[length] == '"' || scan->at[length] == '\'');
	return quote ? length : -1;
}

static gsize
identifier_length(const Scan *scan)
{
	gsize length = 0;
	while (scan->at + length < scan->end &&
	       (g_ascii_isalnum(scan->at[length]) || scan->at[length] == '_'))
		length++;
	return length;
}

char *
vet_cel_json_source(const char *text, gsize length, GError **error)
{
	if (!find_nul(text, text + length))
		return g_strndup(text, length);
	g_autoptr(GString) source = g_string_sized_new(length);
	Scan scan = {text, text + length, source};
	while (scan.at < scan.end) {
		int prefix = literal_prefix(&scan);
		if (prefix >= 0) {
			read_literal(&scan, prefix);
		} else if (stands(&scan, "//")) {
			const char *stop = memchr(scan.at, '\n', scan.end - scan.at);
			scan.at = stop ? stop : scan.end;
		} else if (*scan.at == '\0') {
			g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
				    "a NUL stands outside of any text of the expression");
			return NULL;
		} else {
			copy(&scan, MAX(identifier_length(&scan), 1));
		}
	}
	return g_string_free(g_steal_pointer(&source), FALSE);
}
