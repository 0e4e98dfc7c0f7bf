/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a package says of itself in docProps: title, author, program, dates. */

#include "lib/extract.h"
#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* A part that is absent or damaged gives nothing. */
gboolean ooxml_read_properties(const OoxmlPackage *package, VetSink *sink,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
