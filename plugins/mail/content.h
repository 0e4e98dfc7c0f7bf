/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

#include "plugins/mail/gmime.h"

G_BEGIN_DECLS

/* The bytes of a part, its transfer encoding undone, as a member of that name. */
gboolean mail_content_member(GMimePart *part, const char *name, VetSink *sink,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The text of a text part in UTF-8; of HTML what it shows.  *ret_known is FALSE when its charset
 * had to be guessed.  VET_ERROR_LIMIT: longer than limits.text-bytes.  Caller frees.
 */
char *mail_content_text(GMimePart *part, const VetLimits *limits, gboolean *ret_known,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
