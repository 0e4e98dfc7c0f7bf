/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* HTML, XHTML and SVG as their reader sees them, and apart from it what a reader does not see. */

#include "plugins/markup/tokens.h"

G_BEGIN_DECLS

/* All of it into the sink.  `is_xml`: the tokens are XML's, so every element is closed. */
gboolean html_read(Tokens *tokens, gboolean is_xml, VetSink *sink,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
