/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* RTF that was cut short: LibreOffice loads nothing of it unless every group is closed. */

#include <glib.h>

G_BEGIN_DECLS

/* What closes the groups that are open at the end; NULL: all are closed.  Caller frees. */
char *office_rtf_missing_end(const guint8 *data, gsize length);

G_END_DECLS
