/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The charsets of mail, opened before a document is seen: a sandboxed child can open none. */

#include "lib/extract.h"

G_BEGIN_DECLS

gboolean mail_charset_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * `name` as the mail has it, NULL when it says nothing: then, and when it lies, UTF-8 if that is
 * valid, else GB18030 if that is, else Windows-1252.  *ret_known is FALSE when the charset was
 * guessed and may be wrong.  UTF-8 without NUL; what cannot be converted becomes U+FFFD.  Caller
 * frees.
 */
char *mail_charset_decode(const char *name, const guint8 *data, gsize length, gboolean *ret_known);

G_END_DECLS
