/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A PresentationML document: a page for each slide in the order of the presentation. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

gboolean pptx_read(const OoxmlPackage *package, const char *main_part, VetSource *source,
		   VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
