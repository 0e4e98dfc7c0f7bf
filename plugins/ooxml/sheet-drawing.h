/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What stands above the cells of a sheet: text boxes, shapes, charts, diagrams (ISO 29500-1, 20.5). */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* By the cells on which they stand, row by row.  `relations` are the sheet's. */
gboolean sheet_drawing_write(const OoxmlPackage *package, const GPtrArray *relations,
			     VetLineRole role, VetSink *sink,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
