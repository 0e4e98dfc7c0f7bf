/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The charsets that strangers write text in: judged from the bytes when the document does not say,
 * found by the label when it does, and decoded to UTF-8.  iconv loads its tables from files, which a
 * sandboxed child cannot open: a plugin that decodes calls vet_charset_prepare() in its `prepare`.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetCharset VetCharset;

/* Opens the converters, once for all plugins.  VET_ERROR_CONFIG when iconv lacks GB18030; others that
 * it lacks are not known then. */
gboolean vet_charset_prepare(GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *vet_charset_name(const VetCharset *charset); /* "GB18030", for people */

/*
 * By a label as HTML, XML and mail have it ("gb2312", "iso-8859-1"), as browsers understand it: GB2312
 * is read as GB18030, Latin-1 as windows-1252.  NULL: not known, or its converter is missing.
 */
const VetCharset *vet_charset_find(const char *label, gsize length);

typedef struct {
	const VetCharset *charset; /* never NULL */
	gsize mark;                /* bytes of the byte order mark, 0 when there is none */
	gboolean is_guess; /* nothing speaks for it: windows-1252 for want of a better one */
} VetCharsetVerdict;

/*
 * A byte order mark; UTF-16 by where its units lie; UTF-8 when nearly all of it is valid; GB18030, Big5
 * or Shift_JIS when what they make of it is what people write; else windows-1252.
 */
VetCharsetVerdict vet_charset_judge(const guint8 *data, gsize length);

/*
 * A name or another short text whose charset nobody says: UTF-8, else GB18030 (which also reads GBK
 * and GB2312), else UTF-8 repaired.  Ends at the first NUL.  Caller frees.
 */
char *vet_charset_decode(const char *bytes, gsize length);

/* TRUE when so many control characters are among the first bytes that it is no text. */
gboolean vet_charset_is_noise(VetCharsetVerdict verdict, const guint8 *data, gsize length);

/*
 * Appends the text as UTF-8 without NUL; what cannot be converted becomes U+FFFD.  Returns how many
 * bytes were taken: less than `length` only when a character is cut at the end and `is_last` is FALSE.
 */
gsize vet_charset_append(const VetCharset *charset, const guint8 *data, gsize length,
			 gboolean is_last, GString *text);

G_END_DECLS
