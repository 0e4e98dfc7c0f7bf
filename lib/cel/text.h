/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Valid UTF-8 of known length; it may contain NUL, which GLib's own functions take for the end. */

#include <glib.h>

/* Characters in `length` bytes. */
gsize cel_text_count(const char *text, gsize length);
/* Byte offset of character `index`; `length` when there are fewer. */
gsize cel_text_offset(const char *text, gsize length, gsize index);
/* Byte offset of `needle` at or after byte `from`; -1 when absent. */
gssize cel_text_find(const char *text, gsize length, const char *needle, gsize needle_length,
		     gsize from);
/* Bytes that a message shows of a text: whole characters, 64 bytes at most. */
int cel_text_shown(const char *text, gsize length);
/* Bytes of white space (Unicode's White_Space) at the start, and at the end. */
gsize cel_text_leading_space(const char *text, gsize length);
gsize cel_text_trailing_space(const char *text, gsize length);
/* FALSE and, when not NULL, *ret_end at the first byte that is not UTF-8. */
gboolean cel_text_is_valid(const char *text, gsize length, const char **ret_end);
