/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accessors of timestamps and durations (langdef, "Abstract Types"). */

#include "lib/cel/error.h"
#include "lib/cel/functions.h"
#include "lib/cel/run.h"
#include "lib/cel/text.h"
#include "lib/cel/timestamp.h"

#include <string.h>

#define LONGEST_ZONE 64
/* reading a zone's rules from disk is worth this much */
#define ZONE_STEPS 500

/* "+08:00", "-02:30", "02:00" → seconds east of UTC; FALSE when the zone is no such offset */
static gboolean
read_offset(const char *zone, gint *ret_seconds)
{
	gsize sign = zone[0] == '+' || zone[0] == '-';
	const char *digits = zone + sign;
	gint seconds;

	if (strlen(digits) != 5 || digits[2] != ':' || !g_ascii_isdigit(digits[0]) ||
	    !g_ascii_isdigit(digits[1]) || !g_ascii_isdigit(digits[3]) ||
	    !g_ascii_isdigit(digits[4]))
		return FALSE;
	seconds = ((digits[0] - '0') * 10 + digits[1] - '0') * 3600 +
		  ((digits[3] - '0') * 10 + digits[4] - '0') * 60;
	*ret_seconds = zone[0] == '-' ? -seconds : seconds;
	return TRUE;
}

/* A name goes to the file system, below the zones' folder: nothing that could lead out of it. */
static gboolean
is_zone_name(const char *zone)
{
	if (!g_ascii_isalpha(zone[0]) || strlen(zone) > LONGEST_ZONE || strstr(zone, "..") != NULL)
		return FALSE;
	for (const char *p = zone; *p != '\0'; p++)
		if (!g_ascii_isalnum(*p) && strchr("/_+-", *p) == NULL)
			return FALSE;
	return TRUE;
}

/* The zone by name, the last one kept; NULL when there is none. */
static GTimeZone *
find_zone(CelCall *call, const char *name, GError **error)
{
	CelRun *run = call->run;
	GTimeZone *zone;

	if (run->zone_name != NULL && strcmp(run->zone_name, name) == 0)
		return run->zone;
	if (!cel_run_charge(run, ZONE_STEPS, error))
		return NULL;
	zone = is_zone_name(name) ? g_time_zone_new_identifier(name) : NULL;
	if (zone == NULL) {
		cel_set_error(error, CEL_ERROR_EVALUATE,
			      "unknown time zone '%.*s'; write one like Asia/Shanghai or +08:00",
			      cel_text_shown(name, strlen(name)), name);
		return NULL;
	}
	g_clear_pointer(&run->zone, g_time_zone_unref);
	g_free(run->zone_name);
	run->zone = zone;
	run->zone_name = g_strdup(name);
	return zone;
}

/* The wall clock of the timestamp, in the zone when there is a second argument. */
static gboolean
read_civil(CelCall *call, const CelValue *arguments, gsize n_arguments, CelCivil *ret_civil,
	   GError **error)
{
	gint64 seconds = arguments[0].integer;
	gint offset = 0;

	if (arguments[0].kind != CEL_TIMESTAMP ||
	    (n_arguments == 2 && arguments[1].kind != CEL_STRING))
		return cel_call_no_overload(call, arguments, n_arguments, error);
	if (n_arguments == 2 && !read_offset(arguments[1].text, &offset)) {
		GTimeZone *zone = find_zone(call, arguments[1].text, error);

		if (zone == NULL)
			return FALSE;
		offset = g_time_zone_get_offset(
			zone, g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, seconds));
	}
	cel_civil_from_seconds(seconds + offset, ret_civil);
	return TRUE;
}

/* A number of the wall clock of a timestamp. */
#define CIVIL_ACCESSOR(name, expression)                                                           \
	CEL_OPERATOR(name)                                                                         \
	{                                                                                          \
		CelCivil civil = {0};                                                              \
                                                                                                   \
		if (!read_civil(call, arguments, n_arguments, &civil, error))                      \
			return FALSE;                                                              \
		*ret_value = cel_int(expression);                                                  \
		return TRUE;                                                                       \
	}

CIVIL_ACCESSOR(cel_function_get_full_year, civil.year)
CIVIL_ACCESSOR(cel_function_get_month, civil.month - 1)
CIVIL_ACCESSOR(cel_function_get_date, civil.day)
CIVIL_ACCESSOR(cel_function_get_day_of_month, civil.day - 1)
CIVIL_ACCESSOR(cel_function_get_day_of_week, civil.weekday)
CIVIL_ACCESSOR(cel_function_get_day_of_year, civil.day_of_year)

/* A duration as whole units, rounded towards zero; FALSE when the receiver is none. */
static gboolean
count_units(const CelValue *arguments, gsize n_arguments, gint64 seconds_each, CelValue *ret_value)
{
	gint64 seconds = arguments[0].integer;

	if (arguments[0].kind != CEL_DURATION || n_arguments != 1)
		return FALSE;
	if (seconds < 0 && arguments[0].length > 0)
		seconds++;
	*ret_value = cel_int(seconds / seconds_each);
	return TRUE;
}

/* The same of a timestamp, or the whole of a duration in this unit. */
#define CLOCK_ACCESSOR(name, expression, seconds_each)                                             \
	CEL_OPERATOR(name)                                                                         \
	{                                                                                          \
		CelCivil civil = {0};                                                              \
                                                                                                   \
		if (count_units(arguments, n_arguments, seconds_each, ret_value))                  \
			return TRUE;                                                               \
		if (!read_civil(call, arguments, n_arguments, &civil, error))                      \
			return FALSE;                                                              \
		*ret_value = cel_int(expression);                                                  \
		return TRUE;                                                                       \
	}

CLOCK_ACCESSOR(cel_function_get_hours, civil.hour, 3600)
CLOCK_ACCESSOR(cel_function_get_minutes, civil.minute, 60)
CLOCK_ACCESSOR(cel_function_get_seconds, civil.second, 1)

CEL_OPERATOR(cel_function_get_milliseconds)
{
	gint64 nanoseconds = arguments[0].length;
	CelCivil civil = {0};

	if (arguments[0].kind == CEL_DURATION && n_arguments == 1) {
		/* of -0.3 s, which is kept as -1 s and 0.7 s */
		if (arguments[0].integer < 0 && nanoseconds > 0)
			nanoseconds -= CEL_NANOS_PER_SECOND;
	} else if (!read_civil(call, arguments, n_arguments, &civil, error)) {
		return FALSE;
	}
	*ret_value = cel_int(nanoseconds / 1000000);
	return TRUE;
}
