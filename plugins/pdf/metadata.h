/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a document says of itself. */

#include "lib/extract.h"

#include "plugins/pdf/objects.h"

G_BEGIN_DECLS

/* title author subject keywords creator producer created modified (RFC 3339) pdf-version */
gboolean pdf_metadata_write(PopplerDocument *document, VetSink *sink,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
