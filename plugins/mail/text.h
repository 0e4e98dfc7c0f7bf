/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lib/extract.h"

G_BEGIN_DECLS

/* Lines of UTF-8 on the current page; empty ones are left out, long ones parted. */
gboolean mail_text_add(const char *text, VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The lines of `other` that `text` does not hold, white space aside: what a mail says in one of its
 * forms alone.  Caller frees.
 */
char *mail_text_only_in(const char *other, const char *text);

G_END_DECLS
