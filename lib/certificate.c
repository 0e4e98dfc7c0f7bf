/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/certificate.h"

#include <string.h>

#define MAX_CERTIFICATES 64
#define COMMON_NAME "2.5.4.3"
#define ORGANISATION "2.5.4.10"

/* Name ::= SEQUENCE OF SET OF SEQUENCE { type OID, value } */
static void
read_subject(VetDer names, char **name, char **organisation)
{
	VetDerItem set, pair, type, value;

	while (vet_der_take(&names, VET_DER_SET, &set)) {
		while (vet_der_take(&set.value, VET_DER_SEQUENCE, &pair)) {
			if (!vet_der_take(&pair.value, VET_DER_OID, &type) ||
			    !vet_der_next(&pair.value, &value))
				continue;
			g_autofree char *oid = vet_der_oid(type.value);
			if (g_strcmp0(oid, COMMON_NAME) == 0)
				vet_der_keep(name, vet_der_text(&value));
			else if (g_strcmp0(oid, ORGANISATION) == 0)
				vet_der_keep(organisation, vet_der_text(&value));
		}
	}
}

/* The next item's content, which must have that tag. */
static gboolean
take(VetDer *der, guint8 tag, VetDer *ret_value)
{
	VetDerItem item;

	if (!vet_der_take(der, tag, &item))
		return FALSE;
	*ret_value = item.value;
	return TRUE;
}

/* What stands in a certificate up to its subject. */
typedef struct {
	VetDer serial, issuer, subject;
} Head;

static gboolean
read_head(VetDer certificate, Head *ret_head)
{
	VetDer outer, body, ignored;

	if (!take(&certificate, VET_DER_SEQUENCE, &outer) || !take(&outer, VET_DER_SEQUENCE, &body))
		return FALSE;
	(void)take(&body, VET_DER_CONTEXT_0, &ignored); /* version */
	return take(&body, VET_DER_INTEGER, &ret_head->serial) &&
	       take(&body, VET_DER_SEQUENCE, &ignored) && /* algorithm */
	       take(&body, VET_DER_SEQUENCE, &ret_head->issuer) &&
	       take(&body, VET_DER_SEQUENCE, &ignored) && /* validity */
	       take(&body, VET_DER_SEQUENCE, &ret_head->subject);
}

void
vet_certificate_read(VetDer certificate, char **name, char **organisation)
{
	Head head;

	if (read_head(certificate, &head))
		read_subject(head.subject, name, organisation);
}

static gboolean
is_equal(VetDer a, VetDer b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* The certificate, among those that came along, that its issuer gave this number. */
static char *
name_of_signer(VetDer certificates, VetDer issuer, VetDer serial)
{
	g_autofree char *organisation = NULL;
	char *name = NULL;

	for (guint i = 0; !name && i < MAX_CERTIFICATES && certificates.length > 0; i++) {
		VetDer certificate = certificates;
		VetDerItem item;
		Head head;
		if (!vet_der_take(&certificates, VET_DER_SEQUENCE, &item))
			break;
		if (read_head(certificate, &head) && is_equal(head.serial, serial) &&
		    is_equal(head.issuer, issuer))
			read_subject(head.subject, &name, &organisation);
	}
	return name;
}

char *
vet_certificate_signer(const guint8 *data, gsize length)
{
	VetDer whole = {data, length}, message, wrapped, signed_data, certificates, ignored;
	VetDer signers, signer, id, issuer, serial;

	if (!take(&whole, VET_DER_SEQUENCE, &message) ||
	    !take(&message, VET_DER_OID, &ignored) || /* signedData */
	    !take(&message, VET_DER_CONTEXT_0, &wrapped) ||
	    !take(&wrapped, VET_DER_SEQUENCE, &signed_data) ||
	    !take(&signed_data, VET_DER_INTEGER, &ignored) ||  /* version */
	    !take(&signed_data, VET_DER_SET, &ignored) ||      /* algorithms */
	    !take(&signed_data, VET_DER_SEQUENCE, &ignored) || /* content */
	    !take(&signed_data, VET_DER_CONTEXT_0, &certificates))
		return NULL;
	(void)take(&signed_data, VET_DER_CONTEXT_1, &ignored); /* revocations */
	if (!take(&signed_data, VET_DER_SET, &signers) ||
	    !take(&signers, VET_DER_SEQUENCE, &signer) ||
	    !take(&signer, VET_DER_INTEGER, &ignored) || /* version */
	    !take(&signer, VET_DER_SEQUENCE, &id) || !take(&id, VET_DER_SEQUENCE, &issuer) ||
	    !take(&id, VET_DER_INTEGER, &serial))
		return NULL;
	return name_of_signer(certificates, issuer, serial);
}
