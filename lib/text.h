/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Chinese text as documents have it: full and half width, spaced labels, radicals in place of
 * characters, traditional forms.  All text is UTF-8; every returned string is the caller's.
 */

#include <glib.h>

G_BEGIN_DECLS

/*
 * NFKC, radicals of U+2E80–2EFF and U+2F00–2FDF to characters, dashes unified to '-', invisible
 * characters dropped (U+200B–200D, U+2060, U+FEFF, U+00AD, every other format or control character,
 * variation selectors), each run of white space (U+3000, U+00A0 too) one space, ends trimmed.  Line
 * feeds stay, without the white space around them. Bytes that are not UTF-8 become U+FFFD.
 */
char *vet_text_normalise(const char *text);
/*
 * The same for one character, without looking at its neighbours: what vet_text_normalise() makes of
 * it, "" for one that is dropped, " " for white space.  At most 24 bytes with NUL (NFKC makes up to
 * 18 of one; longer is cut).
 */
void vet_text_normalise_char(gunichar character, char ret_text[24]);
/* Normalised without any white space: how labels and names are compared. */
char *vet_text_compact(const char *text);
/* Compact, simplified, ASCII lower case: the second key for look-ups. */
char *vet_text_key(const char *text);
/*
 * VET_ERROR_CONFIG when the tables traditional → simplified (libopencc-data) are not installed:
 * vet_text_key() then leaves traditional characters as they are.  To be asked once, before look-ups
 * are trusted.
 */
gboolean vet_text_key_ready(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Drops white space (line feeds too) between CJK characters, keeps it between Latin words. */
char *vet_text_strip_cjk_space(const char *text);
/*
 * For a terminal: control characters and marks that turn the direction of reading become "�", so
 * that a name from a stranger cannot steer it; line feeds stay.  Bytes that are no UTF-8 become "�"
 * too.
 */
char *vet_text_printable(const char *text);
/* Columns a terminal needs (East Asian wide = 2, combining = 0). */
guint vet_text_width(const char *text);
/* `text` cut to `columns` with "…" when it was longer. */
char *vet_text_ellipsize(const char *text, guint columns);
/*
 * Bytes of unknown encoding → UTF-8: BOM, valid UTF-8, else GB18030.  NULL and VET_ERROR_MALFORMED
 * when none fits; *ret_charset (may be NULL) is a static name.
 */
char *vet_text_decode(const char *bytes, gsize length, const char **ret_charset,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * 0.0–1.0: 1 − edit distance in characters / length of the longer, of the keys; 0.0 when both are
 * empty.  Texts over 256 characters are cut.
 */
double vet_text_similarity(const char *a, const char *b);
/*
 * A number as people write it, at the start of the text: "3", "１２", "1,234", "3万", "三", "十二",
 * "0条", "3 个", with a unit behind it ignored.  FALSE when there is none: decimals, dates, ranges,
 * negative numbers, words such as "一般".
 */
gboolean vet_text_parse_count(const char *text, gint64 *ret_count);
/* A year of four digits at the start of the text: 2024, 二〇二四, 二零二四.  FALSE when there is none. */
gboolean vet_text_parse_year(const char *text, int *ret_year);
/*
 * A calendar date at the start of the text: 2025年7月1日, 2025-07-01, 2025/7/1, 2025.07.01,
 * 二〇二五年七月一日; what follows (a time) is ignored.  FALSE when it does not exist.
 */
gboolean vet_text_parse_date(const char *text, int *ret_year, int *ret_month, int *ret_day);

G_END_DECLS
