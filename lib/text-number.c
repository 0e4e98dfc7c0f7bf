/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/text.h"

#include <string.h>

#define MAX_COUNT G_GINT64_CONSTANT(1000000000000000)

typedef struct {
	gunichar character;
	int value;
} Numeral;

static const Numeral digits[] = {
	{0x3007, 0},                                                     /* 〇 */
	{0x25CB, 0},                                                     /* ○, typed for 〇 */
	{0x96F6, 0},                                                     /* 零 */
	{0x4E00, 1}, {0x4E8C, 2}, {0x4E09, 3}, {0x56DB, 4}, {0x4E94, 5}, /* 一二三四五 */
	{0x516D, 6}, {0x4E03, 7}, {0x516B, 8}, {0x4E5D, 9},              /* 六七八九 */
	{0x4E24, 2},                                                     /* 两 */
	{0x58F9, 1}, {0x8D30, 2}, {0x53C1, 3}, {0x8086, 4}, {0x4F0D, 5}, /* 壹贰叁肆伍 */
	{0x9646, 6}, {0x67D2, 7}, {0x634C, 8}, {0x7396, 9},              /* 陆柒捌玖 */
};

static const Numeral places[] = {
	{0x5341, 10},   {0x62FE, 10},   /* 十拾 */
	{0x767E, 100},  {0x4F70, 100},  /* 百佰 */
	{0x5343, 1000}, {0x4EDF, 1000}, /* 千仟 */
};

static const Numeral myriads[] = {
	{0x4E07, 10000},     /* 万 */
	{0x4EBF, 100000000}, /* 亿 */
};

/* behind a Chinese numeral only these make it a number: "一般", "十分", "三一重工" are words */
static const char units[] = "条个项件次人名户家笔份起例张页位年月日天元岁套批宗种类款期级届组处所";

static int
value_in(const Numeral *table, gsize count, gunichar character)
{
	for (gsize i = 0; i < count; i++)
		if (table[i].character == character)
			return table[i].value;
	return -1;
}

#define VALUE_IN(table, character) value_in(table, G_N_ELEMENTS(table), character)

static const char *
parse_latin(const char *text, gint64 *ret_value)
{
	const char *p = text;
	gint64 value = 0;

	for (; g_ascii_isdigit(*p) || (*p == ',' && p > text && g_ascii_isdigit(p[1])); p++) {
		if (*p == ',')
			continue;
		value = value * 10 + g_ascii_digit_value(*p);
		if (value > MAX_COUNT)
			return NULL;
	}
	*ret_value = value;
	return p > text ? p : NULL;
}

/* 二〇二五 digit by digit */
static const char *
parse_digits(const char *text, gint64 *ret_value)
{
	const char *p = text;
	gint64 value = 0;

	for (; *p; p = g_utf8_next_char(p)) {
		int digit = VALUE_IN(digits, g_utf8_get_char(p));
		if (digit < 0)
			break;
		value = value * 10 + digit;
		if (value > MAX_COUNT)
			return NULL;
	}
	*ret_value = value;
	return p > text ? p : NULL;
}

/* 一百零五, 十二, 三千: sections of digit and place below 10,000, sections times 万 and 亿 */
static const char *
parse_chinese(const char *text, gint64 *ret_value)
{
	gint64 total = 0;
	gint64 section = 0;
	int digit = -1;
	const char *p = text;
	gint64 plain;
	const char *plain_end = parse_digits(text, &plain);

	for (; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		int place = VALUE_IN(places, character);
		int myriad = VALUE_IN(myriads, character);
		int next = VALUE_IN(digits, character);

		if (next >= 0) {
			digit = next;
		} else if (place > 0) {
			section += (gint64)(digit > 0 ? digit : 1) * place;
			digit = -1;
		} else if (myriad > 0 && p > text) {
			total += section + MAX(digit, 0);
			if (total > MAX_COUNT / myriad)
				return NULL;
			total *= myriad;
			section = 0;
			digit = -1;
		} else {
			break;
		}
		if (total + section > MAX_COUNT)
			return NULL;
	}
	*ret_value = p == plain_end ? plain : total + section + MAX(digit, 0);
	return p > text ? p : NULL;
}

static gboolean
ends_a_latin_number(const char *rest)
{
	if (*rest == '%' || g_ascii_isalpha(*rest))
		return FALSE;
	return !(*rest && strchr(".-/:~,", *rest) && g_ascii_isdigit(rest[1]));
}

static gboolean
ends_a_chinese_number(const char *rest)
{
	return !*rest || g_unichar_ispunct(g_utf8_get_char(rest)) ||
	       g_utf8_strchr(units, -1, g_utf8_get_char(rest)) != NULL;
}

/* "共 3 条", "合计：3": words before a number that add nothing to it */
static const char *
skip_lead_in(const char *text)
{
	static const char *const words[] = {"总共", "共计", "合计", "总计", "累计",
					    "共有", "共",   "计",   "有"};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_str_has_prefix(text, words[i])) {
			text += strlen(words[i]);
			break;
		}
	}
	return *text == ':' ? text + 1 : text;
}

gboolean
vet_text_parse_count(const char *text, gint64 *ret_count)
{
	g_autofree char *compact = vet_text_compact(text);
	const char *number = skip_lead_in(compact);
	gint64 count;
	const char *rest = parse_latin(number, &count);

	if (rest) {
		int myriad = VALUE_IN(myriads, g_utf8_get_char(rest));
		if (myriad > 0 && count > MAX_COUNT / myriad)
			return FALSE;
		if (!ends_a_latin_number(rest))
			return FALSE;
		if (myriad > 0)
			count *= myriad;
	} else {
		rest = parse_chinese(number, &count);
		if (!rest || !ends_a_chinese_number(rest))
			return FALSE;
	}
	*ret_count = count;
	return TRUE;
}

static const char *
skip_space(const char *p)
{
	while (*p == ' ' || *p == '\n')
		p++;
	return p;
}

/* one of year, month and day with the sign behind it */
static const char *
parse_part(const char *p, guint max_digits, const char *signs, gint64 *ret_value,
	   gunichar *ret_sign)
{
	const char *end = parse_latin(p, ret_value);

	if (end && end - p > max_digits)
		return NULL;
	if (!end)
		end = max_digits > 2 ? parse_digits(p, ret_value) : parse_chinese(p, ret_value);
	if (!end)
		return NULL;
	end = skip_space(end);
	*ret_sign = g_utf8_get_char(end);
	if (!*ret_sign || !g_utf8_strchr(signs, -1, *ret_sign))
		return NULL;
	return skip_space(g_utf8_next_char(end));
}

gboolean
vet_text_parse_year(const char *text, int *ret_year)
{
	g_autofree char *compact = vet_text_compact(text);
	gint64 year;
	const char *end = parse_latin(compact, &year);

	end = end ? end : parse_digits(compact, &year);
	if (!end || year < 1000 || year > 9999)
		return FALSE;
	*ret_year = (int)year;
	return TRUE;
}

/* the day: its sign may be missing where the others are '-', '/' or '.' */
static gboolean
parse_day(const char *p, gboolean needs_sign, gint64 *ret_day)
{
	const char *end = parse_latin(p, ret_day);

	if (end && end - p > 2)
		return FALSE;
	if (!end)
		end = parse_chinese(p, ret_day);
	if (!end)
		return FALSE;
	if (!needs_sign)
		return TRUE;
	end = skip_space(end);
	return g_str_has_prefix(end, "日") || g_str_has_prefix(end, "号");
}

gboolean
vet_text_parse_date(const char *text, int *ret_year, int *ret_month, int *ret_day)
{
	g_autofree char *normal = vet_text_normalise(text);
	gint64 year;
	gint64 month;
	gint64 day;
	gunichar year_sign;
	gunichar month_sign;
	const char *p = parse_part(normal, 4, "年-/.", &year, &year_sign);
	gboolean chinese = p && year_sign == g_utf8_get_char("年");

	if (!p || year < 1000 || year > 9999)
		return FALSE;
	p = parse_part(p, 2, "月-/.", &month, &month_sign);
	if (!p || month > 12 || chinese != (month_sign == g_utf8_get_char("月")) ||
	    (!chinese && month_sign != year_sign))
		return FALSE;
	if (!parse_day(p, chinese, &day) || day > 31 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return FALSE;
	*ret_year = (int)year;
	*ret_month = (int)month;
	*ret_day = (int)day;
	return TRUE;
}
