/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Functions of cel-go's extensions, by the file that has them; the table: functions-extensions.c. */

#include "lib/cel/operators.h"

/* functions-characters.c: of "strings" */
CEL_OPERATOR(cel_function_char_at);
CEL_OPERATOR(cel_function_last_index_of);
CEL_OPERATOR(cel_function_quote);
CEL_OPERATOR(cel_function_reverse_text);

/* functions-format.c: of "strings" */
CEL_OPERATOR(cel_function_format);

/* functions-math.c: "math" */
CEL_OPERATOR(cel_function_abs);
CEL_OPERATOR(cel_function_ceil);
CEL_OPERATOR(cel_function_floor);
CEL_OPERATOR(cel_function_greatest);
CEL_OPERATOR(cel_function_is_finite);
CEL_OPERATOR(cel_function_is_inf);
CEL_OPERATOR(cel_function_is_nan);
CEL_OPERATOR(cel_function_least);
CEL_OPERATOR(cel_function_round);
CEL_OPERATOR(cel_function_sign);
CEL_OPERATOR(cel_function_sqrt);
CEL_OPERATOR(cel_function_trunc);

/* functions-bits.c: of "math" */
CEL_OPERATOR(cel_function_bit_and);
CEL_OPERATOR(cel_function_bit_not);
CEL_OPERATOR(cel_function_bit_or);
CEL_OPERATOR(cel_function_bit_shift_left);
CEL_OPERATOR(cel_function_bit_shift_right);
CEL_OPERATOR(cel_function_bit_xor);

/* functions-encoders.c: "encoders" */
CEL_OPERATOR(cel_function_base64_decode);
CEL_OPERATOR(cel_function_base64_encode);

/* functions-lists.c: "lists" */
CEL_OPERATOR(cel_function_distinct);
CEL_OPERATOR(cel_function_flatten);
CEL_OPERATOR(cel_function_range);
CEL_OPERATOR(cel_function_reverse_list);
CEL_OPERATOR(cel_function_slice);
CEL_OPERATOR(cel_function_sort);

/* functions-sets.c: "sets" */
CEL_OPERATOR(cel_function_sets_contains);
CEL_OPERATOR(cel_function_sets_equivalent);
CEL_OPERATOR(cel_function_sets_intersects);

/* Ends with a NULL signature. */
const CelFunctionRow *cel_extension_functions(void);
