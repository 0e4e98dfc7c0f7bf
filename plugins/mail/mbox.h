/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

G_BEGIN_DECLS

/*
 * A file of mails, each after a line that begins with "From " (RFC 4155): each becomes a member, a
 * mail of its own.  `data` is the whole file.
 */
gboolean mail_mbox_read(const guint8 *data, gsize length, VetSink *sink,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
