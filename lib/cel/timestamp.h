/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/value.h"

/* Room for the text of any timestamp or duration, with its NUL. */
#define CEL_TIMESTAMP_SIZE 48

/* A moment on the wall of some time zone: proleptic Gregorian calendar. */
typedef struct {
	gint year;  /* 1–9999, and a day beyond either end where the zone moves it there */
	gint month; /* 1–12 */
	gint day;   /* 1–31 */
	gint hour, minute, second;
	gint weekday;     /* 0 = Sunday */
	gint day_of_year; /* 0 = 1 January */
} CelCivil;

void cel_civil_from_seconds(gint64 seconds, CelCivil *ret_civil);

/* RFC 3339 of known length; RANGE when it is one but outside years 1–9999. */
gboolean cel_timestamp_read(const char *text, gsize length, CelValue *ret_value, GError **error);
void cel_timestamp_print(const CelValue *timestamp, char buffer[CEL_TIMESTAMP_SIZE]);
/* "-1h30m", "1.5s", "10ms" …: decimal numbers with the units h, m, s, ms, us, µs, ns. */
gboolean cel_duration_read(const char *text, gsize length, CelValue *ret_value, GError **error);
/* Seconds with a fraction where there is one: "90s", "-0.5s". */
void cel_duration_print(const CelValue *duration, char buffer[CEL_TIMESTAMP_SIZE]);

/* From a whole number of nanoseconds, which is what bounds a duration (±292 years). */
CelValue cel_duration_from_nanos(gint64 nanoseconds);
/* FALSE when it does not fit. */
gboolean cel_duration_to_nanos(const CelValue *duration, gint64 *ret_nanoseconds);
gboolean cel_timestamp_in_range(gint64 seconds);
