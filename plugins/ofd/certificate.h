/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whom a certificate is made out to (X.509: RFC 5280, 4.1); nothing is verified. */

#include "plugins/ofd/der.h"

G_BEGIN_DECLS

/*
 * The subject's common name and organisation, in UTF-8; each is left alone when it is known already,
 * and otherwise the caller's to free, or NULL when there is none.  `certificate` begins with its
 * outer SEQUENCE.
 */
void ofd_certificate_read(OfdDer certificate, char **name, char **organisation);

G_END_DECLS
