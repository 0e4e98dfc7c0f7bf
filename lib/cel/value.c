/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/value.h"

#include <string.h>

/* CEL's own names of the types, as type() gives them */
static const char *const kind_names[] = {
	[CEL_NULL] = "null_type",
	[CEL_BOOL] = "bool",
	[CEL_INT] = "int",
	[CEL_UINT] = "uint",
	[CEL_DOUBLE] = "double",
	[CEL_STRING] = "string",
	[CEL_BYTES] = "bytes",
	[CEL_LIST] = "list",
	[CEL_MAP] = "map",
	[CEL_TYPE] = "type",
	[CEL_TIMESTAMP] = "google.protobuf.Timestamp",
	[CEL_DURATION] = "google.protobuf.Duration",
	[CEL_OPTIONAL] = "optional_type",
};

const char *
cel_kind_name(CelKind kind)
{
	return (guint)kind < G_N_ELEMENTS(kind_names) ? kind_names[kind] : "unknown";
}

CelValue
cel_null(void)
{
	return (CelValue){.kind = CEL_NULL};
}

CelValue
cel_bool(gboolean value)
{
	return (CelValue){.kind = CEL_BOOL, .boolean = value != FALSE};
}

CelValue
cel_int(gint64 value)
{
	return (CelValue){.kind = CEL_INT, .integer = value};
}

CelValue
cel_uint(guint64 value)
{
	return (CelValue){.kind = CEL_UINT, .uinteger = value};
}

CelValue
cel_double(double value)
{
	return (CelValue){.kind = CEL_DOUBLE, .real = value};
}

CelValue
cel_string(const char *text)
{
	return cel_string_of(text, strlen(text));
}

CelValue
cel_string_of(const char *text, gsize length)
{
	return (CelValue){.kind = CEL_STRING, .length = (guint32)length, .text = text};
}

CelValue
cel_bytes(const void *data, gsize length)
{
	return (CelValue){.kind = CEL_BYTES, .length = (guint32)length, .text = data};
}

CelValue
cel_type_of(const char *name)
{
	return (CelValue){.kind = CEL_TYPE, .text = name};
}

/* nanoseconds are kept from 0 to 999,999,999, also before 1970 and in negative durations */
static CelValue
moment(CelKind kind, gint64 seconds, gint32 nanoseconds)
{
	seconds += nanoseconds / CEL_NANOS_PER_SECOND;
	nanoseconds %= CEL_NANOS_PER_SECOND;
	if (nanoseconds < 0) {
		nanoseconds += CEL_NANOS_PER_SECOND;
		seconds--;
	}
	return (CelValue){.kind = kind, .length = (guint32)nanoseconds, .integer = seconds};
}

CelValue
cel_timestamp(gint64 seconds, gint32 nanoseconds)
{
	return moment(CEL_TIMESTAMP, seconds, nanoseconds);
}

CelValue
cel_duration(gint64 seconds, gint32 nanoseconds)
{
	return moment(CEL_DURATION, seconds, nanoseconds);
}

CelValue
cel_list_new(CelArena *arena, const CelValue *items, gsize length)
{
	CelList *list = cel_arena_alloc(arena, sizeof *list);

	if (list == NULL)
		return cel_null();
	list->length = length;
	list->items = items;
	return (CelValue){.kind = CEL_LIST, .list = list};
}

CelValue
cel_optional(CelArena *arena, const CelValue *value)
{
	CelValue *held = NULL;

	if (value != NULL) {
		held = cel_arena_alloc(arena, sizeof *held);
		if (held == NULL)
			return cel_null();
		*held = *value;
	}
	return (CelValue){.kind = CEL_OPTIONAL,
			  .optional = held,
			  .origin = value != NULL ? value->origin : NULL};
}

gboolean
cel_allowance_take(CelAllowance *allowance, guint64 steps)
{
	if (allowance->left < steps) {
		allowance->left = 0;
		allowance->spent = TRUE;
		return FALSE;
	}
	allowance->left -= steps;
	return TRUE;
}
