/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/seal.h"

#include <string.h>

/* of the header of every seal */
#define SEAL_MARK "ES"

void
ofd_seal_free(OfdSeal *seal)
{
	if (!seal)
		return;
	g_free(seal->name);
	g_free(seal->maker);
	g_free(seal->valid_from);
	g_free(seal->valid_until);
	g_free(seal->signed_at);
	g_free(seal->signer);
	g_free(seal->organisation);
	g_clear_pointer(&seal->picture, g_bytes_unref);
	g_free(seal);
}

/* ContentInfo with SignedData: its first certificate is taken for the signer's. */
static void
read_signed_data(OfdSeal *seal, VetDer content)
{
	VetDerItem item, data;

	if (!vet_der_take(&content, VET_DER_CONTEXT_0, &item) ||
	    !vet_der_take(&item.value, VET_DER_SEQUENCE, &data))
		return;
	if (vet_der_take(&data.value, VET_DER_INTEGER, &item) &&  /* version */
	    vet_der_take(&data.value, VET_DER_SET, &item) &&      /* digests */
	    vet_der_take(&data.value, VET_DER_SEQUENCE, &item) && /* content */
	    vet_der_take(&data.value, VET_DER_CONTEXT_0, &item))
		vet_certificate_read(item.value, &seal->signer, &seal->organisation);
}

/* --- seals --- */

/* SES_ESPictrueInfo ::= SEQUENCE { type IA5String, data OCTET STRING, width, height } */
static void
read_picture(OfdSeal *seal, VetDer info)
{
	VetDerItem picture, item;

	if (vet_der_take(&info, VET_DER_SEQUENCE, &picture) &&
	    vet_der_next(&picture.value, &item) && /* its type: the bytes say it, too */
	    vet_der_take(&picture.value, VET_DER_OCTETS, &item) && !seal->picture)
		seal->picture = g_bytes_new(item.value.data, item.value.length);
}

/* SES_SealInfo ::= SEQUENCE { header { "ES", version, maker }, esID, property, picture … } */
static gboolean
read_seal_info(OfdSeal *seal, VetDer info)
{
	VetDerItem header, mark, item, property;

	if (!vet_der_take(&info, VET_DER_SEQUENCE, &header) ||
	    !vet_der_take(&header.value, VET_DER_IA5, &mark) ||
	    mark.value.length != strlen(SEAL_MARK) ||
	    memcmp(mark.value.data, SEAL_MARK, strlen(SEAL_MARK)) != 0)
		return FALSE;
	if (vet_der_take(&header.value, VET_DER_INTEGER, &item) &&
	    vet_der_next(&header.value, &item))
		vet_der_keep(&seal->maker, vet_der_text(&item));
	if (!vet_der_next(&info, &item) || !vet_der_take(&info, VET_DER_SEQUENCE, &property) ||
	    !vet_der_take(&property.value, VET_DER_INTEGER, &item) || /* kind */
	    !vet_der_next(&property.value, &item))
		return TRUE;
	read_picture(seal, info);
	vet_der_keep(&seal->name, vet_der_text(&item));
	/* then certificates, in two ways, and the times: made, valid from, valid until */
	for (guint n_times = 0; vet_der_next(&property.value, &item);) {
		if (item.tag != VET_DER_UTC_TIME && item.tag != VET_DER_TIME)
			continue;
		n_times++;
		if (n_times == 2)
			vet_der_keep(&seal->valid_from, vet_der_time(&item));
		else if (n_times == 3)
			vet_der_keep(&seal->valid_until, vet_der_time(&item));
	}
	return TRUE;
}

/* SESeal ::= SEQUENCE { SES_SealInfo … } */
static gboolean
read_es_seal(OfdSeal *seal, VetDer value)
{
	VetDerItem info;

	return vet_der_take(&value, VET_DER_SEQUENCE, &info) && read_seal_info(seal, info.value);
}

/*
 * TBS_Sign ::= SEQUENCE { version, SESeal, time, hash, location … } and in version 1 the signer's
 * certificate, which version 4 has behind it in the outer sequence `rest`.
 */
static void
read_signature(OfdSeal *seal, VetDer body, VetDer rest)
{
	VetDerItem item, es_seal;

	if (!vet_der_take(&body, VET_DER_INTEGER, &item) ||
	    !vet_der_take(&body, VET_DER_SEQUENCE, &es_seal) || !read_es_seal(seal, es_seal.value))
		return;
	if (vet_der_next(&body, &item)) {
		/* version 1 has the time as the bytes of a bit string */
		if (item.tag == VET_DER_BITS)
			vet_der_keep(&seal->signed_at, vet_der_text(&item));
		else
			vet_der_keep(&seal->signed_at, vet_der_time(&item));
	}
	while (vet_der_next(&body, &item))
		if (item.tag == VET_DER_OCTETS)
			vet_certificate_read(item.value, &seal->signer, &seal->organisation);
	if (vet_der_take(&rest, VET_DER_OCTETS, &item))
		vet_certificate_read(item.value, &seal->signer, &seal->organisation);
}

OfdSeal *
ofd_seal_read(const guint8 *data, gsize length)
{
	OfdSeal *seal = g_new0(OfdSeal, 1);
	VetDer der = {data, length};
	VetDerItem outer, first;

	if (!vet_der_take(&der, VET_DER_SEQUENCE, &outer))
		return seal;
	if (read_es_seal(seal, outer.value))
		return seal;
	if (!vet_der_next(&outer.value, &first))
		return seal;
	if (first.tag == VET_DER_OID)
		read_signed_data(seal, outer.value);
	else if (first.tag == VET_DER_SEQUENCE)
		read_signature(seal, first.value, outer.value);
	return seal;
}
