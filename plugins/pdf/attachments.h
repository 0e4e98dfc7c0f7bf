/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files inside a document; each becomes a member. */

#include "lib/extract.h"

#include "plugins/pdf/objects.h"

G_BEGIN_DECLS

/* Those of the document as a whole.  When they are `locked`, each is refused as encrypted. */
gboolean pdf_attachments_write(PopplerDocument *document, gboolean locked, VetSink *sink,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those pinned to a page. */
gboolean pdf_attachments_write_annotation(PopplerAnnot *annotation, gboolean locked, VetSink *sink,
					  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
