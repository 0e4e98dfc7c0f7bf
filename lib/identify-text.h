/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Texts that libmagic does not know for what they are.  For lib/identify.c. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * UTF-16 without its mark, GB18030 of the rarer characters, a text with a stray control character: data to
 * libmagic.  "text/plain", "text/html" or "text/xml" when the charset is sure, else NULL; a NUL is of UTF-16
 * or of no text.  vet_charset_prepare() comes first.
 */
const char *vet_identify_text(const guint8 *data, gsize length);
/*
 * Of a text: "text/html" or "text/xml" for pages and data without the beginnings that libmagic looks for,
 * or in UTF-16; else NULL.
 */
const char *vet_identify_markup(const guint8 *data, gsize length);

G_END_DECLS
