/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/cel/cel.h"

/* Sets `error` and returns FALSE, so that a function can fail in one line. */
gboolean cel_set_error(GError **error, CelErrorCode code, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
