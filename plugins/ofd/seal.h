/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Electronic seals: SES_Signature and SESeal of GM/T 0031-2014 (version 1) and of GB/T 38540-2020
 * (version 4), and the certificates of plain signatures (PKCS #7, GM/T 0010).  Nothing is verified:
 * what is told is what the file says.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef struct {
	char *name;  /* of the seal: "某某公司电子专用章"; all NULL when it is not said */
	char *maker; /* who issued it */
	char *valid_from; /* as vet_der_time() has it */
	char *valid_until;
	char *signed_at;
	char *signer;       /* common name of the subject of the signer's certificate */
	char *organisation; /* of the same */
	GBytes *picture;    /* the impression, in whatever form; NULL: none */
} OfdSeal;

/* Reads what can be read of SignedValue.dat or Seal.esl; never NULL. */
OfdSeal *ofd_seal_read(const guint8 *data, gsize length);
void ofd_seal_free(OfdSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdSeal, ofd_seal_free)

G_END_DECLS
