/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A SpreadsheetML workbook: a page for each sheet in the order of the workbook. */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

gboolean xlsx_read(const OoxmlPackage *package, const char *main_part, VetSource *source,
		   VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
