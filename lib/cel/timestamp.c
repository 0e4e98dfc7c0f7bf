/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/timestamp.h"

#include "lib/cel/error.h"
#include "lib/cel/number.h"
#include "lib/cel/text.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define DAYS_PER_ERA 146097 /* 400 years */
/* from 0000-03-01 to 1970-01-01 */
#define EPOCH_DAYS 719468

gboolean
cel_timestamp_in_range(gint64 seconds)
{
	return seconds >= CEL_TIMESTAMP_MIN && seconds <= CEL_TIMESTAMP_MAX;
}

/* Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March */
static gint64
days_from_civil(gint year, gint month, gint day)
{
	gint64 y = month <= 2 ? year - 1 : year;
	gint64 era = (y >= 0 ? y : y - 399) / 400;
	gint64 year_of_era = y - era * 400;
	gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - EPOCH_DAYS;
}

void
cel_civil_from_seconds(gint64 seconds, CelCivil *ret_civil)
{
	gint64 days = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
	gint64 rest = seconds - days * SECONDS_PER_DAY;
	gint64 shifted = days + EPOCH_DAYS;
	gint64 era = (shifted >= 0 ? shifted : shifted - DAYS_PER_ERA + 1) / DAYS_PER_ERA;
	gint64 doe = shifted - era * DAYS_PER_ERA;
	gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	gint64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	gint64 month = (5 * doy + 2) / 153;

	ret_civil->day = (gint)(doy - (153 * month + 2) / 5 + 1);
	ret_civil->month = (gint)(month < 10 ? month + 3 : month - 9);
	ret_civil->year = (gint)(yoe + era * 400 + (ret_civil->month <= 2));
	ret_civil->hour = (gint)(rest / 3600);
	ret_civil->minute = (gint)(rest / 60 % 60);
	ret_civil->second = (gint)(rest % 60);
	ret_civil->weekday = (gint)(((days % 7) + 11) % 7);
	ret_civil->day_of_year = (gint)(days - days_from_civil(ret_civil->year, 1, 1));
}

static gint
days_in_month(gint year, gint month)
{
	static const gint days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* What is left of the text; each reader moves `at` on. */
typedef struct {
	const char *at;
	const char *end;
} Reader;

static gboolean
read_digits(Reader *reader, gsize n_digits, gint *ret_value)
{
	guint64 value;

	if ((gsize)(reader->end - reader->at) < n_digits ||
	    cel_number_parse_uint(reader->at, n_digits, 10, &value) != CEL_NUMBER_OK)
		return FALSE;
	reader->at += n_digits;
	*ret_value = (gint)value;
	return TRUE;
}

static gboolean
read_one_of(Reader *reader, const char *characters, char *ret_character)
{
	if (reader->at == reader->end || *reader->at == '\0' ||
	    strchr(characters, *reader->at) == NULL)
		return FALSE;
	*ret_character = *reader->at++;
	return TRUE;
}

/* Digits of a fraction → nanoseconds; those after the ninth are cut off. */
static gboolean
read_fraction(Reader *reader, gint32 *ret_nanoseconds)
{
	gint32 nanoseconds = 0;
	gint n_digits = 0;

	for (; reader->at < reader->end && g_ascii_isdigit(*reader->at); reader->at++)
		if (++n_digits <= 9)
			nanoseconds = nanoseconds * 10 + (*reader->at - '0');
	for (gint i = n_digits; i < 9; i++)
		nanoseconds *= 10;
	*ret_nanoseconds = nanoseconds;
	return n_digits > 0;
}

static gboolean
read_date(Reader *reader, gint64 *ret_days)
{
	gint year, month, day;
	char dash;

	if (!read_digits(reader, 4, &year) || !read_one_of(reader, "-", &dash) ||
	    !read_digits(reader, 2, &month) || !read_one_of(reader, "-", &dash) ||
	    !read_digits(reader, 2, &day))
		return FALSE;
	if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return FALSE;
	*ret_days = days_from_civil(year, month, day);
	return TRUE;
}

static gboolean
read_time(Reader *reader, gint *ret_seconds, gint32 *ret_nanoseconds)
{
	gint hour, minute, second;
	gint32 nanoseconds = 0;
	char sign;

	if (!read_digits(reader, 2, &hour) || !read_one_of(reader, ":", &sign) ||
	    !read_digits(reader, 2, &minute) || !read_one_of(reader, ":", &sign) ||
	    !read_digits(reader, 2, &second))
		return FALSE;
	if (read_one_of(reader, ".", &sign) && !read_fraction(reader, &nanoseconds))
		return FALSE;
	if (hour > 23 || minute > 59 || second > 59)
		return FALSE;
	*ret_seconds = hour * 3600 + minute * 60 + second;
	*ret_nanoseconds = nanoseconds;
	return TRUE;
}

static gboolean
read_offset(Reader *reader, gint *ret_seconds)
{
	gint hour, minute;
	char sign, colon;

	if (!read_one_of(reader, "Zz+-", &sign))
		return FALSE;
	if (g_ascii_toupper(sign) == 'Z') {
		*ret_seconds = 0;
		return TRUE;
	}
	if (!read_digits(reader, 2, &hour) || !read_one_of(reader, ":", &colon) ||
	    !read_digits(reader, 2, &minute) || hour > 23 || minute > 59)
		return FALSE;
	*ret_seconds = (hour * 3600 + minute * 60) * (sign == '-' ? -1 : 1);
	return TRUE;
}

gboolean
cel_timestamp_read(const char *text, gsize length, CelValue *ret_value, GError **error)
{
	Reader reader = {text, text + length};
	gint64 days;
	gint time, offset;
	gint32 nanoseconds;
	char separator;

	if (!read_date(&reader, &days) || !read_one_of(&reader, "Tt", &separator) ||
	    !read_time(&reader, &time, &nanoseconds) || !read_offset(&reader, &offset) ||
	    reader.at != reader.end)
		return cel_set_error(
			error, CEL_ERROR_EVALUATE,
			"'%.*s' is not a timestamp; write it like 2025-07-08T16:20:00+08:00",
			cel_text_shown(text, length), text);
	gint64 seconds = days * SECONDS_PER_DAY + time - offset;

	if (!cel_timestamp_in_range(seconds))
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "timestamp '%.*s' is out of range: years 0001 to 9999 in UTC",
				     cel_text_shown(text, length), text);
	*ret_value = cel_timestamp(seconds, nanoseconds);
	return TRUE;
}

gboolean
cel_timestamp_parse(const char *text, CelValue *ret_value)
{
	return cel_timestamp_read(text, strlen(text), ret_value, NULL);
}

/* ".5", ".000000001" or nothing */
static void
print_fraction(guint32 nanoseconds, char buffer[16])
{
	gsize length;

	buffer[0] = '\0';
	if (nanoseconds == 0)
		return;
	length = (gsize)g_snprintf(buffer, 16, ".%09u", nanoseconds);
	while (buffer[length - 1] == '0')
		buffer[--length] = '\0';
}

void
cel_timestamp_print(const CelValue *timestamp, char buffer[CEL_TIMESTAMP_SIZE])
{
	CelCivil civil;
	char fraction[16];

	cel_civil_from_seconds(timestamp->integer, &civil);
	print_fraction(timestamp->length, fraction);
	g_snprintf(buffer, CEL_TIMESTAMP_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", civil.year,
		   civil.month, civil.day, civil.hour, civil.minute, civil.second, fraction);
}

char *
cel_timestamp_format(CelValue timestamp)
{
	char buffer[CEL_TIMESTAMP_SIZE];

	cel_timestamp_print(&timestamp, buffer);
	return g_strdup(buffer);
}
