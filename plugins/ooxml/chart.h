/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a chart says, of both kinds (ISO 29500-1, 21.2; MS-ODRAWXML, 2.24.3). */

#include "plugins/ooxml/drawing.h"

G_BEGIN_DECLS

/*
 * The titles, and a line for each series: its name and values with tabs between, those of its categories
 * in a line before it, unless the series before had the same.  `root` is a chartSpace.
 */
gboolean chart_write(const Drawing *drawing, const xmlNode *root,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
