/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The operators but && || ?: as functions of evaluated operands, by their kinds at run time. */

#include "lib/cel/cel.h"

#define CEL_OPERATOR(name)                                                                         \
	gboolean name(CelCall *call, const CelValue *arguments, gsize n_arguments,                 \
		      CelValue *ret_value, GError **error)

CEL_OPERATOR(cel_add);
CEL_OPERATOR(cel_subtract);
CEL_OPERATOR(cel_multiply);
CEL_OPERATOR(cel_divide);
CEL_OPERATOR(cel_remainder);
CEL_OPERATOR(cel_negate);
CEL_OPERATOR(cel_not);
CEL_OPERATOR(cel_equal);
CEL_OPERATOR(cel_not_equal);
CEL_OPERATOR(cel_less);
CEL_OPERATOR(cel_less_equal);
CEL_OPERATOR(cel_greater);
CEL_OPERATOR(cel_greater_equal);
CEL_OPERATOR(cel_in);

/* What operators go between what, ends with a NULL signature; index and field access have no function. */
const CelFunctionRow *cel_operator_rows(void);
