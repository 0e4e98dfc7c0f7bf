/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Digital signatures: who, when and how, as the file says.  None is verified; Poppler would need
 * NSS for it, which a sandboxed child cannot load.
 */

#include "plugins/pdf/objects.h"
#include "plugins/pdf/raw.h"

G_BEGIN_DECLS

/*
 * Marks those whose fields are on the page; on the first page also those of the document that are on
 * none, without a box.
 */
gboolean pdf_signatures_write(PopplerDocument *document, PopplerPage *page, PdfRaw raw,
			      VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
