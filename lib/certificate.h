/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whom a certificate is made out to, and who signed; nothing is verified. */

#include "lib/der.h"

G_BEGIN_DECLS

/*
 * The common name and organisation of an X.509 certificate's subject (RFC 5280, 4.1), in UTF-8; each is
 * left alone when it is known already, and otherwise the caller's to free, or NULL when there is none.
 * `certificate` begins with its outer SEQUENCE.
 */
void vet_certificate_read(VetDer certificate, char **name, char **organisation);

/*
 * The common name in the certificate of the first signer of a signature by CMS (RFC 5652: SignedData in
 * DER, zeros may follow).  NULL when it does not say.  Caller frees.
 */
char *vet_certificate_signer(const guint8 *data, gsize length);

G_END_DECLS
