/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Ink of a hand beside a label that asks for it. */

#include "plugins/recognise/reader.h"

G_BEGIN_DECLS

gboolean signatures_find(const Sheet *sheet, const Layout *layout, const GPtrArray *reads,
			 VetSink *sink, GError **error);

G_END_DECLS
