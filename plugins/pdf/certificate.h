/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Who signed, as the certificate within a signature names him. */

#include "lib/extract.h"

G_BEGIN_DECLS

/*
 * The common name in the certificate of the first signer of a signature by CMS (RFC 5652: SignedData
 * in DER, zeros may follow).  Nothing is verified.  NULL when it does not say.  Caller frees.
 */
char *pdf_certificate_signer(const guint8 *data, gsize length);

G_END_DECLS
