/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Reading DER (ITU-T X.690) as far as seals and certificates need it: one item after the other, never
 * beyond the bytes that are there.  Definite lengths and tags below 31 only.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef enum {
	OFD_DER_INTEGER = 0x02,
	OFD_DER_BITS = 0x03,
	OFD_DER_OCTETS = 0x04,
	OFD_DER_OID = 0x06,
	OFD_DER_UTF8 = 0x0c,
	OFD_DER_IA5 = 0x16,
	OFD_DER_UTC_TIME = 0x17,
	OFD_DER_TIME = 0x18,
	OFD_DER_BMP = 0x1e,
	OFD_DER_SEQUENCE = 0x30,
	OFD_DER_SET = 0x31,
	OFD_DER_CONTEXT_0 = 0xa0,
} OfdDerTag;

/* What is still to be read. */
typedef struct {
	const guint8 *data;
	gsize length;
} OfdDer;

typedef struct {
	guint8 tag;
	OfdDer value;
} OfdDerItem;

/* FALSE at the end and where what follows is no item. */
gboolean ofd_der_next(OfdDer *der, OfdDerItem *ret_item);
/* The next item, which must have that tag; FALSE otherwise, and nothing was read. */
gboolean ofd_der_take(OfdDer *der, guint8 tag, OfdDerItem *ret_item);
/* "1.2.156.10197.1.501".  Caller frees; NULL when it is none. */
char *ofd_der_oid(OfdDer value);
/* A string of any kind as UTF-8; caller frees. */
char *ofd_der_text(const OfdDerItem *item);
/* "2021-12-29T02:51:02Z" from a UTCTime or GeneralizedTime; NULL when it is none.  Caller frees. */
char *ofd_der_time(const OfdDerItem *item);
/* Takes `value`, one of these texts or NULL: *kept gets it when it has none yet and it is not empty. */
void ofd_der_keep(char **kept, char *value);

G_END_DECLS
