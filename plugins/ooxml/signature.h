/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Digital signatures of a package (ISO 29500-2, 12; XML-DSig): marks that say who signed, when and how.
 * Nothing is verified. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Marks on the current page, on an empty one when there is none; a damaged signature is said.  FALSE: the sink has had enough. */
gboolean ooxml_read_signatures(const OoxmlPackage *package, VetSink *sink,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
