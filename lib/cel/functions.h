/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The standard functions, by the file that has them; functions.c is the table. */

#include "lib/cel/operators.h"

/* functions-convert.c */
CEL_OPERATOR(cel_function_bool);
CEL_OPERATOR(cel_function_bytes);
CEL_OPERATOR(cel_function_double);
CEL_OPERATOR(cel_function_duration);
CEL_OPERATOR(cel_function_dyn);
CEL_OPERATOR(cel_function_int);
CEL_OPERATOR(cel_function_string);
CEL_OPERATOR(cel_function_timestamp);
CEL_OPERATOR(cel_function_type);
CEL_OPERATOR(cel_function_uint);

/* functions-text.c */
CEL_OPERATOR(cel_function_contains);
CEL_OPERATOR(cel_function_ends_with);
CEL_OPERATOR(cel_function_matches);
CEL_OPERATOR(cel_function_size);
CEL_OPERATOR(cel_function_starts_with);

/* functions-strings.c: of the extension "strings" */
CEL_OPERATOR(cel_function_index_of);
CEL_OPERATOR(cel_function_join);
CEL_OPERATOR(cel_function_lower_ascii);
CEL_OPERATOR(cel_function_replace);
CEL_OPERATOR(cel_function_split);
CEL_OPERATOR(cel_function_substring);
CEL_OPERATOR(cel_function_trim);
CEL_OPERATOR(cel_function_upper_ascii);

/* functions-time.c */
CEL_OPERATOR(cel_function_get_date);
CEL_OPERATOR(cel_function_get_day_of_month);
CEL_OPERATOR(cel_function_get_day_of_week);
CEL_OPERATOR(cel_function_get_day_of_year);
CEL_OPERATOR(cel_function_get_full_year);
CEL_OPERATOR(cel_function_get_hours);
CEL_OPERATOR(cel_function_get_milliseconds);
CEL_OPERATOR(cel_function_get_minutes);
CEL_OPERATOR(cel_function_get_month);
CEL_OPERATOR(cel_function_get_seconds);

/* functions-optional.c: of the extension "optionals" */
CEL_OPERATOR(cel_function_first);
CEL_OPERATOR(cel_function_has_value);
CEL_OPERATOR(cel_function_last);
CEL_OPERATOR(cel_function_optional_none);
CEL_OPERATOR(cel_function_optional_of);
CEL_OPERATOR(cel_function_optional_of_non_zero);
CEL_OPERATOR(cel_function_or);
CEL_OPERATOR(cel_function_or_value);
CEL_OPERATOR(cel_function_unwrap);
CEL_OPERATOR(cel_function_value);
