/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A w:tbl as a grid: cells that span columns (gridSpan) and rows (vMerge), rows that begin later
 * (gridBefore), tables in cells.  A table beyond the bounds is lines only, and said.
 */

#include "plugins/ooxml/block.h"

G_BEGIN_DECLS

gboolean docx_read_table(const DocxReading *reading, const xmlNode *node,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
