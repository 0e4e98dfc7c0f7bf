/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/numeral.h"

#include <string.h>

typedef struct {
	const char *format;
	void (*append)(GString *text, guint number, const char *const *signs);
	const char *const *signs;
} Numeral;

static const char *const plain[] = {"〇", "一", "二", "三", "四", "五", "六",
				    "七", "八", "九", "十", "百", "千"};
static const char *const formal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆",
				     "柒", "捌", "玖", "拾", "佰", "仟"};
static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己",
				    "庚", "辛", "壬", "癸", NULL};
static const char *const branches[] = {"子", "丑", "寅", "卯", "辰", "巳", "午",
				       "未", "申", "酉", "戌", "亥", NULL};
static const char *const lower_roman[] = {"m",  "cm", "d",  "cd", "c",  "xc", "l",
					  "xl", "x",  "ix", "v",  "iv", "i"};
static const char *const upper_roman[] = {"M",  "CM", "D",  "CD", "C",  "XC", "L",
					  "XL", "X",  "IX", "V",  "IV", "I"};

static void
append_decimal(GString *text, guint number, const char *const *signs)
{
	g_string_append_printf(text, "%u", number);
}

static void
append_zero(GString *text, guint number, const char *const *signs)
{
	g_string_append_printf(text, "%02u", number);
}

static void
append_nothing(GString *text, guint number, const char *const *signs)
{
}

/* 21 → 二十一, 10 → 十, 105 → 一百〇五 */
static void
append_chinese(GString *text, guint number, const char *const *signs)
{
	if (number == 0 || number > 9999) {
		append_decimal(text, number, NULL);
		return;
	}
	gboolean begun = FALSE, gap = FALSE;
	guint weight = 1000;
	for (guint place = 3;; place--, weight /= 10) {
		guint digit = number / weight % 10;
		if (digit == 0) {
			gap = begun;
		} else {
			if (gap)
				g_string_append(text, signs[0]);
			/* 十一, but 一百一十一 */
			if (begun || digit != 1 || place != 1)
				g_string_append(text, signs[digit]);
			if (place > 0)
				g_string_append(text, signs[9 + place]);
			begun = TRUE;
			gap = FALSE;
		}
		if (place == 0)
			return;
	}
}

static void
append_cycle(GString *text, guint number, const char *const *signs)
{
	guint n = g_strv_length((char **)signs);
	g_string_append(text, signs[(number + n - 1) % n]);
}

static void
append_roman(GString *text, guint number, const char *const *signs)
{
	static const guint values[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
	if (number > 3999) {
		append_decimal(text, number, NULL);
		return;
	}
	for (guint i = 0; i < G_N_ELEMENTS(values); i++)
		for (; number >= values[i]; number -= values[i])
			g_string_append(text, signs[i]);
}

/* Word goes on after z with aa, bb … */
static void
append_letters(GString *text, guint number, char first)
{
	guint n = (number + 25) / 26;
	for (guint i = 0; i < n && n <= 10; i++)
		g_string_append_c(text, (char)(first + (number + 25) % 26));
}

static void
append_lower(GString *text, guint number, const char *const *signs)
{
	append_letters(text, number, 'a');
}

static void
append_upper(GString *text, guint number, const char *const *signs)
{
	append_letters(text, number, 'A');
}

static void
append_circled(GString *text, guint number, const char *const *signs)
{
	if (number >= 1 && number <= 20)
		g_string_append_unichar(text, 0x2460 + number - 1);
	else
		append_decimal(text, number, NULL);
}

static void
append_parenthesised(GString *text, guint number, const char *const *signs)
{
	g_string_append_printf(text, "(%u)", number);
}

static void
append_full_width(GString *text, guint number, const char *const *signs)
{
	g_autofree char *digits = g_strdup_printf("%u", number);
	for (const char *p = digits; *p; p++)
		g_string_append_unichar(text, 0xff10 + (gunichar)(*p - '0'));
}

static const Numeral numerals[] = {
	{"decimal", append_decimal},
	{"decimalZero", append_zero},
	{"decimalFullWidth", append_full_width},
	{"decimalEnclosedCircle", append_circled},
	{"decimalEnclosedCircleChinese", append_circled},
	{"decimalEnclosedParen", append_parenthesised},
	{"bullet", append_nothing},
	{"none", append_nothing},
	{"lowerLetter", append_lower},
	{"upperLetter", append_upper},
	{"lowerRoman", append_roman, lower_roman},
	{"upperRoman", append_roman, upper_roman},
	{"chineseCounting", append_chinese, plain},
	{"chineseCountingThousand", append_chinese, plain},
	{"japaneseCounting", append_chinese, plain},
	{"taiwaneseCounting", append_chinese, plain},
	{"taiwaneseCountingThousand", append_chinese, plain},
	{"chineseLegalSimplified", append_chinese, formal},
	{"ideographTraditional", append_cycle, stems},
	{"ideographZodiac", append_cycle, branches},
};

void
docx_numeral_append(GString *text, const char *format, guint number)
{
	for (guint i = 0; i < G_N_ELEMENTS(numerals); i++)
		if (strcmp(numerals[i].format, format) == 0) {
			numerals[i].append(text, number, numerals[i].signs);
			return;
		}
	append_decimal(text, number, NULL);
}
