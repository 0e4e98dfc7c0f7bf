/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The extension "encoders" (cel-go ext/encoders.go): base64 of RFC 4648, section 4. */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/run.h"
#include "lib/cel/value.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

CEL_OPERATOR(cel_function_base64_encode)
{
	const CelValue *bytes = &arguments[0];
	const guchar *in = (const guchar *)bytes->text;
	gsize length;
	char *out;

	if (n_arguments != 1 || bytes->kind != CEL_BYTES)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	length = ((gsize)bytes->length + 2) / 3 * 4;
	out = cel_call_alloc_text(call, length, error);
	if (out == NULL)
		return FALSE;
	*ret_value = cel_string_of(out, length);
	for (gsize at = 0; at < bytes->length; at += 3) {
		gsize left = bytes->length - at;
		guint group = (guint)in[at] << 16 | (left > 1 ? (guint)in[at + 1] << 8 : 0) |
			      (left > 2 ? in[at + 2] : 0);

		*out++ = alphabet[group >> 18];
		*out++ = alphabet[group >> 12 & 63];
		*out++ = left > 1 ? alphabet[group >> 6 & 63] : '=';
		*out++ = left > 2 ? alphabet[group & 63] : '=';
	}
	return TRUE;
}

static int
value_of(char letter)
{
	const char *found = letter != '\0' ? strchr(alphabet, letter) : NULL;

	return found != NULL ? (int)(found - alphabet) : -1;
}

static gboolean
malformed(gsize at, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE,
			     "base64.decode(): not base64 at byte %" G_GSIZE_FORMAT, at);
}

/*
 * Letters → bytes.  Line breaks are passed over: base64 in a letter or a certificate has them.  The
 * '=' that fill the last group may be left out, but not be too few or too many.
 */
static gboolean
decode(const CelValue *text, char *out, gsize *ret_length, GError **error)
{
	guint group = 0;
	gsize n_letters = 0, n_filling = 0, length = 0;

	for (gsize at = 0; at < text->length; at++) {
		char letter = text->text[at];
		int value = value_of(letter);

		if (letter == '\n' || letter == '\r')
			continue;
		if (letter == '=')
			n_filling++;
		else if (value < 0 || n_filling > 0)
			return malformed(at, error);
		else
			group = group << 6 | (guint)value, n_letters++;
		if (letter == '=' || n_letters % 4 != 0)
			continue;
		out[length++] = (char)(group >> 16);
		out[length++] = (char)(group >> 8);
		out[length++] = (char)group;
		group = 0;
	}
	if (n_letters % 4 == 1 ||
	    (n_filling > 0 && (n_letters % 4 == 0 || n_filling != 4 - n_letters % 4)))
		return malformed(text->length, error);
	if (n_letters % 4 >= 2)
		out[length++] = (char)(n_letters % 4 == 2 ? group >> 4 : group >> 10);
	if (n_letters % 4 == 3)
		out[length++] = (char)(group >> 2);
	*ret_length = length;
	return TRUE;
}

CEL_OPERATOR(cel_function_base64_decode)
{
	const CelValue *text = &arguments[0];
	gsize length = 0;
	char *out;

	if (n_arguments != 1 || text->kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	out = cel_call_alloc_text(call, (gsize)text->length / 4 * 3 + 3, error);
	if (out == NULL || !decode(text, out, &length, error))
		return FALSE;
	*ret_value = cel_bytes(out, length);
	return TRUE;
}
