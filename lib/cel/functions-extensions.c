/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The table of extension functions, but for those of "strings" in functions.c.  What several rows
 * of one name take does not overlap, as far as it can be helped: an argument that fits two rows of
 * different results leaves the checker with dyn.
 */

#include "lib/cel/functions-extensions.h"

/* clang-format off */
static const CelFunctionRow extensions[] = {
	{"string.charAt(index: int) -> string", "The character at the index; nothing right behind the last.", cel_function_char_at},
	{"string.format(values: list(dyn)) -> string", "The text with %s %d %f %e %b %o %x %X replaced by the values in turn; %.2f: two digits.", cel_function_format},
	{"string.lastIndexOf(part: string) -> int", "Character where the part last begins, or -1.", cel_function_last_index_of},
	{"string.lastIndexOf(part: string, last: int) -> int", "Character at or before `last` where the part begins, or -1.", cel_function_last_index_of},
	{"string.reverse() -> string", "The characters in reverse order.", cel_function_reverse_text},
	{"strings.quote(text: string) -> string", "The text as a literal of CEL: quoted, with escapes.", cel_function_quote},

	{"math.greatest(first: int, ...rest: int) -> int", "The greatest of the numbers.", cel_function_greatest},
	{"math.greatest(first: uint, ...rest: uint) -> uint", "The greatest of the numbers.", cel_function_greatest},
	{"math.greatest(first: double, ...rest: double) -> double", "The greatest of the numbers.", cel_function_greatest},
	{"math.greatest(first: int, second: uint) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: int, second: double) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: uint, second: int) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: uint, second: double) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: double, second: int) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: double, second: uint) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(first: dyn, second: dyn, third: dyn, ...rest: dyn) -> dyn", "The greatest of the numbers, whatever their types; among equal ones the first.", cel_function_greatest},
	{"math.greatest(numbers: list(int)) -> int", "The greatest number of the list, which must not be empty.", cel_function_greatest},
	{"math.greatest(numbers: list(uint)) -> uint", "The greatest number of the list, which must not be empty.", cel_function_greatest},
	{"math.greatest(numbers: list(double)) -> double", "The greatest number of the list, which must not be empty.", cel_function_greatest},
	{"math.least(first: int, ...rest: int) -> int", "The least of the numbers.", cel_function_least},
	{"math.least(first: uint, ...rest: uint) -> uint", "The least of the numbers.", cel_function_least},
	{"math.least(first: double, ...rest: double) -> double", "The least of the numbers.", cel_function_least},
	{"math.least(first: int, second: uint) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: int, second: double) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: uint, second: int) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: uint, second: double) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: double, second: int) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: double, second: uint) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(first: dyn, second: dyn, third: dyn, ...rest: dyn) -> dyn", "The least of the numbers, whatever their types; among equal ones the first.", cel_function_least},
	{"math.least(numbers: list(int)) -> int", "The least number of the list, which must not be empty.", cel_function_least},
	{"math.least(numbers: list(uint)) -> uint", "The least number of the list, which must not be empty.", cel_function_least},
	{"math.least(numbers: list(double)) -> double", "The least number of the list, which must not be empty.", cel_function_least},

	{"math.abs(number: int) -> int", "The number without its sign.", cel_function_abs},
	{"math.abs(number: uint) -> uint", "The number without its sign.", cel_function_abs},
	{"math.abs(number: double) -> double", "The number without its sign.", cel_function_abs},
	{"math.ceil(number: double) -> double", "The whole number at or above.", cel_function_ceil},
	{"math.floor(number: double) -> double", "The whole number at or below.", cel_function_floor},
	{"math.isFinite(number: double) -> bool", "Is it neither NaN nor infinite?", cel_function_is_finite},
	{"math.isInf(number: double) -> bool", "Is it infinite, of either sign?", cel_function_is_inf},
	{"math.isNaN(number: double) -> bool", "Is it not a number?", cel_function_is_nan},
	{"math.round(number: double) -> double", "The nearest whole number; halves away from zero.", cel_function_round},
	{"math.sign(number: int) -> int", "-1, 0 or 1.", cel_function_sign},
	{"math.sign(number: uint) -> uint", "-1, 0 or 1.", cel_function_sign},
	{"math.sign(number: double) -> double", "-1, 0 or 1.", cel_function_sign},
	{"math.sqrt(number: int) -> double", "The square root; NaN of a negative number.", cel_function_sqrt},
	{"math.sqrt(number: uint) -> double", "The square root; NaN of a negative number.", cel_function_sqrt},
	{"math.sqrt(number: double) -> double", "The square root; NaN of a negative number.", cel_function_sqrt},
	{"math.trunc(number: double) -> double", "The number without its fraction.", cel_function_trunc},

	{"math.bitAnd(a: int, b: int) -> int", "The bits that both have.", cel_function_bit_and},
	{"math.bitAnd(a: uint, b: uint) -> uint", "The bits that both have.", cel_function_bit_and},
	{"math.bitOr(a: int, b: int) -> int", "The bits that one or both have.", cel_function_bit_or},
	{"math.bitOr(a: uint, b: uint) -> uint", "The bits that one or both have.", cel_function_bit_or},
	{"math.bitXor(a: int, b: int) -> int", "The bits that just one of them has.", cel_function_bit_xor},
	{"math.bitXor(a: uint, b: uint) -> uint", "The bits that just one of them has.", cel_function_bit_xor},
	{"math.bitNot(number: int) -> int", "The bits that it has not.", cel_function_bit_not},
	{"math.bitNot(number: uint) -> uint", "The bits that it has not.", cel_function_bit_not},
	{"math.bitShiftLeft(number: int, bits: int) -> int", "The bits moved towards the sign; zeros come in.", cel_function_bit_shift_left},
	{"math.bitShiftLeft(number: uint, bits: int) -> uint", "The bits moved towards the sign; zeros come in.", cel_function_bit_shift_left},
	{"math.bitShiftRight(number: int, bits: int) -> int", "The bits moved away from the sign; zeros come in, also into a negative int.", cel_function_bit_shift_right},
	{"math.bitShiftRight(number: uint, bits: int) -> uint", "The bits moved away from the sign; zeros come in, also into a negative int.", cel_function_bit_shift_right},

	{"base64.decode(text: string) -> bytes", "The bytes that the base64 text stands for; filling may be left out.", cel_function_base64_decode},
	{"base64.encode(data: bytes) -> string", "The bytes as base64.", cel_function_base64_encode},

	{"list(A).distinct() -> list(A)", "The list without elements that came before.", cel_function_distinct},
	{"list(list(A)).flatten() -> list(A)", "The elements of the lists in the list, one level down.", cel_function_flatten},
	{"list(dyn).flatten(levels: int) -> list(dyn)", "The elements of the lists in the list, so many levels down.", cel_function_flatten},
	{"list(A).reverse() -> list(A)", "The elements in reverse order.", cel_function_reverse_list},
	{"list(A).slice(start: int, end: int) -> list(A)", "The elements from `start` up to before `end`.", cel_function_slice},
	{"list(bool).sort() -> list(bool)", "The elements in ascending order.", cel_function_sort},
	{"list(int).sort() -> list(int)", "The elements in ascending order.", cel_function_sort},
	{"list(uint).sort() -> list(uint)", "The elements in ascending order.", cel_function_sort},
	{"list(double).sort() -> list(double)", "The elements in ascending order.", cel_function_sort},
	{"list(string).sort() -> list(string)", "The elements in ascending order.", cel_function_sort},
	{"list(bytes).sort() -> list(bytes)", "The elements in ascending order.", cel_function_sort},
	{"list(timestamp).sort() -> list(timestamp)", "The elements in ascending order.", cel_function_sort},
	{"list(duration).sort() -> list(duration)", "The elements in ascending order.", cel_function_sort},
	{"lists.range(length: int) -> list(int)", "0, 1, 2 … up to before the length.", cel_function_range},

	{"sets.contains(list: list(A), part: list(A)) -> bool", "Is each element of the part in the list?", cel_function_sets_contains},
	{"sets.equivalent(a: list(A), b: list(A)) -> bool", "Is each element of one in the other, and the other way round?", cel_function_sets_equivalent},
	{"sets.intersects(a: list(A), b: list(A)) -> bool", "Is any element of one in the other?", cel_function_sets_intersects},
	{NULL},
};
/* clang-format on */

const CelFunctionRow *
cel_extension_functions(void)
{
	return extensions;
}
