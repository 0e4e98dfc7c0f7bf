/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A text whose rows have fields (RFC 4180 with comma, tab, semicolon or bar) as a table.  A few rows may
 * be of another width: a title above the header, a sum below.  Bounded: a larger one stays lines.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define CSV_MAX_COLUMNS 4096

/* Adds the table, if it is one; `text` is UTF-8.  FALSE only when the sink fails. */
gboolean csv_add_table(const char *text, const VetLimits *limits, VetSink *sink,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
