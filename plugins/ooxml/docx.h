/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A WordprocessingML document: in which order its parts are read. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Headers, body, notes, footers, then the files inside it. */
gboolean docx_read(const OoxmlPackage *package, VetSource *source, VetSink *sink,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
