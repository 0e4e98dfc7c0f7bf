/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* QR and bar codes by zbar. */

#include "plugins/recognise/sheet.h"

G_BEGIN_DECLS

/* Hands each to the sink as VET_MARK_CODE; the place of a QR code is blank afterwards. */
gboolean codes_find(Sheet *sheet, VetSink *sink, GError **error);

G_END_DECLS
