/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Reading DER (ITU-T X.690) as far as seals and certificates need it: one item after the other, never
 * beyond the bytes that are there.  Definite lengths and tags below 31 only.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_DER_INTEGER = 0x02,
	VET_DER_BITS = 0x03,
	VET_DER_OCTETS = 0x04,
	VET_DER_OID = 0x06,
	VET_DER_UTF8 = 0x0c,
	VET_DER_IA5 = 0x16,
	VET_DER_UTC_TIME = 0x17,
	VET_DER_TIME = 0x18,
	VET_DER_BMP = 0x1e,
	VET_DER_SEQUENCE = 0x30,
	VET_DER_SET = 0x31,
	VET_DER_CONTEXT_0 = 0xa0,
	VET_DER_CONTEXT_1 = 0xa1,
} VetDerTag;

/* What is still to be read. */
typedef struct {
	const guint8 *data;
	gsize length;
} VetDer;

typedef struct {
	guint8 tag;
	VetDer value;
} VetDerItem;

/* FALSE at the end and where what follows is no item. */
gboolean vet_der_next(VetDer *der, VetDerItem *ret_item);
/* The next item, which must have that tag; FALSE otherwise, and nothing was read. */
gboolean vet_der_take(VetDer *der, guint8 tag, VetDerItem *ret_item);
/* "1.2.156.10197.1.501".  Caller frees; NULL when it is none. */
char *vet_der_oid(VetDer value);
/* A string of any kind as UTF-8; caller frees. */
char *vet_der_text(const VetDerItem *item);
/* "2021-12-29T02:51:02Z" from a UTCTime or GeneralizedTime; NULL when it is none.  Caller frees. */
char *vet_der_time(const VetDerItem *item);
/* Takes `value`, one of these texts or NULL: *kept gets it when it has none yet and it is not empty. */
void vet_der_keep(char **kept, char *value);

G_END_DECLS
