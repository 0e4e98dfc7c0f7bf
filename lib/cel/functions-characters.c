/* SPDX-License-Identifier: GPL-3.0-or-later */

/* charAt, lastIndexOf, reverse, quote, of the extension "strings": positions count characters. */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/run.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <string.h>

/* CEL's escapes of one character, and what follows the backslash */
static const char escaped[] = "\a\b\f\n\r\t\v\\\"";
static const char letters[] = "abfnrtv\\\"";

static gboolean
charge_text(CelCall *call, const CelValue *text, GError **error)
{
	return cel_call_charge(call, text->length / CEL_BYTES_PER_STEP, error);
}

static gboolean
out_of_range(gint64 index, gsize count, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE,
			     "index out of range: %" G_GINT64_FORMAT
			     " in a text of %" G_GSIZE_FORMAT " characters",
			     index, count);
}

CEL_OPERATOR(cel_function_char_at)
{
	const CelValue *text = &arguments[0], *index = &arguments[1];
	gsize count, start, length;

	if (n_arguments != 2 || text->kind != CEL_STRING || index->kind != CEL_INT)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!charge_text(call, text, error))
		return FALSE;
	count = cel_text_count(text->text, text->length);
	if (index->integer < 0 || (guint64)index->integer > count)
		return out_of_range(index->integer, count, error);
	start = cel_text_offset(text->text, text->length, (gsize)index->integer);
	length = cel_text_offset(text->text + start, text->length - start, 1);
	return cel_call_copy_text(call, text->text + start, length, ret_value, error);
}

static char *
mirror(CelCall *call, const char *text, gsize length, GError **error)
{
	char *copy = cel_call_alloc_text(call, length, error);

	for (gsize i = 0; copy != NULL && i < length; i++)
		copy[i] = text[length - 1 - i];
	return copy;
}

/*
 * Byte offset of the last `part` within `length` bytes; -1 when absent.  The search runs forwards
 * in the mirrored bytes, because memmem() is linear whatever the texts are.
 */
static gboolean
find_last(CelCall *call, const CelValue *text, gsize length, const CelValue *part, gssize *ret_at,
	  GError **error)
{
	gssize found = -1;

	if (part->length <= length) {
		char *mirrored = mirror(call, text->text, length, error);
		char *needle = mirrored ? mirror(call, part->text, part->length, error) : NULL;

		if (needle == NULL)
			return FALSE;
		found = cel_text_find(mirrored, length, needle, part->length, 0);
	}
	*ret_at = found < 0 ? -1 : (gssize)(length - part->length) - found;
	return TRUE;
}

CEL_OPERATOR(cel_function_last_index_of)
{
	const CelValue *text = &arguments[0], *part = &arguments[1];
	gboolean bounded = n_arguments == 3;
	gsize count, window;
	gssize at;

	if (n_arguments < 2 || text->kind != CEL_STRING || part->kind != CEL_STRING ||
	    (bounded && arguments[2].kind != CEL_INT))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!charge_text(call, text, error))
		return FALSE;
	count = cel_text_count(text->text, text->length);
	window = text->length;
	if (bounded) {
		gint64 last = arguments[2].integer;

		/* an empty part may also begin behind the last character */
		if (last < 0 || (guint64)last >= count + (part->length == 0))
			return out_of_range(last, count, error);
		window = cel_text_offset(text->text, text->length, (gsize)last) + part->length;
	}
	if (!find_last(call, text, MIN(window, text->length), part, &at, error))
		return FALSE;
	*ret_value = cel_int(at < 0 ? -1 : (gint64)cel_text_count(text->text, (gsize)at));
	return TRUE;
}

CEL_OPERATOR(cel_function_reverse_text)
{
	const CelValue *text = &arguments[0];
	char *out;

	if (n_arguments != 1 || text->kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	out = cel_call_alloc_text(call, text->length, error);
	if (out == NULL)
		return FALSE;
	for (gsize at = 0; at < text->length;) {
		gsize length = cel_text_offset(text->text + at, text->length - at, 1);

		memcpy(out + text->length - at - length, text->text + at, length);
		at += length;
	}
	*ret_value = cel_string_of(out, text->length);
	return TRUE;
}

/* What follows the backslash when the byte is escaped, else 0. */
static char
escape_of(char byte)
{
	const char *found = byte != '\0' ? strchr(escaped, byte) : NULL;

	return found != NULL ? letters[found - escaped] : '\0';
}

CEL_OPERATOR(cel_function_quote)
{
	const CelValue *text = &arguments[0];
	gsize length = text->length + strlen("\"\"");
	char *out;

	if (n_arguments != 1 || text->kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!charge_text(call, text, error))
		return FALSE;
	for (guint32 i = 0; i < text->length; i++)
		length += escape_of(text->text[i]) != '\0';
	out = cel_call_alloc_text(call, length, error);
	if (out == NULL)
		return FALSE;
	*ret_value = cel_string_of(out, length);
	*out++ = '"';
	for (guint32 i = 0; i < text->length; i++) {
		char letter = escape_of(text->text[i]);

		if (letter != '\0')
			*out++ = '\\';
		*out++ = letter != '\0' ? letter : text->text[i];
	}
	*out = '"';
	return TRUE;
}
