/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a doc, xls or ppt says of itself: its SummaryInformation stream ([MS-OLEPS]). */

#include "lib/plugin.h"
#include "plugins/office/compound.h"

G_BEGIN_DECLS

/* Whatever of it can be read goes to the sink; FALSE only when the sink has had enough. */
gboolean office_summary_read(const OfficeCompound *compound, VetSink *sink,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
