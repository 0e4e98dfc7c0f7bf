/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conversions between types (langdef, "Type Conversions"). */

#include "lib/cel/error.h"
#include "lib/cel/functions.h"
#include "lib/cel/number.h"
#include "lib/cel/run.h"
#include "lib/cel/text.h"
#include "lib/cel/timestamp.h"

#include <math.h>
#include <string.h>

static const struct {
	const char *text;
	gboolean value;
} bool_words[] = {
	{"1", TRUE},    {"t", TRUE},      {"T", TRUE},      {"true", TRUE},
	{"TRUE", TRUE}, {"True", TRUE},   {"0", FALSE},     {"f", FALSE},
	{"F", FALSE},   {"false", FALSE}, {"FALSE", FALSE}, {"False", FALSE},
};

static gboolean
not_a(const CelValue *text, const char *what, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE, "'%.*s' is not %s",
			     cel_text_shown(text->text, text->length), text->text, what);
}

static gboolean
out_of_range(const char *type, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE, "out of range: the number does not fit %s",
			     type);
}

static gboolean
check_number(CelNumberStatus status, const CelValue *text, const char *what, const char *type,
	     GError **error)
{
	if (status == CEL_NUMBER_RANGE)
		return out_of_range(type, error);
	return status == CEL_NUMBER_OK ? TRUE : not_a(text, what, error);
}

CEL_OPERATOR(cel_function_bool)
{
	const CelValue *value = &arguments[0];

	if (value->kind == CEL_BOOL) {
		*ret_value = *value;
		return TRUE;
	}
	if (value->kind != CEL_STRING)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	for (gsize i = 0; i < G_N_ELEMENTS(bool_words); i++)
		if (strlen(bool_words[i].text) == value->length &&
		    memcmp(bool_words[i].text, value->text, value->length) == 0) {
			*ret_value = cel_bool(bool_words[i].value);
			return TRUE;
		}
	return not_a(value, "a bool: write true or false", error);
}

CEL_OPERATOR(cel_function_bytes)
{
	const CelValue *value = &arguments[0];

	if (value->kind == CEL_BYTES)
		*ret_value = *value;
	else if (value->kind == CEL_STRING)
		*ret_value = cel_bytes(value->text, value->length);
	else
		return cel_call_no_overload(call, arguments, n_arguments, error);
	return TRUE;
}

CEL_OPERATOR(cel_function_double)
{
	const CelValue *value = &arguments[0];
	double number;

	switch (value->kind) {
	case CEL_DOUBLE:
		*ret_value = *value;
		return TRUE;
	case CEL_INT:
		*ret_value = cel_double((double)value->integer);
		return TRUE;
	case CEL_UINT:
		*ret_value = cel_double((double)value->uinteger);
		return TRUE;
	case CEL_STRING:
		if (!check_number(cel_number_parse_double(value->text, value->length, &number),
				  value, "a number", "a double", error))
			return FALSE;
		*ret_value = cel_double(number);
		return TRUE;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
}

CEL_OPERATOR(cel_function_duration)
{
	const CelValue *value = &arguments[0];

	if (value->kind == CEL_STRING)
		return cel_duration_read(value->text, value->length, ret_value, error);
	if (value->kind != CEL_DURATION)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = *value;
	return TRUE;
}

CEL_OPERATOR(cel_function_dyn)
{
	*ret_value = arguments[0];
	return TRUE;
}

CEL_OPERATOR(cel_function_int)
{
	const CelValue *value = &arguments[0];
	gint64 number;

	switch (value->kind) {
	case CEL_INT:
		*ret_value = *value;
		return TRUE;
	case CEL_UINT:
		if (value->uinteger > G_MAXINT64)
			return out_of_range("int", error);
		*ret_value = cel_int((gint64)value->uinteger);
		return TRUE;
	case CEL_DOUBLE:
		/* langdef leaves -2⁶³ itself out as well: a double there may stand for what is
		 * below */
		if (!(value->real > -0x1p63 && value->real < 0x1p63))
			return out_of_range("int", error);
		*ret_value = cel_int((gint64)value->real);
		return TRUE;
	case CEL_STRING:
		if (!check_number(cel_number_parse_int(value->text, value->length, &number), value,
				  "a whole number", "int", error))
			return FALSE;
		*ret_value = cel_int(number);
		return TRUE;
	case CEL_TIMESTAMP:
		*ret_value = cel_int(value->integer);
		return TRUE;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
}

CEL_OPERATOR(cel_function_uint)
{
	const CelValue *value = &arguments[0];
	guint64 number;

	switch (value->kind) {
	case CEL_UINT:
		*ret_value = *value;
		return TRUE;
	case CEL_INT:
		if (value->integer < 0)
			return out_of_range("uint", error);
		*ret_value = cel_uint((guint64)value->integer);
		return TRUE;
	case CEL_DOUBLE:
		if (!(value->real >= 0 && value->real < 0x1p64))
			return out_of_range("uint", error);
		*ret_value = cel_uint((guint64)value->real);
		return TRUE;
	case CEL_STRING:
		if (!check_number(cel_number_parse_uint(value->text, value->length, 10, &number),
				  value, "a whole number without sign", "uint", error))
			return FALSE;
		*ret_value = cel_uint(number);
		return TRUE;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
}

CEL_OPERATOR(cel_function_string)
{
	const CelValue *value = &arguments[0];
	char buffer[MAX(CEL_NUMBER_SIZE, CEL_TIMESTAMP_SIZE)];

	switch (value->kind) {
	case CEL_STRING:
		*ret_value = *value;
		return TRUE;
	case CEL_BYTES:
		if (!cel_text_is_valid(value->text, value->length, NULL))
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "invalid UTF-8 in the bytes");
		return cel_call_copy_text(call, value->text, value->length, ret_value, error);
	case CEL_BOOL:
		*ret_value = cel_string(value->boolean ? "true" : "false");
		return TRUE;
	case CEL_INT:
		g_snprintf(buffer, sizeof buffer, "%" G_GINT64_FORMAT, value->integer);
		break;
	case CEL_UINT:
		g_snprintf(buffer, sizeof buffer, "%" G_GUINT64_FORMAT, value->uinteger);
		break;
	case CEL_DOUBLE:
		cel_number_print_double(value->real, buffer);
		break;
	case CEL_TIMESTAMP:
		cel_timestamp_print(value, buffer);
		break;
	case CEL_DURATION:
		cel_duration_print(value, buffer);
		break;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
	return cel_call_copy_text(call, buffer, strlen(buffer), ret_value, error);
}

CEL_OPERATOR(cel_function_timestamp)
{
	const CelValue *value = &arguments[0];

	switch (value->kind) {
	case CEL_TIMESTAMP:
		*ret_value = *value;
		return TRUE;
	case CEL_STRING:
		return cel_timestamp_read(value->text, value->length, ret_value, error);
	case CEL_INT:
		if (!cel_timestamp_in_range(value->integer))
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "timestamp out of range: years 0001 to 9999");
		*ret_value = cel_timestamp(value->integer, 0);
		return TRUE;
	default:
		return cel_call_no_overload(call, arguments, n_arguments, error);
	}
}

CEL_OPERATOR(cel_function_type)
{
	*ret_value = cel_type_of(cel_kind_name(arguments[0].kind));
	return TRUE;
}
