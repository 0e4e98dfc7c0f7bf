/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the extension "strings" (cel-go ext/strings.go): positions count characters. */

#include "lib/cel/error.h"
#include "lib/cel/functions.h"
#include "lib/cel/run.h"
#include "lib/cel/text.h"
#include "lib/cel/value.h"

#include <string.h>

/* "sss" or "ssi": what kinds the arguments must have, one letter each; the work is charged. */
static gboolean
check_kinds(CelCall *call, const CelValue *arguments, gsize n_arguments, const char *kinds,
	    GError **error)
{
	for (gsize i = 0; i < n_arguments; i++)
		if (arguments[i].kind != (kinds[i] == 's' ? CEL_STRING : CEL_INT))
			return cel_call_no_overload(call, arguments, n_arguments, error);
	return cel_call_charge(call, arguments[0].length / CEL_BYTES_PER_STEP, error);
}

/* A part of a text; copied unless it reaches the end, because strings have a NUL there. */
static gboolean
make_part(CelCall *call, const CelValue *text, gsize start, gsize end, CelValue *ret_value,
	  GError **error)
{
	if (end == text->length) {
		*ret_value = cel_string_of(text->text + start, end - start);
		return TRUE;
	}
	return cel_call_copy_text(call, text->text + start, end - start, ret_value, error);
}

static gboolean
check_index(gint64 index, gsize count, GError **error)
{
	if (index < 0 || (guint64)index > count)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "index out of range: %" G_GINT64_FORMAT
				     " in a text of %" G_GSIZE_FORMAT " characters",
				     index, count);
	return TRUE;
}

CEL_OPERATOR(cel_function_index_of)
{
	const CelValue *text = &arguments[0], *part = &arguments[1];
	gsize from = 0;
	gssize found;

	if (!check_kinds(call, arguments, n_arguments, "ssi", error))
		return FALSE;
	if (n_arguments == 3) {
		if (!check_index(arguments[2].integer, cel_text_count(text->text, text->length),
				 error))
			return FALSE;
		from = cel_text_offset(text->text, text->length, (gsize)arguments[2].integer);
	}
	found = cel_text_find(text->text, text->length, part->text, part->length, from);
	*ret_value = cel_int(found < 0 ? -1 : (gint64)cel_text_count(text->text, (gsize)found));
	return TRUE;
}

CEL_OPERATOR(cel_function_join)
{
	CelValue separator = n_arguments == 2 ? arguments[1] : cel_string("");
	const CelList *list = arguments[0].list;
	gsize length = 0;
	char *text;

	if (arguments[0].kind != CEL_LIST || separator.kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!cel_call_charge(call, list->length, error))
		return FALSE;
	for (gsize i = 0; i < list->length; i++) {
		if (list->items[i].kind != CEL_STRING)
			return cel_set_error(
				error, CEL_ERROR_EVALUATE,
				"join() takes a list of strings; element %" G_GSIZE_FORMAT " is %s",
				i, cel_kind_name(list->items[i].kind));
		length += list->items[i].length + (i > 0 ? separator.length : 0);
	}
	text = cel_call_alloc_text(call, length, error);
	if (text == NULL)
		return FALSE;
	*ret_value = cel_string_of(text, length);
	for (gsize i = 0; i < list->length; i++) {
		if (i > 0 && separator.length > 0)
			text = mempcpy(text, separator.text, separator.length);
		text = mempcpy(text, list->items[i].text, list->items[i].length);
	}
	return TRUE;
}

static gboolean
change_case(CelCall *call, const CelValue *arguments, char (*change)(char), CelValue *ret_value,
	    GError **error)
{
	char *text;

	if (!check_kinds(call, arguments, 1, "s", error))
		return FALSE;
	text = cel_call_alloc_text(call, arguments[0].length, error);
	if (text == NULL)
		return FALSE;
	for (guint32 i = 0; i < arguments[0].length; i++)
		text[i] = change(arguments[0].text[i]);
	*ret_value = cel_string_of(text, arguments[0].length);
	return TRUE;
}

CEL_OPERATOR(cel_function_lower_ascii)
{
	return change_case(call, arguments, g_ascii_tolower, ret_value, error);
}

CEL_OPERATOR(cel_function_upper_ascii)
{
	return change_case(call, arguments, g_ascii_toupper, ret_value, error);
}

/* Where the next separator begins; an empty one stands after each character. */
static gssize
next_separator(const CelValue *text, const CelValue *separator, gsize from)
{
	if (separator->length > 0)
		return cel_text_find(text->text, text->length, separator->text, separator->length,
				     from);
	if (from >= text->length)
		return -1;
	gsize next = from + (gsize)(g_utf8_next_char(text->text + from) - (text->text + from));

	return next < text->length ? (gssize)next : -1;
}

/* How often `old` is replaced: at most `limit` times, an empty one also at both ends. */
static gsize
count_replacements(const CelValue *text, const CelValue *old, gint64 limit)
{
	gsize most = limit < 0 ? G_MAXSIZE : (gsize)limit;
	gsize count = 0;

	if (old->length == 0)
		return MIN(most, cel_text_count(text->text, text->length) + 1);
	for (gssize at = 0; count < most; at += old->length, count++) {
		at = cel_text_find(text->text, text->length, old->text, old->length, (gsize)at);
		if (at < 0)
			break;
	}
	return count;
}

CEL_OPERATOR(cel_function_replace)
{
	const CelValue *text = &arguments[0], *old = &arguments[1], *new = &arguments[2];
	gsize count, length, at = 0;
	char *out;

	if (!check_kinds(call, arguments, n_arguments, "sssi", error))
		return FALSE;
	count = count_replacements(text, old, n_arguments == 4 ? arguments[3].integer : -1);
	if (!cel_call_charge(call, count, error))
		return FALSE;
	/* count is at most 2³² and so is each length: no product of them wraps */
	length = text->length - count * old->length + count * new->length;
	out = cel_call_alloc_text(call, length, error);
	if (out == NULL)
		return FALSE;
	*ret_value = cel_string_of(out, length);
	for (gsize i = 0; i < count; i++) {
		gsize found =
			old->length > 0
				? (gsize)cel_text_find(text->text, text->length, old->text,
						       old->length, at)
				: cel_text_offset(text->text + at, text->length - at, i > 0) + at;

		out = mempcpy(out, text->text + at, found - at);
		out = mempcpy(out, new->text, new->length);
		at = found + old->length;
	}
	memcpy(out, text->text + at, text->length - at);
	return TRUE;
}

/* Parts that split() makes. */
static gsize
count_parts(const CelValue *text, const CelValue *separator, gsize most)
{
	gsize count = 1;
	gssize at = next_separator(text, separator, 0);

	for (; at >= 0 && count < most; count++)
		at = next_separator(text, separator, (gsize)at + separator->length);
	return count;
}

CEL_OPERATOR(cel_function_split)
{
	const CelValue *text = &arguments[0], *separator = &arguments[1];
	gint64 limit = n_arguments == 3 ? arguments[2].integer : -1;
	gsize count, at = 0;
	CelValue *items;

	if (!check_kinds(call, arguments, n_arguments, "ssi", error))
		return FALSE;
	count = limit == 0 || (text->length == 0 && separator->length == 0)
			? 0
			: count_parts(text, separator, limit < 0 ? G_MAXSIZE : (gsize)limit);
	if (!cel_call_charge(call, count, error))
		return FALSE;
	items = cel_call_alloc(call, count, sizeof *items, error);
	if (items == NULL)
		return FALSE;
	for (gsize i = 0; i < count; i++) {
		gssize found = i + 1 < count ? next_separator(text, separator, at) : -1;
		gsize end = found >= 0 ? (gsize)found : text->length;

		if (!make_part(call, text, at, end, &items[i], error))
			return FALSE;
		at = end + separator->length;
	}
	return cel_call_make_list(call, items, count, ret_value, error);
}

CEL_OPERATOR(cel_function_substring)
{
	const CelValue *text = &arguments[0];
	gint64 first, last;
	gsize count;

	if (!check_kinds(call, arguments, n_arguments, "sii", error))
		return FALSE;
	count = cel_text_count(text->text, text->length);
	first = arguments[1].integer;
	last = n_arguments == 3 ? arguments[2].integer : (gint64)count;
	if (!check_index(first, count, error) || !check_index(last, count, error))
		return FALSE;
	if (first > last)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "substring() from %" G_GINT64_FORMAT
				     " to before %" G_GINT64_FORMAT ": the end is before the start",
				     first, last);
	return make_part(call, text, cel_text_offset(text->text, text->length, (gsize)first),
			 cel_text_offset(text->text, text->length, (gsize)last), ret_value, error);
}

CEL_OPERATOR(cel_function_trim)
{
	const CelValue *text = &arguments[0];
	gsize start, end;

	if (!check_kinds(call, arguments, n_arguments, "s", error))
		return FALSE;
	start = cel_text_leading_space(text->text, text->length);
	end = text->length - cel_text_trailing_space(text->text + start, text->length - start);
	return make_part(call, text, start, end, ret_value, error);
}
