/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/certificate.h"

#include <string.h>

#define MAX_CERTIFICATES 64

/* tags of DER */
#define INTEGER 0x02
#define OBJECT_IDENTIFIER 0x06
#define UTF8_STRING 0x0C
#define PRINTABLE_STRING 0x13
#define T61_STRING 0x14
#define BMP_STRING 0x1E
#define SEQUENCE 0x30
#define SET 0x31
#define CONTEXT_0 0xA0
#define CONTEXT_1 0xA1

typedef struct {
	const guint8 *data;
	gsize length;
} Der;

typedef struct {
	guint8 tag;
	Der content;
} Item;

/* Takes the next item off; FALSE at the end or where the lengths are wrong. */
static gboolean
take(Der *der, Item *ret_item)
{
	if (der->length < 2)
		return FALSE;
	gsize header = 2, length = der->data[1];
	if (length == 0x80 || length > 0x84)
		return FALSE; /* BER's endless form, or more than 4 GiB */
	if (length > 0x80) {
		gsize n_bytes = length - 0x80;
		header += n_bytes;
		if (header > der->length)
			return FALSE;
		length = 0;
		for (gsize i = 0; i < n_bytes; i++)
			length = length << 8 | der->data[2 + i];
	}
	if (length > der->length - header)
		return FALSE;
	*ret_item = (Item){der->data[0], {der->data + header, length}};
	*der = (Der){der->data + header + length, der->length - header - length};
	return TRUE;
}

static gboolean
take_tag(Der *der, guint8 tag, Der *ret_content)
{
	Item item;

	if (!take(der, &item) || item.tag != tag)
		return FALSE;
	*ret_content = item.content;
	return TRUE;
}

/* Passes over an item that may be missing. */
static void
skip(Der *der, guint8 tag)
{
	Item item;

	if (der->length > 0 && der->data[0] == tag)
		(void)take(der, &item);
}

static gboolean
is_equal(Der a, Der b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

static char *
text_of(Item item)
{
	const char *charset = item.tag == BMP_STRING    ? "utf-16be"
			      : item.tag == UTF8_STRING ? "utf-8"
							: "iso-8859-1";
	const VetCharset *found = vet_charset_find(charset, strlen(charset));
	VetCharsetVerdict verdict = vet_charset_judge(item.content.data, item.content.length);
	GString *text = g_string_new(NULL);

	if (!found || (item.tag != BMP_STRING && item.tag != UTF8_STRING))
		found = verdict.charset; /* GBK is often written as T61String */
	vet_charset_append(found, item.content.data, item.content.length, TRUE, text);
	return g_string_free(text, FALSE);
}

/* The last common name (2.5.4.3) of a Name: the most particular one. */
static char *
common_name(Der name)
{
	static const guint8 wanted[] = {0x55, 0x04, 0x03};
	char *found = NULL;
	Der set, pair, type;
	Item value;

	while (take_tag(&name, SET, &set)) {
		if (!take_tag(&set, SEQUENCE, &pair) ||
		    !take_tag(&pair, OBJECT_IDENTIFIER, &type) || !take(&pair, &value) ||
		    !is_equal(type, (Der){wanted, sizeof(wanted)}) ||
		    value.content.length > VET_MAX_MARK_BYTES)
			continue;
		g_free(found);
		found = text_of(value);
	}
	return found;
}

/* Of the certificate that its issuer gave this number. */
static char *
name_of_certificate(Der certificate, Der issuer, Der serial)
{
	Der body, number, algorithm, by, validity, subject;

	if (!take_tag(&certificate, SEQUENCE, &body))
		return NULL;
	skip(&body, CONTEXT_0);
	if (!take_tag(&body, INTEGER, &number) || !take_tag(&body, SEQUENCE, &algorithm) ||
	    !take_tag(&body, SEQUENCE, &by) || !take_tag(&body, SEQUENCE, &validity) ||
	    !take_tag(&body, SEQUENCE, &subject) || !is_equal(number, serial) ||
	    !is_equal(by, issuer))
		return NULL;
	return common_name(subject);
}

char *
pdf_certificate_signer(const guint8 *data, gsize length)
{
	Der whole = {data, length}, message, type, wrapped, signed_data, version, algorithms;
	Der content, certificates = {0}, signers, signer, id, issuer, serial, certificate;
	char *name = NULL;

	if (!take_tag(&whole, SEQUENCE, &message) ||
	    !take_tag(&message, OBJECT_IDENTIFIER, &type) ||
	    !take_tag(&message, CONTEXT_0, &wrapped) ||
	    !take_tag(&wrapped, SEQUENCE, &signed_data) ||
	    !take_tag(&signed_data, INTEGER, &version) ||
	    !take_tag(&signed_data, SET, &algorithms) ||
	    !take_tag(&signed_data, SEQUENCE, &content) ||
	    !take_tag(&signed_data, CONTEXT_0, &certificates))
		return NULL;
	skip(&signed_data, CONTEXT_1);
	if (!take_tag(&signed_data, SET, &signers) || !take_tag(&signers, SEQUENCE, &signer) ||
	    !take_tag(&signer, INTEGER, &version) || !take_tag(&signer, SEQUENCE, &id) ||
	    !take_tag(&id, SEQUENCE, &issuer) || !take_tag(&id, INTEGER, &serial))
		return NULL;
	for (guint i = 0;
	     !name && i < MAX_CERTIFICATES && take_tag(&certificates, SEQUENCE, &certificate); i++)
		name = name_of_certificate(certificate, issuer, serial);
	return name;
}
