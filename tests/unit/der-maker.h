/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* DER for tests, put together from the inside. */

#include <glib.h>
#include <string.h>

/* One item of DER around what is given, which is freed. */
static inline GByteArray *
der(guint8 tag, GByteArray *value)
{
	GByteArray *item = g_byte_array_new();
	const guint8 head[] = {tag, 0x82, (guint8)(value->len >> 8), (guint8)value->len};
	g_byte_array_append(item, head, sizeof head);
	g_byte_array_append(item, value->data, value->len);
	g_byte_array_unref(value);
	return item;
}

static inline GByteArray *
der_text(guint8 tag, const char *text)
{
	GByteArray *value = g_byte_array_new();
	g_byte_array_append(value, (const guint8 *)text, (guint)strlen(text));
	return der(tag, value);
}

/* The items until NULL, one after the other, each freed. */
static inline GByteArray *
der_all(GByteArray *first, ...)
{
	va_list items;
	va_start(items, first);
	for (GByteArray *item; (item = va_arg(items, GByteArray *)) != NULL;) {
		g_byte_array_append(first, item->data, item->len);
		g_byte_array_unref(item);
	}
	va_end(items);
	return first;
}

#define SEQUENCE(...) der(0x30, der_all(__VA_ARGS__, (GByteArray *)NULL))
#define SET(...) der(0x31, der_all(__VA_ARGS__, (GByteArray *)NULL))
#define NUMBER(n) der_text(0x02, n)
#define COMMON_NAME "\x55\x04\x03"
#define ORGANISATION "\x55\x04\x0a"

/* An X.509 certificate made out to that subject; its other fields are empty.  Caller unrefs. */
static inline GByteArray *
der_certificate(const char *name, const char *organisation)
{
	GByteArray *subject =
		SEQUENCE(SET(SEQUENCE(der_text(0x06, ORGANISATION), der_text(0x0c, organisation))),
			 SET(SEQUENCE(der_text(0x06, COMMON_NAME), der_text(0x0c, name))));
	return SEQUENCE(SEQUENCE(der(0xa0, NUMBER("\2")), NUMBER("\1"), SEQUENCE(NUMBER("\1")),
				 SEQUENCE(NUMBER("\1")), SEQUENCE(NUMBER("\1")), subject));
}
