/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Title, author and remarks that a film carries: iTunes' ilst and QuickTime's user data. */

#include "plugins/video/box.h"

G_BEGIN_DECLS

/* `moov` is that box's content. */
gboolean tags_add(Span moov, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
