/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Signatures of a document (Signatures.xml): who signed, when, how, and where the seals stand. */

#include "plugins/ofd/document.h"
#include "plugins/ofd/paint.h"

G_BEGIN_DECLS

typedef struct _OfdSignatures OfdSignatures;

/*
 * `location` is that of Signatures.xml as `from` has it.  `ret_lost` is TRUE when one could not be
 * read.  Seals on pages that the document lacks are put on its first.  Never NULL; caller frees.
 */
OfdSignatures *ofd_signatures_read(const OfdDocument *document, const OfdPart *from,
				   const char *location, gboolean *ret_lost);
void ofd_signatures_free(OfdSignatures *signatures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdSignatures, ofd_signatures_free)

/* Marks of the document's page of that index (from 0), which the sink has begun. */
gboolean ofd_signatures_write(const OfdSignatures *signatures, guint page, OfdMatrix matrix,
			      VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pictures of the seals that stand on it. */
void ofd_signatures_paint(const OfdSignatures *signatures, guint page, OfdMatrix matrix,
			  OfdPaint *paint);

G_END_DECLS
