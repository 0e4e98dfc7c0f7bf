/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A sheet's characters and rules become lines and tables in reading order: by the same geometry as
 * those of a PDF page (plugins/pdf/layout.h), of which nothing else of this plugin knows.
 */

#include "plugins/ofd/sheet.h"

G_BEGIN_DECLS

/* How many characters a reader of the page sees. */
guint ofd_layout_seen(const OfdSheet *sheet);
/*
 * Writes what is seen with its tables, then texts that stand aslant and those of annotations as notes,
 * then what is not seen as hidden.  The sink's page has begun; its role is left at the body.
 */
gboolean ofd_layout_write(const OfdSheet *sheet, VetSink *sink,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
