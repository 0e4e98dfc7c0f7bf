/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a document says of itself: DocInfo of its DocBody, and the titles of its outline. */

#include "plugins/ofd/document.h"

G_BEGIN_DECLS

/* `info` may be NULL. */
gboolean ofd_metadata_write(const xmlNode *info, VetSink *sink,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean ofd_metadata_write_outline(const OfdDocument *document, VetSink *sink,
				    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
