/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

#include "plugins/mail/gmime.h"

G_BEGIN_DECLS

/*
 * The headers that a reader of the mail sees, as lines of the current page and as metadata.  Only
 * what mail software writes for itself is left out: a text that was taken for a mail loses nothing.
 */
gboolean mail_headers_add(GMimeMessage *message, VetSink *sink,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
