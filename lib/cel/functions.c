/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of standard functions (langdef, "List of Standard Definitions"), and the extensions. */

#include "lib/cel/functions.h"

#include "lib/cel/functions-extensions.h"

/* clang-format off */
static const CelFunctionRow standard[] = {
	{"size(value: string) -> int", "Characters of a text.", cel_function_size},
	{"size(value: bytes) -> int", "How many bytes.", cel_function_size},
	{"size(value: list(A)) -> int", "Elements of a list.", cel_function_size},
	{"size(value: map(A, B)) -> int", "Entries of a map.", cel_function_size},
	{"string.size() -> int", "Characters of a text.", cel_function_size},
	{"bytes.size() -> int", "How many bytes.", cel_function_size},
	{"list(A).size() -> int", "Elements of a list.", cel_function_size},
	{"map(A, B).size() -> int", "Entries of a map.", cel_function_size},
	{"string.contains(part: string) -> bool", "Is the part anywhere in the text?", cel_function_contains},
	{"string.startsWith(prefix: string) -> bool", "Does the text begin with the prefix?", cel_function_starts_with},
	{"string.endsWith(suffix: string) -> bool", "Does the text end with the suffix?", cel_function_ends_with},
	{"string.matches(pattern: string) -> bool", "Does the regular expression (RE2) match anywhere in the text?", cel_function_matches},
	{"matches(text: string, pattern: string) -> bool", "Does the regular expression (RE2) match anywhere in the text?", cel_function_matches},

	{"bool(value: bool) -> bool", "From true, True, TRUE, t, 1 and their opposites.", cel_function_bool},
	{"bool(value: string) -> bool", "From true, True, TRUE, t, 1 and their opposites.", cel_function_bool},
	{"bytes(value: bytes) -> bytes", "The UTF-8 bytes of a text.", cel_function_bytes},
	{"bytes(value: string) -> bytes", "The UTF-8 bytes of a text.", cel_function_bytes},
	{"double(value: double) -> double", "The number as a double.", cel_function_double},
	{"double(value: int) -> double", "The number as a double.", cel_function_double},
	{"double(value: uint) -> double", "The number as a double.", cel_function_double},
	{"double(value: string) -> double", "The number as a double.", cel_function_double},
	{"duration(value: duration) -> duration", "From '1h30m', '2.5s' and the like.", cel_function_duration},
	{"duration(value: string) -> duration", "From '1h30m', '2.5s' and the like.", cel_function_duration},
	{"int(value: int) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"int(value: uint) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"int(value: double) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"int(value: string) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"int(value: timestamp) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"string(value: string) -> string", "The value as text.", cel_function_string},
	{"string(value: bytes) -> string", "The value as text.", cel_function_string},
	{"string(value: bool) -> string", "The value as text.", cel_function_string},
	{"string(value: int) -> string", "The value as text.", cel_function_string},
	{"string(value: uint) -> string", "The value as text.", cel_function_string},
	{"string(value: double) -> string", "The value as text.", cel_function_string},
	{"string(value: timestamp) -> string", "The value as text.", cel_function_string},
	{"string(value: duration) -> string", "The value as text.", cel_function_string},
	{"timestamp(value: timestamp) -> timestamp", "From 2025-07-08T16:20:00+08:00 or seconds since 1970.", cel_function_timestamp},
	{"timestamp(value: string) -> timestamp", "From 2025-07-08T16:20:00+08:00 or seconds since 1970.", cel_function_timestamp},
	{"timestamp(value: int) -> timestamp", "From 2025-07-08T16:20:00+08:00 or seconds since 1970.", cel_function_timestamp},
	{"uint(value: uint) -> uint", "Whole part or decimal number.", cel_function_uint},
	{"uint(value: int) -> uint", "Whole part or decimal number.", cel_function_uint},
	{"uint(value: double) -> uint", "Whole part or decimal number.", cel_function_uint},
	{"uint(value: string) -> uint", "Whole part or decimal number.", cel_function_uint},
	{"dyn(value: A) -> dyn", "The value itself, of a type known only at run time.", cel_function_dyn},
	{"type(value: A) -> type(A)", "The type of a value.", cel_function_type},

	{"timestamp.getDate() -> int", "Day of the month, from 1, in UTC.", cel_function_get_date},
	{"timestamp.getDate(zone: string) -> int", "Day of the month, from 1, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_date},
	{"timestamp.getDayOfMonth() -> int", "Day of the month, from 0, in UTC.", cel_function_get_day_of_month},
	{"timestamp.getDayOfMonth(zone: string) -> int", "Day of the month, from 0, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_day_of_month},
	{"timestamp.getDayOfWeek() -> int", "Day of the week, 0 = Sunday, in UTC.", cel_function_get_day_of_week},
	{"timestamp.getDayOfWeek(zone: string) -> int", "Day of the week, 0 = Sunday, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_day_of_week},
	{"timestamp.getDayOfYear() -> int", "Day of the year, from 0, in UTC.", cel_function_get_day_of_year},
	{"timestamp.getDayOfYear(zone: string) -> int", "Day of the year, from 0, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_day_of_year},
	{"timestamp.getFullYear() -> int", "Year, in UTC.", cel_function_get_full_year},
	{"timestamp.getFullYear(zone: string) -> int", "Year, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_full_year},
	{"timestamp.getMonth() -> int", "Month, 0 = January, in UTC.", cel_function_get_month},
	{"timestamp.getMonth(zone: string) -> int", "Month, 0 = January, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_month},
	{"timestamp.getHours() -> int", "Hour, in UTC.", cel_function_get_hours},
	{"timestamp.getHours(zone: string) -> int", "Hour, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_hours},
	{"timestamp.getMinutes() -> int", "Minute, in UTC.", cel_function_get_minutes},
	{"timestamp.getMinutes(zone: string) -> int", "Minute, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_minutes},
	{"timestamp.getSeconds() -> int", "Second, in UTC.", cel_function_get_seconds},
	{"timestamp.getSeconds(zone: string) -> int", "Second, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_seconds},
	{"timestamp.getMilliseconds() -> int", "Milliseconds within the second, in UTC.", cel_function_get_milliseconds},
	{"timestamp.getMilliseconds(zone: string) -> int", "Milliseconds within the second, in the time zone (Asia/Shanghai, +08:00).", cel_function_get_milliseconds},
	{"duration.getHours() -> int", "Whole hours of the duration.", cel_function_get_hours},
	{"duration.getMinutes() -> int", "Whole minutes of the duration.", cel_function_get_minutes},
	{"duration.getSeconds() -> int", "Whole seconds of the duration.", cel_function_get_seconds},
	{"duration.getMilliseconds() -> int", "Milliseconds within the second.", cel_function_get_milliseconds},

	{"string.indexOf(part: string) -> int", "Character where the part first begins, or -1.", cel_function_index_of},
	{"string.indexOf(part: string, from: int) -> int", "Character at or after `from` where the part begins, or -1.", cel_function_index_of},
	{"list(string).join() -> string", "The texts one after the other.", cel_function_join},
	{"list(string).join(separator: string) -> string", "The texts with the separator between them.", cel_function_join},
	{"string.lowerAscii() -> string", "A-Z in lower case.", cel_function_lower_ascii},
	{"string.replace(old: string, new: string) -> string", "Every `old` replaced.", cel_function_replace},
	{"string.replace(old: string, new: string, limit: int) -> string", "The first `limit` of `old` replaced; all when negative.", cel_function_replace},
	{"string.split(separator: string) -> list(string)", "The parts between separators.", cel_function_split},
	{"string.split(separator: string, limit: int) -> list(string)", "At most `limit` parts; all when negative.", cel_function_split},
	{"string.substring(start: int) -> string", "From the character `start` on.", cel_function_substring},
	{"string.substring(start: int, end: int) -> string", "From the character `start` up to before `end`.", cel_function_substring},
	{"string.trim() -> string", "Without white space at both ends.", cel_function_trim},
	{"string.upperAscii() -> string", "a-z in upper case.", cel_function_upper_ascii},

	{"optional.of(value: A) -> optional_type(A)", "An optional that holds the value.", cel_function_optional_of},
	{"optional.none() -> optional_type(A)", "An optional that holds nothing.", cel_function_optional_none},
	{"optional.ofNonZeroValue(value: A) -> optional_type(A)", "Holds the value unless it is empty, zero, false or null.", cel_function_optional_of_non_zero},
	{"optional.unwrap(list: list(optional_type(A))) -> list(A)", "What is held by those that hold something.", cel_function_unwrap},
	{"list(optional_type(A)).unwrapOpt() -> list(A)", "What is held by those that hold something.", cel_function_unwrap},
	{"optional_type(A).hasValue() -> bool", "Does it hold something?", cel_function_has_value},
	{"optional_type(A).value() -> A", "What it holds; an error when it holds nothing.", cel_function_value},
	{"optional_type(A).or(other: optional_type(A)) -> optional_type(A)", "The first that holds something.", cel_function_or},
	{"optional_type(A).orValue(value: A) -> A", "What it holds, else the value.", cel_function_or_value},
	{"list(A).first() -> optional_type(A)", "The first element, where there is one.", cel_function_first},
	{"list(A).last() -> optional_type(A)", "The last element, where there is one.", cel_function_last},
	{NULL},
};
/* clang-format on */

static void
append(GArray *all, const CelFunctionRow *rows)
{
	for (; rows->signature != NULL; rows++)
		g_array_append_vals(all, rows, 1);
}

const CelFunctionRow *
cel_standard_functions(void)
{
	static gsize once = 0;
	static const CelFunctionRow *rows;

	if (g_once_init_enter(&once)) {
		GArray *all = g_array_new(TRUE, FALSE, sizeof(CelFunctionRow));

		append(all, standard);
		append(all, cel_extension_functions());
		rows = (const CelFunctionRow *)g_array_free(all, FALSE);
		g_once_init_leave(&once, 1);
	}
	return rows;
}
