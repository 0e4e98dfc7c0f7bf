/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Puts codes right that were read from a picture, where their check digits prove it: characters
 * that look alike (O and 0, I and 1, B and 8 …) are exchanged, at most two, and only when exactly
 * one of all exchanges gives a valid code.
 *
 * 统一社会信用代码 (GB 32100, both check digits): characters that no code has (I O S V Z) and letters
 * where digits must stand are exchanged; one more at most.  居民身份证 (GB 11643, check digit and
 * date): only letters in place of digits; between digits its one check digit proves nothing.
 */

#include <glib.h>

G_BEGIN_DECLS

/*
 * Repairs the codes within UTF-8 text that was recognised, in place: its length stays as it is, so
 * what counts its bytes stays right.  A code may have been read with single spaces in it.  Returns
 * how many codes were changed.
 */
guint vet_ocr_repair_text(char *text);

/* The one valid code that 18 characters were; NULL when they are valid, or nothing is proved.
 * Caller frees. */
char *vet_ocr_repair_code(const char *code);

G_END_DECLS
