/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A text whose every row has the same number of fields (RFC 4180 with comma, semicolon or tab) as a
 * table.  Bounded: a larger one stays lines.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define CSV_MAX_BYTES (2 * 1024 * 1024)
#define CSV_MAX_COLUMNS 64
#define CSV_MAX_ROWS 5000

/* `text` is UTF-8.  TRUE also when it is no regular table and nothing was added. */
gboolean csv_add_table(const char *text, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
