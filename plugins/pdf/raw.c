/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/raw.h"

#include <string.h>

#define MAX_OBJECT (2 * 1024 * 1024)
#define MAX_NAME 128

typedef enum {
	TOKEN_END,
	TOKEN_OPEN, /* a dictionary or an array */
	TOKEN_CLOSE,
	TOKEN_NAME,
	TOKEN_STRING, /* between brackets */
	TOKEN_HEX,
	TOKEN_OTHER,
} TokenKind;

typedef struct {
	TokenKind kind;
	PdfRaw text; /* without brackets */
} Token;

static gboolean
is_white(guint8 byte)
{
	return byte == 0 || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' ||
	       byte == ' ';
}

static gboolean
is_regular(guint8 byte)
{
	return !is_white(byte) && !strchr("()<>[]{}/%", byte);
}

gsize
pdf_raw_find(PdfRaw raw, gsize from, const char *needle)
{
	const guint8 *found = from < raw.length ? memmem(raw.data + from, raw.length - from, needle,
							 strlen(needle))
						: NULL;

	return found ? (gsize)(found - raw.data) : raw.length;
}

/* The number before " G obj", which ends at `at`; 0 when it is none. */
static guint
number_before(PdfRaw raw, gsize at)
{
	guint64 number = 0, factor = 1;
	gsize i = at;

	while (i > 0 && is_white(raw.data[i - 1]))
		i--;
	while (i > 0 && g_ascii_isdigit(raw.data[i - 1]))
		i--;
	while (i > 0 && is_white(raw.data[i - 1]))
		i--;
	for (; i > 0 && g_ascii_isdigit(raw.data[i - 1]) && factor < 10000000000; i--) {
		number += factor * (guint64)(raw.data[i - 1] - '0');
		factor *= 10;
	}
	return number <= G_MAXINT32 ? (guint)number : 0;
}

gboolean
pdf_raw_object_at(PdfRaw raw, gsize at, PdfRaw *ret_object, guint *ret_number)
{
	gsize lowest = at > MAX_OBJECT ? at - MAX_OBJECT : 0;
	PdfRaw rest = {raw.data, MIN(raw.length, at + MAX_OBJECT)};
	gsize start = at;

	/* "endobj" ends in it, too: then it stands between objects */
	while (start > lowest &&
	       !(start + 3 <= raw.length && memcmp(raw.data + start, "obj", 3) == 0))
		start--;
	if (start <= MAX(lowest, 3) || memcmp(raw.data + start - 3, "end", 3) == 0)
		return FALSE;
	guint number = number_before(raw, start);
	gsize end = pdf_raw_find(rest, at, "endobj");
	if (number == 0)
		return FALSE;
	*ret_object = (PdfRaw){raw.data + start + 3, end - start - 3};
	*ret_number = number;
	return TRUE;
}

static gsize
end_of_string(PdfRaw raw, gsize at)
{
	guint depth = 1;

	for (; at < raw.length; at++) {
		guint8 byte = raw.data[at];
		if (byte == '\\')
			at++;
		else if (byte == '(')
			depth++;
		else if (byte == ')' && --depth == 0)
			return at;
	}
	return raw.length;
}

/* Takes the next token off `raw`. */
static Token
next_token(PdfRaw *raw)
{
	gsize at = 0, end;
	TokenKind kind = TOKEN_OTHER;

	while (at < raw->length && is_white(raw->data[at]))
		at++;
	if (at >= raw->length)
		return (Token){.kind = TOKEN_END};
	guint8 first = raw->data[at], second = at + 1 < raw->length ? raw->data[at + 1] : 0;
	gsize next;
	if (first == '(' || (first == '<' && second != '<')) {
		kind = first == '(' ? TOKEN_STRING : TOKEN_HEX;
		at++;
		const guint8 *close = memchr(raw->data + at, '>', raw->length - at);
		end = first == '(' ? end_of_string(*raw, at)
		      : close      ? (gsize)(close - raw->data)
				   : raw->length;
		next = MIN(end + 1, raw->length);
	} else if (first == '<' || first == '[' || first == '>' || first == ']') {
		kind = first == '<' || first == '[' ? TOKEN_OPEN : TOKEN_CLOSE;
		end = next = MIN(at + (first == second && first != '[' && first != ']' ? 2 : 1),
				 raw->length);
	} else {
		kind = first == '/' ? TOKEN_NAME : TOKEN_OTHER;
		for (end = at + 1; end < raw->length && is_regular(raw->data[end]); end++)
			;
		next = end;
	}
	Token token = {kind, {raw->data + at, end - at}};
	*raw = (PdfRaw){raw->data + next, raw->length - next};
	return token;
}

/* The value of a key of the object's own dictionary; what stands behind it is nobody's. */
static Token
value_of(PdfRaw object, const char *key)
{
	guint depth = 0;

	for (Token token = next_token(&object); token.kind != TOKEN_END;
	     token = next_token(&object)) {
		if (token.kind == TOKEN_OPEN)
			depth++;
		else if (token.kind == TOKEN_CLOSE && depth > 0 && --depth == 0)
			break;
		else if (token.kind == TOKEN_NAME && depth == 1 &&
			 token.text.length == strlen(key) &&
			 memcmp(token.text.data, key, token.text.length) == 0)
			return next_token(&object);
	}
	return (Token){.kind = TOKEN_END};
}

static void
append_escaped(GByteArray *bytes, PdfRaw text)
{
	static const char escapes[] = "nrtbf", meant[] = "\n\r\t\b\f";

	for (gsize i = 0; i < text.length; i++) {
		guint8 byte = text.data[i];
		if (byte == '\\' && i + 1 < text.length) {
			byte = text.data[++i];
			const char *escape = memchr(escapes, byte, sizeof(escapes) - 1);
			if (byte == '\r' || byte == '\n')
				continue;
			if (escape) {
				byte = (guint8)meant[escape - escapes];
			} else if (byte >= '0' && byte <= '7') {
				guint code = 0;
				for (gsize n = 0; n < 3 && i < text.length && text.data[i] >= '0' &&
						  text.data[i] <= '7';
				     n++, i++)
					code = code * 8 + (text.data[i] - '0');
				i--;
				byte = (guint8)code;
			}
		}
		g_byte_array_append(bytes, &byte, 1);
	}
}

static void
append_hex(GByteArray *bytes, PdfRaw text)
{
	guint8 byte = 0;
	gboolean half = FALSE;

	for (gsize i = 0; i < text.length; i++) {
		int digit = g_ascii_xdigit_value((char)text.data[i]);
		if (digit < 0)
			continue;
		byte = (guint8)(byte << 4 | digit);
		if (half)
			g_byte_array_append(bytes, &byte, 1);
		half = !half;
	}
}

GBytes *
pdf_raw_string(PdfRaw object, const char *key)
{
	Token token = value_of(object, key);
	GByteArray *bytes;

	if (token.kind != TOKEN_STRING && token.kind != TOKEN_HEX)
		return NULL;
	bytes = g_byte_array_new();
	if (token.kind == TOKEN_STRING)
		append_escaped(bytes, token.text);
	else
		append_hex(bytes, token.text);
	return g_byte_array_free_to_bytes(bytes);
}

char *
pdf_raw_text(PdfRaw object, const char *key)
{
	g_autoptr(GBytes) bytes = pdf_raw_string(object, key);
	gsize length;
	const guint8 *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;

	if (!data || length > VET_MAX_MARK_BYTES)
		return NULL;
	VetCharsetVerdict verdict = vet_charset_judge(data, length);
	GString *text = g_string_new(NULL);
	vet_charset_append(verdict.charset, data + verdict.mark, length - verdict.mark, TRUE, text);
	return g_string_free(text, FALSE);
}

/* Of several of that number the last: what a file was given later stands behind. */
static gboolean
find_object(PdfRaw file, guint64 number, PdfRaw *ret_object)
{
	gboolean found = FALSE;

	for (gsize at = pdf_raw_find(file, 0, " obj"); at < file.length;
	     at = pdf_raw_find(file, at + 1, " obj")) {
		gsize end = MIN(file.length, at + MAX_OBJECT);
		if (number_before(file, at) != number)
			continue;
		*ret_object = (PdfRaw){file.data + at + 4, end - at - 4};
		found = TRUE;
	}
	return found;
}

gboolean
pdf_raw_dictionary(PdfRaw file, PdfRaw object, const char *key, PdfRaw *ret_dictionary)
{
	Token token = value_of(object, key);

	if (token.kind == TOKEN_OPEN) {
		gsize at = (gsize)(token.text.data - object.data);
		*ret_dictionary = (PdfRaw){object.data + at, object.length - at};
		return TRUE;
	}
	guint64 number = 0;
	for (gsize i = 0; i < token.text.length && number <= G_MAXINT32; i++) {
		if (!g_ascii_isdigit(token.text.data[i]))
			return FALSE;
		number = number * 10 + (guint64)(token.text.data[i] - '0');
	}
	return number > 0 && number <= G_MAXINT32 && find_object(file, number, ret_dictionary);
}

char *
pdf_raw_name(PdfRaw object, const char *key)
{
	Token token = value_of(object, key);

	return token.kind == TOKEN_NAME && token.text.length <= MAX_NAME
		       ? g_strndup((const char *)token.text.data, token.text.length)
		       : NULL;
}
