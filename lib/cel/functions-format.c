/* SPDX-License-Identifier: GPL-3.0-or-later */

/* string.format(list), of the extension "strings" (cel-go ext/formatting_v2.go). */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/render.h"
#include "lib/cel/text.h"

#include <math.h>
#include <string.h>

#define DEFAULT_PRECISION 6
#define MAX_PRECISION 1000
/* the digits of 1e308, MAX_PRECISION behind the point, sign, point and exponent */
#define NUMBER_SIZE (320 + MAX_PRECISION)

#define KIND(kind) (1u << (kind))
#define INTEGERS (KIND(CEL_INT) | KIND(CEL_UINT))
#define NUMBERS (INTEGERS | KIND(CEL_DOUBLE))
#define TEXTS (KIND(CEL_STRING) | KIND(CEL_BYTES))
#define ANY G_MAXUINT

typedef struct {
	char letter;
	guint precision;
} Clause;

static gboolean
show_value(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	return cel_render_value(render, value, error);
}

static gboolean
show_decimal(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	if (value->kind == CEL_DOUBLE)
		return cel_render_double(render, value->real, error);
	return cel_render_integer(render, value, 10, FALSE, error);
}

/* %f and %e: so many digits behind the point, rounded from the exact value, half to even. */
static gboolean
show_rounded(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	double number = value->kind == CEL_INT    ? (double)value->integer
			: value->kind == CEL_UINT ? (double)value->uinteger
						  : value->real;
	char format[16], buffer[NUMBER_SIZE];

	if (!isfinite(number))
		return cel_render_double(render, number, error);
	g_snprintf(format, sizeof format, "%%.%u%c", clause->precision, clause->letter);
	g_ascii_formatd(buffer, sizeof buffer, format, number);
	return cel_render_text(render, buffer, strlen(buffer), error);
}

static gboolean
show_binary(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	CelValue number = *value;

	if (value->kind == CEL_BOOL)
		number = cel_uint(value->boolean ? 1 : 0);
	return cel_render_integer(render, &number, 2, FALSE, error);
}

static gboolean
show_octal(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	return cel_render_integer(render, value, 8, FALSE, error);
}

static gboolean
show_hex(CelRender *render, const CelValue *value, const Clause *clause, GError **error)
{
	gboolean upper = clause->letter == 'X';
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	if (value->kind == CEL_INT || value->kind == CEL_UINT)
		return cel_render_integer(render, value, 16, upper, error);
	for (guint32 i = 0; i < value->length; i++) {
		guchar byte = (guchar)value->text[i];
		char pair[2] = {digits[byte >> 4], digits[byte & 15]};

		if (!cel_render_text(render, pair, sizeof pair, error))
			return FALSE;
	}
	return TRUE;
}

/* what a clause takes, and what it says of anything else, in the words of cel-spec's tests */
static const struct {
	char letter;
	guint kinds;
	gboolean (*show)(CelRender *, const CelValue *, const Clause *, GError **);
	const char *complaint;
} clauses[] = {
	{'s', ANY, show_value, ""},
	{'d', NUMBERS, show_decimal, "decimal clause can only be used on integers"},
	{'f', NUMBERS, show_rounded, "fixed-point clause can only be used on doubles"},
	{'e', NUMBERS, show_rounded, "scientific clause can only be used on doubles"},
	{'b', INTEGERS | KIND(CEL_BOOL), show_binary,
	 "only integers and bools can be formatted as binary"},
	{'o', INTEGERS, show_octal, "octal clause can only be used on integers"},
	{'x', INTEGERS | TEXTS, show_hex,
	 "only integers, byte buffers, and strings can be formatted as hex"},
	{'X', INTEGERS | TEXTS, show_hex,
	 "only integers, byte buffers, and strings can be formatted as hex"},
};

static gboolean
bad_precision(const char *fault, GError **error)
{
	return cel_set_error(error, CEL_ERROR_EVALUATE,
			     "could not parse formatting clause: error while parsing precision: %s",
			     fault);
}

/* ".12" at *at, where there is one; the letter follows. */
static gboolean
read_precision(const CelValue *format, gsize *at, guint *ret_precision, GError **error)
{
	const char *text = format->text;
	gsize start = *at + 1, end = start;
	guint precision = 0;

	if (text[*at] != '.') {
		*ret_precision = DEFAULT_PRECISION;
		return TRUE;
	}
	for (; end < format->length && g_ascii_isdigit(text[end]); end++)
		precision = MIN(precision * 10 + (guint)(text[end] - '0'), MAX_PRECISION + 1);
	if (end == format->length)
		return bad_precision("could not find end of precision specifier", error);
	if (end == start)
		return bad_precision("digits must follow the point", error);
	if (precision > MAX_PRECISION)
		return bad_precision("it exceeds " G_STRINGIFY(MAX_PRECISION), error);
	*at = end;
	*ret_precision = precision;
	return TRUE;
}

/* What follows a '%' at *at, filled from `items`. */
static gboolean
fill_clause(CelRender *render, const CelValue *format, gsize *at, const CelList *items,
	    gsize n_filled, GError **error)
{
	Clause clause = {0};
	const char *letter;

	if (*at == format->length)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "could not parse formatting clause: unexpected end of string");
	if (n_filled >= items->length)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "index %" G_GSIZE_FORMAT
				     " out of range: the list given to format() is too short",
				     n_filled);
	if (!read_precision(format, at, &clause.precision, error))
		return FALSE;
	letter = format->text + *at;
	clause.letter = *letter;
	*at += cel_text_offset(letter, format->length - *at, 1);
	for (gsize i = 0; i < G_N_ELEMENTS(clauses); i++) {
		const CelValue *item = &items->items[n_filled];

		if (clauses[i].letter != clause.letter)
			continue;
		if ((clauses[i].kinds >> item->kind & 1) == 0)
			return cel_set_error(error, CEL_ERROR_EVALUATE,
					     "error during formatting: %s, was given %s",
					     clauses[i].complaint, cel_kind_name(item->kind));
		return cel_call_charge(render->call, 1, error) &&
		       clauses[i].show(render, item, &clause, error);
	}
	return cel_set_error(
		error, CEL_ERROR_EVALUATE,
		"could not parse formatting clause: unrecognized formatting clause \"%.*s\"",
		(int)(format->text + *at - letter), letter);
}

CEL_OPERATOR(cel_function_format)
{
	const CelValue *format = &arguments[0];
	CelRender render = {.call = call};
	gsize n_filled = 0;

	if (n_arguments != 2 || format->kind != CEL_STRING || arguments[1].kind != CEL_LIST)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (!cel_call_charge(call, format->length / CEL_BYTES_PER_STEP, error))
		return FALSE;
	for (gsize at = 0; at < format->length;) {
		gssize percent = cel_text_find(format->text, format->length, "%", 1, at);
		gsize end = percent < 0 ? format->length : (gsize)percent;

		if (!cel_render_text(&render, format->text + at, end - at, error))
			return FALSE;
		at = end + (percent >= 0);
		if (percent < 0)
			break;
		if (at < format->length && format->text[at] == '%') {
			if (!cel_render_text(&render, "%", 1, error))
				return FALSE;
			at++;
		} else if (!fill_clause(&render, format, &at, arguments[1].list, n_filled++,
					error)) {
			return FALSE;
		}
	}
	*ret_value = cel_render_finish(&render);
	return TRUE;
}
