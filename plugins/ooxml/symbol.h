/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The signs of fonts that have signs in the places of letters: an R of Wingdings 2 is a ticked box. */

#include <glib.h>

G_BEGIN_DECLS

/*
 * The sign in UTF-8, or NULL when that font has none known at that place.  `code` as w:sym and text
 * have it: 0x52 or 0xF052.
 */
const char *docx_symbol_find(const char *font, guint code);
/* Whether letters of that font are not to be read as letters. */
gboolean docx_symbol_is_font(const char *font);

G_END_DECLS
