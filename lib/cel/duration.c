/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/error.h"
#include "lib/cel/text.h"
#include "lib/cel/timestamp.h"

#include <string.h>

typedef __int128 Wide;

/* the longest unit that fits stands first, so that "ms" is not read as "m" */
static const struct {
	const char *name;
	gint64 nanoseconds;
} units[] = {
	{"ns", 1},
	{"us", 1000},
	{"µs", 1000}, /* U+00B5 */
	{"μs", 1000}, /* U+03BC */
	{"ms", 1000000},
	{"s", CEL_NANOS_PER_SECOND},
	{"m", 60 * G_GINT64_CONSTANT(1000000000)},
	{"h", 3600 * G_GINT64_CONSTANT(1000000000)},
};

CelValue
cel_duration_from_nanos(gint64 nanoseconds)
{
	return cel_duration(nanoseconds / CEL_NANOS_PER_SECOND,
			    (gint32)(nanoseconds % CEL_NANOS_PER_SECOND));
}

gboolean
cel_duration_to_nanos(const CelValue *duration, gint64 *ret_nanoseconds)
{
	Wide total = (Wide)duration->integer * CEL_NANOS_PER_SECOND + duration->length;

	if (total < G_MININT64 || total > G_MAXINT64)
		return FALSE;
	*ret_nanoseconds = (gint64)total;
	return TRUE;
}

/* One "1.5h" at *text; FALSE when it is not one. `ret_total` grows by it, saturating. */
static gboolean
read_part(const char **text, const char *end, Wide *ret_total)
{
	const Wide limit = (Wide)G_MAXINT64 + 1;
	const char *p = *text;
	Wide whole = 0, fraction = 0, scale = 1;
	gsize n_digits = 0;

	for (; p < end && g_ascii_isdigit(*p); p++, n_digits++)
		whole = MIN(whole * 10 + (*p - '0'), limit);
	if (p < end && *p == '.')
		for (p++; p < end && g_ascii_isdigit(*p); p++, n_digits++)
			if (scale < limit / 10) {
				fraction = fraction * 10 + (*p - '0');
				scale *= 10;
			}
	for (gsize i = 0; n_digits > 0 && i < G_N_ELEMENTS(units); i++) {
		gsize length = strlen(units[i].name);

		if ((gsize)(end - p) < length || memcmp(p, units[i].name, length) != 0)
			continue;
		*ret_total +=
			whole * units[i].nanoseconds + fraction * units[i].nanoseconds / scale;
		*ret_total = MIN(*ret_total, limit);
		*text = p + length;
		return TRUE;
	}
	return FALSE;
}

gboolean
cel_duration_read(const char *text, gsize length, CelValue *ret_value, GError **error)
{
	const char *p = text;
	const char *end = text + length;
	gboolean negative = p < end && *p == '-';
	Wide total = 0;
	gboolean read = FALSE;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (end - p == 1 && *p == '0') {
		p++;
		read = TRUE;
	}
	while (p < end) {
		read = read_part(&p, end, &total);
		if (!read)
			break;
	}
	if (!read)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "'%.*s' is not a duration; write it like 1h30m or 2.5s",
				     cel_text_shown(text, length), text);
	if (total - negative > G_MAXINT64)
		return cel_set_error(error, CEL_ERROR_EVALUATE,
				     "duration '%.*s' is out of range: at most 292 years",
				     cel_text_shown(text, length), text);
	*ret_value = cel_duration_from_nanos((gint64)(negative ? -total : total));
	return TRUE;
}

void
cel_duration_print(const CelValue *duration, char buffer[CEL_TIMESTAMP_SIZE])
{
	Wide total = (Wide)duration->integer * CEL_NANOS_PER_SECOND + duration->length;
	gboolean negative = total < 0;
	guint64 seconds, rest;
	gsize length;

	if (negative)
		total = -total;
	seconds = (guint64)(total / CEL_NANOS_PER_SECOND);
	rest = (guint64)(total % CEL_NANOS_PER_SECOND);
	length = (gsize)g_snprintf(buffer, CEL_TIMESTAMP_SIZE, "%s%" G_GUINT64_FORMAT,
				   negative ? "-" : "", seconds);
	if (rest != 0) {
		length += (gsize)g_snprintf(buffer + length, CEL_TIMESTAMP_SIZE - length,
					    ".%09" G_GUINT64_FORMAT, rest);
		while (buffer[length - 1] == '0')
			length--;
	}
	buffer[length++] = 's';
	buffer[length] = '\0';
}
