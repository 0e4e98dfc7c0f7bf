/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/seal.h"
#include "plugins/ofd/certificate.h"

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
read_signed_data(OfdSeal *seal, OfdDer content)
{
	OfdDerItem item, data;

	if (!ofd_der_take(&content, OFD_DER_CONTEXT_0, &item) ||
	    !ofd_der_take(&item.value, OFD_DER_SEQUENCE, &data))
		return;
	if (ofd_der_take(&data.value, OFD_DER_INTEGER, &item) &&  /* version */
	    ofd_der_take(&data.value, OFD_DER_SET, &item) &&      /* digests */
	    ofd_der_take(&data.value, OFD_DER_SEQUENCE, &item) && /* content */
	    ofd_der_take(&data.value, OFD_DER_CONTEXT_0, &item))
		ofd_certificate_read(item.value, &seal->signer, &seal->organisation);
}

/* --- seals --- */

/* SES_ESPictrueInfo ::= SEQUENCE { type IA5String, data OCTET STRING, width, height } */
static void
read_picture(OfdSeal *seal, OfdDer info)
{
	OfdDerItem picture, item;

	if (ofd_der_take(&info, OFD_DER_SEQUENCE, &picture) &&
	    ofd_der_next(&picture.value, &item) && /* its type: the bytes say it, too */
	    ofd_der_take(&picture.value, OFD_DER_OCTETS, &item) && !seal->picture)
		seal->picture = g_bytes_new(item.value.data, item.value.length);
}

/* SES_SealInfo ::= SEQUENCE { header { "ES", version, maker }, esID, property, picture … } */
static gboolean
read_seal_info(OfdSeal *seal, OfdDer info)
{
	OfdDerItem header, mark, item, property;

	if (!ofd_der_take(&info, OFD_DER_SEQUENCE, &header) ||
	    !ofd_der_take(&header.value, OFD_DER_IA5, &mark) ||
	    mark.value.length != strlen(SEAL_MARK) ||
	    memcmp(mark.value.data, SEAL_MARK, strlen(SEAL_MARK)) != 0)
		return FALSE;
	if (ofd_der_take(&header.value, OFD_DER_INTEGER, &item) &&
	    ofd_der_next(&header.value, &item))
		ofd_der_keep(&seal->maker, ofd_der_text(&item));
	if (!ofd_der_next(&info, &item) || !ofd_der_take(&info, OFD_DER_SEQUENCE, &property) ||
	    !ofd_der_take(&property.value, OFD_DER_INTEGER, &item) || /* kind */
	    !ofd_der_next(&property.value, &item))
		return TRUE;
	read_picture(seal, info);
	ofd_der_keep(&seal->name, ofd_der_text(&item));
	/* then certificates, in two ways, and the times: made, valid from, valid until */
	for (guint n_times = 0; ofd_der_next(&property.value, &item);) {
		if (item.tag != OFD_DER_UTC_TIME && item.tag != OFD_DER_TIME)
			continue;
		n_times++;
		if (n_times == 2)
			ofd_der_keep(&seal->valid_from, ofd_der_time(&item));
		else if (n_times == 3)
			ofd_der_keep(&seal->valid_until, ofd_der_time(&item));
	}
	return TRUE;
}

/* SESeal ::= SEQUENCE { SES_SealInfo … } */
static gboolean
read_es_seal(OfdSeal *seal, OfdDer value)
{
	OfdDerItem info;

	return ofd_der_take(&value, OFD_DER_SEQUENCE, &info) && read_seal_info(seal, info.value);
}

/*
 * TBS_Sign ::= SEQUENCE { version, SESeal, time, hash, location … } and in version 1 the signer's
 * certificate, which version 4 has behind it in the outer sequence `rest`.
 */
static void
read_signature(OfdSeal *seal, OfdDer body, OfdDer rest)
{
	OfdDerItem item, es_seal;

	if (!ofd_der_take(&body, OFD_DER_INTEGER, &item) ||
	    !ofd_der_take(&body, OFD_DER_SEQUENCE, &es_seal) || !read_es_seal(seal, es_seal.value))
		return;
	if (ofd_der_next(&body, &item)) {
		/* version 1 has the time as the bytes of a bit string */
		if (item.tag == OFD_DER_BITS)
			ofd_der_keep(&seal->signed_at, ofd_der_text(&item));
		else
			ofd_der_keep(&seal->signed_at, ofd_der_time(&item));
	}
	while (ofd_der_next(&body, &item))
		if (item.tag == OFD_DER_OCTETS)
			ofd_certificate_read(item.value, &seal->signer, &seal->organisation);
	if (ofd_der_take(&rest, OFD_DER_OCTETS, &item))
		ofd_certificate_read(item.value, &seal->signer, &seal->organisation);
}

OfdSeal *
ofd_seal_read(const guint8 *data, gsize length)
{
	OfdSeal *seal = g_new0(OfdSeal, 1);
	OfdDer der = {data, length};
	OfdDerItem outer, first;

	if (!ofd_der_take(&der, OFD_DER_SEQUENCE, &outer))
		return seal;
	if (read_es_seal(seal, outer.value))
		return seal;
	if (!ofd_der_next(&outer.value, &first))
		return seal;
	if (first.tag == OFD_DER_OID)
		read_signed_data(seal, outer.value);
	else if (first.tag == OFD_DER_SEQUENCE)
		read_signature(seal, first.value, outer.value);
	return seal;
}
