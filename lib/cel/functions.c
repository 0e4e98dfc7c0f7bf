/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of standard functions (langdef, "List of Standard Definitions", and "strings"). */

#include "lib/cel/functions.h"

/* clang-format off */
static const CelFunctionRow standard[] = {
	{"size", FALSE, 1, "size(string | bytes | list | map) -> int", "Characters of a text, bytes, or elements.", cel_function_size},
	{"size", TRUE, 1, "string.size() -> int; also bytes, list, map", "Characters of a text, bytes, or elements.", cel_function_size},
	{"contains", TRUE, 2, "string.contains(part: string) -> bool", "Is the part anywhere in the text?", cel_function_contains},
	{"startsWith", TRUE, 2, "string.startsWith(prefix: string) -> bool", "Does the text begin with the prefix?", cel_function_starts_with},
	{"endsWith", TRUE, 2, "string.endsWith(suffix: string) -> bool", "Does the text end with the suffix?", cel_function_ends_with},
	{"matches", TRUE, 2, "string.matches(pattern: string) -> bool", "Does the regular expression (RE2) match anywhere in the text?", cel_function_matches},
	{"matches", FALSE, 2, "matches(text: string, pattern: string) -> bool", "Does the regular expression (RE2) match anywhere in the text?", cel_function_matches},

	{"bool", FALSE, 1, "bool(bool | string) -> bool", "From true, True, TRUE, t, 1 and their opposites.", cel_function_bool},
	{"bytes", FALSE, 1, "bytes(bytes | string) -> bytes", "The UTF-8 bytes of a text.", cel_function_bytes},
	{"double", FALSE, 1, "double(double | int | uint | string) -> double", "The number as a double.", cel_function_double},
	{"duration", FALSE, 1, "duration(string | duration) -> duration", "From '1h30m', '2.5s' and the like.", cel_function_duration},
	{"dyn", FALSE, 1, "dyn(any) -> dyn", "The value itself, of a type known only at run time.", cel_function_dyn},
	{"int", FALSE, 1, "int(int | uint | double | string | timestamp) -> int", "Whole part, decimal number, or seconds since 1970.", cel_function_int},
	{"string", FALSE, 1, "string(any scalar) -> string", "The value as text.", cel_function_string},
	{"timestamp", FALSE, 1, "timestamp(string | int | timestamp) -> timestamp", "From 2025-07-08T16:20:00+08:00 or seconds since 1970.", cel_function_timestamp},
	{"type", FALSE, 1, "type(any) -> type", "The type of a value.", cel_function_type},
	{"uint", FALSE, 1, "uint(uint | int | double | string) -> uint", "Whole part or decimal number.", cel_function_uint},

	{"getDate", TRUE, 1, "timestamp.getDate() -> int", "Day of the month in UTC, from 1.", cel_function_get_date},
	{"getDate", TRUE, 2, "timestamp.getDate(zone: string) -> int", "Day of the month in the time zone, from 1.", cel_function_get_date},
	{"getDayOfMonth", TRUE, 1, "timestamp.getDayOfMonth() -> int", "Day of the month in UTC, from 0.", cel_function_get_day_of_month},
	{"getDayOfMonth", TRUE, 2, "timestamp.getDayOfMonth(zone: string) -> int", "Day of the month in the time zone, from 0.", cel_function_get_day_of_month},
	{"getDayOfWeek", TRUE, 1, "timestamp.getDayOfWeek() -> int", "Day of the week in UTC, 0 = Sunday.", cel_function_get_day_of_week},
	{"getDayOfWeek", TRUE, 2, "timestamp.getDayOfWeek(zone: string) -> int", "Day of the week in the time zone, 0 = Sunday.", cel_function_get_day_of_week},
	{"getDayOfYear", TRUE, 1, "timestamp.getDayOfYear() -> int", "Day of the year in UTC, from 0.", cel_function_get_day_of_year},
	{"getDayOfYear", TRUE, 2, "timestamp.getDayOfYear(zone: string) -> int", "Day of the year in the time zone, from 0.", cel_function_get_day_of_year},
	{"getFullYear", TRUE, 1, "timestamp.getFullYear() -> int", "Year in UTC.", cel_function_get_full_year},
	{"getFullYear", TRUE, 2, "timestamp.getFullYear(zone: string) -> int", "Year in the time zone.", cel_function_get_full_year},
	{"getHours", TRUE, 1, "timestamp.getHours() -> int; duration.getHours() -> int", "Hour in UTC; whole hours of a duration.", cel_function_get_hours},
	{"getHours", TRUE, 2, "timestamp.getHours(zone: string) -> int", "Hour in the time zone.", cel_function_get_hours},
	{"getMilliseconds", TRUE, 1, "timestamp.getMilliseconds() -> int; duration.getMilliseconds() -> int", "Milliseconds within the second.", cel_function_get_milliseconds},
	{"getMilliseconds", TRUE, 2, "timestamp.getMilliseconds(zone: string) -> int", "Milliseconds within the second.", cel_function_get_milliseconds},
	{"getMinutes", TRUE, 1, "timestamp.getMinutes() -> int; duration.getMinutes() -> int", "Minute in UTC; whole minutes of a duration.", cel_function_get_minutes},
	{"getMinutes", TRUE, 2, "timestamp.getMinutes(zone: string) -> int", "Minute in the time zone.", cel_function_get_minutes},
	{"getMonth", TRUE, 1, "timestamp.getMonth() -> int", "Month in UTC, 0 = January.", cel_function_get_month},
	{"getMonth", TRUE, 2, "timestamp.getMonth(zone: string) -> int", "Month in the time zone, 0 = January.", cel_function_get_month},
	{"getSeconds", TRUE, 1, "timestamp.getSeconds() -> int; duration.getSeconds() -> int", "Second in UTC; whole seconds of a duration.", cel_function_get_seconds},
	{"getSeconds", TRUE, 2, "timestamp.getSeconds(zone: string) -> int", "Second in the time zone.", cel_function_get_seconds},

	{"indexOf", TRUE, 2, "string.indexOf(part: string) -> int", "Character where the part first begins, or -1.", cel_function_index_of},
	{"indexOf", TRUE, 3, "string.indexOf(part: string, from: int) -> int", "Character at or after `from` where the part begins, or -1.", cel_function_index_of},
	{"join", TRUE, 1, "list(string).join() -> string", "The texts one after the other.", cel_function_join},
	{"join", TRUE, 2, "list(string).join(separator: string) -> string", "The texts with the separator between them.", cel_function_join},
	{"lowerAscii", TRUE, 1, "string.lowerAscii() -> string", "A-Z in lower case.", cel_function_lower_ascii},
	{"replace", TRUE, 3, "string.replace(old: string, new: string) -> string", "Every `old` replaced.", cel_function_replace},
	{"replace", TRUE, 4, "string.replace(old: string, new: string, limit: int) -> string", "The first `limit` of `old` replaced; all when negative.", cel_function_replace},
	{"split", TRUE, 2, "string.split(separator: string) -> list(string)", "The parts between separators.", cel_function_split},
	{"split", TRUE, 3, "string.split(separator: string, limit: int) -> list(string)", "At most `limit` parts; all when negative.", cel_function_split},
	{"substring", TRUE, 2, "string.substring(start: int) -> string", "From the character `start` on.", cel_function_substring},
	{"substring", TRUE, 3, "string.substring(start: int, end: int) -> string", "From the character `start` up to before `end`.", cel_function_substring},
	{"trim", TRUE, 1, "string.trim() -> string", "Without white space at both ends.", cel_function_trim},
	{"upperAscii", TRUE, 1, "string.upperAscii() -> string", "a-z in upper case.", cel_function_upper_ascii},
	{NULL},
};
/* clang-format on */

const CelFunctionRow *
cel_standard_functions(void)
{
	return standard;
}
