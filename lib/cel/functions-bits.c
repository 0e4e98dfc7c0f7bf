/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bits of integers, of the extension "math": an int is its two's complement. */

#include "lib/cel/error.h"
#include "lib/cel/functions-extensions.h"
#include "lib/cel/run.h"

#define WIDTH 64

static gboolean
is_integer(const CelValue *value)
{
	return value->kind == CEL_INT || value->kind == CEL_UINT;
}

static CelValue
of_kind(CelKind kind, guint64 bits)
{
	return kind == CEL_INT ? cel_int((gint64)bits) : cel_uint(bits);
}

static guint64
and_bits(guint64 a, guint64 b)
{
	return a & b;
}

static guint64
or_bits(guint64 a, guint64 b)
{
	return a | b;
}

static guint64
xor_bits(guint64 a, guint64 b)
{
	return a ^ b;
}

static gboolean
combine(CelCall *call, const CelValue *arguments, gsize n_arguments,
	guint64 (*operation)(guint64, guint64), CelValue *ret_value, GError **error)
{
	if (n_arguments != 2 || !is_integer(&arguments[0]) ||
	    arguments[0].kind != arguments[1].kind)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value =
		of_kind(arguments[0].kind, operation(arguments[0].uinteger, arguments[1].uinteger));
	return TRUE;
}

CEL_OPERATOR(cel_function_bit_and)
{
	return combine(call, arguments, n_arguments, and_bits, ret_value, error);
}

CEL_OPERATOR(cel_function_bit_or)
{
	return combine(call, arguments, n_arguments, or_bits, ret_value, error);
}

CEL_OPERATOR(cel_function_bit_xor)
{
	return combine(call, arguments, n_arguments, xor_bits, ret_value, error);
}

CEL_OPERATOR(cel_function_bit_not)
{
	if (n_arguments != 1 || !is_integer(&arguments[0]))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	*ret_value = of_kind(arguments[0].kind, ~arguments[0].uinteger);
	return TRUE;
}

/* cel-spec asks for zeros from both sides, also where an int is negative. */
static gboolean
shift(CelCall *call, const CelValue *arguments, gsize n_arguments, gboolean left,
      CelValue *ret_value, GError **error)
{
	guint64 bits = 0;

	if (n_arguments != 2 || !is_integer(&arguments[0]) || arguments[1].kind != CEL_INT)
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (arguments[1].integer < 0)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "math.bitShift%s() negative offset: %" G_GINT64_FORMAT,
				     left ? "Left" : "Right", arguments[1].integer);
	if (arguments[1].integer < WIDTH)
		bits = left ? arguments[0].uinteger << arguments[1].integer
			    : arguments[0].uinteger >> arguments[1].integer;
	*ret_value = of_kind(arguments[0].kind, bits);
	return TRUE;
}

CEL_OPERATOR(cel_function_bit_shift_left)
{
	return shift(call, arguments, n_arguments, TRUE, ret_value, error);
}

CEL_OPERATOR(cel_function_bit_shift_right)
{
	return shift(call, arguments, n_arguments, FALSE, ret_value, error);
}
