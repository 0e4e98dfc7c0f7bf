/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/certificate.h"

#define COMMON_NAME "2.5.4.3"
#define ORGANISATION "2.5.4.10"

/* Name ::= SEQUENCE OF SET OF SEQUENCE { type OID, value } */
static void
read_subject(OfdDer names, char **name, char **organisation)
{
	OfdDerItem set, pair, type, value;

	while (ofd_der_take(&names, OFD_DER_SET, &set)) {
		while (ofd_der_take(&set.value, OFD_DER_SEQUENCE, &pair)) {
			if (!ofd_der_take(&pair.value, OFD_DER_OID, &type) ||
			    !ofd_der_next(&pair.value, &value))
				continue;
			g_autofree char *oid = ofd_der_oid(type.value);
			if (g_strcmp0(oid, COMMON_NAME) == 0)
				ofd_der_keep(name, ofd_der_text(&value));
			else if (g_strcmp0(oid, ORGANISATION) == 0)
				ofd_der_keep(organisation, ofd_der_text(&value));
		}
	}
}

void
ofd_certificate_read(OfdDer certificate, char **name, char **organisation)
{
	OfdDerItem outer, body, item;

	if (!ofd_der_take(&certificate, OFD_DER_SEQUENCE, &outer) ||
	    !ofd_der_take(&outer.value, OFD_DER_SEQUENCE, &body))
		return;
	(void)ofd_der_take(&body.value, OFD_DER_CONTEXT_0, &item); /* version */
	if (ofd_der_take(&body.value, OFD_DER_INTEGER, &item) &&   /* serial number */
	    ofd_der_take(&body.value, OFD_DER_SEQUENCE, &item) &&  /* algorithm */
	    ofd_der_take(&body.value, OFD_DER_SEQUENCE, &item) &&  /* issuer */
	    ofd_der_take(&body.value, OFD_DER_SEQUENCE, &item) &&  /* validity */
	    ofd_der_take(&body.value, OFD_DER_SEQUENCE, &item))
		read_subject(item.value, name, organisation);
}
