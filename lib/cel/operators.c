/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which operator goes between what (langdef, "List of Standard Definitions"). */

#include "lib/cel/operators.h"

/* clang-format off */
#define ORDER(name, function) \
	{name "(a: bool, b: bool) -> bool", NULL, function}, \
	{name "(a: int, b: int) -> bool", NULL, function}, \
	{name "(a: uint, b: uint) -> bool", NULL, function}, \
	{name "(a: double, b: double) -> bool", NULL, function}, \
	{name "(a: string, b: string) -> bool", NULL, function}, \
	{name "(a: bytes, b: bytes) -> bool", NULL, function}, \
	{name "(a: timestamp, b: timestamp) -> bool", NULL, function}, \
	{name "(a: duration, b: duration) -> bool", NULL, function}, \
	{name "(a: int, b: uint) -> bool", NULL, function}, \
	{name "(a: uint, b: int) -> bool", NULL, function}, \
	{name "(a: int, b: double) -> bool", NULL, function}, \
	{name "(a: double, b: int) -> bool", NULL, function}, \
	{name "(a: uint, b: double) -> bool", NULL, function}, \
	{name "(a: double, b: uint) -> bool", NULL, function},

static const CelFunctionRow rows[] = {
	{"_+_(a: int, b: int) -> int", NULL, cel_add},
	{"_+_(a: uint, b: uint) -> uint", NULL, cel_add},
	{"_+_(a: double, b: double) -> double", NULL, cel_add},
	{"_+_(a: string, b: string) -> string", NULL, cel_add},
	{"_+_(a: bytes, b: bytes) -> bytes", NULL, cel_add},
	{"_+_(a: list(A), b: list(A)) -> list(A)", NULL, cel_add},
	{"_+_(a: timestamp, b: duration) -> timestamp", NULL, cel_add},
	{"_+_(a: duration, b: timestamp) -> timestamp", NULL, cel_add},
	{"_+_(a: duration, b: duration) -> duration", NULL, cel_add},
	{"_-_(a: int, b: int) -> int", NULL, cel_subtract},
	{"_-_(a: uint, b: uint) -> uint", NULL, cel_subtract},
	{"_-_(a: double, b: double) -> double", NULL, cel_subtract},
	{"_-_(a: timestamp, b: timestamp) -> duration", NULL, cel_subtract},
	{"_-_(a: timestamp, b: duration) -> timestamp", NULL, cel_subtract},
	{"_-_(a: duration, b: duration) -> duration", NULL, cel_subtract},
	{"_*_(a: int, b: int) -> int", NULL, cel_multiply},
	{"_*_(a: uint, b: uint) -> uint", NULL, cel_multiply},
	{"_*_(a: double, b: double) -> double", NULL, cel_multiply},
	{"_/_(a: int, b: int) -> int", NULL, cel_divide},
	{"_/_(a: uint, b: uint) -> uint", NULL, cel_divide},
	{"_/_(a: double, b: double) -> double", NULL, cel_divide},
	{"_%_(a: int, b: int) -> int", NULL, cel_remainder},
	{"_%_(a: uint, b: uint) -> uint", NULL, cel_remainder},
	{"-_(a: int) -> int", NULL, cel_negate},
	{"-_(a: double) -> double", NULL, cel_negate},
	{"!_(a: bool) -> bool", NULL, cel_not},
	{"_==_(a: A, b: A) -> bool", NULL, cel_equal},
	{"_!=_(a: A, b: A) -> bool", NULL, cel_not_equal},
	{"@in(a: A, b: list(A)) -> bool", NULL, cel_in},
	{"@in(a: A, b: map(A, B)) -> bool", NULL, cel_in},
	ORDER("_<_", cel_less)
	ORDER("_<=_", cel_less_equal)
	ORDER("_>_", cel_greater)
	ORDER("_>=_", cel_greater_equal)
	{"_[_](list(A), int) -> A", NULL, NULL},
	{"_[_](optional_type(list(A)), int) -> optional_type(A)", NULL, NULL},
	{"_[?_](list(A), int) -> optional_type(A)", NULL, NULL},
	{"_[?_](optional_type(list(A)), int) -> optional_type(A)", NULL, NULL},
	{"_[_](map(A, B), A) -> B", NULL, NULL},
	{"_[_](optional_type(map(A, B)), A) -> optional_type(B)", NULL, NULL},
	{"_[?_](map(A, B), A) -> optional_type(B)", NULL, NULL},
	{"_[?_](optional_type(map(A, B)), A) -> optional_type(B)", NULL, NULL},
	{NULL},
};
/* clang-format on */

const CelFunctionRow *
cel_operator_rows(void)
{
	return rows;
}
