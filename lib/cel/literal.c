/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/literal.h"

#include "lib/cel/error.h"
#include "lib/cel/number.h"
#include "lib/cel/value.h"

#include <string.h>

/* A string literal on its way through the escapes; `out` is never longer than the text is. */
typedef struct {
	const char *source;
	gsize at;  /* offset into the source */
	gsize end; /* of the content, before the closing quotes */
	gboolean bytes;
	char *out;
	gsize length;
} Unescape;

static const struct {
	char letter;
	char value;
} simple_escapes[] = {
	{'a', '\a'}, {'b', '\b'},  {'f', '\f'}, {'n', '\n'}, {'r', '\r'},  {'t', '\t'},
	{'v', '\v'}, {'\\', '\\'}, {'?', '?'},  {'"', '"'},  {'\'', '\''}, {'`', '`'},
};

/* escapes with a fixed number of digits; octal has no letter of its own */
static const struct {
	const char *letters;
	guint letter_length;
	guint n_digits;
	guint base;
	gboolean in_bytes;
} numeric_escapes[] = {
	{"xX", 1, 2, 16, TRUE},
	{"u", 1, 4, 16, FALSE},
	{"U", 1, 8, 16, FALSE},
	{"0123", 0, 3, 8, TRUE},
};

static void
append_character(Unescape *text, gunichar character)
{
	if (text->bytes)
		text->out[text->length++] = (char)character;
	else
		text->length += (gsize)g_unichar_to_utf8(character, text->out + text->length);
}

static gboolean
fail_escape(const Unescape *text, gsize length, const char *message, CelSpan *ret_span,
	    GError **error)
{
	*ret_span = (CelSpan){text->at, MIN(length, text->end - text->at)};
	return cel_set_error(error, CEL_ERROR_SYNTAX, "%s", message);
}

static gboolean
unescape_number(Unescape *text, gsize row, CelSpan *ret_span, GError **error)
{
	gsize skip = 1 + numeric_escapes[row].letter_length;
	gsize n_digits = numeric_escapes[row].n_digits;
	guint64 value = 0;

	if (text->bytes && !numeric_escapes[row].in_bytes)
		return fail_escape(text, 2,
				   "\\u and \\U stand in strings, not in bytes: write the bytes",
				   ret_span, error);
	if (text->end - text->at < skip + n_digits ||
	    cel_number_parse_uint(text->source + text->at + skip, n_digits,
				  numeric_escapes[row].base, &value) != CEL_NUMBER_OK)
		return fail_escape(text, skip + n_digits,
				   "this escape lacks digits: \\xHH, \\uHHHH, \\UHHHHHHHH or \\OOO",
				   ret_span, error);
	if (!text->bytes && !g_unichar_validate((gunichar)value))
		return fail_escape(text, skip + n_digits, "this escape is no Unicode character",
				   ret_span, error);
	append_character(text, (gunichar)value);
	text->at += skip + n_digits;
	return TRUE;
}

static gboolean
unescape_one(Unescape *text, CelSpan *ret_span, GError **error)
{
	char letter = text->at + 1 < text->end ? text->source[text->at + 1] : '\0';

	for (gsize i = 0; i < G_N_ELEMENTS(simple_escapes); i++) {
		if (simple_escapes[i].letter != letter)
			continue;
		text->out[text->length++] = simple_escapes[i].value;
		text->at += 2;
		return TRUE;
	}
	for (gsize i = 0; letter != '\0' && i < G_N_ELEMENTS(numeric_escapes); i++)
		if (strchr(numeric_escapes[i].letters, letter) != NULL)
			return unescape_number(text, i, ret_span, error);
	return fail_escape(text, 2,
			   "unknown escape; write \\\\ for a backslash, or r'…' for raw text",
			   ret_span, error);
}

/* Fills `ret_value` with the content of a string or bytes token. */
static gboolean
read_text(const CelLexer *lexer, const CelToken *token, CelArena *arena, CelValue *ret_value,
	  CelSpan *ret_span, GError **error)
{
	const char *source = lexer->source;
	gsize start = token->span.offset;
	gsize end = start + token->span.length;
	gboolean raw = FALSE;
	gsize n_quotes;

	for (; source[start] != '"' && source[start] != '\''; start++)
		raw = raw || g_ascii_tolower(source[start]) == 'r';
	n_quotes = end - start >= 6 && source[start + 1] == source[start] &&
				   source[start + 2] == source[start]
			   ? 3
			   : 1;
	Unescape text = {.source = source,
			 .at = start + n_quotes,
			 .end = end - n_quotes,
			 .bytes = token->kind == CEL_TOKEN_BYTES,
			 .out = cel_arena_alloc(arena, token->span.length + 1)};

	if (text.out == NULL) {
		*ret_span = token->span;
		return cel_set_error(error, CEL_ERROR_LIMIT, "the expression is too large");
	}
	while (text.at < text.end) {
		if (raw || source[text.at] != '\\')
			text.out[text.length++] = source[text.at++];
		else if (!unescape_one(&text, ret_span, error))
			return FALSE;
	}
	*ret_value = text.bytes ? cel_bytes(text.out, text.length)
				: cel_string_of(text.out, text.length);
	return TRUE;
}

static CelNumberStatus
read_int(const char *text, gsize length, gboolean negative, CelValue *ret_value)
{
	gboolean hexadecimal = length > 2 && text[1] == 'x';
	guint64 value;
	CelNumberStatus status = hexadecimal
					 ? cel_number_parse_uint(text + 2, length - 2, 16, &value)
					 : cel_number_parse_uint(text, length, 10, &value);

	if (status != CEL_NUMBER_OK)
		return status;
	if (value > (guint64)G_MAXINT64 + negative)
		return CEL_NUMBER_RANGE;
	*ret_value = cel_int(negative ? (gint64)(0 - value) : (gint64)value);
	return CEL_NUMBER_OK;
}

static CelNumberStatus
read_uint(const char *text, gsize length, CelValue *ret_value)
{
	gboolean hexadecimal = length > 2 && text[1] == 'x';
	guint64 value;
	CelNumberStatus status = hexadecimal
					 ? cel_number_parse_uint(text + 2, length - 3, 16, &value)
					 : cel_number_parse_uint(text, length - 1, 10, &value);

	if (status == CEL_NUMBER_OK)
		*ret_value = cel_uint(value);
	return status;
}

static CelNumberStatus
read_double(const char *text, gsize length, gboolean negative, CelValue *ret_value)
{
	double value;
	CelNumberStatus status = cel_number_parse_double(text, length, &value);

	if (status == CEL_NUMBER_OK)
		*ret_value = cel_double(negative ? -value : value);
	return status;
}

gboolean
cel_literal_read(const CelLexer *lexer, const CelToken *token, gboolean negative, CelArena *arena,
		 CelValue *ret_value, CelSpan *ret_span, GError **error)
{
	const char *text = lexer->source + token->span.offset;
	gsize length = token->span.length;
	CelNumberStatus status;

	switch (token->kind) {
	case CEL_TOKEN_INT:
		status = read_int(text, length, negative, ret_value);
		break;
	case CEL_TOKEN_UINT:
		status = read_uint(text, length, ret_value);
		break;
	case CEL_TOKEN_DOUBLE:
		status = read_double(text, length, negative, ret_value);
		break;
	default:
		return read_text(lexer, token, arena, ret_value, ret_span, error);
	}
	if (status == CEL_NUMBER_OK)
		return TRUE;
	*ret_span = token->span;
	return cel_set_error(
		error, CEL_ERROR_SYNTAX,
		"this number is too large: int and uint have 64 bits, double 400 digits");
}
