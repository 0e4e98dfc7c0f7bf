/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What could not be read, as sentences of warning. */

#include "lib/extract.h"

G_BEGIN_DECLS

gboolean ofd_warn(VetSink *sink, GError **error, const char *format, ...)
	G_GNUC_PRINTF(3, 4) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
