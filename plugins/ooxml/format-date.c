/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dates and times of format.h: serial numbers count days. */

#include "plugins/ooxml/format.h"

#include <math.h>
#include <string.h>

#define LAST_SERIAL 2958466 /* the day after 9999-12-31 */
#define DAYS_TO_1904 1462
#define FALSE_LEAP_DAY 60 /* 1900-02-29, which Lotus had and Excel keeps */
#define DAY_MS G_GINT64_CONSTANT(86400000)
#define MAX_FRACTION 3

typedef struct {
	GDate date;
	guint weekday; /* 0 is Sunday */
	gint64 days, ms;
	gboolean is_afternoon, is_twelve;
	guint year, month, day;
	guint minutes_next; /* an m after h, or before s, is minutes */
} Moment;

static const char *const months[] = {"January",   "February", "March",    "April",
				     "May",       "June",     "July",     "August",
				     "September", "October",  "November", "December"};
static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
				       "Thursday", "Friday", "Saturday"};
static const char *const chinese_weekdays[] = {"日", "一", "二", "三", "四", "五", "六"};
static const struct {
	const char *sign, *morning, *afternoon;
} halves[] = {
	{"AM/PM", "AM", "PM"},
	{"A/P", "A", "P"},
	{"上午/下午", "上午", "下午"},
};

static int
half_at(const FormatSection *section, gsize at)
{
	for (guint i = 0; i < G_N_ELEMENTS(halves); i++) {
		gsize n = strlen(halves[i].sign);
		if (section->length - at >= n &&
		    g_ascii_strncasecmp(section->at + at, halves[i].sign, n) == 0)
			return (int)i;
	}
	return -1;
}

static gboolean
is_elapsed(const char *text, gsize length)
{
	return length > 0 && strspn(text, "hHmMsS") >= length;
}

gboolean
format_is_date(const FormatSection *section)
{
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		if (half_at(section, at) >= 0 || (kind == '[' && is_elapsed(text, length)))
			return TRUE;
		/* General has an e and an n of its own */
		if (kind == 'G' || kind == 'g' || kind == 'E')
			return FALSE;
		if (kind != '"' && kind != '[' && strchr("yYmMdDhHsSeab", kind))
			return TRUE;
	}
	return FALSE;
}

static guint
fraction_places(const FormatSection *section)
{
	char kind;
	const char *text;
	gsize length, n;
	guint places = 0;
	gboolean after_point = FALSE;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		places += after_point && kind == '0';
		after_point = kind == '.' || (after_point && kind == '0');
	}
	return MIN(places, MAX_FRACTION);
}

static gboolean
find_moment(const FormatSection *section, double serial, gboolean is_1904, Moment *moment)
{
	if (!(serial >= 0 && serial < LAST_SERIAL - (is_1904 ? DAYS_TO_1904 : 0)))
		return FALSE;
	gint64 step = 1000;
	for (guint i = fraction_places(section); i > 0; i--)
		step /= 10;
	gint64 ms = (gint64)llround(serial * (double)DAY_MS / (double)step) * step;
	moment->days = ms / DAY_MS + (is_1904 ? DAYS_TO_1904 : 0);
	moment->ms = ms % DAY_MS;
	gint64 days = moment->days;
	if (days > FALSE_LEAP_DAY || is_1904)
		days--;
	g_date_clear(&moment->date, 1);
	g_date_set_dmy(&moment->date, 1, G_DATE_JANUARY, 1900);
	/* serial 0 is shown as 1900-01-00 */
	if (days > 1)
		g_date_add_days(&moment->date, (guint)(days - 1));
	moment->year = g_date_get_year(&moment->date);
	moment->month = g_date_get_month(&moment->date);
	moment->day = g_date_get_day(&moment->date);
	if (moment->days == 0)
		moment->day = 0;
	if (moment->days == FALSE_LEAP_DAY && !is_1904) {
		moment->month = 2;
		moment->day = 29;
	}
	moment->weekday = (guint)((moment->days + 6) % 7);
	return TRUE;
}

static gsize
letters(const FormatSection *section, gsize at)
{
	gsize n = 1;
	while (at + n < section->length &&
	       g_ascii_tolower(section->at[at + n]) == g_ascii_tolower(section->at[at]))
		n++;
	return n;
}

/* the letter that comes next, whatever literal text is between; 0 when there is none */
static char
next_letter(const FormatSection *section, gsize at)
{
	char kind;
	const char *text;
	gsize length, n;
	for (; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n)
		if (g_ascii_isalpha(kind))
			return g_ascii_tolower(kind);
	return 0;
}

static void
put_month(const Moment *moment, gsize n, GString *out)
{
	if (n <= 2)
		g_string_append_printf(out, n == 1 ? "%u" : "%02u", moment->month);
	else
		g_string_append_len(out, months[moment->month - 1], n == 3 ? 3 : n == 5 ? 1 : -1);
}

static void
put_day(const Moment *moment, gsize n, GString *out)
{
	if (n <= 2)
		g_string_append_printf(out, n == 1 ? "%u" : "%02u", moment->day);
	else
		g_string_append_len(out, weekdays[moment->weekday], n == 3 ? 3 : -1);
}

static void
put_time(gint64 value, gsize n, GString *out)
{
	g_string_append_printf(out, n == 1 ? "%" G_GINT64_FORMAT : "%02" G_GINT64_FORMAT, value);
}

static void
put_letter(const FormatSection *section, gsize at, gsize n, Moment *moment, GString *out)
{
	gint64 hours = moment->ms / 3600000;
	char letter = g_ascii_tolower(section->at[at]);
	gboolean is_minute = letter == 'm' && n <= 2 &&
			     (moment->minutes_next || next_letter(section, at + n) == 's');
	moment->minutes_next = letter == 'h';
	if (letter == 'y' || letter == 'e')
		g_string_append_printf(out, letter == 'y' && n <= 2 ? "%02u" : "%04u",
				       letter == 'y' && n <= 2 ? moment->year % 100 : moment->year);
	else if (is_minute)
		put_time(moment->ms / 60000 % 60, n, out);
	else if (letter == 'm')
		put_month(moment, n, out);
	else if (letter == 'd')
		put_day(moment, n, out);
	else if (letter == 'a')
		g_string_append_printf(out, "%s%s", n > 3 ? "星期" : "",
				       chinese_weekdays[moment->weekday]);
	else if (letter == 'h')
		put_time(!moment->is_twelve ? hours : hours % 12 ? hours % 12 : 12, n, out);
	else if (letter == 's')
		put_time(moment->ms / 1000 % 60, n, out);
	else
		g_string_append_len(out, section->at + at, (gssize)n);
}

static void
put_elapsed(const char *text, gsize n, gboolean is_1904, Moment *moment, GString *out)
{
	gint64 days = moment->days - (is_1904 ? DAYS_TO_1904 : 0);
	gint64 seconds = days * 86400 + moment->ms / 1000;
	char letter = g_ascii_tolower(*text);
	put_time(letter == 'h' ? seconds / 3600 : letter == 'm' ? seconds / 60 : seconds, n, out);
	moment->minutes_next = letter == 'h';
}

/* ".000" after seconds */
static gsize
put_fraction(const FormatSection *section, gsize at, const Moment *moment, GString *out)
{
	gsize n = 1;
	while (at + n < section->length && section->at[at + n] == '0')
		n++;
	g_autofree char *digits = g_strdup_printf("%03d", (int)(moment->ms % 1000));
	g_string_append_c(out, '.');
	g_string_append_len(out, digits, (gssize)MIN(n - 1, MAX_FRACTION));
	return n;
}

gboolean
format_date(const FormatSection *section, double serial, gboolean is_1904, GString *out)
{
	Moment moment = {0};
	if (!find_moment(section, serial, is_1904, &moment))
		return FALSE;
	for (gsize i = 0; i < section->length; i++)
		moment.is_twelve |= half_at(section, i) >= 0;
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		int half = kind == '"' && *section->at == '"' ? -1 : half_at(section, at);
		if (half >= 0) {
			g_string_append(out, moment.ms >= DAY_MS / 2 ? halves[half].afternoon
								     : halves[half].morning);
			n = strlen(halves[half].sign);
		} else if (kind == '"') {
			g_string_append_len(out, text, (gssize)length);
		} else if (kind == '[') {
			if (is_elapsed(text, length))
				put_elapsed(text, length, is_1904, &moment, out);
		} else if (kind == '.' && at + 1 < section->length && section->at[at + 1] == '0') {
			n = put_fraction(section, at, &moment, out);
		} else if (kind == '@') {
			continue;
		} else if (g_ascii_isalpha(kind)) {
			n = letters(section, at);
			put_letter(section, at, n, &moment, out);
		} else {
			g_string_append_len(out, text, (gssize)length);
		}
	}
	return TRUE;
}
