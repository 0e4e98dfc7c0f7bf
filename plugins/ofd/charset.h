/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Names and parts that are not UTF-8, though they should be.  GB18030 also reads GBK and GB2312. iconv
 * loads its tables from files, which a sandboxed child cannot open.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

/* Once, while files can still be opened. */
gboolean ofd_charset_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* UTF-8 without NUL; what is neither UTF-8 nor GB18030 is repaired.  Caller frees. */
char *ofd_charset_decode(const char *bytes, gsize length);

G_END_DECLS
