/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/der.h"
#include "lib/charset.h"

#include <string.h>

#define MAX_TEXT_BYTES 1024
#define MAX_OID_BYTES 64

gboolean
vet_der_next(VetDer *der, VetDerItem *ret_item)
{
	gsize at = 2, length;

	if (der->length < 2 || (der->data[0] & 0x1f) == 0x1f)
		return FALSE;
	length = der->data[1];
	if (length & 0x80) {
		guint n_bytes = length & 0x7f;
		if (n_bytes == 0 || n_bytes > 4 || der->length - 2 < n_bytes)
			return FALSE;
		length = 0;
		for (guint i = 0; i < n_bytes; i++)
			length = length << 8 | der->data[at++];
	}
	if (length > der->length - at)
		return FALSE;
	*ret_item = (VetDerItem){der->data[0], {der->data + at, length}};
	der->data += at + length;
	der->length -= at + length;
	return TRUE;
}

gboolean
vet_der_take(VetDer *der, guint8 tag, VetDerItem *ret_item)
{
	VetDer rest = *der;
	VetDerItem item;

	if (!vet_der_next(&rest, &item) || item.tag != tag)
		return FALSE;
	*der = rest;
	*ret_item = item;
	return TRUE;
}

char *
vet_der_oid(VetDer value)
{
	g_autoptr(GString) text = g_string_new(NULL);
	guint64 number = 0;

	if (value.length == 0 || value.length > MAX_OID_BYTES)
		return NULL;
	for (gsize i = 0; i < value.length; i++) {
		number = number << 7 | (value.data[i] & 0x7f);
		if (number > G_MAXUINT32)
			return NULL;
		if (value.data[i] & 0x80)
			continue;
		if (text->len == 0) {
			guint64 first = MIN(number / 40, 2);
			g_string_append_printf(text, "%u.%u", (guint)first,
					       (guint)(number - first * 40));
		} else {
			g_string_append_printf(text, ".%u", (guint)number);
		}
		number = 0;
	}
	return g_strdup(text->str);
}

static char *
bmp_text(VetDer value)
{
	GString *text = g_string_new(NULL);

	for (gsize i = 0; i + 1 < value.length; i += 2) {
		gunichar c = (gunichar)value.data[i] << 8 | value.data[i + 1];
		if (c != 0 && g_unichar_validate(c))
			g_string_append_unichar(text, c);
	}
	return g_string_free(text, FALSE);
}

char *
vet_der_text(const VetDerItem *item)
{
	VetDer value = {item->value.data, MIN(item->value.length, MAX_TEXT_BYTES)};

	if (item->tag == VET_DER_BMP)
		return bmp_text(value);
	/* how many bits of the last byte are left over */
	if (item->tag == VET_DER_BITS && value.length > 0) {
		value.data++;
		value.length--;
	}
	return vet_charset_decode((const char *)value.data,
				  strnlen((const char *)value.data, value.length));
}

char *
vet_der_time(const VetDerItem *item)
{
	static const char form[] = "####-##-##T##:##:##";
	g_autofree char *text = vet_der_text(item);
	g_autoptr(GString) time = g_string_new(NULL);
	const char *digit = text;

	/* UTCTime has two digits of the year, 50 to 99 of the last century (X.680 with RFC 5280) */
	if (item->tag == VET_DER_UTC_TIME) {
		if (!g_ascii_isdigit(*digit))
			return NULL;
		g_string_append(time, *digit >= '5' ? "19" : "20");
	}
	for (const char *place = form + time->len; *place; place++) {
		if (*place != '#') {
			g_string_append_c(time, *place);
			continue;
		}
		if (!g_ascii_isdigit(*digit))
			return NULL;
		g_string_append_c(time, *digit++);
	}
	if (*digit == 'Z')
		g_string_append_c(time, 'Z');
	return g_strdup(time->str);
}

void
vet_der_keep(char **kept, char *value)
{
	if (!*kept && value && *value)
		*kept = value;
	else
		g_free(value);
}
