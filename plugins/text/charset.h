/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The charset of a text file that does not say it: a byte order mark, else UTF-8 if all of it is
 * valid, else GB18030 if its byte pairs are those of Chinese, else Latin-1.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

typedef enum {
	TEXT_UTF8,
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_GB18030,
	TEXT_LATIN1,
} TextCharset;

/* Opens the converter while files can still be opened; once, before a document is seen. */
gboolean text_charset_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* `ret_mark` is the length of the byte order mark, 0 when there is none. */
TextCharset text_charset_judge(const guint8 *data, gsize length, gsize *ret_mark);

/*
 * The bytes of the character at `p`, at least 1 and at most `left` (≥ 1).  `ret_ascii` is its value
 * when that is below 128, else 0x80.
 */
gsize text_charset_step(TextCharset charset, const guint8 *p, gsize left, guint8 *ret_ascii);

/* UTF-8 without NUL; what cannot be converted becomes U+FFFD.  Caller frees. */
char *text_charset_decode(TextCharset charset, const guint8 *data, gsize length);

G_END_DECLS
