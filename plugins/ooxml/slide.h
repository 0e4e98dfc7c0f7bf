/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One slide: its shapes in reading order, tables, diagrams, then notes and comments. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Width and height in points.  Damage is said; the other slides are read. */
gboolean slide_read(const OoxmlPackage *package, const char *path, double width, double height,
		    VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
